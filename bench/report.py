"""How long and how much: the 2007 report from content to PDF, step by step.

    uv run python bench/report.py [--repeat 5] [--output FOLDER]

Limit: 2 s + 0.2 s per page and 300 MB, on two cores. Processor time is measured, so that neighbours on the machine do
not count, and the best run is told. The report is that of the tests: the chapters of 2007, without registers, some 50
pages. With `--output` it is that of the newest run in an output folder, as `make run` leaves it. Ends with exit code 1
above the limit.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SECONDS, SECONDS_PER_PAGE, MEGABYTES = 2.0, 0.2, 300


def main() -> int:
    """Measure in processes of their own, print the steps of the best run, and compare with the limit."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--output", type=Path, help="measure the report of the newest run in this folder")
    options.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.once:
        measure(given.output)
        return 0
    runs = [_run(given.output) for _ in range(given.repeat)]
    best = min(runs, key=lambda run: float(run[-1].split()[1]))
    print("\n".join(best))
    seconds, pages, megabytes = (float(word) for word in best[-1].split()[1:6:2])
    limit = SECONDS + SECONDS_PER_PAGE * pages
    print(f"limit      {limit:6.1f} s      {MEGABYTES} MB")
    return 0 if seconds <= limit and megabytes <= MEGABYTES else 1


def _run(output: Path | None) -> list[str]:
    command = [sys.executable, __file__, "--once", *(["--output", str(output.resolve())] if output else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip().splitlines()


def _content(output: Path | None) -> Any:
    """The content of the report of the tests, or of the newest run below an output folder."""
    if output is None:
        from report import uwv

        return uwv.content(final=True)
    from etl.pipeline.plan import Plan
    from etl.pipeline.rendering import ingredients

    newest = max(output.glob("runs/*/*/plan.json"), key=lambda path: path.stat().st_mtime)
    plan = Plan.from_json(json.loads(newest.read_text("utf-8")))
    return ingredients(plan, plan.store()).content


def measure(output: Path | None) -> None:
    """One rendering, with the processor time of each step; the last line is the total."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]
    content = _content(output)
    start = time.process_time()
    with step("imports"):
        import weasyprint  # noqa: F401

        from etl.report import document, markup, printing
        from etl.report.fetcher import TemplateFetcher
        from etl.report.tagging import finish
        from etl.report.tagging.hooks import LeanHTML, forget_origins, release
    templates = ROOT / "report_templates"
    with step("html"):
        html = document.full_html(content, templates)
    forget_origins()
    base, fetcher = templates.as_uri() + "/", TemplateFetcher(templates)
    with printing.without_gc():
        with step("layout"):
            laid_out = LeanHTML(markup.read_html(html), base, fetcher).render(pdf_variant="pdf/a-3a")
            release(laid_out)
        pages = len(laid_out.pages)
        with step("write"):
            output = io.BytesIO()
            laid_out.write_pdf(output, finisher=partial(finish, mimes={}), pdf_variant="pdf/a-3a")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = time.process_time() - start
    print(f"total      {total:6.2f} s      {pages} pages      {megabytes} MB      {len(output.getvalue()) // 1024} kB")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the processor time of a block."""
    start = time.process_time()
    yield
    print(f"{name:10} {time.process_time() - start:6.2f} s")


if __name__ == "__main__":
    sys.exit(main())
