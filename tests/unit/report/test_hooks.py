"""The private parts of WeasyPrint that are relied on: this fails first when a new version changes them."""

from __future__ import annotations

import re
from importlib.metadata import version

import pypdf
import pytest
import weasyprint  # noqa: TID253 - this is about the layout engine itself
from weasyprint import html as weasyprint_html  # noqa: TID253

from etl.report.fetcher import TemplateFetcher
from etl.report.markup import read_html
from etl.report.press import html_to_pdf
from etl.report.readback import TaggedPdf
from etl.report.tagging import hooks

from .small import content
from .uwv import TEMPLATES

ROW = f"<tr><th scope='row'>rij</th><td>{'woord ' * 30}<foot-note>noot</foot-note></td></tr>"
HEAD = "<head><title>t</title><link rel='stylesheet' href='css/report.css'/></head>"
LONG = f"""<!DOCTYPE html><html lang="nl">{HEAD}<body><main>
<h1>Kop</h1><p>{"lang " * 1500}</p><ul><li>een<ul><li>binnen</li></ul></li><li>{"twee " * 700}</li></ul>
<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody>{ROW * 30}</tbody></table>
</main></body></html>"""


def test_the_versions_are_those_that_were_tested() -> None:
    """Another WeasyPrint or pydyf needs a look at etl/report/tagging first."""
    assert version("weasyprint").startswith("70.") and version("pydyf").startswith("0.13")


def test_the_stylesheet_that_is_narrowed_has_what_is_narrowed() -> None:
    """The rules for markers and notes are where they are replaced."""
    text = weasyprint_html.UA

    assert text.index("/* Notes */") < text.index("/* Counters and bookmarks */")
    assert text.count("\n::marker {") == 1 and text.count("::footnote-call {") == 1


DIVIDED = "<tr><th scope='row'>rij</th><td>boven<br/>onder</td><td>hier</td></tr>"
SPLIT = f"""<!DOCTYPE html><html lang="nl"><head><title>t</title><link rel='stylesheet' href='css/report.css'/>
<style>tbody tr {{ break-inside: auto }} td {{ orphans: 1; widows: 1 }} .hoog {{ height: HIGHmm }}</style></head>
<body><main><p class="hoog">kop</p><table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>
<tbody>{DIVIDED * 60}</tbody></table></main></body></html>"""


def test_a_cell_that_a_page_divides_is_one_cell() -> None:
    """One line on each page: both parts own text, numbered per page, and neither is lost or read twice."""
    made = [
        TaggedPdf(html_to_pdf(SPLIT.replace("HIGH", str(above)), TEMPLATES, (), content().as_of)) for above in (9, 12)
    ]

    for tags in made:
        (table,) = tags.tables()
        assert table.rows == (("a", "b", "c"), *[("rij", "boven onder", "hier")] * 60)
    cells = [cell for tags in made for cell in tags.root.all("/TD")]
    assert any(len({element.page for element in cell.walk()}) == 2 for cell in cells)


def test_what_is_left_out_of_the_stylesheet_is_not_used() -> None:
    """Writing directions, rules and frames of tables, fields of forms: of none is there one in a template."""
    templates = [path.read_text("utf-8") for folder in ("parts", "macros") for path in (TEMPLATES / folder).iterdir()]

    left_out = hooks._UNUSED.findall(weasyprint_html.UA)

    assert len(templates) > 10 and len(left_out) > 8
    assert all(any(part in rule for part in ("[dir", "[rules", ":is(input")) for rule in left_out)
    assert [text for text in templates if re.search(r"<input\b|\b(dir|rules|frame)=", text)] == []


def test_less_memory_gives_the_same_bytes() -> None:
    """The narrowed stylesheet and the early release change nothing in the file."""
    base, fetcher = TEMPLATES.as_uri() + "/", TemplateFetcher(TEMPLATES)

    plain = weasyprint.HTML(string=LONG, base_url=base, url_fetcher=fetcher).render().write_pdf()
    document = hooks.LeanHTML(read_html(LONG), base, fetcher).render()
    hooks.release(document)

    assert document.write_pdf() == plain


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A document whose paragraph, list, table and notes run over pages."""
    return html_to_pdf(LONG, TEMPLATES, (), content().as_of)


@pytest.fixture(scope="module")
def tags(pdf: bytes) -> TaggedPdf:
    """The same, by its tags."""
    return TaggedPdf(pdf)


def test_what_runs_over_pages_is_one_element(tags: TaggedPdf) -> None:
    """One paragraph, two lists, one table with one head and all its rows."""
    table = tags.tables()[0]

    assert len(tags.pages) > 4
    assert [len(tags.root.all(role)) for role in ("/P", "/L", "/Table", "/THead")] == [1, 2, 1, 1]
    assert len(table.rows) == 31 and table.rows[0] == ("a", "b")


def test_all_words_are_in_the_tree_once(tags: TaggedPdf) -> None:
    """What became an artifact is the repeated heads; the text is all there, in order."""
    text = tags.root.text

    assert text.count("lang") == 1500 and text.count("twee") == 700 and text.count("woord") == 900
    assert text.index("Kop") < text.index("lang") < text.index("een") < text.index("twee") < text.index("rij")


def test_notes_stand_after_the_table_that_calls_them(tags: TaggedPdf) -> None:
    """Cells hold no notes; the notes follow the table, each with a call."""
    assert len(tags.root.all("/Note")) == len(tags.root.all("/Reference")) == 30
    assert not tags.root.all("/Table")[0].all("/Note")


def test_each_piece_of_content_has_one_place(tags: TaggedPdf) -> None:
    """The parent tree names a living element for each marked piece, or null for an artifact."""
    root = tags.reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    numbers = root["/ParentTree"]["/Nums"]
    pieces = {(page, mcid) for page, mcid in tags.texts if mcid is not None}

    named = {
        (page, mcid)
        for page in range(len(tags.pages))
        for mcid, owner in enumerate(numbers[2 * page + 1].get_object())
        if not isinstance(owner.get_object(), pypdf.generic.NullObject)
    }

    assert pieces <= named


def test_the_same_document_twice_is_the_same_file(pdf: bytes) -> None:
    """What one run remembers of its boxes does not leak into the next."""
    again = html_to_pdf(LONG, TEMPLATES, (), content().as_of)

    assert again == pdf
    assert again[:8] == b"%PDF-1.7"
