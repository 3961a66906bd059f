"""One clean database per worker, and a way to plant dirt in it that is undone afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import duckdb
import pytest

from etl.quality import plan
from etl.quality.plan import Check, Views
from etl.quality.run import planned

from .asking import failing_checks
from .clean import clean_database, programme_sources, rulebooks

Caught = Callable[..., set[str]]


@pytest.fixture(scope="session")
def records() -> Iterator[duckdb.DuckDBPyConnection]:
    """The clean records. Whoever changes them must do so in a transaction that is rolled back."""
    with clean_database("quality_tests") as connection:
        yield connection


@pytest.fixture(scope="session")
def checks() -> list[Check]:
    """All checks of the first programme."""
    return planned(rulebooks(), programme_sources())


@pytest.fixture(scope="session")
def views(records: duckdb.DuckDBPyConnection, checks: list[Check]) -> Views:
    """The tables of the clean records."""
    return plan.views_of(records, checks)


@pytest.fixture
def caught(records: duckdb.DuckDBPyConnection, checks: list[Check], views: Views) -> Iterator[Caught]:
    """Plants dirt by SQL and returns the ids of all checks that fail; the dirt is gone after the test.

    Dirt in records is in what is computed from them as well: checks of measures and facts are asked only about dirt
    that is planted there.
    """
    records.execute("begin")

    def plant(*dirt: str) -> set[str]:
        for sql in dirt:
            records.execute(sql)
        touched = {table for sql in dirt for table in re.findall(r"(?:update|into|from) (\w+)", sql)}
        computed = bool(touched & set(plan.COMPUTED))
        read = [
            check
            for check in checks
            if computed == (check.table in plan.COMPUTED) and touched & {*plan.tables_of(check), *_named(check)}
        ]
        return failing_checks(records, read, views)

    yield plant
    records.execute("rollback")


def _named(check: Check) -> set[str]:
    """The tables that a check's SQL reads without saying so under needs."""
    return set(re.findall(r"\w+", plan.readable(check)))
