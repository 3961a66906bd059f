"""What a number was, and when it is missing, why."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from etl.model.facts import Fact
from etl.report.marks import period
from etl.report.sentences.writer import Writer, enumeration, join, sentence, words


class Level(Writer):
    """Sentences on the level."""

    def level(self, facts: Sequence[Fact]) -> Markup:
        """The total first, then the scopes; what is missing is said apart, with the reason."""
        known = [fact for fact in facts if fact.value is not None]
        unknown = [fact for fact in facts if fact.value is None]
        return join([self._known(known), *(self.missing(fact) for fact in unknown)])

    def _known(self, facts: Sequence[Fact]) -> Markup:
        if not facts:
            return Markup()
        first, rest = facts[0], facts[1:]
        head = words("in", period(first.period), "bedroeg", self.subject(first))
        if self.adjunct(first):
            return sentence(head, enumeration([words(self.number(fact), self.adjunct(fact)) for fact in facts]))
        whole = sentence(head, self.number(first))
        return join([whole, self._scopes(first, rest)]) if rest else whole

    def _scopes(self, total: Fact, facts: Sequence[Fact]) -> Markup:
        """`Voor werknemers was dat 63,8 procent en voor werkgevers 81,5 procent.`; said shortly when all are equal."""
        if all(fact.printed == total.printed for fact in facts):
            return sentence("dat geldt ook", enumeration([self.adjunct(fact) for fact in facts]))
        clauses = [
            words(self.adjunct(fact), "was dat" if fact is facts[0] else "", self.number(fact)) for fact in facts
        ]
        return sentence(enumeration(clauses))

    def missing(self, fact: Fact) -> Markup:
        """That a number could not be established, and why."""
        name = period(fact.period)
        if fact.reason == "empty_denominator" or fact.denominator == 0:
            why = words("zich in", name, "geen gevallen hebben voorgedaan")
        elif fact.reason == "empty_stratum":
            why = words("niet van elke klantgroep in", name, "respondenten zijn")
        elif fact.coverage.delivered == 0 or fact.reason == "not_delivered":
            why = words("over", name, "geen gegevens zijn geleverd")
        else:
            why = words("de geleverde gegevens over", name, "daarvoor niet toereikend zijn")
        scope = self.adjunct(fact)
        head = words(scope, "is", self.subject(fact)) if scope else words(self.subject(fact), "is")
        return sentence(head, "niet vast te stellen, omdat", why)
