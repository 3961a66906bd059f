"""Editions in the store: which exist, which is the same as this run's, and which number comes next."""

from __future__ import annotations

import json
from typing import Any, Literal

from etl.model.content import EditionMark
from etl.pipeline.plan import Plan
from etl.release import MANIFEST
from etl.release.manifest import sha256
from etl.store import Store


def editions(store: Store, programme: str, period: str) -> dict[int, dict[str, Any]]:
    """Edition number → manifest, in order. A folder without a manifest is no edition."""
    base = f"editions/{programme}/{period}"
    found: dict[int, dict[str, Any]] = {}
    for path in store.files(base):
        number, _, name = path.partition("/")
        if name == MANIFEST and number.isdigit():
            found[int(number)] = json.loads(store.read(f"{base}/{path}"))
    return dict(sorted(found.items()))


def folder_of(programme: str, period: str, number: int) -> str:
    """Where an edition stands, relative to the store."""
    return f"editions/{programme}/{period}/{number}"


def same_edition(store: Store, plan: Plan, content_sha256: str) -> int | None:
    """The number of the edition that was made from exactly these inputs, if there is one."""
    programme = plan.definitions().programme.programme
    known = editions(store, programme, plan.period)
    return next(
        (number for number, manifest in known.items() if manifest.get("content_sha256") == content_sha256), None
    )


def next_mark(store: Store, plan: Plan, content_sha256: str) -> EditionMark:
    """The number this run's edition has or gets, and the one it supersedes."""
    state: Literal["draft", "final"] = "final" if plan.final else "draft"
    programme = plan.definitions().programme.programme
    known = editions(store, programme, plan.period)
    same = same_edition(store, plan, content_sha256)
    if same is not None:
        return EditionMark(same, known[same]["supersedes"], state)
    last = max(known, default=None)
    return EditionMark((last or 0) + 1, last, state)


def manifest_sha256(store: Store, programme: str, period: str, number: int | None) -> str | None:
    """The hash of an edition's manifest; None without a number."""
    return None if number is None else sha256(store.read(f"{folder_of(programme, period, number)}/{MANIFEST}"))
