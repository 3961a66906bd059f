"""The finished PDF: read back by its tags, it says what the facts say, and it is whole, labelled and accessible."""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import pdfplumber
import pypdf
import pytest

from etl.model.content import ReportContent
from etl.report import unresolved_numerals
from etl.report.document import full_html
from etl.report.figures import shown
from etl.report.numerals import normal
from etl.report.readback import TaggedPdf

from . import uwv
from .conftest import ATTACHMENTS


@pytest.fixture(scope="module")
def reader(uwv_pdf: bytes) -> pypdf.PdfReader:
    """The PDF through a library that knows nothing of ours."""
    return pypdf.PdfReader(io.BytesIO(uwv_pdf))


@pytest.fixture(scope="module")
def root(reader: pypdf.PdfReader) -> Any:
    """The catalog."""
    return reader.trailer["/Root"]


def test_the_report_has_its_parts(reader: pypdf.PdfReader) -> None:
    """Letter, report and annexes are there, and each begins where the bookmarks say."""
    titles = [item.title for item in _flat(reader.outline)]

    assert len(reader.pages) >= 6
    assert titles[0] == "Aanbiedingsbrief" and titles[1] == "Rapport"
    assert [title for title in titles if re.match(r"[A-Z] \w", title)] == [
        "A Gegevenskwaliteit",
        "B Definities van de indicatoren",
        "C Maandcijfers",
        "D Register van cijfers",
        "E Bekende verschillen",
        "F Leveringen",
    ]


def test_every_numeral_answers(uwv_pdf: bytes, uwv_content: ReportContent) -> None:
    """No numeral on any page is without a fact, a quotation, a period, a count or structure."""
    assert unresolved_numerals(uwv_pdf, uwv_content) == []


def test_tables_are_whole_and_say_what_the_facts_say(uwv_tags: TaggedPdf, uwv_content: ReportContent) -> None:
    """One table in the tags per table in the HTML; each cell that names a fact holds that fact's text."""
    facts = {fact.fact_id: fact for fact in uwv_content.facts}
    html = full_html(uwv_content, uwv.TEMPLATES)

    tables = uwv_tags.tables()

    assert len(tables) == html.count("<table")
    cells = [
        (cell, facts[identity])
        for table in tables
        for row, ids in zip(table.rows, table.facts, strict=True)
        for cell, identity in zip(row, ids, strict=True)
        if identity
    ]
    forms = ("cell", "norm", "numerator", "denominator", "bounds", "coverage", "limit")
    assert len(cells) > 1000
    wrong = [
        (cell, fact.fact_id)
        for cell, fact in cells
        if not any(shown(fact, form).replace("\N{NO-BREAK SPACE}", " ") in cell for form in forms)
    ]
    assert wrong == []


def test_all_rows_of_a_long_table_are_there_in_order(uwv_tags: TaggedPdf) -> None:
    """The register runs over pages and is one table with one head."""
    register = next(table for table in uwv_tags.tables() if "Register van cijfers" in table.caption)
    ids = [row[0] for row in register.rows[1:]]

    assert register.rows[0][0] == "Kenmerk van het cijfer"
    assert len(ids) > 100 and ids == sorted(ids) and len(set(ids)) == len(ids)


def test_a_number_leads_to_its_row(reader: pypdf.PdfReader, uwv_tags: TaggedPdf) -> None:
    """Every link on a number goes to the page where its fact id is printed."""
    destinations = reader.named_destinations
    register = {row[0] for table in uwv_tags.tables() if "Register" in table.caption for row in table.rows[1:]}
    linked = {
        element.declared["fact"]
        for element in uwv_tags.root.walk()
        if element.role == "/Link" and "fact" in element.declared
    }

    assert linked and all("-" in fact.split("@")[1] or fact in register for fact in linked)
    assert all(
        name.startswith(("feit.", "maand.", "deel.", "tabel.", "figuur.", "rapport", "brief", "t."))
        for name in destinations
    )
    assert not [link for page in reader.pages for link in _links(page) if link not in destinations]


def test_another_reader_sees_the_same_tables(uwv_pdf: bytes, uwv_tags: TaggedPdf) -> None:
    """pdfplumber, which shares no code with our reader, reads the first table's cells alike."""
    ours = uwv_tags.tables()[0]
    with pdfplumber.open(io.BytesIO(uwv_pdf)) as pdf:
        texts: dict[tuple[int, int], str] = {}
        for page in pdf.pages[:8]:
            for char in page.chars:
                if char.get("mcid") is not None:
                    texts[page.page_number, char["mcid"]] = (
                        texts.get((page.page_number, char["mcid"]), "") + char["text"]
                    )
        table = next(_find(pdf.structure_tree, "Table"))
        rows = [[normal(_words(cell, texts)) for cell in row["children"]] for row in _find([table], "TR")]

    assert rows == [[normal(cell) for cell in row] for row in ours.rows]


def test_headings_descend_without_gaps(uwv_tags: TaggedPdf) -> None:
    """H1 first; no level is skipped on the way down."""
    levels = [int(element.role[2:]) for element in uwv_tags.root.walk() if re.fullmatch(r"/H\d", element.role)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_header_cells_have_scope_and_data_cells_have_headers(root: Any) -> None:
    """Every TH says what it heads; every TD names its heads."""
    for element in _elements(root["/StructTreeRoot"]["/K"]):
        attributes = [item.get_object() for item in _listed(element.get("/A"))]
        table = next((item for item in attributes if item.get("/O") == "/Table"), {})
        if element["/S"] == "/TH":
            assert table["/Scope"] in ("/Row", "/Column")
        if element["/S"] == "/TD":
            assert len(table["/Headers"]) >= 1


def test_figures_have_text_that_says_what_they_show(uwv_tags: TaggedPdf, root: Any) -> None:
    """Each figure of the programme has a text alternative with its kind and numbers."""
    figures = [element for element in _elements(root["/StructTreeRoot"]["/K"]) if element["/S"] == "/Figure"]

    assert len(figures) == len(uwv_tags.root.all("/Figure")) == 5
    assert all(
        re.match(r"(Staaf|Lijn|Helling|Punten)diagram", figure["/Alt"]) and "%" in figure["/Alt"] for figure in figures
    )


def test_running_heads_are_artifacts(uwv_tags: TaggedPdf, uwv_content: ReportContent) -> None:
    """Page numbers and the hash of facts.csv are on the pages but not in the reading order."""
    margins = [uwv_tags.texts.get((page, None), "") for page in range(len(uwv_tags.pages))]

    assert uwv_content.facts_sha256 not in uwv_tags.root.text.replace("\n", "").split("Opgemaakt met")[0]
    assert (
        sum(uwv_content.facts_sha256 in text for text in margins) == sum("Uitgave 1" in text for text in margins) > 10
    )
    assert not any("Pagina" in element.text for element in uwv_tags.root.all("/P"))


def test_footnotes_follow_their_call(uwv_tags: TaggedPdf) -> None:
    """A note is read right after the words it belongs to, once."""
    notes = uwv_tags.root.all("/Note")

    assert len(notes) == len(uwv_tags.root.all("/Reference")) > 5
    assert not [note for note in notes if not note.text.strip()]


def test_language_title_labels_and_view(root: Any, reader: pypdf.PdfReader) -> None:
    """The catalog says Dutch, shows the title, opens the bookmarks and labels letter and report apart."""
    assert (
        root["/Lang"] == "nl" and root["/ViewerPreferences"]["/DisplayDocTitle"] and root["/PageMode"] == "/UseOutlines"
    )
    assert root["/MarkInfo"]["/UserProperties"]
    assert reader.metadata is not None and reader.metadata.title == "Telefonische dienstverlening UWV, 2007"
    assert reader.page_labels[0].startswith("brief ") and "1" in reader.page_labels


def test_dates_come_from_the_content(reader: pypdf.PdfReader) -> None:
    """Creation and change are the as-of moment, not the clock's."""
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20080101000000+01'00"


def test_attachments_are_there_once_with_their_type(root: Any, reader: pypdf.PdfReader) -> None:
    """Name, bytes, relationship and type of each attachment are the caller's."""
    listed = {str(item.get_object()["/UF"]): item.get_object() for item in root["/AF"]}

    assert {name: b"".join(data) for name, data in reader.attachments.items()} == {
        item.name: item.data for item in ATTACHMENTS
    }
    assert len(root["/AF"]) == len(ATTACHMENTS)
    for item in ATTACHMENTS:
        assert listed[item.name]["/AFRelationship"] == "/Data"
        assert listed[item.name]["/EF"]["/F"].get_object()["/Subtype"] == f"/{item.mime}"


def test_only_vendored_fonts_are_embedded(reader: pypdf.PdfReader) -> None:
    """No page uses a font of the machine."""
    fonts: Any = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    names = {fonts[name]["/BaseFont"].split("+")[1] for name in fonts}

    assert all(name.startswith(("Source-Sans-3", "Source-Serif-4")) for name in names)


def _flat(outline: Any) -> list[Any]:
    return [found for item in outline for found in (_flat(item) if isinstance(item, list) else [item])]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def _elements(kids: Any) -> list[Any]:
    found = []
    for kid in _listed(kids):
        element = kid.get_object()
        if isinstance(element, dict) and element.get("/Type") == "/StructElem":
            found += [element, *_elements(element.get("/K"))]
    return found


def _links(page: Any) -> list[str]:
    annotations = [item.get_object() for item in _listed(page.get("/Annots"))]
    return [str(item["/Dest"]) for item in annotations if "/Dest" in item]


def _find(tree: Any, role: str) -> Any:
    for element in tree:
        if element["type"] == role:
            yield element
        else:
            yield from _find(element.get("children", []), role)


def _words(element: Any, texts: dict[tuple[int, int], str], page: int | None = None) -> str:
    page = element.get("page_number", page)
    own = "".join(texts.get((page, mcid), "") for mcid in element.get("mcids", []))  # type: ignore[arg-type]
    return own + "".join(_words(kid, texts, page) for kid in element.get("children", []))
