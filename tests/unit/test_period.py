"""Periods against the calendar: months by counting days, parts by trying every run of months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etl.model.errors import UsageError
from etl.model.period import Period, month_number, month_text

TEXTS = ["2007", "2007-H1", "2007-H2", "2007-03", "2007-12", "2007-03..2007-11", "2006-H2..2007-H1", "2005..2008"]


def months_between(start: date, end: date) -> list[str]:
    """The months met when walking from day to day."""
    days = (start + timedelta(days=number) for number in range((end - start).days))
    return list(dict.fromkeys(f"{day:%Y-%m}" for day in days))


@pytest.mark.parametrize("text", TEXTS)
def test_the_months_are_those_of_the_days(text: str) -> None:
    """From the first day up to the first day after it, every month once and in order."""
    period = Period.parse(text)

    assert list(period.months) == months_between(period.start, period.end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2008-02", date(2008, 2, 1), date(2008, 3, 1)),
        ("2007", date(2007, 1, 1), date(2008, 1, 1)),
        ("2007-H1", date(2007, 1, 1), date(2007, 7, 1)),
        ("2007-H2", date(2007, 7, 1), date(2008, 1, 1)),
        ("2006-11..2007-02", date(2006, 11, 1), date(2007, 3, 1)),
    ],
)
def test_a_period_ends_on_the_day_after(text: str, start: date, end: date) -> None:
    """Half-open: the end is the first day that no longer belongs to it, across years too."""
    period = Period.parse(text)

    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("text", TEXTS)
def test_the_year_before_has_the_same_months_of_the_calendar(text: str) -> None:
    """Each month a year earlier, by its text."""
    period = Period.parse(text)

    expected = [f"{int(month[:4]) - 1}{month[4:]}" for month in period.months]
    assert list(period.year_before().months) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_the_parts_are_all_whole_years_halves_and_months_inside(text: str) -> None:
    """Every text of a year, half-year or month is tried; those inside are the parts, each once."""
    period = Period.parse(text)
    written = [
        name
        for year in range(2004, 2010)
        for name in (str(year), f"{year}-H1", f"{year}-H2", *(f"{year}-{month:02d}" for month in range(1, 13)))
    ]

    parts = [str(part) for part in period.parts()]

    inside = {name for name in written if set(Period.parse(name).months) <= set(period.months) and name != str(period)}
    assert sorted(parts) == sorted(inside)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2007-H2", ["2007-07", "2007-08", "2007-09", "2007-10", "2007-11", "2007-12"]),
        ("2007-12", []),
        ("2007-11..2008-01", ["2007-11", "2007-12", "2008-01"]),
        ("2006..2007", ["2006", "2007", "2006-H1", "2006-H2", "2007-H1", "2007-H2"]),
    ],
)
def test_larger_parts_come_first(text: str, parts: list[str]) -> None:
    """Years, then halves, then months, each in time order."""
    found = [str(part) for part in Period.parse(text).parts()]

    assert found[: len(parts)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "2007\n",
        "٢٠٠٧",
        "20०7",
        "2007-H1\n",
        "2007-h1",
        "2007 ",
        "1899",
        "2100",
        "+2007",
        "2007-03...2007-04",
        "2007..x",
    ],
)
def test_what_only_looks_like_a_period_is_refused(text: str) -> None:
    """A line end, digits of another script and a sign are no part of a period; nothing is guessed."""
    with pytest.raises(UsageError) as caught:
        Period.parse(text)

    assert caught.value.exit_code == 2
    assert "is not a period" in str(caught.value)


def test_half_years_and_the_year_are_told_from_other_runs() -> None:
    """Six or twelve months that begin elsewhere are spans."""
    kinds = {
        text: Period.parse(text).kind
        for text in ("2007-02..2007-07", "2007-07..2008-06", "2007-01..2007-06", "2007-01..2007-12", "2007-01..2007-03")
    }

    assert kinds == {
        "2007-02..2007-07": "span",
        "2007-07..2008-06": "span",
        "2007-01..2007-06": "half",
        "2007-01..2007-12": "year",
        "2007-01..2007-03": "span",
    }


def test_one_period_contains_another_by_its_months() -> None:
    """A year contains its halves and itself, not the half after it."""
    year = Period.parse("2007")

    inside = [
        year.contains(Period.parse(text)) for text in ("2007", "2007-H2", "2007-12", "2008-01", "2006-12..2007-01")
    ]

    assert inside == [True, True, True, False, False]


def test_months_are_numbered_without_gaps() -> None:
    """December and January are neighbours; a number gives its month back."""
    numbers = [month_number(month) for month in ("2006-11", "2006-12", "2007-01")]

    assert [number - numbers[0] for number in numbers] == [0, 1, 2]
    assert [month_text(number) for number in numbers] == ["2006-11", "2006-12", "2007-01"]
