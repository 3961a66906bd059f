"""The preview: what the report, or one part of it, would say now, as HTML for people who write texts.

It starts from the facts of the newest run and the dossier as it is at this moment. Nothing is computed again and
nothing heavy is imported, so that a writer sees a changed sentence at once.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from etl.definitions import known_programmes, load_programme
from etl.model.errors import Problem, UsageError
from etl.model.period import Period
from etl.pipeline.checked import FILE as CHECKED
from etl.pipeline.plan import Plan, known_output
from etl.pipeline.report_content import dossier_files, read_content
from etl.pipeline.run_folder import CHECKS, DELIVERIES, FACTS, NAMED, PLAN
from etl.resources import folder
from etl.store import Store

NEEDED = {FACTS, NAMED, CHECKS, CHECKED, DELIVERIES, PLAN, "facts.csv"}


def preview(
    period: str,
    *,
    output: str = "output",
    programme: str = "uwv_telephone",
    part: str | None = None,
    dossier: str | None = None,
) -> str:
    """Write the HTML of a report or of one part of it among the drafts; returns where it is.

    Args:
        period: the period of a run that has come as far as its facts.
        output: the store of that run.
        programme: a shipped programme, or a folder with one.
        part: `letter`, `summary`, a chapter, `annex`, …; the whole report when None.
        dossier: the texts; those of the run when None.

    Raises:
        UsageError: there is no such output, period, programme, dossier or part; no run has facts for the period; or a
            text cannot stand (a typed figure, an unknown fact, a contradicted verdict), with its line.
    """
    from etl.report import render_html

    judged, definitions = str(Period.parse(period)), load_programme(programme)
    name = definitions.programme.programme
    store = known_output(output)
    plan = _newest(store, judged, _known_as(programme), name)
    if dossier is not None:
        plan = replace(plan, dossier=_existing(dossier))
    content = read_content(plan, store, definitions, dossier_files(plan.dossier))
    html = render_html(content, folder("report_templates"), part)
    path = f"drafts/{name}/{judged}/preview{f'-{part}' if part else ''}.html"
    store.write(path, html.encode("utf-8"))
    return store.address(path)


def _newest(store: Store, period: str, known_as: str, name: str) -> Plan:
    """The plan of the newest run of a programme over a period that has stated its facts."""
    base = f"runs/{period}"
    files: dict[str, set[str]] = {}
    for path in store.files(base):
        run_id, _, file = path.partition("/")
        files.setdefault(run_id, set()).add(file)
    whole = [run_id for run_id, found in files.items() if found >= NEEDED]
    plans = [Plan.from_json(json.loads(store.read(f"{base}/{run_id}/{PLAN}"))) for run_id in whole]
    own = [plan for plan in plans if plan.programme == known_as]
    if not own:
        raise UsageError(
            Problem(
                f"no run of {name} over {period} has stated its facts",
                where=store.address(base),
                expected="a run that came as far as its facts",
                hint=f"`oversight run {period} --deliveries …` first, with the same --output and --programme.",
            )
        )
    return max(own, key=lambda plan: store.changed(f"{plan.folder}/{FACTS}"))


def _known_as(programme: str) -> str:
    """A programme as a plan names it."""
    return programme if programme in known_programmes() else str(Path(programme).resolve())


def _existing(dossier: str) -> str:
    if not Path(dossier).is_dir():
        raise UsageError(
            Problem("there is no such dossier", where=dossier, expected="a folder with the analyst's texts")
        )
    return str(Path(dossier).resolve())
