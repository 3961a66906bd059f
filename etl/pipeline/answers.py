"""Questions about what was made: explain a number, verify an edition, compare two, show what arrived."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

from etl.definitions import load_programme
from etl.landing.ledger import PATH as LEDGER
from etl.landing.ledger import read_ledger
from etl.model.checks import CheckResult
from etl.model.errors import Problem, UsageError, VerificationError, did_you_mean
from etl.model.period import Period, month_number
from etl.model.programme import Programme
from etl.pipeline.plan import Plan, absolute, known_output
from etl.pipeline.proof import signatures_hold
from etl.pipeline.run_folder import check_from_json
from etl.release import MANIFEST, Difference, attached_files, compare, listed_sha256, prints_hash_of, verify_files
from etl.release.manifest import sha256
from etl.store import Root


def check_results(plan_json: Mapping[str, Any]) -> list[CheckResult]:
    """The check results of a run; none when it did not come that far."""
    plan = Plan.from_json(plan_json)
    store, path = plan.store(), f"{plan.folder}/checks.json"
    return [check_from_json(item) for item in json.loads(store.read(path))] if store.exists(path) else []


def _edition(path: str) -> dict[str, bytes]:
    root = Root(absolute(path))
    files = {name: root.read(name) for name in root.files()}
    if not files:
        raise UsageError(
            Problem(
                "there is no edition here",
                where=path,
                expected="the folder of an edition",
                hint="`oversight run` prints it as its last line.",
            )
        )
    return files


def _parts(path: str, *names: str) -> list[bytes]:
    """Some files of an edition."""
    files = _edition(path)
    for name in names:
        if name not in files:
            raise UsageError(
                Problem(
                    f"this folder is no edition: it has no {name}",
                    where=path,
                    expected="the folder of an edition",
                    hint="`oversight run` prints an edition's path.",
                )
            )
    return [files[name] for name in names]


def _json(content: bytes, name: str) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except (ValueError, TypeError):
        raise VerificationError(
            Problem(
                "this is not what was published",
                where=name,
                expected="JSON",
                hint="the file was changed: `oversight verify` says which files were.",
            )
        ) from None


def explain(fact_id: str, edition: str, language: Literal["en", "nl"] = "en") -> dict[str, dict[str, str]]:
    """Everything behind one number, by section, from the edition alone; the counts are added up again.

    Raises:
        UsageError: the edition has no such fact.
        VerificationError: the edition's own counts do not give the number it states.
    """
    from etl.pipeline.explanation import LANGUAGES, explanation

    content, measures, quality = _parts(edition, "facts.json", "measures.csv", "quality.json")
    facts = _json(content, "facts.json")
    fact = next((item for item in facts["facts"] if item["fact_id"] == fact_id), None)
    if fact is None:
        raise UsageError(
            Problem(
                f"there is no fact '{fact_id}' in this edition",
                where=edition,
                hint=did_you_mean(fact_id, [item["fact_id"] for item in facts["facts"]]),
            )
        )
    rows = list(csv.DictReader(io.StringIO(measures.decode("utf-8", "replace"))))
    return explanation(fact, facts, rows, _json(quality, "quality.json"), LANGUAGES[language])


def verify(path: str) -> str:
    """Recompute the hashes of an edition, or of what a PDF carries; returns one sentence when all is well.

    Of a signed edition the signature log is checked too, and its PDF is rendered again, both as the draft that was
    approved and as it was published.

    Raises:
        VerificationError: something differs; each thing is named.
    """
    if PurePosixPath(path).suffix == ".pdf":
        return _verify_pdf(path)
    files = _edition(path)
    problems = verify_files(files)
    if problems:
        raise VerificationError(problems)
    manifest = json.loads(files[MANIFEST])
    what = f"edition {manifest['edition']} of {manifest['programme']} over {manifest['period']}"
    return f"{what}: all {len(manifest['files'])} files are as published{signatures_hold(absolute(path), files)}"


def _verify_pdf(path: str) -> str:
    root = Root(absolute(str(PurePosixPath(path).parent)))
    name = PurePosixPath(path).name
    if not root.exists(name):
        raise UsageError(
            Problem("there is no such file", where=path, expected="a report's PDF", hint="name the file itself.")
        )
    pdf = root.read(name)
    files = attached_files(pdf, name)
    problems = verify_files(files, all_present=False)
    stated = listed_sha256(root.read(MANIFEST), name) if root.exists(MANIFEST) else None
    if stated is not None and stated != sha256(pdf):
        problems.append(
            Problem(
                f"the file is not that of the edition it stands in: sha256 {sha256(pdf)[:12]}…",
                where=name,
                expected=f"{stated[:12]}…",
                hint="fetch the edition again.",
            )
        )
    if not prints_hash_of(pdf, files.get("facts.csv", b""), name):
        problems.append(
            Problem(
                "the hash printed on the pages is not that of the attached facts.csv",
                where=name,
                expected="the same hash",
                hint="the attachment or the pages were changed.",
            )
        )
    if problems:
        raise VerificationError(problems)
    return f"{name}: its {len(files)} attachments are as published, and the pages print the hash of facts.csv"


def diff(before: str, after: str) -> list[Difference]:
    """What moved between two editions."""
    old, new = (_json(_parts(path, "facts.json")[0], "facts.json") for path in (before, after))
    return compare(old, new)


def status(output: str, programme: str, period: str | None) -> list[dict[str, Any]]:
    """Per source and unit: month → grade (`record`, `aggregate` or empty), over all deliveries roots.

    Raises:
        UsageError: there is no such output or programme.
    """
    store = known_output(output)
    known = load_programme(programme).programme
    entries, _ = read_ledger(store.read(LEDGER) if store.exists(LEDGER) else b"")
    arrived: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries:
        if entry.programme != known.programme:
            continue
        item = entry.landed
        for month in item.months:
            for source in _sources_of(item.source, item.unit, known):
                months = arrived.setdefault((source, item.unit), {})
                months[month] = (
                    "" if entry.event == "withdrawn" else "aggregate" if item.source == "aggregates" else "record"
                )
    span = _span(period, arrived)
    rows = []
    for unit in known.units:
        own = arrived.get((unit.source, unit.unit), {})
        months = {month: own.get(month, "") for month in (span.months if span else ()) if unit.delivers_in(month)}
        rows.append({"source": unit.source, "unit": unit.unit, "months": months})
    return rows


def _sources_of(source: str, unit: str, programme: Programme) -> list[str]:
    """The sources a delivery speaks for: counts speak for those of their unit that deliver no records."""
    return [source] if source != "aggregates" else [item.source for item in programme.units if item.unit == unit]


def _span(period: str | None, arrived: Mapping[tuple[str, str], Mapping[str, str]]) -> Period | None:
    if period is not None:
        return Period.parse(period)
    months = sorted({month for own in arrived.values() for month in own})
    return Period(month_number(months[0]), month_number(months[-1])) if months else None
