"""Numbers and sentences in Dutch and English. Rounding is that of etl/model/numbers.py, at the moment of printing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import count

from etl.model.contract import Text
from etl.model.numbers import decimals_that_show, dutch, round_half_up
from etl.review.figures import Figure
from etl.review.findings import NOTHING
from etl.review.interval import Interval
from etl.review.norms import PrintedNorm

_BEFORE = {
    "about": Text(nl="ca. ", en="about "),
    "below": Text(nl="bijna ", en="almost "),
    "above": Text(nl="ruim ", en="over "),
}
Shape = Callable[[Fraction], Text]


def phrase(nl: str, en: str, **parts: Text | str | int) -> Text:
    """A sentence in both languages, with its parts filled in."""
    dutch_parts = {name: part.nl if isinstance(part, Text) else part for name, part in parts.items()}
    english_parts = {name: (part.en or part.nl) if isinstance(part, Text) else part for name, part in parts.items()}
    return Text(nl=nl.format(**dutch_parts), en=en.format(**english_parts))


def joined(*sentences: Text) -> Text:
    """Sentences one after the other; empty ones leave no trace."""
    return Text(
        nl=" ".join(item.nl for item in sentences if item.nl),
        en=" ".join(item.en or item.nl for item in sentences if item.nl),
    )


def listed(parts: list[Text], between: str) -> Text:
    """Parts with the same sign between them."""
    return Text(nl=between.join(part.nl for part in parts), en=between.join(part.en or part.nl for part in parts))


def number(value: Fraction | int, decimals: int = 0, bound: Fraction | None = None) -> Text:
    """A number with thousands signs; with more decimals where rounding would hide on which side of `bound` it is."""
    rounded = round_half_up(value, decimals_that_show(Fraction(value), bound, decimals))
    return Text(nl=dutch(rounded), en=format(rounded, ",f"))


def percent(share: Fraction | int, decimals: int | None = None, bound: Fraction | None = None) -> Text:
    """A share (0-1) as a percentage: one decimal, two below one percent, unless told; `bound` as for `number`."""
    hundredfold = Fraction(share) * 100
    if decimals is None:
        decimals = 2 if 0 < abs(hundredfold) < 1 else 1
    return phrase("{n}%", "{n}%", n=number(hundredfold, decimals, None if bound is None else bound * 100))


def points(where: Interval) -> Text:
    """A difference of shares (0-1), or the smallest and largest one, in percentage points."""
    n = apart(where, lambda end: number(end * 100, 1))
    return phrase("{n} procentpunt", "{n} percentage points", n=n)


def relative(where: Interval) -> Text:
    """A difference, or the smallest and largest one, as a percentage of the number it is measured against."""
    n = apart(where, lambda end: percent(end, 0 if end > Fraction(1, 10) else 1))
    return phrase("{n} van het vermelde getal", "{n} of the stated number", n=n)


def apart(where: Interval, shape: Shape) -> Text:
    """A smallest and a largest difference; of a smallest one of zero only the largest is said."""
    if where.low == 0 < where.high:
        return phrase("hooguit {n}", "at most {n}", n=shape(where.high))
    return span(where, shape)


def one_in(ratio: Fraction) -> Text:
    """A ratio as "1 per n"."""
    return phrase("1 per {n}", "1 per {n}", n=number(1 / ratio))


def per_day(value: Fraction) -> Text:
    """A number per day; the decimal goes once it says nothing."""
    return number(value, 1 if value < 1000 else 0)


def span(where: Interval, shape: Shape) -> Text:
    """A number, or two with "tot" between them."""
    low, high = shape(where.low), shape(where.high)
    return low if low == high else phrase("{low} tot {high}", "{low} to {high}", low=low, high=high)


def one_in_span(where: Interval) -> Text:
    """Ratios from the most frequent to the rarest: "1 per 9.091 tot 12.500"."""
    if where.low <= 0:
        return span(where, lambda ratio: one_in(ratio) if ratio > 0 else number(0))
    often, rare = number(1 / where.high), number(1 / where.low)
    if often == rare:
        return one_in(where.low)
    return phrase("1 per {often} tot {rare}", "1 per {often} to {rare}", often=often, rare=rare)


def shown(figure: Figure) -> Text:
    """A figure as its source prints it: "ca. 250.000", "10-12%", "1 per 15"."""
    if figure.quantity is None:
        return Text(nl="geen getal", en="no number")
    where = figure.quantity.printed
    before = _BEFORE.get(figure.rule, NOTHING)
    if figure.unit == "one_in" and where.low > 0 and where.high < 1:
        return phrase("{before}{ratio}", "{before}{ratio}", before=before, ratio=one_in_span(where))
    scale, sign = (100, "%") if figure.unit == "share" else (1, "")
    ends = [number(end * scale, figure.decimals) for end in (where.low, where.high)]
    if figure.rule in ("below", "above"):
        ends = ends[1:] if figure.rule == "below" else ends[:1]
    text = ends[0] if ends[0] == ends[-1] else listed(ends, "-")
    return phrase("{before}{text}{sign}", "{before}{text}{sign}", before=before, text=text, sign=sign)


def norm_shown(norm: PrintedNorm, figure: Figure) -> Text:
    """A norm as it stands beside a figure, never rounded: "≥ 80%"."""
    sign = {">=": "≥", "<=": "≤"}.get(norm.operator, norm.operator)
    limit, unit = (norm.value * 100, "%") if figure.unit == "share" else (norm.value, "")
    shown_limit = number(limit, next(n for n in count() if (limit * 10**n).denominator == 1))
    return phrase("{sign} {limit}{unit}", "{sign} {limit}{unit}", sign=sign, limit=shown_limit, unit=unit)
