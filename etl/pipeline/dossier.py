"""What the quality dossier is made from: this run's checks and deliveries, and what earlier editions found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from etl.model.content import ReportContent
from etl.model.deliveries import Landed
from etl.model.errors import UsageError
from etl.model.period import Period
from etl.pipeline.editions import editions, folder_of
from etl.pipeline.plan import Plan
from etl.pipeline.run_folder import read_deliveries
from etl.report.dossier import Earlier, QualityContent, render_dossier
from etl.resources import folder
from etl.store import Store

FILE = "quality.html"
EARLIER_SHOWN = 8
"""How many earlier editions the trend shows: two years of quarters; more would not fit a line."""


def dossier_html(plan: Plan, store: Store, content: ReportContent, quality: bytes) -> bytes:
    """`quality.html` for the edition whose content this is; `quality` is its `quality.json`."""
    months = json.loads(store.read(f"{plan.folder}/unit-months.json"))
    landed: list[Landed] = read_deliveries(plan, store)
    checks = json.loads(quality)["checks"]
    known = earlier_editions(store, content)
    return render_dossier(QualityContent(content, checks, landed, months, known), folder("report_templates"))


def earlier_editions(store: Store, content: ReportContent) -> list[Earlier]:
    """What earlier editions of the programme found, oldest first.

    These are the editions of the same period with a lower number, and the last edition of each earlier period of the
    same length.
    """
    programme = content.programme.programme
    found = []
    for period in _periods(store, programme):
        numbers = editions(store, programme, str(period))
        if period == content.period:
            chosen = [number for number in numbers if number < content.edition.number]
        elif period.last < content.period.first and len(period.months) == len(content.period.months):
            chosen = [max(numbers)] if numbers else []
        else:
            chosen = []
        found += [(period, number) for number in chosen]
    found.sort(key=lambda item: (item[0].last, item[1]))
    return [_earlier(store, programme, period, number) for period, number in found[-EARLIER_SHOWN:]]


def _periods(store: Store, programme: str) -> list[Period]:
    names = {path.split("/")[0] for path in store.files(f"editions/{programme}")}
    periods = []
    for name in sorted(names):
        try:
            periods.append(Period.parse(name))
        except UsageError:  # a folder that somebody put there
            continue
    return periods


def _earlier(store: Store, programme: str, period: Period, number: int) -> Earlier:
    checks: list[Mapping[str, Any]] = json.loads(
        store.read(f"{folder_of(programme, str(period), number)}/quality.json")
    )["checks"]
    found = {item["check_id"]: (item["observed"], item["passed"], item["failed"], item["rows"]) for item in checks}
    return Earlier(period, number, found)
