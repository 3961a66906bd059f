"""Complaints and signals of the Centraal Klachtenbureau: one row per case, national, by month of receipt.

A case after a callback request refers to it; a case about the KCC refers to the call. Both happened earlier in the
same month. Terms follow the Awb: six weeks, adjourned once for at most four (articles 9:11); a few are late.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo import columns, identities
from etl.demo.arrays import MISSING, Bools, Codes, Floats, Ints, Texts, draw, generator, mask, pick, weighted_codes
from etl.demo.calendar import DAY, HOUR, OPENING_SECONDS, Month, local_days, opening_after, opening_moments
from etl.demo.callbacks import REQUEST_GROUPS, Requests
from etl.demo.calls import Calls
from etl.demo.columns import Column
from etl.demo.complaint_counts import ABOUT, CALLBACK, COMPLAINT, KCC, KINDS, SUBJECTS, Cases
from etl.demo.contacts import Contacts
from etl.demo.moments import any_hour
from etl.demo.quotas import part
from etl.demo.regional_targets import REGIONS
from etl.demo.targets import EMPLOYER_SHARE, GROUPS

CHANNELS = ("phone", "letter", "email", "web", "counter")
OUTCOMES = ("upheld", "partly", "not_upheld", "withdrawn", "informal")
_INFORMAL = np.int8(4)
_ANY_HOUR_CHANNELS = (2, 3)
_CHANNEL_WEIGHTS = (30, 30, 15, 20, 5)
_OUTCOME_WEIGHTS = (30, 20, 40, 6, 4)
_CAUSES = (("TB", 4), ("BEJ", 3), ("INF", 4), ("BES", 3), ("BET", 3), ("OVG", 2))

# Open days after receipt (or after the step before).
_ACKNOWLEDGED = (1, 2, 3, 4, 5, 6, 8)
_HANDLED = (9, 11, 13, 15, 17, 20, 23, 26)  # 25 open days are within six weeks, even around Christmas
_ADJOURNED, _HANDLED_AFTER_ADJOURNING = (19, 21, 23, 25), (27, 30, 34, 38, 43)
_HANDLED_LATE = (32, 34, 37, 41)
_SIGNAL_HANDLED = (2, 3, 4, 5, 7, 9)
_AFTERCARE = (1, 2, 3, 4, 6)
_ADJOURNED_SHARE, _LATE_SHARE, _CONSENT_SHARE, _LESSON_SHARE, _RUNG_3_SHARE = 0.08, 0.03, 0.10, 0.20, 0.02

# A case follows its request or call by hours to two weeks, and stays in the month.
_FOLLOWS = (2 * HOUR, 8 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 13 * DAY)
_AT_LEAST_AFTER = HOUR
# Who was not called back in time complains more often.
_LATE_PREFERENCE = 6.0
# Who complains about the KCC was, as a rule, marked as not pleased during the call.
_UNPLEASED_PREFERENCE = 1_000.0
# So unlikely that it is chosen only when nothing else is left.
_AVOIDED = 1e-6


@dataclass(frozen=True)
class Links:
    """What the cases of a month can refer to."""

    calls: Calls
    call_id: identities.Bytes
    requests: Requests
    contacts: Contacts


@dataclass
class _Received:
    at: Ints
    group: Codes
    channel: Codes
    request_id: Texts
    call_id: Texts


def complaint_columns(month: Month, cases: Cases, links: Links) -> dict[str, Column]:
    """The delivery `complaints`, in the column order of the contract."""
    rng = generator(month.year, month.number, 71)
    rows = np.flatnonzero(cases.month == month.number - 1)
    kind, about, subject, region = (each[rows] for each in (cases.kind, cases.about, cases.subject, cases.region))
    received = _receive(rng, month, len(rows))
    _refer_to_requests(rng, month, np.flatnonzero(subject == CALLBACK), about, region, links, received)
    _refer_to_calls(rng, month, np.flatnonzero(about == KCC), links, received)
    order = np.argsort(received.at, kind="stable")
    table = _handling(rng, month, kind[order], subject[order], received.at[order])
    ids = identities.identifiers(f"K-{month.year}{month.number:02d}-", np.arange(len(rows)), 4)
    return {
        "case_id": columns.texts(ids),
        "kind": columns.codes(kind[order], KINDS),
        "received_at": columns.moments(received.at[order]),
        "channel": columns.codes(received.channel[order], CHANNELS),
        "about": columns.codes(about[order], ABOUT),
        "region": columns.codes(region[order], REGIONS),
        "client_group": columns.codes(received.group[order], REQUEST_GROUPS),
        "subject": columns.codes(subject[order], SUBJECTS),
        "request_id": columns.words(received.request_id[order]),
        "call_id": columns.words(received.call_id[order]),
        **table,
    }


def _receive(rng: np.random.Generator, month: Month, count: int) -> _Received:
    channel = weighted_codes(rng, count, _CHANNEL_WEIGHTS)
    openings = opening_moments(month.open_days)
    in_hours = openings[rng.integers(0, len(openings), count)] + rng.integers(900, OPENING_SECONDS, count)
    group = weighted_codes(rng, count, (1 - EMPLOYER_SHARE - 0.01, EMPLOYER_SHARE, 0.01))
    return _Received(
        at=np.where(np.isin(channel, _ANY_HOUR_CHANNELS), any_hour(rng, month, count), in_hours),
        group=group,
        channel=channel,
        request_id=np.full(count, None, dtype=object),
        call_id=np.full(count, None, dtype=object),
    )


def _refer_to_requests(
    rng: np.random.Generator, month: Month, rows: Ints, about: Codes, region: Codes, links: Links, received: _Received
) -> None:
    """Give each case after a callback request one of its division and region that no other case has."""
    requests, contacts = links.requests, links.contacts
    early = local_days(requests.created) < int(np.datetime64(month.open_days[-1], "D").astype(np.int64))
    on_time = (contacts.contacted != MISSING) & (contacts.contacted - requests.created <= DAY)
    preference: Floats = np.where(on_time, 1.0, _LATE_PREFERENCE) * _once(rng, month, links.calls, requests.call)
    free = early.copy()
    for division, place in sorted({(int(about[row]), int(region[row])) for row in rows}, reverse=True):
        mine = rows[(about[rows] == division) & (region[rows] == place)]
        unit = requests.unit // len(REGIONS) == division - 1
        if place != MISSING:
            unit &= requests.unit % len(REGIONS) == place
        chosen = rng.permutation(pick(rng, free & unit, len(mine), preference))
        free &= ~mask(len(free), chosen)
        mine = mine[: len(chosen)]
        received.request_id[mine] = requests.request_id[chosen]
        received.group[mine] = requests.group[chosen]
        received.at[mine] = _following(rng, month, requests.created[chosen])


def _refer_to_calls(rng: np.random.Generator, month: Month, rows: Ints, links: Links, received: _Received) -> None:
    """Give each case about the KCC an answered call, one with which the caller was not pleased if there is one."""
    calls = links.calls
    early = local_days(calls.arrived) < int(np.datetime64(month.open_days[-1], "D").astype(np.int64))
    able = calls.public_answered & early
    preference = np.where(calls.dissatisfied == 1, _UNPLEASED_PREFERENCE, 1.0)
    chosen = rng.permutation(pick(rng, able, len(rows), preference * _once(rng, month, calls, np.arange(len(calls)))))
    received.call_id[rows] = identities.as_texts(links.call_id[chosen])
    received.group[rows] = calls.group[chosen]
    received.at[rows] = _following(rng, month, calls.ended[chosen])


def _once(rng: np.random.Generator, month: Month, calls: Calls, rows: Ints) -> Floats:
    """A preference that keeps a client from complaining twice in a week about the same (check K13).

    One row per client in a month; clients with an even number in even months, so that neighbouring months, also
    those of two years, have no client in common. With very few rows there may be no other choice.
    """
    client = calls.client[rows] * len(GROUPS) + calls.group[rows]
    shuffled = rng.permutation(len(rows))
    first = mask(len(rows), shuffled[np.unique(client[shuffled], return_index=True)[1]])
    return np.where(first & (calls.client[rows] % 2 == month.number % 2), 1.0, _AVOIDED)


def _following(rng: np.random.Generator, month: Month, moments: Ints) -> Ints:
    """Some time after each moment, in the same month and between 08:00 and 17:00 on an open day."""
    openings = opening_moments(month.open_days)
    wanted = moments + draw(rng, len(moments), _FOLLOWS)
    # The opening hours of the day itself when it is open, else of the next; the last open day when the month is over.
    day = np.minimum(np.searchsorted(openings + OPENING_SECONDS, wanted), len(openings) - 1)
    own_day = np.searchsorted(openings, moments, side="right") - 1
    day = np.maximum(day, np.minimum(own_day + 1, len(openings) - 1))
    return openings[day] + rng.integers(900, OPENING_SECONDS, len(moments))


def _handling(rng: np.random.Generator, month: Month, kind: Codes, subject: Codes, received: Ints) -> dict[str, Column]:
    """Acknowledged, perhaps adjourned, handled, and called afterwards to hear whether all is clear."""
    count = len(received)
    complaint = kind == COMPLAINT
    adjourned, late = _exceptions(rng, complaint)
    days = np.where(complaint, draw(rng, count, _HANDLED), draw(rng, count, _SIGNAL_HANDLED))
    days = np.where(adjourned, draw(rng, count, _HANDLED_AFTER_ADJOURNING), days)
    days = np.where(late, draw(rng, count, _HANDLED_LATE), days)
    acknowledged = np.where(complaint, draw(rng, count, _ACKNOWLEDGED), 1)
    handled = _office_moment(rng, month, received, days, 13 * HOUR)
    outcome = np.where(complaint, weighted_codes(rng, count, _OUTCOME_WEIGHTS), _INFORMAL)
    aftercare = _office_moment(rng, month, received, days + draw(rng, count, _AFTERCARE), 15 * HOUR)
    rung = np.where(complaint, 2, 1)
    rung[pick(rng, complaint, part(_RUNG_3_SHARE, int(complaint.sum())))] = 3
    consent = np.full(count, MISSING, dtype=np.int8)
    consent[adjourned] = rng.random(int(adjourned.sum())) < _CONSENT_SHARE
    lesson = pick(rng, np.ones(count, dtype=np.bool_), part(_LESSON_SHARE, count))
    return {
        "rung": columns.numbers(rung),
        "acknowledged_at": columns.moments(_office_moment(rng, month, received, acknowledged, 9 * HOUR)),
        "adjourned_at": columns.moments(
            np.where(adjourned, _office_moment(rng, month, received, draw(rng, count, _ADJOURNED), 11 * HOUR), MISSING)
        ),
        "consent_extension": columns.flags(consent),
        "handled_at": columns.moments(handled),
        "outcome": columns.codes(outcome.astype(np.int8), OUTCOMES),
        "aftercare_at": columns.moments(aftercare),
        "cause_code": columns.words(_causes(rng, subject)),
        "lesson_id": columns.words(_lessons(rng, month, mask(count, lesson))),
    }


def _exceptions(rng: np.random.Generator, complaint: Bools) -> tuple[Bools, Bools]:
    """Complaints that are adjourned, and complaints that are simply late."""
    total = int(complaint.sum())
    adjourned = mask(len(complaint), pick(rng, complaint, part(_ADJOURNED_SHARE, total)))
    return adjourned, complaint & ~adjourned & (rng.random(len(complaint)) < _LATE_SHARE)


def _office_moment(rng: np.random.Generator, month: Month, since: Ints, open_days: Ints, clock: int) -> Ints:
    """About `clock` on the n-th open day after; each step has its own part of the day, so steps stay in order."""
    opening = opening_after(month.year, since, open_days)
    return opening + (clock - 8 * HOUR) + rng.integers(0, 2 * HOUR, len(since))


def _causes(rng: np.random.Generator, subject: Codes) -> Texts:
    number = rng.random(len(subject))
    causes = [_CAUSES[code] for code in subject]
    texts = [f"{name}{int(kinds * place) + 1}" for (name, kinds), place in zip(causes, number, strict=True)]
    return np.array(texts, dtype=object)


def _lessons(rng: np.random.Generator, month: Month, rows: Bools) -> Texts:
    result = np.full(len(rows), None, dtype=object)
    for row in np.flatnonzero(rows):
        result[row] = f"L-{month.year}-{int(rng.integers(1, 40)):02d}"
    return result
