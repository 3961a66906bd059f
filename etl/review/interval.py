"""Where a number can be, exactly: intervals of fractions with open and closed ends.

A printed 69 % stands for everything that rounds half-up to it, [68.5, 69.5): whether two printed figures can both be
true is a question about such intervals, never about the printed digits. Nothing here rounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

Meeting = Literal["inside", "touch", "apart"]
_End = tuple[Fraction, bool]


@dataclass(frozen=True)
class Interval:
    """All numbers between `low` and `high`; each end belongs to it or not.

    Raises:
        ValueError: the interval is empty.
    """

    low: Fraction
    high: Fraction
    low_closed: bool = True
    high_closed: bool = True

    def __post_init__(self) -> None:
        if self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed)):
            raise ValueError("an interval holds at least one number")

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """The interval that holds one number."""
        return cls(Fraction(value), Fraction(value))

    @property
    def middle(self) -> Fraction:
        """Halfway between the ends."""
        return (self.low + self.high) / 2

    def contains(self, value: Fraction) -> bool:
        """Whether the number is in the interval."""
        above = self.low < value or (self.low == value and self.low_closed)
        return above and (value < self.high or (value == self.high and self.high_closed))

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.low_closed and other.low_closed,
            self.high_closed and other.high_closed,
        )

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_closed, self.low_closed)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _span([_times(one, two) for one, two in product(self._ends(), other._ends())])

    def __truediv__(self, other: Interval) -> Interval:
        return self * other.inverse()

    def inverse(self) -> Interval:
        """One divided by every number of the interval.

        Raises:
            ZeroDivisionError: zero lies in the interval or at its end.
        """
        if self.low <= 0 <= self.high:
            raise ZeroDivisionError("the divisor may be zero")
        return Interval(1 / self.high, 1 / self.low, self.high_closed, self.low_closed)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both, and what lies between them."""
        return _span([*self._ends(), *other._ends()])

    def _ends(self) -> tuple[_End, _End]:
        return (self.low, self.low_closed), (self.high, self.high_closed)


def _times(one: _End, two: _End) -> _End:
    """A corner of a product; a zero that is reached makes the product reach zero, whatever the other end does."""
    (a, a_closed), (b, b_closed) = one, two
    return a * b, (a_closed and b_closed) or (a == 0 and a_closed) or (b == 0 and b_closed)


def _span(ends: list[_End]) -> Interval:
    low, high = min(value for value, _ in ends), max(value for value, _ in ends)
    return Interval(
        low,
        high,
        any(closed for value, closed in ends if value == low),
        any(closed for value, closed in ends if value == high),
    )


def meeting(one: Interval, two: Interval) -> Meeting:
    """How two intervals lie: `inside` (common interior), `touch` (one common end), `apart` (nothing in common).

    A single number lies inside an interval only when it is not at the interval's end.
    """
    low, high = max(one.low, two.low), min(one.high, two.high)
    if low < high:
        return "inside"
    if low > high or not (one.contains(low) and two.contains(low)):
        return "apart"
    at_an_end = [side.low < side.high and low in (side.low, side.high) for side in (one, two)]
    return "touch" if any(at_an_end) else "inside"


def distance(one: Interval, two: Interval) -> tuple[Fraction, Fraction]:
    """The smallest and the largest difference between a number of the one and a number of the other."""
    apart = max(one.low - two.high, two.low - one.high, Fraction(0))
    return apart, max(one.high - two.low, two.high - one.low)
