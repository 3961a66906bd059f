"""The facts of one report, by what a writer asks for: this indicator, there, in that period, and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from etl.model.content import ReportContent
from etl.model.facts import Fact, fact_id
from etl.model.named import NamedRecords
from etl.model.period import Period
from etl.model.programme import DIMENSIONS, Indicator, Norm
from etl.report.dutch import place

Dimensions = Mapping[str, str]
MOST_YEARS = 4  # columns of years that fit beside a total on a portrait page


class FactBook:
    """Look-up over `content.facts`. A fact that is not there is None: the report then says so."""

    def __init__(self, content: ReportContent) -> None:
        self.content = content
        self.programme = content.programme
        self.main = content.period
        self.facts = {fact.fact_id: fact for fact in content.facts}
        self._lines: dict[str, dict[tuple[tuple[str, str], ...], None]] = {}
        for fact in content.facts:
            self._lines.setdefault(fact.indicator, {})[tuple(fact.dimensions.items())] = None

    def fact(self, indicator: str, period: Period, dimensions: Dimensions) -> Fact | None:
        """The fact of an indicator in a period and scope, if it was stated."""
        return self.facts.get(fact_id(indicator, str(period), dict(dimensions)))

    def at(self, fact: Fact, period: Period) -> Fact | None:
        """The same indicator and scope in another period."""
        return self.fact(fact.indicator, period, fact.dimensions)

    @cached_property
    def before(self) -> Period:
        """The period that the main one is compared with."""
        return self.main.year_before()

    @cached_property
    def steps(self) -> tuple[tuple[Period, Period], ...]:
        """What is compared with what: a period with the one a year before.

        Over several years it is the last year, with the first one and with the one before it.
        """
        if len(self.years) < 2:
            return ((self.main, self.before),)
        last = self.years[-1]
        return tuple((last, earlier) for earlier in dict.fromkeys((self.years[0], self.years[-2])))

    @cached_property
    def halves(self) -> tuple[Period, ...]:
        """First and second half-year, when the main period is one year."""
        halves = tuple(part for part in self.main.parts() if part.kind == "half")
        return halves if self.main.kind == "year" else ()

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """The whole years inside a span."""
        return tuple(part for part in self.main.parts() if part.kind == "year") if self.main.kind == "span" else ()

    @cached_property
    def columns(self) -> tuple[Period, ...]:
        """The periods side by side in the report's tables; the last one is the one judged."""
        if self.years:
            return (*self.years[-MOST_YEARS:], self.main)
        return (self.before, *self.halves, self.main)

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The months inside the main period."""
        return tuple(Period(number, number) for number in range(self.main.first, self.main.last + 1))

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Per indicator the definition version that holds for the main period, else the newest."""
        chosen: dict[str, Indicator] = {}
        for indicator in self.programme.indicators:
            known = chosen.get(indicator.indicator)
            holds = indicator.valid_in(self.main.start, self.main.end)
            if known is None or holds or not known.valid_in(self.main.start, self.main.end):
                chosen[indicator.indicator] = indicator
        return chosen

    def definition(self, fact: Fact) -> Indicator | None:
        """The definition in the version that the fact was computed by."""
        for indicator in self.programme.indicators:
            if (indicator.indicator, indicator.version) == (fact.indicator, fact.definition_version):
                return indicator
        return self.indicators.get(fact.indicator)

    def lines(self, indicator: str, *breakdown: str) -> tuple[dict[str, str], ...]:
        """The scopes stated for an indicator, in the programme's order; only one breakdown when it is named."""
        stated = [dict(items) for items in self._lines.get(indicator, {})]
        if breakdown:
            stated = [scope for scope in stated if set(scope) == set(breakdown)]
        return tuple(sorted(stated, key=lambda scope: self.rank(indicator, scope)))

    def rank(self, indicator: str, scope: dict[str, str]) -> tuple[int, list[tuple[int, str]]]:
        """Where a scope stands among the scopes of an indicator: as `by` and the programme's codes have it."""
        by = self.indicators[indicator].by if indicator in self.indicators else ()
        breakdown = tuple(name for name in DIMENSIONS if name in scope)
        wanted = [tuple(name for name in DIMENSIONS if name in group) for group in by]
        group = wanted.index(breakdown) if breakdown in wanted else len(wanted)
        codes = [(self._code_rank(name, scope[name]), scope[name]) for name in breakdown]
        return group, codes

    def _code_rank(self, dimension: str, code: str) -> int:
        codes = list(self.programme.dimensions.get(dimension, {}))
        return codes.index(code) if code in codes else len(codes)

    def named(self, roster: str) -> NamedRecords:
        """The records of a roster; none, and no delivery, when the content has none."""
        return next((item for item in self.content.named if item.roster == roster), NamedRecords(roster))

    def parts(self, indicator: str) -> tuple[str, ...]:
        """The indicators that are this one in part, in the programme's order."""
        return tuple(name for name, item in self.indicators.items() if item.part_of == indicator)

    def whole(self, indicator: str) -> str:
        """The indicator that this one is a part of; itself when it is whole."""
        return (self.indicators[indicator].part_of if indicator in self.indicators else None) or indicator

    def line_label(self, indicator: str, dimensions: Dimensions) -> str:
        """A line under the title of its whole: `totaal`, `divisie AG`, `uit een audit`."""
        part = self._part_label(indicator)
        if part and not dimensions:
            return part
        return ", ".join(text for text in (part, self.scope_label(dimensions)) if text)

    def line_adjunct(self, indicator: str, dimensions: Dimensions) -> str:
        """The same in a sentence; empty for a total."""
        return " ".join(text for text in (self._part_label(indicator), self.scope_adjunct(dimensions)) if text)

    def _part_label(self, indicator: str) -> str:
        label = self.indicators[indicator].label if indicator in self.indicators else None
        return label.nl if label is not None else ""

    def code_label(self, dimension: str, code: str) -> str:
        """What the programme calls a code."""
        texts = {str(name): labels for name, labels in self.programme.dimensions.items()}.get(dimension, {})
        return texts[code].nl if code in texts else code

    def scope_label(self, dimensions: Dimensions) -> str:
        """A scope in a table: `divisie AG, regio Zuid`; `totaal` without dimensions."""
        names = [self.code_label(name, dimensions[name]) for name in DIMENSIONS if name in dimensions]
        return ", ".join(names) or "totaal"

    def scope_adjunct(self, dimensions: Dimensions) -> str:
        """A scope in a sentence: `bij divisie AG in regio Zuid`; empty without dimensions."""
        return " ".join(
            place(name, self.code_label(name, dimensions[name])) for name in DIMENSIONS if name in dimensions
        )

    def title(self, indicator: str) -> str:
        """The indicator's title, else its id."""
        return self.indicators[indicator].title.nl if indicator in self.indicators else indicator

    def norms(self, indicator: str) -> tuple[Norm, ...]:
        """Every norm that the programme declares for an indicator, oldest first."""
        norms = [norm for norm in self.programme.norms if norm.indicator == indicator]
        return tuple(sorted(norms, key=lambda norm: (norm.valid_from is not None, norm.valid_from or self.main.start)))

    def promise(self, fact: Fact) -> Norm | None:
        """The norm without a value that holds for this fact: a promise that cannot be judged."""
        for norm in self.norms(fact.indicator):
            fits = norm.version == fact.definition_version and norm.in_scope(fact.dimensions)
            if fits and norm.value is None and norm.holds_in(fact.period.start, fact.period.end):
                return norm
        return None
