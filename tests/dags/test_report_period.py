"""The reports of half-years and years: what starts them, and what stops them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("airflow")


@pytest.fixture
def incomplete(small_demo, tmp_path):
    """The names of a year of deliveries, without the complaints of March."""
    root = tmp_path / "deliveries"
    shutil.copytree(small_demo, root, copy_function=lambda _, target: Path(target).touch())
    shutil.copy(small_demo / "DEMO.json", root / "DEMO.json")
    (root / "complaints" / "2007-03.csv").unlink()
    return root


def decide(dag_bag, dag_id, root, output, **conf):
    """Only the first task of a run."""
    dag = dag_bag.dags[dag_id].partial_subset("resolve")
    return dag.test(run_conf={"deliveries": str(root), "output": str(output), "partial": False, **conf})


def test_nothing_is_reported_on_partial_deliveries_without_a_choice(dag_bag, incomplete, tmp_path, outcome):
    """The first task stops and names what is missing."""
    run = decide(dag_bag, "report_half", incomplete, tmp_path, period="2007-H1")

    assert outcome(run, "failed") == ["resolve"]


def test_whoever_chooses_to_go_on_is_named(dag_bag, incomplete, tmp_path):
    """The plan carries the name into the report."""
    run = decide(dag_bag, "report_year", incomplete, tmp_path, period="2007", partial=True)

    assert run.get_task_instance("resolve").xcom_pull(task_ids="resolve")["partial_by"] == "dag_test"


def test_complete_deliveries_need_no_choice(dag_bag, incomplete, tmp_path):
    """Whoever ticks the box for nothing is not named either."""
    run = decide(dag_bag, "report_half", incomplete, tmp_path, period="2007-H2", partial=True)

    assert run.get_task_instance("resolve").xcom_pull(task_ids="resolve")["partial_by"] == ""


@pytest.mark.parametrize(("dag_id", "period"), [("report_half", "2007"), ("report_year", "2007-H1")])
def test_each_report_has_its_own_kind_of_period(dag_bag, dag_id, period):
    """The form refuses it, and so does the API."""
    from airflow.sdk.exceptions import ParamValidationError

    with pytest.raises((ParamValidationError, ValueError)):
        dag_bag.dags[dag_id].test(run_conf={"period": period})


def test_a_period_must_be_named_once():
    """By the partition or by the form; not by neither, and not differently by both."""
    from airflow.sdk.exceptions import AirflowFailException

    from dags.support.forms import period_of

    assert period_of("2007-H1", {"period": None}) == period_of(None, {"period": "2007-H1"}) == "2007-H1"
    with pytest.raises(AirflowFailException, match="Geen periode"):
        period_of(None, {"period": None})
    with pytest.raises(AirflowFailException, match="De partitie is 2007-H1, maar het formulier vraagt 2007-H2"):
        period_of("2007-H1", {"period": "2007-H2"})


@pytest.mark.parametrize(
    ("dag_id", "period", "months"),
    [
        ("report_half", "2007-H1", [f"2007-{month:02d}" for month in range(1, 7)]),
        ("report_half", "2008-H2", [f"2008-{month:02d}" for month in range(7, 13)]),
        ("report_year", "2007", [f"2007-{month:02d}" for month in range(1, 13)]),
    ],
)
def test_a_report_waits_for_every_month_of_every_required_source(dag_bag, dag_id, period, months):
    """As the scheduler reads the DAG back: our half-years are known to it."""
    from airflow.serialization.serialized_objects import DagSerialization

    dag = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag_bag.dags[dag_id]))
    mapper = dag.timetable.default_partition_mapper

    assert sorted(mapper.to_upstream(period)) == months
    assert {mapper.to_downstream(month) for month in months} == {period}
    assert len(list(dag.timetable.asset_condition.iter_assets())) == 3


def test_a_half_year_that_is_none_is_refused():
    """A key typed by hand gives an error that says what was expected."""
    from dags.support.periods import StartOfHalfYearMapper

    with pytest.raises(ValueError, match="'2007-H3' is no half-year; expected a key such as 2007-H1"):
        StartOfHalfYearMapper().decode_downstream("2007-H3")
