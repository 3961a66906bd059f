"""The pages are laid out in a process of their own: what comes back is the PDF, or the error as it was raised there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from etl.model.errors import ContractError, OversightError
from etl.report import Attachment, printing
from etl.report.press import html_to_pdf

from .small import content, fact
from .uwv import TEMPLATES

PAGE = "<!DOCTYPE html><html lang='nl'><head><title>t</title></head><body><main>{}</main></body></html>"
DATA = (Attachment("facts.csv", b"fact_id\n", "text/csv", "Alle cijfers"),)


def test_the_file_is_the_one_that_is_laid_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process adds nothing and loses nothing: not the date, not the attachment."""
    html = PAGE.format("<p>Een zin.</p>")
    monkeypatch.setattr(printing, "full_html", lambda *_: html)

    assert printing.print_pdf(content(), TEMPLATES, DATA) == html_to_pdf(html, TEMPLATES, DATA, content().as_of)


def test_an_error_of_the_layout_is_raised_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With its parts: what a person can act on is not lost on the way."""
    secret = tmp_path / "secret.svg"
    monkeypatch.setattr(printing, "full_html", lambda *_: PAGE.format(f"<img alt='x' src='{secret.as_uri()}'/>"))

    with pytest.raises(ContractError, match="outside the template folder") as error:
        printing.print_pdf(content(), TEMPLATES, ())

    assert error.value.problems[0].expected == "files of the template folder"


def test_a_process_that_ends_without_an_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed, or never begun: the message has the status and what to look at."""
    monkeypatch.setattr(printing, "PRESS", "etl.no_such_module")

    with pytest.raises(OversightError, match=r"ended with status 1 and without a PDF.*300 MB.*ran out of memory"):
        printing.print_pdf(content(fact("on_time", "2007", "0.638")), TEMPLATES, ())


def test_the_folder_we_stand_in_has_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder named like our package beside the caller is not imported."""
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "__init__.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)

    pdf = printing.print_pdf(content(fact("on_time", "2007", "0.638")), TEMPLATES, ())

    assert pdf.startswith(b"%PDF-1.7")


def test_the_process_starts_with_little() -> None:
    """Neither data frames nor databases nor checks: what it needs is the layout engine and the model."""
    heavy = "('pandas', 'duckdb', 'pyarrow', 'great_expectations', 'jinja2', 'pypdf')"
    program = f"import sys, etl.report.__main__; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)

    assert done.stdout.strip() == "[]"
