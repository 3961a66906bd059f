"""Programmes: what is judged, as data, behind one strict loader."""

from etl.definitions.loader import Definitions, known_programmes, load_programme, programme_folder

__all__ = ["Definitions", "known_programmes", "load_programme", "programme_folder"]
