"""A published number twice: as it is printed, and where it can be given the precision of its print.

Both are carried through every calculation. The wide one decides whether figures can all be true; the printed one says
by how much they differ, and whether a printed range ("10 à 12 procent") fits as a range or only at one end.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from etl.review.interval import Interval, meeting

Agreement = Literal["agrees", "one_end", "touches", "apart"]


@dataclass(frozen=True)
class Quantity:
    """`printed`: a point, or the printed range. `possible`: that, widened. `ranged`: a printed range went in."""

    printed: Interval
    possible: Interval
    ranged: bool = False

    @classmethod
    def exact(cls, value: Fraction | int) -> Quantity:
        """A number that is known, such as the 100 % that parts make."""
        return cls(Interval.point(value), Interval.point(value))

    @classmethod
    def between(cls, low: Fraction, high: Fraction) -> Quantity:
        """An assumption with two ends, such as accepted divisors; it is not a printed range."""
        return cls(Interval(low, high), Interval(low, high))

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.printed + other.printed, self.possible + other.possible, self.ranged or other.ranged)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.printed - other.printed, self.possible - other.possible, self.ranged or other.ranged)

    def __mul__(self, other: Quantity) -> Quantity:
        return Quantity(self.printed * other.printed, self.possible * other.possible, self.ranged or other.ranged)

    def __truediv__(self, other: Quantity) -> Quantity:
        return Quantity(self.printed / other.printed, self.possible / other.possible, self.ranged or other.ranged)

    def hull(self, other: Quantity) -> Quantity:
        """Everything from the one to the other, such as a share that differs between groups of unknown size."""
        return Quantity(
            self.printed.hull(other.printed), self.possible.hull(other.possible), self.ranged or other.ranged
        )


def compare(one: Quantity, two: Quantity) -> Agreement:
    """Whether two ways to the same number agree.

    `apart`: whatever the precision, they cannot both be true. `touches`: only with both exactly at a rounding limit.
    `one_end`: a printed range is involved, and without the slack of its ends it has no more than one end in common.
    """
    possible = meeting(one.possible, two.possible)
    if possible != "inside":
        return "apart" if possible == "apart" else "touches"
    ranged = one.ranged or two.ranged
    return "one_end" if ranged and meeting(one.printed, two.printed) != "inside" else "agrees"
