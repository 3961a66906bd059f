"""Files that contradict each other: manifests, counts beside records, and a ledger that somebody changed."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.e2e.conftest import PERIOD, PROGRAMME, Desk, Oversight, refused, write

pytestmark = [pytest.mark.xdist_group("helpdesk"), pytest.mark.usefixtures("untouched")]


MANIFESTS = [
    ({"sha256": "0" * 64}, "calls/2007-02.csv: the bytes are not those of the manifest"),
    ({"rows": 39}, "calls/2007-02.csv: the file has 40 rows; expected 39 (by its manifest)"),
    ({"row": 40}, "calls/2007-02.csv.manifest.json: the manifest has unknown keys"),
    ([40], "calls/2007-02.csv.manifest.json: the manifest is not a JSON object"),
    ({"control_totals": {"call_id": 3}}, "calls/2007-02.csv.manifest.json: 'call_id' is no column of numbers"),
    ({"control_totals": {"calls": 3}}, "calls/2007-02.csv.manifest.json: 'calls' is no column of numbers"),
    ({"control_totals": [3]}, "calls/2007-02.csv.manifest.json: the control totals are not a JSON object"),
]


@pytest.mark.parametrize(("manifest", "what"), MANIFESTS)
def test_a_manifest_that_does_not_agree(desk: Desk, manifest: object, what: str) -> None:
    """What was announced is not what came."""
    (desk.root / "calls/2007-02.csv.manifest.json").write_text(json.dumps(manifest))

    outcome = desk.run()

    assert outcome.code == 3, outcome.err
    assert f"error: {what}" in outcome.err


def test_a_manifest_that_is_no_json(desk: Desk) -> None:
    """The manifest is named, not the delivery."""
    (desk.root / "calls/2007-02.csv.manifest.json").write_bytes(b"rows: 40\xff")

    outcome = desk.run()

    refused(outcome, 3, "calls/2007-02.csv.manifest.json", "the manifest is not JSON")


def test_a_manifest_without_its_delivery(desk: Desk) -> None:
    """Something was lost on the way."""
    (desk.root / "calls/2007-03.csv.manifest.json").write_text("{}")

    outcome = desk.run()

    refused(outcome, 3, "calls/2007-03.csv.manifest.json", "this manifest announces a delivery that is not there")


AGGREGATES = "source,month,client_group,division,region,site,measure,value"
COUNT = "callbacks,2007-02,,,ZUID,,callbacks_requested,20"


def test_counts_beside_records(desk: Desk) -> None:
    """One unit-month came both ways: both files are named."""
    write(desk.root / "aggregates/2007-02__ZUID.csv", AGGREGATES, [COUNT])

    outcome = desk.run()

    refused(
        outcome, 3, "aggregates/2007-02__ZUID.csv",
        "callbacks of ZUID for 2007-02 is delivered as counts and as records", "one of the two",
        "the records are in 'callbacks/2007-02__ZUID.csv'; withdraw one of both.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ("callbacks_requested", "callbacks_reqested", "measure", "this measure is unknown"),
        ("callbacks,2007", "calbacks,2007", "source", "this source is unknown"),
        ("2007-02", "2007-01", "month", "this is another month than the file's"),
        ("ZUID", "NOORD", "region", "this is another region than the unit's"),
        ("requested,20", "requested,-20", "value", "a count cannot be negative"),
    ],
)
def test_counts_that_are_about_nothing(desk: Desk, old: str, new: str, column: str, what: str) -> None:
    """Found before anything is computed, with line and column."""
    (desk.root / "callbacks/2007-02__ZUID.csv").unlink()
    write(desk.root / "aggregates/2007-02__ZUID.csv", AGGREGATES, [COUNT.replace(old, new)])

    outcome = desk.check()

    refused(outcome, 3, f"aggregates/2007-02__ZUID.csv, line 2, column {column}", what)


def test_counts_of_one_source_do_not_stand_in_for_another(desk: Desk) -> None:
    """A region's counts are about its callbacks; calls are still missing."""
    shutil.rmtree(desk.root / "calls")
    (desk.root / "callbacks/2007-02__ZUID.csv").unlink()
    write(desk.root / "aggregates/2007-02__ZUID.csv", AGGREGATES, [COUNT])

    outcome = desk.run()

    refused(outcome, 4, f"{desk.root}/calls", f"the source calls delivered nothing for {PERIOD}", "at least one")


def test_a_ledger_that_was_changed(desk: Desk, oversight: Oversight) -> None:
    """Nothing is built on it: not a run, not even its own summary."""
    path = desk.output / "ledger.jsonl"
    original = path.read_bytes()
    path.write_bytes(original.replace(b'"rows": 20', b'"rows": 21', 1))

    outcomes = [desk.run(), oversight("status", "--output", desk.output, "--programme", PROGRAMME)]

    path.write_bytes(original)
    for outcome in outcomes:
        refused(
            outcome, 5, "ledger.jsonl, line 2", "this ledger line does not follow from the one before it", "previous"
        )
