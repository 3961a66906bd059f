"""A real workbook that none of us made, read by mapping alone: what it yields, against a count of its own cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction

import openpyxl
import pytest

from etl import pipeline
from etl.model.facts import Fact
from etl.pipeline.plan import Plan
from tests.conftest import CALL_CENTRE

pytestmark = [
    pytest.mark.skipif(not CALL_CENTRE.is_dir(), reason=f"there is no {CALL_CENTRE}"),
    pytest.mark.xdist_group("callcentre"),
]
Row = Mapping[str, object]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fact]:
    """The facts of the half-year, of which three months came."""
    output = tmp_path_factory.mktemp("callcentre")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_HMAC_KEY", "a key for tests, longer than thirty-two characters")
        resolved = pipeline.resolve("2021-H1", str(CALL_CENTRE), output=str(output), programme="callcentre_2021")
        pipeline.run_checks_only(resolved)
        pipeline.compute(resolved)
    plan = Plan.from_json(resolved)
    exact = json.loads(plan.store().read(f"{plan.folder}/facts-exact.json"))
    return {fact.fact_id: fact for fact in map(Fact.from_json, exact)}


@pytest.fixture(scope="module")
def cells() -> list[Row]:
    """The rows of the workbook, by column head."""
    (workbook,) = CALL_CENTRE.glob("*.xlsx")
    head, *rows = openpyxl.load_workbook(workbook, read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def share(part: int, whole: int) -> tuple[Fraction, Fraction, Fraction]:
    """Numerator, denominator and value as a fact has them."""
    return Fraction(part), Fraction(whole), Fraction(part, whole)


def test_the_shares_are_those_of_the_cells(facts: dict[str, Fact], cells: list[Row]) -> None:
    """Answered, within a minute over both denominators, resolved at first contact, the two highest scores."""
    answered = [row for row in cells if row["Answered (Y/N)"] == "Y"]
    quick = sum(float(str(row["Speed of answer in seconds"])) <= 60 for row in answered)
    scores = [int(str(row["Satisfaction rating"])) for row in answered]
    resolved = sum(row["Resolved"] == "Y" for row in answered)

    found = {fact.indicator: (fact.numerator, fact.denominator, fact.value) for fact in facts.values() if whole(fact)}

    assert (len(cells), len(answered)) == (5000, 4054)
    assert found == {
        "answered_share": share(4054, 5000),
        "service_level_60s_answered": share(quick, 4054),
        "service_level_60s_offered": share(quick, 5000),
        "first_contact_resolution": share(resolved, 4054),
        "csat_top2": share(sum(score >= 4 for score in scores), 4054),
        "csat_mean": share(sum(scores), 4054),
    }


def test_three_of_six_months_give_no_verdict_that_the_others_could_overturn(facts: dict[str, Fact]) -> None:
    """Resolved at first contact stands at 89,9 per cent against 85; three months could bring it below."""
    half = {fact.indicator: fact for fact in facts.values() if whole(fact)}

    assert {(fact.coverage.delivered, fact.coverage.expected) for fact in half.values()} == {(3, 6)}
    assert {name: (fact.verdict, fact.reason) for name, fact in half.items() if fact.norm_value is not None} == {
        "first_contact_resolution": ("undetermined", "missing_unit_months"),
        "csat_top2": ("undetermined", "missing_unit_months"),
        "service_level_60s_offered": ("not_met", ""),
    }
    for fact in half.values():
        assert fact.low is not None and fact.high is not None and fact.value is not None
        assert fact.low < fact.value < fact.high
    assert half["service_level_60s_offered"].high < Fraction("0.8")  # all calls of three months at once would not do


def whole(fact: Fact) -> bool:
    """A number over the half-year as a whole."""
    return fact.fact_id == f"{fact.indicator}@2021-H1"
