"""Text is checked against the fonts before it is laid out."""

from __future__ import annotations

import hashlib

import pytest

from etl.model.errors import UsageError
from etl.report.glyphs import check_glyphs
from etl.report.markup import read_html

from .uwv import TEMPLATES

FONTS = TEMPLATES / "fonts"


def test_dutch_text_and_our_signs_can_be_written() -> None:
    """Letters with marks, dashes, quotes and comparison signs are all in the fonts."""
    check_glyphs(read_html("<p>ëïéèüÿ ‘’“” – — … ≥ ≤ × ÷ € % § • \N{NO-BREAK SPACE}</p>"), FONTS)


@pytest.mark.parametrize(("sign", "code"), [("\N{GRINNING FACE}", "U+1F600"), ("\ue000", "U+E000"), ("漢", "U+6F22")])
def test_a_character_without_glyph_is_refused_with_its_place(sign: str, code: str) -> None:
    """The message names the code and the words around it."""
    with pytest.raises(UsageError, match=rf"U\+{code[2:]} in 'een vreemd teken"):
        check_glyphs(read_html(f"<p>een vreemd teken {sign} hier</p>"), FONTS)


def test_the_fonts_are_the_ones_that_were_vendored() -> None:
    """The checksums beside the fonts hold, and no font is without one."""
    lines = (FONTS / "SHA256SUMS").read_text("utf-8").splitlines()
    expected = {line.split()[1]: line.split()[0] for line in lines}

    actual = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}

    assert actual == expected
