"""The deliveries a report rests on, as a calendar: a row per unit and year, a cell per month.

A month of which nothing was used shows as a point between the others; in a list it would only be absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from etl.model.content import DeliveryLine
from etl.model.numbers import dutch
from etl.model.period import Period
from etl.report.figures import NBSP

HASH_SIGNS = 8
"""Signs of a checksum that are printed: enough to tell some hundreds of files apart. `manifest.json` has them whole."""
_UNITS = {"national": "landelijk"}


@dataclass(frozen=True)
class Entry:
    """One cell: what was delivered over one or more months, or nothing where other sources did bring something."""

    text: str
    months: int
    used: bool


@dataclass(frozen=True)
class Row:
    """The deliveries of one unit (and part) in one year, from January to December; no year where none is known."""

    unit: str
    year: Period | None
    entries: tuple[Entry, ...]


def unit_text(line: DeliveryLine) -> str:
    """The unit that delivered, with the part of a delivery in parts."""
    return " ".join(filter(None, (_UNITS.get(line.unit, line.unit), line.part)))


def entry_text(line: DeliveryLine) -> str:
    """What a cell says of a delivery: its number of rows and the beginning of its checksum."""
    return f"{dutch(Decimal(line.rows))}{2 * NBSP}{line.sha256[:HASH_SIGNS]}"


def calendar(lines: Sequence[DeliveryLine], told: Period) -> tuple[Row, ...]:
    """The rows of one source, by unit and year; a second row where two deliveries are about the same month.

    Args:
        lines: the deliveries of that source.
        told: the first to the last month of all deliveries of the report; outside it a cell is empty.
    """
    rows: dict[tuple[str, int], list[dict[int, DeliveryLine]]] = {}
    for line in sorted(lines, key=lambda line: (unit_text(line), line.month)):
        for year, months in _years(line):
            lanes = rows.setdefault((unit_text(line), year), [])
            lane = next((lane for lane in lanes if lane.keys().isdisjoint(months)), None)
            if lane is None:
                lanes.append(lane := {})
            lane.update(dict.fromkeys(months, line))
    dated = (
        Row(unit, Period(12 * year, 12 * year + 11), tuple(_entries(lane, 12 * year, told)))
        for unit, year in sorted(rows)
        for lane in rows[unit, year]
    )
    undated = [line for line in lines if not line.month]
    return (*dated, *(Row(unit_text(line), None, (Entry(entry_text(line), 12, used=True),)) for line in undated))


def told_months(lines: Sequence[DeliveryLine]) -> Period:
    """From the first to the last month that any delivery is about."""
    spans = [Period.parse(line.month) for line in lines if line.month]
    return Period(min((item.first for item in spans), default=0), max((item.last for item in spans), default=0))


def _years(line: DeliveryLine) -> Iterator[tuple[int, range]]:
    """The months of a delivery, per year."""
    if line.month:
        whole = Period.parse(line.month)
        for year in range(whole.first // 12, whole.last // 12 + 1):
            yield year, range(max(whole.first, 12 * year), min(whole.last, 12 * year + 11) + 1)


def _entries(lane: dict[int, DeliveryLine], january: int, told: Period) -> Iterator[Entry]:
    """The cells of one year; a delivery over more months has one cell."""
    for _, months in groupby(range(january, january + 12), key=lambda month: id(lane.get(month, month))):
        first, *rest = months
        line = lane.get(first)
        if line is None:
            yield Entry("." if told.first <= first <= told.last else "", 1, used=False)
        else:
            yield Entry(entry_text(line), 1 + len(rest), used=True)


def spoilt(lines: Sequence[DeliveryLine]) -> tuple[DeliveryLine, ...]:
    """The deliveries of which rows could not be read, or in which a text was screened off."""
    return tuple(line for line in lines if line.rejected or line.masked)
