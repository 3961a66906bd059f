"""What the report tells, in which order: chapters of sections of indicators, with their charts."""

from __future__ import annotations

from typing import Literal

from etl.model.contract import Definition, Dimension, Name, Text


class Chart(Definition):
    """A figure in a section: one indicator (or some) drawn one way.

    `bullet`: value against norm per breakdown; `monthly`: small multiples per month with the norm line;
    `slope`: first against second half-year; `regions`: dots per region with the spread.
    """

    kind: Literal["bullet", "monthly", "slope", "regions"]
    indicators: tuple[Name, ...]
    by: tuple[Dimension, ...] = ()
    title: Text


class Section(Definition):
    """A section of the report's findings: the indicators it tells about, what it draws, which records it names."""

    section: Name
    title: Text
    indicators: tuple[Name, ...] = ()
    charts: tuple[Chart, ...] = ()
    rosters: tuple[Name, ...] = ()
    intro: Text | None = None


class Chapter(Definition):
    """A chapter of findings. Conclusions are the analyst's and stand in the dossier, per chapter."""

    chapter: Name
    title: Text
    sections: tuple[Section, ...]
