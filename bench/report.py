"""How long and how much: the 2007 report from content to PDF, step by step.

    uv run python bench/report.py [--repeat 3]

Limit: 2 s + 0.2 s per page and 300 MB, on two cores. Processor time is measured, so that neighbours on the machine do
not count; the fixture is that of the report's tests (about 45 pages). Ends with exit code 1 above the limit.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS, SECONDS_PER_PAGE, MEGABYTES = 2.0, 0.2, 300


def main() -> int:
    """Measure in processes of their own, print the steps of the best run, and compare with the limit."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.once:
        measure()
        return 0
    runs = [_run() for _ in range(given.repeat)]
    best = min(runs, key=lambda run: float(run[-1].split()[1]))
    print("\n".join(best))
    seconds, pages, megabytes = (float(word) for word in best[-1].split()[1:6:2])
    limit = SECONDS + SECONDS_PER_PAGE * pages
    print(f"limit      {limit:6.1f} s      {MEGABYTES} MB")
    return 0 if seconds <= limit and megabytes <= MEGABYTES else 1


def _run() -> list[str]:
    command = [sys.executable, __file__, "--once"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip().splitlines()


def measure() -> None:
    """One rendering, with the processor time of each step; the last line is the total."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]
    from report import uwv

    content = uwv.content(final=True)
    start = time.process_time()
    with step("imports"):
        import weasyprint  # noqa: F401

        from etl.report import document, glyphs, printing
        from etl.report.fetcher import TemplateFetcher
        from etl.report.tagging import finish
        from etl.report.tagging.hooks import LeanHTML, forget_origins, release
    with step("html"):
        html = document.full_html(content, uwv.TEMPLATES)
    with step("glyphs"):
        glyphs.check_glyphs(html, uwv.TEMPLATES / "fonts")
    forget_origins()
    base, fetcher = uwv.TEMPLATES.as_uri() + "/", TemplateFetcher(uwv.TEMPLATES)
    with printing.without_gc():
        with step("layout"):
            laid_out = LeanHTML(string=html, base_url=base, url_fetcher=fetcher).render(pdf_variant="pdf/a-3a")
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
