"""Whatever is killed at whatever moment: the edition is byte for byte that of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import time
import urllib.parse
from pathlib import Path

import psutil
import pytest

from tests.dags.live import FINISHED, Live, Person, wait_for
from tests.e2e.conftest import PERIOD

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("airflow-live")]
DAG = "inspection_report"
VICTIMS = ("task", "worker", "scheduler", "api-server", "machine")
TASKS = ("resolve", "sources", "land", "check", "compute", "render", "publish")
DRAW = random.Random(20081258)
PATIENCE = 900


def draw() -> list[list[tuple[str, str, float]]]:
    """Ten moments in five runs: the task in which, the seconds after its start, and who; each victim comes twice."""
    victims = [*VICTIMS, *VICTIMS]
    DRAW.shuffle(victims)
    runs = [sorted(DRAW.sample(range(len(TASKS)), 2)) for _ in VICTIMS]
    return [[(victims.pop(), TASKS[place], round(DRAW.uniform(0, 2), 1)) for place in places] for places in runs]


def contents(edition: Path) -> dict[str, bytes]:
    """Every file of an edition."""
    return {path.name: path.read_bytes() for path in edition.iterdir()}


def start(analyst: Person, form: dict[str, str], output: Path) -> str:
    """Start a run that writes to a store of its own."""
    status, run = analyst.trigger(DAG, **{**form, "output": str(output)})
    assert status == 200, run
    return str(run["dag_run_id"])


@pytest.fixture(scope="module")
def undisturbed(live: Live, form, tmp_path_factory) -> dict[str, bytes]:
    """The files of an edition that nobody disturbed."""
    analyst = live.log_in("analist")
    live.ready(analyst, DAG)
    output = tmp_path_factory.mktemp("undisturbed")
    assert analyst.ended(DAG, start(analyst, form, output), PATIENCE)["state"] == "success"
    return contents(output / "editions" / "helpdesk" / PERIOD / "1")


@pytest.fixture
def left_behind():
    """Process groups whose leader was killed; what is left of them goes when the test is over."""
    groups: list[int] = []
    yield groups
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue


def begun(analyst: Person, run: str, task: str) -> bool:
    """Whether a task has begun; one that is over already began, too."""
    path = f"/api/v2/dags/{DAG}/dagRuns/{urllib.parse.quote(run)}"
    listed = analyst.ask("GET", f"{path}/taskInstances")[1].get("task_instances", [])
    states = {item["state"] for item in listed if item["task_id"] == task}
    return bool(states & {"running", "up_for_retry", *FINISHED})


def working(scheduler: int) -> list[psutil.Process]:
    """The processes of tasks; their parents are the workers that have them in hand."""
    below = [(child, *at_work(child)) for child in psutil.Process(scheduler).children(recursive=True)]
    workers = {child.pid for child, command, _ in below if "airflow worker" in command}
    return [child for child, command, parent in below if command and parent in workers]


def at_work(process: psutil.Process) -> tuple[str, int]:
    """Its command and its parent; neither of one that has ended since it was listed."""
    try:
        return " ".join(process.cmdline()), process.ppid()
    except psutil.NoSuchProcess:  # a zombie too
        return "", 0


def kill(live: Live, victim: str, left_behind: list[int]) -> None:
    """SIGKILL, as from a machine that lacks memory or loses its power; a service that stopped is started again."""
    processes = live.services.processes
    if victim in ("task", "worker"):
        task = wait_for(lambda: working(processes["scheduler"].pid), PATIENCE)[0]
        (task if victim == "task" else task.parent()).kill()
        return
    names = list(processes) if victim == "machine" else [victim]
    for name in names:
        # A machine takes everything with it; a scheduler alone leaves its workers at work.
        (os.killpg if victim == "machine" else os.kill)(processes[name].pid, signal.SIGKILL)
        processes[name].wait()
        left_behind.append(processes[name].pid)
    for name in names:
        live.services.start(name)


@pytest.mark.parametrize(
    "moments", draw(), ids=lambda moments: "+".join(f"{who}-in-{task}" for who, task, _ in moments)
)
def test_a_run_that_was_disturbed_ends_as_an_undisturbed_one(
    live: Live, form, undisturbed, tmp_path, left_behind, moments
):
    """Airflow may run a finished task a second time; nothing half-written is left, and nothing is published twice."""
    analyst, output = live.log_in("analist"), tmp_path / "output"
    run = start(analyst, form, output)

    for victim, task, seconds in moments:
        wait_for(lambda task=task: begun(analyst, run, task), PATIENCE)
        time.sleep(seconds)
        kill(live, victim, left_behind)
        wait_for(live.answers)

    ended = analyst.ended(DAG, run, PATIENCE)
    editions = output / "editions" / "helpdesk" / PERIOD
    assert ended["state"] == "success"
    assert [path.name for path in editions.iterdir()] == ["1"]
    assert contents(editions / "1") == undisturbed
    assert [path for path in output.rglob("*") if ".tmp" in path.name] == []
