"""The intake of one month: wait for the deliveries of each source, take them in, check them, and say what is in.

**Start**: by itself on the first of the month for the month before, by hand for one partition (`2007-03`), or for many
months at once with *Backfill*.

**Waiting**: a source that is not complete is looked for again every hour, without holding a worker, until its deadline;
then the last task fails and names what is missing. A later delivery: clear the waiting task of that source.

**When it fails**: a delivery that breaks its contract fails at once, and nothing of that month counts as being in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    AssetAlias,
    CronPartitionTimetable,
    Param,
    PokeReturnValue,
    dag,
    get_current_context,
    task,
    task_group,
)

from dags.support import forms, steps
from dags.support.assets import source_assets

ASSETS = source_assets()
IN = AssetAlias("month_of_a_source")
PARAMS = {
    "period": forms.period_field(r"(19|20)\d{2}-(0[1-9]|1[0-2])", "2007-03"),
    "programme": Param(
        forms.PROGRAMME, type="string", const=forms.PROGRAMME, title="Programma", description_md="Ligt vast."
    ),
    "deliveries": forms.deliveries_field(),
    "days": Param(
        20,
        type="integer",
        minimum=0,
        maximum=180,
        title="Termijn in dagen",
        description_md="Zoveel dagen na de maand is een levering te laat.",
    ),
    "output": forms.output_field(),
}


@task(task_display_name="Bepalen", multiple_outputs=False)
def resolve() -> dict[str, Any]:
    """Which month, and where its deliveries are looked for."""
    return steps.plan_of_run(PARAMS, awaiting=True)


@task(task_display_name="Bronnen")
def sources(plan: dict[str, Any]) -> list[str]:
    """Every source that somebody is expected to deliver, and counts where they were delivered."""
    return [*ASSETS, *(name for name in plan["sources"] if name not in ASSETS)]


@task.sensor(
    task_display_name="Wachten",
    map_index_template="{{ source }}",
    mode="reschedule",
    poke_interval=3600,
    timeout=timedelta(days=200).total_seconds(),
)
def wait(source: str, plan: dict[str, Any]) -> PokeReturnValue:
    """Until the source is complete, or late."""
    from etl import pipeline

    context = get_current_context()
    context["source"] = source  # type: ignore[typeddict-unknown-key]  # names the mapped task
    last = pipeline.deadline(plan["period"], plan["programme"], context["params"]["days"])
    missing = steps.missing_of_run(plan["period"]).get(source, [])
    return PokeReturnValue(is_done=not missing or datetime.now(UTC) >= last, xcom_value=source)


@task_group(group_id="source", group_display_name="Per bron")
def take_in(source: str, plan: dict[str, Any]) -> Any:
    """Wait for one source and take in what it delivered."""
    return steps.land(wait(source, plan), plan)  # type: ignore[arg-type]


@task(task_display_name="Controleren")
def check(plan: dict[str, Any], receipts: Any) -> str:
    """Judge what was delivered; a month of which nothing came has nothing to judge, and is named as late."""
    from airflow.sdk.exceptions import AirflowSkipException

    from etl import pipeline

    try:
        return str(steps.check.function(plan, receipts))
    except pipeline.NothingArrivedError as error:
        raise AirflowSkipException("Er is niets geleverd.") from error


# One at a time: Airflow 3.3 links an alias with an asset twice when two tasks do so at once, and fails the second.
@task(task_display_name="Binnen", map_index_template="{{ source }}", outlets=[IN], max_active_tis_per_dag=1)
def received(source: str, plan: dict[str, Any]) -> None:
    """Tell the reports that this month of the source is in, now that its checks passed."""
    from airflow.sdk.exceptions import AirflowSkipException

    context = get_current_context()
    context["source"] = source  # type: ignore[typeddict-unknown-key]  # names the mapped task
    if source not in ASSETS or steps.missing_of_run(plan["period"]).get(source):
        raise AirflowSkipException(f"{source} is niet volledig.")
    context["outlet_events"][IN].add(ASSETS[source], extra={"run_id": context["run_id"]})


@task(task_display_name="Te laat", trigger_rule="none_failed")
def late(plan: dict[str, Any]) -> None:
    """Name what was not delivered before the deadline."""
    from airflow.sdk.exceptions import AirflowFailException

    from etl import pipeline

    missing = steps.missing_of_run(plan["period"])
    if missing:
        raise AirflowFailException(f"Niet op tijd binnen: {pipeline.told(missing)}.")


@dag(
    dag_id="intake_month",
    dag_display_name="Maandinname",
    schedule=CronPartitionTimetable("0 6 1 * *", timezone="Europe/Amsterdam", run_offset=-1, key_format="%Y-%m"),
    start_date=datetime(2005, 1, 1, tzinfo=UTC),
    catchup=False,
    is_paused_upon_creation=True,
    tags=["inspectie"],
    params=PARAMS,
    max_active_runs=4,
    default_args=steps.default_args(),
    doc_md=__doc__,
)
def intake_month() -> None:
    """Resolve → wait and land (once per source) → check → received (once per source) → late."""
    # Decorated functions take and give references here (XComArg), not the values their own types name.
    plan: Any = resolve()
    listed: Any = sources(plan)
    receipts: Any = take_in.partial(plan=plan).expand(source=listed)
    arrived: Any = received.partial(plan=plan).expand(source=listed)
    check(plan, receipts) >> arrived >> late(plan)


intake_month()
