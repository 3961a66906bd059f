"""A number against the norm of its own period.

Verdicts use unrounded values. Where a number has bounds (missing deliveries, a sample) the verdict holds only if both
bounds fall on the same side; otherwise it is undetermined, with the reason. Norms are chosen for the period judged,
never for today.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from etl.model.facts import Fact, IndicatorValue, Verdict
from etl.model.numbers import printed
from etl.model.programme import Norm, Programme
from etl.verdicts.caveats import notes_for

_OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_RANK = ("norm", "target", "ambition")


def judge(values: Iterable[IndicatorValue], programme: Programme, as_of: datetime) -> list[Fact]:
    """Facts, one per indicator value, sorted by fact id."""
    facts = [_fact(value, programme, as_of) for value in values]
    return sorted(facts, key=lambda fact: fact.fact_id.encode())


def _fact(value: IndicatorValue, programme: Programme, as_of: datetime) -> Fact:
    indicator = value.indicator
    norm, changes = norm_for(value, programme.norms)
    bound = Fraction(norm.value) if norm is not None and norm.value is not None else None
    verdict, reason = _verdict(value, norm, bound, changes=changes)
    not_due = any(value.excluded.get(item.measure) for item in indicator.exclusions if item.subtract)
    open_period = as_of < value.period.closes_at(programme.time_zone)
    return Fact(
        indicator=indicator.indicator,
        definition_version=indicator.version,
        period=value.period,
        dimensions=value.dimensions,
        unit=indicator.unit,
        decimals=indicator.decimals,
        numerator=value.numerator,
        denominator=value.denominator,
        value=value.value,
        printed=printed(value.value, indicator.print_as or indicator.unit, indicator.decimals, bound),
        low=value.low,
        high=value.high,
        coverage=value.coverage,
        norm_kind=norm.kind if norm else "",
        norm_operator=norm.operator if norm else "",
        norm_value=bound,
        verdict=verdict,
        reason=reason,
        provisional=open_period or not_due,
        excluded=value.excluded,
        caveats=indicator.caveats,
        notes=notes_for(value, norm, programme, changes=changes),
    )


def norm_for(value: IndicatorValue, norms: Sequence[Norm]) -> tuple[Norm | None, bool]:
    """The norm by which a number is judged, and whether one that goes before it begins or ends inside the period.

    A norm goes before a target, a target before an ambition (design, section 10).
    """
    scoped = [
        norm
        for norm in norms
        if norm.indicator == value.indicator.indicator
        and norm.version == value.indicator.version
        and norm.in_scope(value.dimensions)
    ]
    start, end = value.period.start, value.period.end
    in_force = [norm for norm in scoped if norm.holds_in(start, end)]
    best = min(in_force, key=_rank, default=None)
    partly = [
        norm
        for norm in scoped
        if (norm.valid_from is None or norm.valid_from < end) and (norm.valid_to is None or norm.valid_to >= start)
    ]
    return best, any(best is None or _rank(norm) < _rank(best) for norm in partly)


def _rank(norm: Norm) -> int:
    return _RANK.index(norm.kind)


def _verdict(value: IndicatorValue, norm: Norm | None, bound: Fraction | None, *, changes: bool) -> tuple[Verdict, str]:
    if norm is None:
        return "no_norm", value.why_missing or ("norm_changes" if changes else "no_norm")
    if bound is None:
        return "no_norm", value.why_missing or "norm_without_value"
    if value.value is None:
        return "undetermined", value.why_missing
    low_meets, high_meets = _at_both_ends(value, norm.operator, bound)
    if low_meets == high_meets:
        return ("met", "") if low_meets else ("not_met", "")
    return "undetermined", "sampling_margin" if value.coverage.complete else "missing_unit_months"


def _at_both_ends(value: IndicatorValue, symbol: str, bound: Fraction) -> tuple[bool, bool]:
    """Whether the norm is met at the lowest and at the highest possible value; an open end is infinitely far."""
    assert value.value is not None
    meets, wants_much = _OPERATORS[symbol], symbol in (">=", ">")
    exact = value.low is None and value.high is None and value.coverage.complete and not value.indicator.sample
    if exact:
        return meets(value.value, bound), meets(value.value, bound)
    low = meets(value.low, bound) if value.low is not None else not wants_much
    high = meets(value.high, bound) if value.high is not None else wants_much
    return low, high
