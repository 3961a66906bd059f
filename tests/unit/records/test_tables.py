"""Records as tables: views over what landed, and what was expected against what came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.model.contract import Source, Unit
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, UsageError
from etl.model.period import Period
from etl.model.programme import Programme, Text
from etl.records import RecordFiles, open_tables, unit_months

CALLBACKS = Source.model_validate(
    {
        "source": "callbacks",
        "key": ["id"],
        "columns": {"id": "string", "about": "string", "at": "timestamp"},
        "derived": {"division": "upper(about)"},
    }
)


def programme(source: Source = CALLBACKS) -> Programme:
    """Two regions, one of which begins in February."""
    return Programme(
        programme="small",
        title=Text(nl="Klein"),
        inspected_body="UWV",
        sources=(source,),
        units=(
            Unit.model_validate({"source": "callbacks", "unit": "NOORD", "region": "NOORD", "division": "AG"}),
            Unit.model_validate({"source": "callbacks", "unit": "ZUID", "valid_from": "2007-02-01"}),
        ),
    )


def landed(unit: str, *months: str, source: str = "callbacks", **fields: Any) -> Landed:
    """A landed delivery of two rows."""
    month = months[0] if len(months) == 1 else ""
    name = f"{source}/{month}__{unit}.csv"
    counts = {"size": 1, "lines": 2, "rows": 2, "rejected": 0, "masked": {"about:codes": 3}}
    return Landed(source, unit, month, "", name, "a" * 64, months=months, path="x.parquet", **{**counts, **fields})


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine."""
    with duckdb.connect() as opened:
        yield opened


def record_file(folder: Path, item: Landed) -> RecordFiles:
    """A landed delivery with two rows and one reject."""
    rows, rejects = folder / "it's rows.parquet", folder / "rejects.parquet"
    columns = {"id": ["1", "2"], "about": ["ag", None], "_unreadable": [None, None], "_suspect": [False, True]}
    pq.write_table(pa.table(columns), rows)
    pq.write_table(pa.table({"line": [7], "column_name": ["at"], "reason": ["not a moment"]}), rejects)
    return RecordFiles(item, rows, rejects)


def test_records_have_their_columns_and_the_derived_ones(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Without the columns that only landing needed; a quote in a path does no harm."""
    open_tables(connection, programme(), [record_file(tmp_path, landed("NOORD", "2007-01"))])

    found = connection.execute("select * from callbacks order by id")

    assert [column[0] for column in found.description or []] == ["id", "about", "division"]
    assert found.fetchall() == [("1", "ag", "AG"), ("2", None, None)]


def test_a_source_without_delivery_has_no_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Whoever asks must know that it is missing: an empty table would say that nothing happened."""
    open_tables(connection, programme(), [])

    assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("deliveries",), ("rejects",)]
    assert connection.execute("select view_name from duckdb_views() where not internal").fetchall() == []


def test_derived_columns_that_do_not_fit_are_named(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """With the source whose definition is wrong."""
    wrong = CALLBACKS.model_copy(update={"derived": {"division": "upper(abuot)"}})

    with pytest.raises(UsageError, match=r"sources.yml, column callbacks.derived: the SQL of a derived column"):
        open_tables(connection, programme(wrong), [record_file(tmp_path, landed("NOORD", "2007-01"))])


def test_deliveries_and_rejects_are_tables_too(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """So that checks can be about them."""
    item = landed("NOORD", "2007-01", lines=3, rejected=1)

    open_tables(connection, programme(), [record_file(tmp_path, item)])

    deliveries = connection.execute(
        "select unit, month, file, line_count, row_count, rejected_count, masked_count from deliveries"
    ).fetchall()
    rejects = connection.execute("select file, line, column_name, reason from rejects").fetchall()
    assert deliveries == [("NOORD", "2007-01", "callbacks/2007-01__NOORD.csv", 3, 2, 1, 3)]
    assert rejects == [("callbacks/2007-01__NOORD.csv", 7, "at", "not a moment")]


def test_every_expected_month_has_a_row() -> None:
    """With its grade: records, counts, or nothing; nothing is expected before a unit exists."""
    frame = unit_months(
        programme(),
        Period.parse("2007-01..2007-03"),
        [landed("NOORD", "2007-01"), landed("ZUID", "2007-02", source="aggregates")],
        [("callbacks", "ZUID", "2007-02")],
    )

    listed = [(row.unit, row.month, row.grade) for row in frame.itertuples()]
    assert listed == [
        ("NOORD", "2007-01", "record"), ("NOORD", "2007-02", None), ("NOORD", "2007-03", None),
        ("ZUID", "2007-02", "aggregate"), ("ZUID", "2007-03", None),
    ]  # fmt: skip


def test_a_mapped_file_covers_the_months_of_its_rows() -> None:
    """And no others."""
    frame = unit_months(programme(), Period.parse("2007-01..2007-03"), [landed("NOORD", "2007-01", "2007-03")], [])

    assert list(frame["grade"])[:3] == ["record", None, "record"]


def test_counts_beside_records_are_refused() -> None:
    """Both files are named."""
    deliveries = [landed("NOORD", "2007-01"), landed("NOORD", "2007-01", source="aggregates")]

    with pytest.raises(ContractError) as caught:
        unit_months(programme(), Period.parse("2007-01"), deliveries, [("callbacks", "NOORD", "2007-01")])

    (problem,) = caught.value.problems
    assert problem.where == "aggregates/2007-01__NOORD.csv"
    assert problem.what == "callbacks of NOORD for 2007-01 is delivered as counts and as records"
    assert problem.hint == "the records are in 'callbacks/2007-01__NOORD.csv'; withdraw one of both."
