"""The deliveries that count in a run, opened as tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from etl.landing.ledger import PATH as LEDGER
from etl.landing.ledger import Entry, chain, news, read_ledger, refuse_same_bytes, replaced, standing
from etl.measures import read_aggregates
from etl.model.deliveries import Landed
from etl.model.programme import Programme
from etl.pipeline.landing import connect
from etl.pipeline.plan import Plan
from etl.records import RecordFiles, open_calendar, open_restated, open_tables, unit_months
from etl.store import Store, table_json

REPLACED = "replaced.json"


def register(plan: Plan, store: Store, receipts: list[str], now: Any) -> list[Landed]:
    """Write what arrived and what was withdrawn into the ledger; returns the deliveries that count in this run.

    Without an explicit as-of these are the deliveries that stand in the root now. With one, they are those that had
    arrived, and had not been withdrawn, at that moment.

    Raises:
        ContractError: the same bytes stand under two identities, a line of counts is about nothing, or a unit-month
            was delivered both as records and as counts. The ledger is then left as it was.
    """
    landed = [Landed.from_json(item) for path in receipts for item in json.loads(store.read(path))]
    needed = plan.parsed_period.needed()
    programme = plan.definitions().programme.programme
    with store.locked("ledger"):
        entries, last = read_ledger(store.read(LEDGER) if store.exists(LEDGER) else b"")
        before = standing(entries, programme, plan.deliveries)
        elsewhere = [item for item in before.values() if not set(item.months) & set(needed.months)]
        refuse_same_bytes([*landed, *elsewhere])
        arrived, gone = news(before, landed, needed.months)
        events = [
            *(Entry("arrived", programme, plan.deliveries, now, item) for item in arrived),
            *(Entry("withdrawn", programme, plan.deliveries, now, item) for item in gone),
        ]
        counting = landed
        if plan.as_of_given:
            then = standing([*entries, *events], programme, plan.deliveries, plan.moment)
            now_landed = {item.identity: item for item in landed}  # under the contract and key of today
            standing_then = [now_landed.get(item.identity, item) for item in then.values()]
            counting = [item for item in standing_then if set(item.months) & set(needed.months)]
        _refuse_wrong_counts(plan, store, counting)
        store.append(LEDGER, chain(events, last))
        pairs = replaced([*entries, *events], programme, counting)
    counting = sorted(counting, key=lambda item: item.identity)
    store.write(f"{plan.folder}/deliveries.json", table_json([item.to_json() for item in counting]))
    store.write(f"{plan.folder}/{REPLACED}", table_json([[new.sha256, old.to_json()] for new, old in pairs]))
    return counting


def _refuse_wrong_counts(plan: Plan, store: Store, deliveries: list[Landed]) -> None:
    counts = [item for item in deliveries if item.source == "aggregates"]
    if not counts:
        return
    programme = plan.definitions().programme
    with store.workspace() as scratch, connect(programme.time_zone, scratch) as connection:
        files = _local_files(store, counts, scratch)
        read_aggregates(connection, programme, [(file.landed, str(file.rows)) for file in files])
        aggregated = _aggregated(connection, files)
    unit_months(programme, plan.parsed_period.needed(), deliveries, aggregated)


def _local_files(store: Store, deliveries: list[Landed], scratch: Path) -> list[RecordFiles]:
    return [
        RecordFiles(
            item,
            store.local(item.path, scratch),
            store.local(item.path.replace(".parquet", ".rejects.parquet"), scratch),
        )
        for item in deliveries
    ]


@dataclass
class Opened:
    """A run's records: `connection` has the views, `files` say where each delivery's rows are locally."""

    connection: duckdb.DuckDBPyConnection
    programme: Programme
    files: list[RecordFiles]
    unit_months: pd.DataFrame
    scratch: Path

    def aggregates(self) -> list[tuple[Landed, str]]:
        """The deliveries that brought counts instead of records."""
        return [(file.landed, str(file.rows)) for file in self.files if file.landed.source == "aggregates"]

    def unread(self) -> set[str]:
        """The measures that look things up in a table that is not there."""
        found = self.connection.execute("select table_name from information_schema.tables").fetchall()
        there = {str(name) for (name,) in found}
        return {measure.measure for measure in self.programme.measures if not set(measure.reads) <= there}


@contextmanager
def opened(plan: Plan, store: Store, deliveries: list[Landed]) -> Iterator[Opened]:
    """Open the records of the deliveries that count.

    Raises:
        ContractError: a unit-month was delivered both as records and as counts.
    """
    programme = plan.definitions().programme
    with store.workspace() as scratch:
        connection = connect(programme.time_zone, scratch)
        files = _local_files(store, deliveries, scratch)
        open_tables(connection, programme, files)
        open_calendar(connection, programme, plan.parsed_period.needed())
        expected = unit_months(programme, plan.parsed_period.needed(), deliveries, _aggregated(connection, files))
        connection.register("unit_months_frame", expected.astype("string"))
        connection.execute("create or replace table unit_months as select * from unit_months_frame")
        connection.unregister("unit_months_frame")
        open_restated(connection, programme, _corrections(plan, store, files, scratch))
        try:
            yield Opened(connection, programme, files, expected, scratch)
        finally:
            connection.close()


def _corrections(plan: Plan, store: Store, files: list[RecordFiles], scratch: Path) -> list[tuple[RecordFiles, Path]]:
    """The deliveries that correct an earlier one of which the landed rows are still kept, with these rows."""
    path = f"{plan.folder}/{REPLACED}"
    pairs = json.loads(store.read(path)) if store.exists(path) else []
    earlier = {sha256: Landed.from_json(old) for sha256, old in pairs}
    return [
        (file, store.local(earlier[file.landed.sha256].path, scratch))
        for file in files
        if file.landed.sha256 in earlier and store.exists(earlier[file.landed.sha256].path)
    ]


def _aggregated(connection: duckdb.DuckDBPyConnection, files: list[RecordFiles]) -> set[tuple[str, str, str]]:
    """The (source, unit, month) for which counts arrived."""
    found: set[tuple[str, str, str]] = set()
    for file in files:
        if file.landed.source == "aggregates":
            rows = connection.execute("select distinct source from read_parquet(?)", [str(file.rows)]).fetchall()
            found.update((str(source), file.landed.unit, file.landed.month) for (source,) in rows)
    return found
