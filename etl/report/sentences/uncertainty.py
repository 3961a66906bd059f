"""How sure a number is and how far its parts lie apart: coverage, margin, spread over places and months."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from etl.model.facts import Fact
from etl.report.dutch import MONTHS, listing
from etl.report.sentences.writer import Writer, enumeration, sentence, words

PLACE_NOUNS = {"region": "regio", "site": "vestiging", "division": "divisie", "client_group": "klantgroep"}


def is_range(fact: Fact) -> bool:
    """Whether a fact has bounds that differ."""
    return fact.value is not None and fact.low is not None and fact.high is not None and fact.low != fact.high


def by_value(fact: Fact) -> tuple[Fraction, str]:
    """Order by value, then by id."""
    return fact.value or Fraction(0), fact.fact_id


class Uncertainty(Writer):
    """Sentences on coverage, margins and spread."""

    def coverage(self, fact: Fact) -> Markup:
        """What part of the expected deliveries a number rests on; empty when all came in."""
        given, expected = fact.coverage.delivered, fact.coverage.expected
        if fact.coverage.complete or expected == 0:
            return Markup()
        head = words("van de", self.marks.number(fact, "expected"), "verwachte maandleveringen")
        if given == 0:
            return sentence(head, "is er geen ontvangen")
        told = words(head, "is" if given == 1 else "zijn", "er", self.marks.number(fact, "delivered"), "ontvangen")
        if not is_range(fact):
            return sentence(told)
        return sentence(
            Markup("{}; de werkelijke waarde ligt tussen {}").format(told, self.marks.number(fact, "range_prose"))
        )

    def margins(self, facts: Sequence[Fact]) -> Markup:
        """The intervals of sampled numbers, in one sentence; empty for numbers that are no sample."""
        sampled = [fact for fact in facts if self.sampled(fact) and is_range(fact)]
        clauses = [words(self.adjunct(fact), "tussen", self.marks.number(fact, "range_prose")) for fact in sampled]
        if not clauses:
            return Markup()
        head = words("met inachtneming van de steekproefmarge ligt", self.subject(sampled[0]))
        return sentence(head, enumeration(clauses))

    def spread(self, groups: Sequence[Sequence[Fact]], by: str) -> Markup:
        """From the lowest to the highest place, per division where there are several.

        `Per regio loopt het aandeel uiteen: bij divisie WW van … (regio Noord) tot … (regio Zuid) en bij …`
        """
        known = [sorted((fact for fact in facts if fact.value is not None), key=by_value) for facts in groups]
        ranges = [(facts[0], facts[-1]) for facts in known if len(facts) > 1]
        if not ranges:
            return Markup()
        apart = [(low, high) for low, high in ranges if low.printed != high.printed]
        alike = [low for low, high in ranges if low.printed == high.printed]
        head, subject = words("per", PLACE_NOUNS[by]), self.subject(ranges[0][0])
        return words(
            self._apart(words(head, "loopt", subject), apart, by),
            self._alike(words(head, "verschilt", subject), alike, by),
        )

    def _apart(self, head: Markup, ranges: Sequence[tuple[Fact, Fact]], by: str) -> Markup:
        if len(ranges) == 1:
            return sentence(head, self._outer(ranges[0][0], by), "uiteen", self._range(*ranges[0], by))
        clauses = [words(self._outer(low, by), self._range(low, high, by)) for low, high in ranges]
        return sentence(head, "uiteen:", enumeration(clauses)) if clauses else Markup()

    def _alike(self, head: Markup, facts: Sequence[Fact], by: str) -> Markup:
        same = Markup("niet noemenswaard")
        if len(facts) == 1:
            return sentence(head, self._outer(facts[0], by), same, Markup("({})").format(self.number(facts[0])))
        clauses = [words(self._outer(fact, by), self.number(fact)) for fact in facts]
        return sentence(head, words(same) + ":", enumeration(clauses)) if clauses else Markup()

    def _range(self, low: Fact, high: Fact, by: str) -> Markup:
        names = [self.book.code_label(by, fact.dimensions[by]) for fact in (low, high)]
        return words("van", self.number(low), f"({names[0]})", "tot", self.number(high), f"({names[1]})")

    def _outer(self, fact: Fact, by: str) -> Markup:
        outer = {key: code for key, code in fact.dimensions.items() if key != by}
        return escape(self.book.line_adjunct(fact.indicator, outer))

    def months(self, fact: Fact) -> Markup:
        """The lowest and the highest month, and the months without a number."""
        monthly = [(month, self.book.at(fact, month)) for month in self.book.months]
        known = sorted((item for _, item in monthly if item is not None and item.value is not None), key=by_value)
        if len(known) < 2:
            return Markup()
        low, high = known[0], known[-1]
        told = sentence(
            "per maand liep",
            self.subject(fact),
            self.adjunct(fact),
            "uiteen van",
            self.number(low),
            f"({self._month(low)})",
            "tot",
            self.number(high),
            f"({self._month(high)})",
        )
        gaps = [month for month, item in monthly if item is None or item.value is None]
        if not gaps:
            return told
        names = listing([MONTHS[month.first % 12] for month in gaps])
        return words(told, sentence("over", names, "is geen cijfer beschikbaar"))

    def _month(self, fact: Fact) -> str:
        return MONTHS[fact.period.first % 12]
