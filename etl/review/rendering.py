"""A review as lines for a terminal: plain sentences, the most serious first."""

from __future__ import annotations

from typing import Literal

from etl.model.contract import Text
from etl.review.findings import SEVERITIES, Finding, Review, Severity, Untestable

Language = Literal["nl", "en"]
_HEADINGS: dict[Severity, Text] = {
    "contradiction": Text(nl="Tegenspraak", en="Contradictions"),
    "doubtful": Text(nl="Twijfelachtig", en="Doubtful"),
    "remark": Text(nl="Opmerkingen", en="Remarks"),
}
_NONE = Text(nl="Geen van de getoetste cijfers spreekt een ander tegen.", en="No tested figure contradicts another.")
_UNTESTABLE = Text(nl="Niet te toetsen", en="Not testable")
_APART = Text(nl="Verschil: {n}.", en="Difference: {n}.")
_AGREED = Text(nl="Getoetst en in orde: {n}.", en="Tested and in order: {n}.")


def render(review: Review, language: Language = "nl", *, agreed: bool = False) -> list[str]:
    """The lines to show: findings per severity, then what could not be tested, then how many tests agreed.

    `agreed` lists those too, with their calculation.
    """
    lines = [] if review.findings else [_in(_NONE, language)]
    for severity in SEVERITIES:
        found = [finding for finding in review.findings if finding.severity == severity]
        lines += [f"{_in(_HEADINGS[severity], language)} ({len(found)})"] if found else []
        lines += [f"  {_sentence(finding, language)}" for finding in found]
    if review.untestable:
        lines.append(f"{_in(_UNTESTABLE, language)} ({len(review.untestable)})")
        lines += [f"  {_reason(item, language)}" for item in review.untestable]
    lines.append(_in(_AGREED, language).format(n=len(review.agreed)))
    if agreed:
        lines += [
            f"  {', '.join(item.figures)} ({item.code}): {_in(item.arithmetic, language)}" for item in review.agreed
        ]
    return lines


def _sentence(finding: Finding, language: Language) -> str:
    labels = f" [{', '.join(finding.labels)}]" if finding.labels else ""
    parts = [f"{', '.join(finding.figures)} ({finding.code}){labels}:", _in(finding.arithmetic, language)]
    parts.append(_in(finding.meaning, language))
    if finding.difference.nl and finding.severity != "remark":
        parts.append(_in(_APART, language).format(n=_in(finding.difference, language)))
    return " ".join(parts)


def _reason(item: Untestable, language: Language) -> str:
    figures = f" ({', '.join(item.figures)})" if item.figures else ""
    return f"{_in(item.title, language)}{figures}: {_in(item.reason, language)}."


def _in(text: Text, language: Language) -> str:
    return text.nl if language == "nl" else text.en or text.nl
