"""Any programme and any period: the report is complete and honest, whatever is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from etl.definitions import known_programmes, load_programme
from etl.model.programme import Chapter, Section, Text
from etl.report import render_html
from etl.report.book import FactBook
from etl.report.plan import make_plan, told_chapters

from . import uwv
from .golden import plain
from .small import PROGRAMME, content, fact
from .uwv import TEMPLATES


def body(html: str) -> str:
    """The words of a preview."""
    return plain(html.split("</style>")[1])


@pytest.mark.parametrize("name", known_programmes())
def test_a_shipped_programme_without_any_fact_is_a_whole_report(name: str) -> None:
    """Every indicator is named, a part by its label, nothing is zero, and nothing fails."""
    programme = load_programme(name).programme
    names = [(indicator.label or indicator.title).nl for indicator in programme.indicators]

    text = body(render_html(content(programme=programme), TEMPLATES))

    assert [name for name in names if " ".join(name.split()) not in text] == []
    assert "Over deze periode zijn geen gegevens geleverd." in text
    assert not re.search(r"(?<!\d)0%", text)


def test_a_report_in_which_every_indicator_is_missing_says_so() -> None:
    """No value, no verdict that could be read as a judgement, and a reason with each indicator."""
    text = body(render_html(uwv.content(empty=True), TEMPLATES))

    assert re.search(
        r"Van geen van de \w+ getoetste normen en streefwaarden is vast te stellen of zij is gehaald\.", text
    )
    assert text.count("omdat over 2007 geen gegevens zijn geleverd") > 20
    assert not re.search(r"\d,\d ?(%|procent)", text)


def test_without_chapters_one_chapter_tells_everything() -> None:
    """A programme that names no chapters still has all its indicators in the report."""
    bare = PROGRAMME.model_copy(update={"chapters": ()})

    chapters = told_chapters(FactBook(content(programme=bare)))

    assert [chapter.title.nl for chapter in chapters] == ["Bevindingen per indicator"]
    assert chapters[0].sections[0].indicators == tuple(item.indicator for item in bare.indicators)


def test_a_chapter_may_be_called_like_one_of_our_parts() -> None:
    """A programme's names never collide with the report's own."""
    chapter = Chapter(
        chapter="summary",
        title=Text(nl="Kort"),
        sections=(Section(section="conclusions", title=Text(nl="Slot"), indicators=("on_time",)),),
    )
    odd = PROGRAMME.model_copy(update={"chapters": (chapter,)})

    plan = make_plan(content(programme=odd), FactBook(content(programme=odd)))

    assert [part.key for part in plan.parts if part.kind == "chapter"] == [
        "summary",
        "introduction",
        "chapter_summary",
        "overige",
    ]
    assert [heading.title for heading in plan.part("chapter_summary").sections] == ["Slot", "Conclusies"]


@pytest.mark.parametrize(
    ("period", "columns"),
    [
        ("2007", ["2006", "1e helft 2007", "2e helft 2007", "2007"]),
        ("2007-H1", ["1e helft 2006", "1e helft 2007"]),
        ("2007-03", ["mrt 2006", "mrt 2007"]),
        ("2007-03..2007-11", ["mrt 2006 – nov 2006", "mrt 2007 – nov 2007"]),
        ("2005..2008", ["2005", "2006", "2007", "2008", "2005–2008"]),
        ("2001..2008", ["2005", "2006", "2007", "2008", "2001–2008"]),
    ],
)
def test_each_kind_of_period_has_its_columns(period: str, columns: list[str]) -> None:
    """The period judged is last; before it stands what it is compared with."""
    html = render_html(content(fact("on_time", period, "0.7", norm=">= 0.80"), period=period), TEMPLATES, "summary")

    heads = [plain(cell) for cell in re.findall(r'<th scope="col" class="num">(.*?)</th>', html)]

    assert heads == [*columns, "Norm"]


def test_one_month_needs_no_annex_of_months() -> None:
    """A report over a month has no monthly annex, and refers to none."""
    html = render_html(content(fact("on_time", "2007-03", "0.7"), period="2007-03"), TEMPLATES)

    assert "annex_months" not in html


def test_a_new_definition_is_not_compared_with_the_old() -> None:
    """Two versions in two years: the report says that they cannot be compared."""
    old, new = fact("volume", "2006", "7000000"), replace(fact("volume", "2007", "6000000"), definition_version=2)

    text = body(render_html(content(old, new), TEMPLATES, "service"))

    assert "Ten opzichte van 2006" not in text and "is een vergelijking met 2006 niet mogelijk" in text


def test_names_from_outside_are_escaped() -> None:
    """A programme is data: its texts cannot become markup."""
    evil = PROGRAMME.model_copy(update={"inspected_body": "<script>x</script>", "title": Text(nl="A & <b>B</b>")})

    html = render_html(content(programme=evil), TEMPLATES).split("</style>")[1]

    assert "<script>" not in html and "<b>B</b>" not in html and "A &amp; &lt;b&gt;B" in html
