"""Excel workbooks: every cell becomes text, as it would stand in a CSV file."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.landing.lines import FIELDS
from etl.landing.masks import quoted
from etl.landing.raw import RawTable, sound_header
from etl.model.errors import ContractError, Problem, UnreadableError


def open_workbook(path: Path, name: str, connection: duckdb.DuckDBPyConnection, sheet: str | None) -> RawTable:
    """Read a workbook: the named sheet, else its first one.

    Raises:
        UnreadableError: it is no sound workbook.
        ContractError: it lacks the sheet, or a cell holds a formula.
    """
    rows = _sheet(path, name, sheet).iter_rows()
    titles = [str(cell.value or "") for cell in next(rows, ())]
    while titles and not titles[-1].strip():
        titles.pop()  # Excel keeps empty columns that once had a format
    header = sound_header(titles, name)
    columns: list[list[str | None]] = [[] for _ in header]
    numbers: list[int] = []
    rejects: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows, start=2):
        if all(cell.value is None for cell in row):
            continue
        if any(cell.value is not None for cell in row[len(header) :]):
            rejects.append((number, "", FIELDS))
            continue
        numbers.append(number)
        for index, column in enumerate(columns):
            column.append(_cell_text(row[index], name, number) if index < len(row) else None)
    arrays = {title: pa.array(values, pa.string()) for title, values in zip(header, columns, strict=True)}
    connection.register("workbook", pa.table({**arrays, "_line": pa.array(numbers, pa.int64())}))
    listed = ", ".join(quoted(column) for column in header)
    lines = len(numbers) + len(rejects)
    return RawTable(f"select {listed}, _line from workbook", header, set(header), lines, rejects, zoneless=True)


def _sheet(path: Path, name: str, sheet: str | None) -> Any:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except Exception as error:  # noqa: BLE001 - ZIP, XML and openpyxl each have their own errors
        raise UnreadableError(
            Problem(
                f"this is not a sound Excel file ({type(error).__name__})",
                where=name,
                line=1,
                expected="a complete .xlsx workbook",
                hint="save it again as .xlsx.",
            )
        ) from None
    if sheet is not None and sheet not in book.sheetnames:
        raise ContractError(
            Problem(
                "the workbook lacks the sheet of the mapping",
                where=name,
                expected=f"a sheet '{sheet}'",
                hint="see mapping.sheet in sources.yml.",
            )
        )
    return book[sheet] if sheet is not None else book.worksheets[0]


def _cell_text(cell: Any, name: str, line: int) -> str | None:
    value = cell.value
    if cell.data_type == "f":
        raise ContractError(
            Problem(
                "the cell holds a formula",
                where=name,
                line=line,
                column=cell.column_letter,
                expected="a value",
                hint="copy the sheet and paste it as values.",
            )
        )
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
