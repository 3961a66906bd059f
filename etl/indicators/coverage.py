"""Which unit-months a number rests on, and which it misses.

Numerator and denominator use only unit-months that deliver both; how much the missing ones may hold is in `volume`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from etl.model.contract import Unit
from etl.model.facts import Coverage
from etl.model.period import Period
from etl.model.programme import Indicator, Programme

UnitMonth = tuple[str, str, str]


class Measures(Protocol):
    """What this stage asks of the measures of a run."""

    programme: Programme

    def cells(self, measure: str, dimensions: Mapping[str, str]) -> Mapping[UnitMonth, Fraction]:
        """The measure per unit-month for these dimension values."""

    def has(self, unit_month: UnitMonth, measure: str, by: Collection[str] = ()) -> bool:
        """Whether the measure arrived for this unit-month, told apart by these dimensions."""

    def grade(self, unit_month: UnitMonth) -> str:
        """`record`, `aggregate` or empty."""

    def values_of(self, measure: str, by: tuple[str, ...]) -> list[dict[str, str]]:
        """The dimension values that occur for a measure."""


def expected(
    programme: Programme, source: str, months: Sequence[str], dimensions: Mapping[str, str]
) -> list[UnitMonth]:
    """The unit-months of a source that belong to these months and dimension values."""
    return [
        (source, unit.unit, month)
        for unit in programme.units_of(source)
        if _concerns(unit, dimensions)
        for month in months
        if unit.delivers_in(month)
    ]


def _concerns(unit: Unit, dimensions: Mapping[str, str]) -> bool:
    own = unit.dimensions()
    return all(own.get(name, value) == value for name, value in dimensions.items())


@dataclass(frozen=True)
class Basis:
    """The unit-months behind one number.

    `used` per source; `missing` per source; `shut_out` are rows of a source that must not be used because the other
    side of the ratio is missing: (source, month) → dimension values to leave out (empty: the whole month).
    """

    used: Mapping[str, tuple[UnitMonth, ...]]
    missing: Mapping[str, tuple[UnitMonth, ...]]
    shut_out: Mapping[tuple[str, str], tuple[dict[str, str], ...]] = field(default_factory=dict)
    grades: tuple[str, ...] = ()

    def coverage(self) -> Coverage:
        """Delivered out of expected over all sources of the number."""
        used = sum(len(items) for items in self.used.values())
        gone = tuple(sorted(item for items in self.missing.values() for item in items))
        return Coverage(used, used + len(gone), gone, self.grades)


def basis(indicator: Indicator, measures: Measures, period: Period, dimensions: Mapping[str, str]) -> Basis:
    """Which unit-months count for an indicator over a period and dimension values."""
    programme = measures.programme
    by_source: dict[str, list[str]] = {}
    unused = {indicator.weight} if "client_group" in dimensions else set()
    for name in (name for name in indicator.measures if name not in unused):
        by_source.setdefault(programme.measure(name).source, []).append(name)
    read = programme.looked_up(indicator)
    by_source |= {source: [] for source in sorted(read - set(by_source))}
    # A weighted total asks for each client group, so a count that does not tell them apart cannot serve it.
    by = {*dimensions, "client_group"} if indicator.weight else set(dimensions)
    used: dict[str, tuple[UnitMonth, ...]] = {}
    missing: dict[str, tuple[UnitMonth, ...]] = {}
    for source, names in by_source.items():
        wanted = expected(programme, source, programme.months_of(source, indicator, period.months), dimensions)
        used[source] = tuple(
            item
            for item in wanted
            if all(measures.has(item, name, by) for name in names)
            and (source not in read or measures.grade(item) == "record")
        )
        missing[source] = tuple(item for item in wanted if item not in set(used[source]))
    grades = tuple(sorted({measures.grade(item) for items in used.values() for item in items}))
    return Basis(used, missing, _shut_out(indicator, programme, by_source, used, missing), grades)


def _shut_out(
    indicator: Indicator,
    programme: Programme,
    by_source: Mapping[str, Sequence[str]],
    used: Mapping[str, tuple[UnitMonth, ...]],
    missing: Mapping[str, tuple[UnitMonth, ...]],
) -> dict[tuple[str, str], tuple[dict[str, str], ...]]:
    """A missing unit-month of one source takes the same rows out of the other sources of a ratio."""
    result: dict[tuple[str, str], list[dict[str, str]]] = {}
    for source, items in missing.items():
        for other, names in by_source.items():
            if other == source or _only_weights(indicator, names) or _only_weights(indicator, by_source[source]):
                continue
            for item in items:
                own = _absent(item, used[source], programme)
                carried = all(set(own) <= _carried(programme, name) for name in names)
                result.setdefault((other, item[2]), []).append(own if carried else {})
    return {key: tuple(values) for key, values in result.items()}


def _absent(item: UnitMonth, used: Iterable[UnitMonth], programme: Programme) -> dict[str, str]:
    """The dimension values of a missing unit; only its first ones where nobody else with these delivered that month.

    So that a complaint without a region does not count in a month in which its whole division delivered no requests.
    """
    units = {unit.unit: unit.dimensions() for unit in programme.units_of(item[0])}
    present = [units[unit] for _, unit, month in used if month == item[2]]
    shared: dict[str, str] = {}
    for name, value in units[item[1]].items():
        if not any(shared.items() <= other.items() for other in present):
            break
        shared[name] = value
    return shared


def _only_weights(indicator: Indicator, names: Iterable[str]) -> bool:
    return set(names) == {indicator.weight}


def _carried(programme: Programme, name: str) -> set[str]:
    measure = programme.measure(name)
    return set(measure.by) | {key for unit in programme.units_of(measure.source) for key in unit.dimensions()}


def total(measures: Measures, name: str, dimensions: Mapping[str, str], found: Basis) -> Fraction:
    """The measure summed over the unit-months that count, without the rows that are shut out."""
    cells = measures.cells(name, dimensions)
    used = found.used[measures.programme.measure(name).source]
    delivered = sum((cells.get(item, Fraction(0)) for item in used), Fraction(0))
    return delivered - waiting(measures, name, dimensions, found)


def waiting(measures: Measures, name: str, dimensions: Mapping[str, str], found: Basis) -> Fraction:
    """What was delivered of a measure but cannot count yet, because the other side of the ratio is missing."""
    source = measures.programme.measure(name).source
    result = Fraction(0)
    for item in found.used[source]:
        outs = found.shut_out.get((source, item[2]), ())
        if any(not measures.has(item, name, out) for out in outs):
            outs = ({},)
        result += _under_any(measures, name, item, dimensions, outs)
    return result


def _under_any(
    measures: Measures, name: str, item: UnitMonth, dimensions: Mapping[str, str], outs: Sequence[Mapping[str, str]]
) -> Fraction:
    """The measure over the rows that fall under at least one of `outs`; rows that fall under two count once."""
    if not outs:
        return Fraction(0)
    first, rest = outs[0], outs[1:]
    if any(dimensions.get(key, value) != value for key, value in first.items()):
        return _under_any(measures, name, item, dimensions, rest)
    both = {**dimensions, **first}
    here = measures.cells(name, both).get(item, Fraction(0))
    if both == dimensions:
        return here
    beside = _under_any(measures, name, item, dimensions, rest)
    return here + beside - _under_any(measures, name, item, both, rest)
