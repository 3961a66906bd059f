"""The render step: facts and texts become the report; nothing else may enter it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from etl import __version__
from etl.model.content import ReportContent
from etl.model.errors import Problem, UsageError
from etl.pipeline.editions import folder_of, next_mark, same_edition
from etl.pipeline.plan import Plan
from etl.pipeline.quality_file import quality_json
from etl.pipeline.report_content import dossier_files, read_content
from etl.pipeline.run_folder import PLAN
from etl.release import data_manifest, fingerprint
from etl.release.manifest import listing
from etl.resources import folder, folder_sha256
from etl.store import Store, canonical_json


@dataclass(frozen=True)
class Ingredients:
    """What an edition is made from: the content of its report, the data files beside it, and one hash over it all."""

    content: ReportContent
    data: dict[str, bytes]
    made_from: dict[str, Any]
    content_sha256: str


def render(plan_json: Mapping[str, Any]) -> str:
    """Write the report of a run, with the edition number it will get; returns where the PDF is.

    What was published already is not made again: the same inputs give the same bytes.

    Raises:
        UsageError: a final edition was asked for while something is still open; everything open is named.
    """
    from etl.report import Attachment, open_points, render_pdf

    plan = Plan.from_json(plan_json)
    store = plan.store()
    store.write(f"{plan.folder}/{PLAN}", canonical_json(plan.to_json()))  # a preview finds the run by it
    parts = ingredients(plan, store)
    path = f"{plan.folder}/report.pdf"
    store.write(f"{plan.folder}/quality.json", parts.data["quality.json"])
    same = same_edition(store, plan, parts.content_sha256)
    if same is not None:
        store.write(path, store.read(f"{folder_of(parts.content.programme.programme, plan.period, same)}/report.pdf"))
        return path
    mark = next_mark(store, plan, parts.content_sha256)
    attached = canonical_json(data_manifest(parts.data, parts.content.deliveries, parts.made_from))
    attachments = [
        Attachment("facts.csv", parts.data["facts.csv"], "text/csv", "Alle cijfers van dit rapport"),
        Attachment("facts.json", parts.data["facts.json"], "application/json", "Alle cijfers met hun herkomst"),
        Attachment("measures.csv", parts.data["measures.csv"], "text/csv", "De tellingen achter de cijfers"),
        Attachment("manifest.json", attached, "application/json", "Vingerafdrukken van de gegevens en de leveringen"),
    ]
    content = replace(parts.content, edition=mark)
    if plan.final:
        _refuse_open_points(open_points(content), plan.dossier)
    pdf = render_pdf(content, folder("report_templates"), attachments)
    store.write(path, pdf)
    return path


def _refuse_open_points(points: Sequence[str], dossier: str) -> None:
    if points:
        raise UsageError(
            [
                Problem(
                    f"still open: {point}",
                    where=dossier,
                    expected="nothing open in a final edition",
                    hint="complete the dossier, or leave --final out for a draft.",
                )
                for point in points
            ]
        )


def ingredients(plan: Plan, store: Store) -> Ingredients:
    """Everything an edition is made from, as the steps before left it in the run's folder."""
    definitions = plan.definitions()
    texts = dossier_files(plan.dossier)
    content = read_content(plan, store, definitions, texts)
    data = {name: store.read(f"{plan.folder}/{name}") for name in ("facts.csv", "facts.json", "measures.csv")}
    data["quality.json"] = quality_json(content.checks, content.facts, definitions.programme)
    made_from = {
        "programme": definitions.programme.programme,
        "period": plan.period,
        "as_of": plan.as_of,
        "demo": plan.demo,
        "software": {"name": "oversight", "version": __version__},
        "definitions": {"sha256": definitions.sha256, "files": listing(definitions.files)},
        "templates_sha256": folder_sha256(folder("report_templates")),
        "dossier": listing(texts),
    }
    inputs = {
        **made_from,
        "data": listing(data),
        "final": plan.final,
        "deliveries": [[*vars(item).values()] for item in content.deliveries],
    }
    return Ingredients(content, data, made_from, fingerprint(inputs))
