"""Small files land in one statement as each of them does alone, and what is out of the ordinary is left to that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from etl.landing import Fetched, LandingResult, Pseudonyms, is_small, land_file, land_together
from etl.model.deliveries import DeliveredFile
from etl.model.errors import OversightError

from .conftest import CALLS, GOOD, KEY, csv_text

Together = Callable[..., tuple[dict[str, LandingResult], list[Fetched]]]


@pytest.fixture
def together(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> Together:
    """Land files given as bytes by the name of their unit, in one statement."""

    def of(**contents: bytes) -> tuple[dict[str, LandingResult], list[Fetched]]:
        items = []
        for unit, content in contents.items():
            local = tmp_path / f"{unit}.csv"
            local.write_bytes(content)
            file = DeliveredFile("calls", unit, "2007-03", "", f"calls/2007-03__{unit}.csv")
            targets = (tmp_path / f"{unit}.parquet", tmp_path / f"{unit}.rejects.parquet")
            items.append(Fetched(local, file, unit[0] * 64, *targets))
        return land_together(items, CALLS, connection=connection, pseudonyms=Pseudonyms(KEY), scratch=tmp_path), items

    return of


def alone(item: Fetched, connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[LandingResult, list[Any]]:
    """The same file through `land_file`."""
    folder.mkdir()
    result = land_file(
        item.local,
        item.file,
        item.sha256,
        CALLS,
        connection=connection,
        pseudonyms=Pseudonyms(KEY),
        scratch=folder,
        target=folder / "rows",
        rejects=folder / "rejects",
    )
    return result, rows_of(folder / "rows", connection)


def rows_of(path: Path, connection: duckdb.DuckDBPyConnection) -> list[Any]:
    """The columns with their types, and all rows in order."""
    found = connection.execute("select * from read_parquet(?) order by _line", [str(path)])
    return [(name, str(kind)) for name, kind, *_ in found.description or []] + found.fetchall()


def test_each_file_lands_as_it_does_alone(
    together: Together, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Counts, columns, types, rows, origins and masks; also of an empty file and one that ends without a line end."""
    second = GOOD.replace("C1", "C2").replace("employee", "Jansen")
    results, items = together(
        NOORD=csv_text(GOOD, second),
        OOST=csv_text(),
        WEST=csv_text(GOOD.replace("2007-03-01T08", "2007-04-01T08"), end="\r\n").rstrip(),
    )

    one_by_one = [alone(item, connection, tmp_path / f"alone-{item.file.unit}") for item in items]
    assert [results[item.file.path] for item in items] == [result for result, _ in one_by_one]
    assert [rows_of(item.target, connection) for item in items] == [rows for _, rows in one_by_one]
    assert results["calls/2007-03__NOORD.csv"].masked == {"group:codes": 1}
    assert [pq.read_table(item.rejects).num_rows for item in items] == [0, 0, 0]


@pytest.mark.parametrize(
    "odd",
    [
        csv_text(GOOD.replace("kort", '"kort, en bondig"')),
        csv_text("C4,too,few"),
        csv_text(GOOD.replace("true", "maybe")),
        csv_text(GOOD.replace("kort", "bel 123456782")),
        csv_text(GOOD, header="a,b,c,d,e,f,g,h,i"),
        b"%PDF-1.7",
        b"",
    ],
)
def test_what_is_out_of_the_ordinary_is_left_alone(together: Together, odd: bytes) -> None:
    """Its neighbours land; nothing is written for it."""
    results, items = together(NOORD=csv_text(GOOD), OOST=odd, WEST=csv_text(GOOD))

    assert sorted(results) == ["calls/2007-03__NOORD.csv", "calls/2007-03__WEST.csv"]
    assert [item.target.exists() for item in items] == [True, False, True]


def test_a_file_that_nobody_can_land_says_why_by_itself(
    together: Together, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The error is that of the file, with its name."""
    results, (item,) = together(OOST=csv_text(GOOD, header="a,b,c,d,e,f,g,h,i"))

    assert results == {}
    with pytest.raises(OversightError, match=r"calls/2007-03__OOST\.csv"):
        alone(item, connection, tmp_path / "alone")


@pytest.mark.parametrize(
    ("path", "month", "size", "small"),
    [
        ("calls/2007-03.csv", "2007-03", 1000, True),
        ("calls/2007-03.csv", "2007-03", 300_000, False),
        ("calls/2007-03.csv.gz", "2007-03", 1000, False),
        ("calls/everything.csv", "", 1000, False),
    ],
)
def test_only_small_months_in_csv_land_together(path: str, month: str, size: int, small: bool) -> None:
    """Large ones gain nothing; other formats, and files that tell the month in their rows, go their own way."""
    assert is_small(DeliveredFile("calls", "national", month, "", path), size) is small
