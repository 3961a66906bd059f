"""What is remembered of texts, lengths and cells changes no byte: WeasyPrint without it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from etl.report.fetcher import TemplateFetcher
from etl.report.tagging import cells, hooks, measuring, shaping

from .uwv import TEMPLATES

BASE = TEMPLATES.as_uri() + "/"
ALONE = """
import sys, weasyprint
html, base = sys.stdin.read(), sys.argv[1]
sys.stdout.buffer.write(weasyprint.HTML(string=html, base_url=base).write_pdf(uncompressed_pdf=True))
"""
STYLES = """
table { width: 100%; border-collapse: collapse } td { padding: 1mm 2% } .num { text-align: right; font-weight: 700 }
.ver { letter-spacing: 2pt; vertical-align: middle } .los { border-collapse: separate; border-spacing: 1mm }
.vast { table-layout: fixed } .hoog { height: 14mm; min-width: 9mm } .rand { border: 1pt solid }
p { text-align: justify }
"""
ROW = """<tr><th scope=row>geen norm<td class=num>100,0%<td class=num>{number}<td class=ver>geen norm
<td>een tekst die te lang is voor zijn kolom en daarom over meer regels loopt<td><a href=#einde>12 van 12</a><td>"""
ROWS = "".join(ROW.format(number=f"{number % 7}.{number % 3}00") for number in range(50))
HIGH = "<tr><td class=hoog>12 van 12<td class='hoog rand' rowspan=2>12 van 12<tr><td class=rand colspan=1>12 van 12"
TABLE = "<table class='{name}'><thead><tr><th>a<th>b<th>c<th>d<th>e<th>f<th>g</thead><tbody>{rows}</tbody></table>"
BODY = f"""<p>{"12 van 12 geen norm <b>geen norm</b> <u>geen norm</u> " * 40}</p>
{TABLE.format(name="", rows=ROWS)}{TABLE.format(name="los vast", rows=ROWS)}
<table class=los>{HIGH * 3}</table><ul><li>geen norm</li><li>geen norm</li></ul><p id=einde>100,0%</p>"""
HEAD = f"<head><title>t</title><link rel=stylesheet href=css/report.css><style>{STYLES}</style></head>"
HTML = f"<!DOCTYPE html><html lang=nl>{HEAD}<body>{BODY}</body></html>"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """The document as WeasyPrint makes it by itself."""
    done = subprocess.run([sys.executable, "-c", ALONE, BASE], input=HTML.encode(), capture_output=True, check=True)
    return done.stdout


def printed() -> bytes:
    """The same, in this process, where everything is remembered."""
    document = hooks.LeanHTML(string=HTML, base_url=BASE, url_fetcher=TemplateFetcher(TEMPLATES)).render()
    return bytes(document.write_pdf(uncompressed_pdf=True))


def test_cells_texts_and_lengths_come_out_the_same(plain: bytes) -> None:
    """Over many pages, and a second time in the same process: nothing of the first document is left."""
    assert plain.count(b"/Type /Page\n") + plain.count(b"/Type /Page/") + plain.count(b"/Type /Page ") > 4
    assert printed() == plain
    assert printed() == plain


def test_most_is_answered_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint's own functions are asked for a few of the cells, of their texts and of their lengths."""
    asked = dict.fromkeys(("_lay_out", "_split", "_resolve"), 0)

    def count(module: ModuleType, name: str) -> None:
        own = getattr(module, name)

        def counted(*arguments: object, **named: object) -> object:
            asked[name] += 1
            return own(*arguments, **named)

        monkeypatch.setattr(module, name, counted)

    for module, name in ((cells, "_lay_out"), (shaping, "_split"), (measuring, "_resolve")):
        count(module, name)
    printed()

    in_cells = HTML.count("<td") + HTML.count("<th")
    assert all(0 < number < 0.6 * in_cells for number in asked.values()), asked
