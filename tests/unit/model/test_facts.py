"""Facts: their ids, their rows, and their way between tasks."""

from __future__ import annotations

from fractions import Fraction

from etl.model.facts import FACT_COLUMNS, Coverage, Fact, fact_id
from etl.model.period import Period


def test_the_id_has_its_dimensions_in_a_fixed_order() -> None:
    """Client group, division, region, site: whatever order they come in."""
    name = fact_id("repeat_callback_rate", "2007-H2", {"region": "ZUID", "division": "AG"})

    assert name == "repeat_callback_rate@2007-H2/division=AG/region=ZUID"


def test_the_columns_of_facts_csv_are_those_of_the_design() -> None:
    """Outside readers rely on names and order."""
    assert FACT_COLUMNS == (
        "fact_id", "indicator", "definition_version", "period", "client_group", "division", "region", "site",
        "numerator", "denominator", "value", "unit", "decimals", "printed", "low", "high", "coverage_delivered",
        "coverage_expected", "norm_kind", "norm_operator", "norm_value", "verdict", "reason", "provisional",
    )  # fmt: skip


def test_a_fact_crosses_between_tasks_without_loss() -> None:
    """Exact fractions, missing unit-months and notes come back as they were."""
    fact = Fact(
        indicator="callback_within_24h",
        definition_version=2,
        period=Period.parse("2007-H1"),
        dimensions={"division": "AG"},
        unit="share",
        decimals=1,
        numerator=Fraction(2),
        denominator=Fraction(3),
        value=Fraction(2, 3),
        coverage=Coverage(5, 6, (("callback_requests", "AG-ZUID", "2007-03"),), ("record",)),
        excluded={"callbacks_not_yet_due_24h": Fraction(1)},
        caveats=("withdrawn_stay_in",),
        notes=("vijf van de zes maanden",),
    )

    arrived = Fact.from_json(fact.to_json())

    assert arrived == fact


def test_missing_is_empty_in_the_row_and_never_zero() -> None:
    """A fact without a value has empty cells and a point as printed text."""
    row = Fact("reachability", 1, Period.parse("2007"), {}, "share", 1, reason="not_delivered").row()

    assert (row["numerator"], row["value"], row["low"]) == ("", "", "")
    assert row["printed"] == "."
    assert row["provisional"] == "false"
