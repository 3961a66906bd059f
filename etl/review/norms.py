"""Norms as a table prints them: ">= 85 %", "< 5 % (strict)", "80 % of INCOMING calls", "hoog percentage"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

from etl.review.figures import Figure
from etl.review.interval import Interval
from etl.review.vocabulary import VerdictWord

Operator = Literal[">=", ">", "<=", "<"]
_NORM = re.compile(r"(?P<operator>>=|<=|>|<|≥|≤)?\s*(?P<number>\d+(?:[.,]\d+)*)\s*(?P<unit>%|h\b)?")
_OPERATOR = re.compile(r"\s*(>=|<=|>|<|≥|≤)")
_ASCII = {"≥": ">=", "≤": "<="}


@dataclass(frozen=True)
class PrintedNorm:
    """An operator and a value, in the unit of the figure (shares 0-1)."""

    operator: Operator
    value: Fraction

    def holds(self, where: Interval) -> bool | None:
        """Whether every number of the interval meets the norm; None when some do and some do not."""
        if self.operator in ("<", "<="):
            mirrored = PrintedNorm(">" if self.operator == "<" else ">=", -self.value)
            return mirrored.holds(-where)
        if self.operator == ">=":
            fails = where.high < self.value or (where.high == self.value and not where.high_closed)
            return True if where.low >= self.value else (False if fails else None)
        meets = where.low > self.value or (where.low == self.value and not where.low_closed)
        return True if meets else (False if where.high <= self.value else None)

    def verdict(self, where: Interval) -> VerdictWord | None:
        """The verdict on a number that lies somewhere in the interval; None when it depends on where."""
        holds = self.holds(where)
        return None if holds is None else ("met" if holds else "not_met")


def operator_of(text: str) -> Operator | None:
    """The operator with which a norm's text begins."""
    found = _OPERATOR.match(text)
    return cast(Operator, _ASCII.get(found[1], found[1])) if found else None


def norm_of(figure: Figure, fallback: Operator | None = None) -> PrintedNorm | None:
    """The norm printed with a figure, in the figure's unit; None when there is none with a value and an operator.

    A norm in another unit ("24 h" beside a percentage) has no value for this figure. `fallback` is the operator of
    norms that are printed without one.
    """
    if figure.unit == "one_in":
        return None  # "1 per 9.000" is no norm that this reader knows
    for found in _NORM.finditer(figure.norm):
        if (found["unit"] or "") != ("%" if figure.unit == "share" else ""):
            continue
        operator = operator_of(found["operator"] or "") or fallback
        if operator is not None:
            value = _number(found["number"])
            return PrintedNorm(operator, value / 100 if figure.unit == "share" else value)
    return None


def _number(text: str) -> Fraction:
    """Dutch or English: 6,5 and 6.5 are decimals, 2.500 and 2,500 are thousands."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        return Fraction(re.sub("[.,]", "", text))
    whole, _, decimals = text.replace(",", ".").rpartition(".")
    return Fraction(f"{whole.replace('.', '')}.{decimals}" if whole else decimals)
