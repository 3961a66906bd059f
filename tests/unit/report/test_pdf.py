"""The finished PDF: read back by its tags, it says what the facts say, and it is whole, labelled and accessible."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
from decimal import Decimal
from typing import Any

import pdfplumber
import pypdf
import pytest

from etl.model.content import ReportContent
from etl.report import Attachment, unresolved_numerals
from etl.report.book import FactBook
from etl.report.document import full_html
from etl.report.marks import Marks
from etl.report.numerals import normal
from etl.report.readback import TaggedPdf

from . import uwv


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


def test_no_table_is_split_or_lost(uwv_tags: TaggedPdf, uwv_content: ReportContent) -> None:
    """One table in the tags per table in the HTML, with its caption, in the same order."""
    html = full_html(uwv_content, uwv.TEMPLATES)

    captions = [table.caption for table in uwv_tags.tables()]

    assert html.count("<table") == html.count("<caption") == len(captions)
    assert [caption.split(".")[0] for caption in captions] == [
        f"Tabel {place}" for place in range(1, len(captions) + 1)
    ]


def test_each_cell_says_what_facts_csv_says(uwv_tags: TaggedPdf, reader: pypdf.PdfReader) -> None:
    """The PDF alone: the cells of its tables against the file that it carries, each number with its own field."""
    facts = {row["fact_id"]: row for row in csv.DictReader(_attached(reader, "facts.csv").splitlines())}
    cells = [
        (element.declared, _line(element.text))
        for table in uwv_tags.root.all("/Table")
        for cell in table.walk()
        if cell.role in ("/TD", "/TH")
        for element in cell.walk()
        if "fact" in element.declared
    ]

    wrong = [
        (declared["fact"], declared["field"], text)
        for declared, text in cells
        if not _agrees(facts[declared["fact"]], declared["field"], text)
    ]

    assert len(cells) > 2000
    assert {declared["field"] for declared, _ in cells} >= {"cell", "fraction", "bounds", "coverage"}
    assert wrong == []


def test_the_register_states_verdicts_and_identities_of_facts_csv(uwv_tags: TaggedPdf, reader: pypdf.PdfReader) -> None:
    """Row by row: the fact id that `oversight explain` takes, and the verdict in words."""
    words = {
        "met": "gehaald",
        "not_met": "niet gehaald",
        "undetermined": "niet vast te stellen",
        "no_norm": "geen norm",
    }
    facts = {row["fact_id"]: row for row in csv.DictReader(_attached(reader, "facts.csv").splitlines())}
    register = next(table for table in uwv_tags.tables() if "Register van cijfers" in table.caption)

    wrong = [row for row in register.rows[1:] if words[facts[row[0]]["verdict"]] != row[-1]]

    assert wrong == []


def test_the_hash_in_the_footer_is_that_of_the_attached_facts(reader: pypdf.PdfReader, uwv_tags: TaggedPdf) -> None:
    """Whoever has only the PDF can check that the attached file is the one that was reported on."""
    digest = hashlib.sha256(_attached(reader, "facts.csv").encode()).hexdigest()

    feet = [uwv_tags.texts.get((page, None), "") for page in range(len(uwv_tags.pages))]

    assert sum(f"facts.csv sha256 {digest}" in foot for foot in feet) > 10


def test_all_rows_of_a_long_table_are_there_in_order(uwv_tags: TaggedPdf) -> None:
    """The register runs over pages and is one table with one head; what has no norm and no bounds stands in another."""
    register, plain = (
        next(table for table in uwv_tags.tables() if caption in table.caption)
        for caption in ("Register van cijfers", "Cijfers zonder norm")
    )
    ids = [row[0] for row in register.rows[1:]]
    others = [identity for row in plain.facts[1:] for identity in dict.fromkeys(filter(None, row))]

    assert register.rows[0][0] == "Kenmerk van het cijfer"
    assert ids == sorted(ids)
    assert len(ids) + len(others) > 200 and len({*ids, *others}) == len(ids) + len(others)


def test_a_number_leads_to_its_row(root: Any, reader: pypdf.PdfReader, uwv_content: ReportContent) -> None:
    """Each link on a number has the destination of its own fact."""
    facts, anchor = {fact.fact_id: fact for fact in uwv_content.facts}, Marks(FactBook(uwv_content)).anchor
    leads = [
        (_declared(element)["fact"], str(kid["/Obj"]["/Dest"]))
        for element in _elements(root["/StructTreeRoot"]["/K"])
        if element["/S"] == "/Link" and "fact" in _declared(element)
        for kid in (item.get_object() for item in _listed(element["/K"]) if not isinstance(item, int))
        if kid.get("/Type") == "/OBJR"
    ]

    assert len({fact for fact, _ in leads}) > 100
    assert [(fact, place) for fact, place in leads if place != anchor(facts[fact])] == []


def test_a_destination_is_where_the_fact_id_stands(reader: pypdf.PdfReader, uwv_tags: TaggedPdf) -> None:
    """Read down the pages, the destinations of the register are its rows: same pages, same order."""
    register = next(table for table in uwv_tags.root.all("/Table") if "Register van" in table.all("/Caption")[0].text)
    rows = [(row.all("/TH")[0].page, _line(row.all("/TH")[0].text)) for row in register.all("/TR")[1:]]
    names = {_destination(identity) for _, identity in rows}
    places = {
        name: (reader.get_destination_page_number(place), -float(place.top or 0))
        for name, place in reader.named_destinations.items()
        if name in names
    }

    in_order = sorted(places, key=places.__getitem__)

    assert [(places[name][0], name) for name in in_order] == [(page, _destination(identity)) for page, identity in rows]


def test_a_plain_number_stands_on_the_line_of_its_id(reader: pypdf.PdfReader, uwv_tags: TaggedPdf) -> None:
    """The head of the row is the id without its period, and the number's destination is on that page."""
    table = next(table for table in uwv_tags.root.all("/Table") if "zonder norm" in table.all("/Caption")[0].text)
    pages = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}

    stood = [
        (row.all("/TH")[0].page, _line(row.all("/TH")[0].text), cell.declared["fact"])
        for row in table.all("/TR")[1:]
        for cell in row.all("/TD")
        if cell.declared.get("field") == "cell"
    ]

    assert len(stood) > 100
    assert [fact for _, head, fact in stood if head != re.sub("@[^/]*", "", fact)] == []
    assert [fact for page, head, fact in stood if pages[_destination(head, "regel")] != page] == []


def test_a_month_stands_on_the_line_of_its_destination(reader: pypdf.PdfReader, uwv_content: ReportContent) -> None:
    """The monthly figures that the body prints lead to pages of the monthly annex, one place per line and year."""
    anchor = Marks(FactBook(uwv_content)).anchor
    months = {anchor(fact) for fact in uwv_content.facts if fact.period.kind == "month"}

    there = months & set(reader.named_destinations)

    assert there and all(name.startswith("maand.2007.") for name in there)


def _destination(identity: str, table: str = "feit") -> str:
    return f"{table}." + re.sub(r"[^A-Za-z0-9_.-]", ".", identity)


def test_every_link_has_a_destination(reader: pypdf.PdfReader) -> None:
    """No link leads nowhere."""
    destinations = reader.named_destinations

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


def test_attachments_are_there_once_with_their_type(
    root: Any, reader: pypdf.PdfReader, attachments: tuple[Attachment, ...]
) -> None:
    """Name, bytes, relationship and type of each attachment are the caller's."""
    listed = {str(item.get_object()["/UF"]): item.get_object() for item in root["/AF"]}

    assert {name: b"".join(data) for name, data in reader.attachments.items()} == {
        item.name: item.data for item in attachments
    }
    assert len(root["/AF"]) == len(attachments)
    for item in attachments:
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


def _declared(element: Any) -> dict[str, str]:
    attributes = [item.get_object() for item in _listed(element.get("/A"))]
    properties = [item for owner in attributes if owner.get("/O") == "/UserProperties" for item in owner["/P"]]
    return {str(item["/N"]): str(item["/V"]) for item in properties}


def _line(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())


def _attached(reader: pypdf.PdfReader, name: str) -> str:
    return b"".join(reader.attachments[name]).decode()


def _agrees(row: dict[str, str], field: str, text: str) -> bool:
    """Whether a text is what a row of facts.csv says; written without the report's own formatting."""
    if field in ("cell", "prose"):
        return text == row["printed"] + ("*" if row["provisional"] == "true" else "")
    if field == "coverage":
        return text == f"{row['coverage_delivered']} van {row['coverage_expected']}"
    if field == "given":
        return text == f"{row['coverage_delivered']}/{row['coverage_expected']}"
    if field == "fraction":
        stated = [row[name] for name in ("numerator", "denominator") if name == "numerator" or row[name]]
        found = text.split(" / ")
        return len(found) == len(stated) and all(map(_counted, found, stated))
    return _bounds_agree(row, text) if field == "bounds" else _norm_agrees(row, text)


def _counted(text: str, exact: str) -> bool:
    return text == "." if not exact else _near(text, exact)


def _bounds_agree(row: dict[str, str], text: str) -> bool:
    stated = [row[name] for name in ("low", "high") if row[name]]
    if not text:
        return len(set(stated)) <= 1
    percent = "%" if text.endswith("%") else ""  # written once, after the second bound
    found = [end.strip("≥≤ %") + percent for end in text.split("–")]
    return len(found) <= len(stated) and all(
        _near(end, exact) for end, exact in zip(found, stated[-len(found) :], strict=True)
    )


def _norm_agrees(row: dict[str, str], text: str) -> bool:
    operators = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
    if not row["norm_value"]:
        return text in ("", "geen")
    sign, number = text.split(" ", 1)
    return sign == operators[row["norm_operator"]] and _near(number, row["norm_value"])


def _near(text: str, exact: str) -> bool:
    """Whether a Dutch number is an exact one, rounded as far as it is written; `1 per 9.000` is a share too."""
    number = Decimal(text.rstrip("%").removeprefix("1 per ").replace(".", "").replace(",", "."))
    value = 1 / Decimal(exact) if text.startswith("1 per ") else Decimal(exact) * (100 if text.endswith("%") else 1)
    return abs(number - value) * 2 <= Decimal((0, (1,), int(number.as_tuple().exponent)))


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
