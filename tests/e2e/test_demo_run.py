"""One whole run of the shipped programme over demo deliveries, by the console script in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from etl import pipeline
from etl.model.facts import FACT_COLUMNS
from etl.pipeline.explanation import explanation
from tests.conftest import FinishedRun

pytestmark = pytest.mark.xdist_group("demo")
DIGEST = re.compile(r"\b(?=[0-9]*[a-f])[0-9a-f]{16,64}\b")
AS_TEXT = pa_csv.ConvertOptions(include_columns=["client_id"], column_types={"client_id": "string"})


def test_the_last_line_is_the_path_of_the_edition(demo_edition: FinishedRun) -> None:
    """And nothing else stands on standard output."""
    assert demo_edition.stdout == f"{demo_edition.output}/editions/uwv_telephone/2007-H1/1\n"
    assert (demo_edition.edition / "report.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_progress_is_told_in_plain_lines(demo_edition: FinishedRun) -> None:
    """Each step, and each source with its number of files; no control characters where there is no terminal."""
    lines = demo_edition.stderr.splitlines()

    assert [line for line in lines if not line.startswith((" ", "│", "┏", "┃", "┡", "├", "└"))][:5] == [
        "land", "check", "compute", "render", "publish",
    ]  # fmt: skip
    assert "  kcc_calls: 18" in lines
    assert "  callback_requests: 180" in lines
    assert "\x1b" not in demo_edition.stderr
    assert "Traceback" not in demo_edition.stderr


def test_the_edition_is_as_published(demo_edition: FinishedRun) -> None:
    """So says the installed console script."""
    script = Path(sys.executable).with_name("oversight")

    done = subprocess.run([script, "verify", demo_edition.edition], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "edition 1 of uwv_telephone over 2007-H1: all 6 files are as published\n"


def test_the_report_alone_can_be_verified(demo_edition: FinishedRun) -> None:
    """Its attachments, and the hash on its pages."""
    told = pipeline.verify(str(demo_edition.edition / "report.pdf"))

    assert told == "report.pdf: its 4 attachments are as published, and the pages print the hash of facts.csv"


@pytest.mark.parametrize("name", ["facts.csv", "measures.csv"])
def test_tables_are_plain_text_in_a_fixed_order(demo_edition: FinishedRun, name: str) -> None:
    """Comma, LF, no byte-order mark, sorted bytewise."""
    content = (demo_edition.edition / name).read_bytes()
    rows = content.decode("ascii").splitlines()

    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert rows[1:] == sorted(rows[1:])
    assert len(rows) > 100


def test_the_facts_have_the_columns_of_the_design(demo_edition: FinishedRun) -> None:
    """Every fact once, in every column a text."""
    rows = list(csv.DictReader(io.StringIO((demo_edition.edition / "facts.csv").read_text())))

    assert tuple(rows[0]) == FACT_COLUMNS
    assert len({row["fact_id"] for row in rows}) == len(rows)
    assert {row["period"] for row in rows} == {"2007-H1", *(f"2007-0{month}" for month in range(1, 7)), "2006-H1"}
    assert {row["verdict"] for row in rows} <= {"met", "not_met", "undetermined", "no_norm"}


def test_every_number_of_the_half_year_can_be_explained(demo_edition: FinishedRun) -> None:
    """Its counts add up again, and deliveries stand behind it."""
    edition = demo_edition.edition
    facts, quality = (json.loads((edition / name).read_bytes()) for name in ("facts.json", "quality.json"))
    counts = [
        row for row in csv.DictReader(io.StringIO((edition / "measures.csv").read_text())) if row["month"] > "2006-12"
    ]
    half = [fact for fact in facts["facts"] if fact["period"] == "2007-H1" and fact["value"]]

    told = {fact["fact_id"]: explanation(fact, facts, counts, quality) for fact in half}

    assert len(told) > 50
    assert [name for name, sections in told.items() if not sections["deliveries"]] == []


def _nine_digits(text: str) -> set[str]:
    """Every nine digits in a row, hexadecimal digests left out: one in three holds some by chance."""
    return set(re.findall(r"\d{9}", DIGEST.sub("", text)))


def test_no_person_number_is_left(demo_edition: FinishedRun) -> None:
    """None of the numbers that were delivered occurs in any table or text below the output."""
    numbers = {
        number[:9]
        for path in (demo_edition.deliveries / "kcc_calls").iterdir()
        for number in pa_csv.read_csv(path, convert_options=AS_TEXT)["client_id"].to_pylist()
        if number
    }
    found: set[str] = set()
    for path in demo_edition.output.rglob("*"):
        if path.suffix == ".parquet":
            found.update(_nine_digits(str(pq.read_table(path).to_pydict())))
        elif path.is_file() and path.suffix != ".pdf":
            found.update(_nine_digits(path.read_text(encoding="utf-8")))

    assert len(numbers) > 100
    assert _nine_digits("x939769645y e5d1f724b478f248092ac93976964562") == {"939769645"}
    assert found & numbers == set()


def test_status_shows_the_ledger(demo_edition: FinishedRun) -> None:
    """Two regions of AG delivered counts in the first half of 2007, all others records."""
    rows = pipeline.status(str(demo_edition.output), "uwv_telephone", "2007-H1")

    grades = {(row["source"], row["unit"]): set(row["months"].values()) for row in rows}
    assert grades["kcc_calls", "national"] == {"record"}
    assert grades["callback_requests", "AG-ZUID"] == {"aggregate"}
    assert {unit for (source, unit), found in grades.items() if found == {"aggregate"}} == {"AG-WEST", "AG-ZUID"}


def test_the_run_kept_what_it_did_and_how_long_it_took(demo_edition: FinishedRun) -> None:
    """A log, timings and the plan, in the run's folder."""
    (run,) = (demo_edition.output / "runs" / "2007-H1").iterdir()

    steps = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert [(step["step"], step["outcome"]) for step in steps] == [
        (name, "done") for name in ("land", "check", "compute", "render", "publish")
    ]
    assert set(json.loads((run / "timings.json").read_text())) == {"land", "check", "compute", "render", "publish"}
