"""Every number an indicator publishes over a run's periods: values, bounds, coverage and what was left out.

Ratios come from summed counts; a percentage is never averaged (design, section 8, rule 1). Missing is never zero: a
number without any delivered unit-month, or with an empty denominator, has no value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction

from etl.indicators.bounds import bounds_of
from etl.indicators.breakdowns import breakdowns
from etl.indicators.coverage import Basis, Measures, basis, total
from etl.indicators.medians import median
from etl.indicators.weighted import combine, strata
from etl.model.facts import IndicatorValue
from etl.model.period import Period
from etl.model.programme import Indicator, Programme
from etl.model.workdays import count_days


def compute(
    programme: Programme, measures: Measures, periods: Iterable[Period], holidays: Collection[date] | None = None
) -> list[IndicatorValue]:
    """All numbers of all indicators over these periods, in order of definition, breakdown and period.

    `holidays` are the days that are no working days; the programme's own days off unless given.
    """
    listed = tuple(periods)
    days_off = programme.days_off if holidays is None else holidays
    return [
        _value(indicator, measures, period, dimensions, days_off)
        for indicator in programme.indicators
        for dimensions in breakdowns(indicator, measures)
        for period in listed
        if _speaks(indicator, period, programme)
    ]


def _speaks(indicator: Indicator, period: Period, programme: Programme) -> bool:
    """Whether this version states the number of a period: it holds throughout, or is the last where none does."""
    versions = [item for item in programme.indicators if item.indicator == indicator.indicator]
    if any(item.valid_in(period.start, period.end) for item in versions):
        return indicator.valid_in(period.start, period.end)
    partly = [
        item
        for item in versions
        if (item.valid_from or date.min) < period.end and (item.valid_to or date.max) >= period.start
    ]
    return bool(partly) and indicator is max(partly, key=lambda item: item.valid_from or date.min)


def _value(
    indicator: Indicator, measures: Measures, period: Period, dimensions: dict[str, str], holidays: Collection[date]
) -> IndicatorValue:
    found = basis(indicator, measures, period, dimensions)
    if not indicator.valid_in(period.start, period.end):
        return _without_value(indicator, period, dimensions, found, "definition_changes")
    if not _delivered(indicator, measures, found):
        return _without_value(indicator, period, dimensions, found, "not_delivered")
    excluded = _excluded(indicator, measures, period, dimensions)
    weighted = indicator.weight is not None and "client_group" not in dimensions
    if weighted or indicator.buckets:
        own_way = _weighted if weighted else _median
        return own_way(indicator, measures, period, dimensions, found, excluded)
    numerator, denominator = _counts(indicator, measures, dimensions, found, holidays)
    if denominator is not None and denominator <= 0:
        if found.shut_out and not numerator:
            return _without_value(indicator, period, dimensions, found, "not_delivered", excluded)
        why = "empty_denominator"
        return _without_value(indicator, period, dimensions, found, why, excluded, numerator, denominator)
    value = numerator if denominator is None else numerator / denominator
    limits = bounds_of(indicator, measures, dimensions, found, numerator, denominator, holidays)
    return IndicatorValue(
        indicator,
        period,
        dimensions,
        numerator,
        denominator,
        value,
        limits.low,
        limits.high,
        found.coverage(),
        excluded,
    )


def _without_value(
    indicator: Indicator,
    period: Period,
    dimensions: dict[str, str],
    found: Basis,
    why: str,
    excluded: Mapping[str, Fraction] | None = None,
    numerator: Fraction | None = None,
    denominator: Fraction | None = None,
) -> IndicatorValue:
    return IndicatorValue(
        indicator,
        period,
        dimensions,
        numerator,
        denominator,
        None,
        None,
        None,
        found.coverage(),
        dict(excluded or {}),
        why,
    )


def _delivered(indicator: Indicator, measures: Measures, found: Basis) -> bool:
    """Whether both sides, and what they look up, arrived for some unit-month.

    A denominator that nobody delivers is empty, not missing.
    """
    programme = measures.programme
    numerator = programme.measure(indicator.numerator).source
    denominator = programme.measure(indicator.denominator or indicator.numerator).source
    reached = all(found.used[source] for source in programme.looked_up(indicator))
    both = bool(found.used[numerator]) and bool(found.used[denominator] or not found.missing[denominator])
    return both and reached


def _counts(
    indicator: Indicator,
    measures: Measures,
    dimensions: Mapping[str, str],
    found: Basis,
    holidays: Collection[date],
) -> tuple[Fraction, Fraction | None]:
    numerator = total(measures, indicator.numerator, dimensions, found)
    if indicator.divisor is not None:
        months = sorted({month for items in found.used.values() for _, _, month in items})
        return numerator, Fraction(count_days(months, indicator.divisor, holidays))
    if indicator.denominator is None:
        return numerator, None
    subtracted = sum(
        (total(measures, item.measure, dimensions, found) for item in indicator.exclusions if item.subtract),
        Fraction(0),
    )
    return numerator, total(measures, indicator.denominator, dimensions, found) - subtracted


def _excluded(
    indicator: Indicator, measures: Measures, period: Period, dimensions: Mapping[str, str]
) -> dict[str, Fraction]:
    """What the definition leaves out, counted over whatever was delivered of it."""
    result = {}
    for item in indicator.exclusions:
        cells = measures.cells(item.measure, dimensions)
        result[item.measure] = sum(
            (value for (_, _, month), value in cells.items() if month in period.months), Fraction(0)
        )
    return result


def _weighted(
    indicator: Indicator,
    measures: Measures,
    period: Period,
    dimensions: dict[str, str],
    found: Basis,
    excluded: dict[str, Fraction],
) -> IndicatorValue:
    groups = strata(indicator, measures, dimensions, found)
    if groups is None:
        return _without_value(indicator, period, dimensions, found, "empty_stratum", excluded)
    if not any(group.weight for group in groups):
        return _without_value(indicator, period, dimensions, found, "not_delivered", excluded)
    value, limits = combine(groups, complete=found.coverage().complete)
    return IndicatorValue(
        indicator, period, dimensions, None, None, value, limits.low, limits.high, found.coverage(), excluded
    )


def _median(
    indicator: Indicator,
    measures: Measures,
    period: Period,
    dimensions: dict[str, str],
    found: Basis,
    excluded: dict[str, Fraction],
) -> IndicatorValue:
    """The median of the cases counted; its bounds are those of its class, and unknown while deliveries are missing."""
    cases = total(measures, indicator.numerator, dimensions, found)
    counts = [total(measures, bucket.measure, dimensions, found) for bucket in indicator.buckets]
    if cases <= 0:
        return _without_value(indicator, period, dimensions, found, "empty_denominator", excluded, cases)
    middle = median(cases, counts, [Fraction(bucket.up_to) for bucket in indicator.buckets])
    if middle is None:
        return _without_value(indicator, period, dimensions, found, "beyond_classes", excluded, cases)
    value, low, high = middle
    if not found.coverage().complete:
        return IndicatorValue(indicator, period, dimensions, cases, None, value, None, None, found.coverage(), excluded)
    return IndicatorValue(indicator, period, dimensions, cases, None, value, low, high, found.coverage(), excluded)
