"""What we add to Airflow, by entry point: half-years as partitions."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from dags.support.periods import HalfYearWindow, StartOfHalfYearMapper


class OversightPlugin(AirflowPlugin):
    """Makes our classes known to the scheduler."""

    name = "oversight"
    partition_mappers: list[Any] = [StartOfHalfYearMapper]  # noqa: RUF012 - Airflow reads it from the class
    windows: list[Any] = [HalfYearWindow]  # noqa: RUF012
