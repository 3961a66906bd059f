"""Numbers that answer back: every numeral leaves here inside an element that says where it comes from.

    data-fact + data-field   a number of a fact (`data-against` names the fact it is compared with)
    data-cite                words that stand literally in the content: definitions, checks, deliveries, the letter
    data-period              the name of a period
    data-count               a count of things in this report, by its key
    data-roster + data-row + data-field   a cell of a record that is named, by its delivery and line
    data-structure           the document's own numbering

The same attributes reach the PDF as user properties, where `readback` checks them again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from markupsafe import Markup, escape

from etl.model.facts import Fact
from etl.model.numbers import dutch
from etl.model.period import Period
from etl.report.book import FactBook
from etl.report.dutch import period_label, period_name, period_title
from etl.report.figures import shown
from etl.report.tables import plain_rows

DECLARATIONS = ("data-fact", "data-cite", "data-period", "data-count", "data-roster", "data-structure")
_DIGIT = re.compile(r"\d")
_PERIOD_FORMS: dict[str, Callable[[Period], str]] = {
    "name": period_name,
    "title": period_title,
    "label": period_label,
    "year": lambda period: str(period.first // 12),
}


class Marks:
    """Writes numbers into HTML and remembers which facts were written: those get a row in the annex."""

    def __init__(self, book: FactBook) -> None:
        self.book, self.cited = book, dict[str, Fact]()
        self._plain = {fact.fact_id for item in plain_rows(book) for fact in item.facts}

    def anchor(self, fact: Fact) -> str:
        """The id of the annex row where a fact answers: of its months, of its plain periods, or its own."""
        if len(self.book.months) > 1 and fact.period in self.book.months:
            name = f"maand.{fact.period.first // 12}.{fact.line_id}"
        elif fact.fact_id in self._plain:
            name = f"regel.{fact.line_id}"
        else:
            name = f"feit.{fact.fact_id}"
        return re.sub(r"[^A-Za-z0-9_.-]", ".", name)

    def cite_fact(self, fact: Fact) -> None:
        """Remember that a fact is printed, by whatever draws it."""
        self.cited[fact.fact_id] = fact

    def number(self, fact: Fact, field: str = "prose", against: Fact | None = None) -> Markup:
        """A number in running text or a cell, linked to its row in the annex."""
        text = shown(fact, field, against)
        self.cite_fact(fact)
        extra = Markup()
        if against is not None:
            self.cite_fact(against)
            extra = Markup(' data-against="{}"').format(against.fact_id)
        return Markup('<a class="getal" href="#{}" data-fact="{}" data-field="{}"{}>{}</a>').format(
            self.anchor(fact), fact.fact_id, field, extra, text
        )


def cell(fact: Fact, field: str = "cell") -> Markup:
    """A table cell with one number of a fact and no link: in the annexes themselves.

    The declaration stands on the cell: one box less for each of some thousands of cells.
    """
    declared = f'data-fact="{escape(fact.fact_id)}" data-field="{escape(field)}"'
    return Markup(f'<td class="num" {declared}>{escape(shown(fact, field))}</td>')  # noqa: S704 - escaped here


def cite_cell(text: object, kind: str, style: str = "", columns: int = 1) -> Markup:
    """A table cell with words taken literally from the content."""
    extra = f' class="{escape(style)}"' if style else ""
    extra += f' colspan="{columns}"' if columns > 1 else ""
    return Markup(f'<td{extra} data-cite="{escape(kind)}">{escape(text)}</td>')  # noqa: S704 - escaped here


def cite(text: object, kind: str = "definition") -> Markup:
    """Words taken literally from the content; without a digit there is nothing in them that must answer.

    An identifier is marked anyway: it has a style of its own.
    """
    if kind != "identifier" and not _DIGIT.search(str(text)):
        return escape(text)
    return Markup('<span data-cite="{}">{}</span>').format(kind, text)


def period(value: Period, form: str = "name") -> Markup:
    """The name of a period, as one of its forms: `name`, `title`, `label`, `year`."""
    return Markup('<span data-period="{}">{}</span>').format(value, _PERIOD_FORMS[form](value))


def count(key: str, counts: Mapping[str, int]) -> Markup:
    """A count of things in this report, by its key in the tally."""
    return Markup('<span data-count="{}">{}</span>').format(key, dutch(Decimal(counts[key])))


def structure(text: object) -> Markup:
    """The document's own numbering."""
    return Markup('<span data-structure="">{}</span>').format(text)
