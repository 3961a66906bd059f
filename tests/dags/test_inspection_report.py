"""The DAG does what the command line does, reads stores that are not local, and refuses what it does not know."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from etl import pipeline

pytestmark = pytest.mark.xdist_group("airflow")


def start(dag_bag, **conf):
    return dag_bag.dags["inspection_report"].test(run_conf=conf)


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


def test_the_dag_and_the_command_line_give_the_same_facts(dag_bag, small_demo, tmp_path):
    """One period, two ways, the same bytes in every file of the edition."""
    by_dag, by_hand = tmp_path / "dag", tmp_path / "hand"

    run = start(dag_bag, period="2007-H1", deliveries=str(small_demo), output=str(by_dag))
    plan = pipeline.resolve("2007-H1", str(small_demo), output=str(by_hand))
    edition = Path(pipeline.run(plan))

    assert str(run.state) == "success"
    other = by_dag / "editions" / "uwv_telephone" / "2007-H1" / "1"
    assert (other / "facts.csv").read_bytes() == (edition / "facts.csv").read_bytes()
    assert {path.name: path.read_bytes() for path in other.iterdir()} == {
        path.name: path.read_bytes() for path in edition.iterdir()
    }


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
def bucket(small_demo, monkeypatch):
    """An S3 store on loopback that holds the demo deliveries; credentials only in an Airflow connection."""
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
    for path in small_demo.rglob("*"):
        if path.is_file() and ("2007-0" in path.name or "2006-0" in path.name or path.name == "DEMO.json"):
            client.upload_file(str(path), "inspectie", f"in/{path.relative_to(small_demo).as_posix()}")
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


def test_deliveries_are_pulled_from_s3_with_an_airflow_connection(dag_bag, bucket, small_demo, tmp_path):
    """The same facts as from the local folder; the credentials appear in no file."""
    run = start(dag_bag, period="2007-H1", deliveries=bucket, output=str(tmp_path / "out"))

    assert str(run.state) == "success"
    facts = (tmp_path / "out" / "editions" / "uwv_telephone" / "2007-H1" / "1" / "facts.csv").read_bytes()
    plan = pipeline.resolve("2007-H1", str(small_demo), output=str(tmp_path / "local"))
    receipts = [pipeline.land(plan, source) for source in plan["sources"]]
    pipeline.check(plan, receipts)
    expected = (tmp_path / "local" / pipeline.compute(plan)).read_bytes()
    assert facts == expected
    kept = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"secret" not in kept


def test_the_key_may_come_from_an_airflow_connection(dag_bag, small_demo, tmp_path, monkeypatch):
    """Deliveries that are no demo need a key; the connection `oversight_hmac` holds it."""
    import shutil

    real = tmp_path / "real"
    shutil.copytree(small_demo, real)
    (real / "DEMO.json").unlink()
    monkeypatch.delenv("OVERSIGHT_HMAC_KEY", raising=False)

    refused = start(dag_bag, period="2007-03", deliveries=str(real), output=str(tmp_path / "refused"))
    monkeypatch.setenv(
        "AIRFLOW_CONN_OVERSIGHT_HMAC",
        json.dumps({"conn_type": "generic", "password": "a key of the inspectorate's own"}),
    )
    accepted = start(dag_bag, period="2007-03", deliveries=str(real), output=str(tmp_path / "accepted"))

    assert "land" in failed_tasks(refused)
    assert "land" not in failed_tasks(accepted)
