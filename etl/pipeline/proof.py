"""Proof of a signed edition: its log is whole, it was approved as it stands, and its PDF is the approved draft.

The draft that people saw and the edition that was published are both rendered again from what was kept of the run. When
both come out byte for byte, they differ in nothing but the mark and the colophon: everything else was the same input.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from etl.model.content import EditionMark, SignatureLine
from etl.model.errors import Problem, VerificationError
from etl.pipeline.editions import editions
from etl.pipeline.rendering import ingredients, report_pdf
from etl.pipeline.signature_log import approved, colophon_lines, path_of
from etl.pipeline.signing import Release, run_folder, submitted
from etl.release import MANIFEST, SIGNATURES, Signature, check_log, read_signatures, standing
from etl.release.manifest import sha256
from etl.store import Store


def signatures_hold(path: str, files: Mapping[str, bytes]) -> str:
    """Check the signatures of an edition; returns what to add to the sentence that says that all is well.

    Args:
        path: the folder or URL of the edition.
        files: its files, which are as its manifest says.

    Raises:
        VerificationError: the log is not whole, does not approve this content, or a PDF comes out differently.
    """
    manifest = json.loads(files[MANIFEST])
    if SIGNATURES not in files:
        return "" if manifest["state"] == "draft" else "; nobody signed it"
    steps, _ = read_signatures(files[SIGNATURES])
    if manifest.get("approved") != approved(files[SIGNATURES]):
        raise VerificationError(
            Problem("the manifest names another approval", where=SIGNATURES, hint="fetch the edition again.")
        )
    _check_rules(steps)
    signed = f"; signed by {steps[-1].by}, {len(steps)} steps in its log"
    store = _store_of(path, manifest)
    if store is None:
        return f"{signed}; not rendered again: it stands outside its store"
    _check_store_log(store, manifest, files[SIGNATURES])
    return signed + _rendered_again(store, manifest, files)


def _check_rules(steps: list[Signature]) -> None:
    check_log(steps)
    if standing(steps).awaited != "sent":
        raise VerificationError(
            Problem(
                "the log does not hold every answer that a signed report needs",
                where=SIGNATURES,
                expected="a draft, a review, a consultation, the board's reaction and a signature",
                hint="this edition was not published by the rules.",
            )
        )


def _store_of(path: str, manifest: Mapping[str, Any]) -> Store | None:
    """The store an edition stands in; None when it was copied elsewhere."""
    tail = f"/editions/{manifest['programme']}/{manifest['period']}/{manifest['edition']}"
    if not path.rstrip("/").endswith(tail):
        return None
    store = Store(path.rstrip("/").removesuffix(tail))
    return store if store.exists(path_of(manifest["programme"], manifest["period"])) else None


def _check_store_log(store: Store, manifest: Mapping[str, Any], carried: bytes) -> None:
    where = path_of(manifest["programme"], manifest["period"])
    content = store.read(where)
    read_signatures(content, where)
    if not content.startswith(carried):
        raise VerificationError(
            Problem(
                "the log in the store is not the one this edition carries",
                where=where,
                expected="the same lines up to the signature",
                hint="lines were removed or replaced; restore the log from a backup.",
            )
        )


def _rendered_again(store: Store, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    release = Release(store.url, manifest["programme"], manifest["period"])
    approval = manifest["approved"]
    known = editions(store, release.programme, release.period)
    if approval["draft_edition"] not in known or not store.exists(run_folder(release.period, approval["run_id"])):
        return "; not rendered again: the draft or its run was removed from the store"
    with submitted(release, approval["run_id"]) as plan:
        parts = ingredients(plan, store)
        if parts.fingerprint != approval["fingerprint"]:
            return "; not rendered again: the definitions, templates, acceptances or software have changed since"
        names = colophon_lines(read_signatures(files[SIGNATURES])[0], parts.content.programme.time_zone)
        draft, final = _mark(known[approval["draft_edition"]]), _mark(manifest, names)
        _check_same(report_pdf(parts, draft), approval["draft_sha256"], "the draft that was approved")
        _check_same(report_pdf(parts, final), sha256(files["report.pdf"]), "the edition that was published")
    return "; rendered again: it differs from the approved draft in its mark and colophon alone"


def _mark(manifest: Mapping[str, Any], signatures: tuple[SignatureLine, ...] = ()) -> EditionMark:
    state: Literal["draft", "final"] = manifest["state"]
    return EditionMark(manifest["edition"], manifest["supersedes"], state, signatures)


def _check_same(pdf: bytes, expected: str, what: str) -> None:
    if sha256(pdf) != expected:
        raise VerificationError(
            Problem(
                f"{what} comes out differently when it is rendered again: sha256 {sha256(pdf)[:12]}…",
                where="report.pdf",
                expected=f"{expected[:12]}…",
                hint="the approval is about other bytes than these.",
            )
        )
