"""What is known about the data: checks per table, deliveries per source, in the words of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.model.checks import CheckResult
from etl.model.content import DeliveryLine, ReportContent
from etl.model.period import month_number
from etl.report.deliveries import Row, calendar, spoilt, told_months
from etl.report.dutch import capital, listing

OUTCOMES = {
    "passed": "voldoet",
    "warn": "waarschuwing",
    "inform": "ter informatie",
    "block": "blokkerend",
    "not_applicable": "niet van toepassing",
}
RANK = {"block": 0, "warn": 1, "inform": 2, "not_applicable": 3, "passed": 4}
# Tables that are no source: what the checks on them look at.
TABLES = {
    "deliveries": "De leveringen als geheel",
    "cross": "Verbanden tussen bronnen",
    "unit_months": "Dekking per eenheid en maand",
    "aggregates": "Aangeleverde tellingen",
    "indicator_months": "Cijfers van maanden naast elkaar",
    "published": "Cijfers die eerder zijn gepubliceerd",
    "facts": "De cijfers van dit rapport",
    "measures": "Tellingen per eenheid en maand",
    "restated": "Leveringen die een eerdere vervangen",
}
SHARED = "shared"  # the rules that several tables passed, told once
SHARED_TITLE = "Regels waaraan meer tabellen voldoen"


@dataclass(frozen=True)
class SourceLine:
    """One source: what was delivered of it, and what the checks found."""

    source: str
    title: str
    deliveries: int
    rows: int
    rejected: int
    checks: int
    failed: int


@dataclass(frozen=True)
class CheckLine:
    """One rule on one table, over all columns that it was applied to with the same outcome.

    Under `SHARED` it is one rule on several tables, all of which passed it; `places` are the titles of these.
    """

    code: str
    title: str
    outcome: str
    columns: tuple[str, ...]
    rows: int
    failed: int
    first: CheckResult
    places: tuple[str, ...] = ()


def natural(code: str) -> tuple[str, int, str]:
    """Codes in the order in which people count: C2 before C10."""
    match = re.fullmatch(r"([A-Z]+)(\d+)(\w*)", code)
    return (match[1], int(match[2]), match[3]) if match else (code, 0, "")


def outcome(check: CheckResult) -> str:
    """The outcome as a key of `OUTCOMES`."""
    if check.passed is None:
        return "not_applicable"
    return "passed" if check.passed else check.severity


def printed_title(check: CheckResult) -> str:
    """The title as the list of checks has it: a capital first, and no column, which stands beside it."""
    return capital(check.title.nl.removeprefix(f"{check.column} ") if check.column else check.title.nl)


class Quality:
    """The data quality of one run."""

    def __init__(self, content: ReportContent) -> None:
        self.content = content

    @cached_property
    def titles(self) -> dict[str, str]:
        """What tables are called."""
        own = {source.source: source.title.nl for source in self.content.programme.sources if source.title}
        return {**TABLES, SHARED: SHARED_TITLE, **own}

    def title(self, table: str) -> str:
        """What a table is called; its id when it has no title."""
        return self.titles.get(table, table)

    @cached_property
    def sources(self) -> tuple[SourceLine, ...]:
        """One line per source of the programme, in its order, and per other source that was delivered."""
        names = [source.source for source in self.content.programme.sources]
        names += sorted({line.source for line in self.content.deliveries} - set(names))
        return tuple(self._source(name) for name in names)

    def _source(self, name: str) -> SourceLine:
        lines = [line for line in self.content.deliveries if line.source == name]
        checks = [check for check in self.content.checks if check.table == name and check.passed is not None]
        return SourceLine(
            name,
            self.title(name),
            len(lines),
            sum(line.rows for line in lines),
            sum(line.rejected for line in lines),
            len(checks),
            sum(1 for check in checks if not check.passed),
        )

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How many checks had which outcome."""
        counts = dict.fromkeys(OUTCOMES, 0)
        for check in self.content.checks:
            counts[outcome(check)] += 1
        return counts

    @cached_property
    def tables(self) -> tuple[tuple[str, tuple[CheckLine, ...]], ...]:
        """The checks per table, failures first, then by code; last what several tables passed, once for all of them."""
        names = sorted(
            {check.table for check in self.content.checks}, key=lambda name: (name in TABLES, self.title(name))
        )
        lines = {name: self._lines(name) for name in names}
        passed: dict[str, list[tuple[str, CheckLine]]] = {}
        for name, own in lines.items():
            for line in own:
                if line.outcome == "passed":
                    passed.setdefault(line.code, []).append((name, line))
        shared = {code: own for code, own in passed.items() if len(own) > 1}
        apart = {
            name: tuple(line for line in own if line.outcome != "passed" or line.code not in shared)
            for name, own in lines.items()
        }
        together = tuple(self._together(shared[code]) for code in sorted(shared, key=natural))
        return tuple((name, own) for name, own in {**apart, SHARED: together}.items() if own)

    def _together(self, lines: list[tuple[str, CheckLine]]) -> CheckLine:
        """One rule that several tables passed."""
        whole = sum(line.rows for _, line in lines)
        return replace(lines[0][1], columns=(), rows=whole, places=self._places([name for name, _ in lines]))

    def _places(self, names: Sequence[str]) -> tuple[str, ...]:
        """Tables by title, or all sources but some, whichever is shorter."""
        sources = [line.source for line in self.sources if line.checks]
        without = [name for name in sources if name not in names]
        if len(without) >= len(sources) / 2:
            return tuple(self.title(name) for name in names)
        others = (self.title(name) for name in names if name not in sources)
        every = "alle bronnen" + (f" behalve {listing([self.title(name) for name in without])}" if without else "")
        return (every, *others)

    def _lines(self, table: str) -> tuple[CheckLine, ...]:
        alike: dict[tuple[str, str], list[CheckResult]] = {}
        for check in self.content.checks:
            if check.table == table:
                alike.setdefault((check.code, outcome(check)), []).append(check)
        lines = [self._line(checks) for checks in alike.values()]
        return tuple(sorted(lines, key=lambda line: (RANK[line.outcome], natural(line.code), line.columns)))

    def _line(self, checks: list[CheckResult]) -> CheckLine:
        first = checks[0]
        return CheckLine(
            first.code,
            printed_title(first),
            outcome(first),
            tuple(check.column for check in checks if check.column),
            max(check.rows for check in checks),
            sum(check.failed for check in checks),
            first,
        )

    @cached_property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that did not pass, worst first."""
        failed = (check for check in self.content.checks if check.passed is False)
        return tuple(sorted(failed, key=lambda check: (RANK[outcome(check)], check.check_id)))

    @cached_property
    def deliveries(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The deliveries per source, as a calendar."""
        lines, told = self.content.deliveries, told_months(self.content.deliveries)
        names = [source.source for source in self.sources if source.deliveries]
        return tuple((name, calendar([line for line in lines if line.source == name], told)) for name in names)

    @cached_property
    def spoilt(self) -> tuple[DeliveryLine, ...]:
        """The deliveries of which not everything could be read, or not everything may be kept."""
        return spoilt(self.content.deliveries)

    @property
    def looks_back(self) -> bool:
        """Whether deliveries from before the main period are among those used."""
        months = [line.month[:7] for line in self.content.deliveries if len(line.month) >= 7]
        return any(month_number(month) < self.content.period.first for month in months)
