"""Records by name in the report: every cell answers, and what is missing is said instead of left out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from etl.model.content import ReportContent
from etl.model.errors import ContractError
from etl.model.facts import Coverage
from etl.model.named import NamedRecords, RosterRow
from etl.model.programme import Programme, Roster
from etl.report import render_html
from etl.report.markup import read_html
from etl.report.numerals import Resolver, check_html

from .golden import plain
from .small import PROGRAMME, content, fact
from .uwv import TEMPLATES

ROSTER = Roster.model_validate(
    {
        "roster": "late",
        "title": {"nl": "Te late gesprekken"},
        "measure": "hits",
        "empty": {"nl": "Er was geen enkel gesprek te laat."},
        "columns": {
            "call_id": {"title": {"nl": "Kenmerk"}},
            "line": {"title": {"nl": "Lijn"}, "codes": {"p": {"nl": "publiekslijn"}}},
            "at": {"title": {"nl": "Op"}, "none": {"nl": "nooit"}},
            "days": {"title": {"nl": "Dagen over tijd"}, "type": "integer", "value": "1"},
        },
    }
)
ROW = RosterRow(("G-77", "p", date(2007, 12, 28), 1204), "ab12" * 16, 9)
NEVER = RosterRow(("G-78", "p", None, 4), "ab12" * 16, 10)


@pytest.fixture(scope="module")
def programme() -> Programme:
    """The small programme, of which one section names late calls."""
    (chapter,) = PROGRAMME.chapters
    (section,) = chapter.sections
    told = chapter.model_copy(update={"sections": (section.model_copy(update={"rosters": ("late",)}),)})
    return PROGRAMME.model_copy(update={"rosters": (ROSTER,), "chapters": (told,)})


def made(programme: Programme, *rows: RosterRow, coverage: tuple[int, int] = (12, 12)) -> ReportContent:
    """A content that names these records."""
    named = NamedRecords("late", rows, Coverage(*coverage))
    return content(fact("volume", "2007", "12"), programme=programme, named=(named,))


def words(told: ReportContent) -> str:
    """The chapter."""
    return plain(render_html(told, TEMPLATES, "service").split("</style>")[1])


def test_records_are_named_with_their_delivery_and_line(programme: Programme) -> None:
    """Codes in words, dates in full, a word where nothing stands; and where each row was delivered."""
    text = words(made(programme, ROW, NEVER))

    assert "Te late gesprekken, 2007" in text
    assert "G-77publiekslijn28 december 20071.204ab12ab12, regel 9" in text
    assert "G-78publiekslijnnooit4ab12ab12, regel 10" in text
    assert "geen enkel gesprek te laat" not in text


@pytest.mark.parametrize(
    ("coverage", "told"),
    [
        ((12, 12), "Er was geen enkel gesprek te laat."),
        ((0, 12), "Voor de lijst ‘Te late gesprekken’ zijn over 2007 geen gegevens geleverd."),
        ((11, 12), "Van de 12 verwachte leveringen voor de lijst ‘Te late gesprekken’ is er 1 niet of alleen als"),
    ],
)
def test_without_rows_a_sentence_says_why(programme: Programme, coverage: tuple[int, int], told: str) -> None:
    """Nothing to name, nothing delivered, and not everything delivered are three things."""
    text = words(made(programme, coverage=coverage))

    assert told in text
    assert text.count("Te late gesprekken") == ("geen enkel" not in told)


def test_a_cell_that_was_changed_is_found(programme: Programme) -> None:
    """The number of days is held against the record, like any number against its fact."""
    told = made(programme, ROW)
    html = render_html(told, TEMPLATES, "service")

    check_html(read_html(html), Resolver(told))
    for wrong in (html.replace(">1.204<", ">1.205<"), html.replace(f"{ROW.delivery}:9", f"{ROW.delivery}:8")):
        with pytest.raises(ContractError, match="answers to no fact"):
            check_html(read_html(wrong), Resolver(told))


def test_a_roster_has_the_number_after_that_of_its_section(programme: Programme) -> None:
    """Without rows it takes none, so that the next table has it."""
    with_rows, without = made(programme, ROW), made(programme)

    def numbers(told: ReportContent, part: str) -> list[str]:
        return re.findall(r">Tabel (\d+)\.<", render_html(told, TEMPLATES, part))

    assert (numbers(with_rows, "service"), numbers(without, "service")) == (["3", "4"], ["3"])
    assert (numbers(with_rows, "overige"), numbers(without, "overige")) == (["5"], ["4"])
