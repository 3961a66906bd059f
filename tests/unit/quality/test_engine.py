"""Great Expectations on an open DuckDB connection: one bundle, the same session, no values, no noise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa

from etl.quality.dialect import offered
from etl.quality.engine import quiet, validate
from etl.quality.plan import Check, Views
from etl.quality.run import validated_suites

pytestmark = pytest.mark.xdist_group("great_expectations")  # its import takes seconds: one worker pays


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Four calls at noon UTC, of which one has no site and one another; in Amsterdam it is two o'clock."""
    with duckdb.connect(":memory:engine_tests") as connection:
        connection.execute("set timezone = 'Europe/Amsterdam'")
        connection.execute("""
            create table calls as select * from (values (1, 'GOES'), (2, 'GOES'), (3, 'Jansen'), (4, null))
            as t(nr, "order"), (values (timestamptz '2007-07-02 12:00:00+00')) as u(arrived_at)""")
        yield connection
        connection.execute("drop table calls")


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every statement that SQLAlchemy sends."""
    log: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        log.append(" ".join(statement.split()))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield log
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_all_row_and_aggregate_checks_of_a_table_are_one_query(
    records: duckdb.DuckDBPyConnection, checks: list[Check], views: Views, queries: list[str]
) -> None:
    """Stock, row, existence and aggregate checks scan the calls once; each uniqueness or query rule adds a query."""
    calls = [check for check in checks if check.table == "kcc_calls"]

    validated_suites(records, calls, views)

    apart = [check for check in calls if check.rule.test in ("unique", "query")]
    scans = [query for query in queries if "kcc_calls" in query and " LIMIT " not in query]
    counted = [query for query in scans if query.startswith('SELECT count(*) AS "table.row_count" FROM')]
    bundled = [query for query in scans if query.count(' AS "') > len(calls) - len(apart)]
    assert (len(bundled), len(counted)) == (1, 1)
    assert len(scans) == len(bundled) + len(counted) + len(apart)


def test_every_cursor_has_the_session_of_the_connection(connection: duckdb.DuckDBPyConnection) -> None:
    """In the programme's time zone all calls fall in the fifteenth hour; bundled and single queries agree."""
    with quiet():
        from etl.quality import expectations as gx

        expected = [
            gx.ExpectRowsToSatisfy(condition="hour(arrived_at) = 14", beside="nr"),
            gx.ExpectNoFailures(query="select 4, count(*), null, null from calls where hour(arrived_at) <> 14"),
        ]
    (suite,) = validate(connection, {"calls": expected}).values()

    assert [(result.success, result.result["unexpected_count"]) for result in suite.results] == [(True, 0), (True, 0)]
    assert connection.execute("select count(*) from calls").fetchone() == (4,)


def test_stock_expectations_answer_in_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Missing, in a set and between are stock; a column may be named by a reserved word."""
    with quiet():
        from etl.quality import expectations as gx

        expected = [
            gx.ExpectCountedNotNull(column="order"),
            gx.ExpectCountedInSet(column="order", value_set=["GOES"]),
            gx.ExpectCountedBetween(column="nr", min_value=2, max_value=3),
        ]
    (suite,) = validate(connection, {"calls": expected}).values()

    found = {result.expectation_config.type: result.result for result in suite.results if result.expectation_config}
    assert found == {
        "expect_counted_not_null": {"element_count": 4, "unexpected_count": 1},
        "expect_counted_in_set": {"element_count": 3, "unexpected_count": 1},
        "expect_counted_between": {"element_count": 4, "unexpected_count": 2},
    }
    assert "Jansen" not in repr(suite)


def test_an_aggregate_is_compared_exactly(connection: duckdb.DuckDBPyConnection) -> None:
    """Both bounds are inclusive; a null is no failure and has no observed value."""
    with quiet():
        from etl.quality import expectations as gx

        expected = [
            gx.ExpectAggregateBetween(value="avg(nr)", beside="nr", minimum="2.5", maximum="2.5"),
            gx.ExpectAggregateBetween(value="max(nr)", beside="nr", minimum="5"),
            gx.ExpectAggregateBetween(value="sum(nr) filter (nr > 9)", beside="nr", maximum="1"),
        ]
    (suite,) = validate(connection, {"calls": expected}).values()

    found = [(result.success, result.result["observed_value"]) for result in suite.results]
    assert sorted(found, key=str) == [(False, "4"), (True, "2.5"), (True, None)]


def test_the_url_of_a_connection_is_dead_afterwards(connection: duckdb.DuckDBPyConnection) -> None:
    """Nothing keeps a way into the records."""
    with offered(connection) as url:
        pass

    with pytest.raises(KeyError):
        sa.create_engine(url).connect()


def test_the_engine_reads_types_of_all_columns(records: duckdb.DuckDBPyConnection, views: Views) -> None:
    """Lists and moments included: GX asks for them before it counts anything."""
    with offered(records) as url:
        columns = sa.inspect(sa.create_engine(url)).get_columns("kcc_calls")

    types = {column["name"]: str(column["type"]) for column in columns}
    assert list(types) == list(views["kcc_calls"])
    assert (types["arrived_at"], types["_line"], types["_masked"]) == ("TIMESTAMP", "BIGINT", "VARCHAR")
