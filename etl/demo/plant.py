"""Plants all faults in a demo that was just written, and documents them in `FAULTS.json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from etl.demo.edits import Table, read_table, write_table
from etl.demo.faults import FAULTS, Fault
from etl.demo.folder import FAULTS_FILE

_REFERRING = {
    "kcc_survey": ("call_id",),
    "kcc_quality": ("call_id",),
    "complaints": ("call_id", "request_id"),
    "callback_requests": ("call_id", "repeat_of"),
}


def plant_faults(root: Path, year: int, faults: Sequence[Fault] = FAULTS) -> None:
    """Spoil the deliveries of a year. The same demo always gets the same faults in the same rows."""
    referenced = _referenced(root, year)
    tables: dict[str, Table] = {}
    told = []
    for number, fault in enumerate(faults, start=1):
        file = fault.file.format(year=year)
        if file not in tables:
            tables[file] = read_table(root / file, referenced)
        rows = fault.edit(tables[file])
        told.append(
            {"fault": number, "file": file, "what": fault.what, "rows": rows, "caught_by": list(fault.caught_by)}
        )
    for table in tables.values():
        write_table(table)
    (root / FAULTS_FILE).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _referenced(root: Path, year: int) -> frozenset[str]:
    """The calls that other deliveries refer to, and the requests that are referred to as the earlier ones."""
    found: set[str] = set()
    for source, columns in _REFERRING.items():
        for path in sorted((root / source).glob(f"{year}-*.csv")):
            for row in read_table(path, frozenset()).rows:
                found.update(row[column] for column in columns)
    return frozenset(found)
