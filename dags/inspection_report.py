"""The DAG an analyst starts by hand: one period, from deliveries to a draft edition with its PDF."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from dags.support.doors import deliveries_door, failing_at_once, pseudonym_key, refuse_unknown_keys

_SIMPLE = r"(19|20)\d{2}(-H[12]|-(0[1-9]|1[0-2]))?"
PARAMS = {
    "period": Param(
        "2007",
        type="string",
        pattern=rf"^{_SIMPLE}(\.\.{_SIMPLE})?$",
        title="Periode",
        examples=["2007", "2007-H1", "2007-H2", "2007-03"],
        description_md="Een **jaar** (`2007`), een **halfjaar** (`2007-H1`), een **maand** (`2007-03`) of een "
        "**reeks** (`2007-03..2007-11`).",
    ),
    "programme": Param(
        "uwv_telephone",
        type="string",
        minLength=1,
        title="Programma",
        description_md="De naam van een meegeleverd programma, of een map met de vijf YAML-bestanden.",
    ),
    "deliveries": Param(
        "deliveries",
        type="string",
        minLength=1,
        title="Leveringen",
        description_md="Een map of URL. Met een Airflow-verbinding: `s3://verbinding@bucket/map`.",
    ),
    "as_of": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Peildatum",
        description_md="Leeg: het eerste moment na de periode. Ingevuld: alleen leveringen die toen binnen waren.",
    ),
    "output": Param("output", type="string", minLength=1, title="Opslag", section="Meer"),
    "dossier": Param(None, type=["null", "string"], title="Dossier met teksten", section="Meer"),
}
RETRIES = 2
RETRY_DELAY = timedelta(seconds=15)


@task(task_display_name="Bepalen", multiple_outputs=False, retries=RETRIES, retry_delay=RETRY_DELAY)
def resolve() -> dict[str, Any]:
    """What this run is about, decided before anything is read."""
    from etl import pipeline

    context = get_current_context()
    params, run = context["params"], context["dag_run"]
    refuse_unknown_keys(run.conf, PARAMS)
    url, filesystem = deliveries_door(params["deliveries"])
    return failing_at_once(
        pipeline.resolve,
        params["period"],
        url,
        output=params["output"],
        programme=params["programme"],
        as_of=params["as_of"],
        dossier=params["dossier"],
        run_id=pipeline.folder_name(run.run_id),
        filesystem=filesystem,
    )


@task(task_display_name="Bronnen")
def sources(plan: dict[str, Any]) -> list[str]:
    """The sources to land, one mapped task each."""
    return list(plan["sources"])


@task(task_display_name="Innemen", map_index_template="{{ source }}", retries=RETRIES, retry_delay=RETRY_DELAY)
def land(source: str, plan: dict[str, Any]) -> str:
    """One source's deliveries: read, replace person numbers, keep as Parquet."""
    from etl import pipeline

    context = get_current_context()
    context["source"] = source  # type: ignore[typeddict-unknown-key]  # names the mapped task
    _, filesystem = deliveries_door(context["params"]["deliveries"])
    return failing_at_once(pipeline.land, plan, source, key=pseudonym_key(), filesystem=filesystem)


@task(task_display_name="Controleren")
def check(plan: dict[str, Any], receipts: list[str]) -> str:
    """Write the ledger and judge the records; one task, because Great Expectations takes seconds to import."""
    from etl import pipeline

    return failing_at_once(pipeline.check, plan, list(receipts))


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
    from etl import pipeline

    return failing_at_once(pipeline.publish, plan)


@dag(
    dag_id="inspection_report",
    dag_display_name="Inspectierapport",
    schedule=None,
    start_date=datetime(2024, 1, 1, tzinfo=UTC),
    catchup=False,
    tags=["inspectie"],
    params=PARAMS,
    max_active_runs=4,
    doc_md=__doc__,
)
def inspection_report() -> None:
    """Resolve → land (once per source) → check → compute → render → publish."""
    # Decorated functions take and give references here (XComArg), not the values their own types name.
    plan: Any = resolve()
    listed: Any = sources(plan)
    receipts: Any = land.partial(plan=plan).expand(source=listed)
    check(plan, receipts) >> compute(plan) >> render(plan) >> publish(plan)


inspection_report()
