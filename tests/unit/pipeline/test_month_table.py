"""Numbers of months beside each other: which are held against which, and what each is compared by."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import duckdb
import pytest

from etl.definitions import load_programme
from etl.model.facts import Coverage, Fact
from etl.model.period import Period
from etl.pipeline.month_table import open_indicator_months

PROGRAMME = load_programme("uwv_telephone").programme
JUDGED = Period.parse("2007-01..2007-06")


def fact(
    indicator: str, month: str, numerator: int, denominator: int | None, unit: str = "share", delivered: int = 1
) -> Fact:
    """A number of a month."""
    value = Fraction(numerator, denominator or 1)
    counted = (Fraction(numerator), None if denominator is None else Fraction(denominator))
    coverage = Coverage(delivered, 6)
    return Fact(indicator, 1, Period.parse(month), {}, unit, 1, *counted, value, coverage=coverage)


def beside(facts: Iterable[Fact], columns: str) -> list[tuple[object, ...]]:
    """Rows of the table, in order."""
    with duckdb.connect() as connection:
        open_indicator_months(connection, facts, JUDGED, PROGRAMME)
        return connection.execute(f"select {columns} from indicator_months order by fact_id, held_against").fetchall()


def test_a_month_is_held_against_the_month_and_the_year_before_and_their_average() -> None:
    """The average is of counts: 90 of 100 and 20 of 100 and 160 of 200 are 270 of 400."""
    facts = [
        fact("reachability", "2006-01", 90, 100),
        fact("reachability", "2006-11", 20, 100),
        fact("reachability", "2006-12", 160, 200),
        fact("reachability", "2007-01", 50, 100),
    ]

    found = beside(facts, "fact_id, held_against, value, round(usual, 6), exposure_0, known")

    assert found == [
        ("reachability@2007-01", "month_before", 0.5, 0.8, 200, 3),
        ("reachability@2007-01", "twelve_months", 0.5, 0.675, 400, 3),
        ("reachability@2007-01", "year_before", 0.5, 0.9, 100, 3),
    ]


def test_a_count_is_compared_per_working_day() -> None:
    """January 2007 had 22 working days and April 19: what is usual in January is 19/22 of it in April."""
    facts = [
        fact("call_volume", "2007-01", 2200, None, "count"),
        fact("call_volume", "2007-04", 1900, None, "count"),
    ]

    found = beside(facts, "fact_id, held_against, value, usual, exposure, amount_0")

    assert found == [
        ("call_volume@2007-04", "month_before", 1900, pytest.approx(1900), 19, 2200),
        ("call_volume@2007-04", "twelve_months", 1900, pytest.approx(1900), 19, 2200),
    ]


def test_the_usual_step_is_the_median_of_the_steps_before() -> None:
    """Steps of one, three and two points: the jump itself does not count."""
    values = [("2007-01", 50), ("2007-02", 51), ("2007-03", 54), ("2007-04", 52), ("2007-05", 90)]

    found = beside(
        [fact("reachability", month, value, 100) for month, value in values],
        "distinct on (fact_id) fact_id, held_against, round(usual_step, 6)",
    )

    assert found[-1] == ("reachability@2007-05", "month_before", 0.02)


def test_months_with_another_coverage_or_still_open_are_not_compared() -> None:
    """Five regions say nothing about four; a provisional number is still to change."""
    open_month = Fact(**{**vars(fact("reachability", "2007-04", 1, 100)), "provisional": True})
    facts = [
        fact("reachability", "2007-01", 90, 100),
        fact("reachability", "2007-02", 90, 100, delivered=2),
        fact("reachability", "2007-03", 90, 100),
        open_month,
    ]

    found = beside(facts, "fact_id, held_against, known")

    assert found == [("reachability@2007-03", "month_before", 1), ("reachability@2007-03", "twelve_months", 1)]
