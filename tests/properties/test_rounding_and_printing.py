"""Rounding against the decimal module, and what a reader may conclude from a printed number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model.numbers import plain, printed, round_half_up

FIXED = settings(derandomize=True, max_examples=200, deadline=None)
fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**7)
shares = st.integers(1, 10**6).flatmap(lambda trials: st.integers(0, trials).map(lambda cases: Fraction(cases, trials)))
WIDE = Context(prec=200, rounding=ROUND_HALF_UP)


@FIXED
@given(units=st.integers(-(10**40), 10**40), scale=st.integers(0, 12), decimals=st.integers(0, 8))
def test_rounding_agrees_with_decimal(units: int, scale: int, decimals: int) -> None:
    """On every number that a Decimal can hold exactly, ROUND_HALF_UP gives the same digits."""
    value = WIDE.scaleb(Decimal(units), -scale)

    rounded = round_half_up(value, decimals)

    assert Fraction(rounded) == Fraction(value.quantize(Decimal(1).scaleb(-decimals), context=WIDE))


@FIXED
@given(value=fractions, decimals=st.integers(0, 8))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Fraction, decimals: int) -> None:
    """Also where no Decimal holds the value: the distance is at most half, and exactly half only away from zero."""
    rounded = Fraction(round_half_up(value, decimals))

    distance = abs(rounded - value) * 10**decimals
    assert distance < Fraction(1, 2) or (distance == Fraction(1, 2) and abs(rounded) > abs(value))


@FIXED
@given(value=fractions)
def test_plain_numbers_come_back_within_twelve_digits(value: Fraction) -> None:
    """Plain notation reads back as the value rounded to 12 significant digits, and as itself where these suffice."""
    text = plain(value)

    assert "e" not in text.lower()
    assert Fraction(text) == Fraction(
        Context(prec=12, rounding=ROUND_HALF_UP).divide(Decimal(value.numerator), value.denominator)
    )


@FIXED
@given(value=shares, percents=st.integers(1, 99), decimals=st.integers(0, 2))
def test_the_printed_share_lies_on_its_own_side_of_the_norm(value: Fraction, percents: int, decimals: int) -> None:
    """Whoever reads only the text and the norm comes to the same verdict as the exact value."""
    bound = Fraction(percents, 100)

    text = printed(value, "share", decimals, bound)

    read = Fraction(text.rstrip("%").replace(",", ".")) / 100
    assert (read < bound, read == bound, read > bound) == (value < bound, value == bound, value > bound)


@FIXED
@given(value=st.integers(0, 10**12))
def test_thousands_are_grouped_in_threes(value: int) -> None:
    """Without its points a printed count is the count, and every group but the first has three digits."""
    first, *rest = printed(Fraction(value), "count", 0).split(".")

    assert int("".join([first, *rest])) == value
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in rest)
