"""The letter's fields, and what a draft says about those that are missing."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model.content import Dossier
from etl.model.errors import UsageError
from etl.report import open_points, render_html
from etl.report.letter import read_letter

from .golden import plain
from .small import content, fact
from .uwv import LETTER, TEMPLATES


def test_fields_come_as_lines() -> None:
    """A text is one line, a list is several, a date is written in words."""
    letter = read_letter(
        content(dossier=Dossier({"datum": date(2008, 5, 15), "geadresseerde": ["De minister", "Postbus 1"]}))
    )

    assert letter.line("datum") == "15 mei 2008"
    assert letter.all_lines("geadresseerde") == ("De minister", "Postbus 1")
    assert letter.line("kenmerk") == ""


def test_an_unknown_key_gets_a_hint() -> None:
    """A misspelt key is an error with the nearest known one."""
    with pytest.raises(UsageError, match=r"the key 'kenmrk' is unknown.*did you mean 'kenmerk'"):
        read_letter(content(dossier=Dossier({"kenmrk": "2008/1"})))


def test_a_value_that_is_no_text_is_refused() -> None:
    """A mapping where a text belongs is named."""
    with pytest.raises(UsageError, match="'functie' is neither a text nor a list"):
        read_letter(content(dossier=Dossier({"functie": {"naam": "x"}})))


def test_a_complete_letter_holds_its_fields_and_no_placeholder() -> None:
    """Address, reference, texts and signature stand in the letter."""
    given = content(fact("on_time", "2007", "0.638"), dossier=Dossier(LETTER, {"oordeel.md": "Het gaat goed."}))

    html = render_html(given, TEMPLATES, "letter").split("</style>")[1]

    assert "Nog te schrijven" not in html and "nog in te vullen" not in html
    for words in ("De heer mr. J.P.H. Donner", "2008/1258", "Het gaat goed.", "mr. H. Zeilstra", "Hoogachtend,"):
        assert words in plain(html)


def test_a_draft_letter_says_what_is_missing_and_what_the_figures_say() -> None:
    """Without a dossier there are placeholders, and the findings stand in for the judgement."""
    given = content(fact("on_time", "2007", "0.638", norm=">= 0.80", client_group="employee"))

    text = plain(render_html(given, TEMPLATES, "letter").split("</style>")[1])

    assert "Geadresseerde nog in te vullen" in text
    assert "Tijdig geholpen. In 2007 bedroeg het aandeel 63,8 procent voor werknemers." in text


def test_figures_in_the_letters_texts_are_checked_too() -> None:
    """A typed figure in brief.yml is refused like one in a Markdown file."""
    with pytest.raises(UsageError, match=r"brief.yml \(vervolg\), line 1: '12' is typed by hand"):
        render_html(content(dossier=Dossier({"vervolg": "Over 12 maanden kijken wij opnieuw."})), TEMPLATES, "letter")


def test_open_points_name_what_is_missing() -> None:
    """Judgement, conclusions and fields of the letter, each with its file."""
    points = open_points(content(fact("on_time", "2007", "0.638", provisional=True)))

    assert points[0] == "Het oordeel van de inspectie ontbreekt (oordeel.md)."
    assert "De conclusies van het hoofdstuk ‘Dienstverlening’ ontbreken (service.md)." in points
    assert "In de brief ontbreekt het kenmerk (brief.yml, kenmerk)." in points
    assert points[-1] == "Het rapport bevat voorlopige cijfers."


def test_a_complete_dossier_leaves_nothing_open() -> None:
    """With every text and field there is nothing left to list."""
    texts = dict.fromkeys(("oordeel.md", "service.md", "overige.md"), "Goed.")

    assert open_points(content(dossier=Dossier(LETTER, texts))) == []
