"""A note on the page of a run that published something: period, edition and verdict counts.

The note is made by the task; the scheduler only puts it on the run. That happens inside the scheduler's own
transaction: a session of our own would end it, and the scheduler with it.
"""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

REPORTS = {"inspection_report", "report_half", "report_year"}
KEY = "note"


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:  # noqa: ARG001 - Airflow names the arguments
    """Put the note of the last task on the run."""
    from sqlalchemy.orm import object_session

    session = object_session(dag_run)
    if dag_run.dag_id not in REPORTS or session is None:
        return
    task = dag_run.get_task_instance("publish", session=session)
    told = task.xcom_pull(task_ids="publish", key=KEY, session=session) if task is not None else None
    if told:
        dag_run.note = str(told)


def note(edition: str) -> str:
    """What is said about an edition, from its path."""
    from dags.support.markup import VERDICTS
    from etl import pipeline

    output, _, place = edition.rpartition("/editions/")
    programme, period, number = place.split("/")
    counts = pipeline.find_edition(output, programme, period, int(number)).verdicts
    told = ", ".join(f"{count} {VERDICTS[verdict]}" for verdict, count in counts.items())
    return f"{programme} {period}, uitgave {number}: {told}"
