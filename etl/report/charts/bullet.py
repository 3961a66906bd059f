"""Bullet chart: one bar per scope against its norm, with the year before as a diamond and the bounds as a whisker."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from etl.model.facts import Fact
from etl.report.book import FactBook
from etl.report.charts.shapes import WIDTH, Drawing, Scale, scale, wrap
from etl.report.dutch import period_label

LEFT, RIGHT, TOP, ROW = 190, WIDTH - 104, 34, 36


def draw(book: FactBook, rows: Sequence[tuple[str, Fact | None]]) -> Drawing:
    """Rows of (label, fact of the main period). A row without a value says so instead of showing a bar."""
    drawing = Drawing(height=TOP + ROW * len(rows) + 22)
    values = [
        value
        for _, fact in rows
        if fact is not None
        for value in (fact.value, fact.norm_value, fact.high)
        if value is not None
    ]
    percent = any(fact is not None and fact.unit == "share" for _, fact in rows)
    whole = [Fraction(1)] if percent and max(values, default=Fraction(0)) > Fraction(1, 2) else []
    axis = scale([*values, *whole], LEFT, RIGHT, percent=percent, from_zero=True)
    _grid(drawing, axis)
    _legend(drawing, book, rows)
    for place, (label, fact) in enumerate(rows):
        _row(drawing, book, axis, Fraction(TOP + ROW * place), label, fact)
    return drawing


def _grid(drawing: Drawing, axis: Scale) -> None:
    bottom = Fraction(drawing.height - 20)
    for value in axis.ticks:
        x = axis.at(value)
        drawing.path("grid", (x, Fraction(TOP - 6)), (x, bottom))
        drawing.tick("axis", x, drawing.height - 7, axis.tick_text(value) + ("%" if axis.percent else ""))


def _legend(drawing: Drawing, book: FactBook, rows: Sequence[tuple[str, Fact | None]]) -> None:
    facts = [fact for _, fact in rows if fact is not None]
    x = Fraction(LEFT)
    drawing.rect("bar", x, Fraction(7), x + 16, Fraction(14))
    drawing.when("legend", x + 21, 14, book.main, "start")
    x += 34 + 6 * len(period_label(book.main))
    if any(_earlier(book, fact) is not None for fact in facts):
        drawing.diamond("earlier", x, Fraction(21, 2), Fraction(9, 2))
        drawing.when("legend", x + 9, 14, book.before, "start")
        x += 26 + 6 * len(period_label(book.before))
    if any(fact.norm_value is not None for fact in facts):
        drawing.path("norm", (x, Fraction(3)), (x, Fraction(18)))
        drawing.text("legend", x + 6, 14, "norm of streefwaarde")


def _earlier(book: FactBook, fact: Fact) -> Fact | None:
    earlier = book.at(fact, book.before)
    return earlier if earlier is not None and earlier.value is not None else None


def _row(drawing: Drawing, book: FactBook, axis: Scale, y: Fraction, label: str, fact: Fact | None) -> None:
    lines = wrap(label, 33)
    for number, line in enumerate(lines):
        drawing.text("label", 0, y + 17 - Fraction(13 * (len(lines) - 1), 2) + 13 * number, line)
    drawing.rect("track", axis.start, y + 6, axis.end, y + 20)
    if fact is None or fact.value is None:
        drawing.text("muted", axis.start + 6, y + 17, "niet vast te stellen")
        drawing.use(fact)
        return
    drawing.rect("bar" if fact.norm_value is not None else "bar-plain", axis.start, y + 9, axis.at(fact.value), y + 17)
    if fact.low is not None and fact.high is not None and fact.low != fact.high:
        low, high = axis.at(fact.low), axis.at(fact.high)
        drawing.path("whisker", (low, y + 13), (high, y + 13))
        drawing.path("whisker", (low, y + 9), (low, y + 17))
        drawing.path("whisker", (high, y + 9), (high, y + 17))
    if (earlier := _earlier(book, fact)) is not None and earlier.value is not None:
        drawing.use(earlier)
        drawing.diamond("earlier", axis.at(earlier.value), y + 13, Fraction(9, 2))
    if fact.norm_value is not None:
        drawing.path("norm", (axis.at(fact.norm_value), y + 2), (axis.at(fact.norm_value), y + 24))
    drawing.number("value", WIDTH - 30, y + 17, fact, fact.printed, "end")
    symbol(drawing, Fraction(WIDTH - 12), y + 13, fact.verdict)


def symbol(drawing: Drawing, x: Fraction, y: Fraction, verdict: str) -> None:
    """The verdict as a shape: disc with tick, diamond with cross, triangle, open ring."""
    if verdict == "met":
        drawing.disc("met", x, y, Fraction(7))
        drawing.path("stroke-on", (x - Fraction(7, 2), y + Fraction(1, 2)), (x - 1, y + 3), (x + 4, y - 3))
    elif verdict == "not_met":
        drawing.diamond("not-met", x, y, Fraction(8))
        drawing.path("stroke-on", (x - Fraction(5, 2), y - Fraction(5, 2)), (x + Fraction(5, 2), y + Fraction(5, 2)))
        drawing.path("stroke-on", (x + Fraction(5, 2), y - Fraction(5, 2)), (x - Fraction(5, 2), y + Fraction(5, 2)))
    elif verdict == "undetermined":
        drawing.path("undetermined", (x, y - 8), (x + 8, y + 6), (x - 8, y + 6), close=True)
        drawing.path("stroke-on", (x, y - 3), (x, y + 2))
        drawing.disc("dot-on", x, y + 4, Fraction(1))
    else:
        drawing.disc("no-norm", x, y, Fraction(6))
        drawing.path("stroke-off", (x - 3, y), (x + 3, y))
