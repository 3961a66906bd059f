"""Bad input, as the person meets it who runs the command: one clear error, and nothing was changed."""

from __future__ import annotations

import gzip
import json
import shutil

import openpyxl
import pytest

from tests.e2e.conftest import (
    CALLS,
    PERIOD,
    PERSON,
    PROGRAMME,
    Desk,
    Outcome,
    Oversight,
    call,
    write,
)

pytestmark = [pytest.mark.xdist_group("helpdesk"), pytest.mark.usefixtures("untouched")]


def refused(outcome: Outcome, code: int, where: str, what: str, expected: str = "", hint: str = "") -> None:
    """The command ended with this code and this one error, and printed no result."""
    errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    assert outcome.code == code, outcome.err
    assert len(errors) == 1, outcome.err
    assert errors[0].startswith(f"error: {where}: {what}" if where else f"error: {what}"), errors[0]
    assert f"; expected {expected}" in errors[0]
    assert f" Hint: {hint}" in errors[0]
    assert outcome.out == ""


def test_a_missing_folder(desk: Desk) -> None:
    """The root is named, and how to make one."""
    shutil.rmtree(desk.root)

    outcome = desk.run()

    refused(outcome, 4, str(desk.root), "there is no such folder", "a deliveries root", "`oversight demo")


def test_a_file_in_place_of_a_folder(desk: Desk) -> None:
    """A root is a folder."""
    shutil.rmtree(desk.root)
    desk.root.write_bytes(b"call_id\n")

    outcome = desk.run()

    refused(outcome, 4, str(desk.root), "this is a file, not a folder", "a deliveries root")


def test_an_empty_folder(desk: Desk) -> None:
    """There is nothing to judge."""
    shutil.rmtree(desk.root)
    desk.root.mkdir()

    outcome = desk.run()

    refused(
        outcome, 4, str(desk.root), f"nothing was delivered for {PERIOD}", "at least one delivery", "check the period"
    )


def test_an_empty_file(desk: Desk) -> None:
    """Not even a header."""
    (desk.root / "calls/2007-02.csv").write_bytes(b"")

    outcome = desk.run()

    refused(outcome, 4, "calls/2007-02.csv, line 1", "the file is empty", "a header line", "a delivery without rows")


def test_a_wrong_header(desk: Desk) -> None:
    """What is missing, and what should have been there."""
    desk.edit("calls/2007-02.csv", CALLS, CALLS.replace(",note", ""))

    outcome = desk.run()

    refused(outcome, 3, "calls/2007-02.csv, line 1", "the column 'note' is missing", "the columns call_id, client_id")


def test_no_header(desk: Desk) -> None:
    """The first line is a row: it is not shown, for it may be a person's."""
    desk.edit("calls/2007-02.csv", CALLS + "\n", "")

    outcome = desk.run()

    refused(outcome, 3, "calls/2007-02.csv, line 1", "a column has no name", "a name for each column", "the first line")


def test_a_wrong_encoding(desk: Desk) -> None:
    """The line is that of the first letter that is none."""
    path = desk.root / "calls/2007-02.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[7] += "café"
    path.write_bytes("\n".join(lines).encode("latin-1"))

    outcome = desk.run()

    refused(outcome, 4, "calls/2007-02.csv, line 8", "this is not UTF-8", "text in UTF-8", "save the file as")


def test_a_pdf_named_csv(desk: Desk) -> None:
    """Recognised by its first bytes."""
    (desk.root / "calls/2007-02.csv").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + PERSON.encode())

    outcome = desk.run()

    refused(
        outcome,
        4,
        "calls/2007-02.csv, line 1",
        "the file is named CSV but is a PDF",
        "comma-separated text",
        "deliver the",
    )


def test_a_truncated_gzip(desk: Desk) -> None:
    """Half of it came through."""
    path = desk.root / "calls/2007-02.csv"
    content = gzip.compress(path.read_bytes())
    path.with_name("2007-02.csv.gz").write_bytes(content[: len(content) // 2])
    path.unlink()

    outcome = desk.run()

    where, _, told = outcome.err.partition(": the gzip file is cut short; ")
    assert (outcome.code, outcome.out) == (4, "")
    assert "error: calls/2007-02.csv.gz, line " in where
    assert told.startswith("expected a complete gzip file. Hint: deliver it again and compare the sha256.")


def test_a_cell_with_a_formula(desk: Desk) -> None:
    """The cell is named, its formula is not shown."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(CALLS.split(","))
    book.worksheets[0].append(call("2007-02", 1).split(","))
    book.worksheets[0].append([*call("2007-02", 2).split(",")[:4], f"={PERSON}+1"])
    (desk.root / "calls/2007-02.csv").unlink()
    book.save(desk.root / "calls/2007-02.xlsx")

    outcome = desk.run()

    refused(outcome, 3, "calls/2007-02.xlsx, line 3, column E", "the cell holds a formula", "a value", "copy the sheet")


def test_the_same_bytes_under_two_names(desk: Desk) -> None:
    """A file that was copied under the name of another month."""
    shutil.copy(desk.root / "calls/2007-01.csv", desk.root / "calls/2007-02.csv")

    outcome = desk.run()

    refused(
        outcome, 3, "calls/2007-02.csv", "these are the same bytes as 'calls/2007-01.csv'", "a delivery of its own",
        "one of the two was probably copied",
    )  # fmt: skip


def test_a_file_for_an_unknown_unit(desk: Desk) -> None:
    """With the units there are, and the nearest of them."""
    (desk.root / "callbacks/2007-02__ZUID.csv").rename(desk.root / "callbacks/2007-02__ZUYD.csv")

    outcome = desk.run()

    refused(
        outcome, 3, "callbacks/2007-02__ZUYD.csv", "'ZUYD' is not a unit that delivers callbacks", "one of NOORD, ZUID",
        "did you mean 'ZUID'?",
    )  # fmt: skip


def test_an_unknown_folder(desk: Desk) -> None:
    """A folder below the root is a source."""
    (desk.root / "calls").rename(desk.root / "cals")

    outcome = desk.run()

    assert outcome.code == 3
    assert "error: cals/2007-01.csv: 'cals' is not a source of this programme" in outcome.err
    assert "Hint: did you mean 'calls'?" in outcome.err


def test_a_period_without_deliveries(desk: Desk) -> None:
    """What there is instead is said."""
    outcome = desk.run("2009")

    refused(
        outcome, 4, str(desk.root), "nothing was delivered for 2009; there are deliveries for 2007-01 to 2007-02",
        "at least one delivery for the period", "check the period and the folder.",
    )  # fmt: skip


def test_a_required_source_without_any_delivery(desk: Desk) -> None:
    """Callbacks alone are no answer about calls."""
    shutil.rmtree(desk.root / "calls")

    outcome = desk.run()

    refused(outcome, 4, f"{desk.root}/calls", f"the source calls delivered nothing for {PERIOD}", "at least one")


def test_counts_of_one_source_do_not_stand_in_for_another(desk: Desk) -> None:
    """A region's counts are about its callbacks; calls are still missing."""
    shutil.rmtree(desk.root / "calls")
    (desk.root / "callbacks/2007-02__ZUID.csv").unlink()
    write(desk.root / "aggregates/2007-02__ZUID.csv", AGGREGATES, [COUNT])

    outcome = desk.run()

    refused(outcome, 4, f"{desk.root}/calls", f"the source calls delivered nothing for {PERIOD}", "at least one")


@pytest.mark.parametrize("programme", ["helpdsk", "nowhere/at/all"])
def test_an_unknown_programme(desk: Desk, oversight: Oversight, programme: str) -> None:
    """With those that are shipped."""
    outcome = oversight("run", PERIOD, "--deliveries", desk.root, "--output", desk.output, "--programme", programme)

    refused(
        outcome, 2, "", f"there is no programme '{programme}'", "the name of a shipped programme or a folder",
        "known are callcentre_2021, uwv_telephone.",
    )  # fmt: skip


@pytest.mark.parametrize("period", ["2007-13", "2007-Q1", "last year", "2007-3"])
def test_a_period_that_does_not_parse(desk: Desk, period: str) -> None:
    """With what a period looks like."""
    outcome = desk.run(period)

    refused(
        outcome, 2, "", f"'{period}' is not a period", "a year (2007), a half-year (2007-H1)", "for example 2007-H1."
    )


def test_a_period_that_runs_backwards(desk: Desk) -> None:
    """The hint turns it round."""
    outcome = desk.run("2007-02..2007-01")

    refused(outcome, 2, "", "the period '2007-02..2007-01' ends before it begins", hint="write 2007-01..2007-02.")


@pytest.mark.parametrize("as_of", ["tomorrow", "2008-02-30", "01-02-2008"])
def test_an_as_of_that_is_no_date(desk: Desk, as_of: str) -> None:
    """With what a date looks like."""
    outcome = desk.run(PERIOD, "--as-of", as_of)

    refused(outcome, 2, "", f"'{as_of}' is not a date", "a date such as 2008-02-01")


def test_a_dossier_that_is_not_there(desk: Desk) -> None:
    """Whoever names one, means it."""
    outcome = desk.run(PERIOD, "--dossier", "dosier")

    refused(
        outcome, 2, "dosier", "there is no such dossier", "a folder with the analyst's texts", "leave --dossier out"
    )


def test_no_key_for_person_numbers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real deliveries are never landed under a key that everybody knows."""
    monkeypatch.delenv("OVERSIGHT_HMAC_KEY")

    outcome = desk.run()

    refused(
        outcome, 2, "", "OVERSIGHT_HMAC_KEY is not set, so the person numbers in calls cannot be replaced",
        "a secret of at least 32 characters", "only demo deliveries (with DEMO.json) run without it.",
    )  # fmt: skip


def test_an_output_that_is_a_file(desk: Desk, oversight: Oversight) -> None:
    """Nothing can be kept there."""
    taken = desk.root.parent / "taken"
    taken.write_text("mine")

    outcome = oversight("run", PERIOD, "--deliveries", desk.root, "--output", taken, "--programme", PROGRAMME)

    assert outcome.code == 4
    assert "error: " in outcome.err
    assert str(taken) in outcome.err
    assert taken.read_text() == "mine"


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


def test_many_bad_files_are_told_at_once(desk: Desk) -> None:
    """One error for each file of a source."""
    (desk.root / "callbacks/2007-01__ZUID.csv").write_bytes(b"")
    (desk.root / "callbacks/2007-02__NOORD.csv").write_bytes(b"\x89PNG\r\n")

    outcome = desk.run()

    assert outcome.code == 4
    assert [line.split(":")[1] for line in outcome.err.splitlines() if line.startswith("error: ")] == [
        " callbacks/2007-01__ZUID.csv, line 1", " callbacks/2007-02__NOORD.csv, line 1",
    ]  # fmt: skip


def test_a_file_name_may_hold_brackets(desk: Desk) -> None:
    """What looks like mark-up in a name is printed as it is."""
    (desk.root / "calls" / "[red]2007[bold].csv").write_bytes(b"")

    outcome = desk.run()

    refused(
        outcome, 3, "calls/[red]2007[bold].csv", "this is not the name of a delivery", "<month>[__<unit>][__p<n>].csv"
    )
