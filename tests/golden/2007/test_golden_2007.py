"""Every figure of the report on 2007, from records: equal, inside the printed range, or a known disagreement."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from etl import pipeline
from etl.definitions import load_programme
from etl.demo import write_demo
from etl.model.facts import Fact
from etl.pipeline.plan import Plan
from etl.pipeline.records import register
from etl.pipeline.run_folder import CHECKS

sys.path.insert(0, str(Path(__file__).parent))
from figures import Figure, Ours, known, published, rounded

pytestmark = pytest.mark.xdist_group("golden")
FIGURES = {figure.id: figure for figure in published()}
LISTED = {item.published: item for item in load_programme("uwv_telephone").programme.disagreements}
NEEDS_ALL_RECORDS = {"F58"}
"""At a hundredth a region has no whole complaint per thousand requests."""
SOURCES = "aggregates|callback_requests|complaints|ict_incidents|kcc_\\w+|staff_inflow"
NEEDED = re.compile(rf"/({SOURCES})/(2007-|2008-0[1-3])|/kcc_calls/200[56]-")
"""The report speaks of the calls of 2005 and 2006, of nothing after March 2008, and of registers only the inflow."""


def facts_of(folder: Path, scale: float) -> Ours:
    """Deliveries of four years, landed, registered and computed, without the checks and the report."""
    write_demo(folder / "deliveries", (2005, 2006, 2007, 2008), scale)
    for path in (folder / "deliveries").rglob("*.csv"):
        if not NEEDED.search(path.as_posix()):
            path.unlink()
    resolved = pipeline.resolve("2005..2008", str(folder / "deliveries"), output=str(folder / "output"))
    plan = Plan.from_json(resolved)
    register(plan, plan.store(), [pipeline.land(resolved, source) for source in plan.sources], plan.moment)
    plan.store().write(f"{plan.folder}/{CHECKS}", b"[]")
    pipeline.compute(resolved)
    exact = json.loads(plan.store().read(f"{plan.folder}/facts-exact.json"))
    return Ours([Fact.from_json(item) for item in exact], Fraction(str(scale)))


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Ours:
    """The facts of 2005 to 2008 at a hundredth."""
    return facts_of(tmp_path_factory.mktemp("golden"), 0.01)


def account(figure: Figure, ours: Ours) -> str:
    """What a figure is to us; an error when it is none of these."""
    if figure.compare == "no_figure":
        assert not figure.indicator
        return "no figure of records"
    item = LISTED.get(figure.id)
    if item is not None and item.fact_id:
        held = figure.about(item.fact_id)
        assert not ours.agrees(held), f"{figure.id} is listed as a disagreement with {item.fact_id}, and agrees"
    if figure.compare == "listed":
        assert item is not None, f"{figure.id} can not come from records and stands in no list"
        return "listed"
    if ours.agrees(figure):
        return "reproduced"
    assert item is not None, f"{figure.id} is published as {figure.low}..{figure.high}; ours is {ours.measured(figure)}"
    return "listed"


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in NEEDS_ALL_RECORDS])
def test_a_published_figure_is_accounted_for(name: str, ours: Ours) -> None:
    """At its printed precision."""
    assert account(FIGURES[name], ours)


def test_all_figures_are_there(ours: Ours) -> None:
    """71 figures; of those that were counted nearly all come back."""
    accounts = [account(figure, ours) for figure in FIGURES.values() if figure.id not in NEEDS_ALL_RECORDS]

    assert len(FIGURES) == 71
    assert {kind: accounts.count(kind) for kind in set(accounts)} == {
        "reproduced": 56,
        "listed": 5,
        "no figure of records": 9,
    }


def test_a_figure_that_is_neither_fails(ours: Ours) -> None:
    """The proof that the tests above can fail: one point more than was published."""
    wrong = replace(FIGURES["F46"], low=Fraction("4.4"), high=Fraction("4.4"))

    with pytest.raises(AssertionError, match="F46 is published as"):
        account(wrong, ours)


def test_nothing_is_listed_that_was_not_published() -> None:
    """A disagreement names the figure it is about."""
    assert set(LISTED) <= set(FIGURES)


def test_two_regions_without_totals_are_named(ours: Ours) -> None:
    """AG within 24 hours: four of six regions (footnote 10), and how far the missing two could move the number."""
    fact = ours.facts["callback_within_24h@2007/division=AG"]

    assert (fact.coverage.delivered, fact.coverage.expected) == (48, 72)
    assert {(source, unit) for source, unit, _ in fact.coverage.missing} == {
        ("callback_requests", "AG-WEST"),
        ("callback_requests", "AG-ZUID"),
    }
    assert fact.notes[0] == (
        "Gebaseerd op vier van de zes regio's (48 van de 72 verwachte maandleveringen); van regio West (divisie AG) en "
        "regio Zuid (divisie AG) ontbreken de gegevens voor dit cijfer."
    )
    assert known(fact.low) < known(fact.value) < known(fact.high)


@pytest.mark.parametrize(
    ("name", "unit_months"),
    [("repeat_callback_rate", 72), ("callback_complaints", 12), ("callback_complaint_rate", 84)],
)
def test_repeats_and_complaints_of_the_same_regions_are_complete(ours: Ours, name: str, unit_months: int) -> None:
    """Coverage belongs to an indicator (T11); complaints come from one national register, in twelve months."""
    fact = ours.facts[f"{name}@2007/division=AG"]

    assert (fact.coverage.delivered, fact.coverage.expected) == (unit_months, unit_months)
    assert (fact.low, fact.high, [note for note in fact.notes if "regio's" in note]) == (None, None, [])


def test_a_verdict_over_missing_regions_rests_on_bounds(ours: Ours) -> None:
    """AG within two hours in 2008, of which three months came: 80 per cent may and may not have been reached."""
    fact = ours.facts["callback_within_2h@2008/division=AG"]
    complete = ours.facts["callback_within_2h@2008-01/division=AG"]

    assert fact.norm_value == complete.norm_value == Fraction("0.8")
    assert known(fact.low) < Fraction("0.8") < known(fact.high)
    assert (fact.verdict, fact.reason) == ("undetermined", "missing_unit_months")
    assert (complete.low, complete.high, complete.verdict) == (None, None, "not_met")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ours]:
    """The facts of 2005 to 2008 at the real volume: six gigabytes of disk while it is made."""
    folder = tmp_path_factory.mktemp("whole")
    yield facts_of(folder, 1)
    shutil.rmtree(folder)


@pytest.mark.slow
def test_every_figure_at_the_real_volume(whole: Ours) -> None:
    """The ranges over regions too, for which a hundredth is too small."""
    accounts = {name: account(figure, whole) for name, figure in FIGURES.items()}

    assert accounts["F58"] == "reproduced"
    assert sum(kind == "reproduced" for kind in accounts.values()) == 57


@pytest.mark.slow
def test_the_scale_changes_no_printed_share_and_no_verdict(ours: Ours, whole: Ours) -> None:
    """Every share that was published about 2007, as it was printed, and every verdict over 2007 and its halves."""
    judged = {name for name in ours.facts if re.search(r"@2007(-H[12])?(/|$)", name)}
    shares = [figure for figure in FIGURES.values() if figure.compare in ("share", "complement")]
    of_2007 = [figure for figure in shares if figure.period.startswith("2007")]

    assert set(ours.facts) <= set(whole.facts)
    assert {name.rpartition("/")[2] for name in set(whole.facts) - set(ours.facts)} <= {"region=onbekend"}
    assert {name: ours.facts[name].verdict for name in judged} == {name: whole.facts[name].verdict for name in judged}
    assert len(of_2007) > 20
    assert {figure.id: printed(figure, ours) for figure in of_2007} == {
        figure.id: printed(figure, whole) for figure in of_2007
    }


def printed(figure: Figure, facts: Ours) -> list[Fraction]:
    """What facts say about a figure, at the precision at which it was published."""
    return [rounded(value, figure.decimals) for value in facts.measured(figure)]
