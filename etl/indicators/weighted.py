"""Totals over the client groups of a survey, weighted by a measure (answered calls).

Groups are sampled unequally, so their answers may not be added up (domain, trap T7). A complete total has the interval
of a stratified sample. With missing deliveries the groups are taken at their ends together, and the weights too: what
is missing is not chance, and cannot be trusted to cancel out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from etl.indicators.bounds import Bounds, bounds_of
from etl.indicators.coverage import Basis, Measures, total
from etl.indicators.intervals import joined
from etl.indicators.volume import possible_volume
from etl.model.programme import Indicator


@dataclass(frozen=True)
class Stratum:
    """One client group: its weight now and at most (None: unbounded), its value and the ends of that."""

    weight: Fraction
    most: Fraction | None
    value: Fraction
    low: Fraction | None
    high: Fraction | None


def strata(
    indicator: Indicator, measures: Measures, dimensions: Mapping[str, str], found: Basis
) -> tuple[Stratum, ...] | None:
    """The groups that have weight; None when one of them has no respondents."""
    assert indicator.weight is not None and indicator.denominator is not None
    result = []
    for group in measures.values_of(indicator.weight, ("client_group",)):
        own = {**dimensions, **group}
        weight = total(measures, indicator.weight, own, found)
        more = possible_volume(measures, indicator.weight, own, found)
        if weight == 0 and more == 0:
            continue
        numerator = total(measures, indicator.numerator, own, found)
        denominator = total(measures, indicator.denominator, own, found)
        if denominator <= 0:
            return None
        value = numerator / denominator
        limits = bounds_of(indicator, measures, own, found, numerator, denominator)
        result.append(Stratum(weight, None if more is None else weight + more, value, limits.low, limits.high))
    return tuple(result)


def combine(groups: Sequence[Stratum], *, complete: bool) -> tuple[Fraction, Bounds]:
    """The weighted total of at least one group with weight, and its bounds."""
    weight = sum((group.weight for group in groups), Fraction(0))
    value = sum((group.weight * group.value for group in groups), Fraction(0)) / weight
    lows = [group.low for group in groups if group.low is not None]
    highs = [group.high for group in groups if group.high is not None]
    if len(lows) < len(groups) or len(highs) < len(groups):
        return value, Bounds(None, None)
    if complete:
        parts = [(group.weight, group.value, low, high) for group, low, high in zip(groups, lows, highs, strict=True)]
        return value, Bounds(*joined(parts)[1:])
    return value, Bounds(_lowest(groups, lows), -_lowest(groups, [-high for high in highs]))


def _lowest(groups: Sequence[Stratum], ends: Sequence[Fraction]) -> Fraction:
    """The lowest weighted mean of these ends: the lowest ends have the most weight they can have, others the least."""
    ordered = sorted(zip(ends, groups, strict=True), key=lambda pair: pair[0])
    if any(group.most is None for group in groups):
        return ordered[0][0]
    found = []
    for heavy in range(len(groups) + 1):
        weights = [group.most or group.weight for _, group in ordered[:heavy]]
        weights += [group.weight for _, group in ordered[heavy:]]
        if any(weights):
            mean = sum((weight * end for weight, (end, _) in zip(weights, ordered, strict=True)), Fraction(0))
            found.append(mean / sum(weights))
    return min(found)
