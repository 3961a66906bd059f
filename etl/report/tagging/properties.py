"""Where a number comes from, inside the PDF: declarations of the HTML become user properties of the tags.

A reader that knows PDF's user properties (ISO 32000-1, 14.7.5.4) sees on every number `fact` = its fact id. Parts of
one HTML element that lines or pages have split share a `part` number, so that its text can be put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import pydyf

from etl.report.tagging.hooks import html_of
from etl.report.tagging.tree import Element

NAMES = {
    "data-fact": "fact",
    "data-field": "field",
    "data-against": "against",
    "data-cite": "cite",
    "data-period": "period",
    "data-count": "count",
    "data-roster": "roster",
    "data-row": "row",
    "data-structure": "structure",
    "data-facts": "facts",
    "data-axis": "axis",
}


def write(pdf: pydyf.PDF, elements: Iterable[Element]) -> None:
    """Give every declared element its user properties and tell the catalog that there are some."""
    parts: dict[int, int] = {}
    for element in elements:
        html = html_of(element)
        if html is None or element["S"] == "/LI":
            continue
        declared = {NAMES[attribute]: value for attribute, value in html.attrib.items() if attribute in NAMES}
        if declared:
            declared["part"] = str(parts.setdefault(id(html), len(parts)))
            _attach(element, declared)
    pdf.catalog["MarkInfo"]["UserProperties"] = "true"


def _attach(element: Element, declared: Mapping[str, str]) -> None:
    """Written as bytes at once: as objects, the properties of ten thousand cells would outweigh their pages."""
    pairs = ((_written(name), _written(value)) for name, value in declared.items())
    properties = b"<</O/UserProperties/P[%b]>>" % b"".join(b"<</N%b/V%b>>" % pair for pair in pairs)
    element["A"] = pydyf.Array([element["A"], properties]) if "A" in element else properties


@lru_cache(maxsize=4096)
def _written(text: str) -> bytes:
    return bytes(pydyf.String(text).data)
