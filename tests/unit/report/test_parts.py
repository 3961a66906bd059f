"""Each part of the report against a small golden file: its words, one block to a line."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from etl.model.content import DeliveryLine, ReportContent
from etl.report import render_html

from .golden import check_golden
from .small import content, fact
from .uwv import TEMPLATES, checks

BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "tr",
    "caption",
    "figcaption",
    "title",
    "toc-item",
    "div",
    "article",
    "section",
}
PARTS = (
    "letter",
    "cover",
    "open",
    "contents",
    "summary",
    "introduction",
    "service",
    "overige",
    "annex_quality",
    "annex_definitions",
    "annex_months",
    "annex_facts",
    "annex_deliveries",
)


class Words(HTMLParser):
    """The words of a document, a line per block, cells apart by bars."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.skip = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new block or cell."""
        self.skip += tag in ("style", "head")
        self.text += (
            "\n" if tag in BLOCKS else " | " if tag in ("td", "th") else " [noot: " if tag == "foot-note" else ""
        )

    def handle_endtag(self, tag: str) -> None:
        """The end of a block or note."""
        self.skip -= tag in ("style", "head")
        self.text += "]" if tag == "foot-note" else "\n" if tag in BLOCKS else ""

    def handle_data(self, data: str) -> None:
        """Words."""
        self.text += "" if self.skip else data

    @classmethod
    def of(cls, html: str) -> str:
        """The words of some HTML."""
        reader = cls()
        reader.feed(html)
        lines = (re.sub(r"\s+", " ", line).strip(" |") for line in reader.text.split("\n"))
        return "\n".join(line for line in lines if line) + "\n"


def small() -> ReportContent:
    """A year of a small programme: a met and a missed norm, a promise, a missing number, two months."""
    halves = {
        "2006": "0.62",
        "2007": "0.638",
        "2007-H1": "0.61",
        "2007-H2": "0.66",
        "2007-01": "0.60",
        "2007-02": "0.62",
    }
    facts = [
        *(
            fact("on_time", period, value, norm=">= 0.80", client_group="employee", caveats=("late",))
            for period, value in halves.items()
        ),
        fact("on_time", "2007", "0.815", norm=">= 0.80", client_group="employer", caveats=("late",)),
        fact("volume", "2007", "6000000"),
        fact("volume", "2006", "7000000"),
        fact("promised", "2007", "0.725", coverage=(8, 12), notes=("Gebaseerd op acht maanden.",), division="AG"),
        fact("repeats", "2007", None, coverage=(0, 12), norm="< 0.05", division="WW", reason="not_delivered"),
    ]
    deliveries = (DeliveryLine("calls", "national", "2007-01", "", "calls/2007-01.csv", "ef" * 32, 1200, 1, 0),)
    return content(*facts, checks=checks(), deliveries=deliveries, demo={"scale": 0.01})


@pytest.mark.parametrize("part", PARTS)
def test_a_part_reads_as_it_did(part: str) -> None:
    """The words of one part, as a preview shows them."""
    html = render_html(small(), TEMPLATES, part)

    check_golden(f"part-{part}.txt", Words.of(html))


def test_the_whole_is_its_parts_in_order() -> None:
    """Without a part's name the preview is the whole document."""
    whole = render_html(small(), TEMPLATES)

    ids = re.findall(r'(?:section|article)[^>]* id="deel\.(\w+)"', whole)

    assert tuple(ids) == PARTS


def test_all_annexes_can_be_asked_for_at_once() -> None:
    """`annex` is every annex, with the register of what the body prints."""
    html = render_html(small(), TEMPLATES, "annex")

    assert re.findall(r'id="deel\.(\w+)"', html) == [part for part in PARTS if part.startswith("annex")]
    assert 'id="feit.on_time.2007.client_group.employee"' in html


def test_an_unknown_part_gets_a_hint() -> None:
    """A misspelt part is a usage error."""
    from etl.model.errors import UsageError

    with pytest.raises(UsageError, match=r"no part 'sumary'.*did you mean 'summary'"):
        render_html(small(), TEMPLATES, "sumary")


def test_a_report_on_partial_deliveries_names_who_chose_so() -> None:
    """In the colophon; a report that nobody had to choose for, and nobody signed, has none."""
    chosen = replace(small(), partial_by="anna")

    words = Words.of(render_html(chosen, TEMPLATES, "colophon"))

    assert "Niet alle leveringen over de periode waren binnen. anna heeft besloten" in words
    assert "colophon" not in PARTS
