"""A receipt: what a supplier needs to repair one delivery. It holds codes, counts, lines and columns, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from etl.model.checks import CheckResult
from etl.model.deliveries import Landed


@dataclass(frozen=True)
class Trouble:
    """Lines of a delivery that share what is wrong with them. `lines` are sorted; the header is line 1."""

    reason: str
    column: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class FailedRule:
    """A rule that rows of this delivery break; `column` is empty for a rule about several columns."""

    check: CheckResult
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Receipt:
    """One delivery and everything that is wrong with it.

    `arrived_at` is an ISO moment. `rejected` are lines put aside (by an English reason of landing), `masked` lines with
    a value replaced by `***` (by a kind: `codes`, `pattern`, …); `failed` are rules about its rows, `whole` are failed
    rules about its source as a whole. `checked` is false when no run has checked this delivery yet: then only landing
    speaks.
    """

    landed: Landed
    arrived_at: str
    withdrawn: bool
    checked: bool
    rejected: tuple[Trouble, ...]
    masked: tuple[Trouble, ...]
    failed: tuple[FailedRule, ...]
    whole: tuple[CheckResult, ...]

    @property
    def in_order(self) -> bool:
        """Whether there is nothing to repair."""
        return not (self.rejected or self.masked or self.failed or self.whole)
