"""Scale: ten times as many of everything gives the same shares, bounds and verdicts."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.indicators import compute
from etl.model.facts import Fact
from etl.model.period import Period
from etl.verdicts import judge
from tests.unit.indicators.small import REGIONS, Count, Plain, programme, regional, share

FIXED = settings(derandomize=True, max_examples=60, deadline=None)
MONTHS = [f"2007-{month:02d}" for month in range(1, 5)]
NORM = {"indicator": "timely", "operator": ">=", "value": "0.5"}
USED = programme(
    share(by=[[], ["region"]]),
    share(indicator="weighted", numerator="satisfied", denominator="scored", weight="answered"),
    share(indicator="sampled", numerator="satisfied", denominator="scored", sample=True, weight="answered"),
    share(indicator="mean", unit="mean", range=[0, 1]),
    share(indicator="rate", numerator="complained", denominator="requested", unit="ratio"),
    share(indicator="requests", numerator="requested", denominator=None, unit="count"),
    share(indicator="per_day", numerator="requested", denominator=None, unit="per_working_day", divisor="weekdays"),
    units=regional("AG", REGIONS[:3]),
    norms=[NORM],
)


@st.composite
def some_counts(draw: st.DrawFn) -> list[Count]:
    """Four months of three regions, a survey and complaints; any unit-month may be missing."""
    counts: list[Count] = []
    for month in MONTHS:
        for region in REGIONS[:3]:
            if draw(st.sampled_from([True, True, False])):
                requested = draw(st.integers(0, 60))
                counts.append((f"AG-{region}", month, "requested", requested, {}))
                counts.append((f"AG-{region}", month, "in_time", draw(st.integers(0, requested)), {}))
                told = {"division": "AG", "region": region}
                counts.append(("national", month, "complained", draw(st.integers(0, 9)), told))
        for group in ("employee", "employer"):
            scored, told = draw(st.integers(1, 60)), {"client_group": group}
            counts.append(("national", month, "scored", scored, told))
            counts.append(("national", month, "satisfied", draw(st.integers(0, scored)), told))
            counts.append(("national", month, "answered", draw(st.integers(0, 900)), told))
    return counts


def facts(counts: list[Count]) -> dict[str, Fact]:
    """All facts over the four months."""
    numbers = compute(USED, Plain(USED, counts), [Period.parse(f"{MONTHS[0]}..{MONTHS[-1]}")])
    return {fact.fact_id: fact for fact in judge(numbers, USED, datetime(2009, 1, 1, tzinfo=UTC))}


@FIXED
@given(counts=some_counts(), factor=st.sampled_from([2, 7, 100]))
def test_scaling_all_counts_changes_no_share(counts: list[Count], factor: int) -> None:
    """Shares, means, ratios and their bounds stay; counts and figures per day grow with the factor."""
    scaled = [(unit, month, measure, value * factor, told) for unit, month, measure, value, told in counts]  # type: ignore[misc,operator]

    before, after = facts(counts), facts(scaled)

    assert before.keys() == after.keys()
    for name, fact in before.items():
        times = factor if fact.indicator in ("requests", "per_day") else 1
        same = after[name]
        assert (same.value, same.printed if times == 1 else "") == (
            _times(fact.value, times),
            fact.printed if times == 1 else "",
        )
        if fact.indicator != "sampled":
            assert (same.low, same.high, same.verdict) == (
                _times(fact.low, times),
                _times(fact.high, times),
                fact.verdict,
            )


@FIXED
@given(counts=some_counts())
def test_a_larger_sample_is_surer(counts: list[Count]) -> None:
    """A hundred times the respondents: the same share, with both ends closer to it."""
    scaled = [(unit, month, measure, value * 100, told) for unit, month, measure, value, told in counts]  # type: ignore[misc,operator]

    name = f"sampled@{Period.parse(f'{MONTHS[0]}..{MONTHS[-1]}')}"
    few, many = facts(counts)[name], facts(scaled)[name]

    if few.value is not None and few.low is not None and few.high is not None:
        assert many.value == few.value
        assert few.low <= (many.low or 0) <= few.value <= (many.high or 0) <= few.high


def _times(value: Fraction | None, factor: int) -> Fraction | None:
    return None if value is None else value * factor
