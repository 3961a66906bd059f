"""Records roll up to counts: against plain Python, in one scan, with faults that name their measure."""

from __future__ import annotations

import json
import random
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from etl.measures import MEASURE_COLUMNS, roll_up
from etl.model.errors import UsageError
from etl.model.programme import Measure
from tests.unit.measures.records import (
    AMSTERDAM,
    AS_OF,
    REQUESTS,
    Record,
    brute_force,
    connect,
    counted,
    moment,
    record,
    rolled,
)


def some_records(number: int) -> list[Record]:
    """Records over two years, units and deliveries; many columns empty. The same ones every time."""
    chance = random.Random(20080519)
    start = datetime(2006, 12, 1, tzinfo=AMSTERDAM)
    records = []
    for index in range(number):
        created = start + timedelta(minutes=chance.randrange(60 * 24 * 400))
        closed = None if chance.random() < 0.3 else created + timedelta(hours=chance.randrange(900))
        records.append(
            record(
                _delivery=chance.choice(["d1", "d2", "d3"]),
                _unit=chance.choice(["AG-WEST", "AG-ZUID"]),
                id=str(index),
                client_group=chance.choice(["employee", "employer", None]),
                about=chance.choice(["WW", "AG", "KCC", None]),
                region=chance.choice(["WEST", "ZUID", None]),
                created_at=created,
                closed_at=closed,
                grade=chance.choice([None, *range(1, 11)]),
            )
        )
    return records


RECORDS = some_records(600)


def group(item: Record) -> tuple[str | None, ...]:
    """The dimension by which most measures here count."""
    return (item["client_group"],)


def division_and_region(item: Record) -> tuple[str | None, ...]:
    """A missing region of a division is `onbekend`; what concerns no division has no region."""
    return (item["about"], item["region"] or "onbekend") if item["about"] in ("WW", "AG") else ()


def test_counts_equal_those_of_plain_python() -> None:
    """Six measures with their own conditions, moments, dimensions and sums, in one roll-up of 600 records."""
    by_group = {"by": ["client_group"], "month_of": "created_at"}
    by_place = {"by": ["division", "region"], "month_of": "created_at"}
    found = rolled(
        RECORDS,
        [
            {"measure": "requested", **by_group},
            {"measure": "graded", "where": "grade is not null", **by_group},
            {"measure": "grade_sum", "where": "grade is not null", "value": "grade", **by_group},
            {"measure": "grade_square_sum", "value": "grade * grade", **by_group},
            {"measure": "per_region", "where": "about in ('WW', 'AG')", **by_place},
            {"measure": "closed", "month_of": "closed_at"},
        ],
    )

    graded = [item for item in RECORDS if item["grade"] is not None]
    assert counted(found) == {
        **brute_force(RECORDS, "requested", lambda _: True, group),
        **brute_force(graded, "graded", lambda _: True, group),
        **brute_force(graded, "grade_sum", lambda _: True, group, lambda item: item["grade"]),
        **brute_force(graded, "grade_square_sum", lambda _: True, group, lambda item: item["grade"] ** 2),
        **brute_force(RECORDS, "per_region", lambda item: item["about"] in ("WW", "AG"), division_and_region),
        **brute_force(RECORDS, "closed", lambda _: True, lambda _: (), month_of="closed_at"),
    }


def test_the_rows_have_the_columns_of_measures_in_order() -> None:
    """Delivery, unit, month, the four dimensions, measure and an exact value; also when nothing was counted."""
    some = rolled([record()], [{"measure": "requested", "month_of": "created_at"}])
    none = rolled([], [{"measure": "requested", "month_of": "created_at"}])
    without_measures = rolled([record()], [])

    assert (
        tuple(some.column_names) == tuple(none.column_names) == tuple(without_measures.column_names) == MEASURE_COLUMNS
    )
    assert [table.num_rows for table in (some, none, without_measures)] == [1, 0, 0]
    assert (
        some.schema.field("value").type
        == none.schema.field("value").type
        == without_measures.schema.field("value").type
    )


def test_a_month_is_a_month_of_the_programmes_clock() -> None:
    """Half past midnight on 1 March in Amsterdam is 28 February in UTC: it counts in March, for both moments."""
    night = moment("2007-03-01 00:30")
    found = rolled(
        [record(created_at=night, closed_at=night)],
        [{"measure": "requested", "month_of": "created_at"}, {"measure": "closed", "month_of": "closed_at"}],
    )

    assert {key[2] for key in counted(found)} == {"2007-03"}


def test_each_measure_counts_by_its_own_moment() -> None:
    """Created in March and closed in May: one count in each month; what is not closed has no month to be closed in."""
    found = rolled(
        [record(closed_at=moment("2007-05-02 09:00")), record()],
        [{"measure": "requested", "month_of": "created_at"}, {"measure": "closed", "month_of": "closed_at"}],
    )

    assert counted(found) == {
        ("d1", "AG-WEST", "2007-03", "requested"): Decimal(2),
        ("d1", "AG-WEST", "2007-05", "closed"): Decimal(1),
    }


def test_what_is_not_counted_has_no_row() -> None:
    """No zeros from records: nobody graded, nobody matched, and grades that add up to nothing give no row."""
    found = rolled(
        [record(), record(grade=0)],
        [
            {"measure": "none", "where": "about = 'WW'", "month_of": "created_at"},
            {"measure": "unknown", "where": "about = 'WW' or null", "month_of": "created_at"},
            {"measure": "nothing", "value": "grade", "month_of": "created_at"},
        ],
    )

    assert counted(found) == {}


def test_the_as_of_moment_decides_what_was_open() -> None:
    """`:as_of` stands for one moment, wherever it is written; a contact at that very moment has not been seen yet."""
    noon = moment("2007-12-31 12:00")
    records = [record(closed_at=noon - timedelta(minutes=1)), record(closed_at=noon), record()]
    measures = [
        {"measure": "closed", "where": "closed_at < :as_of", "month_of": "created_at"},
        {"measure": "open", "where": "closed_at is null or closed_at >= :as_of", "month_of": "created_at"},
        {"measure": "days", "value": "date_diff('day', created_at, :as_of)", "month_of": "created_at"},
    ]

    before = counted(rolled(records, measures, as_of=noon))
    after = counted(rolled(records, measures, as_of=noon + timedelta(hours=1)))

    key = ("d1", "AG-WEST", "2007-03")
    assert before == {(*key, "closed"): 1, (*key, "open"): 2, (*key, "days"): 3 * 301}
    assert after == {(*key, "closed"): 2, (*key, "open"): 1, (*key, "days"): 3 * 301}


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    """As-of is an instant: 12:00 in Amsterdam and 11:00 in London give the same counts."""
    measures = [{"measure": "closed", "where": "closed_at < :as_of", "month_of": "created_at"}]
    records = [record(closed_at=moment("2007-12-31 11:30")), record(closed_at=moment("2007-12-31 12:30"))]

    here = counted(rolled(records, measures, as_of=moment("2007-12-31 12:00")))
    there = counted(rolled(records, measures, as_of=datetime.fromisoformat("2007-12-31T11:00:00+00:00")))

    assert here == there == {("d1", "AG-WEST", "2007-03", "closed"): 1}


class Listening:
    """A connection that keeps what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.asked = connection, list[str]()

    def execute(self, sql: str, *more: Any) -> Any:
        """Keep and pass on."""
        self.asked.append(sql)
        return self.connection.execute(sql, *more)

    def sql(self, sql: str, **more: Any) -> Any:
        """Keep and pass on."""
        self.asked.append(sql)
        return self.connection.sql(sql, **more)


def test_the_records_are_scanned_once() -> None:
    """Five measures over three moments read the records in one query, and that query scans them once."""
    listening = Listening(connect(RECORDS))
    measures = [
        Measure.model_validate({"measure": f"m{place}", "source": "requests", "month_of": moment_of, **more})
        for place, (moment_of, more) in enumerate(
            [
                ("created_at", {"by": ["client_group"]}),
                ("closed_at", {"by": ["division", "region"]}),
                ("created_at", {"value": "grade"}),
                ("closed_at", {"where": "grade > 5"}),
                ("created_at", {"where": "closed_at > :as_of"}),
            ]
        )
    ]

    roll_up(listening, "select * from landed", REQUESTS, measures, AS_OF)  # type: ignore[arg-type]

    (reading,) = [sql for sql in listening.asked if "landed" in sql]
    query = re.sub(r"^create .*? as (?=select)", "", reading)
    plan = listening.connection.execute(f"explain (format json) {query}").fetchall()[0][1]
    assert [name for name in leaves(json.loads(plan)) if name != "CTE_SCAN"] == ["SEQ_SCAN"]


def leaves(nodes: list[dict[str, Any]]) -> list[str]:
    """The operators of a query plan that take no input of another: what is read (a CTE is what was read before)."""
    return [name for node in nodes for name in (leaves(node["children"]) if node["children"] else [node["name"]])]


def test_a_second_roll_up_on_the_same_connection_starts_clean() -> None:
    """Nothing of the first stays behind."""
    connection = connect([record()])
    first = Measure.model_validate({"measure": "a", "source": "requests", "month_of": "created_at"})
    second = first.model_copy(update={"measure": "b"})

    roll_up(connection, "select * from landed", REQUESTS, [first], AS_OF)
    found = roll_up(connection, "select * from landed", REQUESTS, [second], AS_OF)

    assert [row["measure"] for row in found.to_pylist()] == ["b"]
    assert connection.execute("select count(*) from duckdb_tables() where table_name = 'rolled'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"where": "colour = 'red'"}, "colour"),
        ({"where": "grade >"}, "syntax error"),
        ({"where": "no_such_function(grade) > 1"}, "no_such_function"),
        ({"value": "sum(grade)"}, "aggregate"),
        ({"where": "cast(id as integer) > 1"}, "for some records"),
        ({"value": "cast(id as integer)"}, "for some records"),
    ],
)
def test_sql_that_does_not_fit_names_its_measure(fault: dict[str, str], said: str) -> None:
    """The other measure is not blamed, and what stands in the records is not quoted: it may be a person's."""
    measures = [{"measure": "fine", "month_of": "created_at"}, {"measure": "broken", "month_of": "created_at", **fault}]

    with pytest.raises(UsageError) as caught:
        rolled([record(id="Jansen")], measures)

    (problem,) = caught.value.problems
    assert problem.where == "measures.yml"
    assert problem.column == "broken"
    assert said in problem.what
    assert "Jansen" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_condition_may_look_things_up_in_other_tables() -> None:
    """In another source by key, and in the calendar for a term that moves to the next working day."""
    records = [
        record(id="1", closed_at=moment("2007-04-10 16:00")),
        record(id="2", closed_at=moment("2007-04-11 09:00")),
        record(id="3"),
    ]
    connection = connect(records)
    connection.execute("create table steps as select '2' as case_id union all select '9'")
    connection.execute(
        "create table calendar as select day::date as day, isodow(day) < 6 and day <> '2007-04-09' as is_working_day "
        "from generate_series(date '2007-03-01', date '2007-05-01', interval 1 day) as t(day)"
    )
    listed = [
        Measure(
            measure="stepped",
            source="requests",
            where="exists (select 1 from steps where case_id = record.id)",
            reads=("steps",),
        ),
        Measure(
            measure="in_term",
            source="requests",
            where="closed_at::date <= (select min(day) from calendar "
            "where is_working_day and day >= created_at::date + 34)",
            reads=("calendar",),
        ),
    ]

    found = counted(roll_up(connection, "select * from landed", REQUESTS, listed, AS_OF))

    assert found == {
        ("d1", "AG-WEST", "2007-03", "stepped"): Decimal(1),
        ("d1", "AG-WEST", "2007-03", "in_term"): Decimal(1),
    }
    assert all(measure.depends_on_as_of for measure in listed)
