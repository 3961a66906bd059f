"""Whether an edition still is what its manifest says. Needs nothing but the edition itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from etl.model.errors import Problem
from etl.release.manifest import MANIFEST, seal_holds, sha256


def verify_files(files: Mapping[str, bytes], *, all_present: bool = True) -> list[Problem]:
    """Everything that differs from the manifest: changed, missing and added files. Empty when all is well.

    Args:
        all_present: whether each file of the manifest must be there; a PDF carries some of them.
    """
    if MANIFEST not in files:
        return [
            Problem(
                "there is no manifest",
                where=MANIFEST,
                expected="an edition with its manifest.json",
                hint="this is no edition, or it is not complete.",
            )
        ]
    manifest = _manifest(files[MANIFEST])
    if manifest is None:
        return [
            Problem(
                "the manifest was changed",
                where=MANIFEST,
                expected="the manifest as it was published, with its own hash",
                hint="fetch the edition again.",
            )
        ]
    problems = []
    listed: Mapping[str, Any] = manifest["files"]
    for name, entry in sorted(listed.items()):
        if name not in files:
            if not all_present:
                continue
            problems.append(
                Problem(
                    "the file is missing",
                    where=name,
                    expected=f"sha256 {entry['sha256'][:12]}…",
                    hint="fetch the edition again.",
                )
            )
        elif sha256(files[name]) != entry["sha256"]:
            problems.append(
                Problem(
                    f"the file was changed: sha256 {sha256(files[name])[:12]}…",
                    where=name,
                    expected=f"{entry['sha256'][:12]}…",
                    hint=_hint(name),
                )
            )
    problems.extend(
        Problem("the manifest does not know this file", where=name, hint="it was added after publication.")
        for name in sorted(set(files) - set(listed) - {MANIFEST})
    )
    return problems


def listed_sha256(manifest: bytes, name: str) -> str | None:
    """The hash that a manifest states for a file; None when it is no manifest of ours or does not know the file."""
    known = _manifest(manifest)
    return None if known is None or name not in known["files"] else str(known["files"][name]["sha256"])


def _manifest(content: bytes) -> dict[str, Any] | None:
    """The manifest when it is as it was published, to the byte; otherwise None."""
    try:
        manifest = json.loads(content)
        as_published = json.dumps(manifest, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    except (ValueError, RecursionError):
        return None
    untouched = as_published.encode("utf-8", "surrogatepass") == content and isinstance(manifest, dict)
    return manifest if untouched and seal_holds(manifest) and isinstance(manifest.get("files"), dict) else None


def _hint(name: str) -> str:
    return (
        "the PDF carries the published facts as an attachment." if name == "facts.csv" else "fetch the edition again."
    )
