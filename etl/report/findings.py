"""Findings: what the facts of a section say, indicator by indicator, in the order of the programme.

Findings state; they do not conclude. Conclusions are the analyst's and come from the dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from etl.model.facts import Fact
from etl.model.programme import Section
from etl.report.book import FactBook
from etl.report.marks import cite, period
from etl.report.notes import Notes
from etl.report.sentences import Sentences, enumeration, join, sentence
from etl.report.sentences.writer import words
from etl.report.tables import PLACES


@dataclass(frozen=True)
class Finding:
    """One indicator in words: its title and its paragraphs."""

    indicator: str
    title: str
    paragraphs: tuple[Markup, ...]


def _first(facts: list[Fact]) -> list[Fact]:
    """The total, or without one the scopes of the first breakdown: what a change is told of when nothing is judged."""
    alike = (facts[0].indicator, set(facts[0].dimensions))
    return [fact for fact in facts if (fact.indicator, set(fact.dimensions)) == alike]


class Findings:
    """Writes the findings of one part, with footnotes that are not repeated within it."""

    def __init__(self, book: FactBook, sentences: Sentences, notes: Notes) -> None:
        self.book, self.say, self.notes = book, sentences, notes

    def of(self, section: Section) -> tuple[Finding, ...]:
        """The findings of a section; an indicator without any fact is named as missing."""
        return tuple(Finding(name, self.book.title(name), self._paragraphs(name)) for name in section.indicators)

    def facts(self, indicator: str) -> list[Fact]:
        """The facts of the period judged, for the total, the scopes that are not places, and the same of each part."""
        stated = (
            self.book.fact(name, self.book.main, scope)
            for name in (indicator, *self.book.parts(indicator))
            for scope in self.book.lines(name)
            if not set(scope) & set(PLACES)
        )
        return [fact for fact in stated if fact is not None]

    def _paragraphs(self, indicator: str) -> tuple[Markup, ...]:
        facts = self.facts(indicator)
        if not facts:
            return (sentence("over", period(self.book.main), "is voor deze indicator geen cijfer vastgesteld"),)
        level = self.say.level(facts) + self.notes.foot(facts)
        first = join([level, self.say.norms(facts), self.say.promises(facts)])
        judged = [fact for fact in facts if fact.norm_value is not None or self.book.promise(fact) is not None]
        second = join(
            [
                self.say.changes(judged or _first(facts)),
                self.say.halves(judged),
                self._margins(judged),
                *(self._spread(indicator, place) for place in PLACES),
            ]
        )
        return tuple(paragraph for paragraph in (first, second) if paragraph)

    def _margins(self, facts: list[Fact]) -> Markup:
        return self.say.margins([fact for fact in facts if fact.verdict != "undetermined"])

    def _spread(self, indicator: str, place: str) -> Markup:
        """The dispersion over regions or sites, per division and part where there are several."""
        wholes: dict[tuple[str, tuple[tuple[str, str], ...]], list[Fact]] = {}
        for name in (indicator, *self.book.parts(indicator)):
            for scope in self.book.lines(name):
                fact = self.book.fact(name, self.book.main, scope)
                if place in scope and fact is not None:
                    outer = tuple(item for item in scope.items() if item[0] != place)
                    wholes.setdefault((name, outer), []).append(fact)
        return self.say.spread(list(wholes.values()), place)

    def silent(self, titles: Sequence[str], *, chapters: bool = False) -> Markup:
        """That nothing was delivered about these sections or chapters, which are therefore not there."""
        if not titles:
            return Markup()
        names = enumeration([Markup("‘{}’").format(cite(title)) for title in titles])
        here = "hoofdstuk" if chapters else "paragraaf"
        why = f"dit rapport bevat daarover geen {here}" if chapters else f"daarover staat hier geen {here}"
        return sentence("over", names, "zijn over", period(self.book.main), f"geen gegevens geleverd; {why}")

    def not_compared(self, section: Section) -> Markup:
        """For which indicators of a section no comparison with the period before is possible; empty when for none."""
        known = [name for name in section.indicators if any(fact.value is not None for fact in self.facts(name))]
        without = [name for name in known if not self.say.pairs(self.facts(name))]
        if not without:
            return Markup()
        now, earlier = self.book.steps[0]
        told = (
            words("is een vergelijking met", period(earlier), "niet mogelijk")
            if now == self.book.main
            else words("is de ontwikkeling van", period(earlier), "tot", period(now), "niet vast te stellen")
        )
        why = "omdat daarover geen vergelijkbare gegevens zijn geleverd"
        if without == known:
            these = "deze indicator" if len(known) == 1 else "deze indicatoren"
            return sentence("voor", these, told + ",", why)
        titles = enumeration([Markup("‘{}’").format(cite(self.book.title(name))) for name in without])
        return sentence("voor", titles, told + ",", why)
