"""A register of a programme left out: one sentence in the report, no number, and never a zero."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pypdfium2
import pytest

from .conftest import PERIOD, PROGRAMME, Oversight, write_deliveries

REGISTER = """\
units:
  - {source: alerts, unit: national}
sources:
  - source: alerts
    title: {nl: Noodmeldingen}
    required: false
    key: [alert_id]
    columns:
      alert_id: {pattern: "A[0-9]+", required: true}
      pressed_at: timestamp
      call_id: {pattern: "C[0-9]+"}
measures:
  - {measure: alerts, source: alerts, title: {nl: noodmeldingen}, month_of: pressed_at}
  - measure: calls_alarmed
    source: calls
    title: {nl: gesprekken met een noodmelding}
    where: "call_id in (select call_id from alerts)"
    month_of: arrived_at
    reads: [alerts]
indicators:
  - {indicator: alerts, title: {nl: Noodmeldingen}, numerator: alerts, unit: count, decimals: 0, source: test}
  - indicator: alarmed_share
    title: {nl: Gesprekken met een noodmelding}
    numerator: calls_alarmed
    denominator: calls_offered
    unit: share
    decimals: 1
"""
CHAPTER = """\
  - chapter: learning
    title: {nl: Leren}
    sections:
      - {section: alerts, title: {nl: Nood}, indicators: [alerts, alarmed_share]}
"""


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """The help desk with a register of alerts and a chapter about it."""
    folder = tmp_path / "helpdesk"
    shutil.copytree(PROGRAMME, folder)
    (folder / "registers").mkdir()
    (folder / "registers" / "alerts.yml").write_text(REGISTER, encoding="utf-8")
    with (folder / "programme.yml").open("a", encoding="utf-8") as file:
        file.write(CHAPTER)
    return folder


@pytest.mark.slow
def test_a_register_that_is_left_out_has_no_number_and_one_sentence(
    oversight: Oversight, programme: Path, tmp_path: Path
) -> None:
    """No zero anywhere and no chapter; the calls' own numbers are as they were."""
    root, output = write_deliveries(tmp_path / "deliveries"), tmp_path / "output"

    done = oversight("run", PERIOD, "--deliveries", root, "--output", output, "--programme", programme)

    assert done.code == 0, done.err
    folder = Path(done.last_line)
    facts = {row["fact_id"]: row for row in csv.DictReader(io.StringIO((folder / "facts.csv").read_text("utf-8")))}
    measures = (folder / "measures.csv").read_text("utf-8")
    pages = pypdfium2.PdfDocument(folder / "report.pdf")
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    names = [f"{name}@{PERIOD}" for name in ("alerts", "alarmed_share", "answered_share")]
    assert [facts[name]["value"] for name in names] == ["", "", "0.9"]
    assert [facts[name]["reason"] for name in names[:2]] == ["not_delivered", "not_delivered"]
    assert "calls_alarmed" not in measures
    assert "alerts" not in measures
    assert "Over ‘Leren’ zijn over" in words
    assert "dit rapport bevat daarover geen hoofdstuk." in words
    assert "4 Leren" not in words
