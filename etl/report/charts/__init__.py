"""Figures from facts: which rows a chart of the programme shows, drawn by its kind, with a text that says the same.

A new kind of chart is one module with `draw`, one entry in `_KINDS`, and one kind in etl.model.programme.Chart.
"""

from __future__ import annotations

from collections.abc import Callable

from etl.model.facts import Fact
from etl.model.programme import Chart
from etl.report.book import FactBook
from etl.report.charts import bullet, monthly, regions, slope
from etl.report.charts.shapes import Drawing
from etl.report.dutch import MONTHS, capital, listing, period_label
from etl.report.figures import bare, bound_text, shown
from etl.report.marks import Marks
from etl.report.phrases import VERDICT_WORDS
from etl.report.sentences import Sentences

Scope = dict[str, str]


class Charts:
    """Draws the charts of one report."""

    def __init__(self, book: FactBook, marks: Marks, sentences: Sentences) -> None:
        self.book, self.marks, self.sentences = book, marks, sentences
        self._kinds: dict[str, Callable[[Chart], Drawing]] = {
            "bullet": self._bullet,
            "monthly": self._monthly,
            "slope": self._slope,
            "regions": self._regions,
        }

    def draw(self, chart: Chart) -> Drawing:
        """The figure, its alternative text, and the facts it shows marked as printed."""
        drawing = self._kinds[chart.kind](chart)
        for fact in drawing.facts.values():
            self.marks.cite_fact(fact)
        return drawing

    def _scopes(self, chart: Chart, indicator: str) -> tuple[Scope, ...]:
        """The scopes that a chart asks for; the total when none was stated."""
        wanted = [scope for scope in self.book.lines(indicator) if set(scope) == set(chart.by)]
        return tuple(wanted) or ({},)

    def _series(self, chart: Chart) -> list[tuple[str, str, Scope]]:
        """(label, indicator, scope) per row or panel: the label leaves out what all rows share."""
        rows = [(name, scope) for name in chart.indicators for scope in self._scopes(chart, name)]
        one_indicator, one_scope = len(chart.indicators) == 1, not chart.by
        made = []
        for name, scope in rows:
            label = self.book.scope_label(scope) if one_indicator else self.book.title(name)
            if not one_indicator and not one_scope:
                label = f"{self.book.title(name)}, {self.book.scope_label(scope)}"
            made.append((capital(label), name, scope))
        return made

    def _bullet(self, chart: Chart) -> Drawing:
        rows = [(label, self.book.fact(name, self.book.main, scope)) for label, name, scope in self._series(chart)]
        drawing = bullet.draw(self.book, rows)
        told = [f"{label} {self._told(fact)}" for label, fact in rows]
        drawing.alt = f"Staafdiagram met norm, {period_label(self.book.main)}. {'; '.join(told)}."
        return drawing

    def _told(self, fact: Fact | None) -> str:
        if fact is None or fact.value is None:
            return "niet vast te stellen"
        if fact.norm_value is None:
            return fact.printed
        return f"{fact.printed} (norm {shown(fact, 'norm')}, {VERDICT_WORDS[fact.verdict]})"

    def _monthly(self, chart: Chart) -> Drawing:
        panels = [
            monthly.Panel(label, tuple(self.book.fact(name, month, scope) for month in self.book.months))
            for label, name, scope in self._series(chart)
        ]
        drawing = monthly.draw(self.book, panels)
        told = "; ".join(self._panel_told(panel) for panel in panels)
        drawing.alt = f"Lijndiagram per maand, {period_label(self.book.main)}. {told}."
        return drawing

    def _panel_told(self, panel: monthly.Panel) -> str:
        if not panel.known:
            return f"{panel.label}: geen gegevens"
        values = sorted(panel.known, key=lambda item: (item[1].value, item[0]))
        (low_at, low), (high_at, high) = values[0], values[-1]
        text = (
            f"{panel.label}: laagste {low.printed} ({self._month(low_at)}), "
            f"hoogste {high.printed} ({self._month(high_at)})"
        )
        norms = {fact.norm_value: fact for _, fact in panel.known if fact.norm_value is not None}
        if norms:
            text += ", norm " + listing([shown(fact, "norm") for fact in norms.values()])
        gaps = [self._month(place) for place, fact in enumerate(panel.months) if fact is None or fact.value is None]
        text += f", geen cijfer over {listing(gaps)}" if gaps else ""
        return text + "".join(f", vanaf {self._month(place)} een nieuwe definitie" for place in panel.breaks)

    def _month(self, place: int) -> str:
        month = self.book.months[place].first
        name = MONTHS[month % 12]
        return name if len(self.book.months) <= 12 else f"{name} {month // 12}"

    def _slope(self, chart: Chart) -> Drawing:
        halves = self.book.halves
        if len(halves) != 2:
            return self._bullet(chart)
        rows = [
            (label, self.book.fact(name, halves[0], scope), self.book.fact(name, halves[1], scope))
            for label, name, scope in self._series(chart)
        ]
        drawing = slope.draw(self.book, rows)
        told = [f"{label} van {self._short(first)} naar {self._short(second)}" for label, first, second in rows]
        drawing.alt = (
            f"Hellingdiagram, van {period_label(halves[0])} naar {period_label(halves[1])}. {'; '.join(told)}."
        )
        return drawing

    def _short(self, fact: Fact | None) -> str:
        return "onbekend" if fact is None or fact.value is None else fact.printed

    def _regions(self, chart: Chart) -> Drawing:
        name = chart.indicators[0]
        wholes: dict[tuple[tuple[str, str], ...], list[Scope]] = {}
        for scope in self._scopes(chart, name):
            outer = tuple((key, value) for key, value in scope.items() if key != chart.by[-1]) if chart.by else ()
            wholes.setdefault(outer, []).append(scope)
        clusters = [
            regions.Cluster(
                capital(self.book.scope_label(dict(outer))),
                self.book.fact(name, self.book.main, dict(outer)),
                tuple((self._inner(chart, scope), self.book.fact(name, self.book.main, scope)) for scope in scopes),
            )
            for outer, scopes in wholes.items()
        ]
        drawing = regions.draw(clusters)
        told = "; ".join(self._cluster_told(cluster) for cluster in clusters)
        drawing.alt = f"Puntendiagram per regio, {period_label(self.book.main)}. {told}."
        return drawing

    def _inner(self, chart: Chart, scope: Scope) -> str:
        inner = {key: value for key, value in scope.items() if key in chart.by[-1:]}
        return self.book.scope_label(inner)

    def _cluster_told(self, cluster: regions.Cluster) -> str:
        if not cluster.known:
            return f"{cluster.label}: geen gegevens"
        known = sorted(cluster.known, key=lambda fact: (fact.value, fact.fact_id))
        text = f"{cluster.label}: van {known[0].printed} tot {known[-1].printed}"
        if cluster.whole is not None and cluster.whole.norm_value is not None:
            text += f", norm {bare(bound_text(cluster.whole.norm_value, cluster.whole.unit))}"
        missing = len(cluster.regions) - len(cluster.known)
        return text + (", niet van alle regio’s een cijfer" if missing else "")
