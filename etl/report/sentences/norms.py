"""How a number stands to its norm. The verdict is the fact's; only the distance is put into words here."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from etl.model.facts import REASONS, Fact
from etl.report.marks import cite
from etl.report.phrases import distance, norm_noun
from etl.report.sentences.uncertainty import is_range
from etl.report.sentences.writer import Writer, join, sentence, words


class Norms(Writer):
    """Sentences on norms, targets and ambitions."""

    def norms(self, facts: Sequence[Fact]) -> Markup:
        """The verdicts of several scopes in a row; a norm is written out once."""
        sentences, last = [], None
        for fact in facts:
            norm = (fact.norm_kind, fact.norm_operator, fact.norm_value)
            told = self.against_norm(fact, again=norm == last)
            if told:
                sentences.append(told)
                last = norm
        return join(sentences)

    def against_norm(self, fact: Fact, *, again: bool = False) -> Markup:
        """The verdict, and how far the number lies from the norm; empty without a norm to judge by.

        `again`: the norm was named just before.
        """
        if fact.norm_value is None or fact.verdict == "no_norm":
            return Markup()
        noun = norm_noun(fact)
        named = words("deze", noun) if again else words("de", noun, "van", self.marks.number(fact, "norm_prose"))
        if fact.verdict == "undetermined" or fact.value is None:
            return self._undetermined(fact, named)
        verdict = "gehaald" if fact.verdict == "met" else "niet gehaald"
        scope = self.adjunct(fact)
        head = words(scope, "is", named) if scope else words(named, "is")
        return sentence(head, Markup("{}; {}").format(verdict, self._distance(fact)))

    def _distance(self, fact: Fact) -> str:
        assert fact.value is not None and fact.norm_value is not None
        place = distance(fact.value, fact.norm_value, fact.unit)
        if place == "gelijk aan":
            return f"{self.subject(fact)} is eraan gelijk"
        return f"{self.subject(fact)} ligt er{'' if place in ('boven', 'onder') else ' '}{place}"

    def _undetermined(self, fact: Fact, named: Markup) -> Markup:
        if fact.value is None:
            return sentence("daarom is ook niet vast te stellen of", named, self.adjunct(fact), "is gehaald")
        why = REASONS.get(fact.reason, "de gegevens zijn daarvoor niet toereikend")
        told = sentence("of", named, self.adjunct(fact), Markup("is gehaald, is niet vast te stellen: {}").format(why))
        if not is_range(fact):
            return told
        return join(
            [told, sentence(self.subject(fact), "kan tussen", self.marks.number(fact, "range_prose"), "liggen")]
        )

    def promises(self, facts: Sequence[Fact]) -> Markup:
        """A norm without a value: what was promised, and that it cannot be judged."""
        texts = dict.fromkeys(norm.text.nl for fact in facts if (norm := self.book.promise(fact)) and norm.text)
        return join([cite(text, "norm") + " De inspectie geeft daarom op dit punt geen oordeel." for text in texts])
