"""`quality.json`: every check with what was observed, who answered for it, and the numbers it touches.

Its form is published as `docs/quality.schema.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from etl.model.acceptance import Acceptance
from etl.model.checks import NUMBERS, CheckResult, Finding, touches
from etl.model.facts import Fact
from etl.model.numbers import plain, round_half_up
from etl.model.programme import Programme
from etl.store import table_json

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_NONE = (Fraction(0), Fraction(0))
_OBSERVED = re.compile(rf"({_NUMBER})(?:/({_NUMBER}))?(?: \(.*\))?")


def quality_json(
    results: Sequence[CheckResult],
    facts: Sequence[Fact],
    programme: Programme,
    period: str,
    acceptances: Mapping[str, Acceptance],
) -> bytes:
    """All checks in order of table, code and column; a failed one names the facts it touches.

    `acceptances` are those that hold, by check id.
    """
    checks = [_check(result, facts, programme, acceptances.get(result.check_id)) for result in results]
    return table_json({"programme": programme.programme, "period": period, "checks": checks})


def _check(
    result: CheckResult, facts: Sequence[Fact], programme: Programme, acceptance: Acceptance | None
) -> dict[str, Any]:
    indicators = touched_indicators(result, programme)
    touched = [fact.fact_id for fact in facts if touches(result, fact, indicators)] if result.passed is False else []
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
        "difference": difference(result.observed, result.expected),
        "rows": result.rows,
        "failed": result.failed,
        "passed": result.passed,
        "not_applicable": result.not_applicable,
        "not_applicable_nl": result.not_applicable_nl,
        "acceptance": None if acceptance is None else _acceptance(acceptance),
        "indicators": sorted(indicators),
        "affected_facts": touched,
        "findings": [_finding(item) for item in result.findings],
    }


def _finding(item: Finding) -> dict[str, str]:
    difference = _signed(Fraction(item.difference)) if item.difference else "0"
    return {"fact_id": item.fact_id, "observed": item.observed, "expected": item.expected, "difference": difference}


def _acceptance(acceptance: Acceptance) -> dict[str, Any]:
    data = acceptance.to_json()
    return {name: data[name] for name in ("by", "reason", "at", "deliveries")}


def difference(observed: str, expected: str) -> str:
    """How far what was observed lies outside what was expected: `+3` rows, `+0.0023`, `-0.01`; `0` within it.

    Where a share of rows is allowed, the difference is one of shares. Empty when nothing was observed.
    """
    found = _OBSERVED.fullmatch(observed)
    bounds = _bounds(expected)
    if found is None or bounds is None:
        return ""
    value, of = Fraction(found[1]), found[2]
    if of is not None and bounds != _NONE:
        value = value / Fraction(of) if Fraction(of) else Fraction(0)
    low, high = bounds
    if low is not None and value < low:
        return _signed(value - low)
    return _signed(value - high) if high is not None and value > high else "0"


def _bounds(expected: str) -> tuple[Fraction | None, Fraction | None] | None:
    """The lowest and highest value of `0`, `<= 0.01`, `>= 2` or `0.05..0.09`; None for another notation."""
    match = re.fullmatch(rf"(<=|>=)? ?({_NUMBER})(?:\.\.({_NUMBER}))?", expected)
    if match is None:
        return None
    first = Fraction(match[2])
    if match[1]:
        return (None, first) if match[1] == "<=" else (first, None)
    return first, Fraction(match[3] or match[2])


def _signed(value: Fraction) -> str:
    """A plain number with its sign, at six decimals; smaller ones in full."""
    rounded = Fraction(round_half_up(value, 6)) or value
    return f"{'-' if value < 0 else '+'}{plain(abs(rounded))}"


def touched_indicators(result: CheckResult, programme: Programme) -> set[str]:
    """The indicators that rest on a measure the check is about: those it names, else all of its table.

    Of a rule about numbers they are those of the numbers it found.
    """
    if result.table in NUMBERS:
        return {item.indicator for item in result.findings}
    measures = set(result.affects) or {
        measure.measure for measure in programme.measures if measure.source == result.table
    }
    return {indicator.indicator for indicator in programme.indicators if measures & set(indicator.measures)}
