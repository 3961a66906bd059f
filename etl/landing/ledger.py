"""The ledger: which delivery arrived when, and which were withdrawn. Append-only, hash-chained.

One line per event, oldest first. `previous` is the sha256 of the line before, so that no line can be changed or left
out unnoticed. The ledger is bitemporal: months say what a delivery is about, `arrived_at` when it was known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args

from etl.model.chain import chained, read_chain
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, Problem

PATH = "ledger.jsonl"
Event = Literal["arrived", "withdrawn"]
_LANDED_FIELDS = tuple(field.name for field in fields(Landed))


@dataclass(frozen=True)
class Entry:
    """One event: a delivery arrived at, or was withdrawn from, a deliveries root."""

    event: Event
    programme: str
    root: str
    at: datetime
    landed: Landed

    def to_json(self) -> dict[str, Any]:
        """The ledger line as plain data, not yet chained."""
        verdict = (
            "withdrawn" if self.event == "withdrawn" else "landed_with_rejects" if self.landed.rejected else "landed"
        )
        return {
            "event": self.event,
            "programme": self.programme,
            "root": self.root,
            "arrived_at": self.at.isoformat(),
            "verdict": verdict,
            **self.landed.to_json(),
        }


def read_ledger(content: bytes) -> tuple[list[Entry], str]:
    """The entries and the hash of the last line.

    Raises:
        VerificationError: a line is no JSON, or does not follow from the line before it; the line is named.
    """
    return read_chain(content, PATH, _entry, "ledger line")


def _entry(data: dict[str, Any]) -> Entry:
    landed = Landed.from_json({name: data[name] for name in _LANDED_FIELDS if name in data})
    at = datetime.fromisoformat(data["arrived_at"])
    if data["event"] not in get_args(Event) or at.tzinfo is None:
        raise ValueError("no event, or no moment")
    return Entry(data["event"], data["programme"], data["root"], at, landed)


def chain(entries: Iterable[Entry], last: str) -> list[bytes]:
    """The lines to append after a line with hash `last`."""
    return chained((entry.to_json() for entry in entries), last)


def standing(
    entries: Iterable[Entry], programme: str, root: str, as_of: datetime | None = None
) -> dict[tuple[str, ...], Landed]:
    """What counts per place (source, unit, month, part): the latest arrival not after `as_of`, unless withdrawn."""
    state: dict[tuple[str, ...], Landed] = {}
    for entry in entries:
        if entry.programme != programme or entry.root != root or (as_of is not None and entry.at > as_of):
            continue
        if entry.event == "withdrawn":
            state.pop(entry.landed.place, None)
        else:
            state[entry.landed.place] = entry.landed
    return state


def replaced(entries: Iterable[Entry], programme: str, deliveries: Iterable[Landed]) -> list[tuple[Landed, Landed]]:
    """The deliveries that took the place of other bytes, each with what stood there before these bytes first came.

    Bytes that come back say again what they said, and a root may move: the same deliveries give the same answer,
    whatever came between.
    """
    arrivals: dict[tuple[str, ...], list[Landed]] = {}
    for entry in entries:
        if entry.event == "arrived" and entry.programme == programme:
            arrivals.setdefault(entry.landed.place, []).append(entry.landed)
    pairs = []
    for item in deliveries:
        history = arrivals.get(item.place, [])
        first = next((number for number, landed in enumerate(history) if landed.sha256 == item.sha256), 0)
        if first:
            pairs.append((item, history[first - 1]))
    return pairs


def news(
    before: dict[tuple[str, ...], Landed], landed: Sequence[Landed], months: Iterable[str]
) -> tuple[list[Landed], list[Landed]]:
    """What arrived and what was withdrawn since `before`, looking only at deliveries that touch `months`."""
    looked_at = set(months)
    now = {item.place: item for item in landed}
    arrived = [
        item for place, item in sorted(now.items()) if place not in before or before[place].sha256 != item.sha256
    ]
    gone = [item for place, item in sorted(before.items()) if place not in now and looked_at & set(item.months)]
    return arrived, gone


def refuse_same_bytes(deliveries: Iterable[Landed]) -> None:
    """Refuse the same bytes under two identities, unless they hold no rows.

    Raises:
        ContractError: naming both files.
    """
    first: dict[str, Landed] = {}
    problems = []
    for item in sorted(deliveries, key=lambda item: item.file):
        if not item.lines:
            continue
        other = first.setdefault(item.sha256, item)
        if other.place != item.place:
            problems.append(
                Problem(
                    f"these are the same bytes as '{other.file}'",
                    where=item.file,
                    expected="a delivery of its own for each source, unit, month and part",
                    hint="one of the two was probably copied under the wrong name.",
                )
            )
    if problems:
        raise ContractError(problems)
