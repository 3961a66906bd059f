"""Borders and outlines are drawn where a box has them, rules as rules; what was painted is kept as bytes.

WeasyPrint asks every box for ten properties before it finds that there is nothing to draw, and most boxes of a report
have neither border nor outline. Whether a style can have a border at all is kept with the style. The lines above and
below the cells of a table are one rule to the eye: WeasyPrint clips the piece of each cell, and a screen shows a seam
between any two; here they are rectangles that overlap by a hair. A sign beside a word (a drawing as background) is put
into the file once for each size, not once for each word. A painted page is a list of some thousands of small objects;
joined it takes a fifth of the memory.
tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own, test_painting.py beside it the rules.
"""

from __future__ import annotations

from typing import Any

from weasyprint import document as _document  # noqa: TID253 - this package is itself imported late
from weasyprint import draw as _draw  # noqa: TID253
from weasyprint.draw.color import get_color  # noqa: TID253
from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253
from weasyprint.images import SVGImage  # noqa: TID253

from etl.report.tagging.shortcuts import to_bytes

_HAIR = 0.1
"""In CSS pixels: too little to be seen at the end of a line, enough to close the seam to the next."""
_paint = _document.Page.paint
_draw_background_image = _draw.draw_background_image
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
    """WeasyPrint's `draw_border`, but for the lines above and below a box that has none at its sides."""
    level, upright = (box.border_top_width, box.border_bottom_width), (box.border_left_width, box.border_right_width)
    if not _is_plain(box.style):
        _draw_border(stream, box)
    elif any(level) and not any(upright) and _is_ruled(box):
        _draw_rules(stream, box)
    elif any(level) or any(upright):
        _draw_border(stream, box)


def _is_ruled(box: Any) -> bool:
    """Whether what is above and below a box are straight lines."""
    style = box.style
    solid = all(style[f"border_{side}_style"] in ("solid", "none") for side in ("top", "bottom"))
    return solid and style["visibility"] == "visible" and not any(map(any, box.rounded_border_box()[4:]))


def _draw_rules(stream: Any, box: Any) -> None:
    left, width = box.border_box_x() - _HAIR, box.border_width() + 2 * _HAIR
    below = box.border_box_y() + box.border_height() - box.border_bottom_width
    for side, y in (("top", box.border_box_y()), ("bottom", below)):
        height = getattr(box, f"border_{side}_width")
        if height:
            with stream.artifact(), stream.stacked():
                stream.set_color(get_color(box.style, f"border_{side}_color"))
                stream.rectangle(left, y, width, height)
                stream.fill()


def sign_once(stream: Any, layer: Any, style: Any) -> None:
    """WeasyPrint's `draw_background_image`; a drawing that is not repeated is one object for all its places."""
    single = layer.repeat == ("no-repeat", "no-repeat") and not layer.unbounded and 0 not in layer.size
    if not single or not isinstance(layer.image, SVGImage):
        _draw_background_image(stream, layer, style)
        return
    known = style.font_config.__dict__.setdefault("_signs", {})
    key = (id(layer.image), layer.size, id(stream._resources))  # noqa: SLF001 - its names are known there alone
    with stream.artifact():
        stream.rectangle(*layer.painting_area)
        stream.clip()
        stream.end()
        if key not in known:
            group = stream.add_group(0, 0, *layer.size)
            layer.image.draw(group, *layer.size, style)
            known[key] = group.id
        with stream.stacked():
            (left, top), (x, y, *_) = layer.position, layer.positioning_area
            stream.transform(e=left + x, f=top + y)
            stream.draw_x_object(known[key])


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
    _draw.draw_background_image = sign_once
    _draw.draw_border = border_if_any
    _draw.draw_outline = outline_if_any
