"""Elapsed and business time in measure conditions, and opening hours lost to incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from etl.definitions import load_programme
from etl.measures import clocks, open_seconds
from etl.model.errors import UsageError
from etl.model.period import Period
from etl.model.programme import Measure
from etl.records import open_calendar
from tests.unit.measures.records import AMSTERDAM, counted, moment, record, rolled

USED = load_programme("uwv_telephone").programme
INCIDENTS = USED.source("ict_incidents")
AS_OF = datetime(2008, 1, 1, tzinfo=AMSTERDAM)
HOUR = 3600
BUSINESS = Measure.model_validate({"measure": "m", "source": "s", "where": "business_seconds(a, b) > 0"})
MEASURES = {measure.measure: measure for measure in USED.measures if measure.open_seconds is not None}


@pytest.fixture(scope="module")
def hours() -> duckdb.DuckDBPyConnection:
    """The opening hours of 2007 and the clocks."""
    connection = duckdb.connect()
    connection.execute(f"set timezone='{USED.time_zone}'")
    open_calendar(connection, USED, Period.parse("2007"))
    clocks.install(connection, [BUSINESS])
    return connection


def business(hours: duckdb.DuckDBPyConnection, start: str, end: str) -> float:
    """Business hours of a unit between two moments."""
    sql = clocks.with_unit("select business_seconds($a, $b)", "callback_requests").replace("_unit", "'AG-ZUID'")
    ((seconds,),) = hours.execute(sql, {"a": moment(start), "b": moment(end)}).fetchall()
    return float(seconds) / HOUR


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2007-04-27 16:30", "2007-05-01 09:30", 2.0),  # a weekend and Queen's Day lie between
        ("2007-04-27 16:30", "2007-05-01 09:31", 2 + 1 / 60),
        ("2007-04-27 16:30", "2007-04-30 12:00", 0.5),
        ("2007-03-05 10:00", "2007-03-05 12:00", 2.0),
        ("2007-03-05 06:00", "2007-03-05 20:00", 9.0),
        ("2007-03-23 16:00", "2007-03-26 09:00", 2.0),  # the clock goes forward in this weekend
        ("2007-03-24 10:00", "2007-03-25 10:00", 0.0),
        ("2007-04-05 16:00", "2007-04-06 09:00", 2.0),  # Good Friday is open
    ],
)
def test_business_time(hours: duckdb.DuckDBPyConnection, start: str, end: str, expected: float) -> None:
    """Friday 27-4-2007 16:30 and two hours is Tuesday 1-5-2007 09:30 (domain, section 5)."""
    assert business(hours, start, end) == pytest.approx(expected)


def test_opening_hours_belong_to_a_unit() -> None:
    """A region that stays open until nine has more business time than the others."""
    evening = {"source": "callback_requests", "unit": "AG-ZUID", "opens": "08:00", "closes": "21:00"}
    hours = [*[item.model_dump() for item in USED.opening_hours], evening]
    programme = USED.model_validate({**USED.model_dump(by_alias=True), "opening_hours": hours})
    connection = duckdb.connect()
    connection.execute(f"set timezone='{USED.time_zone}'")
    open_calendar(connection, programme, Period.parse("2007"))

    seconds = dict(
        connection.execute(
            "select unit, seconds from business_days where source = 'callback_requests' and day = ?",
            [date(2007, 3, 5)],
        ).fetchall()
    )

    assert (seconds["AG-ZUID"], seconds["AG-WEST"]) == (13 * HOUR, 9 * HOUR)


def test_elapsed_time_is_exact_to_the_microsecond() -> None:
    """A request closed after two hours is in time, a microsecond later it is not; also over a change of the clock."""
    late = moment("2007-03-05 12:00").replace(microsecond=1)
    rows = [
        record(id="a", closed_at=moment("2007-03-05 12:00")),
        record(id="b", closed_at=late),
        record(id="c", created_at=moment("2007-03-25 01:00"), closed_at=moment("2007-03-25 04:00")),
    ]

    found = rolled(rows, [{"measure": "in_time", "where": "elapsed_seconds(created_at, closed_at) <= 2 * 3600"}])

    assert counted(found) == {("d1", "AG-WEST", "2007-03", "in_time"): Decimal(2)}


def test_business_time_without_opening_hours_is_an_error() -> None:
    """The measure cannot be counted; the hint says what to add."""
    with pytest.raises(UsageError, match="opening_hours"):
        rolled([record(id="a")], [{"measure": "m", "where": "business_seconds(created_at, closed_at) < 3600"}])


def lost(hours: duckdb.DuckDBPyConnection, measure: str, *incidents: tuple[str, str, str | None]) -> dict[Any, int]:
    """(month, site) → seconds lost of the opening hours of March and April, by (system, start, end) in Goes."""
    rows = [
        {"_unit": "national", "site": "GOES", "system": system, "started_at": moment(start), "resolved_at": until}
        for system, start, end in incidents
        for until in [moment(end) if end else None]
    ]
    schema = pa.schema(
        [
            ("_unit", pa.string()),
            ("site", pa.string()),
            ("system", pa.string()),
            ("started_at", pa.timestamp("us", "UTC")),
            ("resolved_at", pa.timestamp("us", "UTC")),
        ]
    )
    hours.register("incidents", pa.Table.from_pylist(rows, schema))
    days = {"2007-03": 22, "2007-04": 19}
    systems = 4 if MEASURES[measure].open_seconds.each else 1  # type: ignore[union-attr]
    found = open_seconds(
        hours, "select * from incidents", INCIDENTS, MEASURES[measure], USED, AS_OF, {"national": list(days)}
    )
    return {
        (row["month"], row["site"]): days[row["month"]] * 9 * HOUR * systems - row["value"]
        for row in found.to_dict("records")
        if row["value"] != days[row["month"]] * 9 * HOUR * systems
    }


PHONE = "telephony"


@pytest.mark.parametrize(
    ("incidents", "expected"),
    [
        ([(PHONE, "2007-03-05 09:00", "2007-03-05 10:00")], {("2007-03", "GOES"): HOUR}),
        (
            [(PHONE, "2007-03-05 09:00", "2007-03-05 11:00"), (PHONE, "2007-03-05 10:00", "2007-03-05 12:00")],
            {("2007-03", "GOES"): 3 * HOUR},
        ),
        (
            [(PHONE, "2007-03-05 09:00", "2007-03-05 11:00"), ("backoffice", "2007-03-05 09:00", "2007-03-05 11:00")],
            {("2007-03", "GOES"): 4 * HOUR},
        ),
        ([(PHONE, "2007-03-05 16:00", "2007-03-06 09:00")], {("2007-03", "GOES"): 2 * HOUR}),
        ([(PHONE, "2007-03-03 09:00", "2007-03-03 12:00")], {}),
        (
            [(PHONE, "2007-03-30 16:00", "2007-04-02 09:00")],
            {("2007-03", "GOES"): HOUR, ("2007-04", "GOES"): HOUR},
        ),
        ([(PHONE, "2007-04-27 12:00", None)], {("2007-04", "GOES"): 5 * HOUR}),
    ],
    ids=["one", "overlap", "two systems", "over night", "weekend", "over a month's end", "still open"],
)
def test_opening_hours_lost_to_incidents(
    hours: duckdb.DuckDBPyConnection, incidents: Sequence[tuple[str, str, str | None]], expected: dict[Any, int]
) -> None:
    """Overlapping incidents of one system are lost once, closed hours never, and a month gets its own part."""
    assert lost(hours, "ict_available_seconds", *incidents) == expected


def test_one_system_loses_only_its_own_incidents(hours: duckdb.DuckDBPyConnection) -> None:
    """An hour without telephony is no hour without the knowledge base."""
    incident = (PHONE, "2007-03-05 09:00", "2007-03-05 10:00")

    assert lost(hours, "ict_available_seconds_telephony", incident) == {("2007-03", "GOES"): HOUR}
    assert lost(hours, "ict_available_seconds_knowledge_base", incident) == {}
