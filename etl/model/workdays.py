"""Days to divide by: weekdays, working days and calendar days of a run of months.

2007 had 261 weekdays and 254 working days (domain, trap T2): which of the two a figure divides by is part of its
definition and is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Literal

Divisor = Literal["weekdays", "working_days", "calendar_days"]
_SATURDAY = 5


def days_of(month: str) -> list[date]:
    """Every day of a `YYYY-MM` month."""
    day = date(int(month[:4]), int(month[5:7]), 1)
    days = []
    while day.month == int(month[5:7]):
        days.append(day)
        day += timedelta(days=1)
    return days


def count_days(months: Iterable[str], divisor: Divisor, holidays: Collection[date] = frozenset()) -> int:
    """The number of days by which a per-day figure over these months is divided."""
    days = [day for month in months for day in days_of(month)]
    if divisor == "calendar_days":
        return len(days)
    weekdays = [day for day in days if day.weekday() < _SATURDAY]
    return len(weekdays) if divisor == "weekdays" else sum(day not in holidays for day in weekdays)
