"""Nothing outside the template folder reaches the page: each attack stops the rendering and touches nothing."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.model.errors import ContractError
from etl.report.press import html_to_pdf

from .small import content

SECRET = "ontsnapt"
PAGE = "<!DOCTYPE html><html lang='nl'><head><title>t</title>{head}</head><body>{body}</body></html>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>{0}</svg>'
ATTACKS = {
    "attachment in a link element": ("<link rel='attachment' href='{file}'/>", ""),
    "attachment in an anchor": ("", "<a rel='attachment' href='{file}'>x</a>"),
    "a path that climbs": ("", "<img alt='x' src='../secret.svg'/>"),
    "an encoded path that climbs": ("", "<img alt='x' src='%2e%2e/secret.svg'/>"),
    "a symbolic link": ("", "<img alt='x' src='link.svg'/>"),
    "a protocol in capitals": ("<link rel='stylesheet' href='{FILE}'/>", "x"),
    "a picture from the web": ("", "<img alt='x' src='{web}/a.svg'/>"),
    "an imported stylesheet from the web": ("<style>@import url({web}/a.css);</style>", "x"),
    "a font from the web": (
        "<style>@font-face {{ font-family: F; src: url({web}/a.ttf) }} p {{ font-family: F }}</style>",
        "<p>x</p>",
    ),
    "a picture inside a drawing": ("", SVG.format("<image href='{web}/a.svg' width='9' height='9'/>")),
    "a base elsewhere": ("<base href='{web}/'/>", "<img alt='x' src='a.svg'/>"),
    "a picture as data": ("", "<img alt='x' src='data:image/svg+xml,%3Csvg/%3E'/>"),
    "a stylesheet of another host": ("<link rel='stylesheet' href='file://elders/etc/a.css'/>", "x"),
    "a file of a type we do not use": ("<link rel='stylesheet' href='notes.txt'/>", "x"),
}


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """A web server that only writes down what it is asked for: its address and the paths."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A template folder beside a secret, with a link that leads out."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.svg").write_text(SVG.format(f"<text>{SECRET}</text>"), "utf-8")
    (folder / "link.svg").symlink_to(tmp_path / "secret.svg")
    (folder / "own.svg").write_text(SVG.format("<rect width='9' height='9'/>"), "utf-8")
    (folder / "notes.txt").write_text("p { color: red }", "utf-8")
    return folder


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stops_the_rendering(attack: str, templates: Path, requests: tuple[str, list[str]]) -> None:
    """No PDF comes out, and no request leaves the house."""
    web, asked = requests
    secret = (templates.parent / "secret.svg").as_uri()
    head, body = (part.format(file=secret, FILE=secret.replace("file:", "FILE:"), web=web) for part in ATTACKS[attack])

    with pytest.raises(ContractError, match=r"outside the template folder|layout engine says"):
        html_to_pdf(PAGE.format(head=head, body=body), templates, (), content().as_of)

    assert asked == []


def test_a_file_of_the_folder_is_served(templates: Path) -> None:
    """What the templates bring themselves is read."""
    pdf = html_to_pdf(PAGE.format(head="", body="<img alt='x' src='own.svg'/>"), templates, (), content().as_of)

    assert pdf.startswith(b"%PDF-1.7")
