"""The shortcuts say what the long way round says."""

from __future__ import annotations

import io

import pydyf
import pypdf
import pytest

from etl.report.tagging import shortcuts


@pytest.fixture
def pdf() -> pydyf.PDF:
    """Two empty pages and a stream that repeats itself."""
    made = pydyf.PDF()
    for _ in range(2):
        stream = pydyf.Stream([b"0 0 10 10 re f"] * 500, compress=True)
        made.add_object(stream)
        made.add_page(pydyf.Dictionary({"Type": "/Page", "Contents": stream.reference, "MediaBox": "[0 0 10 10]"}))
    return made


def test_what_is_written_out_is_written_once_and_reads_the_same(pdf: pydyf.PDF) -> None:
    """Pages, their contents and the identifier are there; an object has its bytes and cannot change any more."""
    shortcuts.write_out(pdf)
    packed = [item.compress for item in pdf.objects if isinstance(item, pydyf.Stream)]
    target = io.BytesIO()
    pdf.write(target, identifier=True, compress=True)

    read = pypdf.PdfReader(io.BytesIO(target.getvalue()), strict=True)
    assert [page.get_contents().get_data().count(b"re f") for page in read.pages] == [500, 500]  # type: ignore[union-attr]
    assert len(read.trailer["/ID"]) == 2
    assert pdf.objects[2].data.startswith(b"<</Type /Catalog")
    assert packed == [False, False]


def test_references_to_pages_follow_the_pages(pdf: pydyf.PDF) -> None:
    """One for each page, also after another one came."""
    before = pdf.page_references
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))

    assert before == tuple(f"{number} 0 R".encode() for number in pdf.pages["Kids"][:6:3])
    assert len(pdf.page_references) == 3


NAME = type("Name", (str,), {})("/XYZ")
THINGS = [b"BT", "/P", 12, -3, 0.5, -0.25, 7.0, 1 / 3, 1e-9, True, None, NAME, pydyf.String("a(b)c")]


@pytest.mark.parametrize("thing", THINGS, ids=[type(thing).__name__ for thing in THINGS])
def test_things_become_the_bytes_that_pydyf_makes_of_them(thing: object) -> None:
    """Whatever their type."""
    shortcuts.install()

    assert shortcuts.to_bytes(thing) == shortcuts._to_bytes(thing)


def test_arrays_and_dictionaries_are_written_as_pdf_has_them() -> None:
    """ISO 32000-1, 7.3.6 and 7.3.7; also inside each other."""
    shortcuts.install()

    array = pydyf.Array([1, 2.5, b"5 0 R", "/Name"])

    assert pydyf.Dictionary({"K": array, "N": 2}).data == b"<</K [1 2.5 5 0 R /Name]/N 2>>"
    assert (pydyf.Array().data, pydyf.Dictionary().data) == (b"[]", b"<<>>")
