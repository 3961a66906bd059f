"""What many tests share: demo deliveries and one finished run over them, made once per worker.

Tests that use `demo_edition` belong in the xdist group `demo`, so that only one worker makes it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.demo import write_demo

CALL_CENTRE = Path(
    os.environ.get("OVERSIGHT_CALLCENTRE_2021", Path(__file__).parents[2] / "shared" / "data" / "callcentre-2021")
)
"""5,000 calls of January to March 2021 in a workbook that is not ours to ship; tests of it are skipped without."""
DEMO_FOLDERS = {"demo_root", "small_root"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of an `xdist_group` on one worker, and begin with them: what is left over divides evenly.

    Tests of the demo generator share its folders, and are such a group. pytest-xdist 3.8 writes the group into
    `_nodeid`, which pytest 9.2 no longer reads: without this, every worker makes every session fixture.
    """
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        marks = sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")})
        if not marks and DEMO_FOLDERS & set(getattr(item, "fixturenames", ())):
            marks = ["demo-folders"]
        if marks and hasattr(item, "id") and not item.nodeid.endswith(f"@{'_'.join(marks)}"):
            item._id = type(item.id).parse(f"{item.nodeid}@{'_'.join(marks)}")
    items.sort(key=lambda item: "@" not in item.nodeid)


@dataclass(frozen=True)
class FinishedRun:
    """A run of the console script that came to its end."""

    deliveries: Path
    output: Path
    edition: Path
    stdout: str
    stderr: str


@pytest.fixture(scope="session")
def demo_deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo deliveries of 2006 and 2007, at the smallest scale at which the published shares come back."""
    root = tmp_path_factory.mktemp("demo") / "deliveries"
    write_demo(root, (2006, 2007), 0.002)
    return root


@pytest.fixture(scope="session")
def demo_edition(demo_deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    """`oversight run 2007-H1` on the demo deliveries, in a process of its own. Read it; do not change it."""
    output = tmp_path_factory.mktemp("demo-run") / "output"
    command = [sys.executable, "-m", "etl.cli", "run", "2007-H1", "--deliveries", str(demo_deliveries)]
    done = subprocess.run([*command, "--output", str(output)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return FinishedRun(demo_deliveries, output, Path(done.stdout.splitlines()[-1]), done.stdout, done.stderr)
