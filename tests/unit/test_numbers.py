"""Rounding and printing on exact values; expected texts are written out by hand from domain.md, section 5."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest

from etl.model.numbers import decimals_that_show, dutch, plain, printed, round_half_up


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction("88.5"), 0, "89"),
        (Fraction("87.5"), 0, "88"),
        (Fraction("0.5"), 0, "1"),
        (Fraction("1.5"), 0, "2"),
        (Fraction("2.5"), 0, "3"),
        (Fraction("0.05"), 1, "0.1"),
        (Fraction("0.15"), 1, "0.2"),
        (Fraction("0.25"), 1, "0.3"),
        (Fraction("2.675"), 2, "2.68"),
        (Fraction("1.005"), 2, "1.01"),
        (Fraction("99.95"), 1, "100.0"),
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction("88.49999999999999999999"), 0, "88"),
        (Fraction("88.50000000000000000001"), 0, "89"),
        (Fraction(0), 2, "0.00"),
        (7, 1, "7.0"),
        (Decimal("1.25"), 1, "1.3"),
    ],
)
def test_a_half_goes_up_on_the_exact_value(value: Fraction | Decimal | int, decimals: int, expected: str) -> None:
    """Halves are exact: 88,5 is 89, and 2,675 is 2,68 although the float 2.675 lies below it."""
    result = round_half_up(value, decimals)

    assert str(result) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction("-0.5"), 0, "-1"),
        (Fraction("-1.5"), 0, "-2"),
        (Fraction("-0.49"), 0, "0"),
        (Fraction("-0.04"), 1, "0.0"),
        (Fraction("-2.25"), 1, "-2.3"),
    ],
)
def test_a_negative_half_goes_away_from_zero_and_zero_has_no_sign(
    value: Fraction, decimals: int, expected: str
) -> None:
    """Below zero the same distance rounds the same way; what rounds to zero is 0, never -0."""
    result = round_half_up(value, decimals)

    assert str(result) == expected


def test_python_would_have_rounded_the_other_way() -> None:
    """The reason for a function of our own: 88,5 becomes 88 with Python, and with Decimal unless told otherwise."""
    ours = round_half_up(Fraction("88.5"), 0)

    assert (round(88.5), Decimal("88.5").quantize(Decimal(1), ROUND_HALF_EVEN), ours) == (88, Decimal(88), Decimal(89))


def test_long_numbers_keep_all_their_digits() -> None:
    """Decimal's own operations keep 28 digits; a sum of many more is printed as it is."""
    value = Fraction(12345678901234567890123456789012345)

    assert str(round_half_up(value, 2)) == "12345678901234567890123456789012345.00"
    assert str(round_half_up(-value, 0)) == "-12345678901234567890123456789012345"


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (Fraction("0.925"), "share", 1, "92,5%"),
        (Fraction("0.925"), "share", 0, "93%"),
        (Fraction("0.885"), "share", 0, "89%"),
        (Fraction("0.63825"), "share", 1, "63,8%"),
        (Fraction(1), "share", 1, "100,0%"),
        (Fraction(0), "share", 1, "0,0%"),
        (Fraction("0.003192"), "share", 1, "0,3%"),
        (Fraction(250000), "count", 0, "250.000"),
        (Fraction(999), "count", 0, "999"),
        (Fraction(1000), "count", 0, "1.000"),
        (Fraction(6000000), "count", 0, "6.000.000"),
        (Fraction("1234567.891"), "mean", 2, "1.234.567,89"),
        (Fraction("6.5"), "mean", 1, "6,5"),
        (Fraction(250000, 261), "per_working_day", 0, "958"),
        (Fraction(250000, 260), "per_working_day", 0, "962"),
        (Fraction(-1234), "count", 0, "-1.234"),
        (Fraction(1, 15), "one_in", 0, "1 per 15"),
        (Fraction(1, 9000), "one_in", 0, "1 per 9.000"),
        (Fraction(612, 5550000), "one_in", 0, "1 per 9.069"),
        (Fraction(0), "one_in", 0, "0"),
    ],
)
def test_print_in_dutch(value: Fraction, unit: str, decimals: int, expected: str) -> None:
    """Point for thousands, comma for decimals, percent without a space, one case per so many."""
    assert printed(value, unit, decimals) == expected


@pytest.mark.parametrize("unit", ["share", "ratio", "count", "mean", "per_working_day", "one_in"])
def test_print_the_unknown_as_a_point(unit: str) -> None:
    """CBS convention: a point is unknown; it is never 0."""
    assert printed(None, unit, 1, Fraction("0.8")) == "."


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "bound", "expected"),
    [
        (Fraction("4.96"), "mean", 1, Fraction(5), "4,96"),
        (Fraction("0.0496"), "share", 1, Fraction("0.05"), "4,96%"),
        (Fraction("0.0496"), "share", 0, Fraction("0.05"), "4,96%"),
        (Fraction("0.049"), "share", 0, Fraction("0.05"), "4,9%"),
        (Fraction("0.0504"), "share", 1, Fraction("0.05"), "5,04%"),
        (Fraction("0.79996"), "share", 1, Fraction("0.8"), "79,996%"),
        (Fraction("0.8004"), "share", 1, Fraction("0.8"), "80,04%"),
        (Fraction("0.804"), "share", 1, Fraction("0.8"), "80,4%"),
        (Fraction("0.8049"), "share", 0, Fraction("0.8"), "80,5%"),
        (Fraction("0.05"), "share", 1, Fraction("0.05"), "5,0%"),
        (Fraction("0.85"), "share", 0, Fraction("0.85"), "85%"),
        (Fraction("0.925"), "share", 1, Fraction("0.8"), "92,5%"),
        (Fraction("0.925"), "share", 1, None, "92,5%"),
        (Fraction(1, 8999), "one_in", 0, Fraction(1, 9000), "1 per 8.999"),
        (Fraction("8999.6") ** -1, "one_in", 0, Fraction(1, 9000), "1 per 8.999,6"),
        (Fraction(1, 9000), "one_in", 0, Fraction(1, 9000), "1 per 9.000"),
        (Fraction(1, 12), "one_in", 0, Fraction(0), "1 per 12"),
    ],
)
def test_never_let_rounding_hide_the_verdict(
    value: Fraction, unit: str, decimals: int, bound: Fraction | None, expected: str
) -> None:
    """Decimals are added until the text lies on the value's own side of the norm; at the norm itself none are."""
    assert printed(value, unit, decimals, bound) == expected


@pytest.mark.parametrize(
    ("value", "bound", "decimals", "expected"),
    [
        (Fraction("4.96"), Fraction(5), 1, 2),
        (Fraction("4.96"), Fraction(5), 0, 2),
        (Fraction("4.4"), Fraction(5), 0, 0),
        (Fraction("4.96"), None, 1, 1),
        (Fraction(5), Fraction(5), 1, 1),
        (Fraction("3.94"), Fraction("3.96"), 1, 1),
        (Fraction("3.961"), Fraction("3.96"), 1, 1),
        (Fraction("3.961"), Fraction("3.96"), 2, 3),
    ],
)
def test_ask_for_no_more_decimals_than_needed(
    value: Fraction, bound: Fraction | None, decimals: int, expected: int
) -> None:
    """3,94 may print as 3,9 and 3,961 as 4,0, each on its own side of 3,96; as 3,96 it would stand on the norm."""
    assert decimals_that_show(value, bound, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (0, "0"),
        (Fraction("0.8"), "0.8"),
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(1, 7), "0.142857142857"),
        (Fraction(1, 9000), "0.000111111111111"),
        (Fraction(1, 10**20), "0.00000000000000000001"),
        (Fraction(6000000), "6000000"),
        (Fraction(10**15), "1000000000000000"),
        (Fraction(250000, 261), "957.854406130"),
        (Fraction("0.1234567890125"), "0.123456789013"),
        (Fraction(-1, 3), "-0.333333333333"),
        (5528101, "5528101"),
    ],
)
def test_plain_numbers_have_twelve_digits_and_no_exponent(value: Fraction | int | None, expected: str) -> None:
    """For `facts.csv`: 12 significant digits, half-up, trailing zeros dropped, never 1E+15."""
    shown = expected if "." not in expected else expected.rstrip("0")

    assert plain(value) == shown


def test_dutch_notation_of_a_decimal() -> None:
    """Decimals stay as they are given."""
    assert [dutch(Decimal(text)) for text in ("0.10", "1000", "1234.5", "1e3")] == ["0,10", "1.000", "1.234,5", "1.000"]
