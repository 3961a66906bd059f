"""The skeleton of the document: parts, sections, tables and figures with their numbers, before a word is written.

References are looked up here, so that a reference to something that does not exist stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from etl.model.content import ReportContent
from etl.model.period import Period
from etl.model.programme import Chapter, Section, Text
from etl.report.book import FactBook
from etl.report.deliveries import spoilt
from etl.report.disagreements import disagreements
from etl.report.tables import is_plain, plain_rows

Kind = Literal["front", "chapter", "annex"]
OTHER = "overige"
INTRODUCTION = "introduction"
CONCLUSIONS = "_conclusions"  # no section of a programme begins with an underscore
OWN_TABLES = {
    "summary": "verdicts",
    "introduction": "sources",
    "annex_quality": "annex_quality",
    "annex_disagreements": "annex_disagreements",
}
RESERVED = {"letter", "cover", "open", "colophon", "contents", "summary", "introduction", "annex"}


@dataclass(frozen=True)
class Heading:
    """A numbered heading: `3.1 Bereikbaarheid en wachttijd`."""

    key: str
    number: str
    title: str


@dataclass(frozen=True)
class Part:
    """One part of the document and the template that writes it."""

    key: str
    template: str
    kind: Kind
    title: str = ""
    number: str = ""
    sections: tuple[Heading, ...] = ()
    chapter: Chapter | None = None
    landscape: bool = False

    @property
    def anchor(self) -> str:
        """The id of the part's element."""
        return f"deel.{self.key}"

    def section(self, key: str) -> Heading:
        """The heading of one section; KeyError when there is none."""
        return {heading.key: heading for heading in self.sections}[key]


@dataclass(frozen=True)
class Plan:
    """All parts in order, and the numbers of tables and figures by key.

    `silent` are the titles of what nothing was delivered about: chapters under the introduction, which says so in
    their place, and sections under the chapter that they would have stood in.
    """

    parts: tuple[Part, ...]
    silent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)

    def part(self, key: str) -> Part:
        """The part of that key; KeyError when there is none."""
        return {part.key: part for part in self.parts}[key]

    @property
    def body(self) -> tuple[Part, ...]:
        """The parts that stand in the table of contents."""
        return tuple(part for part in self.parts if part.kind != "front")


def heard(book: FactBook, section: Section) -> bool:
    """Whether a section has anything to tell about the period judged.

    Only what need not be delivered may stay silent: an indicator on required sources is told, also when it is missing.
    """
    named = [book.indicators[name] for name in section.indicators if name in book.indicators]
    if len(named) < len(section.indicators) or not all(book.programme.optional(item) for item in named):
        return True
    stated = (book.fact(item.indicator, book.main, scope) for item in named for scope in book.lines(item.indicator))
    return any(fact is not None and (fact.value is not None or fact.reason != "not_delivered") for fact in stated)


def told_chapters(book: FactBook) -> tuple[Chapter, ...]:
    """The chapters with something to tell, each with only the sections that have."""
    trimmed = (
        chapter.model_copy(update={"sections": tuple(item for item in chapter.sections if heard(book, item))})
        for chapter in all_chapters(book)
    )
    return tuple(chapter for chapter in trimmed if chapter.sections)


def _silent(book: FactBook) -> dict[str, tuple[str, ...]]:
    """What nothing was delivered about, by the part that says so."""
    told = {chapter.chapter: {item.section for item in chapter.sections} for chapter in told_chapters(book)}
    chapters = all_chapters(book)
    silent = {
        part_key(chapter): tuple(
            item.title.nl for item in chapter.sections if item.section not in told[chapter.chapter]
        )
        for chapter in chapters
        if chapter.chapter in told
    }
    return {INTRODUCTION: tuple(item.title.nl for item in chapters if item.chapter not in told), **silent}


def all_chapters(book: FactBook) -> tuple[Chapter, ...]:
    """The programme's chapters; what no section tells about comes in a last one, so that nothing stays unsaid."""
    told = {name for chapter in book.programme.chapters for section in chapter.sections for name in section.indicators}
    named = [*book.indicators, *(fact.indicator for fact in book.content.facts)]
    rest = tuple(name for name in dict.fromkeys(map(book.whole, named)) if name not in told)
    if not rest:
        return book.programme.chapters
    title = "Overige indicatoren" if book.programme.chapters else "Bevindingen per indicator"
    section = Section(section=OTHER, title=Text(nl="Bevindingen"), indicators=rest)
    return (*book.programme.chapters, Chapter(chapter=OTHER, title=Text(nl=title), sections=(section,)))


def part_key(chapter: Chapter) -> str:
    """The part that a chapter becomes; a chapter named like one of our own parts gets another key."""
    name = chapter.chapter
    return f"chapter_{name}" if name in RESERVED or name.startswith("annex_") else name


def make_plan(content: ReportContent, book: FactBook) -> Plan:
    """The plan of one report."""
    front = [Part("letter", "letter", "front"), Part("cover", "cover", "front")]
    if content.edition.state == "draft":
        front.append(Part("open", "open", "front", "Openstaande punten"))
    if content.edition.signatures or content.partial_by:
        front.append(Part("colophon", "colophon", "front", "Colofon"))
    front.append(Part("contents", "contents", "front", "Inhoud"))
    chapters = [
        Part("summary", "summary", "chapter", "Samenvatting", "1"),
        _with_sections(
            Part(INTRODUCTION, "introduction", "chapter", "Inleiding", "2"),
            {
                "scope": "Doel en reikwijdte",
                "information": "Kwaliteit van de beschikbare informatie",
                "guide": "Leeswijzer",
            },
        ),
    ]
    for number, chapter in enumerate(told_chapters(book), start=3):
        titles = {section.section: section.title.nl for section in chapter.sections}
        part = Part(part_key(chapter), "chapter", "chapter", chapter.title.nl, str(number), chapter=chapter)
        chapters.append(_with_sections(part, {**titles, CONCLUSIONS: "Conclusies"}))
    plan = Plan((*front, *chapters, *_annexes(content, book)), _silent(book))
    _number(plan, book)
    return plan


def _with_sections(part: Part, titles: dict[str, str]) -> Part:
    headings = tuple(
        Heading(key, f"{part.number}.{number}", title) for number, (key, title) in enumerate(titles.items(), start=1)
    )
    return Part(part.key, part.template, part.kind, part.title, part.number, headings, part.chapter, part.landscape)


def _annexes(content: ReportContent, book: FactBook) -> list[Part]:
    rows = [
        ("annex_quality", "Gegevenskwaliteit", False),
        ("annex_definitions", "Definities van de indicatoren", False),
    ]
    if len(book.months) > 1:
        rows.append(("annex_months", "Maandcijfers", True))
    rows.append(("annex_facts", "Register van cijfers", True))
    if disagreements(content):
        rows.append(("annex_disagreements", "Bekende verschillen", False))
    rows.append(("annex_deliveries", "Leveringen", True))
    return [
        Part(key, key, "annex", title, chr(ord("A") + place), landscape=landscape)
        for place, (key, title, landscape) in enumerate(rows)
    ]


def _number(plan: Plan, book: FactBook) -> None:
    """Number tables and figures in the order in which the templates print them."""
    for part in plan.parts:
        for key in _figure_keys(part):
            plan.figures[key] = len(plan.figures) + 1
        for key in _table_keys(plan, part, book):
            plan.tables[key] = len(plan.tables) + 1


def _figure_keys(part: Part) -> Iterator[str]:
    for section in part.chapter.sections if part.chapter is not None else ():
        yield from (f"{part.key}.{section.section}.{place}" for place, _ in enumerate(section.charts))


def _table_keys(plan: Plan, part: Part, book: FactBook) -> Iterator[str]:
    if part.chapter is not None:
        for section in part.chapter.sections:
            yield f"{part.key}.{section.section}"
            yield from (f"{part.key}.{section.section}.{name}" for name in section.rosters if book.named(name).rows)
        if regional(book, part.chapter):
            yield f"{part.key}.regions"
    elif part.key == "annex_months":
        yield from (key for key, _, _ in month_tables(plan, book))
    elif part.key == "annex_facts":
        plain = plain_rows(book)
        yield from ["annex_facts"] if any(not is_plain(fact) for fact in book.content.facts) or not plain else []
        yield from ["annex_facts.plain"] if plain else []
    elif part.key == "annex_deliveries":
        yield from ["annex_deliveries"] if book.content.deliveries else []
        yield from ["annex_deliveries.spoilt"] if spoilt(book.content.deliveries) else []
    elif part.key in OWN_TABLES:
        yield OWN_TABLES[part.key]


def regional(book: FactBook, chapter: Chapter) -> tuple[str, ...]:
    """The indicators of a chapter that are stated per region."""
    told = (name for section in chapter.sections for name in section.indicators)
    names = dict.fromkeys(name for whole in told for name in (whole, *book.parts(whole)))
    return tuple(name for name in names if any("region" in scope for scope in book.lines(name)))


def month_tables(plan: Plan, book: FactBook) -> tuple[tuple[str, Period, str], ...]:
    """The monthly tables, per year and chapter: key (`months.2007.kcc`), year, chapter."""
    years = sorted({month.first // 12 for month in book.months})
    chapters = [part.key for part in plan.parts if part.chapter is not None]
    return tuple(
        (f"months.{year}.{chapter}", Period(12 * year, 12 * year + 11), chapter)
        for year in years
        for chapter in chapters
    )
