"""How exact a printed figure is: from its precision word to the interval it stands for.

The words are data (`vocabulary.precisions` in relations.yml); the rules are these:

    exact       the value itself: counts that were counted, agreed fractions, norms, thresholds
    rounded     rounded half-up at `decimals`: [v - half a unit, v + half a unit)
    as_written  rounded half-up at the decimals with which it is written; for a range, both ends
    about       "ca.": half a unit of the last digit that is not zero, but at least the share `at_least` and at most the
                share `at_most` of the value, since "ca. 125" is less exact and "ca. 10" more exact than that digit says
    below       "bijna": from the smallest value given, else one unit of the last digit less, up to but not including v
    above       "ruim": from v up to but not including the largest value given, else one unit of the last digit more
    none        words or dates: no value

A ratio printed as "1 per 9.000" is as exact as its 9.000: the rule is applied to that number. A figure whose printed
value is not negative is never widened below zero.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from etl.model.contract import Definition
from etl.review.interval import Interval
from etl.review.quantity import Quantity

_FLOAT_DIGITS = 15
_LARGEST_DENOMINATOR = 1_000_000


class Precision(Definition):
    """One precision word's rule; see the module's text."""

    rule: Literal["exact", "rounded", "as_written", "about", "below", "above", "none"]
    decimals: int | None = Field(default=None, ge=0, le=12)
    at_least: Decimal | None = Field(default=None, ge=0, le=1)
    at_most: Decimal | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _parameters_fit(self) -> Precision:
        if (self.decimals is not None) != (self.rule == "rounded"):
            raise ValueError("decimals belongs to the rule rounded, and only there")
        limits = (self.at_least, self.at_most)
        if any((limit is not None) != (self.rule == "about") for limit in limits):
            raise ValueError("at_least and at_most belong to the rule about, and only there")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")
        return self


def exact_value(written: Decimal) -> Fraction:
    """The number that was meant: a float's long print (0.06666666666666667) stands for its simplest fraction, 1/15."""
    value = Fraction(written)
    if len(written.as_tuple().digits) < _FLOAT_DIGITS:
        return value
    return value.limit_denominator(_LARGEST_DENOMINATOR)


def decimals_of(*written: Decimal) -> int:
    """The most decimals with which the numbers are written; closing zeros (6000000.0) do not count."""
    return max(max(0, -_exponent(value)) for value in written)


def quantity(precision: Precision, low: Decimal, high: Decimal, *, share: bool, one_in: bool) -> Quantity:
    """The quantity that a printed value or range stands for.

    Args:
        precision: the rule of its precision word.
        low: the smallest printed value, as written.
        high: the largest printed value; the same as `low` for a single number.
        share: the values are percentages; the quantity is a share (0-1).
        one_in: the values are ratios that may be printed as "1 per n"; then n is what was rounded.

    Raises:
        ValueError: the value is written with more decimals than its precision word allows.
    """
    first, last = exact_value(low), exact_value(high)
    if one_in and first.numerator == last.numerator == 1 < min(first.denominator, last.denominator):
        inside, outside = _widened(precision, Decimal(last.denominator), Decimal(first.denominator))
        inside, outside = inside.inverse(), outside.inverse()
    else:
        scale = Interval.point(Fraction(1, 100) if share else 1)
        inside, outside = (side * scale for side in _widened(precision, low, high))
    # "bijna 97" has two ends in the table, but is no printed range.
    return Quantity(inside, outside, first != last and precision.rule not in ("below", "above"))


def _widened(precision: Precision, low: Decimal, high: Decimal) -> tuple[Interval, Interval]:
    """The printed and the possible interval, in the unit of print."""
    first, last = exact_value(low), exact_value(high)
    unit = Fraction(1, 10 ** decimals_of(low, high))
    inside = Interval(first, last)
    match precision.rule:
        case "rounded":
            if decimals_of(low, high) > (precision.decimals or 0):
                raise ValueError("the value has more decimals than its precision says")
            half = Fraction(1, 2 * 10 ** (precision.decimals or 0))
            outside = _from_to(first - half, last + half, first)
        case "as_written":
            outside = _from_to(first - unit / 2, last + unit / 2, first)
        case "about":
            outside = _from_to(first - _slack(precision, low), last + _slack(precision, high), first)
        case "below":
            outside = _from_to(first if first < last else last - unit, last, first)
        case "above":
            outside = _from_to(first, last if first < last else first + unit, first)
        case _:
            outside = inside
    return inside, outside


def _from_to(low: Fraction, high: Fraction, printed: Fraction) -> Interval:
    """Half-open, as half-up rounding is; and not below zero for what is not printed below zero."""
    floor = max(low, Fraction(0)) if printed >= 0 else low
    return Interval(floor, high, high_closed=floor == high)


def _slack(precision: Precision, value: Decimal) -> Fraction:
    size = abs(exact_value(value))
    half = Fraction(10) ** _exponent(value) / 2
    least, most = Fraction(precision.at_least or 0), Fraction(precision.at_most or 0)
    return min(max(half, least * size), most * size)


def _exponent(value: Decimal) -> int:
    """The power of ten of the last digit that is not zero."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # the reader admits no NaN or infinity
    return exponent
