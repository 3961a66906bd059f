"""The DAG an analyst starts by hand: one period, from deliveries to an edition with its PDF.

**Start**: *Trigger*, choose a period and where the deliveries stand. A draft is made whatever is missing; the report
says of each number what it rests on. *Definitief* only makes again what was signed (see *Ondertekenen*).

**When it fails**: the log of the red task says what is wrong, where, and what to do. A delivery that breaks its
contract fails at once; what cannot be reached is tried three times. Clearing a task repeats that task alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from dags.support import forms, steps
from dags.support.doors import failing_at_once

PARAMS = {
    "period": Param(
        "2007",
        type="string",
        pattern=rf"^{forms.SIMPLE_PERIOD}(\.\.{forms.SIMPLE_PERIOD})?$",
        title="Periode",
        examples=["2007", "2007-H1", "2007-H2", "2007-03"],
        description_md="Een **jaar** (2007), een **halfjaar** (2007-H1), een **maand** (2007-03) of een "
        "**reeks** (2007-03..2007-11).",
    ),
    "programme": forms.programme_field(),
    "deliveries": forms.deliveries_field(),
    "as_of": forms.as_of_field(),
    "state": Param(
        "draft",
        type="string",
        enum=["draft", "final"],
        values_display={"draft": "Concept", "final": "Definitief"},
        title="Concept of definitief",
        description_md="Definitief kan alleen wat al is ondertekend.",
    ),
    "output": forms.output_field(),
    "dossier": forms.dossier_field(),
}


@task(task_display_name="Bepalen", multiple_outputs=False)
def resolve() -> dict[str, Any]:
    """What this run is about, decided before anything is read."""
    final = get_current_context()["params"]["state"] == "final"
    plan = steps.plan_of_run(PARAMS, final=final)
    if final:
        _refuse_unsigned(plan)
    return plan


def _refuse_unsigned(plan: dict[str, Any]) -> None:
    from airflow.sdk.exceptions import AirflowFailException

    from etl import pipeline

    if not failing_at_once(pipeline.is_signed, plan):
        raise AirflowFailException("Deze periode is niet ondertekend: maak een concept en start 'Ondertekenen'.")


@dag(
    dag_id="inspection_report",
    dag_display_name="Inspectierapport",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    tags=["inspectie"],
    params=PARAMS,
    max_active_runs=4,
    default_args=steps.default_args(),
    doc_md=__doc__,
)
def inspection_report() -> None:
    """Resolve → land (once per source) → check → compute → render → publish."""
    steps.edition_of(resolve())


inspection_report()
