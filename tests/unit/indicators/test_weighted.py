"""Survey totals: client groups are weighted by answered calls, never added up, and missing weights are bounded too."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import sqrt

import pytest

from tests.unit.indicators.small import Count, monthly, only, programme, share, values

SATISFIED = share(indicator="satisfaction", numerator="satisfied", denominator="scored", sample=True, weight="answered")
GRADE = {
    **SATISFIED,
    "numerator": "grade_sum",
    "unit": "mean",
    "spread": "grade_square_sum",
    "range": [1, 10],
}
Z = 1.959963984540054


def wilson(cases: int, trials: int) -> tuple[float, float]:
    """Wilson's interval as the textbook writes it, in floating point."""
    share_, z2 = cases / trials, Z * Z
    centre, scale = share_ + z2 / (2 * trials), 1 + z2 / trials
    margin = Z * sqrt(share_ * (1 - share_) / trials + z2 / (4 * trials**2))
    return (centre - margin) / scale, (centre + margin) / scale


def answers(month: str, group: str, scored: int, satisfied: int) -> list[Count]:
    """The respondents of one group and month."""
    return [
        *monthly("national", "scored", {month: scored}, client_group=group),
        *monthly("national", "satisfied", {month: satisfied}, client_group=group),
    ]


def calls(month: str, **answered: int) -> list[Count]:
    """The answered calls per group."""
    return [("national", month, "answered", number, {"client_group": group}) for group, number in answered.items()]


JANUARY = [
    *answers("2007-01", "employee", 1000, 700),
    *answers("2007-01", "employer", 900, 540),
    *calls("2007-01", employee=85_000, employer=15_000),
]


def test_a_total_is_weighted_by_calls_and_not_by_respondents() -> None:
    """70 and 60 percent with 85 and 15 percent of the calls: 68.5, not the 65.3 of all respondents (T7)."""
    value = only(values(programme(SATISFIED), JANUARY, "2007-01"))

    assert value.value == Fraction("0.685")
    assert Fraction(1240, 1900) != value.value
    assert (value.numerator, value.denominator, value.coverage.complete) == (None, None, True)


def test_its_interval_is_that_of_a_stratified_sample() -> None:
    """Squared weighted distances to each group's own Wilson ends, added up; computed here in floating point."""
    value = only(values(programme(SATISFIED), JANUARY, "2007-01"))

    (low_1, high_1), (low_2, high_2) = wilson(700, 1000), wilson(540, 900)
    low = 0.685 - sqrt((0.85 * (0.7 - low_1)) ** 2 + (0.15 * (0.6 - low_2)) ** 2)
    high = 0.685 + sqrt((0.85 * (high_1 - 0.7)) ** 2 + (0.15 * (high_2 - 0.6)) ** 2)
    assert (float(value.low or 0), float(value.high or 0)) == (pytest.approx(low, 1e-12), pytest.approx(high, 1e-12))


def test_a_group_has_its_own_share_and_interval() -> None:
    """Counts and Wilson's ends; no weights."""
    found = values(programme({**SATISFIED, "by": [["client_group"]]}), JANUARY, "2007-01")

    value = found["satisfaction@2007-01/client_group=employer"]
    assert (value.numerator, value.denominator, value.value) == (540, 900, Fraction(3, 5))
    assert (float(value.low or 0), float(value.high or 0)) == pytest.approx(wilson(540, 900), abs=1e-12)


def test_weights_and_answers_are_summed_before_they_meet() -> None:
    """Two months: shares of the summed answers, weighted by the summed calls; no mean of the months."""
    counts = [
        *JANUARY,
        *answers("2007-02", "employee", 3000, 1500),
        *answers("2007-02", "employer", 100, 100),
        *calls("2007-02", employee=5_000, employer=45_000),
    ]

    value = only(values(programme(SATISFIED), counts, "2007-01..2007-02"))

    assert value.value == (90_000 * Fraction(2200, 4000) + 60_000 * Fraction(640, 1000)) / 150_000


def test_a_mean_grade_is_weighted_alike() -> None:
    """6 and 8 with three quarters and one quarter of the calls: 6.5."""
    counts: list[Count] = [
        *monthly("national", "scored", {"2007-01": 3}, client_group="employee"),
        *monthly("national", "grade_sum", {"2007-01": 18}, client_group="employee"),
        *monthly("national", "grade_square_sum", {"2007-01": 110}, client_group="employee"),
        *monthly("national", "scored", {"2007-01": 2}, client_group="employer"),
        *monthly("national", "grade_sum", {"2007-01": 16}, client_group="employer"),
        *monthly("national", "grade_square_sum", {"2007-01": 128}, client_group="employer"),
        *calls("2007-01", employee=75, employer=25),
    ]

    value = only(values(programme(GRADE), counts, "2007-01"))

    assert value.value == Fraction("6.5")
    assert float(value.low or 0) == pytest.approx(6.5 - 0.75 * Z * sqrt(1 / 3), abs=1e-12)
    assert float(value.high or 0) == pytest.approx(6.5 + 0.75 * Z * sqrt(1 / 3), abs=1e-12)


def test_a_group_with_calls_but_without_respondents_leaves_no_total() -> None:
    """Nobody may speak for the employers; the other group keeps its number."""
    counts = [*answers("2007-01", "employee", 1000, 700), *calls("2007-01", employee=85, employer=15)]

    found = values(programme({**SATISFIED, "by": [[], ["client_group"]]}), counts, "2007-01")

    total = found["satisfaction@2007-01"]
    assert (total.value, total.why_missing) == (None, "empty_stratum")
    assert found["satisfaction@2007-01/client_group=employee"].value == Fraction(7, 10)


def test_a_group_without_calls_has_no_say() -> None:
    """Respondents of a group that has no calls weigh nothing."""
    counts = [
        *answers("2007-01", "employee", 10, 7),
        *answers("2007-01", "employer", 10, 1),
        *calls("2007-01", employee=5),
    ]

    value = only(values(programme(SATISFIED), counts, "2007-01"))

    assert value.value == Fraction(7, 10)


@pytest.mark.parametrize("counts_of_weights", [[], calls("2006-01", employee=85, employer=15)])
def test_without_weights_there_is_no_total(counts_of_weights: list[Count]) -> None:
    """Never publish an unweighted total (T7): not without calls of the period, nor without any calls at all."""
    counts = [*answers("2007-01", "employee", 1000, 700), *answers("2007-01", "employer", 900, 540), *counts_of_weights]

    value = only(values(programme(SATISFIED), counts, "2007-01"))

    assert (value.value, value.why_missing) == (None, "not_delivered")


def test_with_a_missing_survey_month_the_groups_may_all_be_wrong_together() -> None:
    """Each group's ends with up to 1.5 × its respondents on one side; they are not chance and do not cancel out."""
    counts = [*JANUARY, *calls("2007-02", employee=85_000, employer=15_000)]

    value = only(values(programme(SATISFIED), counts, "2007-01..2007-02"))

    lows = [wilson(700, 1000)[0] * 1000 / 2500, wilson(540, 900)[0] * 900 / 2250]
    highs = [(wilson(700, 1000)[1] * 1000 + 1500) / 2500, (wilson(540, 900)[1] * 900 + 1350) / 2250]
    assert value.value == Fraction("0.685")
    assert float(value.low or 0) == pytest.approx(0.85 * lows[0] + 0.15 * lows[1], abs=1e-12)
    assert float(value.high or 0) == pytest.approx(0.85 * highs[0] + 0.15 * highs[1], abs=1e-12)


def test_missing_calls_may_shift_the_weights() -> None:
    """The calls of February are at most 1.5 × those of January per group: every corner is tried here."""
    counts = [*JANUARY, *answers("2007-02", "employee", 1000, 700), *answers("2007-02", "employer", 900, 540)]

    value = only(values(programme(SATISFIED), counts, "2007-01..2007-02"))

    ends = [wilson(1400, 2000), wilson(1080, 1800)]
    corners = [
        [(more_1 * 85 * ends[0][side] + more_2 * 15 * ends[1][side]) / (more_1 * 85 + more_2 * 15) for side in (0, 1)]
        for more_1, more_2 in product((1, 2.5), repeat=2)
    ]
    assert value.value == Fraction("0.685")
    assert float(value.low or 0) == pytest.approx(min(low for low, _ in corners), abs=1e-12)
    assert float(value.high or 0) == pytest.approx(max(high for _, high in corners), abs=1e-12)


def test_a_weighted_number_that_is_no_sample_is_exact_when_complete() -> None:
    """No interval, because nothing was sampled."""
    value = only(values(programme({**SATISFIED, "sample": False}), JANUARY, "2007-01"))

    assert (value.value, value.low, value.high) == (Fraction("0.685"), None, None)


def test_answers_that_do_not_tell_groups_apart_cannot_be_weighted() -> None:
    """A delivered total of 100 respondents is missing for a weighted number; it is not zero respondents."""
    counts: list[Count] = [
        *JANUARY,
        ("national", "2007-02", "scored", 100),
        ("national", "2007-02", "satisfied", 50),
        *calls("2007-02", employee=85_000, employer=15_000),
    ]

    value = only(
        values(programme(SATISFIED), counts, "2007-01..2007-02", aggregated=[("survey", "national", "2007-02")])
    )

    assert value.value == Fraction("0.685")
    assert value.coverage.missing == (("survey", "national", "2007-02"),)
