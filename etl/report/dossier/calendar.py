"""The calendar of deliveries: per source and unit what arrived for each month, what is late and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from etl.model.deliveries import Landed
from etl.model.period import Period
from etl.report.dossier.content import QualityContent

State = Literal["record", "aggregate", "late", "missing", "not_expected"]


@dataclass(frozen=True)
class Cell:
    """One unit-month. `rejected` and `masked` count lines and values of its deliveries that were put aside."""

    month: str
    state: State
    rejected: int = 0
    masked: int = 0


@dataclass(frozen=True)
class CalendarRow:
    """One unit of a source over all months."""

    source: str
    unit: str
    cells: tuple[Cell, ...]

    def months_in(self, state: State) -> tuple[str, ...]:
        """The months in which the unit is in a state."""
        return tuple(cell.month for cell in self.cells if cell.state == state)

    def spans_in(self, state: State) -> tuple[str, ...]:
        """The same as spans of neighbouring months: `2007-04`, `2007-06 – 2007-12`."""
        spans: list[list[str]] = []
        before: State | None = None
        for cell in self.cells:
            if cell.state == state:
                if before == state:
                    spans[-1].append(cell.month)
                else:
                    spans.append([cell.month])
            before = cell.state
        return tuple(months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" for months in spans)


@dataclass(frozen=True)
class Calendar:
    """All expected unit-months; `years` are the year and its number of months, for the head of the table."""

    months: tuple[str, ...]
    rows: tuple[CalendarRow, ...]

    @property
    def years(self) -> tuple[tuple[str, int], ...]:
        """Each year with how many of its months are shown."""
        names = [month[:4] for month in self.months]
        return tuple((year, names.count(year)) for year in sorted(set(names)))

    @property
    def counts(self) -> dict[State, int]:
        """How many unit-months are in each state."""
        states: tuple[State, ...] = ("record", "aggregate", "late", "missing", "not_expected")
        cells = [cell.state for row in self.rows for cell in row.cells]
        return {state: cells.count(state) for state in states}


def calendar_of(quality: QualityContent) -> Calendar:
    """The calendar of an edition, in the order of the programme's units."""
    programme = quality.content.programme
    months = tuple(sorted({item["month"] for item in quality.unit_months}))
    grades = {(item["source"], item["unit"], item["month"]): item["grade"] for item in quality.unit_months}
    behind: dict[tuple[str, str, str], list[Landed]] = {}
    for item in quality.landed:
        for month in item.months:
            behind.setdefault((item.source, item.unit, month), []).append(item)
    rows = []
    for unit in programme.units:
        cells = []
        for month in months:
            grade = grades.get((unit.source, unit.unit, month))
            kind = "aggregates" if grade == "aggregate" else unit.source
            files = behind.get((kind, unit.unit, month), [])
            late = _late(files, month, programme.delivery_days, programme.time_zone)
            cells.append(_cell(month, grade, files, late=late))
        rows.append(CalendarRow(unit.source, unit.unit, tuple(cells)))
    return Calendar(months, tuple(rows))


def _cell(month: str, grade: str | None, files: Sequence[Landed], *, late: bool) -> Cell:
    rejected, masked = sum(item.rejected for item in files), sum(sum(item.masked.values()) for item in files)
    if grade is None:
        return Cell(month, "not_expected")
    if not grade:
        return Cell(month, "missing")
    if late:
        return Cell(month, "late", rejected, masked)
    return Cell(month, "aggregate" if grade == "aggregate" else "record", rejected, masked)


def _late(files: Iterable[Landed], month: str, days: int | None, time_zone: str) -> bool:
    """Whether a supplier's manifest states an extraction after the term; a delivery that states none is not late."""
    if days is None:
        return False
    due = Period.parse(month).closes_at(time_zone) + timedelta(days=days)
    return any(moment >= due for moment in (_moment(item.extracted_at, time_zone) for item in files) if moment)


def _moment(text: str, time_zone: str) -> datetime | None:
    """A stated moment; None where none, or nothing that can be read as one, is stated."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(time_zone))
