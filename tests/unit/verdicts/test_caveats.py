"""Notes: the Dutch sentences that travel with a number because of how this run came to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from etl.indicators import compute
from etl.indicators.volume import MISSING_FACTOR
from etl.model.period import Period
from etl.model.programme import Programme
from etl.verdicts import judge
from etl.verdicts.caveats import enumeration, in_words
from tests.unit.indicators.small import REGIONS, Count, monthly, programme, regional, share, table

MONTHS = [f"2007-{month:02d}" for month in range(1, 13)]
RULE = (
    "De laagste en hoogste mogelijke waarde gaan voor elke ontbrekende levering uit van wat daarvan wel bekend is, en "
    "anders van ten hoogste anderhalf maal de grootste maand van dezelfde eenheid, haar divisie of een andere eenheid."
)
CODES = {
    "division": {"AG": {"nl": "divisie AG"}, "WW": {"nl": "divisie WW"}},
    "region": {region: {"nl": f"regio {region.capitalize()}"} for region in REGIONS},
}


def notes(used: Programme, counts: Sequence[Count], period: str = "2007", **delivered: Any) -> tuple[str, ...]:
    """The notes of the only fact."""
    numbers = compute(used, table(used, counts, **delivered), [Period.parse(period)])
    (fact,) = judge(numbers, used, datetime(2009, 1, 1, tzinfo=UTC))
    return fact.notes


def requests(*regions: str, months: Sequence[str] = MONTHS, in_time: bool = True) -> list[Count]:
    """A hundred requests per region and month, 75 in time."""
    counts = []
    for region in regions:
        counts += monthly(f"AG-{region}", "requested", dict.fromkeys(months, 100))
        counts += monthly(f"AG-{region}", "in_time", dict.fromkeys(months if in_time else [], 75))
    return counts


def test_four_of_six_regions_are_said_in_words_and_the_others_by_name() -> None:
    """Report 2008/1258, note 10; and the rule by which the missing ones are bounded."""
    used = programme(share(), units=regional("AG"), dimensions=CODES)
    counts = [*requests("NOORD", "OOST", "MIDDEN", "ZUIDWEST"), *requests("WEST", "ZUID", in_time=False)]
    by_counts = [("requests", f"AG-{region}", month) for region in ("WEST", "ZUID") for month in MONTHS]

    found = notes(used, counts, aggregated=by_counts)

    told = (
        "Gebaseerd op vier van de zes regio's (48 van de 72 verwachte maandleveringen); van regio West (divisie AG) en "
        "regio Zuid (divisie AG) ontbreken de gegevens voor dit cijfer."
    )
    assert found == (told, RULE)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (MONTHS[:11], "Gebaseerd op 11 van de 12 verwachte maandleveringen; gegevens ontbreken over één maand."),
        (MONTHS[:9], "Gebaseerd op 9 van de 12 verwachte maandleveringen; gegevens ontbreken over drie maanden."),
    ],
)
def test_missing_months_are_counted(months: list[str], said: str) -> None:
    """One in the singular."""
    used = programme(share(), dimensions=CODES)

    assert notes(used, requests("WEST", months=months)) == (said, RULE)


def test_a_region_that_misses_some_months_is_not_a_region_that_misses() -> None:
    """WEST is away all year and ZUID in March only: months are counted, regions are not named."""
    used = programme(share(), units=regional("AG", ["NOORD", "WEST", "ZUID"]), dimensions=CODES)
    counts = [*requests("NOORD"), *requests("ZUID", months=[month for month in MONTHS if month != "2007-03"])]

    first, rule = notes(used, counts)

    assert first == "Gebaseerd op 23 van de 36 verwachte maandleveringen; gegevens ontbreken over twaalf maanden."
    assert rule == RULE


def test_what_was_not_delivered_at_all_is_said_without_bounds() -> None:
    """There is no number, so there is no rule to print."""
    assert notes(programme(share()), []) == (
        "Niet vast te stellen: geen van de 12 verwachte maandleveringen is ontvangen.",
    )


def test_a_complete_number_of_many_has_no_notes() -> None:
    """Nothing to say."""
    assert notes(programme(share()), requests("WEST")) == ()


def test_what_the_definition_leaves_out_is_counted() -> None:
    """Zero of something is not mentioned; thousands have their point."""
    exclusions = [
        {"measure": "not_due", "subtract": True, "title": {"nl": "open verzoeken"}},
        {"measure": "in_time", "title": {"nl": "andere gesprekken"}},
    ]
    counts: list[Count] = [("AG-WEST", "2007-03", "requested", 9000), ("AG-WEST", "2007-03", "in_time", 1234)]

    found = notes(programme(share(exclusions=exclusions)), counts, "2007-03")

    assert found == ("Niet meegeteld: 1.234 andere gesprekken.",)


@pytest.mark.parametrize(
    ("divisor", "said"),
    [
        ("weekdays", "Gedeeld door 261 doordeweekse dagen."),
        ("working_days", "Gedeeld door 261 werkdagen."),
        ("calendar_days", "Gedeeld door 365 kalenderdagen."),
    ],
)
def test_the_divisor_is_printed(divisor: str, said: str) -> None:
    """Which days, and how many (T2)."""
    per_day = share(numerator="requested", denominator=None, unit="per_working_day", divisor=divisor)

    assert notes(programme(per_day), requests("WEST")) == (said,)


@pytest.mark.parametrize(
    ("requested", "found"),
    [(99, ("Klein aantal: de noemer is 99.",)), (100, ()), (1, ("Klein aantal: de noemer is 1.",))],
)
def test_a_share_of_few_is_flagged(requested: int, found: tuple[str, ...]) -> None:
    """Under 100, and not at 100."""
    assert notes(programme(share()), [("AG-WEST", "2007-03", "requested", requested)], "2007-03") == found


def test_the_limit_for_few_is_the_programmes_and_holds_for_shares_only() -> None:
    """A count of 5 is no share of few."""
    few: list[Count] = [("AG-WEST", "2007-03", "requested", 20)]
    count = share(numerator="requested", denominator=None, unit="count")

    assert notes(programme(share(), small_cells={"flag_below": 10}), few, "2007-03") == ()
    assert notes(programme(count), few, "2007-03") == ()


def test_small_numbers_are_written_in_words() -> None:
    """To twelve; then in figures."""
    assert [in_words(number) for number in (0, 1, 6, 12, 13, 2500)] == ["nul", "één", "zes", "twaalf", "13", "2.500"]


def test_an_enumeration_ends_in_and() -> None:
    """Of one, two and three."""
    assert [enumeration(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a en b", "a, b en c"]


def test_the_rule_in_words_is_the_rule_in_numbers() -> None:
    """`anderhalf maal` is what the bounds use."""
    assert Fraction("1.5") == MISSING_FACTOR
    assert "anderhalf maal" in RULE
