"""Which header cells belong to a data cell, from the grid of the whole table; and the scope of each header cell.

WeasyPrint works per page, forgets the columns that a rowspan takes in later rows and the width of a column head, takes
scope=rowgroup for a column head, and writes no /Scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pydyf

from etl.report.tagging.hooks import html_of
from etl.report.tagging.tree import Element, Tree


@dataclass(frozen=True)
class Cell:
    """A cell with the rows and columns it takes; `group_end` is the first row after its row group."""

    element: Element
    rows: range
    columns: range
    group_end: int

    @property
    def scope(self) -> str:
        """The HTML scope; a header cell without one heads its column."""
        return html_of(self.element).get("scope") or "col"


def grid(tree: Tree, table: Element) -> Iterator[Cell]:
    """The cells of a table as HTML lays them out."""
    top = 0
    for group in tree.kids(table):
        rows = [row for row in tree.kids(group) if row["S"] == "/TR"]
        end, taken = top + len(rows), set[tuple[int, int]]()
        for y, row in enumerate(rows, top):
            x = 0
            for element in tree.kids(row):
                while (y, x) in taken:
                    x += 1
                down = range(y, min(y + element["A"].get("RowSpan", 1), end))
                across = range(x, x + element["A"].get("ColSpan", 1))
                taken.update((i, j) for i in down for j in across)
                yield Cell(element, down, across, end)
        top = end


def link(tree: Tree, table: Element) -> None:
    """Write /Headers on data cells and /Scope on header cells."""
    cells = list(grid(tree, table))
    by_row: dict[int, list[pydyf.String]] = defaultdict(list)
    by_column: dict[int, list[tuple[int, pydyf.String]]] = defaultdict(list)
    for cell in cells:
        if cell.element["S"] != "/TH":
            continue
        cell.element["A"]["Scope"] = "/Row" if cell.scope.startswith("row") else "/Column"
        if cell.scope.startswith("row"):
            for y in range(cell.rows.start, cell.group_end) if cell.scope == "rowgroup" else cell.rows:
                by_row[y].append(cell.element["ID"])
        else:
            for x in cell.columns:
                by_column[x].append((cell.rows.start, cell.element["ID"]))
    for cell in cells:
        if cell.element["S"] == "/TD":
            heads = [head for y in cell.rows for head in by_row[y]]
            heads += [head for x in cell.columns for y, head in by_column[x] if y < cell.rows.start]
            cell.element["A"]["Headers"] = pydyf.Array({head.string: head for head in heads}.values())
