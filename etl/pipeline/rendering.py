"""The render step: facts and texts become the report; nothing else may enter it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from etl import __version__
from etl.model.content import DeliveryLine, Dossier, EditionMark, ReportContent
from etl.model.deliveries import Landed
from etl.model.errors import Problem, UsageError
from etl.model.facts import Fact
from etl.pipeline.checking import from_json
from etl.pipeline.editions import folder_of, next_mark, same_edition
from etl.pipeline.plan import Plan
from etl.pipeline.quality_file import quality_json
from etl.pipeline.records import read_deliveries
from etl.release import data_manifest, fingerprint
from etl.release.manifest import listing, sha256
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
    facts = [Fact.from_json(item) for item in _json(store, plan, "facts-exact.json")]
    checks = [from_json(item) for item in _json(store, plan, "checks.json")]
    deliveries = tuple(delivery_line(item) for item in read_deliveries(plan, store))
    texts = dossier_files(plan.dossier)
    data = {name: store.read(f"{plan.folder}/{name}") for name in ("facts.csv", "facts.json", "measures.csv")}
    data["quality.json"] = quality_json(checks, facts, definitions.programme)
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
        "deliveries": [[*vars(item).values()] for item in deliveries],
    }
    content = ReportContent(
        programme=definitions.programme,
        period=plan.parsed_period,
        facts=tuple(facts),
        checks=tuple(checks),
        deliveries=deliveries,
        dossier=read_dossier(texts, plan.dossier),
        edition=EditionMark(1),
        as_of=plan.moment,
        facts_sha256=sha256(data["facts.csv"]),
        definitions_sha256=definitions.sha256,
        software_version=__version__,
        demo=dict(plan.demo) if plan.demo is not None else None,
    )
    return Ingredients(content, data, made_from, fingerprint(inputs))


def _json(store: Store, plan: Plan, name: str) -> Any:
    return json.loads(store.read(f"{plan.folder}/{name}"))


def delivery_line(item: Landed) -> DeliveryLine:
    """A delivery as the report lists it."""
    month = item.month or (f"{item.months[0]}..{item.months[-1]}" if item.months else "")
    return DeliveryLine(
        item.source,
        item.unit,
        month,
        item.part,
        item.file,
        item.sha256,
        item.rows,
        item.rejected,
        sum(item.masked.values()),
    )


def dossier_files(path: str) -> dict[str, bytes]:
    """The texts people wrote for this report: name → content; empty when there is no such folder."""
    base = Path(path)
    return {
        file.name: file.read_bytes()
        for file in sorted(base.glob("*"))
        if file.suffix in (".md", ".yml") and file.is_file()
    }


def read_dossier(files: Mapping[str, bytes], where: str) -> Dossier:
    """The letter's fields and the texts.

    Raises:
        UsageError: `brief.yml` is no YAML mapping, or a text is not UTF-8.
    """
    letter: Any = {}
    if "brief.yml" in files:
        try:
            letter = yaml.safe_load(files["brief.yml"].decode("utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", None)
            raise UsageError(
                Problem(
                    "this is not YAML",
                    where=f"{where}/brief.yml",
                    line=None if line is None else line + 1,
                    hint="check the indentation and quotes of this line.",
                )
            ) from None
    if not isinstance(letter, dict):
        raise UsageError(
            Problem(
                "the letter's fields are not a mapping", where=f"{where}/brief.yml", expected="lines of `field: text`"
            )
        )
    texts = {name: _text(content, f"{where}/{name}") for name, content in files.items() if name.endswith(".md")}
    return Dossier(letter, texts)


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(Problem("this is not UTF-8", where=where, line=line, hint="save it as UTF-8.")) from None
