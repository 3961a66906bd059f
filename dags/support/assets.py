"""What the DAGs tell each other: a month of a source is in, a signed edition was published."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Asset

from dags.support.forms import PROGRAMME

PUBLISHED = Asset("published_report", group="oversight")


def source_assets() -> dict[str, Asset]:
    """One asset per source of the programme, partitioned by month."""
    from etl import pipeline

    return {source: Asset(f"{source}_month", group="oversight") for source in pipeline.expected_sources(PROGRAMME)}


def all_sources() -> Any:
    """Every source together: what a report waits for."""
    first, *others = source_assets().values()
    together: Any = first
    for asset in others:
        together = together & asset
    return together
