"""Reading a finished PDF by its tags: texts with the declarations they carry, tables cell by cell, running heads.

Only what the layout engine writes is understood (text in hexadecimal strings, fonts with a ToUnicode map). That keeps
the reader small enough to run on every report before it leaves the house.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from etl.model.content import ReportContent
from etl.report.numerals import NUMERAL, Resolver, normal

NUMBERING = {"/Lbl", "/Reference"}  # footnote and list numbers: the document's own
_TOKEN = re.compile(
    rb"/(?P<font>\w+) [\d.\-]+ Tf|<(?P<hex>[0-9A-Fa-f]+)>|(?P<open>/\w+\s+(?:<<(?P<props>[^>]*)>>\s+)?B[DM]C\b)"
    rb"|(?P<close>\bEMC\b)|(?P<end>\bET\b)",
    re.DOTALL,
)
_MCID = re.compile(rb"/MCID (\d+)")
_BFCHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_Spot = tuple[int, int | None]  # page, MCID; None for artifacts


@dataclass
class Element:
    """One structure element: role, declarations, pieces of text with their page, children in reading order."""

    role: str
    declared: dict[str, str] = field(default_factory=dict)
    kids: list[Element | str] = field(default_factory=list)
    page: int = 0

    @property
    def text(self) -> str:
        """The text of the element and everything below it."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Element]:
        """The element and everything below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def all(self, role: str) -> list[Element]:
        """The elements of one role below this one."""
        return [element for element in self.walk() if element.role == role]


@dataclass(frozen=True)
class Table:
    """A table as a screen reader meets it: caption, rows of cell texts, and the fact ids of the cells."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, ...], ...]


class TaggedPdf:
    """A tagged PDF of ours."""

    def __init__(self, data: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(data))
        self.pages = {
            page.indirect_reference.idnum: place
            for place, page in enumerate(self.reader.pages)
            if page.indirect_reference is not None
        }

    @cached_property
    def texts(self) -> dict[_Spot, str]:
        """The text of each piece of marked content; per page, the artifacts' text together under None."""
        found: dict[_Spot, list[str]] = defaultdict(list)
        maps: dict[int, Mapping[int, str]] = {}
        for place, page in enumerate(self.reader.pages):
            fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
            known = {name[1:].encode(): _to_unicode(fonts.raw_get(name), maps) for name in fonts}
            contents: Any = page["/Contents"]
            for mcid, piece in _pieces(contents.get_object().get_data(), known):
                found[place, mcid].append(piece)
        return {spot: "".join(pieces) for spot, pieces in found.items()}

    @cached_property
    def root(self) -> Element:
        """The document element."""
        root: Any = self.reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
        return self._element(root["/K"][0].get_object(), 0)

    def _element(self, raw: DictionaryObject, page: int) -> Element:
        if "/Pg" in raw:
            page = self.pages[raw.raw_get("/Pg").idnum]
        element = Element(str(raw["/S"]), _declared(raw), page=page)
        kids: Any = raw.get("/K", ArrayObject())
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            target: Any = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(target, int):
                element.kids.append(self.texts.get((page, int(target)), ""))
            elif target.get("/Type") == "/StructElem":
                element.kids.append(self._element(target, page))
        return element

    def tables(self) -> list[Table]:
        """All tables in reading order."""
        made = []
        for table in self.root.all("/Table"):
            rows = [[cell for cell in row.kids if isinstance(cell, Element)] for row in table.all("/TR")]
            caption = " ".join(element.text for element in table.all("/Caption")[:1])
            made.append(
                Table(
                    _clean(caption),
                    tuple(tuple(_clean(cell.text) for cell in row) for row in rows),
                    tuple(tuple(_fact_of(cell) for cell in row) for row in rows),
                )
            )
        return made


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _fact_of(cell: Element) -> str:
    return next((element.declared["fact"] for element in cell.walk() if "fact" in element.declared), "")


def _declared(raw: DictionaryObject) -> dict[str, str]:
    """The user properties of a structure element."""
    attributes: Any = raw.get("/A", ArrayObject())
    for attribute in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        owner = attribute.get_object()
        if owner.get("/O") == "/UserProperties":
            return {str(item["/N"]): str(item["/V"]) for item in owner["/P"]}
    return {}


def _to_unicode(reference: Any, maps: dict[int, Mapping[int, str]]) -> Mapping[int, str]:
    """Glyph number → text of one font."""
    if reference.idnum not in maps:
        data = reference.get_object()["/ToUnicode"].get_object().get_data()
        maps[reference.idnum] = {
            int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in _BFCHAR.findall(data)
        }
    return maps[reference.idnum]


def _pieces(stream: bytes, fonts: Mapping[bytes, Mapping[int, str]]) -> Iterator[tuple[int | None, str]]:
    """(MCID or None, text) in painting order. Separate text objects of one drawing are kept apart by a space."""
    open_marks: list[int | None] = []
    glyphs: Mapping[int, str] = {}
    for token in _TOKEN.finditer(stream):
        if token["font"]:
            glyphs = fonts.get(token["font"], {})
        elif token["open"]:
            mcid = _MCID.search(token["props"] or b"")
            open_marks.append(int(mcid[1]) if mcid else None)
        elif token["close"]:
            open_marks.pop()
        elif token["hex"] is not None:
            digits = token["hex"]
            text = "".join(glyphs.get(int(digits[at : at + 4], 16), "\ufffd") for at in range(0, len(digits), 4))
            yield (open_marks[-1] if open_marks else None), text
        elif token["end"]:
            yield (open_marks[-1] if open_marks else None), " "


def unresolved(data: bytes, content: ReportContent) -> list[str]:
    """The numerals of a PDF that answer to nothing, each with its page and the words around it."""
    pdf, resolver = TaggedPdf(data), Resolver(content)
    found: list[str] = []
    parts: dict[str, tuple[dict[str, str], int, list[str]]] = {}
    _gather(pdf.root, {}, resolver, parts, found)
    for declared, page, pieces in parts.values():
        text = "".join(pieces)
        if NUMERAL.search(text) and not resolver.resolves(
            {f"data-{name}": value for name, value in declared.items()}, text
        ):
            found.append(f"page {page + 1}: '{text.strip()}'")
    return found + _margins(pdf, resolver)


def _gather(
    element: Element,
    declared: dict[str, str],
    resolver: Resolver,
    parts: dict[str, tuple[dict[str, str], int, list[str]]],
    found: list[str],
) -> None:
    """Put the pieces of each declared element together again; report numerals outside any declaration."""
    declared = element.declared or declared
    if element.role in NUMBERING:
        return
    if element.role == "/Figure":
        allowed = resolver.allowed_in_figure(declared.get("facts", "").split()) | set(
            NUMERAL.findall(declared.get("axis", ""))
        )
        strange = set(NUMERAL.findall(element.text)) - allowed
        found.extend(f"page {element.page + 1}: '{numeral}' in a figure" for numeral in sorted(strange))
        return
    for kid in element.kids:
        if isinstance(kid, Element):
            _gather(kid, declared, resolver, parts, found)
        elif declared:
            parts.setdefault(declared["part"], (declared, element.page, []))[2].append(kid)
        elif NUMERAL.search(kid):
            found.append(f"page {element.page + 1}: '{kid.strip()}'")


def _margins(pdf: TaggedPdf, resolver: Resolver) -> list[str]:
    """Running heads and feet: page numbers, and words of the content; nothing else with a numeral."""
    found = []
    most = len(pdf.pages)
    words = {numeral for text in resolver.margin_texts() for numeral in NUMERAL.findall(text)}
    hashes = {normal(text) for text in resolver.margin_texts()}
    for place in range(most):
        text = pdf.texts.get((place, None), "")
        for numeral in NUMERAL.findall(text):
            known = numeral in words or any(numeral in item for item in hashes)
            if not known and not (numeral.isdigit() and int(numeral) <= most):
                found.append(f"page {place + 1}: '{numeral}' in a running head or foot")
    return found
