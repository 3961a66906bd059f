"""What a run writes down about itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import ContractError, Problem
from etl.pipeline.plan import Plan
from etl.pipeline.running import Journal


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A run over 2007."""
    as_of = "2008-01-01T00:00:00+01:00"
    return Plan("2007", "uwv_telephone", "/deliveries", str(tmp_path), as_of, as_of_given=False, dossier="", run_id="1")


def log_of(plan: Plan) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in plan.store().read(f"{plan.folder}/log.jsonl").splitlines()]


def test_each_step_is_announced_timed_and_logged(plan: Plan) -> None:
    """The plan stands beside it."""
    announced: list[str] = []
    journal = Journal(plan, announced.append)

    with journal.step("land"):
        pass

    assert announced == ["land"]
    assert log_of(plan) == [{"step": "land", "outcome": "done"}]
    assert list(json.loads(plan.store().read(f"{plan.folder}/timings.json"))) == ["land"]
    assert Plan.from_json(json.loads(plan.store().read(f"{plan.folder}/plan.json"))) == plan


def test_an_error_of_ours_is_logged_in_full(plan: Plan) -> None:
    """It holds no delivered value."""
    with pytest.raises(ContractError), Journal(plan, print).step("land"):
        raise ContractError(Problem("the file is empty", where="calls/2007-03.csv"))

    assert log_of(plan) == [{"step": "land", "outcome": "failed", "error": "calls/2007-03.csv: the file is empty."}]


def test_of_any_other_error_only_the_kind_is_logged(plan: Plan) -> None:
    """Its text may quote what was delivered."""
    with pytest.raises(RuntimeError), Journal(plan, print).step("land"):
        raise RuntimeError("could not convert '123456782'")

    assert log_of(plan) == [{"step": "land", "outcome": "failed", "error": "RuntimeError"}]
