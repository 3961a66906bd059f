"""The check step: the ledger is written, and the records are judged before anything is computed from them.

What is computed is judged by the compute step, with `check_computed`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from etl.measures import MeasureTable
from etl.model.checks import CheckResult
from etl.model.errors import ContractError, NothingArrivedError, Problem
from etl.model.facts import Fact
from etl.pipeline.checked import sources_looked_at, write_checked
from etl.pipeline.earlier import open_published
from etl.pipeline.fact_tables import open_facts
from etl.pipeline.month_table import open_indicator_months
from etl.pipeline.plan import Plan
from etl.pipeline.records import Opened, opened, register
from etl.pipeline.run_folder import CHECKS, check_to_json, read_checks, read_deliveries
from etl.resources import expectation_texts
from etl.store import Store, table_json


def check(plan_json: Mapping[str, Any], receipts: Sequence[str]) -> str:
    """Write the ledger, check the records, keep results and quarantine; returns where the results are.

    Raises:
        ContractError: a blocking check failed, or deliveries contradict each other. Results are written first.
        NothingArrivedError: nothing had arrived at the as-of moment asked for.
    """
    plan = Plan.from_json(plan_json)
    store = plan.store()
    now = datetime.now(UTC)
    deliveries = register(plan, store, list(receipts), now)
    if not any(set(item.months) & set(plan.parsed_period.months) for item in deliveries):
        raise NothingArrivedError(
            Problem(
                f"nothing had arrived for {plan.period} at {plan.as_of}",
                where=plan.deliveries,
                expected="a delivery that arrived before the as-of moment",
                hint="the ledger says when each delivery arrived: `oversight status`.",
            )
        )
    with opened(plan, store, deliveries) as tables:
        results = _judge(tables, plan, store, now)
    path = f"{plan.folder}/{CHECKS}"
    store.write(path, table_json([check_to_json(result) for result in results]))
    _refuse(results)
    return path


def check_computed(
    tables: Opened, measures: MeasureTable, facts: Sequence[Fact], before: Sequence[Fact], plan: Plan, store: Store
) -> list[CheckResult]:
    """Judge measures and facts by the rules about them, and add the results to those of the records.

    `before` are the numbers of the months that the run reads and does not judge.

    Raises:
        ContractError: a blocking check failed. Results are written first.
    """
    from etl.quality.plan import COMPUTED
    from etl.quality.rules import read_rulebooks
    from etl.quality.run import run_checks

    rulebooks = [book for book in read_rulebooks(expectation_texts()) if book.table in COMPUTED]
    open_facts(tables.connection, facts, measures, tables.programme)
    months = [*before, *(fact for fact in facts if fact.period.kind == "month")]
    open_indicator_months(tables.connection, months, plan.parsed_period, tables.programme)
    open_published(tables.connection, facts, read_deliveries(plan, store), plan, store)
    found = run_checks(tables.connection, rulebooks, tables.programme.sources)
    path = f"{plan.folder}/{CHECKS}"
    of_records = [result for result in read_checks(plan, store) if result.table not in COMPUTED]
    results = sorted([*of_records, *found], key=lambda result: result.table)
    store.write(path, table_json([check_to_json(result) for result in results]))
    _refuse(found)
    return results


def _refuse(results: Sequence[CheckResult]) -> None:
    stopping = [result for result in results if result.stops]
    if stopping:
        raise ContractError([_problem(result) for result in stopping])


def _judge(tables: Opened, plan: Plan, store: Store, now: datetime) -> list[CheckResult]:
    from etl.quality.plan import COMPUTED
    from etl.quality.quarantine import quarantine
    from etl.quality.rules import read_rulebooks
    from etl.quality.run import run_checks

    rulebooks = [book for book in read_rulebooks(expectation_texts()) if book.table not in COMPUTED]
    sources = tables.programme.sources
    results = run_checks(tables.connection, rulebooks, sources)
    local = tables.scratch / "quarantine.parquet"
    quarantine(tables.connection, rulebooks, sources, results).write_parquet(str(local), compression="zstd")
    store.put(local, f"{plan.folder}/quarantine.parquet")
    unit_months = tables.unit_months[["source", "unit", "month", "grade"]].fillna("")
    store.write(f"{plan.folder}/unit-months.json", table_json(unit_months.to_dict("records")))
    write_checked(plan, store, now, sources_looked_at(results, rulebooks, tables.programme))
    return results


def _problem(result: CheckResult) -> Problem:
    return Problem(
        f"{result.code} {result.title.en or result.title.nl}: {result.observed}",
        where=result.table,
        column=result.column or None,
        expected=result.expected,
        hint=result.action.en or result.action.nl,
    )
