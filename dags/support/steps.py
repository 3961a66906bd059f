"""The steps of a run as tasks, shared by the DAGs: thin, repeatable, and worded for the page of a run.

What cannot be read or reached is tried again; a broken contract or a wrong request fails at once. Every step writes
under the name of its run or the hash of its content, so that a task that runs twice leaves what one that ran once does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.sdk import get_current_context, task

from dags.support.doors import deliveries_door, failing_at_once, pseudonym_key, refuse_unknown_keys
from dags.support.forms import period_of
from dags.support.notifications import mail_on_failure


def default_args() -> dict[str, Any]:
    """What holds for every task of our DAGs: two more tries, and a mail when those failed too."""
    return {"retries": 2, "retry_delay": timedelta(seconds=15), "on_failure_callback": mail_on_failure()}


def plan_of_run(known: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The plan of the run that this task belongs to, from its form or its partition.

    Args:
        known: the fields of the form; any other key of the configuration is refused.
        more: further options of `pipeline.resolve`.
    """
    from etl import pipeline

    context = get_current_context()
    params, run = context["params"], context["dag_run"]
    refuse_unknown_keys(run.conf, known)
    url, filesystem = deliveries_door(params["deliveries"])
    return failing_at_once(
        pipeline.resolve,
        period_of(run.partition_key, params),
        url,
        output=params["output"],
        programme=params["programme"],
        as_of=params.get("as_of"),
        dossier=params.get("dossier"),
        run_id=pipeline.folder_name(run.run_id),
        filesystem=filesystem,
        **more,
    )


def release_of_run(known: Mapping[str, Any]) -> Any:
    """The report on its way to a signature that the form of this run names.

    Args:
        known: the fields of the form; any other key of the configuration is refused.
    """
    from etl import pipeline

    context = get_current_context()
    params = context["params"]
    refuse_unknown_keys(context["dag_run"].conf, known)
    period = period_of(None, params)
    return failing_at_once(pipeline.release_of, params["output"], params["programme"], period)


def missing_of_run(period: str) -> dict[str, list[str]]:
    """What was not delivered for a period, below the root that the form of this run names."""
    from etl import pipeline

    params = get_current_context()["params"]
    url, filesystem = deliveries_door(params["deliveries"])
    return failing_at_once(pipeline.missing_deliveries, period, url, params["programme"], filesystem)


def person_of_run() -> str:
    """Who started this run; empty when its deliveries did."""
    return str(getattr(get_current_context()["dag_run"], "triggering_user_name", None) or "")


@task(task_display_name="Bronnen")
def sources(plan: dict[str, Any]) -> list[str]:
    """The sources to land, one mapped task each."""
    return list(plan["sources"])


@task(task_display_name="Innemen", map_index_template="{{ source }}")
def land(source: str, plan: dict[str, Any]) -> str:
    """One source's deliveries: read, replace person numbers, keep as Parquet."""
    from etl import pipeline

    context = get_current_context()
    context["source"] = source  # type: ignore[typeddict-unknown-key]  # names the mapped task
    _, filesystem = deliveries_door(context["params"]["deliveries"])
    return failing_at_once(pipeline.land, plan, source, key=pseudonym_key(), filesystem=filesystem)


@task(task_display_name="Controleren")
def check(plan: dict[str, Any], receipts: Any) -> str:
    """Write the ledger and judge the records; one task, because Great Expectations takes seconds to import."""
    from etl import pipeline

    return failing_at_once(pipeline.check, plan, list(receipts[:]))  # a slice is one request, and no error at its end


@task(task_display_name="Berekenen")
def compute(plan: dict[str, Any]) -> str:
    """Records to facts."""
    from etl import pipeline

    return failing_at_once(pipeline.compute, plan)


@task(task_display_name="Opmaken")
def render(plan: dict[str, Any]) -> str:
    """Facts and texts to the report."""
    from etl import pipeline

    return failing_at_once(pipeline.render, plan)


@task(task_display_name="Vastleggen")
def publish(plan: dict[str, Any]) -> str:
    """The edition, complete or not at all; returns its path."""
    from dags.support.run_notes import KEY, note
    from etl import pipeline

    edition = failing_at_once(pipeline.publish, plan)
    get_current_context()["ti"].xcom_push(KEY, note(edition))
    return edition


def edition_of(plan: Any) -> Any:
    """From a plan to an edition: land (once per source) → check → compute → render → publish."""
    # Decorated functions take and give references here (XComArg), not the values their own types name.
    listed: Any = sources(plan)
    receipts: Any = land.partial(plan=plan).expand(source=listed)
    published: Any = publish(plan)
    check(plan, receipts) >> compute(plan) >> render(plan) >> published
    return published
