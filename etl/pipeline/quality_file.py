"""`quality.json`: every check with what was observed, and the numbers it touches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etl.model.checks import CheckResult
from etl.model.facts import Fact
from etl.model.programme import Programme
from etl.store import canonical_json


def quality_json(results: Sequence[CheckResult], facts: Sequence[Fact], programme: Programme) -> bytes:
    """All checks in order of table, code and column; a failed one names the facts it touches."""
    return canonical_json({"checks": [_check(result, facts, programme) for result in results]})


def _check(result: CheckResult, facts: Sequence[Fact], programme: Programme) -> dict[str, Any]:
    indicators = touched_indicators(result, programme)
    touched = [fact.fact_id for fact in facts if fact.indicator in indicators] if result.passed is False else []
    return {
        "check_id": result.check_id,
        "code": result.code,
        "table": result.table,
        "column": result.column,
        "severity": result.severity,
        "title": result.title.model_dump(),
        "rule": result.rule,
        "reason": result.why.model_dump(),
        "action": result.action.model_dump(),
        "observed": result.observed,
        "expected": result.expected,
        "rows": result.rows,
        "failed": result.failed,
        "passed": result.passed,
        "not_applicable": result.not_applicable,
        "indicators": sorted(indicators),
        "affected_facts": touched,
    }


def touched_indicators(result: CheckResult, programme: Programme) -> set[str]:
    """The indicators that rest on a measure the check is about: those it names, else all of its table."""
    measures = set(result.affects) or {
        measure.measure for measure in programme.measures if measure.source == result.table
    }
    return {indicator.indicator for indicator in programme.indicators if measures & set(indicator.measures)}
