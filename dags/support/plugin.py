"""What we add to Airflow, by entry point: half-years as partitions, notes on runs, and views on what is published."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from dags.support import run_notes
from dags.support.periods import HalfYearWindow, StartOfHalfYearMapper

_VIEWS = {"Uitgaven": "editions", "Kwaliteit": "quality", "Cijfers": "numbers"}


async def pages(scope: Any, receive: Any, send: Any) -> None:
    """The pages, imported when the first of them is asked for: a task that loads the plugin has no use for them."""
    from dags.support.pages import app

    await app(scope, receive, send)


class OversightPlugin(AirflowPlugin):
    """Makes our classes, listeners and pages known to Airflow."""

    name = "oversight"
    partition_mappers: list[Any] = [StartOfHalfYearMapper]  # noqa: RUF012 - Airflow reads it from the class
    windows: list[Any] = [HalfYearWindow]  # noqa: RUF012
    listeners: list[Any] = [run_notes]  # noqa: RUF012
    fastapi_apps: list[Any] = [{"app": pages, "url_prefix": "/oversight", "name": "Oversight"}]  # noqa: RUF012
    external_views: list[Any] = [  # noqa: RUF012
        {
            "name": name,
            "href": f"/oversight/{view}/",
            "destination": "nav",
            "url_route": f"oversight-{view}",
            "nav_top_level": True,
        }
        for name, view in _VIEWS.items()
    ]
