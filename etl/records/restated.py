"""Corrections: how much of what was delivered before says something else now.

Grain: `restated` has one row per delivery that took the place of an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.model.programme import Programme
from etl.records.tables import RecordFiles


def open_restated(
    connection: duckdb.DuckDBPyConnection, programme: Programme, corrections: Iterable[tuple[RecordFiles, Path]]
) -> None:
    """Create `restated`; `corrections` are deliveries with the landed rows of what they replaced.

    `row_count` are the rows of the earlier delivery, `restated_count` those of them that do not return unchanged.
    Pseudonyms are left out: they differ by the key, and not by what was delivered.
    """
    connection.execute(
        "create or replace table restated (delivery varchar, source varchar, unit varchar, month varchar, "
        "row_count bigint, restated_count bigint)"
    )
    contracts = {source.source: source for source in programme.sources}
    for file, earlier in corrections:
        landed = file.landed
        if landed.source not in contracts:
            continue
        pseudonyms = contracts[landed.source].pseudonymise.values()
        wanted = [name for name in contracts[landed.source].record_columns() if name not in pseudonyms]
        both = [_columns(connection, path) for path in (earlier, file.rows)]
        names = ", ".join(f'"{name}"' for name in wanted if all(name in columns for columns in both))
        connection.execute(
            "insert into restated select ?, ?, ?, ?, (select count(*) from read_parquet(?)), (select count(*) from "
            f"(select {names} from read_parquet(?) except all select {names} from read_parquet(?)))",
            [landed.sha256, landed.source, landed.unit, landed.month, str(earlier), str(earlier), str(file.rows)],
        )


def _columns(connection: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    return {str(row[0]) for row in connection.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()}
