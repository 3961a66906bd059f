"""Table cells of one style and width have one line of text in the same place; only the text differs.

The annexes have some ten thousand cells with a number, a few words or a name. The first cell of its kind is laid out
the ordinary way and becomes the pattern of the others: theirs is its line with another text, measured by Pango and
aligned anew. Cells that hold more than text, a text that does not fit on one line or needs a font of another height,
and cells at the foot of a page are laid out the ordinary way. Patterns are kept with the fonts of a document, and go
with them. tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253 - this package is itself imported late
from weasyprint.layout import block as _block  # noqa: TID253

from etl.report.tagging.shaping import split_once

_lay_out = _block.block_container_layout
_SIZES = (
    "width", "height", "min_height", "max_height", "padding_top", "padding_right", "padding_bottom", "padding_left",
    "border_top_width", "border_right_width", "border_bottom_width", "border_left_width",
)  # fmt: skip
_ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""The part of the room that is left over before a text."""
_STRETCH = 1 + 1e-9  # as WeasyPrint does it, against rounding
_NEAR = 1e-6


@dataclass(frozen=True)
class _Pattern:
    """A cell that was laid out, and how the texts of its kind are aligned."""

    cell: Any
    alignment: float

    @property
    def text(self) -> Any:
        """Its text box."""
        return self.cell.children[0].children[0]


def only_text(cell: Any) -> Any:
    """The text box of a cell that holds one line and nothing else, or None."""
    if len(cell.children) != 1 or not isinstance(cell.children[0], _boxes.LineBox):
        return None
    inside = cell.children[0].children
    return inside[0] if len(inside) == 1 and type(inside[0]) is _boxes.TextBox else None


def _kind(cell: Any, text: Any) -> tuple[Any, ...]:
    """What cells with the same pattern have in common."""
    spaces = (text.leading_collapsible_space, text.trailing_collapsible_space)
    own = cell.__dict__
    return (id(cell.style), id(cell.children[0].style), id(text.style), spaces, *(own[name] for name in _SIZES))


def _pattern(laid_out: Any) -> _Pattern | None:
    """The pattern that a cell gives; None when it is no line of text that stands where its alignment says."""
    text = only_text(laid_out)
    if text is None:
        return None
    style = laid_out.children[0].style
    last = style["text_align_last"]  # of a text with one line that is the last
    alignment = _ALIGNED.get(style["text_align_all"] if last == "auto" else last)
    if alignment is None or style["direction"] != "ltr":
        return None
    start = laid_out.content_box_x() + alignment * (laid_out.width - text.width)
    return _Pattern(laid_out.deepcopy(), alignment) if abs(text.position_x - start) < _NEAR else None


def _filled(cell: Any, text: Any, pattern: _Pattern, context: Any) -> Any:
    """The cell with the line of the pattern and its own text; None when the text asks for more."""
    left, like = cell.content_box_x(), pattern.text
    room = (left + cell.width) * _STRETCH - left
    layout, _, rest, width, height, baseline = split_once(text.text, text.style, context, room, 0, is_line_start=True)
    fits = rest is None and layout.text == text.text and width < cell.width
    if not fits or height != like.height or baseline + like.margin_top != like.baseline:
        return None
    line, own = pattern.cell.children[0].copy(), like.copy()
    own.text, own.pango_layout, own.width, own.element = text.text, layout, width, text.element
    line.width, line.element, line.children = width, cell.children[0].element, [own]
    line.position_x = own.position_x = left + pattern.alignment * (cell.width - width)
    line.position_y += cell.position_y - pattern.cell.position_y
    own.position_y += cell.position_y - pattern.cell.position_y
    filled = cell.copy_with_children([line])
    filled.height = pattern.cell.height
    return filled


def lay_out_once(context: Any, box: Any, bottom_space: float, skip_stack: Any, *more: Any, **named: Any) -> Any:
    """WeasyPrint's `block_container_layout`, by a pattern where there is one."""
    text = only_text(box) if isinstance(box, _boxes.TableCellBox) and skip_stack is None else None
    if text is None or text.text != text.text.strip():
        return _lay_out(context, box, bottom_space, skip_stack, *more, **named)
    patterns = box.style.font_config.__dict__.setdefault("_patterns", {})
    kind = _kind(box, text)
    pattern = patterns.get(kind)
    if pattern and not context.overflows_page(bottom_space, box.position_y + pattern.cell.border_height()):
        filled = _filled(box, text, pattern, context)
        if filled is not None:
            return filled, None, {"break": "any", "page": None}, [], False, None
    answer = _lay_out(context, box, bottom_space, skip_stack, *more, **named)
    laid_out, rest, *_ = answer
    if not pattern and laid_out is not None and rest is None:
        patterns[kind] = _pattern(laid_out)
    return answer


def install() -> None:
    """Put the shortcut in place, for this process."""
    _block.block_container_layout = lay_out_once
