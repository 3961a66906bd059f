"""Days to divide by."""

from __future__ import annotations

from datetime import date

from etl.model.period import Period
from etl.model.workdays import count_days


def test_the_days_of_2007() -> None:
    """261 weekdays, and fewer working days where holidays fall on them."""
    months = Period.parse("2007").months
    holidays = {date(2007, 1, 1), date(2007, 4, 9), date(2007, 12, 25), date(2007, 4, 8)}

    assert count_days(months, "calendar_days") == 365
    assert count_days(months, "weekdays") == 261
    assert count_days(months, "working_days", holidays) == 258  # 8 April 2007 is a Sunday
