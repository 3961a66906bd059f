"""Precision words become intervals, and intervals decide what agrees."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etl.model.numbers import round_half_up
from etl.review.interval import Interval
from etl.review.precision import Precision, decimals_of, exact_value, quantity
from etl.review.quantity import Quantity, compare

_ABOUT = Precision(rule="about", at_least=Decimal("0.01"), at_most=Decimal("0.10"))


def _possible(precision: Precision, low: str, high: str | None = None, *, one_in: bool = False) -> tuple[Fraction, ...]:
    found = quantity(precision, Decimal(low), Decimal(high or low), share=False, one_in=one_in).possible
    return found.low, found.high


@pytest.mark.parametrize(
    ("rule", "low", "high", "expected"),
    [
        (Precision(rule="exact"), "151", None, ("151", "151")),
        (Precision(rule="rounded", decimals=0), "88", None, ("87.5", "88.5")),
        (Precision(rule="rounded", decimals=1), "4.3", None, ("4.25", "4.35")),
        (Precision(rule="rounded", decimals=1), "97", None, ("96.95", "97.05")),
        (Precision(rule="as_written"), "25", None, ("24.5", "25.5")),
        (Precision(rule="as_written"), "10", "15", ("9.5", "15.5")),
        (Precision(rule="as_written"), "0.1", "0.4", ("0.05", "0.45")),
        (_ABOUT, "6000000.0", None, ("5500000", "6500000")),
        (_ABOUT, "250000", None, ("245000", "255000")),
        (_ABOUT, "151000", None, ("149490", "152510")),
        (_ABOUT, "960", None, ("950.4", "969.6")),
        (_ABOUT, "125", None, ("123.75", "126.25")),
        (_ABOUT, "10", None, ("9", "11")),
        (_ABOUT, "40", None, ("36", "44")),
        (_ABOUT, "0", None, ("0", "0")),
        (Precision(rule="below"), "96.5", "97", ("96.5", "97")),
        (Precision(rule="below"), "97", None, ("96", "97")),
        (Precision(rule="above"), "2.5", None, ("2.5", "2.6")),
        (Precision(rule="rounded", decimals=1), "0", None, ("0", "0.05")),
        (Precision(rule="rounded", decimals=0), "-2", None, ("-2.5", "-1.5")),
    ],
)
def test_each_precision_word_has_its_interval(
    rule: Precision, low: str, high: str | None, expected: tuple[str, str]
) -> None:
    """As the module's text says; nothing that is printed as positive becomes negative."""
    assert _possible(rule, low, high) == tuple(Fraction(end) for end in expected)


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        (Precision(rule="exact"), "0.06666666666666667", ("1/15", "1/15")),
        (Precision(rule="as_written"), "0.2", ("2/11", "2/9")),
        (_ABOUT, "0.00011111111111111112", ("1/9500", "1/8500")),
        (Precision(rule="as_written"), "0.3", ("0.25", "0.35")),
    ],
)
def test_one_in_n_is_as_exact_as_its_n(rule: Precision, value: str, expected: tuple[str, str]) -> None:
    """One in five is 1 in 4,5 to 5,5; a ratio that is no 1 in n is rounded itself."""
    assert _possible(rule, value, one_in=True) == tuple(Fraction(end) for end in expected)


@given(st.fractions(min_value=0, max_value=1000, max_denominator=10_000), st.integers(0, 3))
def test_a_rounded_number_always_lies_in_its_interval(value: Fraction, decimals: int) -> None:
    """The intervals are the exact inverse of the rounding with which we print."""
    printed = round_half_up(value, decimals)

    rule = Precision(rule="rounded", decimals=decimals)
    where = quantity(rule, printed, printed, share=False, one_in=False).possible

    assert where.contains(value)


@given(st.fractions(min_value=0, max_value=1000, max_denominator=10_000), st.integers(0, 3))
def test_what_rounds_to_something_else_lies_outside(value: Fraction, decimals: int) -> None:
    """Half-open: the upper limit belongs to the next number."""
    other = round_half_up(value, decimals) + Decimal(1).scaleb(-decimals)

    rule = Precision(rule="rounded", decimals=decimals)
    where = quantity(rule, other, other, share=False, one_in=False).possible

    assert not where.contains(value)


def test_a_percentage_becomes_a_share() -> None:
    """Shares are 0-1 everywhere inside."""
    found = quantity(Precision(rule="rounded", decimals=1), Decimal("4.3"), Decimal("4.3"), share=True, one_in=False)

    assert found.printed == Interval.point(Fraction(43, 1000))
    assert (found.possible.low, found.possible.high) == (Fraction(425, 10000), Fraction(435, 10000))


def test_only_a_printed_range_is_a_range() -> None:
    """The two ends of "bijna 97" stand in the table, but one number in print."""
    rules = [Precision(rule="as_written"), Precision(rule="below")]

    found = [quantity(rule, Decimal("96.5"), Decimal(97), share=True, one_in=False).ranged for rule in rules]

    assert found == [True, False]


def test_a_value_with_more_decimals_than_its_precision_is_refused() -> None:
    """88,4 is not rounded to an integer."""
    with pytest.raises(ValueError, match="more decimals"):
        _possible(Precision(rule="rounded", decimals=0), "88.4")


@pytest.mark.parametrize(
    "keys",
    [
        {"rule": "rounded"},
        {"rule": "exact", "decimals": 1},
        {"rule": "about", "at_least": "0.01"},
        {"rule": "exact", "at_least": "0.01", "at_most": "0.1"},
        {"rule": "about", "at_least": "0.2", "at_most": "0.1"},
        {"rule": "roughly"},
    ],
)
def test_a_precision_rule_has_its_own_parameters_and_no_others(keys: dict[str, str]) -> None:
    """A limit that is silently ignored would be a wrong precision."""
    with pytest.raises(ValidationError):
        Precision.model_validate(keys)


def test_both_limits_of_about_may_be_the_same() -> None:
    """Then the slack is that share of the value, whatever its digits."""
    rule = Precision(rule="about", at_least=Decimal("0.05"), at_most=Decimal("0.05"))

    assert _possible(rule, "125") == (Fraction("118.75"), Fraction("131.25"))


def test_long_floats_are_their_simplest_fraction() -> None:
    """And short decimals are themselves."""
    written = [Decimal("0.3333333333333333"), Decimal("0.333"), Decimal("6000000.0")]

    assert [exact_value(value) for value in written] == [Fraction(1, 3), Fraction(333, 1000), Fraction(6_000_000)]
    assert decimals_of(*written[1:]) == 3


def _about(low: str, high: str, *, slack: str, ranged: bool) -> Quantity:
    ends, more = (Fraction(low), Fraction(high)), Fraction(slack)
    return Quantity(Interval(*ends), Interval(ends[0] - more, ends[1] + more, high_closed=False), ranged)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (_about("88", "88", slack="0.5", ranged=False), Quantity.exact(88), "agrees"),
        (_about("88", "88", slack="0.5", ranged=False), Quantity.exact(89), "apart"),
        (_about("88", "88", slack="0.5", ranged=False), Quantity.exact(Fraction(175, 2)), "touches"),
        (_about("10", "12", slack="0.5", ranged=True), Quantity.exact(11), "agrees"),
        (_about("10", "12", slack="0.5", ranged=True), Quantity.exact(12), "one_end"),
        (_about("10", "12", slack="0.5", ranged=True), Quantity.exact(Fraction(122, 10)), "one_end"),
        (_about("10", "12", slack="0.5", ranged=True), Quantity.exact(13), "apart"),
        (Quantity.between(Fraction(250), Fraction(262)), Quantity.exact(250), "touches"),
    ],
)
def test_two_quantities_agree_at_one_end_touch_or_are_apart(one: Quantity, two: Quantity, expected: str) -> None:
    """A printed range that fits only at its end is not the same as one that fits."""
    assert compare(one, two) == expected
    assert compare(two, one) == expected


def test_calculations_carry_both_intervals_and_the_range() -> None:
    """The printed one for the text, the possible one for the judgement."""
    found = _about("10", "12", slack="0.5", ranged=True) * Quantity.exact(2) + Quantity.exact(1)

    assert found.printed == Interval(Fraction(21), Fraction(25))
    assert found.possible == Interval(Fraction(20), Fraction(26), high_closed=False)
    assert found.ranged
