"""Does a text claim what its facts do not say? Words about norms, against the verdicts of the facts named beside them.

The unit is the clause: up to a full stop, semicolon or colon, or to a conjunction that opens a contrast. A claim about
a norm holds for the facts of its own clause; when that clause names none, for those named before it in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.model.facts import Fact

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n\s*[-*]\s")
_CONTRAST = re.compile(r",?\s+(?:maar|terwijl|echter|doch|hoewel|evenwel)\b|:\s|,\s+en\s+(?=\S+\s)")
_NORM = r"(?:norm\w*|streefwaarde\w*|streefcijfer\w*|doelstelling\w*|ambitie\w*)"
_DENIED = re.compile(r"\b(?:niet|geen|nooit|onvoldoende|nergens|evenmin)\b", re.IGNORECASE)
_REACHED = re.compile(
    r"\b(?:haal(?:t|de|den|d)?|gehaald|halen|behaal\w*|behaald\w*|bereik\w*|bereikt|voldoe\w*|voldaan|voldeed|voldeden|"
    r"realiseer\w*|gerealiseerd)\b",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"\b(?:mist|miste|gemist|tekortschiet\w*|schiet\w* tekort|schond|overschrijdt|overschreden)\b", re.IGNORECASE
)
_ABOVE = re.compile(rf"\bboven\s+(?:de|deze|die|het|haar)\s+{_NORM}", re.IGNORECASE)
_BELOW = re.compile(rf"\b(?:onder|beneden)\s+(?:de|deze|die|het|haar)\s+{_NORM}", re.IGNORECASE)
_ABOUT_NORM = re.compile(rf"\b{_NORM}", re.IGNORECASE)
FACT_MARK = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True)
class Contradiction:
    """A clause that says of a fact what its verdict or value does not."""

    fact: Fact
    clause: str
    position: int
    claim: str


def contradictions(text: str, facts: Sequence[Fact | None]) -> Iterator[Contradiction]:
    """Compare the claims in a text with the facts that its marks (`FACT_MARK`, an index into `facts`) stand for."""
    for start, sentence in _pieces(text, _SENTENCE_END):
        named: list[Fact] = []
        for offset, clause in _pieces(sentence, _CONTRAST):
            own = [fact for mark in FACT_MARK.finditer(clause) if (fact := facts[int(mark[1])]) is not None]
            for claim, fits in _claims(clause):
                for fact in own or named:
                    if not fits(fact):
                        yield Contradiction(fact, clause.strip(), start + offset, claim)
            named = own or named


def _pieces(text: str, boundary: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    position = 0
    for match in boundary.finditer(text):
        yield position, text[position : match.start()]
        position = match.end()
    yield position, text[position:]


def _claims(clause: str) -> Iterator[tuple[str, Fits]]:
    if _ABOVE.search(clause):
        yield "boven de norm", _is_above
    if _BELOW.search(clause):
        yield "onder de norm", _is_below
    if not _ABOUT_NORM.search(clause):
        return
    if _REACHED.search(clause):
        denied = _DENIED.search(clause) is not None
        yield ("norm niet gehaald", _is_missed) if denied else ("norm gehaald", _is_met)
    elif _MISSED.search(clause):
        yield "norm niet gehaald", _is_missed


class Fits:
    """Whether a claim fits a fact."""

    def __init__(self, verdict: str | None = None, side: int = 0) -> None:
        self.verdict, self.side = verdict, side

    def __call__(self, fact: Fact) -> bool:
        """True when the fact bears the claim out."""
        if self.verdict is not None:
            return fact.verdict == self.verdict
        if fact.value is None or fact.norm_value is None:
            return False
        return (fact.value > fact.norm_value) if self.side > 0 else (fact.value < fact.norm_value)


_is_met, _is_missed = Fits("met"), Fits("not_met")
_is_above, _is_below = Fits(side=1), Fits(side=-1)
