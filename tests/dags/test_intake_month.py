"""The intake of a month: what is complete counts as in, what is late is named."""

from __future__ import annotations

import shutil

import pytest

pytestmark = pytest.mark.xdist_group("airflow")
REQUIRED = ("kcc_calls", "complaints", "callback_requests", "aggregates")


def events_of(run):
    """The assets that this run said something about."""
    from airflow.models.asset import AssetEvent, AssetModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    query = select(AssetModel.name).join(AssetEvent, AssetEvent.asset_id == AssetModel.id)
    with create_session() as session:
        return sorted(session.scalars(query.where(AssetEvent.source_run_id == run.run_id)))


@pytest.fixture
def short_demo(small_demo, tmp_path):
    """March 2007 of what must be delivered; nobody delivered the complaints, and one region is missing."""
    root = tmp_path / "deliveries"
    for path in small_demo.rglob("*"):
        if path.name == "DEMO.json" or (path.parent.name in REQUIRED and path.name.startswith("2007-03")):
            target = root / path.relative_to(small_demo)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    (root / "complaints" / "2007-03.csv").unlink()
    (root / "callback_requests" / "2007-03__WW-OOST.csv").unlink()
    return root


def test_what_is_complete_is_in_and_what_is_late_is_named(dag_bag, short_demo, tmp_path, outcome):
    """The calls can go on; the run is red and its last task says whom to call."""
    run = dag_bag.dags["intake_month"].test(
        run_conf={"period": "2007-03", "deliveries": str(short_demo), "output": str(tmp_path / "out")}
    )

    assert outcome(run, "failed") == ["late"]
    assert set(outcome(run, "skipped")) == {"received"}  # what is late, and what no report waits for
    assert events_of(run) == ["kcc_calls_month"]


def test_a_month_of_which_nothing_came_is_late_too(dag_bag, short_demo, tmp_path, outcome):
    """There is nothing to judge, nothing counts as in, and the run is red at its last task, which has names to name."""
    run = dag_bag.dags["intake_month"].test(
        run_conf={"period": "2007-04", "deliveries": str(short_demo), "output": str(tmp_path / "out")}
    )

    assert outcome(run, "failed") == ["late"]
    assert set(outcome(run, "skipped")) == {"check", "received"}
    assert events_of(run) == []


def test_months_count_as_in_one_after_the_other(dag_bag):
    """Airflow 3.3 fails the second of two tasks that link an alias with the same asset at the same time."""
    assert dag_bag.dags["intake_month"].get_task("received").max_active_tis_per_dag == 1


def test_waiting_holds_no_worker(dag_bag):
    """The task leaves and comes back."""
    wait = dag_bag.dags["intake_month"].get_task("source.wait")

    assert wait.mode == "reschedule"


def test_another_programme_is_refused(dag_bag, tmp_path):
    """Its sources are other assets, which are declared when the DAG is read."""
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises((ParamValidationError, ValueError)):
        dag_bag.dags["intake_month"].test(run_conf={"period": "2007-03", "programme": "callcentre_2021"})
