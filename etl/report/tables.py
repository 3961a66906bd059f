"""The rows of the report's tables, as plain models: templates print them and compute nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Chapter
from etl.report.book import FactBook
from etl.report.dutch import listing

PLACES = ("region", "site")  # breakdowns that have tables of their own
SHORT_TITLE = 25  # characters on one line of the first column
SHORT_TABLE = 14  # rows that are kept on one page


@dataclass(frozen=True)
class Row:
    """One scope of one indicator over some periods; an absent fact is None and prints as a point."""

    indicator: str
    scope: dict[str, str]
    label: str
    cells: tuple[Fact | None, ...]

    @property
    def judged(self) -> Fact | None:
        """The fact of the period judged: the last column."""
        return self.cells[-1] if self.cells else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that are there."""
        return tuple(fact for fact in self.cells if fact is not None)


@dataclass(frozen=True)
class Group:
    """The rows of one indicator under its title."""

    indicator: str
    title: str
    rows: tuple[Row, ...]

    @property
    def merged(self) -> bool:
        """Whether title and only row fit on one line together."""
        return len(self.rows) == 1 and len(self.title) <= SHORT_TITLE


@dataclass(frozen=True)
class RegionTable:
    """Regions (rows, per division) by indicators (columns), for the period judged."""

    titles: tuple[str, ...]
    groups: tuple[Group, ...]


def verdict(book: FactBook, item: Row) -> str:
    """The verdict of a row; where no fact was stated it depends on whether there is a norm to miss."""
    if item.judged is not None:
        return item.judged.verdict
    return "undetermined" if book.norms(item.indicator) else "no_norm"


def other_definition(item: Row, fact: Fact | None) -> bool:
    """Whether a number was stated by another version of the definition than the one judged."""
    if fact is None or fact.value is None or item.judged is None:
        return False
    return fact.definition_version != item.judged.definition_version


def row(book: FactBook, indicator: str, scope: dict[str, str], periods: Sequence[Period]) -> Row:
    """One scope of an indicator over periods."""
    cells = tuple(book.fact(indicator, period, scope) for period in periods)
    return Row(indicator, scope, book.line_label(indicator, scope), cells)


def groups(
    book: FactBook, indicators: Iterable[str], periods: Sequence[Period], without: Sequence[str] = PLACES
) -> tuple[Group, ...]:
    """The rows of some indicators, each with its parts; without any fact one keeps an empty row: its absence shows."""
    made = []
    for whole in indicators:
        rows: list[Row] = []
        for name in (whole, *book.parts(whole)):
            scopes = [scope for scope in book.lines(name) if not set(scope) & set(without)]
            rows += [row(book, name, scope, periods) for scope in scopes or [{}]]
        made.append(Group(whole, book.title(whole), tuple(rows)))
    return tuple(made)


def is_short(items: Sequence[Group]) -> bool:
    """Whether a table is kept on one page."""
    return sum(len(group.rows) + (not group.merged) for group in items) <= SHORT_TABLE


def has_norm(book: FactBook, item: Row) -> bool:
    """Whether a row belongs in the overview: judged against a norm in some column, or under a promise."""
    if any(fact.norm_kind for fact in item.facts):
        return True
    return item.judged is not None and book.promise(item.judged) is not None


def verdict_groups(book: FactBook) -> tuple[Group, ...]:
    """The overview: every scope with a norm; when nothing has one, everything."""
    told = [name for chapter in book.programme.chapters for section in chapter.sections for name in section.indicators]
    wholes = dict.fromkeys(book.whole(name) for name in (*told, *book.indicators))
    everything = groups(book, wholes, book.columns)
    normed = [
        Group(group.indicator, group.title, tuple(item for item in group.rows if has_norm(book, item)))
        for group in everything
    ]
    return tuple(group for group in normed if group.rows) or everything


def verdict_counts(book: FactBook) -> dict[str, int]:
    """How many rows of the overview have which verdict in the period judged."""
    counts = {"met": 0, "not_met": 0, "undetermined": 0, "no_norm": 0}
    for group in verdict_groups(book):
        for item in group.rows:
            counts[verdict(book, item)] += 1
    return counts


def region_table(book: FactBook, indicators: tuple[str, ...]) -> RegionTable:
    """What indicators are per region: one group of rows per division (or one in all), in the programme's order."""
    scopes = {tuple(scope.items()): scope for name in indicators for scope in book.lines(name) if "region" in scope}
    groups: dict[str, list[Row]] = {}
    for scope in sorted(scopes.values(), key=lambda scope: book.rank(indicators[0], scope)):
        outer = book.scope_label({key: code for key, code in scope.items() if key != "region"})
        cells = tuple(book.fact(name, book.main, scope) for name in indicators)
        groups.setdefault(outer, []).append(Row("", scope, book.code_label("region", scope["region"]), cells))
    titles = tuple(book.title(name) for name in indicators)
    return RegionTable(titles, tuple(Group("", outer, tuple(rows)) for outer, rows in groups.items()))


def months_of(book: FactBook, year: Period) -> tuple[Period, ...]:
    """The months of one year inside the main period."""
    return tuple(month for month in book.months if year.contains(month))


def month_groups(book: FactBook, chapter: Chapter, year: Period) -> tuple[Group, ...]:
    """All scopes of a chapter's indicators in the months of one year."""
    indicators = dict.fromkeys(name for section in chapter.sections for name in section.indicators)
    return groups(book, indicators, months_of(book, year), without=())


def is_plain(fact: Fact) -> bool:
    """Whether nothing answers for a number but its counts and its coverage: no norm, no bounds, no reservation."""
    return not fact.norm_kind and fact.low == fact.high


def plain_rows(book: FactBook) -> tuple[Row, ...]:
    """The lines of which every number over the report's periods is plain: one row each, the periods side by side."""
    lines = (
        row(book, name, scope, book.columns)
        for name in sorted({fact.indicator for fact in book.content.facts})
        for scope in book.lines(name)
    )
    return tuple(item for item in lines if item.facts and all(is_plain(fact) for fact in item.facts))


def register_rows(facts: Iterable[Fact], book: FactBook) -> Iterator[Fact]:
    """The facts with a row of their own in the register, in order of id: all printed ones that no other table has.

    Other tables are the monthly ones and that of the plain rows.
    """
    elsewhere = {fact.fact_id for item in plain_rows(book) for fact in item.facts}
    months = book.months if len(book.months) > 1 else ()
    own = (fact for fact in facts if fact.period not in months and fact.fact_id not in elsewhere)
    return iter(sorted(own, key=lambda fact: fact.fact_id))


def coverage_notes(book: FactBook, items: Sequence[Group]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The notes of judged facts that rest on incomplete deliveries: (indicator, scopes, texts), alike ones once."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for group in items:
        for item in group.rows:
            fact = item.judged
            if fact is not None and fact.coverage.expected and not fact.coverage.complete:
                promise = book.promise(fact)
                told = promise.text.nl if promise is not None and promise.text is not None else ""
                texts = tuple(text for text in fact.notes if text != told)
                found.setdefault((group.title, texts), []).append(item.label)
    return [(title, listing(labels), texts) for (title, texts), labels in found.items() if texts]
