"""Every complete number of the shipped programme follows from `measures.csv` alone, by adding its rows up."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from etl.definitions import load_programme
from etl.indicators import compute
from etl.measures import Delivered, MeasureTable
from etl.measures.table import csv_rows, fill_unit_dimensions, with_zeros
from etl.model.contract import DIMENSIONS
from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Indicator, Programme
from etl.verdicts import judge

USED = load_programme("uwv_telephone").programme
VALUES = {
    "client_group": ["employee", "employer"],
    "division": ["WW", "AG"],
    "region": ["NOORD", "ZUID", "onbekend"],
    "site": ["GOES", "ALMERE"],
}


def year_of_counts(absent: float) -> tuple[pd.DataFrame, Delivered]:
    """Counts of 2007 for every measure and unit of the programme, some unit-months absent. The same ones every time."""
    chance = random.Random(71)
    rows: list[dict[str, Any]] = []
    grades = {}
    for unit in USED.units:
        for month in Period.parse("2007").months:
            if chance.random() < absent:
                continue
            grades[unit.source, unit.unit, month] = "record"
            for measure in (item for item in USED.measures if item.source == unit.source):
                for _ in range(chance.randrange(3)):
                    told = {name: chance.choice(VALUES[name]) if name in measure.by else None for name in DIMENSIONS}
                    place = {"source": unit.source, "unit": unit.unit, "month": month, **told, **unit.dimensions()}
                    rows.append({**place, "measure": measure.measure, "value": chance.randrange(1, 900)})
    columns = ["source", "unit", "month", *DIMENSIONS, "measure"]
    frame = pd.DataFrame(rows).astype("object").groupby(columns, dropna=False)["value"].sum().reset_index()
    return frame.astype("object"), Delivered(grades, {})


@pytest.fixture(scope="module", params=[0.0, 0.05])
def run(request: pytest.FixtureRequest) -> tuple[list[Fact], list[dict[str, str]]]:
    """The facts of a year, complete or with unit-months missing, and the rows of its `measures.csv`."""
    rows, delivered = year_of_counts(request.param)
    table = MeasureTable(with_zeros(fill_unit_dimensions(rows, USED), delivered, USED), delivered, USED)
    numbers = compute(USED, table, Period.parse("2007").reported())
    return judge(numbers, USED, datetime(2009, 1, 1, tzinfo=UTC)), csv_rows(table.rows).to_dict("records")


LEVELS = {measure.measure for measure in USED.measures if measure.stock}


def added(measure: str, fact: Fact, rows: list[dict[str, str]]) -> Fraction:
    """The rows of a measure in the period and dimensions of a fact, added up; of a level those of the last month."""
    months = fact.period.months[-1:] if measure in LEVELS else fact.period.months
    return sum(
        (
            Fraction(row["value"])
            for row in rows
            if row["measure"] == measure
            and row["month"] in months
            and all(row[name] == value for name, value in fact.dimensions.items())
        ),
        Fraction(0),
    )


def definitions(programme: Programme) -> Mapping[str, Indicator]:
    """The indicators by name."""
    return {item.indicator: item for item in programme.indicators}


def test_complete_numbers_are_sums_of_rows(run: tuple[list[Fact], list[dict[str, str]]]) -> None:
    """Numerator, and denominator less what is taken from it; hundreds of facts, weighted totals apart."""
    facts, rows = run
    checked = 0

    for fact in facts:
        definition = definitions(USED)[fact.indicator]
        if not fact.coverage.complete or fact.numerator is None:
            continue
        checked += 1
        assert fact.numerator == added(definition.numerator, fact, rows), fact.fact_id
        if definition.denominator is not None:
            subtracted = [item.measure for item in definition.exclusions if item.subtract]
            expected = added(definition.denominator, fact, rows) - sum(added(name, fact, rows) for name in subtracted)
            assert fact.denominator == expected, fact.fact_id
        if fact.value is not None and definition.unit != "median":
            assert fact.value == fact.numerator / (fact.denominator or 1)

    assert checked > 500


def test_weighted_totals_are_recomputed_from_their_groups(run: tuple[list[Fact], list[dict[str, str]]]) -> None:
    """Shares of the client groups, weighted by rows of answered calls."""
    facts, rows = run
    by_id = {fact.fact_id: fact for fact in facts}
    totals = [fact for fact in facts if definitions(USED)[fact.indicator].weight and not fact.dimensions]

    checked = 0
    for fact in totals:
        if fact.value is None or not fact.coverage.complete:
            continue
        groups = [by_id[f"{fact.fact_id}/client_group={name}"] for name in VALUES["client_group"]]
        weights = [added("calls_answered", group, rows) for group in groups]
        known = [(weight, group.value) for weight, group in zip(weights, groups, strict=True) if weight]
        assert fact.value == sum(weight * (value or 0) for weight, value in known) / sum(weights)
        checked += 1
    assert checked > 5


def test_every_fact_has_one_id_and_bounds_around_its_value(run: tuple[list[Fact], list[dict[str, str]]]) -> None:
    """No id twice; low <= value <= high wherever there are bounds; an incomplete number always has some.

    Counts here are drawn apart, so that some shares lie over 1 and some means under 1; these are left out, and with
    them the weighted totals that they may be part of. What is missing may move a median anywhere, so that it then has
    no bounds.
    """
    facts, _ = run
    ranges = {
        name: item.range or ((0, 1) if item.unit == "share" else None) for name, item in definitions(USED).items()
    }

    assert len({fact.fact_id for fact in facts}) == len(facts)
    for fact in facts:
        least, most = ranges[fact.indicator] or (0, 10**9)
        if fact.numerator is not None and fact.value is not None and least <= fact.value <= most:
            assert fact.low is None or fact.low <= fact.value, fact.fact_id
            assert fact.high is None or fact.value <= fact.high, fact.fact_id
            bounded = (fact.low, fact.high) != (None, None)
            assert fact.coverage.complete or bounded == (fact.unit != "median"), fact.fact_id


def test_only_facts_with_a_value_have_a_verdict(run: tuple[list[Fact], list[dict[str, str]]]) -> None:
    """And each verdict of met or not_met has a norm with a value behind it."""
    facts, _ = run

    for fact in facts:
        if fact.verdict in ("met", "not_met"):
            assert fact.value is not None, fact.fact_id
            assert fact.norm_value is not None, fact.fact_id
        else:
            assert fact.reason, fact.fact_id
