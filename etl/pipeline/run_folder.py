"""What the steps of a run left in its folder, read back. Light to import: neither DuckDB nor pandas is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from etl.model.checks import CheckResult, Finding
from etl.model.contract import Text
from etl.model.deliveries import Landed
from etl.model.facts import Fact
from etl.model.named import NamedRecords
from etl.pipeline.plan import Plan
from etl.store import Store

FACTS, CHECKS, DELIVERIES, PLAN = "facts-exact.json", "checks.json", "deliveries.json", "plan.json"
NAMED = "named.json"
EDITION = "edition.json"


def read_facts(plan: Plan, store: Store) -> list[Fact]:
    """The facts that the compute step stated, with their exact values."""
    return [Fact.from_json(item) for item in _json(plan, store, FACTS)]


def read_named(plan: Plan, store: Store) -> list[NamedRecords]:
    """The records that the compute step named."""
    return [NamedRecords.from_json(item) for item in _json(plan, store, NAMED)]


def read_checks(plan: Plan, store: Store) -> list[CheckResult]:
    """The results of the check step."""
    return [check_from_json(item) for item in _json(plan, store, CHECKS)]


def read_deliveries(plan: Plan, store: Store) -> list[Landed]:
    """The deliveries that count, as the check step wrote them down."""
    return [Landed.from_json(item) for item in _json(plan, store, DELIVERIES)]


def _json(plan: Plan, store: Store, name: str) -> list[Mapping[str, Any]]:
    content: list[Mapping[str, Any]] = json.loads(store.read(f"{plan.folder}/{name}"))
    return content


def check_to_json(result: CheckResult) -> dict[str, Any]:
    """A check result as plain data."""
    data = asdict(result)
    for name in ("title", "why", "action"):
        data[name] = getattr(result, name).model_dump()
    return {**data, "affects": list(result.affects), "findings": list(data["findings"])}


def check_from_json(data: Mapping[str, Any]) -> CheckResult:
    """The inverse of `check_to_json`."""
    texts = {name: Text(**data[name]) for name in ("title", "why", "action")}
    findings = tuple(Finding(**item) for item in data["findings"])
    return CheckResult(**{**data, **texts, "affects": tuple(data["affects"]), "findings": findings})
