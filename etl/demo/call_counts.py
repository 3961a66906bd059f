"""How many calls of each kind a year has, per month and client group: whole numbers before any call exists."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from etl.demo import targets
from etl.demo.arrays import Ints
from etl.demo.calendar import months_of
from etl.demo.moments import month_weight
from etl.demo.quotas import allocate, half_up, part, round_matrix, scaled
from etl.demo.targets import GROUPS, YearTargets


@dataclass(frozen=True)
class GroupCounts:
    """Calls of one client group on the public line, twelve months each.

    Attempts = answered + abandoned + busy + failed; answered = direct + callback + transfer + other.
    `anonymous` are answered without identification; `within_60s` count from identification (footnote 5).
    """

    attempts: Ints
    answered: Ints
    anonymous: Ints
    within_60s: Ints
    busy: Ints
    failed: Ints
    direct: Ints
    callback: Ints
    transfer: Ints
    dissatisfied: Ints
    invited: Ints
    closed: Ints

    def month(self, index: int) -> dict[str, int]:
        """The counts of one month (0 = January)."""
        return {field.name: int(getattr(self, field.name)[index]) for field in fields(self)}


@dataclass(frozen=True)
class CallCounts:
    """All calls of a year: the public line per client group, the partner lines by name."""

    groups: dict[str, GroupCounts]
    partners: dict[str, Ints]


@dataclass(frozen=True)
class _Reach:
    attempts: Ints
    answered: Ints
    anonymous: Ints


def volume_by_month(year: int) -> list[float]:
    """The expected relative number of calls per month: open days, weekdays and season."""
    return [month_weight(month) * season for month, season in zip(months_of(year), targets.CALLS_BY_MONTH, strict=True)]


def call_counts(year: int, scale: float, callbacks_by_month: Ints) -> CallCounts:
    """The calls of a year, given how many end in a callback request each month (check R5).

    Totals of the year and of a client group are the real ones times `scale`, rounded half up.
    """
    target = targets.TARGETS[year]
    reach = _reach(year, target, scale)
    resolved = _resolved(target, scale, reach, callbacks_by_month)
    groups = {
        group: GroupCounts(
            attempts=reach[group].attempts,
            answered=reach[group].answered,
            anonymous=reach[group].anonymous,
            within_60s=_within_60s(target.calls[group], reach[group]),
            **_unanswered(reach[group]),
            **resolved[group],
            dissatisfied=_spread(targets.DISSATISFIED_SHARE, reach[group].answered),
            invited=_invited(group, reach[group].attempts),
            closed=_spread(targets.CLOSED_SHARE, reach[group].attempts),
        )
        for group in GROUPS
    }
    attempts = sum((each.attempts for each in reach.values()), np.zeros(12, dtype=np.int64))
    return CallCounts(groups, _partners(target, attempts))


def _spread(share: float, base: Ints) -> Ints:
    """A share of the year, divided over months in proportion to `base` and never above it."""
    return allocate(part(share, int(base.sum())), base, high=base)


def _reach(year: int, target: YearTargets, scale: float) -> dict[str, _Reach]:
    total = scaled(target.attempts, scale)
    employers = part(targets.EMPLOYER_SHARE, total)
    volume = volume_by_month(year)
    result = {}
    for group, size in zip(GROUPS, (total - employers, employers), strict=True):
        calls = target.calls[group]
        attempts = allocate(size, volume)
        answered = allocate(part(calls.reachable, size), attempts * np.array(calls.reachable_by_month), high=attempts)
        result[group] = _Reach(attempts, answered, _spread(targets.ANONYMOUS_SHARE, answered))
    return result


def _within_60s(calls: targets.GroupCalls, reach: _Reach) -> Ints:
    """Answered within a minute of identification; the published share is over answered or over offered (T1)."""
    identified = reach.answered - reach.anonymous
    base = identified if calls.within_60s_of == "answered" else reach.attempts - reach.anonymous
    total = part(calls.within_60s, int(base.sum()))
    return allocate(total, base * np.array(calls.within_60s_by_month), high=identified)


def _unanswered(reach: _Reach) -> dict[str, Ints]:
    lost = reach.attempts - reach.answered
    busy = _spread(targets.BUSY_SHARE, lost)
    failed = allocate(part(targets.FAILED_SHARE, int(lost.sum())), lost, high=lost - busy)
    return {"busy": busy, "failed": failed}


def _resolved(
    target: YearTargets, scale: float, reach: dict[str, _Reach], callbacks_by_month: Ints
) -> dict[str, dict[str, Ints]]:
    """Questions by how they were settled; both groups get the same shares (the report's section 5 says so, T12)."""
    questions = scaled(target.questions, scale)
    weights = [int(reach[group].answered.sum()) for group in GROUPS]
    questions_by_group = allocate(questions, weights)
    callback_by_group = allocate(int(callbacks_by_month.sum()), weights)
    direct_by_group = allocate(part(target.direct_share, questions), weights)
    by_month = [allocate(int(n), reach[g].answered) for g, n in zip(GROUPS, questions_by_group, strict=True)]
    callback = round_matrix(np.array(by_month), callback_by_group, callbacks_by_month)
    result = {}
    for row, group in enumerate(GROUPS):
        room = by_month[row] - callback[row]
        transfers = int(questions_by_group[row] - callback_by_group[row] - direct_by_group[row])
        transfer = allocate(max(transfers, 0), by_month[row], high=room)
        result[group] = {"direct": room - transfer, "callback": callback[row], "transfer": transfer}
    return result


def _invited(group: str, attempts: Ints) -> Ints:
    """One in fifteen or one in three of incoming calls (F12, F13); who is invited is always answered."""
    chosen, out_of = targets.INVITED[group]
    return allocate(half_up(int(attempts.sum()) * chosen / out_of), attempts)


def _partners(target: YearTargets, attempts: Ints) -> dict[str, Ints]:
    """Partner lines come on top of the attempts; the municipalities got theirs early in 2007 (section 4.3)."""
    return {
        line: _spread(share, attempts)
        for line, share in targets.PARTNER_SHARES.items()
        if line != "municipality" or target.municipality_line
    }
