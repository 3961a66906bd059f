"""Dot plot: the regions of each division in order of value, with the spread, the division's own value and the norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from etl.model.facts import Fact
from etl.report.charts.shapes import WIDTH, Drawing, Scale, scale

LEFT, RIGHT, TOP, HEAD, ROW = 150, WIDTH - 90, 24, 22, 17


@dataclass(frozen=True)
class Cluster:
    """One division: its own fact and those of its regions, as (label, fact)."""

    label: str
    whole: Fact | None
    regions: tuple[tuple[str, Fact | None], ...]

    @property
    def known(self) -> list[Fact]:
        """The regions that have a value."""
        return [fact for _, fact in self.regions if fact is not None and fact.value is not None]


def draw(clusters: Sequence[Cluster]) -> Drawing:
    """The clusters under each other on one scale from zero."""
    drawing = Drawing(height=TOP + sum(HEAD + ROW * len(cluster.regions) + 8 for cluster in clusters) + 22)
    facts = [fact for cluster in clusters for fact in (*cluster.known, *([cluster.whole] if cluster.whole else []))]
    values = [value for fact in facts for value in (fact.value, fact.norm_value) if value is not None]
    percent = any(fact.unit == "share" for fact in facts)
    axis = scale(values, LEFT, RIGHT, percent=percent, from_zero=True)
    for value in axis.ticks:
        drawing.path("grid", (axis.at(value), Fraction(TOP)), (axis.at(value), Fraction(drawing.height - 20)))
        drawing.tick("axis", axis.at(value), drawing.height - 7, axis.tick_text(value) + ("%" if percent else ""))
    _legend(drawing, facts)
    top = Fraction(TOP)
    for cluster in clusters:
        top = _cluster(drawing, axis, cluster, top)
    return drawing


def _legend(drawing: Drawing, facts: Sequence[Fact]) -> None:
    x = Fraction(LEFT)
    drawing.disc("point-big", x + 4, Fraction(9), Fraction(4))
    drawing.text("legend", x + 13, 13, "regio")
    drawing.path("whole", (x + 58, Fraction(3)), (x + 58, Fraction(16)))
    drawing.text("legend", x + 65, 13, "divisie als geheel")
    if any(fact.norm_value is not None for fact in facts):
        drawing.path("norm", (x + 168, Fraction(3)), (x + 168, Fraction(16)))
        drawing.text("legend", x + 175, 13, "norm")


def _cluster(drawing: Drawing, axis: Scale, cluster: Cluster, top: Fraction) -> Fraction:
    """Draw one division from `top`; returns where the next one begins."""
    bottom = top + HEAD + ROW * len(cluster.regions)
    drawing.text("label", 0, top + 15, cluster.label)
    known = [fact.value for fact in cluster.known if fact.value is not None]
    if len(known) > 1:
        drawing.rect("band", axis.at(min(known)), top + HEAD - 2, axis.at(max(known)), bottom)
    norms = {fact.norm_value for fact in (*cluster.known, cluster.whole) if fact is not None}
    for norm in sorted(value for value in norms if value is not None):
        drawing.path("norm", (axis.at(norm), top + 6), (axis.at(norm), bottom))
    if cluster.whole is not None and cluster.whole.value is not None:
        x = axis.at(cluster.whole.value)
        drawing.path("whole", (x, top + 8), (x, bottom))
        drawing.number("value", WIDTH, top + 15, cluster.whole, cluster.whole.printed, "end")
    ordered = sorted(
        cluster.regions, key=lambda item: (item[1] is None or item[1].value is None, _value(item[1]), item[0])
    )
    for place, (label, fact) in enumerate(ordered):
        _region(drawing, axis, label, fact, top + HEAD + ROW * place + Fraction(ROW, 2))
    return bottom + 8


def _region(drawing: Drawing, axis: Scale, label: str, fact: Fact | None, y: Fraction) -> None:
    drawing.text("label-plain", 12, y + 4, label)
    if fact is None or fact.value is None:
        drawing.use(fact)
        drawing.text("muted", axis.start + 6, y + 4, "niet vast te stellen")
        return
    drawing.path("stem", (axis.start, y), (axis.at(fact.value), y))
    drawing.disc("point-big", axis.at(fact.value), y, Fraction(4))
    drawing.number("small", WIDTH, y + 4, fact, fact.printed, "end")


def _value(fact: Fact | None) -> Fraction:
    return fact.value if fact is not None and fact.value is not None else Fraction(0)
