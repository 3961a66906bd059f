"""When people call: the profile over the week and the day, and moments drawn from it.

The report left the spread over day and week out of its scope (footnote 4, F23); the profile here is plausible, not
published: Monday and the middle of the morning are busiest.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from etl.demo.arrays import Floats, Ints
from etl.demo.calendar import HOUR, OPENING_SECONDS, Month, is_open, local_moment, opening_moments

_WEEKDAY_WEIGHTS = (1.18, 1.06, 1.00, 0.95, 0.81)
# Per half hour from 08:00 to 17:00; a dip at lunch, a long tail in the afternoon.
_DAY_WEIGHTS = (
    0.70,
    0.95,
    1.20,
    1.35,
    1.40,
    1.35,
    1.25,
    1.15,
    0.95,
    0.85,
    1.00,
    1.15,
    1.20,
    1.15,
    1.05,
    0.90,
    0.70,
    0.50,
)
_SLOT_SECONDS = OPENING_SECONDS // len(_DAY_WEIGHTS)
# Nobody is counted in on the last half minute: a second is never in doubt about which side of closing it is.
_LAST_SECOND = OPENING_SECONDS - 30
# How far a day may be busier or quieter than its weekday.
_DAY_NOISE = 0.06


def month_weight(month: Month) -> float:
    """The expected share of a month in a year without seasons: its open days, each by its weekday."""
    return sum(_WEEKDAY_WEIGHTS[day.weekday()] for day in month.open_days)


def arrivals(rng: np.random.Generator, month: Month, count: int) -> tuple[Ints, Ints]:
    """`count` moments in opening hours, ascending, and the moment of closing on each one's day.

    One draw per equal slice of the profile instead of `count` independent ones: an open hour is then never empty by
    bad luck (check C12), and the order comes for free.
    """
    days = month.open_days
    noise = 1 + _DAY_NOISE * (rng.random(len(days)) - 0.5)
    by_day = np.array([_WEEKDAY_WEIGHTS[day.weekday()] for day in days]) * noise
    place = _positions(rng, count, np.outer(by_day, _DAY_WEIGHTS).ravel())
    slot = np.minimum(place.astype(np.int64), len(days) * len(_DAY_WEIGHTS) - 1)
    day, slot_of_day = np.divmod(slot, len(_DAY_WEIGHTS))
    second = slot_of_day * _SLOT_SECONDS + ((place - slot) * _SLOT_SECONDS).astype(np.int64)
    opening = opening_moments(days)[day]
    return opening + np.minimum(second, _LAST_SECOND), opening + OPENING_SECONDS


def _positions(rng: np.random.Generator, count: int, weights: Floats) -> Floats:
    """Ascending positions on an axis of cells, in proportion to the weights of the cells."""
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    uniform = (np.arange(count) + rng.random(count)) / max(count, 1)
    return np.asarray(np.interp(uniform * edges[-1], edges, np.arange(len(edges), dtype=np.float64)))


def closed_moments(rng: np.random.Generator, month: Month, count: int) -> Ints:
    """`count` moments outside opening hours, ascending: early, in the evening, at weekends and on holidays."""
    spans = [span for day in month.days for span in _closed_spans(day)]
    starts, ends, weights = (np.array(each) for each in zip(*spans, strict=True))
    place = _positions(rng, count, weights)
    cell = np.minimum(place.astype(np.int64), len(spans) - 1)
    moments: Ints = starts[cell] + ((place - cell) * (ends - starts)[cell]).astype(np.int64)
    return moments


def _closed_spans(day: date) -> list[tuple[int, int, float]]:
    """(begin, end, weight) of the times at which people try in vain."""
    hours = [(7.0, 7.9, 1.0), (17.1, 21.5, 3.0)] if is_open(day) else [(9.0, 20.0, 2.0)]
    return [(local_moment(day, int(a * HOUR)), local_moment(day, int(b * HOUR)), weight) for a, b, weight in hours]


def any_hour(rng: np.random.Generator, month: Month, count: int) -> Ints:
    """`count` moments between 07:00 and 23:00 local on any day, in random order: mail and web forms."""
    days = np.array([local_moment(day, 7 * HOUR) for day in month.days], dtype=np.int64)
    moments: Ints = days[rng.integers(0, len(days), count)] + rng.integers(0, 16 * HOUR, count)
    return moments
