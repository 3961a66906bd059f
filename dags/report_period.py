"""The reports of half-years and years: they start by themselves when every month of every source is in.

**Waiting**: the page of this DAG shows which months of which sources are in (*Pending runs*). A corrected month never
starts a report by itself: it opens a new count, and an analyst decides on a new edition by hand.

**By hand**: *Trigger* with a period. If something is missing, the first task stops and names it. Whoever goes on
nevertheless ticks *Ook bij onvolledige leveringen*; the report states who did.

**When it fails**: the log of the red task says what is wrong and what to do. Clearing a task repeats that task alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from airflow.sdk import (
    PartitionedAssetTimetable,
    RollupMapper,
    StartOfYearMapper,
    YearWindow,
    dag,
    get_current_context,
    task,
)

from dags.support import forms, steps
from dags.support.assets import all_sources
from dags.support.periods import HalfYearWindow, StartOfHalfYearMapper

MONTHS: dict[str, Any] = {"input_format": "%Y-%m", "timezone": "Europe/Amsterdam"}


def report_dag(dag_id: str, title: str, mapper: Any, window: Any, pattern: str, example: str) -> None:
    """One DAG: what rolls up, and what its periods look like."""
    params = {
        "period": forms.period_field(pattern, example),
        "programme": forms.programme_field(),
        "deliveries": forms.deliveries_field(),
        "as_of": forms.as_of_field(),
        "partial": forms.partial_field(),
        "output": forms.output_field(),
        "dossier": forms.dossier_field(),
    }

    @task(task_display_name="Bepalen", multiple_outputs=False)
    def resolve() -> dict[str, Any]:
        """What this run is about; nothing may be missing unless somebody chose so."""
        from airflow.sdk.exceptions import AirflowFailException

        from etl import pipeline

        context = get_current_context()
        plan = steps.plan_of_run(params)
        missing = steps.missing_of_run(plan["period"])
        if not missing:
            return plan
        person = steps.person_of_run()
        if not (context["params"]["partial"] and person):
            raise AirflowFailException(
                f"Nog niet alles is binnen ({pipeline.told(missing)}). Wacht, of start met de hand en kruis "
                "'Ook bij onvolledige leveringen' aan."
            )
        return {**plan, "partial_by": person}

    @dag(
        dag_id=dag_id,
        dag_display_name=title,
        schedule=PartitionedAssetTimetable(
            assets=all_sources(), default_partition_mapper=RollupMapper(upstream_mapper=mapper, window=window)
        ),
        start_date=datetime(2005, 1, 1, tzinfo=UTC),
        catchup=False,
        tags=["inspectie"],
        params=params,
        max_active_runs=2,
        default_args=steps.default_args(),
        doc_md=__doc__,
    )
    def report() -> None:
        steps.edition_of(resolve())

    report()


report_dag(
    "report_half",
    "Halfjaarrapport",
    StartOfHalfYearMapper(**MONTHS),
    HalfYearWindow(),
    r"(19|20)\d{2}-H[12]",
    "2007-H1",
)
report_dag("report_year", "Jaarrapport", StartOfYearMapper(**MONTHS), YearWindow(), r"(19|20)\d{2}", "2007")
