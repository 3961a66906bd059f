"""Same content, same bytes: whatever the hash seed, time zone, locale, home or folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .uwv import TEMPLATES

ROOT = Path(__file__).parents[3]
SCRIPT = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from report.test_parts import small
from etl.report import Attachment, render_pdf
pdf = render_pdf(small(), Path(sys.argv[2]), [Attachment("facts.csv", b"a", "text/csv", "cijfers")])
print(hashlib.sha256(pdf).hexdigest())
"""
SURROUNDINGS = [  # the two differ in everything at once
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
    {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANG": "nl_NL.UTF-8"},
]


def digest(templates: Path, surroundings: dict[str, str], home: Path) -> str:
    """The hash of the PDF that a process of its own makes."""
    unset = {"LC_ALL", "LANG", "LANGUAGE", "TZ", "PYTHONHASHSEED"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {**surroundings, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(ROOT / "tests" / "unit"), str(templates)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=home, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_surroundings_leave_no_trace(tmp_path: Path) -> None:
    """Two processes in different surroundings, homes and folders write the same file."""
    elsewhere = tmp_path / "een andere map" / "templates"
    shutil.copytree(TEMPLATES, elsewhere)

    here, there = (
        digest(folder, surroundings, home)
        for folder, surroundings, home in zip((TEMPLATES, elsewhere), SURROUNDINGS, (ROOT, tmp_path), strict=True)
    )

    assert here == there


def test_the_package_is_cheap_to_import() -> None:
    """Neither the layout engine nor the template engine is loaded before it is needed."""
    heavy = {"weasyprint", "jinja2", "markupsafe", "pypdf", "fontTools", "markdown_it"}
    script = f"import sys, etl.report; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout.strip() == "[]"
