"""Lands one small file of a made-up source, and shows everything that came of it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.landing import LandingResult, Pseudonyms, land_file
from etl.model.contract import Source
from etl.model.deliveries import DeliveredFile

KEY = b"a key for tests"
CALLS = Source.model_validate(
    {
        "source": "calls",
        "key": ["call_id"],
        "month_of": "arrived_at",
        "pseudonymise": {"client_id": "client_ps"},
        "columns": {
            "call_id": {"pattern": "C[0-9]+", "required": True},
            "client_id": "string?",
            "group": {"codes": ["employee", "employer"]},
            "arrived_at": "timestamp",
            "day": "date?",
            "attempts": "integer?",
            "fraction": "number?",
            "invited": "boolean?",
            "note": "string?",
        },
    }
)
HEADER = "call_id,client_id,group,arrived_at,day,attempts,fraction,invited,note"
GOOD = "C1,123456782,employee,2007-03-01T08:00:12+01:00,2007-03-02,3,0.25,true,kort"


@dataclass(frozen=True)
class Landing:
    """What came of landing one file."""

    result: LandingResult
    rows: list[dict[str, Any]]
    rejects: list[tuple[int, str, str]]
    parquet: bytes


def csv_text(*lines: str, header: str = HEADER, end: str = "\n") -> bytes:
    """A CSV file with these lines."""
    return end.join([header, *lines, ""]).encode()


def csv_gz(content: bytes) -> bytes:
    """The same, compressed."""
    return gzip.compress(content)


def xlsx(rows: list[list[Any]], sheet: str = "Sheet") -> bytes:
    """A workbook with one sheet; the first row is the header."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet(columns: dict[str, Any]) -> bytes:
    """A Parquet file with these columns."""
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine on Dutch time."""
    with duckdb.connect() as opened:
        opened.execute("set timezone='Europe/Amsterdam'")
        yield opened


@pytest.fixture
def land(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> Callable[..., Landing]:
    """Land a file given as bytes."""

    def of(
        content: bytes, name: str = "2007-03.csv", source: Source = CALLS, month: str = "2007-03", key: bytes = KEY
    ) -> Landing:
        delivered, scratch = tmp_path / name, tmp_path / "scratch"
        scratch.mkdir(exist_ok=True)
        delivered.write_bytes(content)
        target, rejects = tmp_path / "rows.parquet", tmp_path / "rejects.parquet"
        result = land_file(
            delivered,
            DeliveredFile(source.source, "national", month, "", f"{source.source}/{name}"),
            "0" * 64,
            source,
            connection=connection,
            pseudonyms=Pseudonyms(key),
            scratch=scratch,
            target=target,
            rejects=rejects,
        )
        query = connection.execute("select * from read_parquet(?) order by _line", [str(target)])
        names = [column[0] for column in query.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in query.fetchall()]
        aside = [tuple(row.values()) for row in pq.read_table(rejects).to_pylist()]
        return Landing(result, rows, aside, target.read_bytes())  # type: ignore[arg-type]

    return of
