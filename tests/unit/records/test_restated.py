"""Corrections: rows that do not return unchanged are counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from etl.definitions import load_programme
from etl.model.deliveries import Landed
from etl.records import RecordFiles, open_restated

LANDED = Landed(
    "kcc_quality", "national", "2007-03", "", "kcc_quality/2007-03.csv", "b" * 64, 1, 4, 4, 0, ("2007-03",), ""
)
ROWS = (
    "select 'Q' || i as evaluation_id, if(i < {changed}, 9, 0) as content_errors, '{key}' as coach_ps "
    "from range({n}) as t(i)"
)


def test_rows_that_changed_or_vanished_are_restated(tmp_path: Path) -> None:
    """Of ten rows two changed and one vanished; a new key for pseudonyms changes nothing."""
    earlier, now = tmp_path / "earlier.parquet", tmp_path / "now.parquet"
    with duckdb.connect() as connection:
        for path, sql in (
            (earlier, ROWS.format(changed=0, key="old", n=10)),
            (now, ROWS.format(changed=2, key="new", n=9)),
        ):
            connection.execute(f"copy ({sql}) to '{path}' (format parquet)")

        open_restated(
            connection,
            load_programme("uwv_telephone").programme,
            [
                (RecordFiles(LANDED, now, now), earlier),
                (RecordFiles(replace(LANDED, source="aggregates"), now, now), earlier),
            ],
        )
        found = connection.execute("select source, month, row_count, restated_count from restated").fetchall()

    assert found == [("kcc_quality", "2007-03", 10, 3)]
