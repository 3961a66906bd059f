"""The planted faults: each is caught by exactly the checks that should, and a clean demo raises nothing."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from etl import pipeline
from etl.demo.faults import FAULTS, Fault
from etl.demo.plant import plant_faults
from etl.model.checks import CheckResult
from etl.model.errors import ContractError
from tests.conftest import FinishedRun

pytestmark = pytest.mark.xdist_group("demo")
PERIOD = "2007-01..2007-03"


def judged(root: Path, output: Path) -> list[CheckResult]:
    """The results of the checks, whether or not they stopped the run."""
    plan = pipeline.resolve(PERIOD, str(root), output=str(output))
    with contextlib.suppress(ContractError):
        pipeline.run_checks_only(plan)
    return pipeline.check_results(plan)


def raised(results: Sequence[CheckResult]) -> set[str]:
    """The ids of the checks that block or warn."""
    return {result.check_id for result in results if result.passed is False and result.severity != "inform"}


def expected(faults: Sequence[Fault]) -> set[str]:
    """What faults say about themselves."""
    return {check_id for fault in faults for check_id in fault.caught_by}


@pytest.fixture
def copy(demo_edition: FinishedRun, tmp_path: Path) -> tuple[Path, Path]:
    """Demo deliveries to spoil, and an output that knows the clean ones already."""
    shutil.copytree(demo_edition.deliveries, tmp_path / "deliveries")
    shutil.copytree(demo_edition.output / "landed", tmp_path / "output" / "landed")
    return tmp_path / "deliveries", tmp_path / "output"


def test_a_clean_demo_raises_nothing(demo_edition: FinishedRun) -> None:
    """No blocking check and no warning fails, neither on the records nor on what was computed from them."""
    checks = json.loads((demo_edition.edition / "quality.json").read_bytes())["checks"]

    failed = [check["check_id"] for check in checks if check["passed"] is False and check["severity"] != "inform"]
    assert failed == []
    assert {"deliveries", "measures", "facts"} <= {check["table"] for check in checks}


def test_every_fault_is_caught_and_nothing_else_is(copy: tuple[Path, Path]) -> None:
    """Thirty-three faults at once: the checks that speak up are those that the faults name, each with its own rows."""
    root, output = copy
    plant_faults(root, 2007)

    results = judged(root, output)

    told = json.loads((root / "FAULTS.json").read_bytes())
    assert len(told) == 33
    assert raised(results) == expected(FAULTS)
    assert all((root / item["file"]).exists() == ("missing" not in item["what"]) for item in told)
    assert {result.failed for result in results if result.check_id in expected(FAULTS)} == {1, 2}


@pytest.mark.slow
def test_each_fault_by_itself_is_caught_by_its_own_checks(copy: tuple[Path, Path], tmp_path: Path) -> None:
    """One fault at a time, each before a ledger that knows no other: no check hides behind another fault."""
    root, landed = copy
    found = {}
    for number, fault in enumerate(FAULTS):
        spoiled = tmp_path / f"fault-{number}"
        shutil.copytree(root, spoiled / "deliveries")
        shutil.copytree(landed, spoiled / "output")
        plant_faults(spoiled / "deliveries", 2007, [fault])
        found[fault.what] = raised(judged(spoiled / "deliveries", spoiled / "output"))
        shutil.rmtree(spoiled)

    assert found == {fault.what: set(fault.caught_by) for fault in FAULTS}
