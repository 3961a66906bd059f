"""Periods: what their texts mean, and which other periods belong to them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from etl.model.errors import UsageError
from etl.model.period import Period


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("2007", "2007-01", "2007-12", "year"),
        ("2007-H1", "2007-01", "2007-06", "half"),
        ("2007-H2", "2007-07", "2007-12", "half"),
        ("2007-03", "2007-03", "2007-03", "month"),
        ("2007-03..2007-11", "2007-03", "2007-11", "span"),
        ("2005..2008", "2005-01", "2008-12", "span"),
    ],
)
def test_a_period_is_a_run_of_whole_months(text: str, first: str, last: str, kind: str) -> None:
    """Each way to write a period gives its months, its kind and its own text back."""
    period = Period.parse(text)

    assert (period.months[0], period.months[-1]) == (first, last)
    assert period.kind == kind
    assert str(period) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("2007-01..2007-12", "2007"), ("2007-H1..2007-H2", "2007"), ("2007-04..2007-04", "2007-04")],
)
def test_the_same_months_have_one_text(text: str, canonical: str) -> None:
    """However a period is written, the same months have the same name in ids and folders."""
    period = Period.parse(text)

    assert str(period) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "07", "2007-3", "2007-13", "2007-00", "2007-H3", "2007-Q1", "2007-03-01", "2007..", "1..2", "2007\n", " 2007"],
)
def test_a_text_that_is_no_period_is_refused(text: str) -> None:
    """The error shows what a period looks like."""
    with pytest.raises(UsageError, match=r"is not a period; expected a year \(2007\).* Hint: for example 2007-H1"):
        Period.parse(text)


def test_a_span_that_runs_backwards_is_refused() -> None:
    """The hint gives the span the other way round."""
    with pytest.raises(UsageError, match=r"ends before it begins.* Hint: write 2007-03\.\.2007-11"):
        Period.parse("2007-11..2007-03")


def test_a_year_reports_itself_its_halves_its_months_and_the_year_before() -> None:
    """A run over a year states facts for sixteen periods."""
    reported = [str(period) for period in Period.parse("2007").reported()]

    assert reported[:3] == ["2007", "2007-H1", "2007-H2"]
    assert reported[3:15] == [f"2007-{month:02d}" for month in range(1, 13)]
    assert reported[15:] == ["2006"]


def test_a_half_is_compared_with_the_same_half_a_year_earlier() -> None:
    """H1 of 2007 stands beside H1 of 2006."""
    reported = [str(period) for period in Period.parse("2007-H1").reported()]

    assert reported == ["2007-H1", *(f"2007-0{month}" for month in range(1, 7)), "2006-H1"]


def test_a_span_of_years_is_compared_year_by_year() -> None:
    """Of 2006..2007 the years before are 2005 and 2006; 2006 stands there once."""
    reported = [str(period) for period in Period.parse("2006..2007").reported()]

    assert reported[:3] == ["2006..2007", "2006", "2007"]
    assert reported[-1] == "2005"
    assert reported.count("2006") == 1


def test_a_period_needs_its_own_months_and_a_year_more() -> None:
    """Deliveries are read from a year before the first month."""
    needed = Period.parse("2007-03").needed()

    assert (needed.months[0], needed.months[-1]) == ("2006-03", "2007-03")


def test_a_period_closes_at_midnight_of_the_programmes_clock() -> None:
    """H1 closes in summer time, the year in winter time."""
    half = Period.parse("2007-H1").closes_at("Europe/Amsterdam")
    year = Period.parse("2007").closes_at("Europe/Amsterdam")

    assert half == datetime(2007, 7, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert half.isoformat() == "2007-07-01T00:00:00+02:00"
    assert year.isoformat() == "2008-01-01T00:00:00+01:00"
