"""Named records: what a roster holds in one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etl.model.facts import Coverage

Cell = str | int | date | None


@dataclass(frozen=True)
class RosterRow:
    """One record: a cell per column of its roster, and the line of the delivery it stands on."""

    cells: tuple[Cell, ...]
    delivery: str
    line: int

    @property
    def key(self) -> str:
        """What the row answers to: the sha256 of the delivery and the line in it."""
        return f"{self.delivery}:{self.line}"


@dataclass(frozen=True)
class NamedRecords:
    """The rows of one roster in one run. `coverage` counts the unit-months of which records came in."""

    roster: str
    rows: tuple[RosterRow, ...] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "roster": self.roster,
            "rows": [
                {"cells": [_plain(cell) for cell in row.cells], "delivery": row.delivery, "line": row.line}
                for row in self.rows
            ],
            "coverage": [self.coverage.delivered, self.coverage.expected],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> NamedRecords:
        """The inverse of `to_json`."""
        rows = (
            RosterRow(tuple(_cell(cell) for cell in row["cells"]), row["delivery"], row["line"]) for row in data["rows"]
        )
        return cls(data["roster"], tuple(rows), Coverage(*data["coverage"]))


def _plain(cell: Cell) -> Any:
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(data: Any) -> Cell:
    cell: Cell = date.fromisoformat(data["date"]) if isinstance(data, dict) else data
    return cell
