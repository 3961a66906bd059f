"""How a number moved: against the year before, and from the first half-year to the second.

Differences are computed from exact values. Scopes that moved the same way share a verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from etl.model.facts import Fact
from etl.model.period import Period
from etl.report.dutch import HALVES, half_of
from etl.report.marks import period
from etl.report.phrases import direction, margins_overlap
from etl.report.sentences.writer import Writer, enumeration, join, sentence, words

Pair = tuple[Fact, Fact]  # new, old


def comparable(new: Fact, old: Fact | None) -> bool:
    """Whether two facts can be compared: both known, by the same version of the definition."""
    return (
        old is not None
        and new.value is not None
        and old.value is not None
        and new.definition_version == old.definition_version
    )


class Development(Writer):
    """Sentences on change."""

    def pairs(self, facts: Sequence[Fact]) -> list[Pair]:
        """The facts that can be compared over the first of the report's steps, each with the earlier fact."""
        return self._pairs(facts, *self.book.steps[0])

    def _pairs(self, facts: Sequence[Fact], now: Period, earlier: Period) -> list[Pair]:
        both = [(self.book.at(fact, now), self.book.at(fact, earlier)) for fact in facts]
        return [(new, old) for new, old in both if new is not None and old is not None and comparable(new, old)]

    def changes(self, facts: Sequence[Fact]) -> Markup:
        """The facts over each of the report's steps, a sentence for each; empty when nothing can be compared."""
        return join([self._compared(self._pairs(facts, *step), *step) for step in self.book.steps])

    def _compared(self, pairs: Sequence[Pair], now: Period, earlier: Period) -> Markup:
        if not pairs:
            return Markup()
        if now == self.book.main:
            lead = words("ten opzichte van", period(earlier))
        else:
            lead = words("van", period(earlier), "op" if now.year_before() == earlier else "tot", period(now))
        return join([self._moved(lead, pairs, self._change_size), *self._reservations(pairs)])

    def change(self, new: Fact, old: Fact) -> Markup:
        """One fact against one earlier fact, whatever their periods."""
        if not comparable(new, old):
            return Markup()
        lead = words("ten opzichte van", period(old.period))
        return join([self._moved(lead, [(new, old)], self._change_size), *self._reservations([(new, old)])])

    def halves(self, facts: Sequence[Fact]) -> Markup:
        """The second half-year against the first, in one sentence; empty when nothing can be compared."""
        pairs = []
        for fact in facts:
            parts = [self.book.at(fact, half) for half in self.book.halves]
            if len(parts) == 2 and parts[0] is not None and parts[1] is not None and comparable(parts[1], parts[0]):
                pairs.append((parts[1], parts[0]))
        if not pairs:
            return Markup()
        return join(
            [self._moved(words("in de loop van het jaar"), pairs, self._half_sizes(pairs)), *self._reservations(pairs)]
        )

    def _moved(self, lead: Markup, pairs: Sequence[Pair], size: Callable[[Pair], Markup]) -> Markup:
        clauses: list[Markup] = []
        last = ""
        for pair in pairs:
            new, old = pair
            verb, _, rest = direction(new, old).partition(" ")
            subject = self.pronoun(new) if clauses else self.subject(new)
            head = words(verb, subject) if verb != last else Markup()
            clauses.append(words(head, self.adjunct(new), rest, size(pair)))
            last = verb
        return sentence(lead, enumeration(clauses))

    def _change_size(self, pair: Pair) -> Markup:
        new, old = pair
        if new.printed == old.printed:
            return Markup("({})").format(self.number(new))
        both = words("van", self.marks.number(old, "bare"), "naar", self.number(new))
        if new.unit == "ratio":
            return both
        if direction(new, old).startswith("bleef"):
            return Markup("({})").format(both)
        return Markup("met {} ({})").format(self.marks.number(new, "change", old), both)

    def _half_sizes(self, pairs: Sequence[Pair]) -> Callable[[Pair], Markup]:
        """How to write the halves of each pair: the first one that moved says which number is of which half."""
        told = next((pair for pair in pairs if not direction(*pair).startswith("bleef")), None)

        def size(pair: Pair) -> Markup:
            new, old = pair
            if new.printed == old.printed:
                return Markup("({})").format(self.number(new))
            if pair is not told:
                return words("van", self.marks.number(old, "bare"), "naar", self.number(new))
            first, second = HALVES[half_of(old.period)], HALVES[half_of(new.period)]
            return words("van", self.number(old), "in de", first, "naar", self.number(new), "in de", second, "helft")

        return size

    def _reservations(self, pairs: Sequence[Pair]) -> list[Markup]:
        """What a reader must hold against these comparisons."""
        moved = [(new, old) for new, old in pairs if new.value != old.value]
        partial = [new for new, old in moved if not (new.coverage.complete and old.coverage.complete)]
        chance = [new for new, old in moved if new not in partial and self.sampled(new) and margins_overlap(new, old)]
        told = []
        if partial:
            scope = self._scope_of(partial, pairs)
            told.append(
                sentence(
                    "omdat niet over beide perioden alle gegevens zijn geleverd, geldt de vergelijking",
                    scope,
                    "met voorbehoud",
                )
            )
        if chance:
            noun = ("de verschillen", "vallen") if len(chance) > 1 else ("het verschil", "valt")
            told.append(sentence(noun[0], self._scope_of(chance, pairs), noun[1], "binnen de steekproefmarges"))
        return told

    def _scope_of(self, some: Sequence[Fact], pairs: Sequence[Pair]) -> Markup:
        """The scopes of some of the facts; empty when it is all of them."""
        if len(some) == len(pairs):
            return Markup()
        return enumeration([self.adjunct(fact) or Markup("voor het totaal") for fact in some])
