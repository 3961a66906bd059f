"""Calls of the contact centre: one row per call, national, by month of arrival.

Attempts on the public line are identified (a BSN or loonheffingennummer is keyed in), wait, and are answered, or they
are lost before that. Partner lines bypass the queue (report, section 4.3). Calls outside opening hours hear that the
centre is closed. Every count comes from `call_counts`; only who and when is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from etl.demo import columns, identities, targets
from etl.demo.arrays import (
    MISSING,
    Bools,
    Codes,
    Ints,
    Texts,
    draw,
    generator,
    labels,
    mask,
    pick,
    weighted_codes,
)
from etl.demo.calendar import Month
from etl.demo.call_counts import CallCounts
from etl.demo.columns import Column
from etl.demo.moments import arrivals, closed_moments
from etl.demo.quotas import part, scaled
from etl.demo.targets import GROUPS

SITES = ("GOES", "GRONINGEN", "ALMERE")
LINES = ("public", "cwi", "municipality")
OUTCOMES = ("answered", "abandoned", "busy", "closed", "failed")
RESOLUTIONS = ("direct", "callback", "transfer", "other")
TOPICS = (
    "ww_application",
    "ww_payment",
    "ww_duration",
    "ww_notice",
    "ag_reassessment",
    "ag_payment",
    "ag_application",
    "sick_leave",
    "job_search",
    "reporting_change",
    "annual_statement",
    "employer_notice",
    "complaint",
    "other",
)
ID_KINDS = ("bsn", "lhn", "none")
SERVICE_NUMBERS = ("0900-9294", "0900-9295")  # F66; one per client group

ANSWERED, ABANDONED, BUSY, CLOSED, FAILED = (np.int8(code) for code in range(5))
DIRECT, CALLBACK, TRANSFER, OTHER = (np.int8(code) for code in range(4))
EMPLOYEE, EMPLOYER = np.int8(0), np.int8(1)
_ALMERE = 2
_NO_ID = 2

_TOPIC_WEIGHTS = (
    (14, 19, 6, 4, 9, 13, 6, 6, 7, 8, 4, 0, 1, 3),
    (2, 3, 1, 9, 6, 3, 4, 24, 1, 6, 8, 29, 1, 3),
)

# Seconds, as equally spaced quantiles [g]; the minute of footnote 5 is the border between short and long waits.
_KEY_IN = (6, 9, 11, 13, 16, 20, 28, 45)
_SHORT_WAIT = (2, 6, 10, 15, 20, 26, 33, 41, 50, 61)
_LONG_WAIT = (61, 72, 88, 108, 135, 170, 220, 290, 420, 1_200)
_PATIENCE = (3, 15, 35, 60, 90, 130, 190, 280, 700)
_TALK = (20, 65, 95, 125, 155, 190, 230, 285, 375, 560, 2_400)
_RECORDED_MESSAGE = (4, 6, 8, 10, 14, 22)
_PARTNER_WAIT = (3, 5, 8, 11, 16, 40)
_LINE_DROP = (1, 3, 8, 20, 60)

# A callback is noted within minutes after the call and before closing, so its call ends in time for that.
_LAST_CALLBACK = 900
# Population at least this large, or one client would be every caller at a small scale.
_FEWEST_CLIENTS = 50


@dataclass
class Calls:
    """One row per call of a month, in order of arrival. Moments are UTC seconds; −1 is "not there".

    `client` counts within the population of the client group; `closing` is the end of that day's opening hours.
    """

    group: Codes
    line: Codes
    site: Codes
    outcome: Codes
    resolution: Codes
    topic: Codes
    arrived: Ints
    identified: Ints
    answered: Ints
    ended: Ints
    closing: Ints
    client: Ints
    invited: Bools
    dissatisfied: Codes
    request_id: Texts

    def __len__(self) -> int:
        return len(self.arrived)

    @property
    def public_answered(self) -> Bools:
        """Answered calls on the public line."""
        return np.asarray((self.line == 0) & (self.outcome == ANSWERED))


def population(scale: float) -> dict[str, int]:
    """Clients who may call, by client group."""
    return {group: max(_FEWEST_CLIENTS, scaled(size, scale)) for group, size in targets.POPULATION.items()}


def calls_of_month(month: Month, counts: CallCounts, clients: dict[str, int]) -> Calls:
    """All calls that arrive in a month."""
    index = month.number - 1
    parts = []
    for code, group in enumerate(GROUPS):
        rng = generator(month.year, month.number, 10 + code)
        quota = counts.groups[group].month(index)
        parts.append(_public(rng, month, np.int8(code), quota, clients[group]))
        parts.append(_closed(rng, month, np.int8(code), quota["closed"]))
    for line, by_month in counts.partners.items():
        code = LINES.index(line)
        rng = generator(month.year, month.number, 20 + code)
        parts.append(_partner(rng, month, np.int8(code), int(by_month[index])))
    joined = [np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Calls)]
    order = np.argsort(np.concatenate([part.arrived for part in parts]), kind="stable")
    return Calls(*(each[order] for each in joined))


def _blank(count: int) -> Calls:
    def code() -> Codes:
        return np.full(count, MISSING, dtype=np.int8)

    def moment() -> Ints:
        return np.full(count, MISSING, dtype=np.int64)

    return Calls(
        group=code(),
        line=np.zeros(count, dtype=np.int8),
        site=code(),
        outcome=code(),
        resolution=code(),
        topic=code(),
        arrived=moment(),
        identified=moment(),
        answered=moment(),
        ended=moment(),
        closing=moment(),
        client=moment(),
        invited=np.zeros(count, dtype=np.bool_),
        dissatisfied=code(),
        request_id=np.full(count, None, dtype=object),
    )


def _public(rng: np.random.Generator, month: Month, group: np.int8, quota: dict[str, int], clients: int) -> Calls:
    count = quota["attempts"]
    abandoned = count - quota["answered"] - quota["busy"] - quota["failed"]
    calls = _blank(count)
    calls.group = np.full(count, group)
    calls.arrived, calls.closing = arrivals(rng, month, count)
    calls.outcome = labels(rng, [quota["answered"], abandoned, quota["busy"], 0, quota["failed"]])
    calls.site = np.where(calls.outcome == BUSY, np.int8(MISSING), _sites(count, group))
    identified = _identified(rng, calls.outcome, quota["anonymous"])
    start = calls.arrived + draw(rng, count, _KEY_IN)
    calls.identified = np.where(identified, start, MISSING)
    calls.client = np.where(identified, _callers(rng, count, clients), MISSING)
    _answer(rng, calls, start, quota["within_60s"])
    _settle(rng, calls, quota)
    return calls


def _sites(count: int, group: np.int8) -> Codes:
    """Employers are answered in Almere (check C9), employees in turn in Goes and Groningen (F65)."""
    if group == EMPLOYER:
        return np.full(count, _ALMERE, dtype=np.int8)
    return (np.arange(count) % 2).astype(np.int8)


def _identified(rng: np.random.Generator, outcome: Codes, anonymous: int) -> Bools:
    """Who has keyed in a number: all but the anonymous of the answered, most of those who gave up, some failures."""
    answered = outcome == ANSWERED
    result: Bools = answered & ~mask(len(outcome), pick(rng, answered, anonymous))
    for code, share in ((ABANDONED, targets.ABANDONED_IDENTIFIED), (FAILED, targets.FAILED_IDENTIFIED)):
        lost = outcome == code
        result |= mask(len(outcome), pick(rng, lost, part(share, int(lost.sum()))))
    return result


def _callers(rng: np.random.Generator, count: int, clients: int) -> Ints:
    """Some clients call far more often than others."""
    return np.floor(clients * rng.random(count) * rng.random(count)).astype(np.int64)


def _answer(rng: np.random.Generator, calls: Calls, start: Ints, within_60s: int) -> None:
    """Waiting, talking, hanging up: the clock starts at identification (footnote 5)."""
    count = len(calls)
    answered = calls.outcome == ANSWERED
    counted = answered & (calls.identified != MISSING)
    soon = mask(count, pick(rng, counted, within_60s))
    # Nobody measures the wait of the anonymous; they wait like the others.
    soon |= answered & ~counted & (rng.random(count) * counted.sum() < within_60s)
    wait = np.where(soon, draw(rng, count, _SHORT_WAIT), draw(rng, count, _LONG_WAIT))
    calls.answered = np.where(answered, start + wait, MISSING)
    ended = start + wait + draw(rng, count, _TALK)
    ended = np.where(calls.outcome == ABANDONED, start + draw(rng, count, _PATIENCE), ended)
    ended = np.where(calls.outcome == BUSY, calls.arrived + draw(rng, count, _RECORDED_MESSAGE), ended)
    calls.ended = np.where(calls.outcome == FAILED, start + draw(rng, count, _LINE_DROP), ended)


def _settle(rng: np.random.Generator, calls: Calls, quota: dict[str, int]) -> None:
    """Resolution, topic, invitation and mood of the answered calls."""
    count = len(calls)
    answered = calls.outcome == ANSWERED
    counted = answered & (calls.identified != MISSING)
    callback = mask(count, pick(rng, counted & (calls.ended <= calls.closing - _LAST_CALLBACK), quota["callback"]))
    rest = answered & ~callback
    calls.resolution[callback] = CALLBACK
    questions = [quota["direct"], 0, quota["transfer"]]
    calls.resolution[rest] = labels(rng, [*questions, int(rest.sum()) - sum(questions)])
    calls.topic[answered] = weighted_codes(rng, quota["answered"], _TOPIC_WEIGHTS[int(calls.group[0])])
    calls.invited = mask(count, pick(rng, counted, quota["invited"]))
    calls.dissatisfied[answered] = 0
    calls.dissatisfied[pick(rng, answered, quota["dissatisfied"])] = 1


def _closed(rng: np.random.Generator, month: Month, group: np.int8, count: int) -> Calls:
    """Outside opening hours a recorded message answers; no site is reached (check C8)."""
    calls = _blank(count)
    calls.group = np.full(count, group)
    calls.arrived = closed_moments(rng, month, count)
    calls.outcome = np.full(count, CLOSED)
    calls.ended = calls.arrived + draw(rng, count, _RECORDED_MESSAGE)
    return calls


def _partner(rng: np.random.Generator, month: Month, line: np.int8, count: int) -> Calls:
    """CWI and municipalities call as an organisation: no client group, no number keyed in, no queue."""
    calls = _blank(count)
    answered = part(targets.PARTNER_ANSWERED, count)
    calls.line = np.full(count, line)
    calls.arrived, calls.closing = arrivals(rng, month, count)
    calls.site = _sites(count, EMPLOYEE)
    calls.outcome = labels(rng, [answered, count - answered])
    taken = calls.outcome == ANSWERED
    start = calls.arrived + draw(rng, count, _PARTNER_WAIT)
    calls.answered = np.where(taken, start, MISSING)
    calls.ended = np.where(taken, start + draw(rng, count, _TALK), start + 1)
    calls.resolution[taken] = np.array([DIRECT, OTHER, TRANSFER])[weighted_codes(rng, answered, (6, 2, 2))]
    calls.topic[taken] = weighted_codes(rng, answered, _TOPIC_WEIGHTS[0])
    calls.dissatisfied[taken] = 0
    return calls


def call_ids(month: Month, count: int) -> identities.Bytes:
    """`C-200703-BCDFG`: in order of arrival."""
    return identities.identifiers(f"C-{month.year}{month.number:02d}-", np.arange(count), 5)


def call_columns(month: Month, calls: Calls, numbers: dict[str, Ints]) -> dict[str, Column]:
    """The delivery `kcc_calls`, in the column order of the contract."""
    identified = calls.identified != MISSING
    id_kind = np.where(identified, calls.group, np.int8(_NO_ID))
    return {
        "call_id": columns.texts(call_ids(month, len(calls))),
        "service_number": columns.codes(calls.group, SERVICE_NUMBERS),
        "client_group": columns.codes(calls.group, GROUPS),
        "site": columns.codes(calls.site, SITES),
        "line": columns.codes(calls.line, LINES),
        "arrived_at": columns.moments(calls.arrived),
        "identified_at": columns.moments(calls.identified),
        "id_kind": columns.codes(id_kind, ID_KINDS),
        "client_id": columns.person_numbers(calls.client, calls.group == EMPLOYER, numbers),
        "answered_at": columns.moments(calls.answered),
        "ended_at": columns.moments(calls.ended),
        "outcome": columns.codes(calls.outcome, OUTCOMES),
        "resolution": columns.codes(calls.resolution, RESOLUTIONS),
        "topic": columns.codes(calls.topic, TOPICS),
        "callback_request_id": columns.words(calls.request_id),
        "survey_invited": columns.flags(calls.invited),
        "dissatisfied": columns.flags(calls.dissatisfied),
    }
