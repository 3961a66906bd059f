"""Records → measures, one scan per source.

Every measure of a source is a filtered aggregate of the same scan. Rows are grouped by delivery too, so that what a
delivery contributed can be kept and reused as long as neither it nor the definitions change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from etl.measures import clocks
from etl.model.contract import DIMENSIONS, Source
from etl.model.errors import Problem, UsageError
from etl.model.programme import Measure

MEASURE_COLUMNS = ("delivery", "unit", "month", *DIMENSIONS, "measure", "value")
_VALUE = "decimal(38, 10)"


def roll_up(
    connection: duckdb.DuckDBPyConnection, records: str, source: Source, measures: Sequence[Measure], as_of: datetime
) -> pa.Table:
    """Count the measures over `records` (SQL of the source's record columns).

    Returns one row per delivery, unit, month, dimensions and measure that occurs, columns `MEASURE_COLUMNS`. Months are
    in the connection's time zone, which must be the programme's.

    Raises:
        UsageError: a measure's SQL does not fit the columns; the measure is named.
    """
    if not measures:
        return empty()
    clocks.install(connection, measures)
    months = sorted({month_sql(measure, source) for measure in measures})
    sql = _grouped_sql(records, source, measures, months, as_of)
    try:
        connection.execute(f"create or replace temp table rolled as {sql}")
    except duckdb.Error:
        _blame(connection, records, source, measures, as_of)
        raise
    parts = [_one_measure_sql(index, measure, months, source) for index, measure in enumerate(measures)]
    result = connection.sql(" union all ".join(parts) + " order by all").to_arrow_table()
    connection.execute("drop table rolled")
    return result


def empty() -> pa.Table:
    """A measure table without rows."""
    types = {"value": pa.decimal128(38, 10)}
    return pa.table({name: pa.array([], types.get(name, pa.string())) for name in MEASURE_COLUMNS})


def month_sql(measure: Measure, source: Source) -> str:
    """SQL for the month in which a measure counts a record."""
    column = measure.month_of or source.month_column
    return "_month" if column == source.month_column else f"strftime({column}, '%Y-%m')"


def _dimension_sql(dimension: str, source: Source) -> str:
    derived = source.dimensions.get(dimension)
    if derived is not None:
        return f"({derived})"
    columns = {*source.record_columns(), *source.derived}
    return dimension if dimension in columns else "cast(null as varchar)"


def bound(sql: str, source: Source, as_of: datetime) -> str:
    """A condition with the moment and the opening hours it looks at."""
    return clocks.with_unit(sql, source.source).replace(":as_of", f"timestamptz '{as_of.isoformat()}'")


def _aggregate_sql(measure: Measure, source: Source, as_of: datetime) -> str:
    """The aggregate of one measure; a sum of nothing is null, and null is no row, so that zero never means missing."""
    value = "count(*)"
    if measure.value is not None:
        value = f"sum(cast({bound(measure.value, source, as_of)} as {_VALUE}))"
    return f"cast({value} filter (where {bound(measure.where or 'true', source, as_of)}) as {_VALUE})"


def _grouped_sql(
    records: str, source: Source, measures: Sequence[Measure], months: Sequence[str], as_of: datetime
) -> str:
    dimensions = [name for name in DIMENSIONS if any(name in measure.by for measure in measures)]
    listed = ", ".join(
        [
            "_delivery",
            "_unit",
            *(f"{sql} as month_{i}" for i, sql in enumerate(months)),
            *(f"{_dimension_sql(name, source)} as dim_{name}" for name in dimensions),
        ]
    )
    values = ", ".join(f"{_aggregate_sql(measure, source, as_of)} as m{i}" for i, measure in enumerate(measures))
    keys = ["_delivery", "_unit", *(f"dim_{name}" for name in dimensions)]
    # One scan also when measures count by different moments: each moment is a grouping set of its own.
    sets = ", ".join("(" + ", ".join([*keys, f"month_{i}"]) + ")" for i in range(len(months)))
    marks = ", ".join(f"grouping(month_{i}) as other_{i}" for i in range(len(months)))
    group = ", ".join([*keys, *(f"month_{i}" for i in range(len(months)))])
    rows = f"(select *, {listed} from ({records})) as record"
    return f"select {group}, {marks}, {values} from {rows} group by grouping sets ({sets})"


def _one_measure_sql(index: int, measure: Measure, months: Sequence[str], source: Source) -> str:
    month = months.index(month_sql(measure, source))
    dimensions = [f"dim_{name}" if name in measure.by else "cast(null as varchar)" for name in DIMENSIONS]
    listed = ", ".join(f"{sql} as {name}" for sql, name in zip(dimensions, DIMENSIONS, strict=True))
    return (
        f"select _delivery as delivery, _unit as unit, month_{month} as month, {listed}, "
        f"'{measure.measure}' as measure, "
        f"cast(sum(m{index}) as {_VALUE}) as value from rolled "
        f"where other_{month} = 0 and month_{month} is not null group by all having sum(m{index}) <> 0"
    )


def _blame(
    connection: duckdb.DuckDBPyConnection, records: str, source: Source, measures: Sequence[Measure], as_of: datetime
) -> None:
    """Find the measures whose SQL does not fit, and name them."""
    problems = []
    for measure in measures:
        sql = _grouped_sql(records, source, [measure], [month_sql(measure, source)], as_of)
        fault = _fault(connection, sql)
        if fault:
            problems.append(
                Problem(
                    f"the SQL of measure '{measure.measure}' does not fit: {fault}",
                    where="measures.yml",
                    column=measure.measure,
                    expected=f"SQL over the record columns of {source.source}",
                    hint="columns are listed in sources.yml; client_id is client_ps after landing.",
                )
            )
    if problems:
        raise UsageError(problems) from None


def _fault(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """What is wrong with a query; what it stumbles on among the records is not quoted: it may be a person's."""
    try:
        connection.execute(f"explain {sql}")
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    try:
        connection.execute(sql).fetchall()
    except (duckdb.ConversionException, duckdb.OutOfRangeException, duckdb.InvalidInputException) as error:
        return f"it cannot be computed for some records ({type(error).__name__})"
    return ""
