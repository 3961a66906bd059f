"""The DAG does what the command line does, reads stores that are not local, and refuses what it does not know."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from etl import pipeline
from tests.e2e.conftest import KEY, PERIOD, PROGRAMME, write_deliveries

pytestmark = pytest.mark.xdist_group("airflow")


def start(dag_bag, **conf):
    # Airflow's test runs leave their values in the DAG that other tests share.
    return dag_bag.dags["inspection_report"].test(run_conf={"state": "draft", **conf})


@pytest.fixture(scope="module")
def help_desk(tmp_path_factory):
    """The deliveries of a small help desk; they are no demo, so landing them needs a key."""
    return write_deliveries(tmp_path_factory.mktemp("helpdesk") / "deliveries")


def start_desk(dag_bag, deliveries, output):
    """The help desk's period through the DAG."""
    return start(dag_bag, period=PERIOD, deliveries=str(deliveries), output=str(output), programme=str(PROGRAMME))


def land_desk(deliveries, output):
    """The help desk's period by hand, up to the plan of its run."""
    return pipeline.resolve(PERIOD, str(deliveries), output=str(output), programme=str(PROGRAMME))


def failed_tasks(run):
    return sorted(task.task_id for task in run.get_task_instances() if task.state == "failed")


def test_dags_load_without_errors(dag_bag):
    """Every file below dags/ parses."""
    assert dag_bag.import_errors == {}
    assert "inspection_report" in dag_bag.dags


def test_nothing_heavy_is_imported_when_a_dag_is_parsed():
    """The scheduler parses DAG files over and over: GX, WeasyPrint, pandas and DuckDB wait for a task."""
    import subprocess
    import sys

    heavy = ("great_expectations", "weasyprint", "duckdb")
    code = f"import sys, dags.inspection_report; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_the_dag_and_the_command_line_give_the_same_facts(dag_bag, help_desk, tmp_path, monkeypatch):
    """One period, two ways, the same bytes in every file of the edition."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)

    run = start_desk(dag_bag, help_desk, tmp_path / "dag")
    edition = Path(pipeline.run(land_desk(help_desk, tmp_path / "hand")))

    assert str(run.state) == "success"
    other = tmp_path / "dag" / edition.relative_to(tmp_path / "hand")
    assert (other / "facts.csv").read_bytes() == (edition / "facts.csv").read_bytes()
    assert {path.name: path.read_bytes() for path in other.iterdir()} == {
        path.name: path.read_bytes() for path in edition.iterdir()
    }
    assert note_of(run).startswith(f"helpdesk {PERIOD}, uitgave 1: ")


def note_of(run):
    """The note that the scheduler puts on a run: inside its own transaction, which nobody else may end."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from airflow.utils.sqlalchemy import prohibit_commit
    from sqlalchemy import select

    from dags.support.run_notes import on_dag_run_success

    with create_session() as session, prohibit_commit(session) as guard:
        found = session.scalar(select(DagRun).where(DagRun.run_id == run.run_id, DagRun.dag_id == run.dag_id))
        found.note = None
        on_dag_run_success(found, "")
        guard.commit()
        return found.note


def test_a_misspelt_setting_is_refused(dag_bag, small_demo, tmp_path):
    """Airflow itself would take the default in silence."""
    run = start(dag_bag, perod="2007", deliveries=str(small_demo), output=str(tmp_path))

    assert failed_tasks(run) == ["resolve"]
    assert not (tmp_path / "editions").exists()


def test_a_period_that_does_not_parse_stops_before_anything_runs(dag_bag, small_demo, tmp_path):
    """The form's own pattern holds for the API too."""
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises((ParamValidationError, ValueError)):
        start(dag_bag, period="2007-H3", deliveries=str(small_demo), output=str(tmp_path))


@pytest.fixture
def bucket(help_desk, monkeypatch):
    """An S3 store on loopback that holds the deliveries; credentials only in an Airflow connection."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id="key", aws_secret_access_key="secret", region_name="eu-west-1"
    )
    client.create_bucket(Bucket="inspectie", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for path in help_desk.rglob("*.csv"):
        client.upload_file(str(path), "inspectie", f"in/{path.relative_to(help_desk).as_posix()}")
    connection = {
        "conn_type": "aws",
        "login": "key",
        "password": "secret",
        "extra": {"endpoint_url": endpoint, "region_name": "eu-west-1"},
    }
    monkeypatch.setenv("AIRFLOW_CONN_INSPECTIE_S3", json.dumps(connection))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    yield "s3://inspectie_s3@inspectie/in"
    server.stop()


def test_deliveries_are_pulled_from_s3_with_an_airflow_connection(dag_bag, bucket, help_desk, tmp_path, monkeypatch):
    """The same facts as from the local folder; the credentials appear in no file."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)

    run = start_desk(dag_bag, bucket, tmp_path / "out")
    local = land_desk(help_desk, tmp_path / "local")
    pipeline.check(local, [pipeline.land(local, source) for source in local["sources"]])
    expected = (tmp_path / "local" / pipeline.compute(local)).read_bytes()

    assert str(run.state) == "success"
    (facts,) = (tmp_path / "out" / "editions").rglob("facts.csv")
    assert facts.read_bytes() == expected
    kept = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"secret" not in kept


@pytest.mark.slow
def test_the_key_may_come_from_an_airflow_connection(dag_bag, help_desk, tmp_path, monkeypatch):
    """Deliveries that are no demo need a key; the connection `oversight_hmac` holds it."""
    monkeypatch.delenv("OVERSIGHT_HMAC_KEY", raising=False)

    refused = start_desk(dag_bag, help_desk, tmp_path / "refused")
    connection = {"conn_type": "generic", "password": "a key of the inspectorate's own"}
    monkeypatch.setenv("AIRFLOW_CONN_OVERSIGHT_HMAC", json.dumps(connection))
    accepted = start_desk(dag_bag, help_desk, tmp_path / "accepted")

    assert "land" in failed_tasks(refused)
    assert failed_tasks(accepted) == []
