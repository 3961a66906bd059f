"""Which draft is offered for a signature, and what is handed to recipients: editions found by their release."""

from __future__ import annotations

import json
from typing import Any

from etl.definitions import load_programme
from etl.model.errors import Problem, UsageError, VerificationError
from etl.model.period import Period
from etl.pipeline.answers import verify
from etl.pipeline.editions import editions, folder_of
from etl.pipeline.plan import absolute, known_output
from etl.pipeline.run_folder import EDITION, PLAN
from etl.pipeline.signing import Release
from etl.store import Root, Store


def release_of(output: str, programme: str, period: str) -> Release:
    """The report of a period, as people name it.

    Raises:
        UsageError: there is no such output, programme or period.
    """
    known = load_programme(programme).programme.programme
    return Release(known_output(output).url, known, str(Period.parse(period)))


def newest_draft(release: Release) -> tuple[dict[str, Any], str]:
    """The plan of the newest draft edition and the edition's path.

    Raises:
        UsageError: there is no draft, or the run that made it was removed.
    """
    store = release.store
    known = editions(store, release.programme, release.period)
    drafts = [number for number, manifest in known.items() if manifest["state"] == "draft"]
    plan = _run_of(store, release, max(drafts)) if drafts else None
    if plan is None:
        raise UsageError(
            Problem(
                f"there is no draft of {release.programme} over {release.period}",
                where=release.output,
                expected="a draft edition, and the run that made it",
                hint="run the period again.",
            )
        )
    return plan, store.address(folder_of(release.programme, release.period, max(drafts)))


def _run_of(store: Store, release: Release, number: int) -> dict[str, Any] | None:
    """The plan of the run that published an edition: the last one, when several made the same."""
    base = f"runs/{release.period}"
    path = folder_of(release.programme, release.period, number)
    runs = [name.split("/")[0] for name in store.files(base) if name.count("/") == 1 and name.endswith(f"/{EDITION}")]
    own = [run for run in runs if json.loads(store.read(f"{base}/{run}/{EDITION}"))["path"] == path]
    own = [run for run in own if store.exists(f"{base}/{run}/{PLAN}")]
    if not own:
        return None
    last = max(own, key=lambda run: store.changed(f"{base}/{run}/{EDITION}"))
    plan: dict[str, Any] = json.loads(store.read(f"{base}/{last}/{PLAN}"))
    return plan


def hand_over(release: Release, outbox: str) -> str:
    """Verify the newest signed edition and copy its files to a folder for its recipients; returns that folder.

    Raises:
        UsageError: nothing was signed.
        VerificationError: the edition is not what was signed, or other files stand in its place already.
    """
    store = release.store
    known = editions(store, release.programme, release.period)
    signed = [number for number, manifest in known.items() if "approved" in manifest]
    if not signed:
        raise UsageError(
            Problem("no signed edition was published", where=release.period, hint="have the draft signed first.")
        )
    path = folder_of(release.programme, release.period, max(signed))
    verify(store.address(path))
    target, source = Store(absolute(outbox)), Root(store.address(path))
    folder = path.removeprefix("editions/")
    for name in source.files():
        content = source.read(name)
        if target.exists(f"{folder}/{name}") and target.read(f"{folder}/{name}") != content:
            raise VerificationError(
                Problem("another file was handed over under this name", where=target.address(f"{folder}/{name}"))
            )
        target.write(f"{folder}/{name}", content)
    return target.address(folder)
