"""Only this package reaches into WeasyPrint's private parts; this module installs all of it.

Pinned to weasyprint 70 and pydyf 0.13.

Roles and origins: two functions of `weasyprint.pdf.tags` are wrapped, once, when this module is imported.
`_get_pdf_tag` gives our own elements their PDF roles; `_build_box_tree` tells from which HTML each structure element
came, so that the parts of one HTML element, which WeasyPrint tags page by page, can be recognised and joined. A cell
with one line of text gets its element here.

Memory: WeasyPrint's own stylesheet styles six pseudo-elements (markers and notes) of every element, some 90,000 styles
in a report of 75 pages; `LeanHTML` keeps those for the elements that have them. `release` lets go of the boxes from
before the layout, and a page loses its boxes once it has been tagged. All this leaves the bytes as they are:
tests/unit/report/test_hooks.py compares them, and fails when WeasyPrint changes what is relied on here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import weasyprint  # noqa: TID253 - this package is itself imported late
from cssselect2 import ElementWrapper
from weasyprint import html as _html  # noqa: TID253
from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253
from weasyprint.pdf import tags as _tags  # noqa: TID253

from etl.report.tagging import cells, measuring, painting, shaping, shortcuts
from etl.report.tagging.cells import only_text

ROLES = {
    "foot-note": "Note",
    "foot-note::footnote-call": "Reference",
    "foot-note::footnote-marker": "Lbl",
    "toc-list": "TOC",
    "toc-item": "TOCI",
    "figure": "Div",
}
_NOTES, _AFTER_NOTES = "/* Notes */", "/* Counters and bookmarks */"
_CALLS = "foot-note::footnote-call { vertical-align: super; font-size: smaller; line-height: inherit }\n"
_UNUSED = re.compile(r"[^{}]*(?:\[dir|\[rules|:is\(input)[^{}]*\{[^{}]*\}")
"""Rules for attributes and elements that our templates do not have, which every element is held against."""
_tag_of = _tags._get_pdf_tag  # noqa: SLF001 - this module is where private parts are reached
_build = _tags._build_box_tree  # noqa: SLF001
_origins: dict[int, tuple[Any, str]] = {}


def _role(tag: str | None) -> str:
    return ROLES.get(tag or "") or str(_tag_of(tag))


def _remembering(box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, bytes], *more: Any) -> Iterator[Any]:
    text = only_text(box) if isinstance(box, _boxes.TableCellBox) else None
    if text is not None and box.element is not None and box.link_annotation is None:
        built: Iterable[Any] = [_cell(box, text, parent, pdf, page, nums, more[-1])]
    else:
        built = _build(box, parent, pdf, page, nums, *more)
    for element in built:
        _origins.setdefault(element.number, (box.element, box.element_tag))
        yield element
    if isinstance(box, _boxes.PageBox):
        box.children = []  # painted and tagged: the boxes of a page make room for the tags of the next


def _cell(
    box: Any, text: Any, parent: Any, pdf: Any, page: int, nums: dict[int, bytes], marks: dict[Any, dict[str, Any]]
) -> Any:
    """A cell that holds one line of text owns it: no element between, of which there would be ten thousand."""
    number, attributes = marks.pop(text)["mcid"], pydyf.Dictionary({"O": "/Table"})
    for name, columns in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)):
        if columns != 1:
            attributes[name] = columns
    page_reference, kids = pdf.page_references[page], pydyf.Array([number])
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": f"/{_role(box.element_tag)}",
            "K": kids,
            "Pg": page_reference,
            "P": parent.reference,
            "A": attributes,
        }
    )
    pdf.add_object(element)
    nums[number] = element.reference
    box.mark = element  # WeasyPrint finds a cell's element by this when it looks for its headers
    return element


_tags._get_pdf_tag = _role  # noqa: SLF001
_tags._build_box_tree = _remembering  # noqa: SLF001
for part in (shortcuts, shaping, measuring, cells, painting):
    part.install()


def forget_origins() -> None:
    """Begin a new document: object numbers start again."""
    _origins.clear()


def html_of(element: Any) -> Any:
    """The HTML element behind a structure element, or None."""
    return _origins.get(element.number, (None, ""))[0]


def name_of(element: Any) -> str:
    """The name of that HTML element, with the pseudo-element (`li::marker`)."""
    return _origins.get(element.number, (None, ""))[1]


@lru_cache(maxsize=1)
def _lean_stylesheet() -> Any:
    """WeasyPrint's stylesheet with the rules for markers and notes narrowed to list items and our footnotes.

    Left out are those for writing directions, rules and frames of tables, and fields of forms.
    """
    text: str = _html.UA
    before, after = text.index(_NOTES), text.index(_AFTER_NOTES)
    lean = (text[:before] + _CALLS + text[after:]).replace("\n::marker {", "\nli::marker {")
    lean = _UNUSED.sub("", lean)
    return weasyprint.CSS(string=lean, counter_style=type(_html.UA_COUNTER_STYLE)())


class LeanHTML(weasyprint.HTML):  # type: ignore[misc]  # weasyprint ships no types
    """HTML that has been read already, and whose elements have only the pseudo-elements that they use."""

    def __init__(self, root: Element, base_url: str, url_fetcher: Any) -> None:
        self.base_url = weasyprint._find_base_url(root, base_url)  # noqa: SLF001
        self.url_fetcher, self.media_type = url_fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - WeasyPrint's signature
        return [_lean_stylesheet()]


def release(document: Any) -> None:
    """Let go of what only the layout needed, and of what would keep the boxes of a page from being freed.

    A drawing holds the layout context, and that every original box; a column of a table holds a function that holds
    its table.
    """
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001
            for group in getattr(box, "column_groups", ()):
                for column in (group, *group.children):
                    column.__dict__.pop("get_cells", None)
            context = getattr(getattr(box, "replacement", None), "_context", None)
            if context is not None:
                context.target_collector.target_lookup_items.clear()
                context.target_collector.counter_lookup_items.clear()
                context.page_maker = None
    document._html = None  # noqa: SLF001 - the parsed source; nothing reads it any more
