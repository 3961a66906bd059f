"""Half-years as Airflow partitions: `2007-03` belongs to `2007-H1`, which is in when its six months are.

Airflow has years, quarters and months of its own. These two stand in an importable module, because the scheduler makes
them again from their names; the plugin only makes the names known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from airflow.partition_mappers.temporal import _BaseTemporalMapper
from airflow.partition_mappers.window import Window

_KEY = re.compile(r"(\d{4})-H([12])")
_JULY = 7


class StartOfHalfYearMapper(_BaseTemporalMapper):
    """The half-year of a month: `2007-09` → `2007-H2`."""

    default_output_format = "%Y-H{half}"

    def normalize(self, dt: datetime) -> datetime:
        """The first instant of the half-year."""
        return dt.replace(month=1 if dt.month < _JULY else _JULY, day=1, hour=0, minute=0, second=0, microsecond=0)

    def format(self, dt: datetime) -> str:
        """The key of the half-year that begins here."""
        return f"{dt.year:04d}-H{1 if dt.month < _JULY else 2}"

    def decode_downstream(self, downstream_key: str) -> datetime:
        """The first day of a half-year.

        Raises:
            ValueError: this is no half-year.
        """
        match = _KEY.fullmatch(downstream_key)
        if match is None:
            raise ValueError(f"'{downstream_key}' is no half-year; expected a key such as 2007-H1")
        return datetime(int(match[1]), 1 if match[2] == "1" else _JULY, 1)  # noqa: DTZ001 - Airflow adds the zone


class HalfYearWindow(Window):
    """The six months of a half-year."""

    expected_decoded_type: ClassVar[type] = datetime

    def to_upstream(self, period_start: datetime) -> Iterable[datetime]:
        """The first days of its months."""
        return (period_start.replace(month=period_start.month + number) for number in range(6))
