"""A numeral that answers to nothing stops the build: in the HTML, and again in the finished PDF."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from etl.model.errors import ContractError
from etl.model.programme import Text
from etl.report import render_html, unresolved_numerals
from etl.report.markup import read_html
from etl.report.numerals import Resolver, unresolved_in_html
from etl.report.press import html_to_pdf

from .small import content, fact
from .uwv import TEMPLATES, checks

FACT = fact("on_time", "2007", "0.638", norm=">= 0.80")
CONTENT = content(FACT, facts_sha256="0123" * 16)
NUMBER = '<a data-fact="on_time@2007" data-field="{}">{}</a>'
PAGE = "<!DOCTYPE html><html lang='nl'><head><title>Proef 12</title></head><body>{}</body></html>"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" data-facts="on_time@2007" data-axis="0">{}</svg>'
CASES = {
    "a fact's number": (NUMBER.format("prose", "63,8 procent"), True),
    "a fact's norm": (NUMBER.format("norm", "≥ 80%"), True),
    "another number under a fact's name": (NUMBER.format("prose", "64 procent"), False),
    "a fact that does not exist": ('<a data-fact="on_time@2006" data-field="prose">63,8 procent</a>', False),
    "a typed figure": ("<p>Ruim 64 procent is tijdig geholpen.</p>", False),
    "a typed figure in a cell": ("<table><tr><td>64%</td></tr></table>", False),
    "a typed year": ("<p>in 2007</p>", False),
    "a period": ('<span data-period="2007-H1">de eerste helft van 2007</span>', True),
    "a number as period": ('<span data-period="2007">64</span>', False),
    "words of the definitions": ('<span data-cite="definition">brief 1</span>', True),
    "words of the definitions that begin a sentence": ('<span data-cite="definition">Brief 1</span>', True),
    "words that the content does not hold": ('<span data-cite="definition">brief 2</span>', False),
    "a count": ('<span data-count="not_met">1</span>', True),
    "a wrong count": ('<span data-count="not_met">2</span>', False),
    "a number of the document": ('<span data-structure="">Tabel 3.</span>', True),
    "a figure as structure": ('<span data-structure="">64 procent</span>', False),
    "a name with a digit": ("<p>sha256</p>", True),
    "a drawing that says what its facts say": (
        DRAWING.format('<title>63,8%</title><text data-structure="">0</text>'),
        True,
    ),
    "a drawing that says more": (
        DRAWING.format("<title>64% tegen 80%</title>"),
        False,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_html_numerals_answer(case: str) -> None:
    """Each declaration is checked against the content; what is not declared is found."""
    html, sound = CASES[case]

    found = unresolved_in_html(read_html(PAGE.format(html)), Resolver(CONTENT))

    assert (found == []) is sound


@pytest.mark.parametrize("sound", [True, False])
def test_pdf_numerals_answer(sound: bool) -> None:
    """The same declarations, read back from the tags of a PDF, give the same answers."""
    parts = [html for case, (html, fits) in CASES.items() if fits is sound and "drawing" not in case]
    pdf = html_to_pdf(PAGE.format("".join(f"<div>{part}</div>" for part in parts)), TEMPLATES, (), CONTENT.as_of)

    found = unresolved_numerals(pdf, CONTENT)

    assert len(found) == (0 if sound else len(parts))


def test_a_number_that_a_stylesheet_adds_is_found_in_the_pdf() -> None:
    """What no template holds still shows in the finished file."""
    css = "<style>p::after { content: '64 procent' }</style>"
    pdf = html_to_pdf(PAGE.format(css + "<p>ruim </p>"), TEMPLATES, (), CONTENT.as_of)

    found = unresolved_numerals(pdf, CONTENT)

    assert found == ["page 1: '64 procent'"]


@pytest.mark.parametrize("passed", [True, False])
def test_a_check_with_a_number_in_its_title_answers(passed: bool) -> None:
    """Titles begin with a capital in print, and leave out the column that stands beside them."""
    base = checks()[0]
    titled = [
        replace(base, column="", title=Text(nl="aandeel ligt tussen 0 en 100 procent"), passed=passed, severity="warn"),
        replace(base, code="A4", column="x", title=Text(nl="x is ten hoogste 40"), passed=passed, severity="warn"),
    ]

    html = render_html(content(FACT, checks=tuple(titled)), TEMPLATES)

    assert "Aandeel ligt tussen 0 en 100 procent" in html and ">Is ten hoogste 40" in html


def test_a_typed_figure_in_a_template_stops_the_build(tmp_path: Path) -> None:
    """The message shows the words; the file is whole again without them."""
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    part = folder / "parts" / "summary.html.j2"
    part.write_text(part.read_text("utf-8").replace("</section>", "<p>Zo’n 37 procent.</p></section>"), "utf-8")

    with pytest.raises(ContractError, match="Zo’n 37 procent"):
        render_html(CONTENT, folder, "summary")

    assert "37" not in render_html(CONTENT, TEMPLATES, "summary").split("</style>")[1]
