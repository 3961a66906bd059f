"""What is remembered of texts, lengths and cells changes no byte: WeasyPrint without it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from weasyprint.formatting_structure.boxes import TableCellBox  # noqa: TID253 - this is about the layout engine itself

from etl.report.fetcher import TemplateFetcher
from etl.report.markup import read_html
from etl.report.tagging import cells, hooks, measuring, shaping

from .uwv import TEMPLATES

BASE = TEMPLATES.as_uri() + "/"
ALONE = """
import sys, weasyprint
html, base = sys.stdin.read(), sys.argv[1]
sys.stdout.buffer.write(weasyprint.HTML(string=html, base_url=base).write_pdf(uncompressed_pdf=True))
"""
STYLES = """
th, td, li { border: 0 !important } .rand { border: 1pt solid !important } .zij { border-left: 1pt solid !important }
table { width: 100%; border-collapse: collapse } td { padding: 1mm 2% } .num { text-align: right; font-weight: 700 }
.ver { letter-spacing: 2pt; vertical-align: middle } .los { border-collapse: separate; border-spacing: 1mm }
.vast { table-layout: fixed } .hoog { height: 14mm; min-width: 9mm } .rand { border: 1pt solid }
.deel tr { break-inside: auto } .deel td { orphans: 1; widows: 1; width: 50% }
.kleur { background: #eee; border-radius: 2mm } .kleur b { background: #abc }
p { text-align: justify } .om { outline: 1pt solid; outline-offset: 1pt }
.kolommen { columns: 2; column-rule: 1pt solid }
.zweeft { float: right; width: 40mm }
"""
ROW = """<tr><th scope="row">geen norm</th><td class="num">100,0%</td><td class="num zij">{number}</td>
<td class="ver">geen norm</td><td>een tekst die te lang is voor zijn kolom en daarom over meer regels loopt</td>
<td><a href="#einde">12 van 12</a></td><td></td></tr>"""
ROWS = "".join(ROW.format(number=f"{number % 7}.{number % 3}00") for number in range(50))
HIGH = """<tr><td class="hoog">12 van 12</td><td class="hoog rand" rowspan="2">12 van 12</td></tr>
<tr><td class="rand" colspan="1">12 van 12</td></tr>"""
HEADS = "".join(f"<th>{letter}</th>" for letter in "abcdefg")
TABLE = f"<table class='{{name}}'><thead><tr>{HEADS}</tr></thead><tbody>{{rows}}</tbody></table>"
DIVIDED = f"<tr><td>{'een tekst die over veel regels loopt ' * 40}</td><td>100,0%</td></tr>"
BODY = f"""<p>{"12 van 12 geen norm <b>geen norm</b> <u>geen norm</u> " * 40}</p>
{TABLE.format(name="", rows=ROWS)}{TABLE.format(name="los vast", rows=ROWS)}
<table class="los"><tbody>{HIGH * 3}</tbody></table>
<ul class="score"><li><b>12</b> van 12</li><li><b>9</b> geen norm</li></ul>
{"<p class='kleur'>geen norm <b>geen norm</b></p><p>geen norm <b>geen norm</b></p>" * 2}
<table class="deel"><tbody>{DIVIDED * 9}</tbody></table>
<p class="om">geen norm <b class="om">12 van 12</b></p><div class="kolommen"><p>{"geen norm " * 60}</p></div>
<p><span class="zweeft">geen norm</span>{"geen norm " * 60}</p>
<ul><li>geen norm</li><li>geen norm</li></ul><p id="einde">100,0%</p>"""
HEAD = f"<head><title>t</title><link rel='stylesheet' href='css/report.css'/><style>{STYLES}</style></head>"
HTML = f"<!DOCTYPE html><html lang='nl'>{HEAD}<body>{BODY}</body></html>"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """The document as WeasyPrint makes it by itself."""
    done = subprocess.run([sys.executable, "-c", ALONE, BASE], input=HTML.encode(), capture_output=True, check=True)
    return done.stdout


def laid_out() -> Any:
    """The same, in this process, where everything is remembered."""
    return hooks.LeanHTML(read_html(HTML), BASE, TemplateFetcher(TEMPLATES)).render()


def printed() -> bytes:
    """Its file."""
    return bytes(laid_out().write_pdf(uncompressed_pdf=True))


def test_cells_texts_and_lengths_come_out_the_same(plain: bytes) -> None:
    """Over many pages, and a second time in the same process: nothing of the first document is left."""
    assert plain.count(b"/Type /Page\n") + plain.count(b"/Type /Page/") + plain.count(b"/Type /Page ") > 4
    assert printed() == plain
    assert printed() == plain


def test_what_a_cell_holds_belongs_to_its_own_element() -> None:
    """Also where its lines came from an equal cell: tags and links are told by elements."""
    pages = [page._page_box.descendants() for page in laid_out().pages]
    found = [box for boxes in pages for box in boxes if isinstance(box, TableCellBox)]

    strangers = [box for cell in found for box in cell.descendants() if box.element not in set(cell.element.iter())]

    assert len(found) > 500
    assert strangers == []


def test_most_is_answered_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint's own functions are asked for a few of the cells, of their texts and of their lengths."""
    asked = dict.fromkeys(("_lay_out", "_split", "_resolve"), 0)

    def count(module: ModuleType, name: str) -> None:
        own = getattr(module, name)

        def counted(*arguments: object, **named: object) -> object:
            asked[name] += name != "_lay_out" or isinstance(arguments[1], TableCellBox)
            return own(*arguments, **named)

        monkeypatch.setattr(module, name, counted)

    for module, name in ((cells, "_lay_out"), (shaping, "_split"), (measuring, "_resolve")):
        count(module, name)
    printed()

    in_cells = HTML.count("<td") + HTML.count("<th")
    assert all(0 < number < 0.7 * in_cells for number in asked.values()), asked
