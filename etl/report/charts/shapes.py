"""What a drawing is made of. Geometry is computed here and in the chart modules; the SVG template only writes it down.

Coordinates are in drawing units; the drawing is as wide as the text column (620 units on 152 mm), so that a text of
size 11 prints at 7,6 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from etl.model.facts import Fact
from etl.model.numbers import dutch, round_half_up
from etl.model.period import Period
from etl.report.dutch import period_label

WIDTH = 620


def units(value: Fraction | float | int) -> str:
    """A coordinate with one decimal, without a superfluous zero: the same text on every machine."""
    text = str(round_half_up(Fraction(value), 1))
    return text.removesuffix(".0")


@dataclass(frozen=True)
class Mark:
    """A line, area or symbol: an SVG path with the name of its style."""

    d: str
    style: str


@dataclass(frozen=True)
class Label:
    """A text at a point. `fact` and `field` declare its number; `axis` declares a number of the scale."""

    x: str
    y: str
    text: str
    style: str
    align: str = "start"
    fact: Fact | None = None
    field: str = "printed"
    axis: bool = False
    period: Period | None = None


@dataclass
class Drawing:
    """A finished figure: shapes in painting order, texts, and what it shows in words."""

    height: int
    alt: str = ""
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    axis: list[str] = field(default_factory=list)
    note: str = ""

    def path(self, style: str, *points: tuple[Fraction, Fraction], close: bool = False) -> None:
        """A line through points."""
        if points:
            d = "M" + "L".join(f"{units(x)} {units(y)}" for x, y in points)
            self.marks.append(Mark(d + ("Z" if close else ""), style))

    def rect(self, style: str, x0: Fraction, y0: Fraction, x1: Fraction, y1: Fraction) -> None:
        """A filled rectangle between two corners."""
        self.path(style, (x0, y0), (x1, y0), (x1, y1), (x0, y1), close=True)

    def disc(self, style: str, x: Fraction, y: Fraction, r: Fraction) -> None:
        """A circle."""
        start = f"M{units(x - r)} {units(y)}"
        self.marks.append(
            Mark(
                f"{start}a{units(r)} {units(r)} 0 1 0 {units(2 * r)} 0a{units(r)} {units(r)} 0 1 0 {units(-2 * r)} 0Z",
                style,
            )
        )

    def diamond(self, style: str, x: Fraction, y: Fraction, r: Fraction) -> None:
        """A square on its point."""
        self.path(style, (x, y - r), (x + r, y), (x, y + r), (x - r, y), close=True)

    def square(self, style: str, x: Fraction, y: Fraction, r: Fraction) -> None:
        """An upright square around a point."""
        self.rect(style, x - r, y - r, x + r, y + r)

    def text(self, style: str, x: Fraction | int, y: Fraction | int, words: str, align: str = "start") -> None:
        """Words at a point."""
        self.labels.append(Label(units(x), units(y), words, style, align))

    def when(self, style: str, x: Fraction | int, y: Fraction | int, period: Period, align: str = "middle") -> None:
        """The name of a period at a point."""
        words = period_label(period) if period.kind != "year" else str(period)
        self.labels.append(Label(units(x), units(y), words, style, align, period=period))

    def tick(self, style: str, x: Fraction | int, y: Fraction | int, words: str, align: str = "middle") -> None:
        """A number of the scale."""
        self.axis.append(words)
        self.labels.append(Label(units(x), units(y), words, style, align, axis=True))

    def number(
        self,
        style: str,
        x: Fraction | int,
        y: Fraction | int,
        fact: Fact,
        words: str,
        align: str = "start",
        shown: str = "printed",
    ) -> None:
        """A fact's number at a point."""
        self.use(fact)
        self.labels.append(Label(units(x), units(y), words, style, align, fact, shown))

    def use(self, *facts: Fact | None) -> None:
        """Remember the facts that the figure shows."""
        self.facts.update({fact.fact_id: fact for fact in facts if fact is not None})


@dataclass(frozen=True)
class Scale:
    """A linear scale from values to coordinates."""

    low: Fraction
    high: Fraction
    start: Fraction
    end: Fraction
    ticks: tuple[Fraction, ...]
    percent: bool

    def at(self, value: Fraction) -> Fraction:
        """The coordinate of a value, held within the scale."""
        held = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * (held - self.low) / (self.high - self.low)

    def tick_text(self, value: Fraction) -> str:
        """A tick as it is printed: shares in percent."""
        scaled = value * 100 if self.percent else value
        return dutch(round_half_up(scaled, 0 if scaled.denominator == 1 else 1))


def scale(
    values: Sequence[Fraction],
    start: Fraction | int,
    end: Fraction | int,
    *,
    percent: bool,
    from_zero: bool,
    most: int = 6,
) -> Scale:
    """A scale with round ticks around values. Shares never leave 0-100 %; bars begin at zero."""
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(1))
    if from_zero or low == high:
        low = Fraction(0)
    if high <= low:
        high = low + 1
    step = _step((high - low) / (most - 1))
    bottom = step * (low // step)
    top = -step * (-high // step)
    if percent:
        bottom, top = max(bottom, Fraction(0)), min(top, Fraction(1))
    count = int((top - bottom) / step)
    ticks = tuple(bottom + step * number for number in range(count + 1))
    return Scale(bottom, top, Fraction(start), Fraction(end), ticks, percent)


def _step(rough: Fraction) -> Fraction:
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def wrap(text: str, width: int, lines: int = 2) -> list[str]:
    """A text in at most some lines of some characters; what does not fit ends in an ellipsis."""
    rows: list[str] = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) + 1 <= width or not rows[-1]:
            rows[-1] = f"{rows[-1]} {word}".strip()
        else:
            rows.append(word)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1].rstrip(",") + " …"]
    return rows
