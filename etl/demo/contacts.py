"""What becomes of a callback request: contact within two hours, within a day, later, or never.

The counts per unit and month are exact; who falls in which class is drawn among the requests for which the class is
possible. Requests of the last calendar day of a month are settled before that day ends, so that none is open and not
yet due on the first instant of the next month: a judgement at that moment excludes nobody (design, section 8, rule 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo import regional_targets as regional
from etl.demo.arrays import MISSING, Bools, Codes, Floats, Ints, draw, generator, labels, mask, pick, weighted_codes
from etl.demo.calendar import DAY, HOUR, OPENING_SECONDS, Month, local_days, opening_after, opening_of
from etl.demo.callback_counts import CallbackCounts
from etl.demo.callbacks import Requests
from etl.demo.quotas import part
from etl.demo.regional_targets import REGIONS, UNITS

CLOSE_REASONS = ("contact", "unreachable", "withdrawn", "duplicate")
CONTACT, UNREACHABLE, WITHDRAWN, DUPLICATE = (np.int8(code) for code in range(4))

# Offices call until an hour after the lines close; a minute is kept from every border.
_OFFICE_SECONDS = OPENING_SECONDS + HOUR
_MARGIN = 60
_EARLIEST = 120
_TWO_HOURS = 2 * HOUR
_ROOM = 5 * 60
# Same-day contact after two hours, where the next day was possible too.
_SAME_DAY_SHARE = 0.45
_LATE_DAYS = (2.0, 2.3, 2.8, 3.3, 4.0, 5.0, 7.0, 10.0)
_SOON_AFTER = (0.0, 0.08, 0.16, 0.26, 0.37, 0.50, 0.66, 0.84, 1.0)
_ATTEMPTS = (76, 17, 7)
_SETTLED_WITHIN = (30, 90, 180, 300, 480, 900, 1_500)
_NO_CONTACT = {"unreachable": 0.55, "withdrawn": 0.20, "duplicate": 0.10}
_BEST_OFFICE_LATENESS = 0.6


@dataclass
class Contacts:
    """One row per request: attempts, moments (UTC seconds, −1 is "not yet") and how it was closed."""

    attempts: Ints
    first_attempt: Ints
    contacted: Ints
    closed: Ints
    close_reason: Codes


@dataclass(frozen=True)
class _Windows:
    """Where contact can fall for each class; `low` ≥ `high` means that it cannot."""

    soon: tuple[Ints, Ints]
    same_day: tuple[Ints, Ints]
    next_day: tuple[Ints, Ints]
    last_day: Bools

    @property
    def within_24h(self) -> Bools:
        return _fits(self.same_day) | _fits(self.next_day)


def contacts_of_month(month: Month, counts: CallbackCounts, requests: Requests) -> Contacts:
    """The handling of a month's requests."""
    rng = generator(month.year, month.number, 31)
    windows = _windows(month, requests)
    soon, day, late = _classes(rng, counts, month.number - 1, requests, windows)
    contacted = np.full(len(requests), MISSING, dtype=np.int64)
    contacted[soon] = _between(rng, windows.soon, soon)
    same = _fits(windows.same_day) & (~_fits(windows.next_day) | (rng.random(len(requests)) < _SAME_DAY_SHARE))
    contacted[day & same] = _between(rng, windows.same_day, day & same)
    contacted[day & ~same] = _between(rng, windows.next_day, day & ~same)
    days_later = draw(rng, int(late.sum()), _LATE_DAYS)
    opening = opening_after(month.year, requests.created[late], days_later)
    contacted[late] = opening + rng.integers(_ROOM, _OFFICE_SECONDS - _ROOM, int(late.sum()))
    return _handled(rng, month, requests, windows.last_day, contacted)


def _fits(window: tuple[Ints, Ints]) -> Bools:
    return np.asarray(window[1] - window[0] >= _ROOM)


def _windows(month: Month, requests: Requests) -> _Windows:
    created = requests.created
    opening = requests.closing - OPENING_SECONDS
    closing = opening + _OFFICE_SECONDS - _MARGIN
    tomorrow = opening_after(month.year, created, np.ones(len(requests), dtype=np.int64))
    adjacent = local_days(tomorrow) == local_days(created) + 1
    last_day = local_days(created) == int(np.datetime64(month.days[-1], "D").astype(np.int64))
    until = np.minimum(created + DAY - _MARGIN, tomorrow + _OFFICE_SECONDS)
    return _Windows(
        soon=(created + _EARLIEST, np.minimum(created + _TWO_HOURS - _MARGIN, closing)),
        same_day=(created + _TWO_HOURS + _MARGIN, closing),
        next_day=(tomorrow + _MARGIN, np.where(adjacent & ~last_day, until, tomorrow)),
        last_day=last_day,
    )


def _between(rng: np.random.Generator, window: tuple[Ints, Ints], rows: Bools) -> Ints:
    """A moment in each row's window, sooner rather than later."""
    low, high = window[0][rows], window[1][rows]
    place = np.interp(rng.random(len(low)), np.linspace(0, 1, len(_SOON_AFTER)), _SOON_AFTER)
    return low + np.floor(place * (high - low)).astype(np.int64)


def _classes(
    rng: np.random.Generator, counts: CallbackCounts, index: int, requests: Requests, windows: _Windows
) -> tuple[Bools, Bools, Bools]:
    """Contact within two hours, within a day, later: masks; the rest has no contact."""
    count = len(requests)
    soon, day, late = (np.zeros(count, dtype=np.bool_) for _ in range(3))
    preference = _lateness(requests)
    for unit in range(len(UNITS)):
        here = requests.unit == unit
        fast, timely = int(counts.within_2h[index, unit]), int(counts.within_24h[index, unit])
        slow = int(here.sum()) - timely - int(counts.no_contact[index, unit])
        late |= mask(count, pick(rng, here & ~windows.last_day, slow, preference))
        rest = here & ~late
        day |= mask(count, pick(rng, rest & windows.within_24h, timely - fast, preference))
        rest &= ~day
        # Where too few could be reached next day, the published clock stays exact: 2 hours for WW, 24 for AG (T10).
        in_time = fast if unit < len(REGIONS) else timely - int((here & day).sum())
        soon |= mask(count, pick(rng, rest, in_time, 1 / preference))
    return soon, day, late


def _lateness(requests: Requests) -> Floats:
    """Who is called back late: hardly anyone at the office that shows how it is done (F41)."""
    unit, office = regional.BEST_OFFICE
    best = (requests.unit == UNITS.index(unit)) & (requests.office == office)
    return np.where(best, _BEST_OFFICE_LATENESS, 1.0)


def _handled(rng: np.random.Generator, month: Month, requests: Requests, last_day: Bools, contacted: Ints) -> Contacts:
    count = len(requests)
    reached = contacted != MISSING
    attempts = np.where(reached, weighted_codes(rng, count, _ATTEMPTS).astype(np.int64) + 1, 0)
    # An earlier attempt falls on the same day as the contact, after the request and within office hours.
    before = contacted - draw(rng, count, (300, 600, 1_200, 2_400, 5_400))
    earliest = np.maximum(requests.created + _EARLIEST - 30, opening_of(contacted))
    first = np.where(attempts > 1, np.minimum(np.maximum(before, earliest), contacted), contacted)
    result = Contacts(
        attempts=attempts,
        first_attempt=np.where(reached, first, MISSING),
        contacted=contacted,
        closed=np.where(reached, contacted + draw(rng, count, _SETTLED_WITHIN), MISSING),
        close_reason=np.where(reached, CONTACT, np.int8(MISSING)),
    )
    _give_up(rng, month, requests, last_day, ~reached, result)
    return result


def _give_up(
    rng: np.random.Generator, month: Month, requests: Requests, last_day: Bools, rows: Bools, result: Contacts
) -> None:
    """Requests without contact: tried in vain, withdrawn, duplicate, or simply still open (check R14)."""
    positions = np.flatnonzero(rows)
    sizes = [part(share, len(positions)) for share in _NO_CONTACT.values()]
    sizes[0] = min(sizes[0], len(positions))
    kinds = labels(rng, [0, *sizes, max(len(positions) - sum(sizes), 0)])[: len(positions)]
    # Still open on the last day would be open and not yet due.
    kinds = np.where((kinds > DUPLICATE) & last_day[positions], UNREACHABLE, kinds)
    created = requests.created[positions]
    today = requests.closing[positions] + HOUR - _MARGIN
    first = created + ((today - created) * (0.2 + 0.5 * rng.random(len(positions)))).astype(np.int64)
    end_today = first + ((today - first) * rng.random(len(positions))).astype(np.int64)
    later = opening_after(month.year, created, rng.integers(2, 6, len(positions)))
    end_later = later + rng.integers(_ROOM, _OFFICE_SECONDS - _ROOM, len(positions))
    tried = (kinds == UNREACHABLE) | (kinds > DUPLICATE)
    end = np.where((kinds == UNREACHABLE) & ~last_day[positions], end_later, end_today)
    result.attempts[positions] = np.where(tried, np.where(kinds == UNREACHABLE, 3, 1), 0)
    result.first_attempt[positions] = np.where(tried, first, MISSING)
    result.closed[positions] = np.where(kinds > DUPLICATE, MISSING, end)
    result.close_reason[positions] = np.where(kinds > DUPLICATE, np.int8(MISSING), kinds)
