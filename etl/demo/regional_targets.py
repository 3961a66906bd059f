"""Calibration numbers of the regional offices and of the Centraal Klachtenbureau, as data with their source.

F- and T-numbers and [g] as in `targets`. Shares are 0-1. H1 is never a number here: it follows from year and second
half on counts (trap T9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.demo.targets import Months, ramp

DIVISIONS = ("WW", "AG")
REGIONS = ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID")
#: `WW-NOORD` … `AG-ZUID`: who delivers callback requests, and how request ids begin.
UNITS = tuple(f"{division}-{region}" for division in DIVISIONS for region in REGIONS)

#: Two of the six AG regions had no totals (footnote 10); from 2008 all six deliver records.
COUNTS_ONLY: tuple[str, ...] = ("AG-WEST", "AG-ZUID")
RECORDS_FROM = 2008


#: The year the report publishes: only its shares must print.
PUBLISHED = 2007


@dataclass(frozen=True)
class Timely:
    """The share of requests in which contact followed within a clock: year, second half, shape by month."""

    year: float
    second_half: float
    by_month: Months


@dataclass(frozen=True)
class DivisionTargets:
    """One division in one year at scale 1."""

    requests: int
    repeats: Timely
    within_2h: Timely
    within_24h: Timely
    callback_complaints: int
    callback_signals: int


@dataclass(frozen=True)
class RegionalYear:
    """The regional offices and the complaints of one year at scale 1."""

    divisions: Mapping[str, DivisionTargets]
    complaints: int
    complaints_kcc: int
    signals: int
    signals_kcc: int


#: Size of the regions [g]; AG without records is 38 % of the division.
REGION_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "WW": {"NOORD": 0.15, "OOST": 0.16, "MIDDEN": 0.17, "WEST": 0.20, "ZUIDWEST": 0.15, "ZUID": 0.17},
    "AG": {"NOORD": 0.15, "OOST": 0.17, "MIDDEN": 0.16, "WEST": 0.20, "ZUIDWEST": 0.14, "ZUID": 0.18},
}
#: Relative repeats by region: in AG from 10 to 15 % over 2007 (F53); slow regions repeat more (check R13).
REPEAT_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "WW": {"NOORD": 0.9, "OOST": 1.0, "MIDDEN": 1.0, "WEST": 1.1, "ZUIDWEST": 1.0, "ZUID": 1.0},
    "AG": {"NOORD": 0.104, "OOST": 0.146, "MIDDEN": 0.149, "WEST": 0.146, "ZUIDWEST": 0.132, "ZUID": 0.145},
}
AG_REPEAT_RANGE_2007 = (0.10, 0.15)
#: Relative timeliness by region [g].
TIMELY_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "WW": {"NOORD": 1.03, "OOST": 1.0, "MIDDEN": 1.0, "WEST": 0.98, "ZUIDWEST": 1.0, "ZUID": 1.0},
    "AG": {"NOORD": 1.12, "OOST": 0.97, "MIDDEN": 0.94, "WEST": 0.88, "ZUIDWEST": 1.0, "ZUID": 0.90},
}
#: Relative callback complaints by region: 0,1 to 0,4 % in AG (F58).
COMPLAINT_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "WW": dict.fromkeys(REGIONS, 1.0),
    "AG": {"NOORD": 0.13, "OOST": 0.35, "MIDDEN": 0.39, "WEST": 0.32, "ZUIDWEST": 0.28, "ZUID": 0.36},
}
COMPLAINT_RANGE = (0.001, 0.004)
#: Callback complaints without a region [g]; the report prints them as "onbekend".
NO_REGION_SHARE = 0.02

#: The office that shows what is possible: 95 % within two hours (F41).
BEST_OFFICE = ("WW-NOORD", 0)
OFFICES_PER_REGION = (4, 3, 4, 5, 3, 4)

#: F50: employers, both divisions together, March to November 2007. No split by division exists (footnote 12).
EMPLOYER_REPEATS_2007 = 0.10
EMPLOYER_REPEAT_MONTHS = tuple(range(2, 11))
#: Requests of which the client group was not written down [g] (check R8).
UNKNOWN_GROUP_SHARE = 0.02
#: Repeats found by the system, on top of what clients say [g].
SYSTEM_REPEAT_SHARE = 0.01
#: Requests that never led to contact: unreachable, withdrawn, duplicate, still open [g] (footnote 11).
NO_CONTACT_SHARE = 0.03
#: A repeat about another topic: the over-registration of footnote 11 (check R11) [g].
OTHER_TOPIC_SHARE = 0.15

_STEADY_REPEATS = ramp(1.03, 0.97)
_AG_REPEATS_2007: Months = (0.212, 0.206, 0.196, 0.182, 0.166, 0.149, 0.131, 0.112, 0.094, 0.079, 0.068, 0.060)
_WW_REPEATS_2007: Months = (0.070, 0.067, 0.063, 0.058, 0.052, 0.046, 0.040, 0.034, 0.028, 0.023, 0.020, 0.018)
_AG_24H_2007: Months = (0.51, 0.53, 0.56, 0.60, 0.64, 0.69, 0.80, 0.84, 0.87, 0.89, 0.91, 0.92)
_WW_2H_2007: Months = (0.825, 0.83, 0.845, 0.855, 0.865, 0.88, 0.895, 0.90, 0.91, 0.915, 0.92, 0.925)

REGIONAL: Mapping[int, RegionalYear] = {
    # 2005 and 2006 [g]: 15 and 12,8 % of questions; what F02 and F03 leave besides was put through (X2).
    2005: RegionalYear(
        divisions={
            "WW": DivisionTargets(
                217_000,
                Timely(0.085, 0.083, _STEADY_REPEATS),
                Timely(0.78, 0.79, ramp(0.77, 0.80)),
                Timely(0.95, 0.952, ramp(0.94, 0.96)),
                230,
                880,
            ),
            "AG": DivisionTargets(
                360_000,
                Timely(0.215, 0.215, _STEADY_REPEATS),
                Timely(0.24, 0.25, ramp(0.23, 0.26)),
                Timely(0.50, 0.505, ramp(0.49, 0.51)),
                1_150,
                4_400,
            ),
        },
        complaints=14_900,
        complaints_kcc=690,
        signals=61_000,
        signals_kcc=3_500,
    ),
    2006: RegionalYear(
        divisions={
            "WW": DivisionTargets(
                202_000,
                Timely(0.075, 0.073, _STEADY_REPEATS),
                Timely(0.81, 0.815, ramp(0.80, 0.825)),
                Timely(0.96, 0.962, ramp(0.95, 0.97)),
                200,
                750,
            ),
            "AG": DivisionTargets(
                335_000,
                Timely(0.215, 0.214, _STEADY_REPEATS),
                Timely(0.27, 0.275, ramp(0.26, 0.29)),
                Timely(0.505, 0.508, ramp(0.50, 0.51)),
                1_000,
                3_900,
            ),
        },
        complaints=14_200,
        complaints_kcc=720,
        signals=57_000,
        signals_kcc=3_300,
    ),
    # 2007: F33, F35, F38, F39, F42, F43, F46-F49, F54, F56; complaints F31 and the UWV total of 12.874 (T18).
    2007: RegionalYear(
        divisions={
            "WW": DivisionTargets(
                151_000,
                Timely(0.043, 0.027, _WW_REPEATS_2007),
                Timely(0.88, 0.91, _WW_2H_2007),
                Timely(0.97, 0.975, ramp(0.965, 0.975)),
                151,
                620,
            ),
            "AG": DivisionTargets(
                250_000,
                Timely(0.138, 0.09, _AG_REPEATS_2007),
                Timely(0.35, 0.42, ramp(0.26, 0.46)),
                Timely(0.725, 0.87, _AG_24H_2007),
                798,
                3_100,
            ),
        },
        complaints=12_874,
        complaints_kcc=617,
        signals=51_500,
        signals_kcc=2_800,
    ),
    # 2008: F40 (WW); AG stays under its new norm of 80 % within two hours (F44) [g].
    2008: RegionalYear(
        divisions={
            "WW": DivisionTargets(
                135_000,
                Timely(0.021, 0.020, _STEADY_REPEATS),
                Timely(0.94, 0.94, ramp(0.938, 0.942)),
                Timely(0.968, 0.968, ramp(0.967, 0.968)),
                135,
                560,
            ),
            "AG": DivisionTargets(
                222_000,
                Timely(0.055, 0.051, ramp(1.1, 0.9)),
                Timely(0.70, 0.73, ramp(0.66, 0.74)),
                Timely(0.935, 0.94, ramp(0.93, 0.94)),
                640,
                2_650,
            ),
        },
        complaints=11_900,
        complaints_kcc=560,
        signals=47_500,
        signals_kcc=2_500,
    ),
}
