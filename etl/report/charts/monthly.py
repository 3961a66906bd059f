"""Small multiples: one panel per scope, a line over the months with its norm.

A month without a number is a gap; where another version of the definition begins, the line breaks off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from etl.model.facts import Fact
from etl.model.period import Period
from etl.report.book import FactBook
from etl.report.charts.shapes import WIDTH, Drawing, Scale, scale, wrap
from etl.report.dutch import MONTHS_SHORT
from etl.report.figures import bound_text

GAP, HEAD, PLOT, FOOT = 34, 34, 92, 22


@dataclass(frozen=True)
class Panel:
    """One series: a label and a fact (or None) per month of the main period."""

    label: str
    months: tuple[Fact | None, ...]

    @property
    def known(self) -> list[tuple[int, Fact]]:
        """Position and fact of the months that have a value."""
        return [(place, fact) for place, fact in enumerate(self.months) if fact is not None and fact.value is not None]

    @property
    def breaks(self) -> list[int]:
        """The months with a value in which another version of the definition holds than in the one before."""
        pairs = zip(self.known, self.known[1:], strict=False)
        return [place for (_, old), (place, new) in pairs if new.definition_version != old.definition_version]


def draw(book: FactBook, panels: Sequence[Panel]) -> Drawing:
    """All panels, two or three beside each other, on one common scale so that they can be compared."""
    columns = min(3, max(1, len(panels)))
    rows = -(-len(panels) // columns)
    drawing = Drawing(height=rows * (HEAD + PLOT + FOOT) + (rows - 1) * 6)
    width = Fraction(WIDTH - GAP * (columns - 1), columns)
    facts = [fact for panel in panels for _, fact in panel.known]
    values = [value for fact in facts for value in (fact.value, fact.norm_value) if value is not None]
    values = with_room(values)
    percent = any(fact.unit == "share" for fact in facts)
    for place, panel in enumerate(panels):
        left = (width + GAP) * (place % columns)
        top = Fraction((HEAD + PLOT + FOOT + 6) * (place // columns))
        axis = scale(values, top + HEAD + PLOT, top + HEAD, percent=percent, from_zero=False, most=5)
        _panel(drawing, book, panel, axis, (left + 26, left + width - 30), top)
    return drawing


def with_room(values: Sequence[Fraction]) -> list[Fraction]:
    """The values, and one below and above them, so that labels find room inside the axis."""
    if not values:
        return []
    span = max(values) - min(values)
    return [*values, max(min(values) - span / 5, Fraction(0)), max(values) + span / 10]


def _panel(
    drawing: Drawing, book: FactBook, panel: Panel, axis: Scale, across: tuple[Fraction, Fraction], top: Fraction
) -> None:
    left, right = across
    for number, line in enumerate(wrap(panel.label, 34)):
        drawing.text("label", left - 26, top + 10 + 12 * number, line)
    for value in axis.ticks:
        drawing.path("grid", (left, axis.at(value)), (right, axis.at(value)))
        drawing.tick("axis", left - 5, axis.at(value) + 3, axis.tick_text(value) + ("%" if axis.percent else ""), "end")
    last = max(1, len(panel.months) - 1)
    _months(drawing, book, [left + (right - left) * place / last for place in range(len(panel.months))], axis.start)
    drawing.use(*panel.months)
    if not panel.known:
        drawing.text("muted", (left + right) / 2, (axis.start + axis.end) / 2 + 4, "geen gegevens", "middle")
        return
    _norm(drawing, panel, axis, left, right)
    points = {
        place: (left + (right - left) * place / last, axis.at(fact.value or Fraction(0))) for place, fact in panel.known
    }
    for place in panel.breaks:
        x = left + (right - left) * (place - Fraction(1, 2)) / last
        drawing.path("break", (x, axis.start), (x, axis.end))
        drawing.text("axis", x + 3, axis.end + 8, "nieuwe definitie", "start" if place <= last / 2 else "end")
    for run in _runs(sorted(points), panel.breaks):
        drawing.path("line", *(points[place] for place in run))
    for place, fact in panel.known:
        drawing.disc("point-missed" if fact.verdict == "not_met" else "point", *points[place], Fraction(5, 2))
    _extremes(drawing, panel, axis, points)


def _months(drawing: Drawing, book: FactBook, places: Sequence[Fraction], base: Fraction) -> None:
    """Initials under the months of one year; the years under more."""
    for x, month in zip(places, book.months, strict=True):
        number = month.first % 12
        if len(places) <= 12:
            drawing.text("axis", x, base + 13, MONTHS_SHORT[number][0], "middle")
        elif number == 0 or month == book.months[0]:
            drawing.when("axis", x, base + 13, Period(month.first // 12 * 12, month.first // 12 * 12 + 11), "start")
            drawing.path("grid", (x, base), (x, base + 4))


def _norm(drawing: Drawing, panel: Panel, axis: Scale, left: Fraction, right: Fraction) -> None:
    """The norm line; where norms differ in time, one piece per norm."""
    last = max(1, len(panel.months) - 1)
    half = (right - left) / last / 2
    pieces: dict[Fraction, list[int]] = {}
    for place, fact in panel.known:
        if fact.norm_value is not None:
            pieces.setdefault(fact.norm_value, []).append(place)
    for value, places in pieces.items():
        x0 = max(left, left + (right - left) * places[0] / last - half)
        x1 = min(right, left + (right - left) * places[-1] / last + half)
        drawing.path("norm", (x0, axis.at(value)), (x1, axis.at(value)))
        fact = dict(panel.known)[places[-1]]
        drawing.number(
            "norm-label", right + 5, axis.at(value) + 3, fact, bound_text(value, fact.unit), "start", "norm_bare"
        )


def _runs(places: Sequence[int], breaks: Sequence[int]) -> list[list[int]]:
    """Months that follow each other without a gap, by the same version of the definition."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1 and place not in breaks:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _extremes(drawing: Drawing, panel: Panel, axis: Scale, points: dict[int, tuple[Fraction, Fraction]]) -> None:
    """Print the lowest and the highest month; the lowest above its point where the axis leaves no room below."""
    by_value = sorted(panel.known, key=lambda item: (item[1].value or Fraction(0), item[0]))
    low, high = by_value[0], by_value[-1]
    room = points[low[0]][1] + 14 < axis.start - 1
    shown = ((low, Fraction(14 if room else -7)), (high, Fraction(-7)))
    for (place, fact), lift in shown if low != high else shown[1:]:
        x, y = points[place]
        align = "start" if place <= 1 else "end" if place >= len(panel.months) - 2 else "middle"
        drawing.number("small", x, y + lift, fact, fact.printed, align)
