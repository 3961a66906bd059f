"""Callback requests: who asks, at which unit, and who asks again.

A request is noted within minutes after the call that ended in it (check R4), on the same day (R5). A repeat is a later
request of the same client at the same unit; it refers to a request of this year only, so that a year is the same
whether it is generated alone or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from etl.demo import identities
from etl.demo import regional_targets as regional
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
    pick_evenly,
    weighted_codes,
)
from etl.demo.calendar import DAY, HOUR, Month
from etl.demo.call_counts import CallCounts
from etl.demo.callback_counts import CallbackCounts, employer_repeats
from etl.demo.calls import CALLBACK, EMPLOYER, TOPICS, Calls
from etl.demo.quotas import allocate, part
from etl.demo.regional_targets import DIVISIONS, REGIONS, UNITS
from etl.demo.targets import GROUPS

REQUEST_GROUPS = (*GROUPS, "unknown")
UNKNOWN = np.int8(2)
CLIENT_STATEMENT, SYSTEM = np.int8(0), np.int8(1)
WINDOWS = ("08:00-10:00", "10:00-12:00", "13:00-15:00", "15:00-17:00")

_NOTED_WITHIN = (5, 20, 45, 80, 130, 200, 320, 600)
_TOPICS: tuple[tuple[str, ...], ...] = (
    ("ww_application", "ww_payment", "ww_duration", "ww_notice"),
    ("ag_reassessment", "ag_payment", "ag_application"),
)
_TOPIC_WEIGHTS = ((30, 40, 20, 10), (35, 40, 25))
# AG answers need a paper file more often, one main cause of its slowness (report, 3.1).
_PHYSICAL_FILE = (0.05, 0.45)
_WINDOW_SHARE = 0.20
_REPEAT_AFTER, _REPEAT_WITHIN = 3 * HOUR, 14 * DAY
_SERIAL_LETTERS = 4


@dataclass
class Requests:
    """One row per callback request of a month, in order of creation.

    `call` is the position of its call, `group` what was written down (unknown is 2), `repeat_of` an earlier id.
    """

    call: Ints
    unit: Codes
    office: Codes
    group: Codes
    created: Ints
    closing: Ints
    topic: Codes
    physical_file: Bools
    window: Codes
    request_id: Texts
    repeat_of: Texts
    basis: Codes

    def __len__(self) -> int:
        return len(self.call)


@dataclass
class Origins:
    """Requests of this year that are no repeat themselves: what a repeat can refer to, sorted by key and moment."""

    key: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    created: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    client: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    topic: Codes = field(default_factory=lambda: np.zeros(0, dtype=np.int8))
    request_id: Texts = field(default_factory=lambda: np.zeros(0, dtype=object))

    def add(self, key: Ints, created: Ints, client: Ints, topic: Codes, request_id: Texts) -> None:
        """Remember the origins of one more month."""
        self.key = np.concatenate([self.key, key])
        self.created = np.concatenate([self.created, created])
        order = np.lexsort((self.created, self.key))
        self.key, self.created = self.key[order], self.created[order]
        self.client = np.concatenate([self.client, client])[order]
        self.topic = np.concatenate([self.topic, topic])[order]
        self.request_id = np.concatenate([self.request_id, request_id])[order]

    def earlier(self, rng: np.random.Generator, key: Ints, created: Ints) -> Ints:
        """For each repeat one origin with its key, a few hours to two weeks before, else any before."""
        span = 1 << 40
        places = self.key * span + self.created
        begin = np.searchsorted(places, key * span)
        before = np.searchsorted(places, key * span + created)
        low = np.maximum(np.searchsorted(places, key * span + created - _REPEAT_WITHIN), begin)
        high = np.maximum(np.searchsorted(places, key * span + created - _REPEAT_AFTER), begin)
        empty = high <= low
        low, high = np.where(empty, begin, low), np.where(empty, before, high)
        chosen: Ints = low + np.floor(rng.random(len(key)) * (high - low)).astype(np.int64)
        return chosen


@dataclass
class YearOfCallbacks:
    """What the months of one year share: the counts, the origins so far, repeats of employers still to place."""

    counts: CallbackCounts
    unknown: Ints
    employer_repeats: Ints
    origins: Origins = field(default_factory=Origins)
    owed: int = 0


def year_of_callbacks(year: int, counts: CallbackCounts, calls: CallCounts) -> YearOfCallbacks:
    """Start a year; the rows of `unknown` are client groups, its columns months."""
    by_group = np.array([calls.groups[group].callback for group in GROUPS])
    unknown = np.array(
        [allocate(part(regional.UNKNOWN_GROUP_SHARE, int(row.sum())), row, high=row) for row in by_group]
    )
    known_employers = by_group[EMPLOYER] - unknown[EMPLOYER]
    return YearOfCallbacks(counts, unknown, employer_repeats(year, counts, known_employers))


def requests_of_month(month: Month, year: YearOfCallbacks, calls: Calls) -> Requests:
    """The requests of a month; their calls get the request's id and topic, and repeats the client of their origin."""
    rng = generator(month.year, month.number, 30)
    requests = _created(rng, month, year.counts.requests[month.number - 1], calls)
    _forget_groups(rng, requests, year.unknown[:, month.number - 1])
    key = requests.unit.astype(np.int64) * len(GROUPS) + calls.group[requests.call]
    repeat = _choose_repeats(rng, month, year, requests, key)
    origin = ~repeat
    year.origins.add(
        key[origin],
        requests.created[origin],
        calls.client[requests.call[origin]],
        requests.topic[origin],
        requests.request_id[origin],
    )
    _refer(rng, year.origins, requests, calls, key, np.flatnonzero(repeat))
    calls.request_id[requests.call] = requests.request_id
    calls.topic[requests.call] = requests.topic
    return requests


def _created(rng: np.random.Generator, month: Month, by_unit: Ints, calls: Calls) -> Requests:
    call = np.flatnonzero(calls.resolution == CALLBACK)
    created = calls.ended[call] + draw(rng, len(call), _NOTED_WITHIN)
    order = np.argsort(created, kind="stable")
    call, created, unit = call[order], created[order], labels(rng, by_unit)
    division = unit // len(REGIONS)
    office = np.zeros(len(call), dtype=np.int8)
    for code in range(len(UNITS)):
        rows = unit == code
        offices = regional.OFFICES_PER_REGION[code % len(REGIONS)]
        office[rows] = weighted_codes(rng, int(rows.sum()), [1.0 / (2 + each) for each in range(offices)])
    share = np.array(_PHYSICAL_FILE)[division]
    return Requests(
        call=call,
        unit=unit,
        office=office,
        group=calls.group[call],
        created=created,
        closing=calls.closing[call],
        topic=_topics(rng, division),
        physical_file=rng.random(len(call)) < share,
        window=_windows(rng, unit),
        request_id=_request_ids(month, unit),
        repeat_of=np.full(len(call), None, dtype=object),
        basis=np.full(len(call), MISSING, dtype=np.int8),
    )


def _topics(rng: np.random.Generator, division: Codes) -> Codes:
    result = np.zeros(len(division), dtype=np.int8)
    for code in range(len(DIVISIONS)):
        rows = division == code
        chosen = weighted_codes(rng, int(rows.sum()), _TOPIC_WEIGHTS[code])
        result[rows] = np.array([TOPICS.index(name) for name in _TOPICS[code]], dtype=np.int8)[chosen]
    return result


def _windows(rng: np.random.Generator, unit: Codes) -> Codes:
    count = len(unit)
    result = np.full(count, MISSING, dtype=np.int8)
    rows = pick_evenly(rng, np.ones(count, dtype=np.bool_), part(_WINDOW_SHARE, count), unit)
    result[rows] = weighted_codes(rng, len(rows), (1, 3, 2, 2))
    return result


def _request_ids(month: Month, unit: Codes) -> Texts:
    """`AG-ZUID-200703-BCDF`: the unit that handles it, then a serial in order of creation."""
    result = np.full(len(unit), None, dtype=object)
    for code, name in enumerate(UNITS):
        rows = np.flatnonzero(unit == code)
        prefix = f"{name}-{month.year}{month.number:02d}-"
        result[rows] = identities.as_texts(identities.identifiers(prefix, np.arange(len(rows)), _SERIAL_LETTERS))
    return result


def _forget_groups(rng: np.random.Generator, requests: Requests, unknown: Ints) -> None:
    chosen = [pick_evenly(rng, requests.group == code, int(count), requests.unit) for code, count in enumerate(unknown)]
    requests.group = requests.group.copy()
    requests.group[np.concatenate(chosen)] = UNKNOWN


def _choose_repeats(
    rng: np.random.Generator, month: Month, year: YearOfCallbacks, requests: Requests, key: Ints
) -> Bools:
    """Mark the repeats of a month by their basis; the first request of a key in the year is never one."""
    index = month.number - 1
    first = np.unique(key, return_index=True)[1]
    able = ~mask(len(key), first[~np.isin(key[first], year.origins.key)])
    employer = able & (requests.group == EMPLOYER)
    repeats = year.counts.repeats[index]
    of_employers = _employer_share(rng, year, index, repeats, _per_unit(requests, employer), _per_unit(requests, able))
    for unit in range(len(UNITS)):
        here = requests.unit == unit
        mine = int(of_employers[unit])
        requests.basis[pick(rng, here & employer, mine)] = CLIENT_STATEMENT
        requests.basis[pick(rng, here & able & ~employer, int(repeats[unit]) - mine)] = CLIENT_STATEMENT
        free = here & able & (requests.basis == MISSING)
        requests.basis[pick(rng, free, int(year.counts.system_repeats[index, unit]))] = SYSTEM
    return np.asarray(requests.basis != MISSING)


def _per_unit(requests: Requests, rows: Bools) -> Ints:
    return np.bincount(requests.unit[rows], minlength=len(UNITS)).astype(np.int64)


def _employer_share(
    rng: np.random.Generator, year: YearOfCallbacks, index: int, repeats: Ints, employers: Ints, able: Ints
) -> Ints:
    """How many of a month's repeats per unit are employers'; what does not fit is owed to the next month."""
    low = np.maximum(repeats - (able - employers), 0)
    high = np.maximum(np.minimum(repeats, employers), low)
    wanted = int(year.employer_repeats[index])
    if index in regional.EMPLOYER_REPEAT_MONTHS:
        wanted += year.owed
    total = int(min(max(wanted, low.sum()), high.sum()))
    if index in regional.EMPLOYER_REPEAT_MONTHS:
        year.owed = wanted - total
    # Drawn, not divided: with one repeat per unit a fair division would leave some units without employers for good.
    places = np.repeat(np.arange(len(UNITS)), high - low)
    odds = (employers / np.maximum(able, 1))[places]
    drawn = pick(rng, np.ones(len(places), dtype=np.bool_), total - int(low.sum()), odds)
    return low + np.bincount(places[drawn], minlength=len(UNITS))


def _refer(
    rng: np.random.Generator, origins: Origins, requests: Requests, calls: Calls, key: Ints, repeats: Ints
) -> None:
    """Give each repeat its origin: the same client calls again, usually about the same."""
    origin = origins.earlier(rng, key[repeats], requests.created[repeats])
    requests.repeat_of[repeats] = origins.request_id[origin]
    calls.client[requests.call[repeats]] = origins.client[origin]
    same = rng.random(len(repeats)) >= regional.OTHER_TOPIC_SHARE
    requests.topic[repeats[same]] = origins.topic[origin[same]]
