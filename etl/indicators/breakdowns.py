"""Which totals and breakdowns an indicator is published for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from etl.indicators.coverage import Measures
from etl.model.contract import DIMENSIONS
from etl.model.programme import Indicator, Programme


def breakdowns(indicator: Indicator, measures: Measures) -> list[dict[str, str]]:
    """The combinations of dimension values to publish: those of the units, of the norms, and of the counts.

    A region without a single complaint has a count of zero, so the units of all sources are taken.
    """
    programme = measures.programme
    result: list[dict[str, str]] = []
    for by in indicator.by:
        ordered = tuple(name for name in DIMENSIONS if name in by)
        found = {tuple(values[name] for name in ordered) for values in _combinations(indicator, measures, ordered)}
        result.extend(
            dict(zip(ordered, values, strict=True)) for values in sorted(found, key=_position(ordered, programme))
        )
    return result


def _position(by: tuple[str, ...], programme: Programme) -> Callable[[tuple[str, ...]], list[tuple[int, str]]]:
    """Sort key: codes in the order in which the programme declares them, others after them."""
    declared = [list(programme.dimensions.get(name, {})) for name in by]

    def key(values: tuple[str, ...]) -> list[tuple[int, str]]:
        return [
            (codes.index(value) if value in codes else len(codes), value)
            for codes, value in zip(declared, values, strict=True)
        ]

    return key


def _combinations(indicator: Indicator, measures: Measures, by: tuple[str, ...]) -> Iterable[dict[str, str]]:
    if not by:
        return [{}]
    of_units = [unit.dimensions() for unit in measures.programme.units]
    declared = [{name: own[name] for name in by} for own in of_units if set(by) <= set(own)]
    counted = [
        values
        for name in (indicator.numerator, indicator.denominator)
        if name is not None
        for values in measures.values_of(name, by)
    ]
    return [*declared, *_normed(indicator, measures.programme, by), *counted]


def _normed(indicator: Indicator, programme: Programme, by: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """What a norm names is published also when nothing of it was delivered: a norm is met, missed or undetermined."""
    for norm in programme.norms:
        if (norm.indicator, norm.version) != (indicator.indicator, indicator.version):
            continue
        if any("any" in norm.where.get(name, ("any",)) for name in by):
            continue
        for values in product(*(norm.where[name] for name in by)):
            dimensions = dict(zip(by, values, strict=True))
            if norm.in_scope(dimensions):
                yield dimensions
