"""Delivered bytes become one DuckDB relation of raw columns, whatever the format.

The relation has the delivered columns by their delivered names plus `_line`: the physical line (CSV) or the row
number with the header as 1 (Parquet, XLSX).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import zlib
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.landing.lines import sort_lines
from etl.landing.masks import literal
from etl.landing.raw import RawTable, sound_header
from etl.landing.workbooks import open_workbook
from etl.model.errors import ContractError, Problem, UnreadableError

_CHUNK = 1 << 20
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
}


def open_raw(
    path: Path, name: str, connection: duckdb.DuckDBPyConnection, scratch: Path, sheet: str | None
) -> RawTable:
    """Read a delivered file; `path` is the local copy, `name` the delivered name.

    Raises:
        UnreadableError: the bytes are not what the name says, are cut short, are empty or are not UTF-8.
        ContractError: a spreadsheet cell holds a formula, or the header repeats or lacks names.
    """
    _must_hold_something(path, name)
    if name.endswith(".parquet"):
        return _parquet(path, name, connection)
    if name.endswith(".xlsx"):
        return open_workbook(path, name, connection, sheet)
    if name.endswith(".gz"):
        path = _gunzip(path, name, scratch / "unzipped.csv")
        _must_hold_something(path, name)
    return _csv(path, name, connection, scratch)


def _must_hold_something(path: Path, name: str) -> None:
    if path.stat().st_size == 0:
        raise UnreadableError(
            Problem(
                "the file is empty",
                where=name,
                line=1,
                expected="a header line",
                hint="a delivery without rows still has its header.",
            )
        )


def _gunzip(path: Path, name: str, target: Path) -> Path:
    try:
        with gzip.open(path, "rb") as source, target.open("wb") as sink:
            while chunk := source.read1(_CHUNK):
                sink.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        lines = target.read_bytes().count(b"\n") if target.exists() else 0
        cut = isinstance(error, EOFError)
        raise UnreadableError(
            Problem(
                "the gzip file is cut short" if cut else "this is not a sound gzip file",
                where=name,
                line=lines + 1,
                expected="a complete gzip file",
                hint="deliver it again and compare the sha256.",
            )
        ) from None
    return target


def _csv(path: Path, name: str, connection: duckdb.DuckDBPyConnection, scratch: Path) -> RawTable:
    _must_be_text(path, name)
    header, header_bytes = _header(path, name)
    clean = scratch / "clean.csv"
    sorted_lines = sort_lines(path, clean, len(header), header_bytes)
    types = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in header)
    quoting = "quote='\"', escape='\"'" if sorted_lines.quoted else "quote='', escape=''"
    reader = (
        f"read_csv({literal(str(clean))}, header=false, auto_detect=false, delim=',', {quoting}, "
        f"columns={{{types}}}, max_line_size=16777216)"
    )
    lines = "row_number() over () + 1"
    if sorted_lines.rejects:
        good = pa.table({"_row": range(1, len(sorted_lines.good_lines()) + 1), "_line": sorted_lines.good_lines()})
        connection.register("good_lines", good)
        numbered = f"(select row_number() over () as _row, * from {reader})"
        sql = f"select t.* exclude (_row), g._line from {numbered} t join good_lines g using (_row)"
    else:
        sql = f"select *, {lines} as _line from {reader}"
    rejects = [(line, "", reason) for line, reason in sorted_lines.rejects]
    plain = not (rejects or sorted_lines.quoted)
    return RawTable(sql, header, set(header), sorted_lines.lines, rejects, clean=clean if plain else None)


def _must_be_text(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(8)
        kind = next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), None)
        if kind is not None:
            raise UnreadableError(
                Problem(
                    f"the file is named CSV but is {kind}",
                    where=name,
                    line=1,
                    expected="comma-separated text in UTF-8",
                    hint="deliver the table itself.",
                )
            )
        file.seek(0)
        line, rest = 1, b"\n"
        while rest:
            rest = file.read(_CHUNK)
            try:
                decoder.decode(rest, final=not rest)
                wrong = rest.find(b"\0")
            except UnicodeDecodeError as error:
                wrong = max(0, error.start - (len(error.object) - len(rest)))
            if wrong >= 0:
                raise UnreadableError(
                    Problem(
                        "this is not UTF-8",
                        where=name,
                        line=line + rest.count(b"\n", 0, wrong),
                        expected="text in UTF-8",
                        hint="save the file as 'CSV UTF-8'.",
                    )
                )
            line += rest.count(b"\n")


def _header(path: Path, name: str) -> tuple[list[str], int]:
    with path.open("rb") as file:
        raw = file.readline(_CHUNK)
    text = raw.decode("utf-8-sig").rstrip("\r\n")
    try:
        header = next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise ContractError(
            Problem(
                "the header cannot be read",
                where=name,
                line=1,
                expected="column names with commas between them, and a line end after the last",
                hint="look for a quote that is not closed, or for lines that end in a carriage return only.",
            )
        ) from None
    if ";" in text and "," not in text:
        raise ContractError(
            Problem(
                "the fields are divided by semicolons",
                where=name,
                line=1,
                expected="commas",
                hint="export with a comma as separator, or deliver Parquet.",
            )
        )
    return sound_header(header, name), len(raw)


def _parquet(path: Path, name: str, connection: duckdb.DuckDBPyConnection) -> RawTable:
    source = f"read_parquet({literal(str(path))}, file_row_number=true)"
    try:
        described = connection.execute(f"describe select * from read_parquet({literal(str(path))})").fetchall()
        counted = connection.execute(f"select count(*) from {source}").fetchone()
    except duckdb.Error:
        raise UnreadableError(
            Problem(
                "this is not a sound Parquet file",
                where=name,
                expected="a complete Parquet file",
                hint="deliver it again and compare the sha256.",
            )
        ) from None
    columns = sound_header([str(row[0]) for row in described], name)
    text = {str(row[0]) for row in described if row[1] == "VARCHAR"}
    sql = f"select * exclude (file_row_number), file_row_number + 2 as _line from {source}"
    return RawTable(sql, columns, text, int(counted[0]) if counted else 0)
