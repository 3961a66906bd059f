"""Views over landed files: one per source, and the tables that say what was delivered.

Grain: `<source>` one row per call, callback request, complaint, …; `deliveries` one row per delivery that counts;
`rejects` one row per line put aside; `unit_months` one row per expected source, unit and month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from etl.model.deliveries import Landed
from etl.model.errors import ContractError, Problem, UsageError
from etl.model.period import Period
from etl.model.programme import Programme, Source


@dataclass(frozen=True)
class RecordFiles:
    """One delivery that counts, with the local paths of its rows and of its rejects."""

    landed: Landed
    rows: Path
    rejects: Path


def unit_months(
    programme: Programme, period: Period, landed: Iterable[Landed], aggregated: Iterable[tuple[str, str, str]]
) -> pd.DataFrame:
    """Every expected source, unit and month with its grade: `record`, `aggregate`, or None when not delivered.

    `aggregated` are the (source, unit, month) for which counts were delivered instead of records.

    Raises:
        ContractError: a unit-month arrived both ways; both files are named.
    """
    files = {
        (item.source, item.unit, month): item.file
        for item in landed
        for month in item.months
        if item.source != "aggregates"
    }
    counts = {(item.unit, month): item.file for item in landed for month in item.months if item.source == "aggregates"}
    by_counts = set(aggregated)
    both = sorted(by_counts & set(files))
    if both:
        raise ContractError(
            [
                Problem(
                    f"{source} of {unit} for {month} is delivered as counts and as records",
                    where=counts.get((unit, month), "aggregates"),
                    expected="one of the two",
                    hint=f"the records are in '{files[source, unit, month]}'; withdraw one of both.",
                )
                for source, unit, month in both
            ]
        )
    rows = []
    for unit in programme.units:
        for month in period.months:
            if unit.delivers_in(month):
                key = (unit.source, unit.unit, month)
                grade = "record" if key in files else "aggregate" if key in by_counts else None
                rows.append(
                    {
                        "source": unit.source,
                        "unit": unit.unit,
                        "month": month,
                        "division": unit.division,
                        "region": unit.region,
                        "grade": grade,
                    }
                )
    return pd.DataFrame(rows, columns=["source", "unit", "month", "division", "region", "grade"], dtype="object")


SMALL = 200_000
"""Rows of a source. Fewer are read once and kept; of more, each question reads the columns that it needs."""


def open_tables(connection: duckdb.DuckDBPyConnection, programme: Programme, files: Sequence[RecordFiles]) -> None:
    """Create the views, or tables where there are few rows.

    A source without a delivery gets none: whoever asks must know that it is missing.

    Raises:
        UsageError: the SQL of a source's derived columns does not fit its columns.
    """
    for source in programme.sources:
        own = [file for file in files if file.landed.source == source.source]
        if own:
            few = sum(file.landed.rows for file in own) <= SMALL
            _open_records(connection, source, [file.rows for file in own], "table" if few else "view")
    deliveries = pd.DataFrame([_delivery_row(file.landed) for file in files], columns=list(_DELIVERY_TYPES)).astype(
        _DELIVERY_TYPES
    )
    connection.register("deliveries_frame", deliveries)
    connection.execute("create or replace table deliveries as select * from deliveries_frame")
    connection.unregister("deliveries_frame")
    _open_rejects(connection, files)


def _open_records(connection: duckdb.DuckDBPyConnection, source: Source, rows: Sequence[Path], kind: str) -> None:
    try:
        connection.execute(f'create or replace {kind} "{source.source}" as {record_sql(source, rows)}')
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        raise UsageError(
            Problem(
                f"the SQL of a derived column of {source.source} does not fit: {str(error).splitlines()[0]}",
                where="sources.yml",
                column=f"{source.source}.derived",
                expected="SQL over the record columns",
                hint="client_id is client_ps after landing.",
            )
        ) from None


def record_sql(source: Source, rows: Iterable[Path]) -> str:
    """Select the records of some landed files with the source's derived columns."""
    listed = ", ".join(f"'{str(path).replace(chr(39), chr(39) * 2)}'" for path in sorted(rows))
    derived = "".join(f", ({sql}) as {name}" for name, sql in source.derived.items())
    return f"select * exclude (_unreadable, _suspect){derived} from read_parquet([{listed}])"


_DELIVERY_TYPES = {
    "delivery": "string",
    "source": "string",
    "unit": "string",
    "month": "string",
    "part": "string",
    "file": "string",
    "announced_rows": "Int64",
    "line_count": "int64",
    "row_count": "int64",
    "rejected_count": "int64",
    "masked_count": "int64",
}


def _delivery_row(landed: Landed) -> dict[str, object]:
    month = landed.month or f"{landed.months[0]}..{landed.months[-1]}" if landed.months else landed.month
    return {
        "delivery": landed.sha256,
        "source": landed.source,
        "unit": landed.unit,
        "month": month,
        "part": landed.part,
        "file": landed.file,
        "announced_rows": landed.announced_rows,
        "line_count": landed.lines,
        "row_count": landed.rows,
        "rejected_count": landed.rejected,
        "masked_count": sum(landed.masked.values()),
    }


def _open_rejects(connection: duckdb.DuckDBPyConnection, files: Sequence[RecordFiles]) -> None:
    with_rejects = [file for file in files if file.landed.rejected]
    connection.execute(
        "create or replace table rejects (delivery varchar, source varchar, unit varchar, month varchar, file varchar, "
        "line bigint, column_name varchar, reason varchar)"
    )
    for file in with_rejects:
        landed = file.landed
        connection.execute(
            "insert into rejects select ?, ?, ?, ?, ?, line, column_name, reason from read_parquet(?)",
            [landed.sha256, landed.source, landed.unit, landed.month, landed.file, str(file.rejects)],
        )
