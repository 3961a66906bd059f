"""Slopes: the first half-year beside the second, one line per scope, with the norm across."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from etl.model.facts import Fact
from etl.report.book import FactBook
from etl.report.charts.shapes import WIDTH, Drawing, Scale, scale
from etl.report.figures import bound_text

LEFT, RIGHT, TOP, HEIGHT = 70, WIDTH - 270, 30, 160
LINES = ("line", "line-dashed", "line-dotted", "line-thin")


def draw(book: FactBook, rows: Sequence[tuple[str, Fact | None, Fact | None]]) -> Drawing:
    """Rows of (label, first half-year, second half-year). A half that is unknown leaves a single point."""
    drawing = Drawing(height=TOP + HEIGHT + 10)
    facts = [fact for _, first, second in rows for fact in (first, second) if fact is not None]
    values = [value for fact in facts for value in (fact.value, fact.norm_value) if value is not None]
    percent = any(fact.unit == "share" for fact in facts)
    axis = scale(values, TOP + HEIGHT, TOP, percent=percent, from_zero=False)
    for x, period in zip((LEFT, RIGHT), book.halves, strict=False):
        drawing.path("frame", (Fraction(x), Fraction(TOP - 6)), (Fraction(x), Fraction(TOP + HEIGHT)))
        drawing.when("axis", x, TOP - 13, period)
    drawing.use(*facts)
    if not any(fact.value is not None for fact in facts):
        drawing.text("muted", Fraction(LEFT + RIGHT, 2), TOP + Fraction(HEIGHT, 2), "geen gegevens", "middle")
        return drawing
    _norms(drawing, axis, facts)
    for side, place in (("end", 1), ("start", 2)):
        _labels(drawing, axis, [(row[0], row[place]) for row in rows], side)  # type: ignore[misc]
    for number, (_, first, second) in enumerate(rows):
        _line(drawing, axis, first, second, number)
    return drawing


def _norms(drawing: Drawing, axis: Scale, facts: Sequence[Fact]) -> None:
    for fact in {fact.norm_value: fact for fact in facts if fact.norm_value is not None}.values():
        assert fact.norm_value is not None
        y = axis.at(fact.norm_value)
        drawing.path("norm", (Fraction(LEFT), y), (Fraction(RIGHT), y))
        drawing.number(
            "norm-label",
            Fraction(LEFT + RIGHT, 2),
            y - 5,
            fact,
            bound_text(fact.norm_value, fact.unit),
            "middle",
            "norm_bare",
        )


def _line(drawing: Drawing, axis: Scale, first: Fact | None, second: Fact | None, number: int) -> None:
    ends = [
        (Fraction(x), axis.at(fact.value))
        for x, fact in ((LEFT, first), (RIGHT, second))
        if fact is not None and fact.value is not None
    ]
    if len(ends) == 2:
        drawing.path(LINES[number % len(LINES)], *ends)
    for x, y in ends:
        (drawing.disc if number % 2 == 0 else drawing.square)("point-big", x, y, Fraction(4))


def _labels(drawing: Drawing, axis: Scale, ends: Sequence[tuple[str, Fact | None]], side: str) -> None:
    """Labels beside one end, pushed apart where values lie close together."""
    x = Fraction(LEFT - 12 if side == "end" else RIGHT + 12)
    known = sorted(
        ((axis.at(fact.value), label, fact) for label, fact in ends if fact is not None and fact.value is not None),
        key=lambda item: (item[0], item[1]),
    )
    last = Fraction(TOP - 20)
    for y, label, fact in known:
        place = max(y + 4, last + 14)
        last = place
        drawing.number("value", x, place, fact, fact.printed, side)
        if side == "start":
            drawing.text("label-plain", x + 8 * len(fact.printed) + 4, place, label, side)
