"""The fields of the letter, from `brief.yml`: known keys, sensible order, and what is still to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from etl.model.content import ReportContent
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.report.dutch import date_text

FILE = "brief.yml"
TEXTS = ("aanleiding", "reikwijdte", "vervolg", "overleg", "reactie_bestuur")
FIELDS = (
    "organisatie",
    "onderdeel",
    "bezoekadres",
    "postadres",
    "telefoon",
    "website",
    "geadresseerde",
    "rubricering",
    "datum",
    "kenmerk",
    "onderwerp",
    "contactpersoon",
    "doorkiesnummer",
    "email",
    "uw_brief_van",
    "uw_kenmerk",
    "bijlagen",
    "aanhef",
    "slotformule",
    "functie",
    "ondertekenaar",
    *TEXTS,
)
# Without these a letter cannot go out; what they are called in the list of open points.
NEEDED = {
    "geadresseerde": "de geadresseerde",
    "datum": "de datum van de brief",
    "kenmerk": "het kenmerk",
    "aanhef": "de aanhef",
    "functie": "de functie van de ondertekenaar",
    "ondertekenaar": "de naam van de ondertekenaar",
    "vervolg": "het vervolg van het toezicht",
    "overleg": "het ambtelijk overleg",
    "reactie_bestuur": "de reactie van het bestuur",
}


@dataclass(frozen=True)
class Letter:
    """The letter as it stands. Lines are tuples; an absent field is empty."""

    organisatie: str = "De inspectie"
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def line(self, name: str) -> str:
        """A field of one line; empty when absent."""
        return ", ".join(self.lines.get(name, ()))

    def all_lines(self, name: str) -> tuple[str, ...]:
        """A field of several lines; empty when absent."""
        return self.lines.get(name, ())


def read_letter(content: ReportContent) -> Letter:
    """The letter's fields.

    Raises:
        UsageError: a key that nobody knows, or a value that is no text, date or list of these.
    """
    given: Mapping[str, Any] = content.dossier.letter
    problems = [
        Problem(f"the key '{key}' is unknown", where=FILE, hint=did_you_mean(str(key), FIELDS))
        for key in given
        if key not in FIELDS
    ]
    lines: dict[str, tuple[str, ...]] = {}
    for key in FIELDS:
        try:
            lines[key] = _lines(given.get(key))
        except TypeError:
            problems.append(Problem(f"'{key}' is neither a text nor a list of texts", where=FILE))
    if problems:
        raise UsageError(problems)
    texts = {key: "\n\n".join(lines.pop(key)) for key in TEXTS}
    missing = tuple(key for key in NEEDED if not (lines.get(key) or texts.get(key)))
    return Letter(" ".join(lines["organisatie"]) or "De inspectie", lines, texts, missing)


def _lines(value: Any) -> tuple[str, ...]:
    match value:
        case None | "" | []:
            return ()
        case bool() | dict():
            raise TypeError
        case datetime():
            return (date_text(value.date()),)
        case date():
            return (date_text(value),)
        case list() | tuple():
            return tuple(line for item in value for line in _lines(item))
        case str():
            return (value.strip(),)
        case int() | float():
            return (str(value),)
    raise TypeError
