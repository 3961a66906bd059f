"""The publish step: an edition is written complete or not at all, and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.model.content import ReportContent
from etl.model.errors import ContractError, OversightError, Problem
from etl.pipeline.dossier import FILE as DOSSIER
from etl.pipeline.editions import folder_of, manifest_sha256, next_mark, same_edition
from etl.pipeline.plan import Plan
from etl.pipeline.rendering import REPORT, ingredients, marked
from etl.pipeline.run_folder import EDITION
from etl.pipeline.signature_log import approved, log_bytes, signed_part
from etl.release import MANIFEST, SIGNATURES, edition_manifest
from etl.store import Store, canonical_json


def publish(plan_json: Mapping[str, Any]) -> str:
    """Publish what a run made; returns the edition's path.

    The same inputs give the path of the edition that exists. Anything else gives the next number, and names what it
    supersedes.

    A final edition of a period whose draft was submitted needs every answer in the signature log, about exactly this
    content; `ingredients` checks that, whatever called this step.

    Before it leaves the house the report is read back from its PDF: every numeral in it must answer.

    Raises:
        UsageError: the draft is on its way to a signature, and this content was not signed.
        ContractError: a numeral in the PDF answers to no fact, no declared quotation and no structure.
        OversightError: another run published this number after this one's report was rendered.
    """
    plan = Plan.from_json(plan_json)
    store = plan.store()
    programme = plan.definitions().programme.programme
    parts = ingredients(plan, store)
    if same_edition(store, plan, parts.content_sha256) is None:
        _refuse_unanswered(store.read(f"{plan.folder}/{REPORT}"), marked(store, plan, parts))
    with store.locked("editions"):
        same = same_edition(store, plan, parts.content_sha256)
        if same is not None:
            return _noted(plan, store, folder_of(programme, plan.period, same))
        mark = next_mark(store, plan, parts.content_sha256)
        made = {name: store.read(f"{plan.folder}/{name}") for name in (REPORT, DOSSIER)}
        files = {**parts.data, **made}
        made_from = parts.made_from
        if parts.content.edition.signatures:
            files[SIGNATURES] = signed_part(log_bytes(store, programme, plan.period))
            made_from = {**made_from, "approved": approved(files[SIGNATURES])}
        manifest = edition_manifest(
            files,
            parts.content.deliveries,
            made_from,
            parts.content_sha256,
            mark,
            manifest_sha256(store, programme, plan.period, mark.supersedes),
        )
        path = folder_of(programme, plan.period, mark.number)
        with store.workspace() as scratch:
            built = scratch / "edition"
            built.mkdir()
            for name, content in {**files, MANIFEST: canonical_json(manifest)}.items():
                (built / name).write_bytes(content)
            try:
                store.put_folder(built, path, last=MANIFEST)
            except FileExistsError:
                raise OversightError(
                    Problem(
                        f"edition {mark.number} was published meanwhile",
                        where=path,
                        hint="run again: the report must carry its own number.",
                    )
                ) from None
    return _noted(plan, store, path)


def _refuse_unanswered(pdf: bytes, content: ReportContent) -> None:
    """Stop on numerals of the finished file that answer to nothing, whatever put them there."""
    from etl.report import unresolved_numerals

    found = unresolved_numerals(pdf, content)
    if found:
        raise ContractError(
            [
                Problem(
                    f"a numeral in the finished PDF answers to nothing: {text}",
                    where=REPORT,
                    expected="a fact, words of the content, a period, a count or the document's own numbering",
                    hint="was the file changed after it was rendered? run again; else look at styles that add text.",
                )
                for text in found
            ]
        )


def _noted(plan: Plan, store: Store, path: str) -> str:
    """Keep in the run's folder which edition came of it; returns where that edition is."""
    store.write(f"{plan.folder}/{EDITION}", canonical_json({"path": path}))
    return store.address(path)
