"""How long and how much: the 2007 report from content to PDF, step by step.

    uv run python bench/report.py [--repeat 5] [--output FOLDER]

Limit: 2 s + 0.2 s per page and 300 MB, on two cores. As in the product, the words are written in one process and the
pages are laid out in another; processor time of both is added up, from the moment the content is there and with the
start of the second process, so that neighbours on the machine do not count, and the best run is told. Memory is the
highest point of the process that lays out; beside it stands how much the writing adds to the process that already has
the content. The report is that of the tests: the chapters of 2007, without registers. With `--output` it is that of the
newest run in an output folder, as `make run` leaves it. Ends with exit code 1 above the limit.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "report_templates"
SECONDS, SECONDS_PER_PAGE, MEGABYTES = 2.0, 0.2, 300


def main() -> int:
    """Measure in processes of their own, print the steps of the best run, and compare with the limit."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument("--output", type=Path, help="measure the report of the newest run in this folder")
    options.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--lay-out", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.write:
        write(given.output, given.write)
    elif given.lay_out:
        lay_out(given.lay_out)
    else:
        return compare([run(given.output) for _ in range(given.repeat)])
    return 0


def compare(runs: list[dict[str, Any]]) -> int:
    """Print the best run beside the limit; 1 when it is above."""
    best = min(runs, key=lambda found: float(found["total"]))
    for name, seconds in best["steps"].items():
        print(f"{name:12} {seconds:6.2f} s")
    print(f"{'total':12} {best['total']:6.2f} s      {best['pages']} pages      {best['size'] // 1024} kB")
    print(f"{'memory':12} {best['memory']:4} MB        writing the words adds {best['added']} MB to the content")
    limit = SECONDS + SECONDS_PER_PAGE * best["pages"]
    print(f"{'limit':12} {limit:6.2f} s      {MEGABYTES} MB")
    return 0 if best["total"] <= limit and best["memory"] <= MEGABYTES else 1


def run(output: Path | None) -> dict[str, Any]:
    """One rendering: both processes, their steps together."""
    with tempfile.TemporaryDirectory() as folder:
        html = Path(folder) / "report.html"
        written = _measured("--write", str(html), *(["--output", str(output.resolve())] if output else []))
        laid_out = _measured("--lay-out", str(html))
    steps = {**written.pop("steps"), **laid_out.pop("steps")}
    return {**written, **laid_out, "steps": steps, "total": sum(steps.values())}


def _measured(*options: str) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT))
    from etl.report.printing import surroundings

    around = surroundings() if "--lay-out" in options else dict(os.environ)
    command = [sys.executable, __file__, *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=around)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def write(output: Path | None, html: Path) -> None:
    """Content to checked HTML."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]
    content, steps = _content(output), dict[str, float]()
    before = _megabytes()
    with step(steps, "html"):
        from etl.report.document import full_html

        html.write_text(full_html(content, TEMPLATES), "utf-8")
    print(json.dumps({"steps": steps, "added": _megabytes() - before}))


def lay_out(html: Path) -> None:
    """HTML to PDF, as `etl.report.press` does it."""
    steps = {"start": time.process_time()}
    with step(steps, "imports"):
        import weasyprint  # noqa: F401

        from etl.report import markup, press
        from etl.report.fetcher import TemplateFetcher
        from etl.report.tagging import finish
        from etl.report.tagging.hooks import LeanHTML, forget_origins, release
    forget_origins()
    with press.without_gc():
        with step(steps, "layout"):
            root = markup.read_html(html.read_text("utf-8"))
            laid_out = LeanHTML(root, TEMPLATES.as_uri() + "/", TemplateFetcher(TEMPLATES)).render(
                pdf_variant="pdf/a-3a"
            )
            release(laid_out)
        pages, file = len(laid_out.pages), io.BytesIO()
        with step(steps, "write"):
            laid_out.write_pdf(file, finisher=partial(finish, mimes={}), pdf_variant="pdf/a-3a")
    told = {"pages": pages, "size": len(file.getvalue()), "memory": _megabytes()}
    print(json.dumps({"steps": steps, **told}))


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


def _megabytes() -> int:
    """The highest point of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def step(steps: dict[str, float], name: str) -> Iterator[None]:
    """Remember the processor time of a block."""
    start = time.process_time()
    yield
    steps[name] = time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
