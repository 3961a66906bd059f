"""Rounding and printing: half-up, exact, and never hiding a verdict."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from etl.model.numbers import dutch, plain, printed, round_half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(45, 1000), 2, "0.05"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(-1, 1000), 1, "0.0"),
        (Fraction(1), 2, "1.00"),
    ],
)
def test_a_half_goes_away_from_zero(value: Fraction, decimals: int, expected: str) -> None:
    """Not to even, as Python and pandas do; and there is no minus zero."""
    rounded = round_half_up(value, decimals)

    assert str(rounded) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(37, 40), "0.925"),
        (Fraction(3_600_000), "3600000"),
        (Fraction(1, 10_000_000), "0.0000001"),
    ],
)
def test_numbers_for_machines_are_plain_decimals(value: Fraction | None, expected: str) -> None:
    """Twelve significant digits, no exponent, no trailing zeros, and missing is empty."""
    text = plain(value)

    assert text == expected


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (None, "share", 1, "."),
        (Fraction(925, 1000), "share", 1, "92,5%"),
        (Fraction(1), "share", 1, "100,0%"),
        (Fraction(250_000), "count", 0, "250.000"),
        (Fraction(1234567, 1000), "per_working_day", 1, "1.234,6"),
        (Fraction(1, 9000), "one_in", 0, "1 per 9.000"),
        (Fraction(0), "one_in", 0, "0"),
    ],
)
def test_numbers_for_readers_are_dutch(value: Fraction | None, unit: str, decimals: int, expected: str) -> None:
    """A comma for decimals, a point for thousands, and a point alone for what is unknown."""
    text = printed(value, unit, decimals)

    assert text == expected


def test_printing_does_not_hide_the_verdict() -> None:
    """4,96 against a norm of under 5 is printed with one decimal more; 5 itself is not."""
    under = printed(Fraction(496, 10_000), "share", 1, bound=Fraction(5, 100))
    on = printed(Fraction(5, 100), "share", 1, bound=Fraction(5, 100))
    over = printed(Fraction(504, 10_000), "share", 1, bound=Fraction(5, 100))

    assert (under, on, over) == ("4,96%", "5,0%", "5,04%")


def test_dutch_notation_swaps_both_signs() -> None:
    """A million and a half has points and a comma."""
    text = dutch(Decimal("1500000.25"))

    assert text == "1.500.000,25"
