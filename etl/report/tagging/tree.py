"""The tag tree of a PDF that is about to be written, and the joining of what page breaks have split.

WeasyPrint tags page by page: a section, table, row, list or paragraph that runs over pages becomes one element per
page. Parts of one whole come from the same HTML element; the first part takes the children of the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from etl.report.tagging.hooks import html_of, name_of

Element = Any  # pydyf.Dictionary; pydyf ships no types
Key = tuple[int, str, str]
INLINE = {"/Link", "/Reference", "/Figure", "/Form"}
INTERRUPTED = ("/TR", "/L")  # parents whose equal children need not be neighbours


def number_of(reference: bytes) -> int:
    """The object number in an indirect reference, written as `7 0 R`."""
    return int(reference[:-4])


def key_of(element: Element) -> Key | None:
    """What the parts of one whole have in common: HTML element, pseudo-element, role."""
    html = html_of(element)
    return None if html is None else (id(html), name_of(element), element["S"])


class Tree:
    """Reads and changes the structure elements in place."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.objects = pdf.objects
        self.root: Element = self.at(pdf.catalog["StructTreeRoot"])
        self.parents: list[Any] = self.at(self.root["ParentTree"])["Nums"]
        self.document: Element = self.at(self.root["K"][0])

    def at(self, reference: bytes) -> Element:
        """The object behind a reference."""
        return self.objects[number_of(reference)]

    def kids(self, element: Element, kind: str = "/StructElem") -> list[Element]:
        """The children that are structure elements (or of another type)."""
        objects = self.objects
        found = [objects[int(ref[:-4])] for ref in element["K"] if isinstance(ref, bytes)]
        return [kid for kid in found if kid["Type"] == kind]

    def walk(self, element: Element, *roles: str) -> Iterator[Element]:
        """An element and everything below it, in order; only some roles when they are named."""
        waiting = [element]
        while waiting:
            here = waiting.pop()
            if not roles or here["S"] in roles:
                yield here
            waiting.extend(reversed(self.kids(here)))

    def merge(self, first: Element, part: Element) -> None:
        """Give the children of a later part to the first part.

        The part is emptied, not freed: pydyf 0.13 miscounts freed objects in its object streams. A part that owns text
        itself stays, as a span: the numbers of its texts are those of its own page.
        """
        if any(isinstance(kid, int) for kid in part["K"]):
            first["K"].append(part.reference)
            part["S"], part["P"] = "/Span", first.reference
            for name in ("A", "ID"):
                part.pop(name, None)
            return
        first["K"].extend(part["K"])
        for kid in self.kids(part):
            kid["P"] = first.reference
        part.clear()

    def join(self, element: Element) -> None:
        """Join the children of an element that are parts of one whole, then do the same below."""
        kids = self.kids(element)
        if element["S"] in INLINE or len(kids) < len(element["K"]):
            return
        if element["S"] == "/Table":
            kids = self._without_repeats(kids)
        joined: list[Element] = []
        firsts: dict[Key, Element] = {}
        for kid in kids:
            key = None if kid["S"] in INLINE else key_of(kid)
            if key in firsts:
                self.merge(firsts[key], kid)
                continue
            joined.append(kid)
            if element["S"] not in INTERRUPTED:
                firsts.clear()
            if key is not None:
                firsts[key] = kid
        for kid in joined:
            self.join(kid)
        element["K"] = pydyf.Array(kid.reference for kid in joined)

    def _without_repeats(self, parts: list[Element]) -> list[Element]:
        """A table's head and caption stay where they are first, its foot where it is last."""
        kept = {key_of(part): part for part in reversed(parts) if part["S"] in ("/THead", "/Caption")}
        kept |= {key_of(part): part for part in parts if part["S"] == "/TFoot"}
        for part in parts:
            original = kept.get(key_of(part), part)
            if original is not part:
                self._drop(part, original)
        return [part for part in parts if part]

    def _drop(self, repeat: Element, kept: Element) -> None:
        """Take a repeated head or foot out of the tree; its link annotations move to the links of the one kept."""
        links = {key_of(link): link for link in self.walk(kept, "/Link")}
        for old in list(self.walk(repeat)):
            if annotations := self.kids(old, "/OBJR"):
                new = links[key_of(old)]
                new["K"].extend(annotation.reference for annotation in annotations)
                self.parents[:] = [new.reference if value == old.reference else value for value in self.parents]
            old.clear()
