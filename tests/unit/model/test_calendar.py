"""Days off, terms set by law and opening hours: the shipped calendar against the rules it comes from."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from dateutil.easter import easter

from etl.definitions import load_programme
from etl.model.calendar import end_of_term, hours_on

USED = load_programme("uwv_telephone").programme
BY_NAME = {(holiday.name_nl, holiday.day.year): holiday for holiday in USED.holidays}
YEARS = range(2005, 2031)
SUNDAY = 6


def test_the_calendar_holds_eleven_days_of_each_year() -> None:
    """2005 to 2030, none twice."""
    assert {year for _, year in BY_NAME} == set(YEARS)
    assert len(BY_NAME) == len(USED.holidays) == 11 * len(YEARS)


@pytest.mark.parametrize(
    ("name", "after_easter"),
    [
        ("Goede Vrijdag", -2),
        ("Eerste Paasdag", 0),
        ("Tweede Paasdag", 1),
        ("Hemelvaartsdag", 39),
        ("Eerste Pinksterdag", 49),
        ("Tweede Pinksterdag", 50),
    ],
)
def test_moveable_days_follow_easter(name: str, after_easter: int) -> None:
    """Recomputed for every year."""
    found = {year: BY_NAME[name, year].day for year in YEARS}

    assert found == {year: easter(year) + timedelta(days=after_easter) for year in YEARS}


@pytest.mark.parametrize(
    ("name", "month", "day"),
    [("Nieuwjaarsdag", 1, 1), ("Bevrijdingsdag", 5, 5), ("Eerste Kerstdag", 12, 25), ("Tweede Kerstdag", 12, 26)],
)
def test_fixed_days(name: str, month: int, day: int) -> None:
    """The same date every year."""
    assert {BY_NAME[name, year].day for year in YEARS} == {date(year, month, day) for year in YEARS}


def test_the_day_of_the_monarch_is_never_on_a_sunday() -> None:
    """30 April until 2013, 27 April from 2014; a day earlier when that is a Sunday."""
    found = {holiday.day for holiday in USED.holidays if holiday.name_nl in ("Koninginnedag", "Koningsdag")}

    usual = {date(year, 4, 30) if year < 2014 else date(year, 4, 27) for year in YEARS}
    assert found == {day - timedelta(days=day.weekday() == SUNDAY) for day in usual}
    assert {date(2006, 4, 29), date(2014, 4, 26), date(2025, 4, 26)} <= found


def test_terms_and_offices_have_calendars_of_their_own() -> None:
    """Good Friday and 5 May extend terms; offices close on 5 May in lustrum years only, never on Good Friday."""
    assert all(holiday.term_extends for holiday in USED.holidays)
    assert {day.day.year for (name, _), day in BY_NAME.items() if name == "Bevrijdingsdag" and day.day_off} == {
        2005, 2010, 2015, 2020, 2025, 2030,
    }  # fmt: skip
    assert {day.day_off for (name, _), day in BY_NAME.items() if name == "Goede Vrijdag"} == {False}


@pytest.mark.parametrize(
    ("received", "weeks", "last"),
    [
        ("2007-11-20", 6, "2008-01-02"),  # 1 January
        ("2007-11-20", 10, "2008-01-29"),  # adjourned by four weeks
        ("2007-04-06", 6, "2007-05-18"),
        ("2007-02-23", 6, "2007-04-10"),  # Good Friday, the weekend, Easter Monday
        ("2007-03-24", 6, "2007-05-07"),  # Saturday 5 May
        ("2007-11-14", 6, "2007-12-27"),  # 26 December
        ("2006-03-18", 6, "2006-05-01"),  # Saturday 29 April, kept as Queen's Day, and Sunday
        ("2008-03-24", 6, "2008-05-06"),  # Monday 5 May
    ],
)
def test_a_term_moves_to_the_next_working_day(received: str, weeks: int, last: str) -> None:
    """Algemene wet bestuursrecht 9:11 and Algemene termijnenwet 1."""
    assert end_of_term(date.fromisoformat(received), weeks, USED.holidays) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2007-04-27", (time(8), time(17))),
        ("2007-04-28", None),
        ("2007-04-30", None),
        ("2007-04-06", (time(8), time(17))),
        ("2007-05-17", None),
        ("2010-05-05", None),
        ("2008-05-05", (time(8), time(17))),
    ],
)
def test_opening_hours_follow_weekends_and_days_off(day: str, hours: tuple[time, time] | None) -> None:
    """Open on Good Friday and on an ordinary 5 May; closed on Queen's Day."""
    found = hours_on(date.fromisoformat(day), "kcc_calls", "national", USED.opening_hours, USED.days_off)

    assert found == hours
