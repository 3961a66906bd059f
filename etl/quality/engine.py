"""Runs suites of GX expectations over the tables of an open DuckDB connection, and is the place that keeps GX quiet.

GX draws progress bars, logs what went wrong with the values at hand, and warns about its own future. None of that
may reach a terminal or a log: a value may be a person's.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from etl.quality.dialect import offered
from etl.quality.plan import quoted

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation


@contextmanager
def quiet() -> Iterator[None]:
    """Within this block GX, and what it imports, neither warns nor logs."""
    logger = logging.getLogger("great_expectations")
    propagates, nowhere = logger.propagate, logging.NullHandler()
    logger.propagate = False
    logger.addHandler(nowhere)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeHandler(nowhere)
        logger.propagate = propagates


def validate(
    connection: duckdb.DuckDBPyConnection, suites: Mapping[str, Sequence[Expectation]]
) -> dict[str, ExpectationSuiteValidationResult]:
    """One validation result per suite; the name of a suite is the table or view it is about.

    A name that is no table holds expectations about queries only. The results hold counts and never a value of the
    data, since the expectations (`etl.quality.expectations`) report nothing else.
    """
    with quiet(), offered(connection) as url:
        import great_expectations as gx  # seconds to import: see the package's docstring
        from great_expectations.data_context.types import base

        stores = base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = base.DataContextConfig(
            store_backend_defaults=stores,
            analytics_enabled=False,
            progress_bars=base.ProgressBarsConfig(globally=False),
        )
        context = gx.get_context(mode="ephemeral", project_config=config)
        source = context.data_sources.add_sql("records", connection_string=url)
        tables = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
        return {name: _run(gx, source, name, items, is_table=name in tables) for name, items in suites.items()}


def _run(gx: Any, source: Any, name: str, expectations: Sequence[Expectation], *, is_table: bool) -> Any:
    """`gx` and `source` are Any: GX types its factories by generated stubs that mypy cannot follow."""
    asset = (
        source.add_table_asset(name, table_name=quoted(name))
        if is_table
        else source.add_query_asset(name, "select 1 as nothing")
    )
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    return batch.validate(gx.ExpectationSuite(name=name, expectations=list(expectations)), result_format="BASIC")
