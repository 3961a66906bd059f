"""An indicator in parts is told once: one finding, one group of rows, one definition; each part answers by its id."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from etl.model.content import ReportContent
from etl.model.facts import Fact
from etl.model.programme import Text
from etl.report import render_html

from .golden import plain
from .small import PROGRAMME, content, fact, indicator
from .uwv import TEMPLATES

PARTS = tuple(
    indicator(f"volume_{name}", f"Gesprekken {label}", "count", decimals=0, part_of="volume", label=Text(nl=label))
    for name, label in (("desk", "van de balie"), ("web", "van het web"))
)


def part(name: str, period: str, value: str) -> Fact:
    """A fact of one of the parts."""
    return replace(fact("volume", period, value), indicator=name)


@pytest.fixture(scope="module")
def told() -> ReportContent:
    """Twelve calls, of which eight at the desk and four by the web; ten the year before."""
    programme = PROGRAMME.model_copy(update={"indicators": (*PROGRAMME.indicators, *PARTS)})
    facts = (
        fact("volume", "2007", "12"), fact("volume", "2006", "10"), fact("volume", "2007-01", "2"),
        part("volume_desk", "2007", "8"), part("volume_web", "2007", "4"), part("volume_desk", "2006", "1"),
        part("volume_desk", "2007-01", "2"), part("volume_web", "2007-01", "0"),
    )  # fmt: skip
    return content(*facts, programme=programme)


def test_parts_are_told_with_their_whole(told: ReportContent) -> None:
    """One heading, one sentence; the change over a year is that of the whole."""
    html = render_html(told, TEMPLATES, "service")
    text = plain(html.split("</style>")[1])

    assert text.count("In 2007 bedroeg het aantal 12. Van de balie was dat 8 en van het web 4.") == 1
    assert "steeg het aantal met 2 (van 10 naar 12)." in text
    assert "Gesprekken van de balie" not in text
    assert [re.sub(r"\W+", " ", plain(row)).strip() for row in html.split("<tr>")[-3:]][1].startswith("van de balie")


def test_parts_do_not_come_again(told: ReportContent) -> None:
    """No heading of their own, and one line in each table that has their whole: section, overview, months."""
    html = render_html(told, TEMPLATES)

    headings = re.findall(r"<h4>(.*?)</h4>", html)
    assert not [heading for heading in headings if "balie" in heading]
    assert html.count(">van de balie<") == 3


def test_a_part_answers_by_its_own_id(told: ReportContent) -> None:
    """In the months, in the register and in the definitions."""
    months = plain(render_html(told, TEMPLATES, "annex_months").split("</style>")[1])
    register = render_html(told, TEMPLATES, "annex_facts")
    definitions = plain(render_html(told, TEMPLATES, "annex_definitions").split("</style>")[1])

    assert "van de balievolume_desk" in months
    assert 'id="regel.volume_desk"' in register
    assert "Van de balie: tijdige gesprekken (volume_desk, versie 1)." in definitions
