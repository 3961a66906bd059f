"""What a report is written from: the facts, checks and deliveries of a run, and the texts people wrote about them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from etl import __version__
from etl.definitions import Definitions
from etl.model.content import DeliveryLine, Dossier, EditionMark, ReportContent
from etl.model.deliveries import Landed
from etl.model.errors import Problem, UsageError
from etl.pipeline.accepting import acceptances_that_hold
from etl.pipeline.plan import Plan
from etl.pipeline.run_folder import read_checks, read_deliveries, read_facts, read_named
from etl.store import Store

LETTER = "brief.yml"


def read_content(plan: Plan, store: Store, definitions: Definitions, texts: Mapping[str, bytes]) -> ReportContent:
    """The content of a run's report around the files of its dossier; the edition mark is not yet the one it will get.

    Raises:
        UsageError: a file of the dossier cannot be read.
        VerificationError: the file of acceptances was changed.
    """
    checks = read_checks(plan, store)
    return ReportContent(
        programme=definitions.programme,
        period=plan.parsed_period,
        facts=tuple(read_facts(plan, store)),
        checks=tuple(checks),
        deliveries=tuple(delivery_line(item) for item in read_deliveries(plan, store)),
        dossier=read_dossier(texts, plan.dossier),
        edition=EditionMark(1),
        as_of=plan.moment,
        facts_sha256=sha256(store.read(f"{plan.folder}/facts.csv")).hexdigest(),
        definitions_sha256=definitions.sha256,
        software_version=__version__,
        demo=dict(plan.demo) if plan.demo is not None else None,
        partial_by=plan.partial_by,
        acceptances=acceptances_that_hold(plan, store, checks),
        named=tuple(read_named(plan, store)),
    )


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
    if LETTER in files:
        try:
            letter = yaml.safe_load(files[LETTER].decode("utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", None)
            raise UsageError(
                Problem(
                    "this is not YAML",
                    where=f"{where}/{LETTER}",
                    line=None if line is None else line + 1,
                    hint="check the indentation and quotes of this line.",
                )
            ) from None
    if not isinstance(letter, dict):
        raise UsageError(
            Problem(
                "the letter's fields are not a mapping", where=f"{where}/{LETTER}", expected="lines of `field: text`"
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
