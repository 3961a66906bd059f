"""The records behind a measure by name: the shipped rosters over a few rows each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest

from etl.definitions import load_programme
from etl.measures import name_records, roll_up
from etl.model.errors import UsageError
from etl.model.named import RosterRow
from etl.model.programme import Roster

USED = load_programme("uwv_telephone").programme
ROSTERS = {roster.roster: roster for roster in USED.rosters}
AS_OF = datetime(2008, 1, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
TYPES = {"integer": "bigint", "date": "date", "timestamp": "timestamptz"}
ORIGIN = "_delivery varchar, _unit varchar, _month varchar, _line integer"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Escalations of three months and preconditions of two."""
    with duckdb.connect() as made:
        made.execute("set timezone = 'Europe/Amsterdam'")
        for name in ("escalations", "preconditions"):
            columns = USED.source(name).record_columns().items()
            typed = ", ".join(f"{column} {TYPES.get(contract.type, 'varchar')}" for column, contract in columns)
            made.execute(f"create table {name} ({typed}, {ORIGIN})")
        made.execute("""insert into escalations by name
            select * from (values
              ('M-3', '2007-12-03 10:00'::timestamptz, 'AG', 'debt', '2007-12-28 00:30'::timestamptz, null, null, 'dd', '2007-12', 9),
              ('M-1', '2007-11-05 10:00', 'KCC', 'eviction', '2007-12-31 18:00', '2007-11-05 11:00', null, 'cc', '2007-11', 4),
              ('M-2', '2007-12-05 10:00', 'WW', 'debt', '2007-12-06 10:00', '2007-12-05 11:00', '2007-12-05 12:00', 'dd', '2007-12', 10),
              ('M-4', '2007-12-05 10:00', 'WW', 'debt', '2008-01-06 10:00', null, null, 'dd', '2007-12', 11),
              ('M-5', '2006-12-05 10:00', 'WW', 'debt', '2006-12-06 10:00', null, null, 'bb', '2006-12', 2))
            as t(escalation_id, pressed_at, unit, reason_code, harm_deadline, picked_up_at, resolved_at,
                 _delivery, _month, _line)""")  # noqa: E501 - a row is a line
        made.execute("""insert into preconditions by name
            select * from (values
              (date '2007-11-01', 'copc_goes', 'in_progress', date '2006-10-01', null::date, 'STUK-1', 'ee', '2007-11', 2),
              (date '2007-12-03', 'ict_renewal', 'realised', null, null, null, 'ff', '2007-12', 3),
              (date '2007-12-03', 'copc_goes', 'realised', date '2007-12-01', date '2008-12-01', 'STUK-2', 'ff', '2007-12', 2))
            as t(reference_date, subject, status, status_since, valid_until, evidence_id, _delivery, _month, _line)
            """)  # noqa: E501 - a row is a line
        yield made


def named(connection: duckdb.DuckDBPyConnection, roster: Roster, *months: str) -> tuple[RosterRow, ...]:
    """The rows of a roster over these months, as of the new year."""
    return name_records(connection, roster, USED, months, AS_OF)


def test_open_escalations_are_named_with_the_days_past(connection: duckdb.DuckDBPyConnection) -> None:
    """Those that the measure counts and no others, in order of reference; days by the calendar, moments by date."""
    rows = named(connection, ROSTERS["escalations_open"], "2007-11", "2007-12")

    counted = roll_up(
        connection,
        "select * from escalations where _month >= '2007-11'",
        USED.source("escalations"),
        [USED.measure("escalations_open_past_deadline")],
        AS_OF,
    ).to_pylist()
    assert [row.cells for row in rows] == [
        ("M-1", "KCC", "eviction", date(2007, 12, 31), date(2007, 11, 5), 1),
        ("M-3", "AG", "debt", date(2007, 12, 28), None, 4),
    ]
    assert [row.key for row in rows] == ["cc:4", "dd:9"]
    assert sum(row["value"] for row in counted) == len(rows)


def test_of_a_level_the_last_month_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    """In the order in which the codes are declared; what was not delivered stays empty."""
    rows = named(connection, ROSTERS["preconditions"], "2007-11", "2007-12")

    assert [row.cells for row in rows] == [
        ("copc_goes", "realised", date(2007, 12, 1), date(2008, 12, 1), "STUK-2"),
        ("ict_renewal", "realised", None, None, None),
    ]
    assert named(connection, ROSTERS["preconditions"], "2007-10") == ()


def test_sql_that_does_not_fit_is_told_with_its_roster(connection: duckdb.DuckDBPyConnection) -> None:
    """And without a delivered value."""
    column = ROSTERS["escalations_open"].columns["days_past"].model_copy(update={"value": "no_such_column + 1"})
    wrong = ROSTERS["escalations_open"].model_copy(update={"columns": {"days_past": column}})

    with pytest.raises(UsageError, match="the SQL of roster 'escalations_open' does not fit"):
        named(connection, wrong, "2007-12")
