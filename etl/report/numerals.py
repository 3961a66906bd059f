"""Every numeral answers: to a fact, to words that the content holds, to a period, a count, or the document's numbering.

`Resolver` knows what may stand where; `check_html` asks it about each text that holds a digit, before anything is
rendered. `readback` asks the same about the finished PDF.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from pydantic import BaseModel

from etl.model.content import ReportContent
from etl.model.errors import ContractError, Problem
from etl.model.numbers import dutch
from etl.model.period import Period
from etl.report import rosters
from etl.report.book import FactBook
from etl.report.counting import tally
from etl.report.deliveries import entry_text, unit_text
from etl.report.dutch import capital, date_text, period_names
from etl.report.figures import norm_text, shown
from etl.report.marks import DECLARATIONS
from etl.report.markup import local_name
from etl.report.openpoints import open_points
from etl.report.quality import printed_title
from etl.report.texts import DATE, quotations

# A digit inside a word (sha256) is a name, not a number.
NUMERAL = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*")
STRUCTURE = re.compile(
    r"(?:(?:Tabel|Figuur|Bijlage|Hoofdstuk|Paragraaf|Pagina|tabel|figuur|bijlage|hoofdstuk|paragraaf|"
    r"noot)\s)?[A-Z]?\d*(?:\.\d+)*\.?|\d{1,3}(?:\.\d{3})*(?:,\d+)?%?"
)
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"[\s\u00a0\u00ad\u2010-]+")
HIDDEN = {"head", "style", "script"}
DECLARED = frozenset(DECLARATIONS)


def normal(text: str) -> str:
    """Text without what layout adds or takes: spaces and hyphens."""
    return _SPACES.sub("", text)


class Resolver:
    """What a numeral may answer to in one report."""

    def __init__(self, content: ReportContent, book: FactBook | None = None) -> None:
        self.content, self.book = content, book or FactBook(content)
        self.counts = tally(content, self.book)

    @cached_property
    def known(self) -> set[str]:
        """Every text with a digit of the content outside the facts' values, as `normal` has it."""
        return {normal(text) for text in set(_strings(self.content, self.book)) if _DIGIT.search(text)}

    def resolves(self, declared: Mapping[str, str], text: str) -> bool:
        """Whether a text with a numeral says what its declaration holds."""
        if identity := declared.get("data-fact"):
            return self._fact(declared, identity, text)
        if name := declared.get("data-period"):
            return normal(text) in {normal(form) for form in period_names(Period.parse(name))}
        if "data-cite" in declared:
            return normal(text) in self.known or DATE.fullmatch(text.strip()) is not None
        if "data-count" in declared:
            key = declared["data-count"]
            return key in self.counts and normal(text) == normal(dutch(Decimal(self.counts[key])))
        if "data-structure" in declared:
            return STRUCTURE.fullmatch(text.strip()) is not None
        return self._named(declared, text)

    def _fact(self, declared: Mapping[str, str], identity: str, text: str) -> bool:
        fact = self.book.facts.get(identity)
        other = self.book.facts.get(declared.get("data-against", ""))
        return fact is not None and normal(shown(fact, declared.get("data-field", "printed"), other)) == normal(text)

    def _named(self, declared: Mapping[str, str], text: str) -> bool:
        """Whether a text is that cell of a record that is named."""
        known = {roster.roster: roster for roster in self.content.programme.rosters}
        try:
            name = declared["data-roster"]
            told = rosters.shown(known[name], self.book.named(name), declared["data-row"], declared["data-field"])
        except KeyError:
            return False
        return normal(told) == normal(text)

    def allowed_in_figure(self, identities: Iterable[str]) -> set[str]:
        """The numerals that the words and labels of a figure may hold: its facts, their norms and periods."""
        allowed: set[str] = set()
        for identity in identities:
            if (fact := self.book.facts.get(identity)) is None:
                continue
            texts = [shown(fact, field) for field in ("printed", "low", "high", "norm")]
            texts += [
                *period_names(fact.period),
                *(str(code) for code in fact.dimensions.values()),
                self.book.title(fact.indicator),
                self.book.scope_label(fact.dimensions),
            ]
            allowed.update(numeral for text in texts for numeral in NUMERAL.findall(text))
        for title in (self.book.title(name) for name in self.book.indicators):
            allowed.update(NUMERAL.findall(title))
        for period in self.book.columns:
            allowed.update(numeral for text in period_names(period) for numeral in NUMERAL.findall(text))
        return allowed

    def margin_texts(self) -> list[str]:
        """The words of running heads and feet, and of table heads that are repeated on a next page."""
        content, book = self.content, self.book
        texts = [content.programme.title.nl, content.facts_sha256, str(content.edition.number)]
        texts += list(_walk(content.dossier.letter))
        texts += [text for period in (*book.columns, *book.months) for text in period_names(period)]
        texts += [book.title(name) for name in book.indicators]
        texts += [chapter.title.nl for chapter in content.programme.chapters]
        return texts


def _strings(content: ReportContent, book: FactBook) -> Iterator[str]:
    """Every text and number of the content outside the facts' values, in each form in which it is printed."""
    for thing in (
        content.programme,
        content.checks,
        content.deliveries,
        content.edition,
        content.dossier.letter,
        content.facts_sha256,
        content.definitions_sha256,
        content.software_version,
        content.demo or {},
        content.withdrawn,
        content.as_of,
    ):
        yield from _walk(thing)
    yield from (text for line in content.deliveries for text in (unit_text(line), entry_text(line)))
    yield from open_points(content)
    yield from map(printed_title, content.checks)
    yield from quotations(iter(content.dossier.texts.values()))
    yield from quotations(text for text in _walk(content.dossier.letter))
    for fact in content.facts:
        yield from (*fact.notes, fact.reason, fact.fact_id, fact.line_id)
        yield from (book.scope_label(fact.dimensions), book.scope_adjunct(fact.dimensions))
        yield capital(book.scope_label(fact.dimensions))
        yield from (dutch(Decimal(int(value))) for value in fact.excluded.values())
    units = {indicator.indicator: indicator.unit for indicator in content.programme.indicators}
    yield from (norm_text(norm, units.get(norm.indicator, "count")) for norm in content.programme.norms)


def _walk(thing: Any) -> Iterator[str]:
    """Every number, and every text with a digit, inside a thing, each in the forms in which it is printed."""
    if isinstance(thing, BaseModel):
        thing = {name: getattr(thing, name) for name in type(thing).model_fields}
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        thing = {item.name: getattr(thing, item.name) for item in dataclasses.fields(thing)}
    if isinstance(thing, Mapping):
        thing = [*thing.keys(), *thing.values()]
    if isinstance(thing, list | tuple | set):
        yield from (text for item in thing for text in _walk(item))
    else:
        yield from _forms(thing)


def _forms(thing: Any) -> Iterator[str]:
    match thing:
        case None | bool():
            return
        case str() if not _DIGIT.search(thing):
            return
        case str():
            yield from (thing, thing.rstrip("."), capital(thing), capital(thing).rstrip("."), *thing.split("\n"))
        case int():
            yield from (str(thing), dutch(Decimal(thing)))
        case datetime():
            yield from (date_text(thing.date()), thing.isoformat())
        case date():
            yield from (date_text(thing), thing.isoformat())
        case _:
            yield str(thing)


class _Reader:
    """Walks a document: gathers, per declared element, its text; and finds every digit outside declared elements."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver, self.found = resolver, list[tuple[str, str]]()

    def read(self, element: Element, owner: list[str] | None, figure: set[str] | None, part: str) -> None:
        """One element: its words belong to the nearest declared element, or to none.

        Args:
            element: the element.
            owner: the words so far of the declared element around it; None outside any.
            figure: the numerals that the drawing around it may hold; None outside a drawing.
            part: the section it stands in, for messages.
        """
        name, values = local_name(element), element.attrib
        if name in HIDDEN:
            return
        if name == "section":
            part = values.get("id", part)
        if name == "svg":
            figure = self.resolver.allowed_in_figure(values.get("data-facts", "").split())
            figure |= set(NUMERAL.findall(values.get("data-axis", "")))
        own: list[str] | None = None if DECLARED.isdisjoint(values) else []
        words = owner if own is None else own
        self._text(element.text, words, figure, part)
        for child in element:
            self.read(child, words, figure, part)
            self._text(child.tail, words, figure, part)
        if own is not None:
            text = "".join(own)
            if NUMERAL.search(text) and not self.resolver.resolves(values, text):
                self.found.append((text.strip(), part))

    def _text(self, text: str | None, words: list[str] | None, figure: set[str] | None, part: str) -> None:
        if not text:
            return
        if words is not None:
            words.append(text)
        elif not set(NUMERAL.findall(text)) <= (figure or set()):
            self.found.append((" ".join(text.split()), part))


def unresolved_in_html(root: Element, resolver: Resolver) -> list[tuple[str, str]]:
    """The texts with a numeral that answers to nothing, with the section that they stand in."""
    reader = _Reader(resolver)
    reader.read(root, None, None, "")
    return reader.found


def check_html(root: Element, resolver: Resolver) -> None:
    """Stop on a numeral that answers to nothing.

    Raises:
        ContractError: one problem per such text.
    """
    found = unresolved_in_html(root, resolver)
    if found:
        raise ContractError(
            [
                Problem(
                    f"a numeral answers to no fact, quotation or structure: '{text[:80]}'",
                    where=f"report, {part}" if part else "report",
                    expected="a number written by `number`, `cite`, `period`, `count` or `structure`",
                    hint="numbers are asked for by their fact, never typed.",
                )
                for text, part in found
            ]
        )
