"""Opening moments: holidays, summer time, working days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.demo.calendar import (
    Month,
    easter,
    holidays,
    is_open,
    local_moment,
    months_of,
    opening_after,
    queens_day,
    utc_offset,
    weekdays_in,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("year", "day"),
    [(2005, date(2005, 3, 27)), (2006, date(2006, 4, 16)), (2007, date(2007, 4, 8)), (2008, date(2008, 3, 23))],
)
def test_easter_of_the_demo_years(year: int, day: date) -> None:
    """Easter Sundays as they were."""
    sunday = easter(year)

    assert sunday == day


def test_weekday_holidays_of_2007() -> None:
    """New Year, Easter Monday, Queen's Day, Ascension, Whit Monday, two days of Christmas; Good Friday is open."""
    closed = sorted(day for day in holidays(2007) if day.weekday() < 5)

    assert closed == [
        date(2007, 1, 1),
        date(2007, 4, 9),
        date(2007, 4, 30),
        date(2007, 5, 17),
        date(2007, 5, 28),
        date(2007, 12, 25),
        date(2007, 12, 26),
    ]
    assert is_open(date(2007, 4, 6))


def test_queens_day_is_never_on_sunday() -> None:
    """30 April 2006 was a Sunday: the day was kept on Saturday the 29th."""
    days = [queens_day(year).isoformat() for year in (2005, 2006, 2007, 2008)]

    assert days == ["2005-04-30", "2006-04-29", "2007-04-30", "2008-04-30"]


def test_2007_has_261_weekdays_of_which_254_are_open() -> None:
    """The divisor of the published figures per day, and what is left of it (trap T2)."""
    opened = sum(len(month.open_days) for month in months_of(2007))

    assert (weekdays_in(2007), opened) == (261, 254)


@settings(deadline=None)
@given(st.integers(1_075_000_000, 1_260_000_000))
def test_offsets_are_those_of_the_time_zone(second: int) -> None:
    """The rule for summer time agrees with the time zone database at any second of 2004 to 2009."""
    offset = utc_offset(np.array([second]))

    expected = datetime.fromtimestamp(second, AMSTERDAM).utcoffset()
    assert expected is not None
    assert offset.tolist() == [int(expected.total_seconds())]


def test_the_clock_changes_on_the_second() -> None:
    """25 March 2007: 01:59:59 is winter time, the next second summer time."""
    last = int(datetime(2007, 3, 25, 0, 59, 59, tzinfo=ZoneInfo("UTC")).timestamp())

    assert utc_offset(np.array([last, last + 1])).tolist() == [3_600, 7_200]


def test_the_next_working_day_skips_queens_day() -> None:
    """One open day after Friday 27 April 2007 is Tuesday 1 May, two are Wednesday."""
    friday = local_moment(date(2007, 4, 27), 16 * 3600)

    opening = opening_after(2007, np.array([friday, friday]), np.array([1, 2]))

    shown = [datetime.fromtimestamp(moment, AMSTERDAM).isoformat() for moment in opening.tolist()]
    assert shown == ["2007-05-01T08:00:00+02:00", "2007-05-02T08:00:00+02:00"]


def test_working_days_run_on_into_the_next_year() -> None:
    """The open day after 31 December 2008 is Friday 2 January 2009."""
    last = local_moment(date(2008, 12, 31), 12 * 3600)

    opening = opening_after(2008, np.array([last]), np.array([1]))

    assert datetime.fromtimestamp(int(opening[0]), AMSTERDAM).date() == date(2009, 1, 2)


def test_a_month_knows_its_days() -> None:
    """April 2007 has thirty days of which nineteen are open."""
    april = Month(2007, 4)

    assert (str(april), len(april.days), len(april.open_days), april.open_seconds) == ("2007-04", 30, 19, 615_600)
