"""The registers around the figures in the demo edition: no check fails on them, and all of them are told."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from etl.definitions import load_programme
from tests.conftest import FinishedRun

pytestmark = pytest.mark.xdist_group("demo")
FOLDER = Path(__file__).parents[2] / "etl" / "definitions" / "uwv_telephone" / "registers"
BROUGHT = {
    name
    for path in FOLDER.glob("*.yml")
    for name in re.findall(r"^  - indicator: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_a_clean_demo_breaks_no_rule_of_a_register(demo_edition: FinishedRun) -> None:
    """Every optional source was checked, and nothing failed."""
    checks = json.loads((demo_edition.edition / "quality.json").read_bytes())["checks"]
    optional = {source.source for source in load_programme("uwv_telephone").programme.sources if not source.required}

    failed = [
        item["check_id"] for item in checks if item["table"] in optional - {"kcc_survey"} and item["passed"] is False
    ]

    assert optional <= {item["table"] for item in checks if item["passed"]}
    assert failed == []


def test_every_indicator_of_a_register_has_a_number(demo_edition: FinishedRun) -> None:
    """Of the half-year, with all deliveries in; a level rests on its last month alone."""
    rows = csv.DictReader(io.StringIO((demo_edition.edition / "facts.csv").read_text(encoding="utf-8")))
    totals = {row["indicator"]: row for row in rows if row["fact_id"] == f"{row['indicator']}@2007-H1"}

    without = {name for name in BROUGHT if not totals[name]["value"]}

    assert len(BROUGHT) > 40
    assert without == set()
    assert (totals["training_coverage"]["denominator"], totals["training_coverage"]["coverage_expected"]) == (
        "15000",
        "1",
    )
    assert totals["escalation_pickup_hours"]["unit"] == "median"
    assert totals["training_reach"]["coverage_expected"] == "7"


def test_records_are_named_with_the_delivery_they_stand_in(demo_edition: FinishedRun) -> None:
    """Six preconditions of the last month, each on its line of one delivery; no open escalation, as the number says."""
    content = json.loads((demo_edition.edition / "facts.json").read_bytes())
    rosters = {item["roster"]: item for item in content["rosters"]}
    numbers = {item["fact_id"]: item["value"] for item in content["facts"]}

    rows = rosters["preconditions"]["rows"]

    assert [row["line"] for row in rows] == [2, 3, 4, 5, 6, 7]
    assert {content["deliveries"][row["delivery"]]["file"] for row in rows} == {"preconditions/2007-06.csv"}
    assert rows[0]["cells"] == {
        "subject": "copc_goes", "status": "in_progress", "status_since": "2006-10-01", "valid_until": None,
        "evidence_id": "STUK-101",
    }  # fmt: skip
    assert (rosters["escalations_open"]["rows"], numbers["escalations_open_past_harm@2007-H1"]) == ([], "0")
    assert rosters["escalations_open"]["coverage_delivered"] == rosters["escalations_open"]["coverage_expected"] == 6
