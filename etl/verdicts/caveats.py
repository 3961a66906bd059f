"""Sentences that travel with a number to its footnote because of how this run came to it. Dutch, for the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from etl.model.contract import Unit
from etl.model.facts import IndicatorValue
from etl.model.numbers import dutch, round_half_up
from etl.model.programme import Norm, Programme

_NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_RULE = (
    "De laagste en hoogste mogelijke waarde gaan voor elke ontbrekende levering uit van wat daarvan wel bekend is, en "
    "anders van ten hoogste anderhalf maal de grootste maand van dezelfde eenheid, haar divisie of een andere eenheid."
)
"""The declared bound on what is missing (design, section 8, rule 4): it is printed wherever a number rests on it."""
_DIVISORS = {
    "weekdays": ("doordeweekse dag", "doordeweekse dagen"),
    "working_days": ("werkdag", "werkdagen"),
    "calendar_days": ("kalenderdag", "kalenderdagen"),
}


def notes_for(
    value: IndicatorValue, norm: Norm | None, programme: Programme, *, changes: bool = False
) -> tuple[str, ...]:
    """The notes of one number: missing deliveries, exclusions, divisor, small numbers, a norm that tells no value.

    `changes` says that a norm that goes before `norm` begins or ends inside the period.
    """
    notes = [*_coverage(value, programme), *_exclusions(value), *_divisor(value), *_small(value, programme)]
    if norm is not None and changes:
        notes.append("Binnen deze periode begint of eindigt een andere norm; die geldt niet voor de hele periode.")
    if norm is not None and norm.value is None and norm.text is not None:
        notes.append(norm.text.nl)
    return tuple(notes)


def in_words(number: int) -> str:
    """Small numbers in words, as Dutch running text has them; larger ones in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else dutch(round_half_up(number, 0))


def enumeration(words: Sequence[str]) -> str:
    """`a, b en c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def _coverage(value: IndicatorValue, programme: Programme) -> Iterable[str]:
    coverage = value.coverage
    if coverage.complete or not coverage.expected:
        return
    counted = f"{coverage.delivered} van de {coverage.expected} verwachte maandleveringen"
    if coverage.delivered == 0:
        yield f"Niet vast te stellen: geen van de {coverage.expected} verwachte maandleveringen is ontvangen."
        return
    months = {month for _, _, month in coverage.missing}
    absent = _always_absent(value, programme)
    if absent is not None:
        gone, all_units = absent
        names = enumeration([_unit_name(unit, programme) for unit in gone])
        present = len(all_units) - len(gone)
        yield (
            f"Gebaseerd op {in_words(present)} van de {in_words(len(all_units))} regio's ({counted}); "
            f"van {names} ontbreken de gegevens voor dit cijfer."
        )
    else:
        unit = "maand" if len(months) == 1 else "maanden"
        yield f"Gebaseerd op {counted}; gegevens ontbreken over {in_words(len(months))} {unit}."
    if value.low is not None or value.high is not None:
        yield _RULE


def _always_absent(value: IndicatorValue, programme: Programme) -> tuple[list[Unit], list[Unit]] | None:
    """The regional units that miss in every month of the period, when these are all that is missing."""
    sources = {source for source, _, _ in value.coverage.missing}
    if len(sources) != 1:
        return None
    (source,) = sources
    wanted = value.dimensions
    units = [
        unit
        for unit in programme.units_of(source)
        if all(unit.dimensions().get(name, code) == code for name, code in wanted.items()) and unit.region is not None
    ]
    missing: dict[str, set[str]] = {}
    for _, unit_name, month in value.coverage.missing:
        missing.setdefault(unit_name, set()).add(month)
    gone = [unit for unit in units if unit.unit in missing]
    months = set(value.period.months)
    whole = all(missing[unit.unit] == months for unit in gone)
    return (gone, units) if gone and whole and len(gone) == len(missing) and len(gone) < len(units) else None


def _unit_name(unit: Unit, programme: Programme) -> str:
    region = programme.dimensions.get("region", {}).get(unit.region or "")
    division = programme.dimensions.get("division", {}).get(unit.division or "")
    name = region.nl if region else unit.unit
    return f"{name} ({division.nl})" if division else name


def _exclusions(value: IndicatorValue) -> Iterable[str]:
    for item in value.indicator.exclusions:
        count = value.excluded.get(item.measure, Fraction(0))
        if count:
            yield f"Niet meegeteld: {dutch(round_half_up(count, 0))} {item.title.nl}."


def _divisor(value: IndicatorValue) -> Iterable[str]:
    if value.indicator.divisor is not None and value.denominator:
        singular, plural = _DIVISORS[value.indicator.divisor]
        days = dutch(round_half_up(value.denominator, 0))
        yield f"Gedeeld door {days} {singular if value.denominator == 1 else plural}."


def _small(value: IndicatorValue, programme: Programme) -> Iterable[str]:
    limit = programme.small_cells.flag_below
    if value.indicator.unit == "share" and value.denominator is not None and 0 < value.denominator < limit:
        yield f"Klein aantal: de noemer is {dutch(round_half_up(value.denominator, 0))}."
