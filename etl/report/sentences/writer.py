"""What every sentence needs: the facts, the marks that make numbers answer back, and the names of scopes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from etl.model.facts import Fact
from etl.report.book import FactBook
from etl.report.dutch import capital
from etl.report.marks import Marks, cite
from etl.report.phrases import subject


def join(parts: Sequence[Markup]) -> Markup:
    """Sentences one after another, without the empty ones."""
    return Markup(" ").join(part for part in parts if part)


def words(*parts: Markup | str) -> Markup:
    """Words beside each other, without the empty ones."""
    return Markup(" ").join(escape(part) for part in parts if part)


def enumeration(items: Sequence[Markup], word: str = "en") -> Markup:
    """`a, b en c` for marked-up items."""
    if len(items) < 2:
        return Markup().join(items)
    return Markup(", ").join(items[:-1]) + f" {word} " + items[-1]


def sentence(*parts: Markup | str) -> Markup:
    """Words with a capital and a full stop; a sentence here never begins with a tag."""
    return Markup(capital(str(words(*parts)))) + "."  # noqa: S704 - `words` has escaped it


class Writer:
    """Bound to the facts of one report and to what remembers which of them were printed."""

    def __init__(self, book: FactBook, marks: Marks) -> None:
        self.book, self.marks = book, marks

    def subject(self, fact: Fact) -> str:
        """What the number is called: `het aandeel`."""
        return subject(fact, self.book.definition(fact))

    def pronoun(self, fact: Fact) -> str:
        """The word that stands for the subject the second time."""
        return "het" if self.subject(fact).startswith("het ") else "die"

    def adjunct(self, fact: Fact) -> Markup:
        """`voor werknemers`, `bij divisie AG in regio Zuid`, `uit een audit`; empty for a total."""
        name = self.book.line_adjunct(fact.indicator, fact.dimensions)
        return cite(name) if any(sign.isdigit() for sign in name) else escape(name)

    def number(self, fact: Fact, field: str = "prose", against: Fact | None = None) -> Markup:
        """A number of a fact; a provisional one says so."""
        mark = self.marks.number(fact, field, against)
        return words(mark, "(voorlopig)") if fact.provisional and field == "prose" else mark

    def sampled(self, fact: Fact) -> bool:
        """Whether the number comes from a sample."""
        definition = self.book.definition(fact)
        return definition is not None and definition.sample
