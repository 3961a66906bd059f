"""Content becomes one PDF: the words are written here, the pages are laid out in a process of their own.

The layout engine wants hundreds of megabytes and functions of its own in place (`tagging`); both end with that process.
It has one allocator for small and large objects, so that the boxes of pages that were painted make room for the tags:
a sixth less memory at the highest point.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import etl
from etl.model.content import ReportContent
from etl.model.errors import OversightError, Problem
from etl.report.attachment import Attachment
from etl.report.document import full_html

PRESS = "etl.report"
ROOT = Path(etl.__file__).parents[1]


def print_pdf(content: ReportContent, templates: Path, attachments: Sequence[Attachment]) -> bytes:
    """The whole document as PDF bytes, checked before and after.

    Raises:
        OversightError: what `full_html` and `press.html_to_pdf` refuse; or the process of the layout engine ended
            without an answer.
    """
    job = pickle.dumps((full_html(content, templates), templates, tuple(attachments), content.as_of))
    command = [sys.executable, "-P", "-m", PRESS]  # -P: the folder we stand in has no say in what is imported
    done = subprocess.run(command, check=False, input=job, stdout=subprocess.PIPE, env=surroundings())  # noqa: S603 - ourselves
    if done.returncode != 0:
        raise OversightError(
            Problem(
                f"the layout engine ended with status {done.returncode} and without a PDF",
                where="report",
                expected="some 300 MB of free memory for a report of 90 pages",
                hint="what went wrong stands above; status -9 is most often a system that ran out of memory.",
            )
        )
    answer: bytes | OversightError = pickle.loads(done.stdout)  # noqa: S301 - from ourselves
    if isinstance(answer, OversightError):
        raise answer
    return answer


def surroundings() -> dict[str, str]:
    """Our own environment, in which this very package is found and Python leaves memory to the system's allocator."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONMALLOC": "malloc"}
