"""Whole runs, seen from outside."""
