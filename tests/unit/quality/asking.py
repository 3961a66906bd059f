"""Asks every check by plain SQL, without Great Expectations: fast enough to plant each kind of dirt by itself.

`test_run.py` proves that `run_checks` says the same.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb

from etl.quality import plan
from etl.quality.plan import Check, Views


def failing_checks(connection: duckdb.DuckDBPyConnection, checks: list[Check], views: Views) -> set[str]:
    """The ids of the checks that fail on the data as it is now."""
    return {
        check.check_id
        for check in checks
        if plan.not_applicable(check, views) is None and not holds(connection, check, views)
    }


def holds(connection: duckdb.DuckDBPyConnection, check: Check, views: Views) -> bool:
    """Whether one check passes."""

    def ask(sql: str) -> tuple[int, ...]:
        row = connection.execute(sql).fetchone()
        assert row is not None
        return row

    table = plan.quoted(check.table)
    match check.rule.test:
        case "query":
            return ask(f"select count(*) from ({plan.query(check, views)})")[0] == 0
        case "aggregate":
            value = ask(f"select {plan.aggregate(check, views)} from {table}")[0]
            bounds = check.rule.aggregate
            assert bounds is not None
            low, high = bounds.min, bounds.max
            exact = None if value is None else Decimal(str(value))
            return exact is None or not ((low is not None and exact < low) or (high is not None and exact > high))
        case "unique":
            judged, failed = ask(plan.duplicates_count(check, views))
        case _:
            condition = plan.condition(check, views)
            judged, failed = ask(f"select count({condition}), count(*) filter (where not ({condition})) from {table}")
    return failed <= check.rule.tolerance * judged
