"""The customer survey: one row per invitation, by month of invitation.

Callers are invited while they wait; one in five consents; fewer complete the questions after the call (trap T4).
Scores are exact per year and nearly so per month; `q_answer`, `q_expertise` and the grade go along with `q_overall`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from etl.demo import columns, identities, targets
from etl.demo.arrays import MISSING, Bools, Codes, Floats, Ints, draw, generator, mask, pick
from etl.demo.calendar import Month, weekdays_in
from etl.demo.call_counts import CallCounts
from etl.demo.calls import Calls
from etl.demo.columns import Column
from etl.demo.quotas import allocate, part, prints, round_matrix, scaled
from etl.demo.targets import GROUPS, GroupSurvey

QUESTIONS = ("overall", "answer", "expertise")
# How far a second answer leans on the first (0-1); uniform numbers, so no normal distribution is needed.
_LEANING = {"overall": 1.0, "answer": 0.60, "expertise": 0.65, "grade": 0.70}
# Favourable answers over scores 4 and 5, unfavourable ones over 1, 2 and 3 [g].
_FAVOURABLE, _UNFAVOURABLE = (0.70, 0.30), (0.25, 0.30, 0.45)
_TWO_AND_THREE = (0.35, 0.65)
# Satisfaction rises slightly over a year (report, 2.2).
_RISE = np.array(targets.ramp(0.97, 1.03))
_HALVES = (slice(0, 6), slice(6, 12))
_COMPLETED_AFTER = (45, 80, 110, 150, 200, 280, 480)


@dataclass(frozen=True)
class SurveyCounts:
    """One client group in a year: per month who consents and completes, and per answer (rows 1-5 or 1-10) how many."""

    consented: Ints
    completed: Ints
    answers: dict[str, Ints]


def survey_counts(year: int, scale: float, calls: CallCounts) -> dict[str, SurveyCounts]:
    """The survey of a year; consent and completion are divided over groups as the invitations are (T7)."""
    invited = {group: calls.groups[group].invited for group in GROUPS}
    sizes = [int(invited[group].sum()) for group in GROUPS]
    consents = allocate(part(targets.CONSENT_SHARE, sum(sizes)), sizes)
    total = scaled(targets.RESPONDENTS_PER_DAY * weekdays_in(year), scale)
    survey = targets.TARGETS[year].survey
    completes = _respondents(min(total, int(consents.sum())), sizes, survey)
    result = {}
    for group, consent, complete in zip(GROUPS, consents, completes, strict=True):
        consented = allocate(int(consent), invited[group], high=invited[group])
        completed = allocate(complete, invited[group], high=consented)
        result[group] = SurveyCounts(consented, completed, _answers(year, group, survey[group], completed))
    return result


def _respondents(total: int, sizes: list[int], survey: Mapping[str, GroupSurvey]) -> tuple[int, int]:
    """Divide respondents over the groups so that the published shares can print over both, nearest to fair.

    With under fifty respondents 6,4 % does not exist; then the others must print.
    """
    fair = int(allocate(total, sizes)[0])
    employee, employer = survey["employee"], survey["employer"]
    very = (employee.very_dissatisfied, 1)
    strict = [(employee.satisfied, 1), very], [(employer.satisfied, 1)]
    published = [(employee.satisfied, 0), very], [(employer.satisfied, 0)]
    plain = [(employee.satisfied, 0)], [(employer.satisfied, 0)]
    for of_employees, of_employers in (strict, published, plain):
        for count in _around(fair, total):
            if all(prints(share, places, count) for share, places in of_employees) and all(
                prints(share, places, total - count) for share, places in of_employers
            ):
                return count, total - count
    return fair, total - fair


def _around(fair: int, total: int) -> Iterator[int]:
    for distance in range(max(2, total // 12) + 1):
        yield from {fair - distance, fair + distance}


def _answers(year: int, group: str, target: GroupSurvey, completed: Ints) -> dict[str, Ints]:
    """Answer × month for each question and the grade."""
    very = part(target.very_dissatisfied, int(completed.sum()))
    overall = _favourable(target.satisfied, completed)
    result = {"overall": _scores(completed, overall, very)}
    for question, share in (("answer", target.answer_sufficient), ("expertise", target.expertise_favourable)):
        bounds = targets.EMPLOYER_BOUNDS[question] if group == "employer" and year == 2007 else None
        result[question] = _scores(completed, _favourable(share, completed, bounds))
    table = _shifted(targets.GRADES[group], targets.TARGETS[year].grade_shift)
    result["grade"] = round_matrix(np.outer(table, completed), allocate(int(completed.sum()), table), completed)
    return result


def _favourable(share: float, completed: Ints, bounds: tuple[float, float] | None = None) -> Ints:
    """Favourable answers per month, inside the published range of months where there is one (F10, F11)."""
    total = part(share, int(completed.sum()))
    if bounds is None:
        return _rising(total, completed, np.zeros_like(completed), completed)
    low = np.ceil(completed * bounds[0] - 1e-9).astype(np.int64)
    high = np.floor(completed * bounds[1] + 1e-9).astype(np.int64)
    # In a month with few respondents no whole number lies inside the range; then only the year is exact.
    none = low > high
    low, high = np.where(none, 0, low), np.where(none, completed, high)
    return _rising(int(min(max(total, low.sum()), high.sum())), completed, low, high)


def _rising(total: int, completed: Ints, low: Ints, high: Ints) -> Ints:
    """Divide over halves first: with few respondents a month the rise would drown in rounding."""
    weights = completed * _RISE
    bounds = [[int(each[half].sum()) for half in _HALVES] for each in (low, high)]
    halves = allocate(total, [float(weights[half].sum()) for half in _HALVES], *bounds)
    by_month = [
        allocate(int(size), weights[half], low[half], high[half]) for half, size in zip(_HALVES, halves, strict=True)
    ]
    return np.concatenate(by_month)


def _scores(completed: Ints, favourable: Ints, lowest: int | None = None) -> Ints:
    """Scores 1 to 5 × month, given how many are favourable (4 or 5)."""
    bad = completed - favourable
    total = int(bad.sum())
    if lowest is None:
        rows = allocate(total, _UNFAVOURABLE)
    else:
        rows = np.concatenate([[lowest], allocate(total - lowest, _TWO_AND_THREE)])
    low = round_matrix(np.outer(rows, bad), rows, bad)
    upper = allocate(int(favourable.sum()), _FAVOURABLE)
    high = round_matrix(np.outer(upper, favourable), upper, favourable)
    return np.vstack([low, high])


def _shifted(table: tuple[float, ...], shift: float) -> Floats:
    """A table of grades in which a share `shift` of each grade moves one up (or down when negative)."""
    old = np.array(table)
    moved = old * abs(shift)
    if shift >= 0:
        moved[-1] = 0
        return old - moved + np.roll(moved, 1)
    moved[0] = 0
    return old - moved + np.roll(moved, -1)


@dataclass(frozen=True)
class Invitations:
    """One row per invitation of a month; `call` is the position of its call, −1 is no answer."""

    call: Ints
    invited: Ints
    consented: Bools
    completed: Ints
    answers: dict[str, Ints]


def invitations_of_month(month: Month, counts: dict[str, SurveyCounts], calls: Calls) -> Invitations:
    """The invitations of a month, in order of the calls."""
    rng = generator(month.year, month.number, 40)
    call = np.flatnonzero(calls.invited)
    group = calls.group[call]
    consented, completed = np.zeros(len(call), dtype=np.bool_), np.zeros(len(call), dtype=np.bool_)
    answers = {name: np.full(len(call), MISSING, dtype=np.int64) for name in (*QUESTIONS, "grade")}
    for code, name in enumerate(GROUPS):
        quota, index = counts[name], month.number - 1
        consented |= mask(len(call), pick(rng, group == code, int(quota.consented[index])))
        rows = pick(rng, consented & (group == code), int(quota.completed[index]))
        completed[rows] = True
        mood = rng.random(len(rows))
        for question, by_month in quota.answers.items():
            answers[question][rows] = _ranked(rng, mood, _LEANING[question], by_month[:, index])
    wait = calls.answered[call] - calls.identified[call]
    invited = calls.identified[call] + 1 + np.floor(rng.random(len(call)) * np.minimum(wait - 1, 8)).astype(np.int64)
    finished = np.where(completed, calls.ended[call] + draw(rng, len(call), _COMPLETED_AFTER), MISSING)
    return Invitations(call, invited, consented, finished, answers)


def _ranked(rng: np.random.Generator, mood: Floats, leaning: float, counts: Ints) -> Ints:
    """Answers 1, 2, … in exactly `counts`, the higher ones to the better moods."""
    order = np.argsort(leaning * mood + (1 - leaning) * rng.random(len(mood)), kind="stable")
    result = np.empty(len(mood), dtype=np.int64)
    result[order] = np.repeat(np.arange(1, len(counts) + 1), counts)
    return result


def survey_columns(month: Month, calls: Calls, call_id: identities.Bytes, rows: Invitations) -> dict[str, Column]:
    """The delivery `kcc_survey`, in the column order of the contract."""
    group: Codes = calls.group[rows.call]
    fractions = np.array([chosen / out_of for chosen, out_of in (targets.INVITED[name] for name in GROUPS)])
    ids = identities.identifiers(f"S-{month.year}{month.number:02d}-", np.arange(len(rows.call)), 5)
    return {
        "invitation_id": columns.texts(ids),
        "call_id": columns.texts(call_id[rows.call]),
        "client_group": columns.codes(group, GROUPS),
        "invited_at": columns.moments(rows.invited),
        "consented": columns.flags(rows.consented),
        "completed_at": columns.moments(rows.completed),
        "q_overall": columns.numbers(rows.answers["overall"]),
        "q_answer": columns.numbers(rows.answers["answer"]),
        "q_expertise": columns.numbers(rows.answers["expertise"]),
        "grade": columns.numbers(rows.answers["grade"]),
        "sampling_fraction": columns.decimals(np.round(fractions, 6)[group]),
    }
