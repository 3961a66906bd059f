"""Footnotes: what a reader must know about a number, where the number stands.

Sources are the caveats of the indicator (texts of the programme) and the notes that the run made for the fact, among
them its coverage. A text is given once per part; after that the reader has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from etl.model.facts import Fact
from etl.report.book import FactBook
from etl.report.dutch import capital
from etl.report.marks import cite
from etl.report.sentences import Sentences, join


def told_in_text(book: FactBook, fact: Fact, note: str) -> bool:
    """Whether the running text says this already: a norm without a value is a sentence of its own."""
    promise = book.promise(fact)
    return promise is not None and promise.text is not None and promise.text.nl == note


class Notes:
    """The footnotes of one part."""

    def __init__(self, book: FactBook, sentences: Sentences) -> None:
        self.book, self.sentences = book, sentences
        self.given: set[str] = set()

    def foot(self, facts: Sequence[Fact]) -> Markup:
        """The footnotes themselves, to stand right after the words they belong to."""
        notes = [*self._caveats(facts), *self._notes(facts)]
        return Markup().join(Markup("<foot-note>{}</foot-note>").format(note) for note in notes)

    def _caveats(self, facts: Sequence[Fact]) -> Iterator[Markup]:
        for name in dict.fromkeys(caveat for fact in facts for caveat in fact.caveats):
            if name in self.book.programme.caveats and self._is_new(text := self.book.programme.caveats[name].nl):
                yield cite(text, "caveat")

    def _notes(self, facts: Sequence[Fact]) -> Iterator[Markup]:
        """A note that all facts share stands alone; others are put together in one footnote, each with its scope."""
        texts = {fact.fact_id: self._texts(fact) for fact in facts}
        shared = [
            text
            for text in dict.fromkeys(text for own in texts.values() for text in own)
            if all(text in own for own in texts.values())
        ]
        for text in shared:
            if self._is_new(text):
                yield cite(text, "note")
        apart = [self._scoped(fact, [text for text in texts[fact.fact_id] if text not in shared]) for fact in facts]
        if (note := join(apart)) and self._is_new(str(note)):
            yield note

    def _texts(self, fact: Fact) -> list[str]:
        return [text for text in fact.notes if not told_in_text(self.book, fact, text)]

    def _scoped(self, fact: Fact, texts: Sequence[str]) -> Markup:
        if not texts:
            return Markup()
        scope = cite(capital(self.book.line_label(fact.indicator, fact.dimensions)), "scope")
        return Markup("<em>{}:</em> {}").format(scope, join([cite(text, "note") for text in texts]))

    def _is_new(self, text: str) -> bool:
        new = text not in self.given
        self.given.add(text)
        return new
