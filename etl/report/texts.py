"""The analyst's words: Markdown in which every number is asked for by its fact, and no claim goes against a verdict.

    {{ fact("fact_id") }}            the number, as running text has it ("92,5 procent")
    {{ fact("fact_id", "norm") }}    another of its numbers: norm, low, high, range, numerator, denominator, coverage
    {{ quote("artikel 9:12a Awb") }} a declared quotation, name or reference

Years and dates may be written out. Paragraphs, lists, emphasis, headings and block quotes are known; links, images and
HTML are not: they stay as they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from etl.model.errors import Problem, UsageError, did_you_mean
from etl.model.facts import Fact
from etl.model.period import Period
from etl.report.book import FactBook
from etl.report.claims import contradictions
from etl.report.dutch import MONTHS, NUMBER_WORDS
from etl.report.marks import Marks, cite, period

EXPRESSION = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_CALL = re.compile(r"^\s*(fact|quote)\(\s*([\"'])(.+?)\2\s*(?:,\s*([\"'])(\w+)\4\s*)?\)\s*$", re.DOTALL)
_MONTHS = "|".join(MONTHS)
DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS}) (?:19|20)\d{{2}}\b")
YEAR = re.compile(r"\b(?:19|20)\d{2}\b(?!\s*(?:procent|%|promille|klant|klacht|gesprek|verzoek|[.,]\d))")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd")
_WORD_SHARE = re.compile(
    rf"\b(?:\w*(?:{'|'.join(_TENS)})|{'|'.join((*NUMBER_WORDS, 'dertien', 'veertien'))}|\w+tien)"
    r"\s+(?:procent|procentpunt|promille)\b",
    re.IGNORECASE,
)
FIELDS = {
    "printed": "prose",
    "prose": "prose",
    "norm": "norm_prose",
    "low": "low",
    "high": "high",
    "range": "range_prose",
    "numerator": "numerator",
    "denominator": "denominator",
    "coverage": "coverage",
    "bare": "bare",
}


@dataclass
class _Reading:
    """One text while it is read: what its expressions stand for, and what is wrong with it."""

    name: str
    source: str
    marks: list[Markup]
    facts: list[Fact | None]
    problems: list[Problem]

    def problem(self, what: str, position: int, expected: str = "", hint: str = "") -> None:
        line = self.source.count("\n", 0, position) + 1
        self.problems.append(Problem(what, where=self.name, line=line, expected=expected, hint=hint))


class Texts:
    """Reads the dossier's texts for one report."""

    def __init__(self, book: FactBook, marks: Marks) -> None:
        self.book, self.marks = book, marks

    def render(self, name: str, source: str) -> Markup:
        """Checked Markdown as HTML.

        Args:
            name: the file, for messages.
            source: the Markdown.

        Raises:
            UsageError: every typed figure, unknown fact, unknown expression and contradicted verdict, with its line.
        """
        reading = _Reading(name, source, [], [], [])
        text = EXPRESSION.sub(lambda match: self._expression(reading, match), source)
        for problem in (*_typed_figures(reading, text), *_contradicted(reading, text)):
            reading.problem(*problem)
        if reading.problems:
            raise UsageError(sorted(reading.problems, key=lambda item: item.line or 0))
        text = DATE.sub(lambda match: _keep(reading, cite(match[0], "date")), text)
        text = YEAR.sub(lambda match: _keep(reading, period(Period.parse(match[0]))), text)
        return _restore(_markdown(text), reading.marks)

    def _expression(self, reading: _Reading, match: re.Match[str]) -> str:
        call = _CALL.match(match[1] or "")
        if call is None:
            reading.problem(
                "this expression is unknown", match.start(), expected='{{ fact("fact_id") }} or {{ quote("words") }}'
            )
            return ""
        kind, argument, form = call[1], call[3], call[5]
        if kind == "quote":
            return _keep(reading, cite(argument, "quote"))
        return self._fact(reading, match.start(), argument, form or "prose")

    def _fact(self, reading: _Reading, position: int, identity: str, form: str) -> str:
        fact = self.book.facts.get(identity)
        if fact is None:
            reading.problem(f"there is no fact '{identity}'", position, hint=did_you_mean(identity, self.book.facts))
            return ""
        if form not in FIELDS:
            reading.problem(f"a fact has no number '{form}'", position, hint=did_you_mean(form, FIELDS))
            return ""
        return _keep(reading, self.marks.number(fact, FIELDS[form]), fact)


def _keep(reading: _Reading, mark: Markup, fact: Fact | None = None) -> str:
    reading.marks.append(mark)
    reading.facts.append(fact)
    return f"\ue000{len(reading.marks) - 1}\ue001"


def _restore(html: str, marks: list[Markup]) -> Markup:
    return Markup(re.sub("\ue000(\\d+)\ue001", lambda match: str(marks[int(match[1])]), html))  # noqa: S704 - both escaped


def _typed_figures(reading: _Reading, text: str) -> Iterator[tuple[str, int, str, str]]:
    """Numerals that stand in the text itself. Positions are those of the line in the source."""
    offset = 0
    for line, original in zip(text.split("\n"), _aligned(reading.source), strict=False):
        bare = _LIST_NUMBER.sub("", YEAR.sub("", DATE.sub("", re.sub("\ue000\\d+\ue001", "", line))))
        for found in (*re.finditer(r"\d[\d.,]*", bare), *_WORD_SHARE.finditer(bare)):
            yield (
                f"'{found[0].strip('.,')}' is typed by hand",
                offset,
                "a number asked for by its fact",
                'write {{ fact("fact_id") }}, or {{ quote("…") }} for a name or reference.',
            )
        offset += len(original) + 1


def _aligned(source: str) -> list[str]:
    """The source in lines; an expression over more lines counts as standing on its first."""
    return source.split("\n")


def _contradicted(reading: _Reading, text: str) -> Iterator[tuple[str, int, str, str]]:
    for found in contradictions(text, reading.facts):
        clause = re.sub("\ue000(\\d+)\ue001", "…", found.clause)
        line = text.count("\n", 0, found.position + (len(found.clause) - len(found.clause.lstrip())))
        position = sum(len(row) + 1 for row in reading.source.split("\n")[:line])
        yield (
            f"'{clause}' claims '{found.claim}', but {found.fact.fact_id} has verdict {found.fact.verdict}",
            position,
            "words that fit the verdict",
            "verdicts follow from facts; change the words.",
        )


def _markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"html": False, "typographer": False})
    parser.enable(["emphasis", "newline", "escape"])
    parser.enable(["list", "blockquote", "heading", "lheading"])
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.type == "heading_open":
                token.attrSet("class", "tussenkop")
    return str(parser.renderer.render(tokens, parser.options, {}))


def quotations(sources: Iterator[str]) -> Iterator[str]:
    """Every declared quotation in these texts."""
    for source in sources:
        for match in EXPRESSION.finditer(source):
            call = _CALL.match(match[1] or "")
            if call is not None and call[1] == "quote":
                yield call[3]
