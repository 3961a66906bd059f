"""Ways to spoil a delivery: a row, all rows, a row twice, the whole file. What is not touched keeps its bytes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

Row = dict[str, str]
Cell = str | Callable[[Row], str]
Where = Mapping[str, str | tuple[str, ...]]


@dataclass
class Table:
    """The rows of one CSV delivery; `touched` are the places of rows that a fault has used."""

    path: Path
    header: list[str]
    rows: list[Row]
    referenced: frozenset[str]
    touched: set[int] = field(default_factory=set)

    def take(self, where: Where) -> int:
        """The place of the first row that fits, that no fault has used and that no other delivery refers to."""
        for place, row in enumerate(self.rows):
            if place not in self.touched and row[self.header[0]] not in self.referenced and _fits(row, where):
                self.touched.add(place)
                return place
        raise LookupError(f"no row of {self.path.name} fits {dict(where)}")


Edit = Callable[[Table], int]
"""Spoils a table and returns how many rows it touched."""


def _fits(row: Row, where: Where) -> bool:
    return all(row[name] in ((wanted,) if isinstance(wanted, str) else wanted) for name, wanted in where.items())


def _changed(row: Row, cells: Mapping[str, Cell]) -> Row:
    return {**row, **{name: cell if isinstance(cell, str) else cell(row) for name, cell in cells.items()}}


def change(where: Where, **cells: Cell) -> Edit:
    """Change cells of one row."""

    def edit(table: Table) -> int:
        place = table.take(where)
        table.rows[place] = _changed(table.rows[place], cells)
        return 1

    return edit


def change_all(**cells: Cell) -> Edit:
    """Change cells of every row."""

    def edit(table: Table) -> int:
        table.rows = [_changed(row, cells) for row in table.rows]
        return len(table.rows)

    return edit


def copy_row(where: Where, **cells: Cell) -> Edit:
    """Deliver one row once more at the end of the file, with these cells changed."""

    def edit(table: Table) -> int:
        table.rows.append(_changed(table.rows[table.take(where)], cells))
        table.touched.add(len(table.rows) - 1)
        return 1

    return edit


def remove_file() -> Edit:
    """Do not deliver the file at all."""

    def edit(table: Table) -> int:
        table.path.unlink()
        return len(table.rows)

    return edit


def moved(name: str, *, minutes: int) -> Callable[[Row], str]:
    """The moment in a column, moved; empty stays empty."""

    def cell(row: Row) -> str:
        return (datetime.fromisoformat(row[name]) + timedelta(minutes=minutes)).isoformat() if row[name] else ""

    return cell


def days_from(name: str, days: int) -> Callable[[Row], str]:
    """The date so many days after (or before) that in a column."""

    def cell(row: Row) -> str:
        return (date.fromisoformat(row[name]) + timedelta(days=days)).isoformat()

    return cell


def to_the_hour(name: str) -> Callable[[Row], str]:
    """The moment in a column without its minutes and seconds."""

    def cell(row: Row) -> str:
        return datetime.fromisoformat(row[name]).replace(minute=0, second=0).isoformat()

    return cell


def read_table(path: Path, referenced: frozenset[str]) -> Table:
    """A CSV delivery."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        return Table(path, list(reader.fieldnames or ()), rows, referenced)


def write_table(table: Table) -> None:
    """Write a table back, unless its file was removed."""
    if table.path.exists():
        with table.path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, table.header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table.rows)
