"""The SQL of checks: what is judged, what counts as failed, and when a check cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from etl.model.checks import Parameter, Reference, Rule, RuleBook
from etl.model.contract import Text
from etl.model.errors import UsageError
from etl.quality import plan
from etl.quality.plan import Check

SAID = Text(nl="x", en="x")


def a_check(table: str = "calls", code: str = "C1", **test: Any) -> Check:
    """A check of which only the test matters."""
    return Check(Rule(code=code, severity="warn", title=SAID, why=SAID, action=SAID, **test), table)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Five calls and two requests."""
    with duckdb.connect() as connection:
        connection.execute("""
            create table calls as select * from (values
                ('C1', 10, 'R1', '2007-01'), ('C2', -1, 'R9', '2007-02'), ('C3', null, null, '2007-03'),
                ('C3', 30, '***', '2007-03'), ('***', 40, 'R2', '2007-03')) as t(call_id, wait, request_id, _month)""")
        connection.execute("create table requests as select unnest(['R1', 'R2', null]) as request_id")
        yield connection


def failing_rows(connection: duckdb.DuckDBPyConnection, check: Check) -> list[Any]:
    """The waits of the rows that a check counts as failed."""
    views = plan.views_of(connection, [check])
    rows = connection.execute(f"select wait from calls where {plan.failing(check, views)} order by wait").fetchall()
    return [wait for (wait,) in rows]


def judged(connection: duckdb.DuckDBPyConnection, check: Check) -> int:
    """How many rows a check judges."""
    views = plan.views_of(connection, [check])
    row = connection.execute(f"select count({plan.condition(check, views)}) from calls").fetchone()
    assert row is not None
    return int(row[0])


def test_a_null_satisfies_a_row_rule_and_is_not_judged(connection: duckdb.DuckDBPyConnection) -> None:
    """Of five rows one has no wait: four are judged, one fails."""
    check = a_check(row="wait >= 0")

    assert failing_rows(connection, check) == [-1]
    assert judged(connection, check) == 4


def test_a_reference_judges_neither_missing_nor_masked_values(connection: duckdb.DuckDBPyConnection) -> None:
    """R9 does not exist; the empty and the masked reference are not judged; a null among the requests is harmless."""
    check = a_check(exists=Reference(column="request_id", in_table="requests", in_column="request_id"))

    assert failing_rows(connection, check) == [-1]
    assert judged(connection, check) == 3


def test_a_reference_is_judged_only_where_it_can_be(connection: duckdb.DuckDBPyConnection) -> None:
    """With `where` the reference of February is left alone."""
    where = Reference(column="request_id", in_table="requests", in_column="request_id", where="_month <> '2007-02'")
    check = a_check(exists=where)

    assert failing_rows(connection, check) == []
    assert judged(connection, check) == 2


def test_all_rows_of_a_duplicate_fail(connection: duckdb.DuckDBPyConnection) -> None:
    """C3 occurs twice: both rows fail. A masked key is no duplicate of anything."""
    check = a_check(unique=("call_id",))

    assert failing_rows(connection, check) == [30, None]
    assert connection.execute(plan.duplicates_count(check, plan.views_of(connection, [check]))).fetchone() == (4, 2)


def test_a_rule_judges_only_the_months_in_which_it_holds(connection: duckdb.DuckDBPyConnection) -> None:
    """Valid from February through February: one row is judged, for every kind of test."""
    valid: dict[str, Any] = {"valid_from": date(2007, 2, 1), "valid_to": date(2007, 2, 28)}
    row = a_check(row="wait >= 100", **valid)
    aggregate = a_check(aggregate={"value": "sum(wait)", "max": 0}, **valid)
    query = a_check(query="select 1 from {table}", **valid)
    views = plan.views_of(connection, [row])

    assert failing_rows(connection, row) == [-1]
    assert judged(connection, row) == 1
    assert connection.execute(f"select {plan.aggregate(aggregate, views)} from calls limit 1").fetchone() == (-1,)
    assert connection.execute(plan.query(query, views)).fetchall() == [(1,)]


def test_parameters_are_filled_in() -> None:
    """Numbers stand plainly, texts as they are; the readable rule shows them."""
    parameters = {"most": Parameter(value="0.10", reason=SAID), "hours": Parameter(value=Decimal(2), reason=SAID)}
    check = a_check(row="wait < {hours} * {most}\n and {table}.wait > 0", parameters=parameters)

    assert plan.readable(check) == "wait < 2 * 0.10 and calls.wait > 0"


def test_an_unknown_parameter_is_refused() -> None:
    """Rule books made by hand are held to the same."""
    with pytest.raises(UsageError, match=r"rule C1 uses \{hours\}, which is not among its parameters"):
        plan.readable(a_check(row="wait < {hours}"))


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        (a_check(row="wait > 0", columns=("wait",)), None),
        (a_check(row="weight > 0", columns=("weight", "height")), "calls has no column weight, height"),
        (a_check(row="wait > 0", needs=("calendar",)), "there is nothing of calendar"),
        (a_check(exists=Reference(column="wait", in_table="survey", in_column="x")), "there is nothing of survey"),
        (a_check("survey", row="x > 0"), "there is nothing of survey"),
        (a_check("cross", query="select 1", needs=("calls", "requests")), None),
        (a_check("cross", query="select 1", needs=("calls", "survey")), "there is nothing of survey"),
    ],
)
def test_a_check_of_what_is_absent_is_not_applicable(
    check: Check, reason: str | None, connection: duckdb.DuckDBPyConnection
) -> None:
    """The reason names what is missing, in both languages."""
    found = plan.not_applicable(check, plan.views_of(connection, [check]))

    assert (found.en if found else None) == reason
    assert found is None or found.nl


def test_temporary_tables_are_refused(connection: duckdb.DuckDBPyConnection) -> None:
    """The cursors of the checks would not see them, and the rule would silently be not applicable."""
    connection.execute("create temporary table survey as select 1 as x")

    with pytest.raises(UsageError, match="survey: the checks cannot see temporary tables"):
        plan.views_of(connection, [a_check("survey", row="x > 0")])


def test_checks_are_sorted_and_have_one_name_each() -> None:
    """By table, then code with numbers as numbers; two checks of one name are an error."""
    rules = [a_check(code=code, row="true").rule for code in ("C10", "C2", "C2b", "A3")]

    checks = plan.plan([RuleBook(table="b", rules=tuple(rules)), RuleBook(table="a", rules=(rules[0],))], [])

    assert [check.check_id for check in checks] == ["C10:a", "A3:b", "C2:b", "C2b:b", "C10:b"]
    with pytest.raises(UsageError, match="two rules are called C2:b"):
        plan.plan([RuleBook(table="b", rules=(rules[1],)), RuleBook(table="b", rules=(rules[1],))], [])
