"""Bounds by hand: the declared rule in its three steps, known denominators, and each kind of number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from etl.model.facts import IndicatorValue
from tests.unit.indicators.small import Count, monthly, only, programme, regional, share, values

TWO_AG, FOUR = regional("AG", ["WEST", "ZUID"]), [*regional("AG", ["WEST", "ZUID"]), *regional("WW", ["WEST", "ZUID"])]
COUNT = share(numerator="requested", denominator=None, unit="count")


def ends(value: IndicatorValue) -> tuple[Fraction | None, Fraction | None]:
    """Both bounds."""
    return value.low, value.high


def test_a_missing_month_is_at_most_one_and_a_half_times_the_units_own_largest() -> None:
    """WEST delivered 100 and 120, so its March is at most 180, whatever larger months other units have."""
    counts = [
        *monthly("AG-WEST", "requested", {"2007-01": 100, "2007-02": 120}),
        *monthly("AG-ZUID", "requested", {"2007-01": 400, "2007-02": 500, "2007-03": 600}),
    ]

    value = only(values(programme(COUNT, units=TWO_AG), counts, "2007-01..2007-03"))

    assert (value.value, ends(value)) == (1720, (1720, 1720 + 180))


def test_a_unit_without_any_month_is_bounded_by_its_division() -> None:
    """AG-ZUID delivered nothing: each of its two months is at most 1.5 × 120, the largest of AG; WW is larger."""
    counts = [
        *monthly("AG-WEST", "requested", {"2007-01": 100, "2007-02": 120}),
        *monthly("WW-WEST", "requested", {"2007-01": 900, "2007-02": 900}),
        *monthly("WW-ZUID", "requested", {"2007-01": 900, "2007-02": 900}),
    ]

    value = only(values(programme(COUNT, units=FOUR), counts, "2007-01..2007-02"))

    assert ends(value) == (3820, 3820 + 2 * 180)


def test_a_division_without_any_month_is_bounded_by_any_unit() -> None:
    """Nothing of WW: its two units are at most 1.5 × 120 each, the largest of all."""
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 100}), *monthly("AG-ZUID", "requested", {"2007-01": 120})]

    value = only(values(programme(COUNT, units=FOUR), counts, "2007-01"))

    assert ends(value) == (220, 220 + 2 * 180)


def test_only_months_of_the_period_bound_it() -> None:
    """A large month outside the period does not count."""
    counts = monthly("AG-WEST", "requested", {"2006-12": 9999, "2007-01": 100, "2007-04": 9999})

    value = only(values(programme(COUNT), counts, "2007-01..2007-03"))

    assert ends(value) == (100, 100 + 2 * 150)


def test_the_missing_part_of_a_share_may_lie_anywhere() -> None:
    """90 of 100 in January; February is at most 150: from 90 of 250 to 240 of 250."""
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 100}), *monthly("AG-WEST", "in_time", {"2007-01": 90})]

    value = only(values(programme(share()), counts, "2007-01..2007-02"))

    assert (value.value, ends(value)) == (Fraction(9, 10), (Fraction(90, 250), Fraction(240, 250)))


def test_where_the_denominator_alone_is_known_it_is_used() -> None:
    """ZUID names its 60 requests but not what was in time: from 90 of 160 to 150 of 160, not 1.5 × anything."""
    counts: list[Count] = [
        ("AG-WEST", "2007-01", "requested", 100),
        ("AG-WEST", "2007-01", "in_time", 90),
        ("AG-ZUID", "2007-01", "requested", 60),
    ]

    value = only(
        values(programme(share(), units=TWO_AG), counts, "2007-01", aggregated=[("requests", "AG-ZUID", "2007-01")])
    )

    assert (value.denominator, ends(value)) == (100, (Fraction(90, 160), Fraction(150, 160)))


def test_a_known_denominator_also_bounds_the_unknown_months_of_its_unit() -> None:
    """ZUID names 60 requests in January and nothing in February: 60, and at most 1.5 × 60."""
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-01": 100, "2007-02": 100}),
        *monthly("AG-WEST", "in_time", {"2007-01": 90, "2007-02": 90}),
        ("AG-ZUID", "2007-01", "requested", 60),
    ]

    value = only(
        values(
            programme(share(), units=TWO_AG),
            counts,
            "2007-01..2007-02",
            aggregated=[("requests", "AG-ZUID", "2007-01")],
        )
    )

    assert ends(value) == (Fraction(180, 200 + 150), Fraction(180 + 150, 200 + 150))


def test_a_known_numerator_alone_bounds_nothing() -> None:
    """ZUID names 50 in time but not out of how many: the rule for its division holds, 1.5 × 100."""
    counts: list[Count] = [
        ("AG-WEST", "2007-01", "requested", 100),
        ("AG-WEST", "2007-01", "in_time", 90),
        ("AG-ZUID", "2007-01", "in_time", 50),
    ]

    value = only(
        values(programme(share(), units=TWO_AG), counts, "2007-01", aggregated=[("requests", "AG-ZUID", "2007-01")])
    )

    assert (value.numerator, ends(value)) == (90, (Fraction(90, 250), Fraction(240, 250)))


@pytest.mark.parametrize(
    ("limits", "low", "high"), [([1, 10], Fraction(700 + 150, 250), Fraction(700 + 1500, 250)), (None, None, None)]
)
def test_a_mean_moves_between_its_smallest_and_largest_grade(
    limits: object, low: Fraction | None, high: Fraction | None
) -> None:
    """Sum 700 over 100; at most 150 more grades of 1 or of 10; without a declared range there is no end to it."""
    mean = share(numerator="in_time", unit="mean", range=limits)
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 100}), *monthly("AG-WEST", "in_time", {"2007-01": 700})]

    value = only(values(programme(mean), counts, "2007-01..2007-02"))

    assert (value.value, ends(value)) == (7, (low, high))


def test_a_sampled_share_with_missing_months_is_bounded_by_both() -> None:
    """8 of 10 has a Wilson interval of 0.4901625 to 0.9433178; at most 15 more may all lie on either side."""
    sampled = share(numerator="satisfied", denominator="scored", sample=True)
    counts = [*monthly("national", "scored", {"2007-01": 10}), *monthly("national", "satisfied", {"2007-01": 8})]

    value = only(values(programme(sampled), counts, "2007-01..2007-02"))

    assert float(value.low or 0) == pytest.approx(0.4901625 * 10 / 25, abs=1e-7)
    assert float(value.high or 0) == pytest.approx((0.9433178 * 10 + 15) / 25, abs=1e-7)


def test_a_sampled_mean_of_one_grade_may_be_any_grade() -> None:
    """One respondent gives no interval: 1 to 10 where that range is declared, else no ends at all."""
    counts: list[Count] = [
        ("national", "2007-01", "scored", 1),
        ("national", "2007-01", "grade_sum", 7),
        ("national", "2007-01", "grade_square_sum", 49),
    ]
    mean = share(numerator="grade_sum", denominator="scored", unit="mean", sample=True, spread="grade_square_sum")

    declared = only(values(programme({**mean, "range": [1, 10]}), counts, "2007-01"))
    open_ended = only(values(programme(mean), counts, "2007-01"))

    assert (declared.value, ends(declared)) == (7, (1, 10))
    assert (open_ended.value, ends(open_ended)) == (7, (None, None))


def test_the_interval_of_a_mean_stays_inside_its_range() -> None:
    """Nines and tens: 9.5 plus a margin of 0.98 ends at 10."""
    counts: list[Count] = [
        ("national", "2007-01", "scored", 2),
        ("national", "2007-01", "grade_sum", 19),
        ("national", "2007-01", "grade_square_sum", 181),
    ]
    mean = share(
        numerator="grade_sum", denominator="scored", unit="mean", sample=True, spread="grade_square_sum", range=[1, 10]
    )

    value = only(values(programme(mean), counts, "2007-01"))

    assert float(value.low or 0) == pytest.approx(9.5 - 1.959963984540054 * 0.5, abs=1e-12)
    assert value.high == 10


def test_a_missing_month_of_a_figure_per_day_brings_its_days() -> None:
    """January: 230 on 23 weekdays. With February (20 weekdays) between nothing and 1.5 × 230."""
    per_day = share(numerator="requested", denominator=None, unit="per_working_day", divisor="weekdays")

    value = only(values(programme(per_day), monthly("AG-WEST", "requested", {"2007-01": 230}), "2007-01..2007-02"))

    assert (value.value, ends(value)) == (10, (Fraction(230, 43), Fraction(230 + 345, 43)))


def test_a_region_missing_in_a_delivered_month_brings_no_days() -> None:
    """The days of January are there already; ZUID may add 1.5 × 230 to them."""
    per_day = share(numerator="requested", denominator=None, unit="per_working_day", divisor="weekdays")
    used = programme(per_day, units=TWO_AG)

    value = only(values(used, monthly("AG-WEST", "requested", {"2007-01": 230}), "2007-01"))

    assert (value.value, ends(value)) == (10, (10, Fraction(230 + 345, 23)))


def test_complaints_and_calls_each_grow_by_their_own_rule() -> None:
    """January has both; February lacks complaints (at most 60 more, its 400.000 calls wait); March lacks calls."""
    intensity = share(numerator="complained_at_all", denominator="answered", unit="ratio")
    counts = [
        *monthly("national", "complained_at_all", {"2007-01": 40, "2007-03": 30}),
        *monthly("national", "answered", {"2007-01": 360_000, "2007-02": 400_000}),
    ]

    value = only(values(programme(intensity), counts, "2007-01..2007-03"))

    most_calls = 360_000 + 400_000 + 600_000
    assert (value.value, ends(value)) == (
        Fraction(40, 360_000),
        (Fraction(40, most_calls), Fraction(40 + 30 + 60, 360_000)),
    )


def test_complaints_that_wait_for_the_requests_of_their_region_are_counted_in_the_highest_rate() -> None:
    """8 complaints of ZUID are known, its requests are not: at most 15 per 1000, at least 7 per 2500."""
    rate = share(numerator="complained", denominator="requested")
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-03": 1000}),
        ("national", "2007-03", "complained", 7, {"division": "AG", "region": "WEST"}),
        ("national", "2007-03", "complained", 8, {"division": "AG", "region": "ZUID"}),
    ]

    value = only(values(programme(rate, units=TWO_AG), counts, "2007-03"))

    assert (value.value, ends(value)) == (Fraction(7, 1000), (Fraction(7, 2500), Fraction(15, 1000)))


def test_a_ratio_is_no_share_its_sides_grow_apart() -> None:
    """90 per 100, and WW is missing: at least 90 per 250, at most 90 + 135 per 100."""
    counts = [
        *monthly("AG-WEST", "requested", {"2007-01": 100}),
        *monthly("AG-WEST", "in_time", {"2007-01": 90}),
    ]
    units = [*regional("AG", ["WEST"]), *regional("WW", ["WEST"])]

    value = only(values(programme(share(unit="ratio"), units=units), counts, "2007-01"))

    assert ends(value) == (Fraction(90, 250), Fraction(90 + 135, 100))


@pytest.mark.parametrize("unit", ["share", "count", "mean", "ratio"])
def test_a_complete_number_that_is_no_sample_has_no_bounds(unit: str) -> None:
    """It is exact."""
    definition = share(unit=unit, denominator=None if unit == "count" else "requested", range=[0, 1])
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 100}), *monthly("AG-WEST", "in_time", {"2007-01": 90})]

    value = only(values(programme(definition), counts, "2007-01"))

    assert ends(value) == (None, None)
