"""Text that stands in a report many times is shaped, measured and drawn as glyphs once.

Two of three texts of a report stand in cells, and most of those stand there more than once ("12 van 12", "geen norm",
"100,0%"). WeasyPrint has Pango shape each of them for its column, for its line, and once more to draw it. Here the
answers are kept, under the text and the properties of its style that Pango is told:

- what Pango is told of a style before it gets a text (`Layout.setup`);
- `split_first_line` for a text that fits on one line, whatever the width of that line;
- `draw_first_line` as the strings of glyphs that it wrote.

Texts that are justified, decorated, broken or cut off go the ordinary way. What is remembered is remembered with the
fonts of a document, and goes with them. tests/unit/report/test_repeats.py compares the bytes with WeasyPrint's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint import draw as _draw  # noqa: TID253 - this package is itself imported late
from weasyprint.draw import text as _drawn  # noqa: TID253
from weasyprint.layout import inline as _inline  # noqa: TID253
from weasyprint.layout import preferred as _preferred  # noqa: TID253
from weasyprint.matrix import Matrix  # noqa: TID253
from weasyprint.text import line_break as _lines  # noqa: TID253
from weasyprint.text.constants import PANGO_DIRECTION  # noqa: TID253
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p  # noqa: TID253
from weasyprint.text.fonts import font_features  # noqa: TID253

_SHORT, _LONG = 60, 2000
"""In characters: longer lines hardly recur; longer paragraphs are not kept for when their column is laid out again."""
_PROPERTIES = (
    "font_size", "font_kerning", "direction", "white_space", "overflow_wrap", "word_break", "word_spacing",
    "letter_spacing", "hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "tab_size",
    "text_decoration_line", "line_height",
)  # fmt: skip
_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
_split = _lines.split_first_line
_set_up = _lines.Layout.setup
_draw_text = _drawn.draw_text
_description = _lines.get_font_description
_font_key = _lines._font_style_cache_key  # noqa: SLF001 - private parts are reached in this package


@dataclass
class _Memory:
    """What is known of the texts of one document; a style is a number for its properties."""

    styles: dict[tuple[str, ...], int] = field(default_factory=dict)
    descriptions: dict[int, Any] = field(default_factory=dict)
    fitting: dict[tuple[str, int], Any] = field(default_factory=dict)
    settings: dict[int, _Setting] = field(default_factory=dict)
    asked: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    written: dict[tuple[str, int], list[tuple[str, tuple[Any, ...]]]] = field(default_factory=dict)


def _memory_of(style: Any) -> _Memory:
    own = style.font_config.__dict__
    known: _Memory | None = own.get("_texts")
    if known is None:
        known = own["_texts"] = _Memory()
    return known


def font_key_once(style: Any, include_size: bool = False) -> str:  # noqa: FBT001, FBT002 - WeasyPrint's signature
    """WeasyPrint's key for the fonts of a style, kept with the style."""
    name = "_sized_font_key" if include_size else "_font_key"
    known = style.__dict__.get(name)
    if known is None:
        known = style.__dict__[name] = _font_key(style, include_size)
    return str(known)


def _number_of(style: Any, memory: _Memory) -> int:
    known = style.__dict__.get("_text_number")
    if known is None:
        values = (font_key_once(style), *(repr(style[name]) for name in _PROPERTIES))
        known = style.__dict__["_text_number"] = memory.styles.setdefault(values, len(memory.styles))
    return int(known)


def description_once(style: Any) -> Any:
    """WeasyPrint's `get_font_description`; Pango copies what it is given."""
    memory = _memory_of(style)
    number = _number_of(style, memory)
    known = memory.descriptions.get(number)
    if known is None:
        known = memory.descriptions[number] = _description(style)
    return known


@dataclass(frozen=True)
class _Setting:
    """What Pango is told before it gets a text of some style."""

    context: Any
    language: Any
    description: Any
    features: Any


def _setting_of(style: Any) -> _Setting:
    """As WeasyPrint's `Layout.setup` makes it for each text."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - Pango's signature
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _ = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    told = ",".join(f"{key} {value}" for key, value in font_features(*(style[name] for name in _FEATURES)).items())
    known, features = style.font_config.font_features, None
    if told:
        features = known.setdefault(told.encode(), pango.pango_attr_font_features_new(told.encode()))
    return _Setting(context, language, description_once(style), features)


def set_up_once(layout: Any, style: Any) -> None:
    """WeasyPrint's `Layout.setup`: one Pango context for all texts of a style, a Pango layout for each."""
    if style["text_decoration_line"] != "none" or not style["lang"] or style["font_language_override"] != "normal":
        _set_up(layout, style)
        return
    memory = _memory_of(style)
    number = _number_of(style, memory)
    setting = memory.settings.get(number)
    if setting is None:
        setting = memory.settings[number] = _setting_of(style)
    layout.style, layout.first_line_direction, layout.language = style, 0, setting.language
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(setting.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003 - Pango's signature
    pango.pango_layout_set_font_description(layout.layout, setting.description)
    if setting.features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, setting.features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def split_once(
    text: str, style: Any, context: Any, max_width: float | None, justification: float, *more: Any, **named: Any
) -> Any:
    """WeasyPrint's `split_first_line`, from memory where it was asked the same before."""
    if justification or len(text) > _LONG:
        return _split(text, style, context, max_width, justification, *more, **named)
    memory = _memory_of(style)
    key = (text, _number_of(style, memory))
    fitting = memory.fitting.get(key)
    # Pango counts in whole units: within one of the limit it decides itself.
    if fitting and (max_width is None or fitting[3] <= max_width - FROM_UNITS):
        return fitting
    asked = (*key, max_width, more, *sorted(named.items()))
    answer = memory.asked.get(asked)
    if answer is None:
        answer = memory.asked[asked] = _split(text, style, context, max_width, justification, *more, **named)
        layout, _, resume_index, *_ = answer
        if resume_index is None and layout.text == text:
            memory.fitting[key] = answer
    return answer


class _Recorder:
    """A stream that also remembers what is written to it."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.calls = stream, list[tuple[str, tuple[Any, ...]]]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _recorded(self, name: str, *arguments: Any) -> None:
        self.calls.append((name, arguments))
        getattr(self._stream, name)(*arguments)

    def set_font_size(self, *arguments: Any) -> None:
        self._recorded("set_font_size", *arguments)

    def show_text(self, *arguments: Any) -> None:
        self._recorded("show_text", *arguments)

    def set_text_rise(self, *arguments: Any) -> None:
        self._recorded("set_text_rise", *arguments)


def draw_once(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any) -> None:
    """WeasyPrint's `draw_text`, with glyphs from memory where they were written before."""
    layout, style = textbox.pango_layout, textbox.style
    whole = text_overflow == "clip" and block_ellipsis == "none" and not layout.justification_spacing
    plain = style["text_decoration_line"] == "none" and style["visibility"] == "visible"
    if not (whole and plain and textbox.text.strip() and len(layout.text) <= _SHORT):
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    memory = _memory_of(style)
    key = (layout.text, _number_of(style, memory))
    matrix = Matrix(d=-1, e=textbox.position_x, f=textbox.position_y + textbox.baseline)
    stream.set_color(style["color"])
    stream.begin_text()
    written = memory.written.get(key)
    if written is None:
        memory.written[key] = _glyphs(stream, textbox, matrix)
    else:
        stream.set_text_matrix(*matrix.values)
        for name, arguments in written:
            getattr(stream, name)(*arguments)
    stream.end_text()


def _glyphs(stream: Any, textbox: Any, matrix: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """Write the glyphs of a text box; returns what was written. Our fonts have no glyphs that are pictures."""
    recorder = _Recorder(stream)
    textbox.pango_layout.reactivate(textbox.style)
    _drawn.draw_first_line(recorder, textbox, "clip", "none", matrix)
    textbox.pango_layout.deactivate()
    return recorder.calls


def install() -> None:
    """Put the shortcuts in place, for this process."""
    _lines._font_style_cache_key = font_key_once  # noqa: SLF001
    _lines.get_font_description = description_once
    _lines.Layout.setup = set_up_once
    _inline.split_first_line = _preferred.split_first_line = split_once
    _draw.draw_text = draw_once
