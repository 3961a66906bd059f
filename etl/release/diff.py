"""What moved between two editions: facts, verdicts, and the deliveries because of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One fact that moved.

    `before` and `after` are rows of `facts.csv`; an empty one means that the fact was not there. `because` are the
    files of deliveries behind the fact that are new, gone or changed.
    """

    fact_id: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    because: tuple[str, ...]

    @property
    def change(self) -> Decimal | None:
        """After minus before, in the unit of the fact; None when one of them has no value."""
        if not self.before.get("value") or not self.after.get("value"):
            return None
        return Decimal(self.after["value"]) - Decimal(self.before["value"])

    @property
    def verdict_moved(self) -> bool:
        """Whether the verdict is another one."""
        return self.before.get("verdict") != self.after.get("verdict")


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The facts that moved between two `facts.json`, verdict changes first, then by fact id."""
    old, new = _rows(before["facts"]), _rows(after["facts"])
    changed_files = _changed(before["deliveries"], after["deliveries"])
    result = []
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, {}), new.get(name, {})
        if _shown(was) != _shown(now):
            behind = _files(was, before["deliveries"]) | _files(now, after["deliveries"])
            result.append(Difference(name, _shown(was), _shown(now), tuple(sorted(behind & changed_files))))
    return sorted(result, key=lambda item: (not item.verdict_moved, item.fact_id))


def _rows(facts: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {fact["fact_id"]: fact for fact in facts}


def _shown(fact: Mapping[str, Any]) -> dict[str, str]:
    names = (
        "numerator",
        "denominator",
        "value",
        "printed",
        "low",
        "high",
        "coverage_delivered",
        "coverage_expected",
        "norm_value",
        "verdict",
        "reason",
        "definition_version",
    )
    return {name: str(fact.get(name, "")) for name in names} if fact else {}


def _changed(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> set[str]:
    old = {(item["file"], item["sha256"]) for item in before}
    new = {(item["file"], item["sha256"]) for item in after}
    return {file for file, _ in old ^ new}


def _files(fact: Mapping[str, Any], deliveries: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(deliveries[number]["file"]) for number in fact.get("deliveries", [])}
