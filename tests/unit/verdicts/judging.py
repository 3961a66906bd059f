"""Numbers to judge, written as literals."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from etl.model.facts import REASONS, Coverage, Fact, IndicatorValue
from etl.model.period import Period
from etl.model.programme import Programme
from etl.verdicts import judge
from tests.unit.indicators.small import programme, share

AS_OF = datetime(2009, 1, 1, tzinfo=UTC)
COMPLETE, INCOMPLETE = Coverage(12, 12, (), ("record",)), Coverage(8, 12, (("requests", "AG-WEST", "2007-01"),))
NORM = {"indicator": "timely", "operator": ">=", "value": "0.8"}


def number(used: Programme, value: Fraction | str | None, period: str = "2007", **more: Any) -> IndicatorValue:
    """A number of the first indicator, complete unless said otherwise."""
    exact = None if value is None else Fraction(value)
    given = {"numerator": exact, "denominator": Fraction(1000), "low": None, "high": None, "dimensions": {}, **more}
    coverage = given.pop("coverage", COMPLETE)
    why = given.pop("why_missing", "")
    excluded = given.pop("excluded", {})
    return IndicatorValue(
        indicator=used.indicators[0],
        period=Period.parse(period),
        value=exact,
        coverage=coverage,
        excluded=excluded,
        why_missing=why,
        **given,
    )


def judged(used: Programme, *values: IndicatorValue, as_of: datetime = AS_OF) -> list[Fact]:
    """The facts."""
    facts = judge(values, used, as_of)
    assert all(fact.reason in {"", *REASONS} for fact in facts)
    return facts


def verdict(
    norms: list[dict[str, Any]], value: Fraction | str | None, period: str = "2007", **more: Any
) -> tuple[str, str]:
    """Verdict and reason of one number under these norms."""
    definition = more.pop("definition", share())
    used = programme(definition, norms=norms)
    (fact,) = judged(used, number(used, value, period, **more))
    return fact.verdict, fact.reason
