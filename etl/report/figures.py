"""How a fact is written: every form in which one of its numbers may stand in the document.

`shown` makes the text, and the check on numerals calls it again: a number that does not equal what its fact says is
found. Nothing here decides a verdict, and nothing is rounded except by etl.model.numbers.
"""

from __future__ import annotations

from fractions import Fraction

from etl.model.facts import Fact
from etl.model.numbers import dutch, printed, round_half_up
from etl.model.programme import Norm

NBSP = "\N{NO-BREAK SPACE}"
OPERATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
OPERATOR_WORDS = {">=": "ten minste", ">": "meer dan", "<=": "ten hoogste", "<": "minder dan"}
MAX_NORM_DECIMALS = 6


def exact_decimals(value: Fraction) -> int:
    """The decimals needed to write a declared value in full."""
    for decimals in range(MAX_NORM_DECIMALS):
        if Fraction(round_half_up(value, decimals)) == value:
            return decimals
    return MAX_NORM_DECIMALS


def bound_text(value: Fraction, unit: str) -> str:
    """A norm's value without superfluous decimals: `80%`, `6,5`."""
    scaled = value * 100 if unit == "share" else value
    return printed(value, unit, exact_decimals(scaled))


def in_prose(text: str) -> str:
    """A printed number as running text has it: `92,5 procent` instead of `92,5%`."""
    return f"{text[:-1]}{NBSP}procent" if text.endswith("%") else text.replace(" ", NBSP)


def bare(text: str) -> str:
    """A printed number without its percent sign."""
    return text.removesuffix("%")


def whole(value: Fraction | None) -> str:
    """A count or sum, with decimals only where it has them."""
    return "." if value is None else dutch(round_half_up(value, 0 if value.denominator == 1 else 1))


def _fraction(fact: Fact) -> str:
    """Numerator and denominator; of what is counted there is only the one."""
    return whole(fact.numerator) + (f" / {whole(fact.denominator)}" if fact.denominator is not None else "")


def _limit(fact: Fact, value: Fraction | None) -> str:
    unit = "one_in" if fact.printed.startswith("1 per ") else fact.unit
    return printed(value, unit, fact.decimals, fact.norm_value)


def _span(fact: Fact, joiner: str) -> str:
    """Both bounds; a side without a bound is written as at least, or at most, the other."""
    low, high = _limit(fact, fact.low), _limit(fact, fact.high)
    if fact.low is None or fact.high is None:
        return f"≥{NBSP}{low}" if fact.high is None else f"≤{NBSP}{high}"
    return low if low == high else f"{bare(low)}{joiner}{high}"


def _norm(fact: Fact, *, words: bool) -> str:
    if fact.norm_value is None:
        return "geen"
    text = bound_text(fact.norm_value, fact.unit)
    if words:
        return f"{OPERATOR_WORDS[fact.norm_operator]} {in_prose(text)}"
    return f"{OPERATORS[fact.norm_operator]}{NBSP}{text}"


def shown(fact: Fact, field: str, other: Fact | None = None) -> str:
    """The text of one number of a fact.

    Args:
        fact: the fact.
        field: the value as `printed`, `cell` (with the star of a provisional number), `prose` or `bare`; the bounds as
            `low`, `high`, `range`, `range_prose` or `bounds` (empty when they do not differ); the norm as `norm`,
            `norm_prose`, `norm_bare` or `limit` (empty without one); `numerator`, `denominator`, or both as `fraction`;
            the coverage as `coverage`, `given` (the same, shortest), `delivered` or `expected`; `change` against
            `other`.
        other: the fact that `change` compares with.

    Raises:
        KeyError: no such field.
    """
    if field == "change":
        return changed(fact, other)
    return {
        "printed": lambda: fact.printed,
        "cell": lambda: fact.printed + ("*" if fact.provisional else ""),
        "prose": lambda: in_prose(fact.printed),
        "bare": lambda: bare(fact.printed),
        "low": lambda: _limit(fact, fact.low),
        "high": lambda: _limit(fact, fact.high),
        "range": lambda: _span(fact, "–"),
        "range_prose": lambda: in_prose(_span(fact, " en ")),
        "norm": lambda: _norm(fact, words=False),
        "norm_prose": lambda: _norm(fact, words=True),
        "norm_bare": lambda: "" if fact.norm_value is None else bound_text(fact.norm_value, fact.unit),
        "limit": lambda: "" if fact.norm_value is None else _norm(fact, words=False),
        "bounds": lambda: _span(fact, "–") if fact.low != fact.high else "",
        "numerator": lambda: whole(fact.numerator),
        "fraction": lambda: _fraction(fact),
        "denominator": lambda: whole(fact.denominator),
        "coverage": lambda: f"{fact.coverage.delivered} van {fact.coverage.expected}" if fact.coverage.expected else "",
        "given": lambda: f"{fact.coverage.delivered}/{fact.coverage.expected}" if fact.coverage.expected else "",
        "delivered": lambda: str(fact.coverage.delivered),
        "expected": lambda: str(fact.coverage.expected),
    }[field]()


def difference(new: Fact, old: Fact) -> Fraction:
    """The exact difference of two values that are both there."""
    assert new.value is not None and old.value is not None
    return new.value - old.value


def changed(new: Fact, old: Fact | None) -> str:
    """The size of a change: `3,7 procentpunt`, `0,3 punt`, `1.000`; empty when unknown or when it would print as zero.

    Computed from the exact values.
    """
    if old is None or old.value is None or new.value is None:
        return ""
    size = abs(difference(new, old))
    text = bare(printed(size, new.unit, max(new.decimals, old.decimals)))
    if not text.strip("0,"):
        return ""
    suffix = {"share": f"{NBSP}procentpunt", "mean": f"{NBSP}punt"}.get(new.unit, "")
    return f"{text}{suffix}"


def norm_text(norm: Norm, unit: str) -> str:
    """A declared norm in a table: `≥ 80%`, or a dash when it has no value."""
    return "–" if norm.value is None else f"{OPERATORS[norm.operator]}{NBSP}{bound_text(Fraction(norm.value), unit)}"
