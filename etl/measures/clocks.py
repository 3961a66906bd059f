"""Clocks for measure conditions (`elapsed_seconds`, `business_seconds`), and opening hours lost to incidents.

DuckDB subtracts moments by the calendar, so that a day on which the clock changes would last 24 hours; elapsed time is
a difference on one scale of moments, exact to the microsecond. Business time and opening hours read the table
`business_days` (one row per source, unit and day: opening moments and the seconds open before that day), which the
records stage makes from opening hours and public holidays. Moments are absolute; opening hours are local, so a day on
which the clock changes has its own length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb
import pandas as pd

from etl.model.contract import DIMENSIONS, Source
from etl.model.errors import Problem, UsageError
from etl.model.programme import Measure, Programme

_CALL = re.compile(r"\bbusiness_seconds\s*\(")


def install(connection: duckdb.DuckDBPyConnection, measures: Sequence[Measure]) -> None:
    """Define the clocks that these measures ask for on this connection.

    Raises:
        UsageError: a measure asks for business time, and the programme has no opening hours.
    """
    connection.execute("create or replace temp macro elapsed_seconds(a, b) as (epoch_us(b) - epoch_us(a)) / 1000000")
    if any(_CALL.search(f"{measure.where or ''} {measure.value or ''}") for measure in measures):
        _install_business_time(connection)


def with_unit(sql: str, source: str) -> str:
    """The SQL with each `business_seconds(a, b)` bound to the opening hours of the row's own unit."""
    return _CALL.sub(f"business_seconds_of('{source}', _unit, ", sql)


def _install_business_time(connection: duckdb.DuckDBPyConnection) -> None:
    _require_hours(connection)
    connection.execute(
        "create or replace temp macro business_position(of_source, of_unit, moment) as ("
        "select d.before + greatest(0, least(d.seconds, epoch(moment) - coalesce(epoch(d.opens_at), 0))) "
        "from business_days d where d.source = of_source and d.unit = of_unit and d.day = cast(moment as date))"
    )
    connection.execute(
        "create or replace temp macro business_seconds_of(of_source, of_unit, a, b) as "
        "business_position(of_source, of_unit, b) - business_position(of_source, of_unit, a)"
    )


def _require_hours(connection: duckdb.DuckDBPyConnection) -> None:
    if not connection.execute("select 1 from duckdb_tables() where table_name = 'business_days'").fetchall():
        raise UsageError(
            Problem(
                "a measure asks for opening hours, but the programme has none",
                where="programme.yml",
                column="opening_hours",
                hint='add opening_hours: [{opens: "08:00", closes: "17:00"}].',
            )
        )


def open_seconds(
    connection: duckdb.DuckDBPyConnection,
    records: str,
    source: Source,
    measure: Measure,
    programme: Programme,
    as_of: datetime,
    months: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Opening seconds per unit, month and dimension values, less the merged downtime where the measure names any.

    Args:
        months: per unit the months that were delivered; only for these is there anything to say.

    Returns:
        The columns of a measure table; one row per unit, month and combination of declared codes.

    Raises:
        UsageError: the programme has no opening hours.
    """
    _require_hours(connection)
    assert measure.open_seconds is not None
    cells = _opening(connection, source, measure, programme, months)
    lost = _lost(connection, records, source, measure, as_of) if measure.open_seconds.start else {}
    rows = []
    for (unit, month, codes), seconds in cells.items():
        value = seconds - lost.get((unit, month, codes), 0)
        rows.append(
            {
                "delivery": "",
                "unit": unit,
                "month": month,
                **_dimensions(measure, codes),
                "measure": measure.measure,
                "value": value,
            }
        )
    return pd.DataFrame(rows, columns=["delivery", "unit", "month", *DIMENSIONS, "measure", "value"]).astype("object")


Cell = tuple[str, str, tuple[str, ...]]


def _dimensions(measure: Measure, codes: tuple[str, ...]) -> dict[str, str | None]:
    known = dict(zip(measure.by, codes, strict=True))
    return {name: known.get(name) for name in DIMENSIONS}


def _opening(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    measure: Measure,
    programme: Programme,
    months: Mapping[str, Sequence[str]],
) -> dict[Cell, int]:
    """The opening hours of each delivered unit-month, for every combination of declared codes."""
    assert measure.open_seconds is not None
    found = connection.execute(
        "select unit, strftime(day, '%Y-%m'), sum(seconds) from business_days where source = ? group by all",
        [source.source],
    ).fetchall()
    times = 1
    for column in measure.open_seconds.each:
        times *= len(source.columns[column].codes or ("",))
    combinations: list[tuple[str, ...]] = [()]
    for name in measure.by:
        codes = [code for code in programme.dimensions.get(name, {}) if code in (source.columns[name].codes or (code,))]
        combinations = [(*before, code) for before in combinations for code in codes]
    return {
        (unit, month, codes): int(seconds) * times
        for unit, month, seconds in found
        if month in months.get(unit, ())
        for codes in combinations
    }


def _lost(
    connection: duckdb.DuckDBPyConnection, records: str, source: Source, measure: Measure, as_of: datetime
) -> dict[Cell, int]:
    """Seconds of opening hours inside merged intervals.

    Intervals are merged per unit, dimension and code of `each`: a new island begins where an interval starts after
    every earlier one has ended.
    """
    assert measure.open_seconds is not None
    start, end = measure.open_seconds.start, measure.open_seconds.end
    apart = ["_unit", *measure.by, *measure.open_seconds.each]
    keys = ", ".join(apart)
    moment = f"timestamptz '{as_of.isoformat()}'"
    dimensions = "".join(f", {name}" for name in measure.by)
    condition = (measure.where or "true").replace(":as_of", moment)
    earlier = f"partition by {keys} order by a, b"
    sql = f"""
with intervals as (
  select {keys}, {start} as a, least(coalesce({end}, {moment}), {moment}) as b from ({records})
  where {condition} and {start} < least(coalesce({end}, {moment}), {moment})
), marked as (
  select *, coalesce(a > max(b) over ({earlier} rows between unbounded preceding and 1 preceding), true) as begins
  from intervals
), numbered as (
  select *, sum(begins::int) over ({earlier} rows unbounded preceding) as island from marked
), islands as (
  select {keys}, min(a) as a, max(b) as b from numbered group by {keys}, island
)
select _unit, strftime(day, '%Y-%m') as month{dimensions},
  cast(sum(epoch(least(b, closes_at)) - epoch(greatest(a, opens_at))) as bigint)
from islands join business_days d
  on d.source = '{source.source}' and d.unit = _unit and d.closes_at > a and d.opens_at < b
group by all"""
    return {
        (str(row[0]), str(row[1]), tuple(str(code) for code in row[2:-1])): int(row[-1])
        for row in connection.execute(sql).fetchall()
    }
