"""Distribution: what was signed and published is verified, handed over and recorded as sent.

**Start**: by itself when a signed edition is published; by hand with a period to hand over its newest edition again.
The ministry needs no account: it gets the files below *Uitgaande map*.

**When it fails**: an edition that cannot be verified is not handed over; the log names what differs.
"""

from __future__ import annotations

import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from dags.support import forms, people, steps
from dags.support.assets import PUBLISHED
from dags.support.doors import failing_at_once

PARAMS = {
    "period": forms.period_field(rf"{forms.SIMPLE_PERIOD}(\.\.{forms.SIMPLE_PERIOD})?", "2007"),
    "programme": forms.programme_field(),
    "output": forms.output_field(),
    "outbox": Param(
        os.environ.get("OVERSIGHT_OUTBOX", "output/outbox"),
        type="string",
        minLength=1,
        title="Uitgaande map",
        description_md="Een map of URL waar de ontvanger de bestanden haalt.",
    ),
}


@task(task_display_name="Bepalen", multiple_outputs=False)
def resolve() -> dict[str, str]:
    """Which signed edition: the one that was just published, or the newest of the form's period."""
    events = list((get_current_context().get("triggering_asset_events") or {}).get(PUBLISHED, ()))
    if events:
        told = events[-1].extra
        return {name: told[name] for name in ("output", "programme", "period")}
    return asdict(steps.release_of_run(PARAMS))


@task(task_display_name="Overdragen")
def hand_over(release: dict[str, str]) -> str:
    """Verify the newest signed edition and put its files in the outbox; the same files again change nothing."""
    from etl import pipeline

    outbox = get_current_context()["params"]["outbox"]
    return failing_at_once(pipeline.hand_over, pipeline.Release(**release), outbox)


@dag(
    dag_id="distribute",
    dag_display_name="Verzenden",
    schedule=[PUBLISHED],
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    tags=["inspectie"],
    params=PARAMS,
    default_args=steps.default_args(),
    doc_md=__doc__,
)
def distribute() -> None:
    """Resolve → hand over → sent."""
    # Decorated functions take and give references here (XComArg), not the values their own types name.
    release: Any = resolve()
    sent = people.HumanStep(
        task_id="sent",
        task_display_name="Verzonden",
        step="sent",
        release=release,
        subject="Bevestig de verzending",
        question="Is het ondertekende rapport verzonden? Het staat in `{{ ti.xcom_pull('hand_over') }}`.",
        options=["Verzonden"],
        params=people.text_form("Kenmerk", "Waaronder het is verzonden."),
    )
    hand_over(release) >> sent


distribute()
