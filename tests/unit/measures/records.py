"""Small tables of records with what landing adds to them, and the same roll-up in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from etl.measures import roll_up
from etl.model.contract import DIMENSIONS, Source
from etl.model.programme import Measure

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AS_OF = datetime(2008, 1, 1, tzinfo=AMSTERDAM)
REQUESTS = Source.model_validate(
    {
        "source": "requests",
        "key": ["id"],
        "month_of": "created_at",
        "columns": {
            "id": "string",
            "client_group": {"codes": ["employee", "employer"]},
            "about": "string?",
            "region": "string?",
            "created_at": "timestamp",
            "closed_at": "timestamp?",
            "grade": "integer?",
        },
        "derived": {"division": "case when about in ('WW', 'AG') then about end"},
        "dimensions": {"region": "case when about in ('WW', 'AG') then coalesce(region, 'onbekend') end"},
    }
)
COLUMNS = ("_delivery", "_unit", "id", "client_group", "about", "region", "created_at", "closed_at", "grade")
TEXT, MOMENT = pa.string(), pa.timestamp("us", "UTC")
TYPES = (TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, MOMENT, MOMENT, pa.int64())
SCHEMA = pa.schema(list(zip(COLUMNS, TYPES, strict=True)))

Record = dict[str, Any]


def moment(text: str) -> datetime:
    """A moment on the programme's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def record(**given: Any) -> Record:
    """A record: all columns empty except those given; a month follows from `created_at`."""
    common = {"_delivery": "d1", "_unit": "AG-WEST", "created_at": moment("2007-03-05 10:00")}
    return {**dict.fromkeys(COLUMNS), **common, **given}


def connect(records: Iterable[Record], time_zone: str = "Europe/Amsterdam") -> duckdb.DuckDBPyConnection:
    """The records as the table `landed`, with the month that landing gives them."""
    connection = duckdb.connect()
    connection.execute(f"set timezone='{time_zone}'")
    connection.register("plain", pa.Table.from_pylist(list(records), schema=SCHEMA))
    connection.execute(
        "create table landed as select *, strftime(created_at, '%Y-%m') as _month, "
        "case when about in ('WW', 'AG') then about end as division from plain"
    )
    connection.unregister("plain")
    return connection


def rolled(
    records: Sequence[Record], measures: Sequence[dict[str, Any]], as_of: datetime = AS_OF, source: Source = REQUESTS
) -> pa.Table:
    """The roll-up of these records."""
    listed = [Measure.model_validate({"source": source.source, **measure}) for measure in measures]
    return roll_up(connect(records), "select * from landed", source, listed, as_of)


def counted(found: pa.Table) -> dict[tuple[Any, ...], Decimal]:
    """(delivery, unit, month, dimensions with a value, measure) → value; a row that stands twice is an error."""
    result: dict[tuple[Any, ...], Decimal] = {}
    for row in found.to_pylist():
        parts = tuple(row[name] for name in DIMENSIONS if row[name] is not None)
        key = (row["delivery"], row["unit"], row["month"], *parts, row["measure"])
        assert key not in result
        result[key] = row["value"]
    return result


def brute_force(
    records: Iterable[Record],
    measure: str,
    keep: Callable[[Record], bool],
    parts: Callable[[Record], tuple[str | None, ...]],
    value: Callable[[Record], int] = lambda _: 1,
    month_of: str = "created_at",
) -> dict[tuple[Any, ...], Decimal]:
    """The same counts by looking at one record after the other."""
    result: Counter[tuple[Any, ...]] = Counter()
    for item in records:
        if keep(item) and item[month_of] is not None:
            month = f"{item[month_of].astimezone(AMSTERDAM):%Y-%m}"
            held = tuple(part for part in parts(item) if part is not None)
            result[(item["_delivery"], item["_unit"], month, *held, measure)] += value(item)
    return {key: Decimal(total) for key, total in result.items() if total}
