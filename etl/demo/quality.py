"""Quality monitoring: one row per call a coach listened to, by month of evaluation.

Coaches listen along and note their judgement minutes after the call. A small part is chosen for a reason; only the
random part is calibrated, because only that may be judged (check Q3).
"""

from __future__ import annotations

import numpy as np

from etl.demo import columns, identities, targets
from etl.demo.arrays import Bools, Ints, Texts, draw, generator, mask, pick, pick_evenly, weighted_codes
from etl.demo.calendar import Month
from etl.demo.calls import SITES, Calls
from etl.demo.columns import Column
from etl.demo.quotas import allocate, part, scaled

SELECTIONS = ("random", "targeted")
#: One form in all years: a new one would break the series (check Q7).
FORM_VERSION = "2.1"

_NOTED_AFTER = (90, 150, 240, 360, 600, 1_200)
_ERRORS = (75, 20, 5)
# Calls chosen for a reason are worse [g].
_TARGETED_ERRORFREE = 0.70
_AGENTS = {"GOES": 240, "GRONINGEN": 260, "ALMERE": 90}
_COACHES = {"GOES": 12, "GRONINGEN": 13, "ALMERE": 5}


def quality_columns(month: Month, scale: float, calls: Calls, call_id: identities.Bytes) -> dict[str, Column]:
    """The delivery `kcc_quality`: 1.200 evaluations a month at scale 1, never under 200, all sites (check Q9)."""
    rng = generator(month.year, month.number, 50)
    size = max(targets.EVALUATIONS_AT_LEAST, scaled(targets.EVALUATIONS, scale))
    call = _heard(rng, size, calls)
    size = len(call)
    evaluated = calls.ended[call] + draw(rng, size, _NOTED_AFTER)
    order = np.argsort(evaluated, kind="stable")
    call, evaluated = call[order], evaluated[order]
    random = mask(size, pick(rng, np.ones(size, dtype=np.bool_), part(targets.RANDOM_SELECTION, size)))
    year = targets.TARGETS[month.year]
    agent, coach = _people(rng, calls.site[call].astype(np.int64))
    ids = identities.identifiers(f"Q-{month.year}{month.number:02d}-", np.arange(size), 4)
    return {
        "evaluation_id": columns.texts(ids),
        "call_id": columns.texts(call_id[call]),
        "site": columns.codes(calls.site[call], SITES),
        "agent_id": columns.words(agent),
        "coach_id": columns.words(coach),
        "evaluated_at": columns.moments(evaluated),
        "form_version": columns.words([FORM_VERSION] * size),
        "selection": columns.codes(np.where(random, np.int8(0), np.int8(1)), SELECTIONS),
        "content_errors": columns.numbers(_errors(rng, random, year.content_errorfree[month.number - 1], coach)),
        "technique_errors": columns.numbers(_errors(rng, random, year.technique_errorfree[month.number - 1], coach)),
    }


def _heard(rng: np.random.Generator, size: int, calls: Calls) -> Ints:
    """Answered public calls, divided over the sites."""
    quota = allocate(size, list(targets.SITE_EVALUATIONS.values()))
    chosen = [
        pick(rng, calls.public_answered & (calls.site == SITES.index(site)), int(count))
        for site, count in zip(targets.SITE_EVALUATIONS, quota, strict=True)
    ]
    return np.concatenate(chosen)


def _people(rng: np.random.Generator, site: Ints) -> tuple[Texts, Texts]:
    agents, coaches = (np.array([table[name] for name in SITES])[site] for table in (_AGENTS, _COACHES))
    agent = np.floor(rng.random(len(site)) * agents).astype(np.int64) + 1
    coach = np.floor(rng.random(len(site)) * coaches).astype(np.int64) + 1
    names = np.array(SITES, dtype=object)[site]
    return (
        np.array([f"AGENT-{name}-{number:03d}" for name, number in zip(names, agent, strict=True)], dtype=object),
        np.array([f"COACH-{name}-{number:02d}" for name, number in zip(names, coach, strict=True)], dtype=object),
    )


def _errors(rng: np.random.Generator, random: Bools, errorfree: float, coach: Texts) -> Ints:
    """Errors per call, with an exact share free of them in each selection.

    Erring calls are spread evenly over the coaches: none is a far outlier by chance (check Q8).
    """
    result = np.zeros(len(random), dtype=np.int64)
    by_coach = np.unique(coach.astype(str), return_inverse=True)[1]
    for rows, share in ((random, errorfree), (~random, _TARGETED_ERRORFREE)):
        size = int(rows.sum())
        wrong = size - part(share, size)
        result[pick_evenly(rng, rows, wrong, by_coach)] = weighted_codes(rng, wrong, _ERRORS).astype(np.int64) + 1
    return result
