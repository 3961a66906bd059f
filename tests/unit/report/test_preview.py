"""The HTML preview is as accessible as the PDF: axe, in a real browser, finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.model.content import ReportContent
from etl.report import render_html

from . import browser, uwv
from .test_parts import small

pytestmark = pytest.mark.skipif(browser.chromium() is None, reason="needs Chromium (Debian's package chromium)")


def test_axe_finds_nothing_in_a_whole_report() -> None:
    """A draft of demo data with every part, mark and list of open points."""
    assert browser.violations(render_html(small(), uwv.TEMPLATES)) == {}


@pytest.mark.slow
def test_axe_finds_nothing_in_the_whole_2007_report() -> None:
    """The same for all chapters, figures and annexes of the model case."""
    assert browser.violations(render_html(uwv.content(final=False), uwv.TEMPLATES)) == {}


@pytest.mark.parametrize("part", ["letter", "summary", "kcc", "callbacks"])
def test_axe_finds_nothing_in_a_part(part: str, uwv_content: ReportContent) -> None:
    """A part alone still has its headings and landmarks in order; the chapters hold every kind of figure."""
    assert browser.violations(render_html(uwv_content, uwv.TEMPLATES, part)) == {}


def test_axe_runs_and_finds_what_is_wrong() -> None:
    """The proof that the two tests above can fail: a picture without words, a page without a language."""
    found = browser.violations("<!DOCTYPE html><html><title>t</title><body><main><h1>t</h1><img src=x></main></body>")

    assert {"image-alt", "html-has-lang"} <= set(found)


def test_axe_is_the_file_that_was_vendored() -> None:
    """Its hash stands beside it."""
    import hashlib

    stated = (Path(browser.AXE).parent / "SHA256SUMS").read_text("utf-8").split()[0]

    assert hashlib.sha256(browser.AXE.read_bytes()).hexdigest() == stated
