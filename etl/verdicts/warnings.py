"""Warnings that travel with the numbers they touch, and with no others. Dutch, for the reader.

A warning about rows touches the numbers whose source, unit and months those rows are in, and says how many there are;
a warning about months beside each other touches all numbers that rest on its measures; one about numbers touches these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from etl.model.checks import NUMBERS, CheckResult, touches
from etl.model.facts import Fact
from etl.model.numbers import dutch, printed, round_half_up
from etl.model.programme import Programme

UnitMonth = tuple[str, str, str]
"""Source, unit and month."""

TOLD_OTHERWISE = "unit_months"
"""What was not delivered stands in the note on coverage."""
_LEAST = Fraction(1, 10_000)
_TOLD = 3
"""How many months a note names: more do not fit a footnote, and all stand in the quality dossier."""


@dataclass(frozen=True)
class Warned:
    """A warning that failed: `where` counts its failing rows, and is empty when it counts something else than rows.

    `noun` is what one calls the rows (gesprekken).
    """

    result: CheckResult
    where: Mapping[UnitMonth, int] = field(default_factory=dict)
    noun: str = "regels"


def with_warnings(
    facts: Sequence[Fact], warned: Sequence[Warned], delivered: Mapping[UnitMonth, int], programme: Programme
) -> list[Fact]:
    """The facts, each with a note per warning that touches it. `delivered` counts the rows of each unit-month."""
    known = [item for item in warned if item.result.table != TOLD_OTHERWISE]
    return [_noted(fact, known, delivered, programme) for fact in facts] if known else list(facts)


def _noted(fact: Fact, warned: Sequence[Warned], delivered: Mapping[UnitMonth, int], programme: Programme) -> Fact:
    notes = [note for item in warned for note in _notes(fact, item, delivered, programme)]
    return replace(fact, notes=(*fact.notes, *notes)) if notes else fact


def _notes(fact: Fact, item: Warned, delivered: Mapping[UnitMonth, int], programme: Programme) -> Iterator[str]:
    result = item.result
    if result.table in NUMBERS:
        yield from _about_numbers(fact, result)
        return
    own = {source.source for source in programme.sources} & {result.table, *(source for source, _, _ in item.where)}
    if fact.value is None or not _rests_on(fact, result, own, programme):
        return
    if not item.where:
        yield f"Waarschuwing {result.code}: niet voldaan is aan de regel dat {result.title.nl}."
        return
    places = _places(fact, own, programme)
    failed = sum(count for place, count in item.where.items() if place in places)
    if not failed:
        return
    if result.table not in own:
        size = f"{dutch(round_half_up(failed, 0))} {'levering' if failed == 1 else 'leveringen'}"
        yield f"Waarschuwing {result.code}: {size} (regel: {result.title.nl})."
        return
    rows = sum(delivered.get(place, 0) for place in places if place[0] == result.table)
    share = Fraction(failed, max(rows, failed))
    size = "minder dan 0,01" if share < _LEAST else dutch(round_half_up(share * 100, 2))
    yield f"Waarschuwing {result.code}: {size} procent van de {item.noun} voldoet niet (regel: {result.title.nl})."


def _about_numbers(fact: Fact, result: CheckResult) -> Iterator[str]:
    """What a rule about numbers found, in the printed form of the number: of itself, or of the months it is made of."""
    if fact.value is None or not touches(result, fact, ()):
        return
    own = [found for found in result.findings if found.fact_id == fact.fact_id]
    told = own or [found for found in result.findings if found.behind(fact)]
    said = [
        f"{'' if own else f'{found.period}: '}{_printed(found.observed, fact)} in plaats van "
        f"{_printed(found.expected, fact)}"
        for found in told[:_TOLD]
    ]
    more = [] if len(told) <= _TOLD else [f"en nog {len(told) - _TOLD} maanden"]
    yield f"Waarschuwing {result.code}: {'; '.join([*said, *more])} (regel: {result.title.nl})."


def _printed(number: str, fact: Fact) -> str:
    return printed(Fraction(number), fact.unit, fact.decimals)


def _rests_on(fact: Fact, result: CheckResult, sources: set[str], programme: Programme) -> bool:
    measures = set(result.affects) or {item.measure for item in programme.measures if item.source in sources}
    return any(
        (item.indicator, item.version) == (fact.indicator, fact.definition_version) and measures & set(item.measures)
        for item in programme.indicators
    )


def _places(fact: Fact, sources: set[str], programme: Programme) -> set[UnitMonth]:
    """The unit-months of these sources in the scope of a fact."""
    return {
        (unit.source, unit.unit, month)
        for unit in programme.units
        if unit.source in sources
        and all(unit.dimensions().get(name, code) == code for name, code in fact.dimensions.items())
        for month in fact.period.months
    }
