"""The words that depend on a fact: its subject, its distance to the norm, its direction."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from etl.model.facts import Fact
from etl.model.programme import Indicator
from etl.report.figures import changed, difference

Distance = Literal["ruim boven", "boven", "juist boven", "gelijk aan", "juist onder", "onder", "ruim onder"]

# Declared thresholds, printed in the reader's guide. For shares in points of 0-1, otherwise relative to the norm.
CLEARLY = {"share": Fraction(5, 100), "other": Fraction(10, 100)}
BARELY = {"share": Fraction(1, 100), "other": Fraction(2, 100)}

SUBJECTS = {
    "share": "het aandeel",
    "count": "het aantal",
    "mean": "het gemiddelde",
    "median": "de mediaan",
    "ratio": "de verhouding",
}
DAYS = {
    "weekdays": ("doordeweekse dag", "doordeweekse dagen"),
    "working_days": ("werkdag", "werkdagen"),
    "calendar_days": ("kalenderdag", "kalenderdagen"),
}
NORM_NOUNS = {"norm": "norm", "target": "streefwaarde", "ambition": "ambitie"}
VERDICT_WORDS = {
    "met": "gehaald",
    "not_met": "niet gehaald",
    "undetermined": "niet vast te stellen",
    "no_norm": "geen norm",
}


def subject(fact: Fact, definition: Indicator | None) -> str:
    """What a sentence calls the number: `het aandeel`, `het aantal per weekdag`."""
    if fact.unit == "per_working_day":
        divisor = definition.divisor if definition and definition.divisor else "working_days"
        return f"het gemiddelde aantal per {DAYS[divisor][0]}"
    return SUBJECTS.get(fact.unit, "de uitkomst")


def distance(value: Fraction, norm: Fraction, unit: str) -> Distance:
    """Where a value lies from its norm, in words with declared thresholds."""
    gap = value - norm
    kind = "share" if unit == "share" else "other"
    size = abs(gap) if kind == "share" or not norm else abs(gap / norm)
    if gap == 0:
        return "gelijk aan"
    side: Literal["boven", "onder"] = "boven" if gap > 0 else "onder"
    if size >= CLEARLY[kind]:
        return "ruim boven" if side == "boven" else "ruim onder"
    if size < BARELY[kind]:
        return "juist boven" if side == "boven" else "juist onder"
    return side


def direction(new: Fact, old: Fact) -> Literal["steeg", "daalde", "bleef gelijk", "bleef nagenoeg gelijk"]:
    """How a number moved. What would print as a change of zero is called nearly equal."""
    gap = difference(new, old)
    if gap == 0:
        return "bleef gelijk"
    if new.printed == old.printed or (new.unit != "ratio" and not changed(new, old)):
        return "bleef nagenoeg gelijk"
    return "steeg" if gap > 0 else "daalde"


def margins_overlap(new: Fact, old: Fact) -> bool:
    """Whether two sampled numbers have intervals that touch: then their difference may be chance."""
    if None in (new.low, new.high, old.low, old.high):
        return False
    assert new.low is not None and new.high is not None and old.low is not None and old.high is not None
    return new.low <= old.high and old.low <= new.high


def norm_noun(fact: Fact) -> str:
    """`norm`, `streefwaarde` or `ambitie`."""
    return NORM_NOUNS.get(fact.norm_kind, "norm")


def thresholds() -> dict[str, str]:
    """The declared thresholds as the reader's guide prints them, in points or percents."""
    return {
        "clearly": str(int(CLEARLY["share"] * 100)),
        "barely": str(int(BARELY["share"] * 100)),
        "clearly_other": str(int(CLEARLY["other"] * 100)),
        "barely_other": str(int(BARELY["other"] * 100)),
    }
