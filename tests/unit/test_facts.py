"""Facts: nothing is lost on their way, and every reason has its words."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import etl
from etl.model.facts import FACT_COLUMNS, REASONS, Coverage, Fact, fact_id
from etl.model.period import Period

FACT = Fact(
    indicator="callback_within_24h",
    definition_version=2,
    period=Period.parse("2007-03..2007-11"),
    dimensions={"region": "ZUID", "division": "AG"},
    unit="share",
    decimals=1,
    numerator=Fraction(2, 3),
    denominator=Fraction(7),
    value=Fraction(2, 21),
    printed="9,5%",
    low=Fraction(1, 30),
    high=None,
    coverage=Coverage(8, 9, (("callback_requests", "AG-ZUID", "2007-05"),), ("aggregate", "record")),
    norm_kind="norm",
    norm_operator="<",
    norm_value=Fraction("0.05"),
    verdict="undetermined",
    reason="missing_unit_months",
    provisional=True,
    excluded={"callbacks_not_yet_due_24h": Fraction(4)},
    caveats=("withdrawn_stay_in",),
    notes=("Gebaseerd op 8 van de 9.",),
)


def test_a_fact_survives_the_hand_over_between_tasks_exactly() -> None:
    """Through JSON text and back: thirds stay thirds, tuples stay tuples, an open end stays open."""
    text = json.dumps(FACT.to_json())

    assert Fact.from_json(json.loads(text)) == FACT


def test_the_id_of_a_line_is_that_of_its_numbers_without_the_period() -> None:
    """What the head of a row with several periods says."""
    assert FACT.fact_id == "callback_within_24h@2007-03..2007-11/division=AG/region=ZUID"
    assert FACT.line_id == "callback_within_24h/division=AG/region=ZUID"


def test_the_row_has_one_cell_for_each_column_in_order() -> None:
    """The header of design section 7, written out."""
    row = FACT.row()

    header = (
        "fact_id,indicator,definition_version,period,client_group,division,region,site,numerator,denominator,value,"
        "unit,decimals,printed,low,high,coverage_delivered,coverage_expected,norm_kind,norm_operator,norm_value,"
        "verdict,reason,provisional"
    )
    cells = (
        "callback_within_24h@2007-03..2007-11/division=AG/region=ZUID|callback_within_24h|2|2007-03..2007-11||AG|ZUID||"
        "0.666666666667|7|0.0952380952381|share|1|9,5%|0.0333333333333||8|9|norm|<|0.05|undetermined|"
        "missing_unit_months|true"
    )
    assert (tuple(row), FACT_COLUMNS) == (tuple(header.split(",")), tuple(header.split(",")))
    assert list(row.values()) == cells.split("|")


def test_missing_is_empty_and_zero_is_zero() -> None:
    """A number that is not there has empty cells; a delivered zero has 0."""
    missing = Fact("x", 1, Period.parse("2007"), {}, "count", 0).row()
    zero = Fact(
        "x", 1, Period.parse("2007"), {}, "count", 0, numerator=Fraction(0), value=Fraction(0), printed="0"
    ).row()

    assert [missing[name] for name in ("numerator", "value", "low", "high", "printed")] == ["", "", "", "", "."]
    assert [zero[name] for name in ("numerator", "value", "low", "high", "printed")] == ["0", "0", "", "", "0"]


def test_dimensions_stand_in_one_order_in_the_id() -> None:
    """client_group, division, region, site, whatever order they were given in."""
    given = {"site": "GOES", "region": "ZUID", "division": "AG", "client_group": "employee"}

    expected = "calls@2007/client_group=employee/division=AG/region=ZUID/site=GOES"
    assert fact_id("calls", "2007", given) == expected


def test_coverage_is_complete_only_when_nothing_is_missing() -> None:
    """48 of 72 is not; 72 of 72 is; nothing out of nothing expected is."""
    shown = [Coverage(48, 72).complete, Coverage(72, 72).complete, Coverage(0, 0).complete]

    assert shown == [False, True, True]


def test_no_reason_is_kept_that_nobody_gives() -> None:
    """Each code of REASONS is written in indicators or verdicts; a sentence that nothing says has gone stale."""
    folder = Path(etl.__file__).parent
    source = "".join(path.read_text() for part in ("indicators", "verdicts") for path in (folder / part).glob("*.py"))

    stale = [code for code in REASONS if f'"{code}"' not in source]

    assert stale == []
