"""Longer pieces of generated text: the letter's findings, what is known about the data, the lines of a definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from etl.model.content import ReportContent
from etl.model.facts import Fact
from etl.model.numbers import dutch
from etl.model.programme import Indicator, Norm
from etl.report.book import FactBook
from etl.report.counting import tally
from etl.report.dutch import capital, date_text, listing, number_word, plural
from etl.report.figures import norm_text
from etl.report.marks import cite, count, period, structure
from etl.report.phrases import NORM_NOUNS
from etl.report.quality import Quality
from etl.report.sentences import Sentences, enumeration, join
from etl.report.tables import verdict_groups

MOST_IN_WORDS = 12
MOST_TITLES = 6  # indicators that a sentence can name
CLOCKS = {"elapsed": "verstreken tijd, ook buiten kantooruren", "business": "tijd binnen openingsuren en op werkdagen"}


def dutch_number(number: int) -> str:
    """A count in Dutch notation."""
    return dutch(Decimal(number))


def _rounding(decimals: int) -> str:
    return f"op {number_word(decimals)} {plural(decimals, 'decimaal', 'decimalen')}" if decimals else "op hele getallen"


class Passages:
    """Writes for one report."""

    def __init__(self, content: ReportContent, book: FactBook, sentences: Sentences) -> None:
        self.content, self.book, self.say = content, book, sentences
        self.quality = Quality(content)
        self.tally = tally(content, book)

    def count(self, key: str) -> Markup:
        """A count of things in this report."""
        return count(key, self.tally)

    def words_of(self, key: str) -> Markup:
        """A count in running text: in words up to twelve, as Dutch has it."""
        number = self.tally[key]
        return Markup.escape(number_word(number)) if number <= MOST_IN_WORDS else self.count(key)

    # -- letter ----------------------------------------------------------------------------------------------------

    def verdict_count(self) -> Markup:
        """How the norms came out, in one sentence; empty when nothing was judged."""
        met, missed, open_ = (self.tally[name] for name in ("met", "not_met", "undetermined"))
        judged = met + missed + open_
        noun = plural(judged, "getoetste norm of streefwaarde", "getoetste normen en streefwaarden")
        if not judged:
            return Markup("Voor deze periode zijn geen normen getoetst.")
        if open_ == judged:
            return Markup("Van geen van de {} {} is vast te stellen of zij is gehaald.").format(
                number_word(judged), noun
            )
        if met == judged:
            return Markup("De {} {} {}.").format(
                number_word(judged), noun, plural(judged, "is gehaald", "zijn alle gehaald")
            )
        told = f"{plural(met, 'is', 'zijn')} er {number_word(met)} gehaald" if met else "is er geen gehaald"
        told += f" en {number_word(missed)} niet gehaald" if met and missed else ""
        told += f"; voor {number_word(open_)} is dat niet vast te stellen" if open_ else ""
        return Markup("Van de {} {} {}.").format(number_word(judged), noun, told)

    def letter_findings(self) -> list[Markup]:
        """One line per judged indicator, for a letter whose judgement is still to be written."""
        lines = []
        for group in verdict_groups(self.book):
            facts = [row.judged for row in group.rows if row.judged is not None and row.judged.norm_value is not None]
            if facts:
                lines.append(
                    join(
                        [
                            Markup("<strong>{}.</strong>").format(cite(group.title)),
                            self.say.level(facts),
                            self.say.norms(facts),
                        ]
                    )
                )
        return lines

    # -- data ------------------------------------------------------------------------------------------------------

    def quality_text(self) -> Markup:
        """Paragraphs on deliveries, checks and gaps."""
        paragraphs = [self._deliveries(), self._gaps(), self._checks()]
        return Markup("\n").join(Markup("<p>{}</p>").format(text) for text in paragraphs if text)

    def _deliveries(self) -> Markup:
        lines = self.content.deliveries
        if not lines:
            return Markup("Over deze periode zijn geen gegevens geleverd. Dit rapport bevat daarom geen uitkomsten.")
        rejected, masked = self.tally["rejected"], self.tally["masked"]
        also = (
            " Daarbij zijn ook de leveringen over de periode waarmee wordt vergeleken."
            if self.quality.looks_back
            else ""
        )
        text = Markup("Dit rapport steunt op {} {} met samen {} regels.{}").format(
            self.words_of("deliveries"), plural(len(lines), "levering", "leveringen"), self.words_of("rows"), also
        )
        if rejected:
            text += Markup(" Daarnaast {} {} {} onleesbaar; {} apart gehouden en niet meegeteld.").format(
                plural(rejected, "was", "waren"),
                self.words_of("rejected"),
                plural(rejected, "regel", "regels"),
                plural(rejected, "deze is", "deze zijn"),
            )
        else:
            text += " Alle regels waren leesbaar."
        if masked:
            text += Markup(" In {} {} is een tekst afgeschermd die op een persoonsnummer leek.").format(
                self.words_of("masked"), plural(masked, "geval", "gevallen")
            )
        return text + " Persoonsnummers zijn bij ontvangst vervangen door een sleutel die niet is terug te rekenen."

    def _checks(self) -> Markup:
        applied = self.tally["checks"]
        if not applied:
            return Markup("Er zijn geen controles op de gegevens uitgevoerd.")
        failed = self.tally["failed"]
        text = Markup("Op de gegevens {} {} {} uitgevoerd.").format(
            plural(applied, "is", "zijn"), self.words_of("checks"), plural(applied, "controle", "controles")
        )
        if not failed:
            return text + " De gegevens voldeden aan alle controles."
        return text + Markup(" Aan {} daarvan {} de gegevens; {} {} een afwijking aan het licht.").format(
            self.words_of("passed"), "voldeden", self.words_of("failed"), plural(failed, "bracht", "brachten")
        )

    def warnings(self) -> list[Markup]:
        """The warnings, one line each: what was expected, and what was seen instead."""
        return [
            Markup("{} ({}): {}.").format(
                cite(capital(check.title.nl.rstrip(".")), "check"), check.code, cite(check.observed, "check")
            )
            for check in self.quality.failed
            if check.severity == "warn"
        ]

    def _gaps(self) -> Markup:
        """Which indicators rest on incomplete deliveries."""
        names = dict.fromkeys(
            fact.indicator
            for fact in self.content.facts
            if fact.period == self.book.main and fact.coverage.expected and not fact.coverage.complete
        )
        if not self.content.facts:
            return Markup("Er zijn geen cijfers vastgesteld.")
        if not names:
            return Markup("Voor alle indicatoren is over {} alles geleverd wat werd verwacht.").format(
                period(self.book.main)
            )
        return Markup(
            "Over {} zijn niet alle gegevens geleverd voor {}. Bij die cijfers is de dekking vermeld; een oordeel is "
            "alleen gegeven als het bij elke mogelijke waarde van de ontbrekende gegevens hetzelfde zou zijn."
        ).format(period(self.book.main), self._titles(list(names)))

    def _titles(self, names: Sequence[str]) -> Markup:
        """Indicators by name, or counted when there are many."""
        if len(names) > MOST_TITLES:
            return Markup("{} van de {} indicatoren").format(
                number_word(len(names)), number_word(len(self.book.indicators))
            )
        titles = enumeration([Markup("‘{}’").format(cite(self.book.title(name))) for name in names])
        return Markup("{} {}").format(plural(len(names), "de indicator", "de indicatoren"), titles)

    # -- definitions -----------------------------------------------------------------------------------------------

    def measure_title(self, name: str) -> str:
        """What a measure counts, in words; its id when it has no title."""
        titles = {measure.measure: measure.title.nl for measure in self.content.programme.measures if measure.title}
        return titles.get(name, name)

    def definition_lines(self, indicator: Indicator) -> list[Markup]:
        """What belongs to a definition besides its formula, one line each."""
        lines = [*self._exclusions(indicator), *self._method(indicator), *self._norms(indicator)]
        lines += [
            cite(self.content.programme.caveats[name].nl)
            for name in indicator.caveats
            if name in self.content.programme.caveats
        ]
        lines.append(Markup("Afronding: {}.").format(_rounding(indicator.decimals)))
        source = Markup("; bron: {}").format(cite(indicator.source)) if indicator.source else Markup()
        lines.append(
            Markup("Kenmerk: {}, versie {}{}.").format(
                cite(indicator.indicator, "identifier"), structure(indicator.version), source
            )
        )
        return lines

    def part_lines(self, indicator: Indicator) -> list[Markup]:
        """The parts of an indicator: of each what is counted, and what its definition says beyond that of the whole."""
        parts = [self.book.indicators[name] for name in self.book.parts(indicator.indicator)]
        return [self._part(part, indicator) for part in parts]

    def _part(self, part: Indicator, whole: Indicator) -> Markup:
        counted = [part.numerator, *([part.denominator] if part.denominator else [])]
        formula = Markup(" gedeeld door ").join(cite(self.measure_title(name)) for name in counted)
        label = cite(capital(part.label.nl if part.label is not None else part.title.nl))
        head = Markup("{}: {} ({}, versie {}).").format(
            label, formula, cite(part.indicator, "identifier"), structure(part.version)
        )
        own = [name for name in part.caveats if name not in whole.caveats]
        texts = [cite(self.content.programme.caveats[name].nl) for name in own]
        return join([head, *self._exclusions(part), *self._norms(part), *texts])

    def _exclusions(self, indicator: Indicator) -> Iterator[Markup]:
        fact = self._widest(indicator)
        for exclusion in indicator.exclusions:
            number = fact.excluded.get(exclusion.measure) if fact is not None else None
            amount = (
                Markup(" ({} in {})").format(cite(dutch_number(int(number)), "excluded"), period(self.book.main))
                if number is not None
                else Markup()
            )
            yield Markup("Buiten beschouwing: {}{}.").format(cite(exclusion.title.nl), amount)

    def _widest(self, indicator: Indicator) -> Fact | None:
        scopes = self.book.lines(indicator.indicator)
        return self.book.fact(indicator.indicator, self.book.main, scopes[0]) if scopes else None

    def _method(self, indicator: Indicator) -> Iterator[Markup]:
        if indicator.clock is not None:
            yield Markup("Klok: {}.").format(CLOCKS[indicator.clock])
        if indicator.sample:
            yield Markup("Steekproef: de marge is een interval met een betrouwbaarheid van {} procent.").format(
                structure(95)
            )
        if indicator.weight is not None:
            yield Markup("Weging van totalen: naar {}.").format(cite(self.measure_title(indicator.weight)))

    def _norms(self, indicator: Indicator) -> Iterator[Markup]:
        for norm in self.book.norms(indicator.indicator):
            if norm.version == indicator.version:
                yield self._norm(norm, indicator)

    def _norm(self, norm: Norm, indicator: Indicator) -> Markup:
        text = norm.text.nl if norm.value is None and norm.text is not None else norm_text(norm, indicator.unit)
        head = Markup("{}: {}").format(capital(NORM_NOUNS[norm.kind]), cite(text.rstrip(".")))
        scope = [
            self.book.code_label(name, code) for name, codes in norm.where.items() for code in codes if code != "any"
        ]
        parts = [Markup("voor {}").format(listing(scope))] if scope else []
        if norm.valid_from is not None:
            parts.append(Markup("vanaf {}").format(cite(date_text(norm.valid_from), "date")))
        if norm.valid_to is not None:
            parts.append(Markup("tot en met {}").format(cite(date_text(norm.valid_to), "date")))
        if norm.source:
            parts.append(Markup("bron: {}").format(cite(norm.source)))
        tail = Markup(", ").join(parts)
        return Markup("{} ({}).").format(head, tail) if tail else head + "."
