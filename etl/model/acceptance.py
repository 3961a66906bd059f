"""Acceptances: a named person answers for a warning, with a reason, for exactly the deliveries it was about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from etl.model.checks import CheckResult
from etl.model.deliveries import Landed


@dataclass(frozen=True)
class Acceptance:
    """One person's answer for one check over one period.

    `deliveries` are the sha256 of what the check looked at, sorted; `rule` and `observed` are what was accepted. When
    any of the three is different, the warning is open again.
    """

    programme: str
    period: str
    check_id: str
    by: str
    reason: str
    at: datetime
    rule: str
    observed: str
    deliveries: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "at": self.at.isoformat(), "deliveries": list(self.deliveries)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Acceptance:
        """The inverse of `to_json`; names that are no field are left out.

        Raises:
            ValueError, KeyError, TypeError: this is no acceptance, or its moment has no offset.
        """
        at = datetime.fromisoformat(data["at"])
        if at.tzinfo is None:
            raise ValueError("a moment without offset")
        texts = {
            name: str(data[name]) for name in ("programme", "period", "check_id", "by", "reason", "rule", "observed")
        }
        return cls(**texts, at=at, deliveries=tuple(data["deliveries"]))

    def holds_for(self, result: CheckResult, deliveries: Collection[str]) -> bool:
        """Whether this is still an answer to what the check found in these deliveries."""
        same_finding = (self.check_id, self.rule, self.observed) == (result.check_id, result.rule, result.observed)
        return same_finding and set(self.deliveries) == set(deliveries)


def needs_answer(result: CheckResult) -> bool:
    """Whether somebody must answer for this result: a failed warning."""
    return result.severity == "warn" and result.passed is False


def looked_at(sources: Collection[str], deliveries: Iterable[Landed]) -> tuple[str, ...]:
    """The sha256 of the deliveries of some sources, sorted; of all deliveries when no source is named."""
    return tuple(sorted({item.sha256 for item in deliveries if not sources or item.source in sources}))


def standing_acceptances(
    acceptances: Iterable[Acceptance],
    results: Iterable[CheckResult],
    sources: Mapping[str, Collection[str]],
    deliveries: Collection[Landed],
) -> dict[str, Acceptance]:
    """Check id → the latest acceptance that holds for what was found; warnings without one are open.

    `acceptances` are those of one programme and period, oldest first; `sources` are those each check looked at.
    """
    known = list(acceptances)
    found: dict[str, Acceptance] = {}
    for result in filter(needs_answer, results):
        behind = looked_at(sources.get(result.check_id, ()), deliveries)
        holding = [item for item in known if item.holds_for(result, behind)]
        if holding:
            found[result.check_id] = holding[-1]
    return found
