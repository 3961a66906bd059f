"""Days as tables: which are weekdays, holidays and open, and the opening hours of each unit.

Grain: `calendar` one row per day (the programme's general opening hours); `business_days` one row per source, unit and
open day, with the seconds open on all days before it, so that any stretch of business time is one subtraction.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from etl.model.calendar import hours_on
from etl.model.period import Period
from etl.model.programme import Programme

_SATURDAY = 5
_MARGIN = timedelta(days=400)
"""Clocks run on after a period: a request of December may be answered the next year."""


def open_calendar(connection: duckdb.DuckDBPyConnection, programme: Programme, period: Period) -> None:
    """Create `calendar` and `business_days`; without opening hours in the programme there is neither."""
    if not programme.opening_hours:
        return
    days = [
        period.start - timedelta(days=7) + timedelta(days=n) for n in range((period.end - period.start + _MARGIN).days)
    ]
    off = programme.days_off
    _create(connection, "calendar", pd.DataFrame([_day(day, off, programme) for day in days]))
    rows = [row for unit in programme.units for row in _business_days(unit.source, unit.unit, days, off, programme)]
    _create(
        connection,
        "business_days",
        pd.DataFrame(rows, columns=["source", "unit", "day", "opens_at", "closes_at", "seconds", "before"]),
    )


def _create(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    connection.register("calendar_frame", frame)
    connection.execute(f"create or replace table {name} as select * from calendar_frame")
    connection.unregister("calendar_frame")


def _day(day: date, days_off: frozenset[date], programme: Programme) -> dict[str, object]:
    general = [item for item in programme.opening_hours if item.source is None]
    hours = hours_on(day, "", "", general, days_off)
    extending = any(holiday.day == day and holiday.term_extends for holiday in programme.holidays)
    return {
        "day": day,
        "is_weekday": day.weekday() < _SATURDAY,
        "is_holiday": day in days_off,
        "extends_term": extending,
        "is_open": hours is not None,
        "opens_at": hours[0] if hours else None,
        "closes_at": hours[1] if hours else None,
    }


def _business_days(
    source: str, unit: str, days: list[date], days_off: frozenset[date], programme: Programme
) -> list[dict[str, object]]:
    zone, before, rows = ZoneInfo(programme.time_zone), 0, []
    for day in days:
        hours = hours_on(day, source, unit, programme.opening_hours, days_off)
        opens, closes = (datetime.combine(day, moment, zone) for moment in hours) if hours else (None, None)
        seconds = int(closes.timestamp() - opens.timestamp()) if opens and closes else 0
        rows.append(
            {
                "source": source,
                "unit": unit,
                "day": day,
                "opens_at": opens,
                "closes_at": closes,
                "seconds": seconds,
                "before": before,
            }
        )
        before += seconds
    return rows
