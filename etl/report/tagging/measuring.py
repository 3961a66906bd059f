"""What boxes of one style have in common is found out once: lengths, their place in the flow, that they are bare.

WeasyPrint resolves the margins, paddings, borders and sizes of a box by fourteen look-ups, three or four times per box;
the thousand cells of an annex have some ten styles in as many columns. Lengths are kept with the style and the size of
the block around the box, the rest with the style alone. Where nothing floats, no line has to find its way around.
tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253 - this package is itself imported late
from weasyprint.layout import background as _background  # noqa: TID253
from weasyprint.layout import block as _block  # noqa: TID253
from weasyprint.layout import inline as _inline  # noqa: TID253
from weasyprint.layout import percent as _percent  # noqa: TID253
from weasyprint.layout import table as _table  # noqa: TID253
from weasyprint.text import line_break as _lines  # noqa: TID253

_resolve = _percent.resolve_percentages
_in_normal_flow = _boxes.Box.is_in_normal_flow
_strut = _lines.strut
_avoid_collisions = _inline.avoid_collisions
_lay_out_backgrounds = _background.layout_box_backgrounds
_NO_SIDES: frozenset[str] = frozenset()
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BARE = {"background": None, **dict.fromkeys(_RADII, (0, 0))}
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
_USED = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right", "padding_top",
    "padding_bottom", "width", "min_width", "max_width", "height", "min_height", "max_height", *_BORDERS,
)  # fmt: skip


def resolve_once(box: Any, containing_block: Any) -> None:
    """WeasyPrint's `resolve_percentages`, from memory where it was asked the same before."""
    if isinstance(containing_block, _boxes.Box):
        size = (containing_block.width, containing_block.height)
    else:
        size = tuple(containing_block)
    style, own = box.style, box.__dict__
    if style["border_collapse"] == "collapse":
        # Conflicts between the borders of neighbours were settled before: the box has its own.
        size = (*size, *(own.get(name) for name in _BORDERS))
    known = style.__dict__.setdefault("_used_lengths", {})
    lengths = known.get(size)
    if lengths is None:
        _resolve(box, containing_block)
        known[size] = {name: own[name] for name in _USED}
    else:
        own.update(lengths)


def in_normal_flow_once(box: Any) -> bool:
    """WeasyPrint's `is_in_normal_flow`: five look-ups in a style, asked some ten times of every box."""
    own = box.style.__dict__
    known = own.get("_in_normal_flow")
    if known is None:
        known = own["_in_normal_flow"] = _in_normal_flow(box)
    return bool(known)


def bare_box(box: Any, element_tag: str, style: Any, element: Any) -> None:
    """WeasyPrint's `Box.__init__`, with one empty set for all boxes: few lose a side, and fifty thousand sets weigh."""
    box.element_tag, box.element, box.style = element_tag, element, style
    box.remove_decoration_sides = _NO_SIDES
    box.children = []
    box.first_letter_style = box.first_line_style = None


def without_side(box: Any, side: str) -> None:
    """WeasyPrint's `_reset_spacing`."""
    box.remove_decoration_sides = {*box.remove_decoration_sides, side}
    for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
        setattr(box, name, 0)


def with_children(box: Any, children: Any) -> Any:
    """WeasyPrint's `copy_with_children`."""
    made = box.copy()
    made.children = children
    box.remove_decoration_sides = _NO_SIDES
    return made


def strut_once(style: Any) -> tuple[float, float]:
    """WeasyPrint's `strut`: the height and baseline of a line, four times per piece of text."""
    own = style.__dict__
    known = own.get("_strut")
    if known is None:
        known = own["_strut"] = _strut(style)
    height, baseline = known
    return height, baseline


def place_of(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[float, float, float]:  # noqa: FBT001, FBT002 - WeasyPrint's signature
    """WeasyPrint's `avoid_collisions`; a line has nothing to avoid where no shape floats."""
    free = not context.excluded_shapes and containing_block.style["direction"] == "ltr"
    if not (free and isinstance(box, _boxes.LineBox) and box.margin_left == box.margin_right == box.margin_top == 0):
        return tuple(_avoid_collisions(context, box, containing_block, outer))
    return containing_block.content_box_x(), box.position_y, containing_block.width


def backgrounds_once(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:  # noqa: FBT001, FBT002 - WeasyPrint's signature
    """WeasyPrint's `layout_box_backgrounds`; a box whose style is bare has nothing to work out but its children."""
    own = box.style.__dict__
    if style is None and box is not page and own.get("_is_bare"):
        box.__dict__.update(_BARE)
        for child in box.all_children():
            backgrounds_once(page, child, get_image)
        return
    _lay_out_backgrounds(page, box, get_image, layout_children, style)
    if style is None and box is not page and "_is_bare" not in own:
        square = all((0, "px") in box.style[name] for name in _RADII)
        framed = any(box.style[name][0] != "none" for name in ("border_image_source", "mask_border_source"))
        own["_is_bare"] = square and not framed and box.background is None


def install() -> None:
    """Put the shortcuts in place, for this process; lengths where boxes are many: in blocks, lines and tables."""
    _boxes.Box.is_in_normal_flow = in_normal_flow_once
    _boxes.Box.__init__ = bare_box
    _boxes.ParentBox._reset_spacing = without_side  # noqa: SLF001
    _boxes.ParentBox.copy_with_children = with_children
    _inline.strut = strut_once
    _inline.avoid_collisions = place_of
    _background.layout_box_backgrounds = backgrounds_once
    _block.resolve_percentages = _inline.resolve_percentages = _table.resolve_percentages = resolve_once
