"""Airflow in a temporary home: its database is migrated once per version and then copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = Path(tempfile.mkdtemp(prefix="oversight-airflow-"))

# Before anything imports Airflow.
os.environ.update(
    AIRFLOW_HOME=str(HOME),
    AIRFLOW__CORE__DAGS_FOLDER=str(CHECKOUT / "dags"),
    AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX="regexp",
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{HOME}/airflow.db",
    AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING",
    AIRFLOW__CORE__PLUGINS_FOLDER=str(HOME / "plugins"),
)


def _migrated() -> Path:
    cached = Path(tempfile.gettempdir()) / f"oversight-airflow-{version('apache-airflow-core')}-{os.getuid()}.db"
    if not cached.exists():
        subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, capture_output=True)
        part = cached.with_name(f"{cached.name}.{os.getpid()}")
        shutil.copy(HOME / "airflow.db", part)
        part.replace(cached)
    return cached


@pytest.fixture(scope="session")
def migrated() -> Path:
    """An up-to-date database without a run: copy it."""
    return _migrated()


@pytest.fixture(scope="session")
def airflow_home(migrated):
    """A home with an up-to-date database."""
    shutil.copy(migrated, HOME / "airflow.db")
    yield HOME
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def dag_bag(airflow_home):
    """All our DAGs, as Airflow loads them."""
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(CHECKOUT / "dags"))


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory):
    """Demo deliveries of two years, small."""
    from etl.demo import write_demo

    root = tmp_path_factory.mktemp("deliveries") / "demo"
    write_demo(root, (2006, 2007), 0.002)
    return root


@pytest.fixture(scope="session")
def outcome():
    """The tasks of a run that ended in a state."""

    def of(run, state):
        return sorted(task.task_id for task in run.get_task_instances() if task.state == state)

    return of


@pytest.fixture(scope="session")
def drafted(tmp_path_factory):
    """A desk with a draft edition that nobody submitted yet: copy it, do not change it."""
    base = tmp_path_factory.mktemp("desk") / "desk"
    base.mkdir()
    from etl import pipeline
    from tests.e2e.conftest import KEY
    from tests.e2e.desktop import Desktop

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_HMAC_KEY", KEY)
        desktop = Desktop(base)
        desktop.furnish()
        pipeline.run(desktop.plan())
    return base


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Deliveries and texts of a help desk; nothing has run yet."""
    from tests.e2e.desktop import Desktop

    base = tmp_path_factory.mktemp("live") / "desk"
    base.mkdir()
    desktop = Desktop(base)
    desktop.furnish()
    return desktop


@pytest.fixture(scope="session")
def live(desk, tmp_path_factory, migrated):
    """The services, in a home of their own; nothing of it reaches the other tests."""
    from tests.dags.live import airflow

    home = tmp_path_factory.mktemp("airflow")
    shutil.copy(migrated, home / "airflow.db")
    with airflow(
        home, OVERSIGHT_OUTPUT=str(desk.output), OVERSIGHT_OUTBOX=str(desk.output.parent / "outbox")
    ) as running:
        yield running


@pytest.fixture(scope="session")
def cockpit(tmp_path_factory, migrated):
    """The services on a desk of their own, with paths that are short enough to read.

    In `deliveries` one region delivered nothing in February; in `monthly` it delivered nothing in May.
    """
    from tests.dags.live import airflow
    from tests.e2e.desktop import Desktop, deliver

    base, home = tmp_path_factory.mktemp("cockpit") / "desk", tmp_path_factory.mktemp("home")
    base.mkdir()
    desktop = Desktop(base)
    desktop.furnish()
    (desktop.root / "callbacks/2007-02__ZUID.csv").unlink()
    deliver(base / "monthly", [f"2007-{month:02d}" for month in range(1, 7)])
    (base / "monthly/callbacks/2007-05__ZUID.csv").rename(base / "late.csv")
    shutil.copy(migrated, home / "airflow.db")
    ours = {
        "OVERSIGHT_OUTPUT": "output",
        "OVERSIGHT_OUTBOX": "outbox",
        "OVERSIGHT_PROGRAMME": "programme",
        "OVERSIGHT_DELIVERIES": "monthly",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(base)
        with airflow(home, **ours) as running:
            yield running


@pytest.fixture(scope="session")
def form(desk) -> dict[str, str]:
    """What an analyst fills in."""
    from tests.e2e.conftest import PERIOD

    return {
        "period": PERIOD,
        "programme": str(desk.programme),
        "deliveries": str(desk.root),
        "output": str(desk.output),
        "dossier": str(desk.dossier),
    }
