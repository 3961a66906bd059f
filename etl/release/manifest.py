"""The manifest: what an edition consists of and what it was made from, by hash.

It holds no clock, no host and no path of this machine: the same inputs make the same manifest everywhere. Its own
content is sealed by a hash too, so that a slip in the manifest itself is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from etl.model.content import DeliveryLine, EditionMark

MANIFEST = "manifest.json"
SEAL = "manifest_sha256"


def sha256(content: bytes) -> str:
    """The sha256 as hex."""
    return hashlib.sha256(content).hexdigest()


def listing(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Name → sha256 and size."""
    return {name: {"sha256": sha256(content), "size": len(content)} for name, content in sorted(files.items())}


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """One hash over everything an edition is made from: data files, texts, definitions, templates, software version.

    Editions with the same fingerprint are the same edition.
    """
    return sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode())


def data_manifest(
    data: Mapping[str, bytes], deliveries: Iterable[DeliveryLine], made_from: Mapping[str, Any]
) -> dict[str, Any]:
    """What the PDF carries with it: the data files, the deliveries, and what the edition was made from."""
    return sealed({**made_from, "files": listing(data), "deliveries": [_delivery(item) for item in deliveries]})


def edition_manifest(
    files: Mapping[str, bytes],
    deliveries: Iterable[DeliveryLine],
    made_from: Mapping[str, Any],
    content_sha256: str,
    mark: EditionMark,
    supersedes_sha256: str | None,
) -> dict[str, Any]:
    """The edition's own manifest: every file but itself.

    Args:
        supersedes_sha256: the hash of the manifest of the edition that this one replaces.
    """
    return sealed(
        {
            **made_from,
            "edition": mark.number,
            "state": mark.state,
            "supersedes": mark.supersedes,
            "supersedes_manifest_sha256": supersedes_sha256,
            "content_sha256": content_sha256,
            "files": listing(files),
            "deliveries": [_delivery(item) for item in deliveries],
        }
    )


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the hash of the rest of it."""
    return {**manifest, SEAL: fingerprint(manifest)}


def seal_holds(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is as it was sealed."""
    rest = {name: value for name, value in manifest.items() if name != SEAL}
    return manifest.get(SEAL) == fingerprint(rest)


def _delivery(item: DeliveryLine) -> dict[str, Any]:
    return {
        "source": item.source,
        "unit": item.unit,
        "month": item.month,
        "part": item.part,
        "file": item.file,
        "sha256": item.sha256,
        "rows": item.rows,
        "rejected": item.rejected,
        "masked": item.masked,
    }
