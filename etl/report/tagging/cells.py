"""Table cells that say the same in the same style and width are laid out once.

"12 van 12", "geen norm" and "100,0%" stand in the annexes some thousands of times. A cell that holds nothing but text
gets its lines from an equal one, moved to its own place and named after its own HTML element; the second of its kind is
the one that is remembered, for half of them have no second. Cells that hold more, and
those at the foot of a page, are laid out the ordinary way. What is remembered is remembered with the fonts of a
document, and goes with them. tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes as _boxes  # noqa: TID253 - this package is itself imported late
from weasyprint.layout import block as _block  # noqa: TID253

_lay_out = _block.block_container_layout
_SIZES = (
    "width", "height", "min_height", "max_height", "padding_top", "padding_right", "padding_bottom", "padding_left",
    "border_top_width", "border_right_width", "border_bottom_width", "border_left_width",
)  # fmt: skip


def _text_of(line: Any) -> Any:
    """The text box of a line that holds nothing else, or None."""
    if not isinstance(line, _boxes.LineBox) or len(line.children) != 1:
        return None
    text = line.children[0]
    return text if type(text) is _boxes.TextBox else None


def only_text(cell: Any) -> Any:
    """The text box of a cell that holds one line and nothing else, or None."""
    return _text_of(cell.children[0]) if len(cell.children) == 1 else None


def _key(cell: Any) -> tuple[Any, ...] | None:
    """What decides how a cell comes out; None for a cell that holds more than text."""
    text = only_text(cell)
    if text is None:
        return None
    own = cell.__dict__
    spaces = (text.leading_collapsible_space, text.trailing_collapsible_space)
    styles = (id(cell.style), id(cell.children[0].style), id(text.style))
    return (text.text, spaces, styles, *(own[name] for name in _SIZES))


def _moved(cell: Any, equal: Any) -> Any:
    """The cell with the lines of an equal one."""
    lines = [line.deepcopy() for line in equal.children]
    here, there = (cell.position_x, cell.position_y), (equal.position_x, equal.position_y)
    source = cell.children[0]
    for line in lines:
        line.translate(here[0] - there[0], here[1] - there[1])
        line.element, line.children[0].element = source.element, source.children[0].element
    laid_out = cell.copy_with_children(lines)
    laid_out.height = equal.height
    return laid_out


def lay_out_once(context: Any, box: Any, bottom_space: float, skip_stack: Any, *more: Any, **named: Any) -> Any:
    """WeasyPrint's `block_container_layout`, from an equal cell where there was one."""
    is_cell = isinstance(box, _boxes.TableCellBox) and skip_stack is None
    key = _key(box) if is_cell else None
    if key is None:
        return _lay_out(context, box, bottom_space, skip_stack, *more, **named)
    known = box.style.font_config.__dict__.setdefault("_cells", {})
    equal = known.get(key)
    if equal and not context.overflows_page(bottom_space, box.position_y + equal.border_height()):
        return _moved(box, equal), None, {"break": "any", "page": None}, [], False, None
    answer = _lay_out(context, box, bottom_space, skip_stack, *more, **named)
    laid_out, resume_at, *_ = answer
    if not equal and laid_out is not None and resume_at is None and all(map(_text_of, laid_out.children)):
        known[key] = laid_out.deepcopy() if key in known else None
    return answer


def install() -> None:
    """Put the shortcut in place, for this process."""
    _block.block_container_layout = lay_out_once
