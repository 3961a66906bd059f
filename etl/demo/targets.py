"""All calibration numbers of calls, survey, quality and ICT, as data with their source.

F-numbers are rows of the report's published figures, T-numbers traps in them (domain brief, section 1). What is not
published is marked [g], a guess: plausible, and free to change. Months tell the shape within a year only: the level
is set by the year's share, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Months = tuple[float, float, float, float, float, float, float, float, float, float, float, float]

GROUPS = ("employee", "employer")
YEARS = (2005, 2006, 2007, 2008)

FLAT: Months = (1.0,) * 12


@dataclass(frozen=True)
class GroupCalls:
    """How the calls of one client group went; shares of a year, 0-1."""

    reachable: float
    reachable_by_month: Months
    within_60s: float
    within_60s_of: Literal["answered", "offered"]
    within_60s_by_month: Months


@dataclass(frozen=True)
class GroupSurvey:
    """What respondents of one client group said; shares of completed surveys, 0-1."""

    satisfied: float
    very_dissatisfied: float
    answer_sufficient: float
    expertise_favourable: float


@dataclass(frozen=True)
class YearTargets:
    """One year of the contact centre at scale 1."""

    attempts: int
    questions: int
    direct_share: float
    callback_by_month: Months
    municipality_line: bool
    calls: Mapping[str, GroupCalls]
    survey: Mapping[str, GroupSurvey]
    grade_shift: float
    content_errorfree: Months
    technique_errorfree: Months
    downtime_by_month: Months


def ramp(first: float, last: float) -> Months:
    """Twelve months on a straight line."""
    values = [first + (last - first) * month / 11 for month in range(12)]
    return tuple(values)  # type: ignore[return-value]


# --- what holds in every year -------------------------------------------------------------------------------------

#: Employers are some 15 % of calls: 5,5 against 1,0 million in 2005 (T4, domain brief u2).
EMPLOYER_SHARE = 0.15
#: Answered without an identification: general questions, for which none is needed (footnote 2, T16) [g].
ANONYMOUS_SHARE = 0.005
#: Of attempts that were not answered [g]; the rest abandoned. Busy calls reach no site.
BUSY_SHARE, FAILED_SHARE = 0.22, 0.06
#: Abandoned and failed calls whose caller had keyed in a number already [g].
ABANDONED_IDENTIFIED, FAILED_IDENTIFIED = 0.85, 0.50
#: Calls outside opening hours and calls on partner lines, over attempts [g]; both come on top of the attempts.
CLOSED_SHARE = 0.01
PARTNER_SHARES: Mapping[str, float] = {"cwi": 0.022, "municipality": 0.008}
PARTNER_ANSWERED = 0.985
#: Callers who are not pleased, over answered public calls [g].
DISSATISFIED_SHARE = 0.018
#: Callers in a population; fewer than calls, so that people call again [g].
POPULATION: Mapping[str, int] = {"employee": 1_600_000, "employer": 180_000}
#: January is busiest (annual statements), the year end quietest [g].
CALLS_BY_MONTH: Months = (1.06, 1.03, 1.02, 1.00, 1.00, 0.99, 0.98, 0.97, 1.00, 0.99, 0.99, 0.97)

#: F12, F13: one in fifteen and one in three incoming calls (= attempts in opening hours) is invited.
INVITED: Mapping[str, tuple[int, int]] = {"employee": (1, 15), "employer": (1, 3)}
#: F14: one in five of the invited consents, before the talk; fewer complete it afterwards (T4).
CONSENT_SHARE = 0.20
#: F15: about 125 respondents per weekday.
RESPONDENTS_PER_DAY = 125
#: Footnote 8 (F10, F11): employers' monthly shares stayed inside these bounds.
EMPLOYER_BOUNDS: Mapping[str, tuple[float, float]] = {"expertise": (0.45, 0.55), "answer": (0.56, 0.65)}
#: Grades 1 to 10, percent [g], before a year's shift. In 2007 the mean is 6,7 against a target of 6,5 (F60): far enough
#: above it that the target is met outside the sampling margin at scale 0.01 too. Some 63 % is a 7 or more (F62).
GRADES: Mapping[str, tuple[float, ...]] = {
    "employee": (0.0, 0.0, 0.0, 1.5, 11.5, 27.0, 47.0, 11.0, 2.0, 0.0),
    "employer": (0.0, 0.0, 0.0, 1.5, 14.0, 27.0, 46.5, 9.5, 1.5, 0.0),
}

#: Evaluations per month: 1.200 at scale 1, never under 200 or a month says nothing [g].
EVALUATIONS, EVALUATIONS_AT_LEAST = 1_200, 200
RANDOM_SELECTION = 0.95
SITE_EVALUATIONS: Mapping[str, float] = {"GOES": 0.4, "GRONINGEN": 0.4, "ALMERE": 0.2}

#: Availability over opening hours in a year [g]; the report has no number, only "not always at the required level".
AVAILABILITY: Mapping[str, float] = {
    "telephony": 0.995,
    "backoffice": 0.985,
    "knowledge_base": 0.999,
    "contact_history": 0.993,
}

# --- the shape of 2007: temporary contracts ended in summer, systems failed, then a rising line (2.1) -------------

_REACHABLE_2007: Months = (0.936, 0.933, 0.930, 0.926, 0.922, 0.915, 0.905, 0.902, 0.914, 0.928, 0.940, 0.948)
_WITHIN_2007: Months = (0.70, 0.70, 0.69, 0.68, 0.67, 0.65, 0.60, 0.58, 0.66, 0.74, 0.79, 0.83)

TARGETS: Mapping[int, YearTargets] = {
    # 2005: F02; 5,5 + 1,0 million calls (u2); the rest [g].
    2005: YearTargets(
        attempts=6_500_000,
        questions=3_850_000,
        direct_share=0.81,
        callback_by_month=ramp(1.05, 0.95),
        municipality_line=False,
        calls={
            "employee": GroupCalls(0.918, ramp(0.912, 0.924), 0.64, "answered", ramp(0.62, 0.66)),
            "employer": GroupCalls(0.920, ramp(0.915, 0.926), 0.74, "offered", ramp(0.73, 0.75)),
        },
        survey={"employee": GroupSurvey(0.665, 0.075, 0.75, 0.77), "employer": GroupSurvey(0.55, 0.11, 0.575, 0.48)},
        grade_shift=-0.20,
        content_errorfree=ramp(0.81, 0.835),
        technique_errorfree=ramp(0.89, 0.905),
        downtime_by_month=FLAT,
    ),
    # 2006: F03, F17, F19 (employees as in 2007), F21 (employers lower than in 2007); the rest [g].
    2006: YearTargets(
        attempts=7_000_000,
        questions=4_200_000,
        direct_share=0.85,
        callback_by_month=ramp(1.07, 0.93),
        municipality_line=False,
        calls={
            "employee": GroupCalls(0.925, ramp(0.918, 0.932), 0.67, "answered", ramp(0.65, 0.69)),
            "employer": GroupCalls(0.940, ramp(0.925, 0.955), 0.77, "offered", ramp(0.75, 0.79)),
        },
        survey={"employee": GroupSurvey(0.682, 0.070, 0.77, 0.78), "employer": GroupSurvey(0.575, 0.105, 0.59, 0.49)},
        grade_shift=-0.10,
        content_errorfree=ramp(0.84, 0.86),
        technique_errorfree=ramp(0.905, 0.92),
        downtime_by_month=FLAT,
    ),
    # 2007: F01, F16, F18, F20, F22, F24 (over offered, T1); F04-F09; F26, F28; F60.
    2007: YearTargets(
        attempts=6_000_000,
        questions=3_600_000,
        direct_share=0.88,
        callback_by_month=ramp(1.06, 0.93),
        municipality_line=True,
        calls={
            "employee": GroupCalls(0.925, _REACHABLE_2007, 0.69, "answered", _WITHIN_2007),
            "employer": GroupCalls(0.970, ramp(0.963, 0.976), 0.815, "offered", ramp(0.805, 0.828)),
        },
        survey={"employee": GroupSurvey(0.696, 0.064, 0.78, 0.80), "employer": GroupSurvey(0.60, 0.10, 0.60, 0.50)},
        grade_shift=0.13,
        content_errorfree=(0.860, 0.870, 0.877, 0.883, 0.889, 0.895, 0.901, 0.908, 0.915, 0.922, 0.929, 0.935),
        technique_errorfree=(0.920, 0.930, 0.934, 0.938, 0.941, 0.944, 0.947, 0.951, 0.955, 0.958, 0.961, 0.964),
        downtime_by_month=(0.8, 0.8, 0.9, 0.9, 1.0, 1.2, 1.6, 1.6, 1.2, 0.9, 0.8, 0.7),
    ),
    # 2008: F27, F29 in January; the target of F61 (6,8) is not met; the rest [g].
    2008: YearTargets(
        attempts=5_800_000,
        questions=3_500_000,
        direct_share=0.89,
        callback_by_month=ramp(1.02, 0.98),
        municipality_line=True,
        calls={
            "employee": GroupCalls(0.945, ramp(0.942, 0.948), 0.80, "answered", ramp(0.79, 0.81)),
            "employer": GroupCalls(0.975, ramp(0.974, 0.976), 0.830, "offered", ramp(0.825, 0.835)),
        },
        survey={"employee": GroupSurvey(0.715, 0.060, 0.79, 0.81), "employer": GroupSurvey(0.62, 0.095, 0.615, 0.52)},
        grade_shift=0.16,
        content_errorfree=ramp(0.940, 0.950),
        technique_errorfree=ramp(0.967, 0.972),
        downtime_by_month=FLAT,
    ),
}
