"""Counts add up: a year is its halves and its months, a division is its regions, also with deliveries missing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model.facts import IndicatorValue
from etl.model.period import Period
from tests.unit.indicators.small import Count, plain_values, programme, regional, share

FIXED = settings(derandomize=True, max_examples=20, deadline=None)
YEAR = Period.parse("2007")
PERIODS = ["2007", *(str(part) for part in YEAR.parts())]
PLACES = [("AG", "WEST"), ("AG", "ZUID"), ("WW", "WEST")]
UNITS = [unit for division, region in PLACES for unit in regional(division, [region])]
EXCLUDING = [{"measure": "not_due", "subtract": True, "title": {"nl": "nog niet verlopen"}}]
BY = [[], ["division"], ["division", "region"], ["client_group"]]
USED = programme(
    share(by=BY, exclusions=EXCLUDING),
    share(indicator="requests", numerator="requested", denominator=None, unit="count", by=BY),
    share(indicator="complaints", numerator="complained", denominator=None, unit="count", by=BY[:3]),
    share(indicator="rate", numerator="complained", denominator="requested", by=BY[:3]),
    units=UNITS,
)


@st.composite
def years(draw: st.DrawFn) -> list[Count]:
    """Requests and complaints of a year in which any unit-month may be missing."""
    counts: list[Count] = []
    for division, region in PLACES:
        for month in YEAR.months:
            if draw(st.sampled_from([True, True, True, False])):
                unit, group = f"{division}-{region}", draw(st.sampled_from(["employee", "employer"]))
                requested = draw(st.integers(0, 500))
                told = {"client_group": group}
                counts += [
                    (unit, month, "requested", requested, told),
                    (unit, month, "in_time", draw(st.integers(0, requested)), told),
                    (unit, month, "not_due", draw(st.integers(0, requested)) // 5, told),
                ]
    for month in YEAR.months:
        if draw(st.sampled_from([True, True, False])):
            division, region = draw(st.sampled_from([*PLACES, ("AG", "onbekend")]))
            told = {"division": division, "region": region}
            counts.append(("national", month, "complained", draw(st.integers(0, 30)), told))
    return counts


def added(found: Iterable[IndicatorValue]) -> tuple[Fraction, Fraction, int, int]:
    """Numerators, denominators and unit-months together; a number without a value has counted nothing."""
    numbers = list(found)
    return (
        sum((item.numerator or Fraction(0) for item in numbers), Fraction(0)),
        sum((item.denominator or Fraction(0) for item in numbers), Fraction(0)),
        sum(item.coverage.delivered for item in numbers),
        sum(item.coverage.expected for item in numbers),
    )


@FIXED
@given(counts=years())
def test_a_year_is_its_halves_and_its_months(counts: list[Count]) -> None:
    """For every indicator and breakdown: numerator, denominator and coverage add up; shares are never averaged."""
    found = plain_values(USED, counts, *PERIODS)

    scopes = {name.replace("@2007", "@{}", 1) for name in found if "@2007-" not in name}
    for scope in scopes:
        year = added([found[scope.format("2007")]])
        assert added(found[scope.format(half)] for half in PERIODS[1:3]) == year
        assert added(found[scope.format(month)] for month in PERIODS[3:]) == year


@FIXED
@given(counts=years())
def test_a_total_is_its_divisions_and_a_division_is_its_regions(counts: list[Count]) -> None:
    """For every period, the unknown region included; of requests the unit-months add up too.

    The rate of an unknown region has no denominator, and is no part of a division that did not deliver in that month.
    """
    found = plain_values(USED, counts, *PERIODS)

    for period in PERIODS:
        for indicator in ("timely", "requests", "complaints", "rate"):
            head = f"{indicator}@{period}"
            of_divisions = [found[f"{head}/division={division}"] for division in ("AG", "WW")]
            regions = [
                item for name, item in found.items() if name.startswith(f"{head}/division=") and "/region=" in name
            ]
            total, parts, places = (added(items) for items in ([found[head]], of_divisions, regions))
            assert total[:2] == parts[:2]
            if indicator != "rate":
                assert total[:2] == places[:2]
            if indicator in ("timely", "requests"):
                assert total == parts == places


@FIXED
@given(counts=years())
def test_a_total_is_its_client_groups(counts: list[Count]) -> None:
    """Every request has a group here, so nothing is left over."""
    found = plain_values(USED, counts, "2007")

    groups = [item for name, item in found.items() if name.startswith("timely@2007/client_group=")]
    assert added(groups)[:2] == added([found["timely@2007"]])[:2]
