"""The only place where a number is rounded or printed.

Rounding is half-up on Decimal: Python, pandas and Babel round halves to even, DuckDB away from zero
(docs/adr/0003-rounding.md). Verdicts never use what this module returns.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_SIGNIFICANT = 12
_MAX_EXTRA_DECIMALS = 6


def round_half_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """`value` at `decimals` decimals; a half goes away from zero."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if exact < 0 and whole else ""
    return Decimal(f"{sign}{whole}e-{decimals}")  # from text, because Decimal's own operations keep only 28 digits


def plain(value: Fraction | int | None) -> str:
    """The number for `facts.csv`: plain decimal notation, 12 significant digits, empty when missing."""
    if value is None:
        return ""
    exact = Fraction(value)
    context = Context(prec=_SIGNIFICANT, rounding=ROUND_HALF_UP)
    decimal = context.divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize(context)
    return format(decimal, "f")


def dutch(value: Decimal) -> str:
    """Dutch notation: point for thousands, comma for decimals."""
    text = format(value, ",f")
    return text.translate(str.maketrans(",.", ".,"))


def decimals_that_show(value: Fraction, bound: Fraction | None, decimals: int) -> int:
    """The decimals to print: more than asked where rounding would put `value` on the other side of, or on, `bound`.

    4,96 against "under 5" prints as 4,96, not as 5,0 (design, section 8, rule 3).
    """
    if bound is None or value == bound:
        return decimals
    for extra in range(_MAX_EXTRA_DECIMALS + 1):
        rounded = Fraction(round_half_up(value, decimals + extra))
        if (rounded < bound) == (value < bound) and rounded != bound:
            return decimals + extra
    return decimals + _MAX_EXTRA_DECIMALS


def printed(value: Fraction | None, unit: str, decimals: int, bound: Fraction | None = None) -> str:
    """The Dutch text of a fact's value: `92,5%`, `250.000`, `1 op 15`; `.` when unknown (CBS convention).

    Args:
        value: the exact value; shares are 0-1.
        unit: `share`, `ratio`, `count`, `mean`, `median`, `per_working_day` or `one_in`.
        decimals: the decimals of the printed text (of the percentage for shares).
        bound: the norm, in the unit of `value`, that the text must not hide.
    """
    if value is None:
        return "."
    if unit == "share":
        percent, limit = value * 100, None if bound is None else bound * 100
        return f"{dutch(round_half_up(percent, decimals_that_show(percent, limit, decimals)))}%"
    if unit == "one_in":
        if value == 0:
            return "0"
        every, limit = 1 / value, 1 / bound if bound else None
        return f"1 per {dutch(round_half_up(every, decimals_that_show(every, limit, decimals)))}"
    return dutch(round_half_up(value, decimals_that_show(value, bound, decimals)))
