"""The expectations that GX lacks: conditions on rows, aggregates, joint uniqueness, queries; all answer in counts.

Import this module inside functions only: it imports GX, which takes seconds.

GX computes the aggregate metrics of a table in one query per round of its dependency graph. The SQL aggregates here
depend on a condition of a stock column expectation, so that they come up in the same round as the stock counts;
`tests/unit/quality/test_engine.py` counts the queries.
"""
# ruff: noqa: TID253, ARG002, N805
# TID253: this one module is made of GX. ARG002: GX decides the arguments. N805: a decorator makes class methods.

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
from great_expectations.expectations.expectation import BatchExpectation, ColumnMapExpectation, Expectation
from great_expectations.expectations.metrics.metric_provider import metric_partial, metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration

Outcome = dict[str, Any]
_AS_EARLY_AS = "column_values.nonnull.condition"
_BOTH = 2**40


def _outcome(judged: int, failed: int, *, success: bool, **more: Any) -> Outcome:
    return {"success": success, "result": {"element_count": judged, "unexpected_count": failed, **more}}


def _within(failed: int, judged: int, tolerance: str) -> bool:
    return failed <= Decimal(tolerance) * judged


def _configuration(expectation: Any) -> Any:
    """GX asks for it forty times per expectation and builds it each time: a third of all that checks cost."""
    if expectation._configured is None:  # noqa: SLF001 - its own, below
        expectation._configured = vars(Expectation)["configuration"].fget(expectation)  # noqa: SLF001
    return expectation._configured  # noqa: SLF001


# ------------------------------------------------------------------------------------------ stock, answering in counts
class _Counting(ColumnMapExpectation):
    """A stock column expectation that reports how many values it judged and how many failed, and no value."""

    _configured: Any = PrivateAttr(None)
    configuration = property(_configuration)

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: Any = None, **kwargs: Any
    ) -> Any:
        """What GX computes: without the sample of unexpected values that it would show."""
        dependencies = super().get_validation_dependencies(execution_engine, runtime_configuration, **kwargs)
        dependencies.remove_metric_configuration(f"{self.map_metric}.unexpected_values")
        return dependencies

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: dict[str, Any] | None = None, execution_engine: Any = None
    ) -> Outcome:
        judged = metrics["table.row_count"]
        if self.map_metric != "column_values.nonnull":
            judged -= metrics["column_values.nonnull.unexpected_count"] or 0
        failed = metrics[f"{self.map_metric}.unexpected_count"] or 0
        return _outcome(judged, failed, success=failed == 0)


class ExpectCountedNotNull(_Counting, ExpectColumnValuesToNotBeNull):
    """No value of the column is missing."""


class ExpectCountedInSet(_Counting, ExpectColumnValuesToBeInSet):
    """Every value of the column is one of the known codes."""


class ExpectCountedBetween(_Counting, ExpectColumnValuesToBeBetween):
    """Every value of the column lies between two bounds."""


# ---------------------------------------------------------------------------------------------------- SQL aggregates
class _SqlAggregate(TableMetricProvider):
    """An SQL aggregate that GX computes together with the stock counts of the same table.

    `beside` names any column of the table: see the docstring of this module.
    """

    @classmethod
    def _get_evaluation_dependencies(
        cls, metric: Any, configuration: Any = None, execution_engine: Any = None, runtime_configuration: Any = None
    ) -> dict[str, Any]:
        dependencies: dict[str, Any] = super()._get_evaluation_dependencies(
            metric, configuration, execution_engine, runtime_configuration
        )
        if "metric_partial_fn" not in dependencies:
            domain = {**metric.metric_domain_kwargs, "column": metric.metric_value_kwargs["beside"]}
            dependencies[_AS_EARLY_AS] = MetricConfiguration(_AS_EARLY_AS, domain, None)
        return dependencies

    @classmethod
    def _sql(cls, values: dict[str, Any]) -> str:
        raise NotImplementedError

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: dict[str, Any],
        metrics: Any,
        runtime_configuration: Any,
    ) -> Any:
        return sa.literal_column(cls._sql(metric_value_kwargs)), metric_domain_kwargs, {}


class RowsJudged(_SqlAggregate):
    """How many rows a condition is true or false for, and for how many of them it is true.

    Both counts travel in one sum (true × 2^40 + judged), so that the condition, which may hold a join, is evaluated
    once.
    """

    metric_name = "table.rows_judged"
    value_keys = ("condition", "beside")

    @classmethod
    def _sql(cls, values: dict[str, Any]) -> str:
        return f"coalesce(sum(({values['condition']})::bigint * {_BOTH} + 1), 0)"


class SqlValue(_SqlAggregate):
    """Any aggregate."""

    metric_name = "table.sql_value"
    value_keys = ("value", "beside")

    @classmethod
    def _sql(cls, values: dict[str, Any]) -> str:
        return f"({values['value']})"


class _Configured(BatchExpectation):
    """An expectation about a table that is configured once."""

    _configured: Any = PrivateAttr(None)
    configuration = property(_configuration)


class ExpectRowsToSatisfy(_Configured):
    """Every row satisfies an SQL condition; where it is null, the row is not judged.

    Existence in another table is such a condition too. `tolerance` is the share (0-1) of judged rows that may fail.
    """

    condition: str
    beside: str
    tolerance: str = "0"
    metric_dependencies = ("table.rows_judged",)
    success_keys: ClassVar[tuple[str, ...]] = ("condition", "beside", "tolerance")

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: dict[str, Any] | None = None, execution_engine: Any = None
    ) -> Outcome:
        true, judged = divmod(int(metrics["table.rows_judged"]), _BOTH)
        return _outcome(judged, judged - true, success=_within(judged - true, judged, self.tolerance))


class ExpectAggregateBetween(_Configured):
    """An SQL aggregate lies between two bounds (both inclusive). A null is not judged: `observed_value` is None."""

    value: str
    beside: str
    minimum: str | None = None
    maximum: str | None = None
    metric_dependencies = ("table.sql_value", "table.row_count")
    success_keys: ClassVar[tuple[str, ...]] = ("value", "beside", "minimum", "maximum")

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: dict[str, Any] | None = None, execution_engine: Any = None
    ) -> Outcome:
        value = metrics["table.sql_value"]
        if value is None:
            return _outcome(metrics["table.row_count"], 0, success=True, observed_value=None)
        exact = Decimal(str(value))
        success = not (self.minimum is not None and exact < Decimal(self.minimum)) and not (
            self.maximum is not None and exact > Decimal(self.maximum)
        )
        return _outcome(metrics["table.row_count"], int(not success), success=success, observed_value=str(exact))


# ------------------------------------------------------------------------------------------- one query each: no bundle
def _row(engine: Any, sql: str) -> tuple[Any, ...]:
    """The one row of a query. Colons are escaped: `12:30` and `::date` are no parameters."""
    return tuple(engine.execute_query(sa.text(sql.replace(":", r"\:"))).fetchone())


class DuplicateRows(TableMetricProvider):
    """Rows judged, and rows that share their values with another row, by one GROUP BY."""

    metric_name = "table.duplicate_rows"
    value_keys = ("query",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: dict[str, Any],
        metrics: Any,
        runtime_configuration: Any,
    ) -> Any:
        return _row(execution_engine, metric_value_kwargs["query"])


class QueryFailures(TableMetricProvider):
    """Rows looked at, failures, and the lowest and highest number observed among the failures."""

    metric_name = "table.query_failures"
    value_keys = ("query",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,
        execution_engine: Any,
        metric_domain_kwargs: Any,
        metric_value_kwargs: dict[str, Any],
        metrics: Any,
        runtime_configuration: Any,
    ) -> Any:
        return _row(execution_engine, metric_value_kwargs["query"])


class ExpectRowsToBeUnique(_Configured):
    """No two rows share their values; `query` returns the rows judged and the rows that are not alone."""

    query: str
    tolerance: str = "0"
    metric_dependencies = ("table.duplicate_rows",)
    success_keys: ClassVar[tuple[str, ...]] = ("query", "tolerance")

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: dict[str, Any] | None = None, execution_engine: Any = None
    ) -> Outcome:
        judged, failed = metrics["table.duplicate_rows"]
        return _outcome(judged, failed, success=_within(failed, judged, self.tolerance))


class ExpectNoFailures(_Configured):
    """A query finds no failure; `query` returns rows looked at, failures, lowest and highest number observed."""

    query: str
    metric_dependencies = ("table.query_failures",)
    success_keys: ClassVar[tuple[str, ...]] = ("query",)

    def _validate(
        self, metrics: dict[str, Any], runtime_configuration: dict[str, Any] | None = None, execution_engine: Any = None
    ) -> Outcome:
        judged, failed, lowest, highest = metrics["table.query_failures"]
        return _outcome(judged, failed, success=failed == 0, lowest=lowest, highest=highest)
