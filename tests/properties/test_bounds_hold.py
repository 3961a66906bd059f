"""A published verdict survives what was missing: it never turns around once that arrives inside the declared bound.

Any subset of unit-months is left out, or only their numerator; the number is judged; any part of them arrives with any
volume up to the rule (worked out here once more), and the number is judged again. `met` and `not_met` never become each
other, and the new value lies between the old bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.indicators import compute
from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Programme
from etl.verdicts import judge
from tests.unit.indicators.small import REGIONS, Count, Plain, programme, regional, share

FIXED = settings(derandomize=True, max_examples=50, deadline=None)
MONTHS = [f"2007-{month:02d}" for month in range(1, 13)]
KINDS: dict[str, dict[str, Any]] = {
    "share": share(),
    "sampled share": share(sample=True),
    "mean": share(unit="mean", range=[1, 10]),
    "mean without a range": share(unit="mean"),
    "ratio": share(unit="ratio"),
    "count": share(numerator="requested", denominator=None, unit="count"),
    "per day": share(numerator="requested", denominator=None, unit="per_working_day", divisor="weekdays"),
}
NORMS = {
    "share": [Fraction(part, 20) for part in range(21)],
    "sampled share": [Fraction(part, 20) for part in range(21)],
    "mean": [Fraction(part, 4) for part in range(2, 42)],
    "mean without a range": [Fraction(part, 4) for part in range(2, 42)],
    "ratio": [Fraction(part, 8) for part in range(24)],
    "count": [Fraction(part) for part in range(0, 1500, 10)],
    "per day": [Fraction(part, 2) for part in range(20)],
}

Place = tuple[str, str]
Cells = dict[Place, dict[str, int]]
Story = tuple[list[str], list[str], str, Cells, Cells]


def most(measure: str, place: Place, known: Cells) -> int:
    """The rule of design section 8.4: 1.5 × the largest of the unit's months, else its division's, else any unit's."""
    unit, division = place[0], place[0].split("-")[0]
    delivered = {other: cell[measure] for other, cell in known.items() if measure in cell}
    own = [value for (name, _), value in delivered.items() if name == unit]
    same = [value for (name, _), value in delivered.items() if name.startswith(division)]
    largest = max(own or same or list(delivered.values()) or [50])
    return 3 * largest // 2


def ends(kind: str, volume: int, limit: int) -> tuple[int, int]:
    """The smallest and largest numerator beside a volume; of a ratio it is bounded by its own rule."""
    if kind == "ratio":
        return 0, limit
    return (volume, 10 * volume) if kind.startswith("mean") else (0, volume)


@st.composite
def stories(draw: st.DrawFn, kind: str, arrivals: tuple[str, ...] = ("any", "lowest", "highest")) -> Story:
    """What was delivered first (some of it by counts alone), and what there is once more has arrived.

    Arrivals: `lowest` and `highest` bring all that is missing, with the most volume and the least or most in the
    numerator; `any` brings any of it.
    """
    arrival = draw(st.sampled_from(arrivals))
    units = [f"{draw(st.sampled_from(['AG', 'WW']))}-{name}" for name in REGIONS[: draw(st.integers(2, 6))]]
    months = MONTHS[: draw(st.integers(1, 12))]
    places = [(unit, month) for unit in units for month in months]
    volumes = draw(st.lists(st.sampled_from(range(0, 42, 2)), min_size=len(places), max_size=len(places)))
    parts = draw(st.lists(st.integers(0, 10), min_size=len(places), max_size=len(places)))
    fates = draw(
        st.lists(st.sampled_from(["kept", "kept", "gone", "counts"]), min_size=len(places), max_size=len(places))
    )
    first: Cells = {}
    for place, volume, part, fate in zip(places, volumes, parts, fates, strict=True):
        least, largest = ends(kind, volume, 60)
        cell = {"requested": volume, "in_time": least + (largest - least) * part // 10}
        if fate != "gone":
            first[place] = cell if fate == "kept" else {"requested": volume}
    later = {place: dict(cell) for place, cell in first.items()}
    for place in places:
        if "in_time" in first.get(place, {}) or (arrival == "any" and draw(st.booleans())):
            continue
        known = first.get(place, {}).get("requested")
        volume = most("requested", place, first) if known is None else known
        if arrival == "any" and known is None:
            volume = draw(st.integers(0, volume))
        least, largest = ends(kind, volume, most("in_time", place, first))
        numerator = {"lowest": least, "highest": largest}.get(arrival)
        numerator = draw(st.integers(least, largest)) if numerator is None else numerator
        later[place] = {"requested": volume, "in_time": numerator}
    return units, months, arrival, first, later


def fact(
    definition: Mapping[str, Any], norm: Mapping[str, Any], units: Sequence[str], months: Sequence[str], cells: Cells
) -> Fact:
    """The one fact over these cells; a cell without a numerator came as counts."""
    parts = [unit.split("-") for unit in units]
    used = programme(
        definition, norms=[norm], units=[item for division, name in parts for item in regional(division, [name])]
    )
    counts: list[Count] = [(*place, measure, value) for place, cell in cells.items() for measure, value in cell.items()]
    by_counts = [("requests", *place) for place, cell in cells.items() if "in_time" not in cell]
    return judged(used, counts, months, by_counts)


def judged(
    used: Programme, counts: Sequence[Count], months: Sequence[str], by_counts: Sequence[tuple[str, str, str]] = ()
) -> Fact:
    """The one fact over these months."""
    period = Period.parse(f"{months[0]}..{months[-1]}")
    numbers = compute(used, Plain(used, counts, by_counts), [period])
    (found,) = judge(numbers, used, datetime(2009, 1, 1, tzinfo=UTC))
    return found


def stands(before: Fact, after: Fact) -> None:
    """The verdict did not turn around, and old and new value lie inside the old bounds."""
    assert {before.verdict, after.verdict} != {"met", "not_met"}
    if before.value is not None and after.value is not None and not before.coverage.complete:
        for value in (before.value, after.value):
            assert before.low is None or before.low <= value
            assert before.high is None or value <= before.high


@pytest.mark.parametrize("kind", KINDS)
def test_a_verdict_never_turns_around(kind: str) -> None:
    """Of a share, a sample, a mean, a ratio, a count and a figure per day."""

    @FIXED
    @given(story=stories(kind), symbol=st.sampled_from([">=", ">", "<=", "<"]), value=st.sampled_from(NORMS[kind]))
    def holds(story: Story, symbol: str, value: Fraction) -> None:
        units, months, _, first, later = story
        norm = {"indicator": "timely", "operator": symbol, "value": str(float(value))}

        before = fact(KINDS[kind], norm, units, months, first)
        after = fact(KINDS[kind], norm, units, months, later)

        stands(before, after)

    holds()


@pytest.mark.parametrize("kind", ["share", "mean", "count"])
def test_the_bounds_are_no_wider_than_the_rule(kind: str) -> None:
    """When all that is missing arrives at one end, the number is that bound: a wider one would withhold verdicts."""

    @FIXED
    @given(story=stories(kind, ("lowest", "highest")))
    def attained(story: Story) -> None:
        units, months, arrival, first, later = story
        norm = {"indicator": "timely", "operator": ">=", "value": "0.5"}

        before = fact(KINDS[kind], norm, units, months, first)
        after = fact(KINDS[kind], norm, units, months, later)

        if before.value is not None and not before.coverage.complete:
            if arrival == "highest":
                assert before.high == after.value
            else:
                assert before.low == (before.value if kind == "count" else after.value)

    attained()


RATE = {
    "share": share(numerator="complained", denominator="requested"),
    "ratio": share(numerator="complained", denominator="requested", unit="ratio"),
    "untold regions": share(numerator="complained_at_all", denominator="requested", unit="ratio"),
}


@st.composite
def two_sides(draw: st.DrawFn) -> tuple[list[str], list[str], dict[str, Any], dict[str, Any]]:
    """Requests per region and complaints of the whole country, unit-months of both missing; then some of it arrives."""
    regions, months = list(REGIONS[: draw(st.integers(2, 4))]), MONTHS[: draw(st.integers(1, 5))]
    places = [(region, month) for region in regions for month in months]
    number = st.sampled_from(range(0, 60, 2))
    requested = {place: draw(number) for place in places if draw(st.booleans())}
    complained = {
        month: {name: draw(number) for name in (*regions, "onbekend")} for month in months if draw(st.booleans())
    }
    later = {"requested": dict(requested), "complained": dict(complained)}
    for place in places:
        if place not in requested and draw(st.booleans()):
            own = [value for (name, _), value in requested.items() if name == place[0]]
            later["requested"][place] = draw(st.integers(0, 3 * max(own or requested.values() or [50]) // 2))
    for month in months:
        if month not in complained and draw(st.booleans()):
            largest = max((sum(parts.values()) for parts in complained.values()), default=50)
            in_one = draw(st.sampled_from((*regions, "onbekend")))
            later["complained"][month] = {in_one: draw(st.integers(0, 3 * largest // 2))}
    return regions, months, {"requested": requested, "complained": complained}, later


@pytest.mark.parametrize("kind", RATE)
def test_a_verdict_on_two_sources_never_turns_around(kind: str) -> None:
    """Complaints over requests: what waits for the other side, and what is missing on either side."""

    @FIXED
    @given(
        story=two_sides(),
        symbol=st.sampled_from([">=", ">", "<=", "<"]),
        value=st.sampled_from([Fraction(part, 8) for part in range(1, 24)]),
    )
    def holds(story: Any, symbol: str, value: Fraction) -> None:
        regions, months, first, later = story
        norm = {"indicator": "timely", "operator": symbol, "value": str(float(value))}
        used = programme(RATE[kind], units=regional("AG", regions), norms=[norm])

        before, after = (_rate(used, kind, months, side) for side in (first, later))

        stands(before, after)

    holds()


def _rate(used: Programme, kind: str, months: Sequence[str], side: Mapping[str, Any]) -> Fact:
    measure = "complained_at_all" if kind == "untold regions" else "complained"
    counts: list[Count] = [
        (f"AG-{name}", month, "requested", value) for (name, month), value in side["requested"].items()
    ]
    for month, parts in side["complained"].items():
        for name, value in parts.items():
            told = {} if kind == "untold regions" else {"division": "AG", "region": name}
            counts.append(("national", month, measure, value, told))
    return judged(used, counts, months)


WEIGHTED = share(numerator="satisfied", denominator="scored", sample=True, weight="answered")
GROUPS = ("employee", "employer", "unknown")


@st.composite
def surveys(draw: st.DrawFn) -> tuple[list[str], dict[Place, tuple[int, int]], dict[Place, int], Any, Any]:
    """Respondents and answered calls per group and month, months of both missing; then some of it arrives."""
    groups, months = GROUPS[: draw(st.integers(1, 3))], MONTHS[: draw(st.integers(2, 5))]
    surveyed = [month for month in months if draw(st.booleans())]
    called = [month for month in months if draw(st.booleans())]
    number = st.sampled_from(range(2, 42, 2))
    answers = {(group, month): draw(number) for group in groups for month in surveyed}
    first = {place: (scored, draw(st.integers(0, scored))) for place, scored in answers.items()}
    weights = {(group, month): draw(number) * 100 for group in groups for month in called}
    later, later_weights = dict(first), dict(weights)
    for group in groups:
        most_scored = 3 * max((scored for (name, _), (scored, _) in first.items() if name == group), default=0) // 2
        most_calls = 3 * max((value for (name, _), value in weights.items() if name == group), default=0) // 2
        for month in months:
            if month not in surveyed and draw(st.booleans()):
                scored = draw(st.sampled_from([0, most_scored]))
                later[group, month] = (scored, draw(st.sampled_from([0, scored])))
            if month not in called and draw(st.booleans()):
                later_weights[group, month] = draw(st.sampled_from([0, most_calls]))
    return list(months), first, weights, later, later_weights


@FIXED
@given(
    story=surveys(),
    symbol=st.sampled_from([">=", "<"]),
    value=st.sampled_from([Fraction(part, 20) for part in range(21)]),
)
def test_a_verdict_on_a_weighted_total_never_turns_around(story: Any, symbol: str, value: Fraction) -> None:
    """Respondents and weights may both be missing, and come in at any end."""
    months, first, weights, later, later_weights = story
    used = programme(WEIGHTED, norms=[{"indicator": "timely", "operator": symbol, "value": str(float(value))}])

    before, after = (_survey(used, months, *side) for side in ((first, weights), (later, later_weights)))

    stands(before, after)


def _survey(
    used: Programme, months: Sequence[str], answers: Mapping[Place, tuple[int, int]], weights: Mapping[Place, int]
) -> Fact:
    counts: list[Count] = []
    for (group, month), (scored, satisfied) in answers.items():
        told = {"client_group": group}
        counts += [("national", month, "scored", scored, told), ("national", month, "satisfied", satisfied, told)]
    counts += [
        ("national", month, "answered", value, {"client_group": group}) for (group, month), value in weights.items()
    ]
    return judged(used, counts, months)
