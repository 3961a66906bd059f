"""The page itself: what a reader sees without the script, and the data and script for the rest."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from etl.report import dutch
from etl.report.dossier.calendar import CalendarRow, calendar_of
from etl.report.dossier.content import QualityContent
from etl.report.dossier.data import outcome, page_data, script_json
from etl.report.environment import environment

FOLDER = "dossier"
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render(quality: QualityContent, templates: Path) -> bytes:
    """The file's bytes."""
    script = (templates / FOLDER / "quality.js").read_text("utf-8")
    html = (
        environment(templates)
        .get_template(f"{FOLDER}/quality.html.j2")
        .render(
            _names(quality),
            style=Markup((templates / FOLDER / "quality.css").read_text("utf-8")),  # noqa: S704 - our own style
            script=Markup(script),  # noqa: S704 - our own script
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            data=script_json(page_data(quality)),
        )
    )
    return html.encode("utf-8")


def _names(quality: QualityContent) -> dict[str, Any]:
    content = quality.content
    calendar = calendar_of(quality)
    titles = {source.source: source.title for source in content.programme.sources}
    units = {(unit.source, unit.unit): unit.title for unit in content.programme.units}
    return {
        "content": content,
        "programme": content.programme,
        "period": dutch.period_title(content.period),
        "period_en": str(content.period),
        "as_of": dutch.date_text(content.as_of.date()),
        "as_of_en": f"{content.as_of:%Y-%m-%d}",
        "calendar": calendar,
        "groups": _by_source(calendar.rows),
        "titles": titles,
        "unit_titles": units,
        "months": dutch.MONTHS_SHORT,
        "months_en": MONTHS_EN,
        "outcomes": Counter(outcome(check) for check in quality.checks),
        "total": len(quality.checks),
        "open_warnings": content.open_warnings,
        "odd": [item for item in quality.landed if item.rejected or item.masked],
        "earlier": quality.earlier,
    }


def _by_source(rows: tuple[CalendarRow, ...]) -> list[tuple[str, list[CalendarRow]]]:
    groups: dict[str, list[CalendarRow]] = {}
    for row in rows:
        groups.setdefault(row.source, []).append(row)
    return list(groups.items())
