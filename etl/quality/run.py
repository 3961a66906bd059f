"""Asks all checks of a run and says what came of them, in numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import duckdb

from etl.model.checks import CheckResult, Finding, RuleBook
from etl.model.contract import Source, Text
from etl.model.errors import Problem, UsageError
from etl.model.numbers import plain
from etl.quality import plan
from etl.quality.contract import contract_checks
from etl.quality.engine import quiet, validate
from etl.quality.plan import Check, Views

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation

_UNJUDGED = Text(nl="er zijn te weinig regels om over te oordelen", en="there are too few rows to judge")
_ABOUT_SQL = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
"""What DuckDB says about SQL itself; its other errors may quote a value and are never passed on."""
_SHARED = (plan.CROSS, *plan.COMPUTED)
_NUMERIC = ("INT", "DECIMAL", "DOUBLE", "FLOAT")


def run_checks(
    connection: duckdb.DuckDBPyConnection, rulebooks: Iterable[RuleBook], sources: Iterable[Source]
) -> list[CheckResult]:
    """One result per rule and table (and column, for rules of the contract), sorted by table, code and column.

    `connection` holds a view per delivered source and the views `deliveries`, `unit_months` and so on; its time zone is
    the programme's. A rule whose tables or columns are absent has `passed` None and the reason.

    Raises:
        UsageError: a rule cannot be evaluated: its SQL does not fit the table, or two rules have the same name.
    """
    checks = planned(rulebooks, sources)
    views = plan.views_of(connection, checks)
    reasons = {check.check_id: plan.not_applicable(check, views) for check in checks}
    asked = [check for check in checks if reasons[check.check_id] is None]
    outcomes: dict[str, dict[str, Any]] = {}
    for suite in validated_suites(connection, asked, views).values():
        for result in suite.results:
            found = {**result.result, "success": result.success} if result.result else {}
            outcomes[result.expectation_config.meta["check"]] = found  # type: ignore[union-attr] # set below
    if not all(outcomes.values()):
        raise UsageError(_broken(connection, asked, views))
    return [
        replace(_result(check, outcome, reasons[check.check_id]), findings=_findings(connection, check, views, outcome))
        for check in checks
        for outcome in [outcomes.get(check.check_id)]
    ]


def planned(rulebooks: Iterable[RuleBook], sources: Iterable[Source]) -> list[Check]:
    """All checks of the contracts and of the rule books, in order.

    A rule about a source that the programme does not have is another programme's and is left out; so is one about what
    is computed, or about several sources, that needs such a source.
    """
    sources = tuple(sources)
    known = {*plan.SYSTEM_TABLES, *(source.source for source in sources)}
    books = tuple(rulebooks)
    general = [rule for book in books if book.table == plan.CONTRACT for rule in book.rules]
    own = [book for book in books if book.table != plan.CONTRACT]
    checks = plan.plan(own, [check for source in sources for check in contract_checks(general, source)])
    return [
        check
        for check in checks
        if check.table in known and (check.table not in _SHARED or known.issuperset(check.rule.needs))
    ]


def validated_suites(
    connection: duckdb.DuckDBPyConnection, checks: Sequence[Check], views: Views
) -> dict[str, ExpectationSuiteValidationResult]:
    """What GX says: one suite per table. The results hold counts and no values."""
    suites: dict[str, list[Expectation]] = {}
    with quiet():
        for check in checks:
            suites.setdefault(check.table, []).append(_expectation(connection, check, views))
    return validate(connection, suites)


def _expectation(connection: duckdb.DuckDBPyConnection, check: Check, views: Views) -> Expectation:
    from etl.quality import expectations as gx  # seconds to import: see the package's docstring

    named: dict[str, Any] = {"meta": {"check": check.check_id}}
    tolerance = format(check.rule.tolerance, "f")
    if check.stock is not None and check.rule.always:
        kinds: dict[str, Any] = {  # Any: each takes its own arguments
            "not_null": gx.ExpectCountedNotNull,
            "in_set": gx.ExpectCountedInSet,
            "between": gx.ExpectCountedBetween,
        }
        expectation: Expectation = kinds[check.stock.kind](column=check.column, **dict(check.stock.arguments), **named)
        return expectation
    beside = next(iter(views.get(check.table, {})), "")
    match check.rule.test:
        case "unique":
            return gx.ExpectRowsToBeUnique(query=plan.duplicates_count(check, views), tolerance=tolerance, **named)
        case "query":
            observed = _has_observed(connection, check, views)
            return gx.ExpectNoFailures(query=plan.failures_count(check, views, observed=observed), **named)
        case "aggregate":
            low, high = _bounds(check)
            value = plan.aggregate(check, views)
            return gx.ExpectAggregateBetween(value=value, beside=beside, minimum=low, maximum=high, **named)
        case _:
            condition = plan.condition(check, views)
            return gx.ExpectRowsToSatisfy(condition=condition, beside=beside, tolerance=tolerance, **named)


def _bounds(check: Check) -> tuple[str | None, str | None]:
    bounds = check.rule.aggregate
    low, high = (bounds.min, bounds.max) if bounds else (None, None)
    return (None if low is None else format(low, "f")), (None if high is None else format(high, "f"))


def _has_observed(connection: duckdb.DuckDBPyConnection, check: Check, views: Views) -> bool:
    """Whether the rule's query says what it observed, in a column `observed`.

    Raises:
        UsageError: the query cannot be read, or `observed` is no number.
    """
    columns = _returned(connection, check, views)
    if "observed" in columns and not any(kind in columns["observed"] for kind in _NUMERIC):
        raise UsageError(
            Problem(
                "the column 'observed' is no number",
                where=check.check_id,
                hint="results hold numbers only: return a count or a share.",
            )
        )
    return "observed" in columns


def _returned(connection: duckdb.DuckDBPyConnection, check: Check, views: Views) -> dict[str, str]:
    """The columns of the rule's query with their types.

    Raises:
        UsageError: the query cannot be read.
    """
    try:
        return {row[0]: row[1] for row in connection.execute(f"describe {plan.query(check, views)}").fetchall()}
    except duckdb.Error as error:
        raise UsageError(_problem(check, error)) from None


def _findings(
    connection: duckdb.DuckDBPyConnection, check: Check, views: Views, outcome: dict[str, Any] | None
) -> tuple[Finding, ...]:
    """The published numbers that a failed query names; only rules about what was computed may name anything."""
    if check.table not in plan.COMPUTED or check.rule.query is None or not outcome or outcome["success"]:
        return ()
    if "fact_id" not in _returned(connection, check, views):
        return ()
    found = connection.execute(plan.named_failures(check, views)).fetchall()
    return tuple(Finding(str(fact_id), _plain(value), _plain(usual)) for fact_id, value, usual in found)


def _broken(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check], views: Views) -> list[Problem]:
    """Which rules DuckDB could not evaluate. Only called when something went wrong: it asks each rule by itself."""
    problems = []
    for check in checks:
        match check.rule.test:
            case "unique":
                question = plan.duplicates_count(check, views)
            case "query":
                question = plan.failures_count(check, views, observed=False)
            case "aggregate":
                question = f"select {plan.aggregate(check, views)} from {plan.quoted(check.table)}"
            case _:
                question = f"select count_if({plan.condition(check, views)}) from {plan.quoted(check.table)}"
        try:
            connection.execute(question).fetchall()
        except duckdb.Error as error:
            problems.append(_problem(check, error))
    return problems or [Problem("the rules of this run cannot be evaluated together", hint="run them one by one.")]


def _problem(check: Check, error: duckdb.Error) -> Problem:
    is_safe = isinstance(error, _ABOUT_SQL)
    what = str(error).splitlines()[0] if is_safe else f"a value does not fit it ({type(error).__name__})"
    return Problem(
        f"the rule cannot be evaluated: {what}",
        where=check.check_id,
        hint="try its SQL on the view, and name the columns it reads under columns.",
    )


def _result(check: Check, outcome: dict[str, Any] | None, reason: Text | None) -> CheckResult:
    rule = check.rule
    failed, passed, observed = 0, None, ""
    if outcome is not None:
        failed = outcome["unexpected_count"]
        observed = _observed(check, outcome)
        reason = None if observed else _UNJUDGED
        passed = outcome["success"] if observed else None
    return CheckResult(
        code=rule.code,
        table=check.table,
        column=check.column,
        severity=rule.severity,
        title=rule.title,
        rule=plan.readable(check),
        why=rule.why,
        action=rule.action,
        rows=outcome["element_count"] if outcome else 0,
        failed=failed,
        observed=observed,
        expected=_expected(check),
        passed=passed,
        not_applicable=reason.en if reason else "",
        not_applicable_nl=reason.nl if reason else "",
        affects=rule.affects,
        test=rule.test,
    )


def _observed(check: Check, outcome: dict[str, Any]) -> str:
    """What was seen, in language-neutral numbers: `12/60000`, `0.0667`, `3 (0.11..0.42)`; empty when not judged."""
    match check.rule.test:
        case "aggregate":
            value = outcome["observed_value"]
            return "" if value is None else _short(value)
        case "query":
            lowest, highest = outcome["lowest"], outcome["highest"]
            span = "" if lowest is None else f" ({_short(lowest)}..{_short(highest)})"
            return f"{outcome['unexpected_count']}{span}"
        case _:
            return f"{outcome['unexpected_count']}/{outcome['element_count']}"


def _expected(check: Check) -> str:
    """What was asked for, in the same notation: `0`, `<= 0.01`, `0.05..0.09`."""
    low, high = _bounds(check)
    if low is not None and high is not None:
        return low if low == high else f"{low}..{high}"
    if low is not None or high is not None:
        return f">= {low}" if low is not None else f"<= {high}"
    return f"<= {format(check.rule.tolerance.normalize(), 'f')}" if check.rule.tolerance else "0"


def _plain(value: Any) -> str:
    """The number at the twelve digits of `facts.csv`."""
    return plain(Fraction(value))


def _short(value: Any) -> str:
    """At most four significant digits, plainly written."""
    return format(Decimal(f"{Decimal(str(value)):.4g}"), "f")
