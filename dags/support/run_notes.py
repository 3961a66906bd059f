"""A note on the page of a run that published something: period, edition and verdict counts."""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

REPORTS = {"inspection_report", "report_half", "report_year"}


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:  # noqa: ARG001 - Airflow names the arguments
    """Called by the scheduler, which may write to its own database."""
    if dag_run.dag_id not in REPORTS:
        return
    task = dag_run.get_task_instance("publish")
    edition = task.xcom_pull(task_ids="publish") if task is not None else None
    if edition:
        dag_run.note = note(str(edition))


def note(edition: str) -> str:
    """What is said about an edition, from its path."""
    from dags.support.markup import VERDICTS
    from etl import pipeline

    output, _, place = edition.rpartition("/editions/")
    programme, period, number = place.split("/")
    counts = pipeline.find_edition(output, programme, period, int(number)).verdicts
    told = ", ".join(f"{count} {VERDICTS[verdict]}" for verdict, count in counts.items())
    return f"{programme} {period}, uitgave {number}: {told}"
