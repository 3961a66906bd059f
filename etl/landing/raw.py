"""What every format becomes first: a relation of raw columns, with lines to account for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from etl.model.errors import ContractError, Problem


@dataclass
class RawTable:
    """A delivered file as a relation.

    `sql` selects it; `lines` are the physical data lines; `rejects` are (line, column, reason) of lines that could
    not be read as rows; `text_columns` hold text that still must be cast; `zoneless` allows moments without offset
    (spreadsheets cannot hold one). `clean` is the copy without the header, where it needs no quotes and no line is put
    aside.
    """

    sql: str
    columns: list[str]
    text_columns: set[str]
    lines: int
    rejects: list[tuple[int, str, str]] = field(default_factory=list)
    zoneless: bool = False
    clean: Path | None = None


def sound_header(header: list[str], name: str) -> list[str]:
    """The header, when each of its columns has a name of its own.

    Raises:
        ContractError: a name lacks or stands twice.
    """
    if not header or any(not column.strip() for column in header):
        raise ContractError(
            Problem(
                "a column has no name",
                where=name,
                line=1,
                expected="a name for each column",
                hint="the first line holds the column names.",
            )
        )
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise ContractError(
            Problem(
                "a column name stands twice in the header",
                where=name,
                line=1,
                column=str(header.index(twice[0]) + 1),
                expected="each name once",
                hint="remove or rename the second one.",
            )
        )
    return header
