"""The records behind a measure by name: what a roster shows of each row that the measure counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from etl.measures import clocks
from etl.measures.roll_up import bound, month_sql
from etl.model.contract import Source
from etl.model.errors import Problem, UsageError
from etl.model.named import RosterRow
from etl.model.programme import Measure, Programme, Roster
from etl.model.rosters import RosterColumn

_TYPES = {"integer": "bigint", "date": "date", "timestamp": "date", "string": "varchar"}
"""How a column is shown: a moment by its date, in the connection's time zone."""


def name_records(
    connection: duckdb.DuckDBPyConnection,
    roster: Roster,
    programme: Programme,
    months: Sequence[str],
    as_of: datetime,
) -> tuple[RosterRow, ...]:
    """The rows of a roster over some months, in order; of the last month alone where its measure is a level.

    Raises:
        UsageError: the SQL of a column does not fit the columns of the source; the column is named.
    """
    measure = programme.measure(roster.measure)
    source = programme.source(measure.source)
    clocks.install(connection, [measure, *_as_measures(roster, measure)])
    wanted = list(months[-1:] if measure.stock else months)
    try:
        found = connection.execute(_sql(roster, measure, source, as_of), [wanted]).fetchall()
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        raise UsageError(
            Problem(
                f"the SQL of roster '{roster.roster}' does not fit: {str(error).splitlines()[0]}",
                where="rosters",
                column=f"{roster.roster}.columns",
                expected=f"SQL over the record columns of {source.source}",
                hint="columns are listed with the source; client_id is client_ps after landing.",
            )
        ) from None
    return tuple(RosterRow(tuple(cells), str(delivery), int(line)) for *cells, delivery, line in found)


def _as_measures(roster: Roster, measure: Measure) -> list[Measure]:
    """The columns as measures, so that the clocks in their SQL are found."""
    return [measure.model_copy(update={"value": item.value}) for item in roster.columns.values() if item.value]


def _sql(roster: Roster, measure: Measure, source: Source, as_of: datetime) -> str:
    shown = [_shown(name, column, source, as_of) for name, column in roster.columns.items()]
    order = [
        f"list_position([{', '.join(map(_quoted, column.codes))}], {sql})" if column.codes else sql
        for column, sql in zip(roster.columns.values(), shown, strict=True)
    ]
    where = bound(measure.where or "true", source, as_of)
    return (
        f'select {", ".join(shown)}, _delivery, _line from "{source.source}" as record '
        f"where ({where}) and list_contains(?, {month_sql(measure, source)}) "
        f"order by {', '.join(order)}, _delivery, _line"
    )


def _shown(name: str, column: RosterColumn, source: Source, as_of: datetime) -> str:
    if column.value is not None:
        return f"cast({bound(column.value, source, as_of)} as {_TYPES[column.type or 'integer']})"
    return f"cast(record.{name} as {_TYPES[source.record_columns()[name].type]})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
