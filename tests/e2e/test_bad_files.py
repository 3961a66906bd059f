"""Bad files, as the person meets them who runs the command: one clear error, and nothing was changed."""

from __future__ import annotations

import gzip
import shutil

import openpyxl
import pytest

from tests.e2e.conftest import CALLS, PERSON, Desk, call, refused

pytestmark = [pytest.mark.xdist_group("helpdesk"), pytest.mark.usefixtures("untouched")]


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
