"""The render step: facts and texts become the report; nothing else may enter it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from etl import __version__
from etl.model.content import EditionMark, ReportContent, SignatureLine
from etl.model.errors import Problem, UsageError
from etl.pipeline.dossier import FILE as DOSSIER
from etl.pipeline.dossier import dossier_html
from etl.pipeline.earlier import read_held_against
from etl.pipeline.editions import folder_of, next_mark, same_edition
from etl.pipeline.plan import Plan
from etl.pipeline.quality_file import quality_json
from etl.pipeline.report_content import LETTER, dossier_files, read_content
from etl.pipeline.run_folder import PLAN
from etl.pipeline.signature_log import colophon
from etl.release import data_manifest, fingerprint
from etl.release.manifest import listing
from etl.resources import folder, folder_sha256
from etl.store import Store, canonical_json

REPORT = "report.pdf"


@dataclass(frozen=True)
class Ingredients:
    """What an edition is made from: the content of its report, the data files beside it, and one hash over it all.

    `content_sha256` tells editions apart. `fingerprint` is what people approve: the same, whether draft or final;
    `report_fingerprint` leaves the letter out.
    """

    content: ReportContent
    data: dict[str, bytes]
    made_from: dict[str, Any]
    content_sha256: str
    fingerprint: str
    report_fingerprint: str


def render(plan_json: Mapping[str, Any]) -> str:
    """Write the report of a run, with the edition number it will get; returns where the PDF is.

    What was published already is not made again: the same inputs give the same bytes.

    Raises:
        UsageError: a final edition was asked for while something is still open; everything open is named.
    """
    plan = Plan.from_json(plan_json)
    store = plan.store()
    store.write(f"{plan.folder}/{PLAN}", canonical_json(plan.to_json()))  # a preview finds the run by it
    return write_report(plan, store)


def write_report(plan: Plan, store: Store) -> str:
    """The same for a plan whose texts may be on loan: it is not kept.

    Raises:
        UsageError: as `render`.
    """
    parts = ingredients(plan, store)
    path = f"{plan.folder}/{REPORT}"
    store.write(f"{plan.folder}/quality.json", parts.data["quality.json"])
    same = same_edition(store, plan, parts.content_sha256)
    if same is not None:
        published = folder_of(parts.content.programme.programme, plan.period, same)
        for name in (REPORT, DOSSIER):
            store.write(f"{plan.folder}/{name}", store.read(f"{published}/{name}"))
        return path
    content = marked(store, plan, parts)
    if plan.final:
        refuse_open_points(parts.content, plan.dossier)
    pdf = report_pdf(parts, content.edition)
    store.write(f"{plan.folder}/{DOSSIER}", dossier_html(plan, store, content, parts.data["quality.json"]))
    store.write(path, pdf)
    return path


def marked(store: Store, plan: Plan, parts: Ingredients) -> ReportContent:
    """The content with the mark of the edition that it will become."""
    mark = replace(next_mark(store, plan, parts.content_sha256), signatures=parts.content.edition.signatures)
    return replace(parts.content, edition=mark)


def report_pdf(parts: Ingredients, mark: EditionMark) -> bytes:
    """The report with the mark of one edition. Same ingredients and mark, same bytes."""
    from etl.report import Attachment, render_pdf

    attached = canonical_json(data_manifest(parts.data, parts.content.deliveries, parts.made_from))
    attachments = [
        Attachment("facts.csv", parts.data["facts.csv"], "text/csv", "Alle cijfers van dit rapport"),
        Attachment("facts.json", parts.data["facts.json"], "application/json", "Alle cijfers met hun herkomst"),
        Attachment("measures.csv", parts.data["measures.csv"], "text/csv", "De tellingen achter de cijfers"),
        Attachment("manifest.json", attached, "application/json", "Vingerafdrukken van de gegevens en de leveringen"),
    ]
    return render_pdf(replace(parts.content, edition=mark), folder("report_templates"), attachments)


def refuse_open_points(content: ReportContent, where: str) -> None:
    """Stop on everything that keeps a report from being final.

    Raises:
        UsageError: every open point is named.
    """
    from etl.report import open_points

    points = open_points(content)
    if points:
        raise UsageError(
            [
                Problem(
                    f"still open: {point}",
                    where=where,
                    expected="nothing open in a final edition",
                    hint="complete the texts, answer for warnings with `oversight accept`, or leave --final out.",
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
    data["quality.json"] = quality_json(
        content.checks, content.facts, definitions.programme, plan.period, content.acceptances
    )
    held = read_held_against(plan, store)
    made_from = {
        "programme": definitions.programme.programme,
        "period": plan.period,
        "as_of": plan.as_of,
        "demo": plan.demo,
        "software": {"name": "oversight", "version": __version__},
        "definitions": {"sha256": definitions.sha256, "files": listing(definitions.files)},
        "templates_sha256": folder_sha256(folder("report_templates")),
        "dossier": listing(texts),
        **({"partial_by": plan.partial_by} if plan.partial_by else {}),
        **({"held_against": held} if held else {}),
    }
    seen = {**made_from, "data": listing(data), "deliveries": [[*vars(item).values()] for item in content.deliveries]}
    without_letter = {**seen, "dossier": listing({name: text for name, text in texts.items() if name != LETTER})}
    approved, report = fingerprint(seen), fingerprint(without_letter)
    inputs: dict[str, Any] = {**seen, "final": plan.final}
    signatures: tuple[SignatureLine, ...] = ()
    if plan.final:
        signatures = colophon(store, definitions.programme, plan.period, approved)
    if signatures:
        inputs["signatures"] = [line.to_json() for line in signatures]
    content = replace(content, edition=EditionMark(1, signatures=signatures))
    return Ingredients(content, data, made_from, fingerprint(inputs), approved, report)
