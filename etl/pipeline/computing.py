"""The compute step: records → measures → indicators → verdicts → facts."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.definitions import Definitions
from etl.indicators import compute as compute_indicators
from etl.measures import (
    MEASURE_COLUMNS,
    Delivered,
    MeasureTable,
    fill_unit_dimensions,
    open_seconds,
    read_aggregates,
    roll_up,
)
from etl.measures.table import csv_rows, with_zeros
from etl.model.contract import DIMENSIONS, Source
from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Measure
from etl.pipeline.checking import check_computed
from etl.pipeline.facts_file import csv_bytes, facts_csv, facts_json
from etl.pipeline.named import named_records
from etl.pipeline.plan import Plan
from etl.pipeline.records import Opened, opened
from etl.pipeline.run_folder import NAMED, read_deliveries
from etl.pipeline.warned import warned_facts
from etl.records import RecordFiles
from etl.records.tables import record_sql
from etl.store import Store, table_json
from etl.verdicts import judge


def compute(plan_json: Mapping[str, Any]) -> str:
    """Compute the facts of a run; returns where `facts.csv` is. `facts.json` and `measures.csv` stand beside it.

    Raises:
        ContractError: what was computed breaks a blocking rule; the results are written, the facts are not.
    """
    plan = Plan.from_json(plan_json)
    store = plan.store()
    definitions = plan.definitions()
    deliveries = read_deliveries(plan, store)
    with opened(plan, store, deliveries) as tables:
        measures = measure_table(tables, definitions, plan, store)
        facts = judged(measures, plan, definitions)
        store.write(f"{plan.folder}/measures.csv", csv_bytes(csv_rows(measures.rows)))
        results = check_computed(tables, measures, facts, _months_before(measures, plan, definitions), plan, store)
        facts = warned_facts(tables, facts, results, plan, store)
        named = named_records(tables, plan)
    store.write(f"{plan.folder}/facts.json", facts_json(facts, definitions, deliveries, named))
    store.write(f"{plan.folder}/{NAMED}", table_json([item.to_json() for item in named]))
    store.write(f"{plan.folder}/facts-exact.json", table_json([fact.to_json() for fact in facts]))
    path = f"{plan.folder}/facts.csv"
    store.write(path, facts_csv(facts))
    return path


def judged(measures: MeasureTable, plan: Plan, definitions: Definitions) -> list[Fact]:
    """All facts of a run from its measures."""
    values = compute_indicators(definitions.programme, measures, plan.parsed_period.reported())
    return judge(values, definitions.programme, plan.moment)


def _months_before(measures: MeasureTable, plan: Plan, definitions: Definitions) -> list[Fact]:
    """The numbers of each month that was read and is not judged: what the judged months are held against."""
    stated = {str(period) for period in plan.parsed_period.reported()}
    months = [Period.parse(month) for month in plan.parsed_period.needed().months if month not in stated]
    return judge(compute_indicators(definitions.programme, measures, months), definitions.programme, plan.moment)


def measure_table(tables: Opened, definitions: Definitions, plan: Plan, store: Store) -> MeasureTable:
    """The measures of a run: rolled up once per delivery and definition, then taken from the store."""
    parts = [
        _of_source(source, tables, definitions, plan, store).assign(source=source.source)
        for source in tables.programme.sources
    ]
    counts = read_aggregates(tables.connection, tables.programme, tables.aggregates())
    rows = pd.concat([*(part for part in parts if len(part)), counts], ignore_index=True)
    rows = fill_unit_dimensions(rows[["source", *MEASURE_COLUMNS]].astype("object"), tables.programme)
    keys = ["source", "unit", "month", *DIMENSIONS, "measure"]
    summed = rows.drop(columns="delivery").groupby(keys, dropna=False, sort=True)["value"].sum().reset_index()
    delivered = _delivered(tables, counts)
    return MeasureTable(with_zeros(summed.astype("object"), delivered, tables.programme), delivered, tables.programme)


def _delivered(tables: Opened, counts: pd.DataFrame) -> Delivered:
    frame = tables.unit_months
    listed = zip(frame["source"], frame["unit"], frame["month"], frame["grade"], strict=True)
    grades = {(source, unit, month): str(grade) for source, unit, month, grade in listed if grade is not None}
    named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for source, unit, month, measure in zip(
        counts["source"], counts["unit"], counts["month"], counts["measure"], strict=True
    ):
        named[source, unit, month].add(measure)
    unread = frozenset(tables.unread())
    return Delivered(grades, {key: frozenset(names) for key, names in named.items()}, unread)


def _of_source(source: Source, tables: Opened, definitions: Definitions, plan: Plan, store: Store) -> pd.DataFrame:
    own = [file for file in tables.files if file.landed.source == source.source]
    measures = [
        measure for measure in tables.programme.measures if measure.source == source.source and measure.from_records
    ]
    unread = tables.unread()
    measures = [measure for measure in measures if measure.measure not in unread]
    opening = [measure for measure in measures if measure.open_seconds is not None]
    measures = [measure for measure in measures if measure.open_seconds is None]
    lasting = [measure for measure in measures if not measure.depends_on_as_of]
    passing = [measure for measure in measures if measure.depends_on_as_of]
    known = {file.landed.path: path for file in own if store.exists(path := _cache_path(file, definitions))}
    new = [file for file in own if file.landed.path not in known]
    found = [pq.read_table(store.local(path, tables.scratch)) for path in known.values()]
    if new:
        counted = _counted(new, source, measures, tables, plan)
        _keep(counted, new, lasting, definitions, tables, store)
        found.append(counted)
    seen = [file for file in own if file.landed.path in known]
    if seen and passing:
        found.append(_counted(seen, source, passing, tables, plan))
    counted_rows = [pa.concat_tables(found).to_pandas()] if found else []
    rows = [*counted_rows, *(_open_seconds(own, source, measure, tables, plan) for measure in opening if own)]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(MEASURE_COLUMNS))


def _open_seconds(
    files: Sequence[RecordFiles], source: Source, measure: Measure, tables: Opened, plan: Plan
) -> pd.DataFrame:
    """Opening hours less what incidents took; an incident may last into months of other files, so all are read."""
    records = record_sql(source, [file.rows for file in files])
    known = tables.unit_months[
        (tables.unit_months["source"] == source.source) & (tables.unit_months["grade"] == "record")
    ]
    months = {str(unit): list(group["month"]) for unit, group in known.groupby("unit")}
    return open_seconds(tables.connection, records, source, measure, tables.programme, plan.moment, months)


def _counted(
    files: Sequence[RecordFiles], source: Source, measures: Sequence[Measure], tables: Opened, plan: Plan
) -> pa.Table:
    return roll_up(tables.connection, record_sql(source, [file.rows for file in files]), source, measures, plan.moment)


def _keep(
    counted: pa.Table,
    files: Sequence[RecordFiles],
    lasting: Sequence[Measure],
    definitions: Definitions,
    tables: Opened,
    store: Store,
) -> None:
    """Keep what each delivery contributed; what depends on the as-of moment is not kept."""
    frame = counted.to_pandas()
    frame = frame[frame["measure"].isin([measure.measure for measure in lasting])]
    by_delivery = dict(list(frame.groupby("delivery")))
    for file in files:
        own = by_delivery.get(file.landed.sha256, frame.iloc[0:0])
        local = tables.scratch / "measures.parquet"
        pq.write_table(pa.Table.from_pandas(own, schema=counted.schema, preserve_index=False), local)
        store.put(local, _cache_path(file, definitions))


def _cache_path(file: RecordFiles, definitions: Definitions) -> str:
    name = file.landed.path.rsplit("/", 1)[-1].removesuffix(".parquet")
    digest = hashlib.sha256(definitions.sha256.encode()).hexdigest()[:16]
    return f"measures/{file.landed.source}/{name}-{digest}.parquet"
