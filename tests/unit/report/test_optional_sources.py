"""Each optional source of the shipped programme left out: a complete report that says in one sentence what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from etl.definitions import load_programme
from etl.indicators import compute
from etl.measures.table import Delivered, MeasureTable, with_zeros
from etl.model.contract import DIMENSIONS
from etl.model.facts import Fact
from etl.model.period import Period
from etl.report import render_html
from etl.report.book import FactBook
from etl.report.plan import make_plan
from etl.verdicts import judge

from .golden import plain
from .small import content
from .uwv import TEMPLATES

USED = load_programme("uwv_telephone").programme
OPTIONAL = tuple(source.source for source in USED.sources if not source.required)
MONTH = Period.parse("2007-03")


@cache
def facts_without(*absent: str) -> tuple[Fact, ...]:
    """The facts of March 2007 when every source but these delivered, each count being three."""
    grades = {(unit.source, unit.unit, "2007-03"): "record" for unit in USED.units if unit.source not in absent}
    unread = frozenset(item.measure for item in USED.measures if set(item.reads) & set(absent))
    delivered = Delivered(grades, {}, unread)
    rows = pd.DataFrame([], columns=["source", "unit", "month", *DIMENSIONS, "measure", "value"]).astype("object")
    table = MeasureTable(with_zeros(rows, delivered, USED).assign(value=3), delivered, USED)
    as_of = datetime(2007, 4, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
    return tuple(judge(compute(USED, table, [MONTH]), USED, as_of))


def headings(facts: Iterable[Fact]) -> list[str]:
    """The chapters and sections in the contents."""
    made = content(*facts, period="2007-03", programme=USED)
    plan = make_plan(made, FactBook(made))
    return [title for part in plan.body for title in (part.title, *(item.title for item in part.sections))]


def words(facts: Iterable[Fact], part: str) -> str:
    """One part of the report."""
    return plain(render_html(content(*facts, period="2007-03", programme=USED), TEMPLATES, part).split("</style>")[1])


def test_with_everything_delivered_nothing_is_left_out() -> None:
    """All chapters and sections of the programme stand in the contents."""
    told = headings(facts_without())

    assert {section.title.nl for chapter in USED.chapters for section in chapter.sections} <= set(told)
    assert "geen paragraaf" not in words(facts_without(), "learning")


SECTIONS = {  # what rests on one optional source alone; satisfaction also tells of who was invited, from the calls
    "kcc_quality": "Kwaliteit van de gesprekken",
    "ict_incidents": "Beschikbaarheid van de systemen",
    "case_steps": "Stappen van een zaak",
    "escalations": "Noodmeldingen",
    "improvement_points": "Dialoog met de cliëntenraad",
}


@pytest.mark.parametrize("source", OPTIONAL)
def test_a_number_that_rests_on_what_is_absent_has_no_value(source: str) -> None:
    """Never zero; and no other number is touched by it."""
    whole = {fact.fact_id: fact for fact in facts_without()}

    without = {fact.fact_id: fact for fact in facts_without(source)}

    indicators = {item.indicator: item for item in USED.indicators}
    for identity, fact in whole.items():
        indicator = indicators[fact.indicator]
        rests = {USED.measure(name).source for name in indicator.measures} | USED.looked_up(indicator)
        if source not in rests:
            assert without[identity] == fact
        elif not (indicator.weight and "client_group" in fact.dimensions):
            assert (without[identity].value, without[identity].reason) == (None, "not_delivered"), identity


@pytest.mark.parametrize(("source", "title"), SECTIONS.items())
def test_a_section_on_an_absent_source_leaves_the_contents(source: str, title: str) -> None:
    """Its chapter says so in one sentence; all other headings stay."""
    facts = facts_without(source)
    part = "learning" if source not in ("kcc_quality", "ict_incidents") else "kcc"

    text = words(facts, part)

    assert set(headings(facts_without())) - set(headings(facts)) == {title}
    assert (
        text.count(f"Over ‘{title}’ zijn over maart 2007 geen gegevens geleverd; daarover staat hier geen paragraaf.")
        == 1
    )


def test_without_any_optional_source_the_report_is_whole() -> None:
    """Calls, callbacks and complaints are told; every section that rests on optional sources alone is named once."""
    facts = facts_without(*OPTIONAL)

    told = headings(facts)
    text = words(facts, "kcc") + words(facts, "learning")

    assert "Bereikbaarheid en wachttijd" in told
    assert "Behandeling van klachten en signalen" in told
    for title in ("Randvoorwaarden", "Training in klantgerichtheid", *SECTIONS.values()):
        assert title not in told
        assert text.count(f"‘{title}’") == 1
