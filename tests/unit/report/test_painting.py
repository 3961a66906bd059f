"""The rules of a table are whole lines: above and below its head, and below its last row."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import pairwise

import pypdf
import pypdfium2
from PIL import ImageChops

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


SIGNS = """<!DOCTYPE html><html lang="nl"><head><title>t</title><link rel="stylesheet" href="css/report.css"/><style>
@page { size: 400px 300px; margin: 10px } .groot { font-size: 20pt; background-size: 9mm 9mm }
</style></head><body><main><p><span class="v met">een</span> en <span class="v met">twee</span></p>
<p><span class="v not_met">drie</span> en <span class="v met groot">vier</span></p></main></body></html>"""
ALONE = """
import sys, weasyprint
sys.stdout.buffer.write(weasyprint.HTML(string=sys.stdin.read(), base_url=sys.argv[1]).write_pdf())
"""


def test_a_sign_is_in_the_file_once_and_looks_the_same() -> None:
    """Two equal signs, another one and a larger one: three drawings, each where WeasyPrint by itself puts it."""
    command = [sys.executable, "-c", ALONE, TEMPLATES.as_uri() + "/"]
    plain = subprocess.run(command, input=SIGNS.encode(), capture_output=True, check=True).stdout

    pdf = html_to_pdf(SIGNS, TEMPLATES, (), content().as_of)

    drawings = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]
    assert len(drawings) == 3
    ours, theirs = (pypdfium2.PdfDocument(data)[0].render(scale=3).to_pil().convert("L") for data in (pdf, plain))
    assert ours.size == theirs.size
    assert max(ImageChops.difference(ours, theirs).getextrema()) < 16


def test_a_frame_is_drawn_as_before() -> None:
    """A border on all sides is none of our rules."""
    pdf = html_to_pdf(PAGE, TEMPLATES, (), content().as_of)

    data = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()  # type: ignore[union-attr]

    assert data.count(b"f*") == 1
