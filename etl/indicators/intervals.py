"""Intervals for figures from a sample: 95 %, two-sided.

Shares: Wilson (1927), which stays inside 0-1 and does not collapse at 0 or 1. Weighted totals: the intervals of the
groups joined by the method of variance estimates recovery (Zou and Donner 2008), which keeps Wilson's asymmetry.
Means: normal interval from the sum and the sum of squares.

Arithmetic is Decimal with 40 digits, so that the same counts give the same digits on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

Z = Fraction("1.959963984540054")
_CONTEXT = Context(prec=40)
_DIGITS = 30


def square_root(value: Fraction) -> Fraction:
    """The square root to 30 digits after the point."""
    decimal = _CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(_CONTEXT.sqrt(decimal)).limit_denominator(10**_DIGITS)


def wilson(successes: Fraction, trials: Fraction) -> tuple[Fraction, Fraction]:
    """The 95 % Wilson interval of a share; (0, 1) without trials."""
    if trials <= 0:
        return Fraction(0), Fraction(1)
    share = min(successes / trials, Fraction(1))  # more than all only where delivered counts contradict each other
    centre = share + Z * Z / (2 * trials)
    margin = Z * square_root((share * (1 - share) + Z * Z / (4 * trials)) / trials)
    scale = 1 + Z * Z / trials
    low = Fraction(0) if share == 0 else (centre - margin) / scale
    return low, Fraction(1) if share == 1 else (centre + margin) / scale


def mean_interval(total: Fraction, squares: Fraction, count: Fraction) -> tuple[Fraction, Fraction] | None:
    """The 95 % interval of a mean from Σx, Σx² and n; None with fewer than two values."""
    if count < 2:
        return None
    variance = (squares - total * total / count) / (count - 1)
    margin = Z * square_root(max(Fraction(0), variance) / count)
    return total / count - margin, total / count + margin


def joined(parts: Sequence[tuple[Fraction, Fraction, Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """A weighted total with its interval, from (weight, value, low, high) per group; weights need not sum to 1."""
    total = sum((weight for weight, *_ in parts), Fraction(0))
    value = sum((weight * share for weight, share, *_ in parts), Fraction(0)) / total
    below = sum(((weight / total * (share - low)) ** 2 for weight, share, low, _ in parts), Fraction(0))
    above = sum(((weight / total * (high - share)) ** 2 for weight, share, _, high in parts), Fraction(0))
    return value, value - square_root(below), value + square_root(above)
