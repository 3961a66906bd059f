"""Person numbers, phone numbers and names that were delivered in the wrong place stand in no file of the output."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader

from etl import pipeline
from etl.model.errors import ContractError
from tests.conftest import FinishedRun

pytestmark = pytest.mark.xdist_group("demo")
PHONE, OTHER_PHONE, NAME, NUMBER = "0612345678", "06-87654321", "Grietje Hoekstra", "111222333"
PLANTED = {
    "kcc_calls/2007-02.csv": {"topic": NAME, "service_number": PHONE},
    "callback_requests/2007-02__WW-OOST.csv": {"preferred_window": OTHER_PHONE, "topic": NAME},
    "complaints/2007-02.csv": {"cause_code": NAME, "lesson_id": PHONE},
}


def plant(root: Path, personal: dict[str, dict[str, str]]) -> None:
    """Write these values into the second row of each file."""
    for file, cells in personal.items():
        rows = list(csv.DictReader(io.StringIO((root / file).read_text(encoding="utf-8"))))
        rows[1].update(cells)
        with (root / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def said(path: Path) -> str:
    """Everything a file says: of Parquet the cells, of a PDF its pages, its properties and its attachments."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pydict())
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        attached = [content.decode("utf-8") for contents in reader.attachments.values() for content in contents]
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), *attached])
    return path.read_text(encoding="utf-8")


def leaks(output: Path, *personal: str) -> dict[str, list[str]]:
    """Per file the personal values that stand in it, whatever their capitals and separators."""
    wanted = {value: re.compile(re.sub(r"\W", r"\\W?", value), re.IGNORECASE) for value in personal}
    files = [path for path in output.rglob("*") if path.is_file()]
    assert len({path.suffix for path in files}) > 2
    found = {path.name: [value for value, form in wanted.items() if form.search(said(path))] for path in files}
    return {name: values for name, values in found.items() if values}


def test_what_stops_a_run_is_not_repeated_by_it(
    demo_edition: FinishedRun, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A person number in a text column blocks; landed rows, results, quarantine, ledger, log and terminal lack it."""
    root = _copied(demo_edition, tmp_path)
    plant(root, {**PLANTED, "ict_incidents/2007-02.csv": {"incident_id": NUMBER}})
    plan = pipeline.resolve("2007-02", str(root), output=str(tmp_path / "output"))

    with pytest.raises(ContractError) as stopped:
        pipeline.run_checks_only(plan)

    failed = {result.check_id for result in pipeline.check_results(plan) if result.passed is False}
    assert {"A7:ict_incidents.incident_id", "A6b:kcc_calls.topic", "A6b:callback_requests.topic"} <= failed
    assert leaks(tmp_path / "output", PHONE, OTHER_PHONE, NAME, NUMBER) == {}
    told = "".join([str(stopped.value), *capfd.readouterr()])
    assert [value for value in (PHONE, OTHER_PHONE, NAME, NUMBER) if value in told] == []


@pytest.mark.slow
def test_what_is_published_holds_nothing_personal(demo_edition: FinishedRun, tmp_path: Path) -> None:
    """Names and phone numbers in the wrong columns warn; the edition that is made all the same holds none of them."""
    root = _copied(demo_edition, tmp_path)
    plant(root, PLANTED)

    with contextlib.chdir(tmp_path):
        edition = pipeline.run(pipeline.resolve("2007-02", str(root), output=str(tmp_path / "output")))

    assert (Path(edition) / "report.pdf").exists()
    assert leaks(tmp_path / "output", PHONE, OTHER_PHONE, NAME) == {}


def _copied(demo: FinishedRun, to: Path) -> Path:
    for source in demo.deliveries.rglob("*"):
        if source.is_file() and "2006-0" not in source.name:
            target = to / "deliveries" / source.relative_to(demo.deliveries)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    return to / "deliveries"
