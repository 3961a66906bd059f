"""One finished PDF of the 2007 report for all tests that look into it, made once for all workers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from etl.model.content import ReportContent
from etl.pipeline.facts_file import facts_csv
from etl.report import Attachment, render_pdf
from etl.report.readback import TaggedPdf

from . import uwv


@pytest.fixture(scope="session")
def uwv_content() -> ReportContent:
    """The 2007 report with a complete dossier."""
    made = uwv.content(final=True)
    return replace(made, facts_sha256=sha256(facts_csv(made.facts)).hexdigest())


@pytest.fixture(scope="session")
def attachments(uwv_content: ReportContent) -> tuple[Attachment, ...]:
    """The facts as a pipeline would attach them, and a second file."""
    return (
        Attachment("facts.csv", facts_csv(uwv_content.facts), "text/csv", "Alle cijfers"),
        Attachment("manifest.json", b"{}", "application/json", "Vingerafdrukken"),
    )


@pytest.fixture(scope="session")
def uwv_pdf(
    uwv_content: ReportContent, attachments: tuple[Attachment, ...], tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    """That report as PDF. Read it; do not change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # of all workers of this run, of no other run
    return made_once(shared / "uwv-2007.pdf", lambda: render_pdf(uwv_content, uwv.TEMPLATES, attachments))


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a file that the first worker to come makes; the others wait for it."""
    try:
        path.with_suffix(".claim").touch(exist_ok=False)
    except FileExistsError:
        for _ in range(600):
            if path.exists():
                return path.read_bytes()
            time.sleep(0.2)
        raise
    part = path.with_suffix(".part")
    part.write_bytes(make())
    part.rename(path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def uwv_tags(uwv_pdf: bytes) -> TaggedPdf:
    """The PDF as read by its tags."""
    return TaggedPdf(uwv_pdf)
