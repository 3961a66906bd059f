"""Several years in one report: how a number went from the first to the last, and where its definition changed."""

from __future__ import annotations

from dataclasses import replace

from etl.model.facts import Fact
from etl.report.book import FactBook
from etl.report.document import full_html
from etl.report.findings import Findings
from etl.report.marks import Marks
from etl.report.notes import Notes
from etl.report.sentences import Sentences

from .small import content, fact
from .uwv import TEMPLATES

YEARS = {"2005": "0.61", "2006": "0.642", "2007": "0.767", "2005..2007": "0.67"}


def facts(versions: dict[str, int]) -> list[Fact]:
    """The share of each year, by some version of its definition."""
    return [
        replace(fact("on_time", period, value), definition_version=versions.get(period, 1))
        for period, value in YEARS.items()
    ]


def told(*given: Fact, period: str = "2005..2007") -> tuple[str, str]:
    """What is said of a development, and of its absence, without marks."""
    asked = content(*given, period=period)
    book = FactBook(asked)
    marks = Marks(book)
    say = Sentences(book, marks)
    findings = Findings(book, say, Notes(book, say))
    own = [item for item in given if str(item.period) == period]
    section = asked.programme.chapters[0].sections[0]
    return say.changes(own).striptags(), findings.not_compared(section).striptags()


def test_the_last_year_is_held_against_the_first_and_the_one_before() -> None:
    """Not against years that lie before all that was asked."""
    development, without = told(*facts({}))

    assert development == (
        "Van 2005 tot 2007 steeg het aandeel met 15,7 procentpunt (van 61,0 naar 76,7 procent). "
        "Van 2006 op 2007 steeg het aandeel met 12,5 procentpunt (van 64,2 naar 76,7 procent)."
    )
    assert without == ""


def test_two_years_have_one_step() -> None:
    """The first year is the one before."""
    two = [
        fact("on_time", period, value) for period, value in (("2006", "0.6"), ("2007", "0.5"), ("2006..2007", "0.55"))
    ]

    assert told(*two, period="2006..2007")[0] == (
        "Van 2006 op 2007 daalde het aandeel met 10,0 procentpunt (van 60,0 naar 50,0 procent)."
    )


def test_a_new_definition_is_not_held_against_the_old_one() -> None:
    """The text says that there is no development to tell, and the table in which columns another definition holds."""
    given = facts({"2007": 2, "2005..2007": 2})

    development, without = told(*given)
    html = full_html(content(*given, period="2005..2007"), TEMPLATES)

    assert development == ""
    assert without == (
        "Voor deze indicator is de ontwikkeling van 2005 tot 2007 niet vast te stellen, "
        "omdat daarover geen vergelijkbare gegevens zijn geleverd."
    )
    assert html.count("<small>andere definitie</small>") >= 2
