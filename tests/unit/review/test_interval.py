"""Interval arithmetic: exact, sharp, and honest about its ends."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.review.interval import Interval, distance, meeting

_NUMBERS = st.fractions(min_value=-20, max_value=20, max_denominator=12)
_Operation = Callable[[Any, Any], Any]
_FIFTY = settings(max_examples=50, deadline=None)
_EACH_OPERATION = pytest.mark.parametrize("do", [add, sub, mul, truediv], ids=lambda do: do.__name__)


@st.composite
def _intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    if low == high:
        return Interval.point(low)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def _with_member(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    where = draw(_intervals())
    weight = draw(st.fractions(min_value=0, max_value=1, max_denominator=9))
    member = where.low + weight * (where.high - where.low)
    assume(where.contains(member))
    return where, member


@st.composite
def _around(draw: st.DrawFn, number: Fraction) -> Interval:
    below, above = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    return Interval(
        number - below,
        number + above,
        below == 0 or draw(st.booleans()),
        above == 0 or draw(st.booleans()),
    )


def _of(low: str, high: str, ends: str = "[]") -> Interval:
    return Interval(Fraction(low), Fraction(high), ends[0] == "[", ends[1] == "]")


@_EACH_OPERATION
@_FIFTY
@given(one=_with_member(), two=_with_member())
def test_what_is_inside_stays_inside(
    do: _Operation, one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]
) -> None:
    """A number of the one and a number of the other give a number of the result."""
    if do is truediv:
        assume(not two[0].low <= 0 <= two[0].high)

    assert do(one[0], two[0]).contains(do(one[1], two[1]))


@_EACH_OPERATION
@_FIFTY
@given(one=_intervals(), two=_intervals())
def test_the_result_is_no_wider_than_it_must_be(do: _Operation, one: Interval, two: Interval) -> None:
    """Both ends of a result come from ends of its parts, so a relation is never excused by sloppy arithmetic."""
    if do is truediv:
        assume(not two.low <= 0 <= two.high)
    corners = {do(a, b) for a in (one.low, one.high) for b in (two.low, two.high)}

    result = do(one, two)

    assert (result.low, result.high) == (min(corners), max(corners))


@_FIFTY
@given(_intervals(), _intervals())
def test_a_closed_end_is_reached(one: Interval, two: Interval) -> None:
    """Open ends stay open in sums: what no part reaches, the sum does not reach."""
    total = one + two

    assert total.contains(total.low) == (one.contains(one.low) and two.contains(two.low))
    assert total.contains(total.high) == (one.contains(one.high) and two.contains(two.high))


@_FIFTY
@given(_intervals(), _intervals())
def test_order_does_not_matter(one: Interval, two: Interval) -> None:
    """For sums, products, hulls, meetings and distances."""
    assert (one + two, one * two, one.hull(two)) == (two + one, two * one, two.hull(one))
    assert (meeting(one, two), distance(one, two)) == (meeting(two, one), distance(two, one))


@_FIFTY
@given(_NUMBERS, st.data())
def test_a_common_number_means_that_they_meet(number: Fraction, data: st.DataObject) -> None:
    """And then their smallest distance is zero."""
    one, two = data.draw(_around(number)), data.draw(_around(number))

    assert meeting(one, two) != "apart"
    assert distance(one, two)[0] == 0


@_FIFTY
@given(_intervals(), _intervals())
def test_the_hull_holds_both(one: Interval, two: Interval) -> None:
    """With every end that either of them reaches."""
    hull = one.hull(two)

    assert all(hull.contains(end) for side in (one, two) for end in (side.low, side.high) if side.contains(end))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (_of("1", "3"), _of("2", "4"), "inside"),
        (_of("1", "2"), _of("2", "3"), "touch"),
        (_of("1", "2", "[)"), _of("2", "3"), "apart"),
        (_of("1", "2"), _of("3", "4"), "apart"),
        (_of("2", "2"), _of("1", "3"), "inside"),
        (_of("1", "1"), _of("1", "3"), "touch"),
        (_of("1", "1"), _of("1", "3", "(]"), "apart"),
        (_of("1", "1"), _of("1", "1"), "inside"),
        (_of("1", "1"), _of("2", "2"), "apart"),
        (_of("100", "102", "[)"), _of("100", "100"), "touch"),
        (_of("98", "100", "[)"), _of("100", "100"), "apart"),
    ],
)
def test_intervals_meet_inside_at_an_end_or_not(one: Interval, two: Interval, expected: str) -> None:
    """70 + 31 touches 100 at a rounding limit; 69 + 30 never reaches it."""
    assert meeting(one, two) == expected


def test_a_product_with_a_reached_zero_reaches_zero() -> None:
    """Nothing times anything is nothing, whether or not the other end is reached."""
    result = _of("0", "1", "[)") * _of("2", "3", "()")

    assert result == _of("0", "3", "[)")


@pytest.mark.parametrize("divisor", [_of("0", "1"), _of("-1", "0.5"), _of("0", "1", "(]"), _of("-1", "0")])
def test_nothing_is_divided_by_what_may_be_zero(divisor: Interval) -> None:
    """The engine reports such a relation as not testable."""
    with pytest.raises(ZeroDivisionError, match="may be zero"):
        _of("1", "2") / divisor


@pytest.mark.parametrize(("low", "high", "ends"), [("2", "1", "[]"), ("1", "1", "[)"), ("1", "1", "(]")])
def test_an_interval_is_never_empty(low: str, high: str, ends: str) -> None:
    """A figure always stands for some number."""
    with pytest.raises(ValueError, match="at least one number"):
        _of(low, high, ends)


def test_distances_are_the_smallest_and_the_largest_difference() -> None:
    """6,7 % against 10-12 % is 3,3 to 5,3 apart."""
    assert distance(_of("6.7", "6.7"), _of("10", "12")) == (Fraction("3.3"), Fraction("5.3"))
