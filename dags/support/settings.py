"""Airflow's settings for one machine: a home of its own, loopback only, nothing that phones out.

The values were measured: the defaults cost 1.35 s a task and bind log servers to all addresses; these cost 0.39 s.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PORT = 8080
ROLES = {
    "beheerder": "admin",
    "analist": "user",
    "tweede_analist": "user",
    "ondertekenaar": "user",
    "auditor": "viewer",
}
"""The ready users and their roles. Who may answer what is in `PEOPLE`, for Airflow knows no finer roles."""
_ANALYSTS = {name: name for name in ("analist", "tweede_analist")}
PEOPLE = {
    "accept": _ANALYSTS,
    "review": _ANALYSTS,
    "consultation": _ANALYSTS,
    "board_reaction": _ANALYSTS,
    "signed": {"ondertekenaar": "ondertekenaar"},
    "sent": _ANALYSTS,
}
_PRELOADED = ("airflow", "airflow.executors.local_executor", "pandas", "duckdb", "great_expectations")


def home_settings(home: Path) -> dict[str, str]:
    """What every Airflow process of this machine needs."""
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(CHECKOUT / "dags"),
        "AIRFLOW__CORE__DAG_IGNORE_FILE_SYNTAX": "regexp",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(home / "plugins"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH", "")])),
    }


def live_settings(home: Path, port: int) -> dict[str, str]:
    """What the running services need on top: addresses, roles, and the measured timings."""
    base = f"http://127.0.0.1:{port}"
    return {
        **home_settings(home),
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__MP_START_METHOD": "forkserver",
        "AIRFLOW__CORE__MP_FORKSERVER_PRELOAD": ",".join(_PRELOADED),
        "AIRFLOW__DAG_PROCESSOR__MP_START_METHOD": "fork",
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        # The first task waits for the imports above, and the scheduler with it: on a slow machine longer than the 30 s
        # after which it would take itself for dead and give the task away.
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "60",
        # A task whose worker was killed is taken up again after a minute instead of five; a slow start is no death.
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "30",
        # A task outlives a web server that is away for a minute and a half; by default it gives up after seconds.
        "AIRFLOW__WORKERS__EXECUTION_API_RETRIES": "20",
        "AIRFLOW__WORKERS__EXECUTION_API_RETRY_WAIT_MAX": "10",
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": base,
        "AIRFLOW__API__INSTANCE_NAME": "Oversight",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{base}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in ROLES.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
        "OVERSIGHT_PEOPLE": json.dumps(PEOPLE),
    }


def prepare(home: Path, settings: dict[str, str]) -> None:
    """Make the home and bring its database up to date. Must run before Airflow is imported in this process."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(settings)
    if not (home / "airflow.db").exists():
        subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], check=True, capture_output=True)
