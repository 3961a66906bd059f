"""Files of JSON lines that can only grow: each line carries the sha256 of the line before it.

No line can be changed, left out or put in between without the next one telling. The ledger of deliveries, the
acceptances of warnings and the signature log are kept this way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from etl.model.errors import Problem, VerificationError

GENESIS = "0" * 64
"""What the first line follows."""

T = TypeVar("T")


def chained(items: Iterable[Mapping[str, Any]], last: str = GENESIS) -> list[bytes]:
    """The lines to append after a line with hash `last`."""
    lines = []
    for item in items:
        text = json.dumps({**item, "previous": last}, sort_keys=True, ensure_ascii=False).encode()
        last = hashlib.sha256(text).hexdigest()
        lines.append(text + b"\n")
    return lines


def read_chain(content: bytes, where: str, parse: Callable[[dict[str, Any]], T], noun: str) -> tuple[list[T], str]:
    """The parsed lines and the hash of the last one.

    `parse` raises ValueError, KeyError or TypeError for what is not a line of this file; errors call a line `noun`.

    Raises:
        VerificationError: a line cannot be read, or does not follow from the line before it; the line is named.
    """
    items: list[T] = []
    last = GENESIS
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            data = json.loads(line)
            item, previous = parse(data), data["previous"]
        except (ValueError, KeyError, TypeError):
            raise VerificationError(
                Problem(f"this {noun} cannot be read", where=where, line=number, hint="restore the file from a backup.")
            ) from None
        if previous != last:
            raise VerificationError(
                Problem(
                    f"this {noun} does not follow from the one before it",
                    where=where,
                    line=number,
                    expected=f"previous = {last[:12]}…",
                    hint="a line was changed, removed or inserted; restore the file from a backup.",
                )
            )
        last = hashlib.sha256(line).hexdigest()
        items.append(item)
    return items, last
