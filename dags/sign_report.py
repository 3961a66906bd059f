"""The way to a signature: a draft is submitted, reviewed, discussed, reacted to and signed; then it is published.

**Start**: *Trigger* with the period. The newest draft is submitted under **your** name; you cannot review or sign it.

**Answering**: *Required actions* shows what is asked, the draft and its quality. Every answer goes into the signature
log of the store, which names the person, the moment and the exact draft. Marking a task as success publishes nothing.

**Back to the draft**: after a rejection, or when remarks were adopted, this run ends. Change the texts, make a new
draft and start again. Steps that were about the report still stand when only the letter changed.

**When it fails**: the log of the red task says which rule refused the answer. Clear that task to ask again.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from dags.support import forms, people, steps
from dags.support.assets import PUBLISHED
from dags.support.doors import failing_at_once

PARAMS = {
    "period": Param(
        type="string",
        pattern=rf"^{forms.SIMPLE_PERIOD}(\.\.{forms.SIMPLE_PERIOD})?$",
        title="Periode",
        description_md="De periode waarvan het nieuwste concept wordt ingediend.",
    ),
    "programme": forms.programme_field(),
    "output": forms.output_field(),
}


@task(task_display_name="Indienen", multiple_outputs=False)
def submit() -> dict[str, str]:
    """Offer the newest draft for review, under the name of whoever started this run."""
    from etl import pipeline

    run = get_current_context()["dag_run"]
    release = steps.release_of_run(PARAMS)
    plan, edition = failing_at_once(pipeline.newest_draft, release)
    origin = f"{run.dag_id}/{run.run_id}/submit"
    failing_at_once(pipeline.submit, plan, edition, steps.person_of_run(), run.start_date or run.run_after, origin)
    return asdict(release)


@task(task_display_name="Publiceren", outlets=[PUBLISHED])
def publish(release: dict[str, str]) -> str:
    """The final edition of what was signed; the signature log is verified, whatever the tasks before ended as."""
    from etl import pipeline

    edition = failing_at_once(pipeline.publish_signed, pipeline.Release(**release))
    get_current_context()["outlet_events"][PUBLISHED].extra = {**release, "edition": edition}
    return edition


def human_steps(release: Any) -> list[Any]:
    """The questions, in their order."""
    return [
        people.HumanStep(
            task_id="review",
            task_display_name="Beoordelen",
            step="review",
            release=release,
            subject="Beoordeel het concept",
            question="Klopt dit rapport: de cijfers, de teksten en het oordeel?",
            options=["Akkoord", "Niet akkoord"],
            params=people.remark_form(),
        ),
        people.HumanStep(
            task_id="consultation",
            task_display_name="Overleg",
            step="consultation",
            release=release,
            subject="Leg het overleg met de onderzochte instelling vast",
            question="Welke opmerkingen maakte de instelling, en wat is daarmee gedaan? Leeg: geen opmerkingen.",
            options=["Vastleggen"],
            params=people.remarks_form(),
        ),
        people.HumanStep(
            task_id="board_reaction",
            task_display_name="Reactie bestuur",
            step="board_reaction",
            release=release,
            subject="Leg de reactie van het bestuur vast",
            question="Wat antwoordde het bestuur schriftelijk?",
            options=["Vastleggen"],
            params=people.reaction_form(),
        ),
        people.HumanStep(
            task_id="sign",
            task_display_name="Ondertekenen",
            step="signed",
            release=release,
            subject="Onderteken het rapport",
            question="Ondertekent u dit rapport namens de inspecteur-generaal?",
            options=["Ondertekenen", "Niet ondertekenen"],
            params=people.remark_form(),
        ),
    ]


@dag(
    dag_id="sign_report",
    dag_display_name="Ondertekenen",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    tags=["inspectie"],
    params=PARAMS,
    default_args=steps.default_args(),
    doc_md=__doc__,
)
def sign_report() -> None:
    """Submit → review → consultation → board reaction → sign → publish."""
    # Decorated functions take and give references here (XComArg), not the values their own types name.
    release: Any = submit()
    before: Any = release
    for step in human_steps(release):
        before >> step
        before = step
    before >> publish(release)


sign_report()
