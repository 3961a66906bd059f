"""The lowest and highest value a number can have, given what is missing and what was only sampled.

A verdict holds only if it holds at both ends (design, section 8, rule 4). The ends hold for any part of what is
missing, so that a verdict also stands while deliveries come in one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from etl.indicators.coverage import Basis, Measures, UnitMonth, total, waiting
from etl.indicators.intervals import mean_interval, wilson
from etl.indicators.volume import possible_volume, possible_volumes
from etl.model.programme import Indicator
from etl.model.workdays import count_days


@dataclass(frozen=True)
class Bounds:
    """Both None on a complete number: it is exact. None on an incomplete one or a sample: unbounded on that side."""

    low: Fraction | None
    high: Fraction | None


def bounds_of(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    numerator: Fraction,
    denominator: Fraction | None,
    holidays: Collection[date] = frozenset(),
) -> Bounds:
    """The bounds of one number."""
    if not any(found.missing.values()):
        return Bounds(*_sampled(indicator, measures, dimensions, found, numerator, denominator))
    if indicator.divisor is not None:
        return _of_days(indicator, measures, dimensions, found, numerator, holidays)
    if denominator is None:
        more = possible_volume(measures, indicator.numerator, dimensions, found)
        return Bounds(numerator, None if more is None else numerator + more)
    if indicator.sample or _is_part(indicator, measures):
        return _of_mean(indicator, measures, dimensions, found, numerator, denominator)
    return _of_ratio(indicator, measures, dimensions, found, numerator, denominator)


def _is_part(indicator: Indicator, measures: Measures) -> bool:
    """Whether what is counted in the numerator stands in the denominator too: then neither comes without the other."""
    assert indicator.denominator is not None
    programme = measures.programme
    one_source = programme.measure(indicator.numerator).source == programme.measure(indicator.denominator).source
    return one_source and indicator.unit in ("share", "mean")


def _of_mean(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    numerator: Fraction,
    denominator: Fraction,
) -> Bounds:
    """Shares are means of zeros and ones; both lie between a smallest and a largest single value."""
    assert indicator.denominator is not None
    least, most = _single_values(indicator)
    volume = _still_to_come(measures, indicator.denominator, dimensions, found)
    if volume is None:
        return Bounds(least, most)
    low, high = _sampled(indicator, measures, dimensions, found, numerator, denominator)
    if not indicator.sample:
        low = high = numerator / denominator
    # The sampling interval is of what was delivered; the missing part may lie anywhere between least and most.
    return Bounds(_with(volume, least, low, denominator), _with(volume, most, high, denominator))


def _with(volume: Fraction, single: Fraction | None, end: Fraction | None, denominator: Fraction) -> Fraction | None:
    """One end of a mean, moved by a missing volume whose every value is `single`; None when either is unbounded."""
    if end is None or volume == 0:
        return end
    return None if single is None else (end * denominator + single * volume) / (denominator + volume)


def _single_values(indicator: Indicator) -> tuple[Fraction | None, Fraction | None]:
    """The smallest and the largest value that one case can have; unknown for a mean without a declared range."""
    if indicator.range is not None:
        return Fraction(indicator.range[0]), Fraction(indicator.range[1])
    return (None, None) if indicator.unit == "mean" else (Fraction(0), Fraction(1))


def _sampled(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    numerator: Fraction,
    denominator: Fraction | None,
) -> tuple[Fraction | None, Fraction | None]:
    """The sampling interval; None on both sides when the number is no sample."""
    if not indicator.sample or denominator is None:
        return None, None
    if indicator.unit == "share":
        return wilson(numerator, denominator)
    assert indicator.spread is not None
    least, most = _single_values(indicator)
    interval = mean_interval(numerator, total(measures, indicator.spread, dimensions, found), denominator)
    if interval is None:
        return least, most
    low, high = interval
    return low if least is None else max(low, least), high if most is None else min(high, most)


def _of_ratio(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    numerator: Fraction,
    denominator: Fraction,
) -> Bounds:
    """The numerator is no part of the denominator: each may grow without the other."""
    assert indicator.denominator is not None
    below = _still_to_come(measures, indicator.denominator, dimensions, found)
    above = _still_to_come(measures, indicator.numerator, dimensions, found)
    low = Fraction(0) if below is None else numerator / (denominator + below)
    return Bounds(low, None if above is None else (numerator + above) / denominator)


def _still_to_come(measures: Measures, name: str, dimensions: Mapping[str, str], found: Basis) -> Fraction | None:
    """The most by which a measure can grow: what waits for the other side of a ratio, and what is missing itself."""
    volume = possible_volume(measures, name, dimensions, found)
    return None if volume is None else volume + waiting(measures, name, dimensions, found)


def _of_days(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    numerator: Fraction,
    holidays: Collection[date],
) -> Bounds:
    """A month that is wholly missing comes in with its days: at the low end with nothing on them.

    At the high end, months with the most per day come in first, for as long as they raise the figure.
    """
    assert indicator.divisor is not None
    source = measures.programme.measure(indicator.numerator).source
    here = {month for _, _, month in found.used[source]}
    gone = {month for _, _, month in found.missing[source]} - here
    divisor = Fraction(count_days(here, indicator.divisor, holidays))
    low = numerator / (divisor + count_days(gone, indicator.divisor, holidays))
    volumes = list(possible_volumes(measures, indicator.numerator, dimensions, found))
    if any(volume is None for _, volume in volumes):
        return Bounds(low, None)
    high = numerator + _sum_of(volumes, here)
    months = [(_sum_of(volumes, {month}), count_days([month], indicator.divisor, holidays)) for month in gone]
    for more, days in sorted(months, key=lambda step: step[0] / step[1], reverse=True):
        if more * divisor > high * days:
            high, divisor = high + more, divisor + days
    return Bounds(low, high / divisor)


def _sum_of(volumes: Iterable[tuple[UnitMonth, Fraction | None]], months: Collection[str]) -> Fraction:
    return sum((volume for (_, _, month), volume in volumes if volume is not None and month in months), Fraction(0))
