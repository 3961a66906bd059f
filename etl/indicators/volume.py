"""How much the missing unit-months of a number may hold: the declared rule (design, section 8, rule 4).

A missing unit-month holds at most 1.5 × the largest of that unit's delivered months in the period, else of its
division's, else of any unit of the source; without any of these it is unbounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from etl.indicators.coverage import Basis, Measures, UnitMonth
from etl.model.contract import Unit

MISSING_FACTOR = Fraction(3, 2)


def possible_volume(measures: Measures, name: str, dimensions: Mapping[str, str], found: Basis) -> Fraction | None:
    """The largest volume of a measure that the missing unit-months can hold together; None when unbounded."""
    result = Fraction(0)
    for _, volume in possible_volumes(measures, name, dimensions, found):
        if volume is None:
            return None
        result += volume
    return result


def possible_volumes(
    measures: Measures, name: str, dimensions: Mapping[str, str], found: Basis
) -> Iterator[tuple[UnitMonth, Fraction | None]]:
    """Per missing unit-month the largest volume of a measure: what is known of it, else what the rule allows."""
    source = measures.programme.measure(name).source
    cells = measures.cells(name, dimensions)
    missing = found.missing[source]
    known = [item for item in (*found.used[source], *missing) if measures.has(item, name, dimensions)]
    units = {unit.unit: unit for unit in measures.programme.units_of(source)}
    for item in missing:
        if measures.has(item, name, dimensions):
            yield item, cells.get(item, Fraction(0))
        else:
            largest = _largest(item, known, cells, units)
            yield item, None if largest is None else MISSING_FACTOR * largest


def _largest(
    item: UnitMonth, known: Sequence[UnitMonth], cells: Mapping[UnitMonth, Fraction], units: Mapping[str, Unit]
) -> Fraction | None:
    own = [other for other in known if other[1] == item[1]]
    division = units[item[1]].division
    same_division = [other for other in known if units[other[1]].division == division]
    for candidates in (own, same_division, known):
        if candidates:
            return max(cells.get(other, Fraction(0)) for other in candidates)
    return None
