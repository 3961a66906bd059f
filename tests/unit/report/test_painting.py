"""The rules of a table are whole lines: above and below its head, and below its last row."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pypdf

from etl.report.press import html_to_pdf

from .small import content
from .uwv import TEMPLATES

PAGE = """<!DOCTYPE html><html lang="nl"><head><title>t</title><style>
@page { size: 400px 300px; margin: 0 } body { margin: 0 }
table { border-collapse: separate; border-spacing: 0; width: 300px }
th { border-top: 2px solid #123f5a; border-bottom: 1px solid #123f5a } .om { border: 3px solid #a8231f }
</style></head><body><main><table><thead><tr><th>een</th><th>twee</th><th>drie</th></tr></thead>
<tbody><tr><td>a</td><td>b</td><td class="om">c</td></tr></tbody></table></main></body></html>"""
RECTANGLE = re.compile(rb"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re\nf\n")


def test_the_pieces_of_a_rule_overlap() -> None:
    """Three cells, two rules: each piece begins before the one beside it ends, so that no screen shows a seam."""
    pdf = html_to_pdf(PAGE, TEMPLATES, (), content().as_of)
    stream = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert stream is not None

    found = [tuple(map(float, match.groups())) for match in RECTANGLE.finditer(stream.get_data())]
    thick, thin = (sorted(piece for piece in found if piece[3] == height) for height in (2, 1))

    for rule in (thick, thin):
        assert len(rule) == 3
        assert all(left + width > further for (left, _, width, _), (further, *_) in pairwise(rule))
    assert thick[0][0] < 0 and thin[0][1] > thick[0][1]


def test_a_frame_is_drawn_as_before() -> None:
    """A border on all sides is none of our rules."""
    pdf = html_to_pdf(PAGE, TEMPLATES, (), content().as_of)

    data = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()  # type: ignore[union-attr]

    assert data.count(b"f*") == 1
