"""The records that a section names one by one: each cell answers to its roster, its column and its delivered line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from etl.model.named import Cell, NamedRecords
from etl.model.numbers import dutch
from etl.model.programme import Roster, Section
from etl.report.book import FactBook
from etl.report.dutch import date_text, plural
from etl.report.marks import cite, period
from etl.report.sentences import sentence

ORIGIN = "_origin"
SHORT_SHA = 8  # characters of a sha256 that tell the deliveries of one report apart


@dataclass(frozen=True)
class RosterTable:
    """One roster as it is printed: a table where there are rows, and what must be said beside it or in its place."""

    roster: str
    title: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]
    told: Markup


def shown(roster: Roster, named: NamedRecords, key: str, field: str) -> str:
    """The text of one cell, or of a count of deliveries (`missing`, `expected`; then `key` is empty).

    Raises:
        KeyError: the roster has no such row or column.
    """
    if not key:
        given, expected = named.coverage.delivered, named.coverage.expected
        return dutch(Decimal({"missing": expected - given, "expected": expected}[field]))
    row = {row.key: row for row in named.rows}[key]
    if field == ORIGIN:
        return f"{row.delivery[:SHORT_SHA]}, regel {row.line}"
    return _text(roster, field, row.cells[list(roster.columns).index(field)])


def _text(roster: Roster, field: str, cell: Cell) -> str:
    column = roster.columns[field]
    if cell is None:
        return column.none.nl
    if isinstance(cell, date):
        return date_text(cell)
    if isinstance(cell, int):
        return dutch(Decimal(cell))
    return column.codes[cell].nl if cell in column.codes else cell


class Rosters:
    """Writes the rosters of one report."""

    def __init__(self, book: FactBook) -> None:
        self.book = book

    def of(self, section: Section) -> tuple[RosterTable, ...]:
        """The rosters of a section, in its order."""
        known = {roster.roster: roster for roster in self.book.programme.rosters}
        return tuple(self._table(known[name]) for name in section.rosters)

    def _table(self, roster: Roster) -> RosterTable:
        named = self.book.named(roster.roster)
        stock = self.book.programme.measure(roster.measure).stock
        when = self.book.months[-1] if stock else self.book.main
        title = Markup("{}, {}").format(cite(roster.title.nl), period(when, "title"))
        heads = (*(column.title.nl for column in roster.columns.values()), "Levering")
        rows = tuple(
            tuple(self._mark(roster, named, row.key, field) for field in (*roster.columns, ORIGIN))
            for row in named.rows
        )
        return RosterTable(roster.roster, title, heads, rows, self._told(roster, named))

    def _told(self, roster: Roster, named: NamedRecords) -> Markup:
        """That nothing came in, that something is missing, or that there is nothing to name; else nothing."""
        given, expected = named.coverage.delivered, named.coverage.expected
        title = Markup("‘{}’").format(cite(roster.title.nl))
        if given == 0:
            return sentence("voor de lijst", title, "zijn over", period(self.book.main), "geen gegevens geleverd")
        if given == expected:
            return Markup() if named.rows else cite(roster.empty.nl)
        missing = expected - given
        return sentence(
            "van de",
            self._mark(roster, named, "", "expected"),
            "verwachte leveringen voor de lijst",
            title,
            plural(missing, "is er", "zijn er"),
            self._mark(roster, named, "", "missing"),
            "niet of alleen als aantallen ontvangen; wat daarin stond, is hier niet te noemen",
        )

    def _mark(self, roster: Roster, named: NamedRecords, key: str, field: str) -> Markup:
        return Markup('<span data-roster="{}" data-row="{}" data-field="{}">{}</span>').format(
            roster.roster, key, field, shown(roster, named, key, field)
        )
