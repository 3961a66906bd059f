"""Published figures against facts, each at its printed precision."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from etl.model.facts import Fact, fact_id
from etl.model.numbers import round_half_up
from etl.model.period import Period

PUBLISHED = Path(__file__).parent / "published.csv"
EVERY = "*"


@dataclass(frozen=True)
class Figure:
    """One row of `published.csv`; `low` and `high` as printed (percent for shares), None where no number is printed."""

    id: str
    low: Fraction | None
    high: Fraction | None
    compare: str
    indicator: str
    period: str
    scope: dict[str, str]
    decimals: int

    @classmethod
    def read(cls, row: Mapping[str, str]) -> Figure:
        """A row of the file."""
        scope = dict(part.split("=") for part in row["scope"].split("/") if part)
        low, high = (Fraction(row[name]) if row[name] else None for name in ("value_min", "value_max"))
        return cls(
            row["id"], low, high, row["compare"], row["indicator"], row["period"], scope, int(row["decimals"] or 0)
        )

    def about(self, fact: str) -> Figure:
        """The same figure held against another fact."""
        indicator, _, rest = fact.partition("@")
        period, *parts = rest.split("/")
        return replace(self, indicator=indicator, period=period, scope=dict(part.split("=") for part in parts))


def published() -> list[Figure]:
    """All figures, in order."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [Figure.read(row) for row in csv.DictReader(file)]


class Ours:
    """The facts of a run over demo deliveries of a scale."""

    def __init__(self, facts: Iterable[Fact], scale: Fraction) -> None:
        self.facts = {fact.fact_id: fact for fact in facts}
        self.scale = scale

    def agrees(self, figure: Figure) -> bool:
        """Whether ours is equal to the figure, or inside its printed range, at its printed precision."""
        assert figure.low is not None
        assert figure.high is not None
        if figure.compare == "norm":
            return self._norm(figure) == figure.low
        if figure.compare == "promise":
            return self._promises(figure)
        if figure.compare == "count" and self.fact(figure).unit == "count":
            return rounded(figure.low * self.scale, 0) == self.value(figure)
        measured = [rounded(value, figure.decimals) for value in self.measured(figure)]
        bounds = sorted(1 / end if figure.compare == "one_in" else end for end in (figure.low, figure.high))
        return all(
            rounded(bounds[0], figure.decimals) <= value <= rounded(bounds[1], figure.decimals) for value in measured
        )

    def measured(self, figure: Figure) -> list[Fraction]:
        """What is compared with the figure, in the unit in which it is printed."""
        match figure.compare:
            case "share":
                values = [100 * self.value(figure)]
            case "complement":
                values = [100 * (1 - self.value(figure))]
            case "range":
                values = ends(100 * self.value(part) for part in self.parts(figure))
            case "complement_range":
                months = (replace(figure, period=month) for month in Period.parse(figure.period).months)
                values = ends(100 * (1 - self.value(month)) for month in months)
            case "count":
                values = [self.value(figure) / self.scale]
            case "per_month":
                values = [self.value(figure) / len(Period.parse(figure.period).months) / self.scale]
            case "one_in":
                values = [1 / self.value(figure)]
            case other:
                raise AssertionError(f"{figure.id}: '{other}' is no way to compare")
        return values

    def fact(self, figure: Figure) -> Fact:
        """The fact of a figure."""
        return self.facts[fact_id(figure.indicator, figure.period, figure.scope)]

    def value(self, figure: Figure) -> Fraction:
        """The exact value; over a span without a fact of its own from the summed counts of its months."""
        if fact_id(figure.indicator, figure.period, figure.scope) not in self.facts:
            months = [self.fact(replace(figure, period=month)) for month in Period.parse(figure.period).months]
            return sum(known(month.numerator) for month in months) / sum(known(month.denominator) for month in months)
        return known(self.fact(figure).value)

    def parts(self, figure: Figure) -> Iterator[Figure]:
        """The figure for each value of the dimension that is marked, the unknown one apart."""
        (marked,) = (name for name, value in figure.scope.items() if value == EVERY)
        for fact in self.facts.values():
            other = {**fact.dimensions, marked: EVERY}
            same = (fact.indicator, str(fact.period), other) == (figure.indicator, figure.period, figure.scope)
            if same and fact.dimensions.get(marked) not in (None, "onbekend"):
                yield replace(figure, scope=fact.dimensions)

    def _norm(self, figure: Figure) -> Fraction | None:
        fact = self.fact(figure)
        return None if fact.norm_value is None else fact.norm_value * (100 if fact.unit == "share" else 1)

    def _promises(self, figure: Figure) -> bool:
        """A norm without a percentage, that names the hours."""
        fact = self.fact(figure)
        told = any(f"binnen {figure.low} uur" in note for note in fact.notes)
        return (fact.norm_kind, fact.norm_value, fact.verdict) == ("norm", None, "no_norm") and told


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half up; negative decimals round to tens and thousands."""
    step = Fraction(10) ** -decimals
    return Fraction(round_half_up(value / step, 0)) * step


def ends(values: Iterable[Fraction]) -> list[Fraction]:
    """The smallest and the largest; an error when there is none."""
    found = list(values)
    return [min(found), max(found)]


def known(value: Fraction | None) -> Fraction:
    """A value that must be there."""
    assert value is not None
    return value
