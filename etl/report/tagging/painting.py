"""Borders and outlines are drawn where a box has them; what was painted is kept as bytes.

WeasyPrint asks every box for ten properties before it finds that there is nothing to draw, and most boxes of a report
have neither border nor outline. Whether a style can have a border at all is kept with the style. A painted page is a
list of some thousands of small objects; joined it takes a fifth of the memory.
tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own.
"""

from __future__ import annotations

from typing import Any

from weasyprint import document as _document  # noqa: TID253 - this package is itself imported late
from weasyprint import draw as _draw  # noqa: TID253
from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253

from etl.report.tagging.shortcuts import to_bytes

_paint = _document.Page.paint
_draw_border = _draw.draw_border
_draw_outline = _draw.draw_outline


def _is_plain(style: Any) -> bool:
    """Whether a style draws nothing but the four sides of a border: no rules between columns, no picture as border."""
    known = style.__dict__.get("_is_plain")
    if known is None:
        ruled = style["column_width"] != "auto" or style["column_count"] != "auto"
        known = style.__dict__["_is_plain"] = not ruled and style["border_image_source"][0] == "none"
    return bool(known)


def border_if_any(stream: Any, box: Any) -> None:
    """WeasyPrint's `draw_border`."""
    sides = (box.border_top_width, box.border_right_width, box.border_bottom_width, box.border_left_width)
    if any(sides) or not _is_plain(box.style):
        _draw_border(stream, box)


def outline_if_any(stream: Any, box: Any) -> None:
    """WeasyPrint's `draw_outline`, of a box and all below it."""
    if box.style["outline_width"]:
        _draw_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, _boxes.Box):
            outline_if_any(stream, child)


def paint_and_join(page: Any, stream: Any, *more: Any, **named: Any) -> None:
    """WeasyPrint's `Page.paint`."""
    _paint(page, stream, *more, **named)
    stream.stream = [b"\n".join(map(to_bytes, stream.stream))]


def install() -> None:
    """Put the shortcuts in place, for this process."""
    _document.Page.paint = paint_and_join
    _draw.draw_border = border_if_any
    _draw.draw_outline = outline_if_any
