"""`make backfill` in a started Airflow: months that are in start the report of their half-year by themselves."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

import pytest

from dags.support.backfill import take_in
from tests.dags.live import FINISHED, Live, Person, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("airflow-live")]
MONTHS = [f"2007-{month:02d}" for month in range(1, 7)]
PATIENCE = 900


def taken_in(analyst: Person) -> dict[str, dict]:
    """The runs of the months, once all of them have ended."""
    found = analyst.ask("GET", "/api/v2/dags/intake_month/dagRuns?limit=100")[1]["dag_runs"]
    runs = {run["partition_key"]: run for run in found if run["partition_key"] in MONTHS}
    return runs if len(runs) == len(MONTHS) and all(run["state"] in FINISHED for run in runs.values()) else {}


def waiting(analyst: Person) -> dict[str, tuple[int, int]]:
    """What the page of the half-years shows: period → months of sources received, and required."""
    found = analyst.ask("GET", "/ui/partitioned_dag_runs?dag_id=report_half")[1]["partitioned_dag_runs"]
    pending = [item for item in found if item["created_dag_run_id"] is None]
    return {item["partition_key"]: (item["total_received"], item["total_required"]) for item in pending}


def log_of(analyst: Person, run: str, task: str) -> str:
    """What the log of a task says."""
    path = f"/api/v2/dags/intake_month/dagRuns/{urllib.parse.quote(run)}/taskInstances/{task}/logs/1"
    return str(analyst.ask("GET", path)[1])


def reported(analyst: Person) -> dict | None:
    """The run of the half-year, once it has ended."""
    runs = analyst.ask("GET", "/api/v2/dags/report_half/dagRuns")[1]["dag_runs"]
    return next((run for run in runs if run["state"] in FINISHED), None)


def test_a_half_year_is_reported_when_its_last_month_is_in(cockpit: Live):
    """What is late is named and counted as missing; its delivery is enough to start the report."""
    analyst, desk = cockpit.log_in("analist"), Path.cwd()
    cockpit.ready(analyst, "report_half")

    take_in("2007-01-01", "2007-06-30", cockpit.environment)
    runs = wait_for(lambda: taken_in(analyst), PATIENCE)

    assert {month: run["state"] for month, run in runs.items() if run["state"] != "success"} == {"2007-05": "failed"}
    late = runs["2007-05"]["dag_run_id"]
    assert "Niet op tijd binnen: callbacks: ZUID 2007-05" in log_of(analyst, late, "late")
    assert wait_for(lambda: waiting(analyst)) == {"2007-H1": (11, 12)}

    (desk / "late.csv").rename(desk / "monthly/callbacks/2007-05__ZUID.csv")
    again = {"dag_run_id": late, "task_ids": ["source.wait"], "include_downstream": True, "only_failed": False}
    assert analyst.ask("POST", "/api/v2/dags/intake_month/clearTaskInstances", {**again, "dry_run": False})[0] == 200
    report = wait_for(lambda: reported(analyst), PATIENCE)

    assert (report["partition_key"], report["state"]) == ("2007-H1", "success")
    assert report["note"].startswith("helpdesk 2007-H1, uitgave 1: ")
    assert waiting(analyst) == {}
