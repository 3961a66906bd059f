"""Intervals against published values, against the equations that define them, and at their edges."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

from etl.indicators.intervals import Z, joined, mean_interval, square_root, wilson

Z_FLOAT = 1.959963984540054


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (8, 10, 0.4901625, 0.9433178),
        (0, 10, 0.0, 0.2775328),
        (10, 10, 0.7224672, 1.0),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(successes: int, trials: int, low: float, high: float) -> None:
    """The last four are those of Newcombe (1998), Statistics in Medicine 17, table I, method 3."""
    found = wilson(Fraction(successes), Fraction(trials))

    digits = 7 if trials == 10 else 4
    assert (round(float(found[0]), digits), round(float(found[1]), digits)) == (low, high)


@pytest.mark.parametrize("trials", [1, 2, 3, 7, 30, 100, 1001])
def test_wilson_stays_inside_and_is_exact_at_its_ends(trials: int) -> None:
    """Of none the low end is 0 exactly, of all the high end 1 exactly; the share itself lies inside."""
    ends = [wilson(Fraction(cases), Fraction(trials)) for cases in range(trials + 1)]

    assert (ends[0][0], ends[-1][1]) == (0, 1)
    assert all(0 <= low <= Fraction(cases, trials) <= high <= 1 for cases, (low, high) in enumerate(ends))
    assert ends == sorted(ends)


@pytest.mark.parametrize(("successes", "trials"), [(1, 3), (700, 1000), (1699, 1700), (5, 1000000)])
def test_wilsons_ends_solve_their_equation(successes: int, trials: int) -> None:
    """Each end x is a share from which the observed one lies exactly z standard errors, seen from x."""
    for end in wilson(Fraction(successes), Fraction(trials)):
        distance = abs(Fraction(successes, trials) - end)
        assert abs(distance**2 - Z**2 * end * (1 - end) / trials) < Fraction(1, 10**25)


def test_without_trials_everything_is_possible() -> None:
    """No respondents tell nothing."""
    assert wilson(Fraction(0), Fraction(0)) == (0, 1)


def test_counts_that_contradict_each_other_break_nothing() -> None:
    """A supplier that counts 12 satisfied out of 10 is told so by a check; the interval is no place to fall over."""
    assert wilson(Fraction(40), Fraction(10)) == wilson(Fraction(10), Fraction(10))


def test_the_interval_of_a_mean_by_hand() -> None:
    """Grades 6, 7, 7, 8, 9: mean 7.4, variance 1.3, standard error sqrt(1.3 / 5) = 0.50990."""
    low, high = mean_interval(Fraction(37), Fraction(36 + 49 + 49 + 64 + 81), Fraction(5)) or (Fraction(0), Fraction(0))

    assert float(low) == pytest.approx(7.4 - Z_FLOAT * sqrt(0.26), abs=1e-12)
    assert float(high) == pytest.approx(7.4 + Z_FLOAT * sqrt(0.26), abs=1e-12)
    assert round(float(low), 3) == 6.401


def test_equal_grades_have_no_spread_and_one_grade_has_no_interval() -> None:
    """Of three sevens the interval is 7 to 7; of one grade, or none, nothing is known."""
    sevens = mean_interval(Fraction(21), Fraction(147), Fraction(3))

    assert sevens == (7, 7)
    assert mean_interval(Fraction(7), Fraction(49), Fraction(1)) is None
    assert mean_interval(Fraction(0), Fraction(0), Fraction(0)) is None


def test_a_weighted_total_by_hand() -> None:
    """Weights 85 and 15, shares 0.70 and 0.60: 0.685, and the squared weighted distances to the ends add up."""
    value, low, high = joined(
        [
            (Fraction(85), Fraction("0.7"), Fraction("0.67"), Fraction("0.73")),
            (Fraction(15), Fraction("0.6"), Fraction("0.57"), Fraction("0.64")),
        ]
    )

    assert value == Fraction("0.685")
    assert float(low) == pytest.approx(0.685 - sqrt((0.85 * 0.03) ** 2 + (0.15 * 0.03) ** 2), abs=1e-15)
    assert float(high) == pytest.approx(0.685 + sqrt((0.85 * 0.03) ** 2 + (0.15 * 0.04) ** 2), abs=1e-15)


def test_a_total_of_one_group_is_that_group() -> None:
    """Whatever its weight."""
    assert joined([(Fraction(1234), Fraction("0.7"), Fraction("0.6"), Fraction("0.9"))]) == (
        Fraction("0.7"),
        Fraction("0.6"),
        Fraction("0.9"),
    )


def test_only_the_proportion_of_the_weights_matters() -> None:
    """Weights of 17 and 3 give what weights of 8500 and 1500 give."""
    parts = [(Fraction("0.7"), Fraction("0.6"), Fraction("0.8")), (Fraction("0.4"), Fraction("0.3"), Fraction("0.6"))]

    few = joined([(Fraction(weight), *part) for weight, part in zip((17, 3), parts, strict=True)])
    many = joined([(Fraction(weight), *part) for weight, part in zip((8500, 1500), parts, strict=True)])

    assert few == many


@pytest.mark.parametrize(
    ("value", "root"),
    [
        (Fraction(0), Fraction(0)),
        (Fraction(1, 4), Fraction(1, 2)),
        (Fraction(4, 9), Fraction(2, 3)),
        (Fraction(2), None),
    ],
)
def test_square_roots_are_exact_where_they_can_be(value: Fraction, root: Fraction | None) -> None:
    """Perfect squares exactly; others to 30 digits."""
    found = square_root(value)

    assert abs(found * found - value) < Fraction(1, 10**28)
    assert root is None or found == root
