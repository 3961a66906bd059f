"""Questions about what was published: is it still what it was, what answers for a number, what moved, what arrived."""

from __future__ import annotations

import hashlib
import io
import shutil

import pytest
from pypdf import PdfReader, PdfWriter

from tests.e2e.conftest import PERIOD, PROGRAMME, Desk, Oversight, call

pytestmark = pytest.mark.xdist_group("helpdesk")
FILES = ["facts.csv", "facts.json", "manifest.json", "measures.csv", "quality.json", "report.pdf"]


@pytest.mark.parametrize("name", FILES)
def test_verify_finds_a_flipped_byte(desk: Desk, name: str, oversight: Oversight) -> None:
    """Wherever it is: in the middle of each file, the manifest included."""
    path = desk.editions / "1" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    outcome = oversight("verify", desk.editions / "1")

    assert outcome.code == 5
    assert f"error: {name}: the " in outcome.err
    assert "was changed" in outcome.err
    assert outcome.out == ""


def test_verify_finds_a_changed_manifest_wherever_it_was_changed(desk: Desk, oversight: Oversight) -> None:
    """Also where no other file could tell: a space, a date, the number of the edition."""
    path = desk.editions / "1" / "manifest.json"
    original = path.read_bytes()

    codes = []
    for old, new in [(b'"edition": 1', b'"edition": 2'), (b"2007-03-01T", b"2007-03-02T"), (b'"demo": ', b'"demo":  ')]:
        assert old in original
        path.write_bytes(original.replace(old, new))
        codes.append(oversight("verify", desk.editions / "1").code)

    assert codes == [5, 5, 5]


def test_verify_finds_a_missing_and_an_added_file(desk: Desk, oversight: Oversight) -> None:
    """Both are named."""
    (desk.editions / "1" / "measures.csv").unlink()
    (desk.editions / "1" / "notes.txt").write_text("mine")

    outcome = oversight("verify", desk.editions / "1")

    assert outcome.code == 5
    assert "error: measures.csv: the file is missing" in outcome.err
    assert "error: notes.txt: the manifest does not know this file" in outcome.err


def test_verify_is_content_with_an_edition_as_published(desk: Desk, oversight: Oversight) -> None:
    """Wherever it was copied to."""
    shutil.copytree(desk.editions / "1", desk.root.parent / "copy")

    outcome = oversight("verify", desk.root.parent / "copy")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"edition 1 of helpdesk over {PERIOD}: all 6 files are as published\n"


def test_a_pdf_alone_can_be_verified(desk: Desk, oversight: Oversight) -> None:
    """It carries its facts, and the hash of them is printed on its pages."""
    alone = desk.root.parent / "from-the-post.pdf"
    shutil.copy(desk.editions / "1" / "report.pdf", alone)

    outcome = oversight("verify", alone)

    assert (outcome.code, outcome.err) == (0, "")
    assert "its 4 attachments are as published, and the pages print the hash of facts.csv" in outcome.out


def test_a_pdf_with_other_facts_is_found_out(desk: Desk, oversight: Oversight) -> None:
    """Somebody replaced the attached numbers by better ones."""
    reader = PdfReader(desk.editions / "1" / "report.pdf")
    attached = {name: contents[0] for name, contents in reader.attachments.items()}
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    for name, content in attached.items():
        writer.add_attachment(name, content.replace(b"90,0%", b"95,0%"))
    forged = io.BytesIO()
    writer.write(forged)
    path = desk.root.parent / "forged.pdf"
    path.write_bytes(forged.getvalue())

    outcome = oversight("verify", path)

    assert outcome.code == 5
    assert "error: facts.csv: the file was changed" in outcome.err
    assert "error: forged.pdf: the hash printed on the pages is not that of the attached facts.csv" in outcome.err


@pytest.mark.parametrize("damage", [slice(0, 100), slice(-2000, None), slice(2000, 60_000)])
def test_a_damaged_pdf_is_found_out(desk: Desk, oversight: Oversight, damage: slice) -> None:
    """Beginning, middle and end; alone and in its edition."""
    content = bytearray((desk.editions / "1" / "report.pdf").read_bytes())
    content[damage] = b"x" * len(content[damage])
    (desk.editions / "1" / "report.pdf").write_bytes(content)

    outcome = oversight("verify", desk.editions / "1" / "report.pdf")

    assert outcome.code == 5
    assert "error: " in outcome.err


@pytest.mark.parametrize("command", ["verify", "explain", "diff"])
def test_an_edition_that_is_not_there(desk: Desk, oversight: Oversight, command: str) -> None:
    """The place is named."""
    nowhere = desk.editions / "7"
    arguments = {"verify": [nowhere], "explain": ["x", "--edition", nowhere], "diff": [nowhere, desk.editions / "1"]}

    outcome = oversight(command, *arguments[command])

    assert outcome.code == 2
    assert outcome.err.startswith(f"error: {nowhere}: there is no edition here; expected the folder of an edition.")


def test_explain_tells_what_answers_for_a_number(desk: Desk, oversight: Oversight) -> None:
    """Counts, definition, norm, coverage, caveat, checks and every delivery with its hash."""
    fact = f"callback_within_24h@{PERIOD}/region=ZUID"
    sha256 = hashlib.sha256((desk.root / "callbacks/2007-01__ZUID.csv").read_bytes()).hexdigest()

    outcome = oversight("explain", fact, "--edition", desk.editions / "1")

    assert outcome.code == 0
    for line in [
        f"fact: {fact}",
        "printed: 70,0%",
        "numerator: 28 = callbacks_within_24h: contacted_at - created_at <= interval 24 hours (callbacks)",
        "denominator: 40 = callbacks_requested: all rows (callbacks)",
        "unit-months: 2 of 2",
        f"callbacks/2007-01__ZUID.csv: 20 rows, sha256 {sha256}",
    ]:
        assert f"  {line}\n" in outcome.out
    assert "NOORD" not in outcome.out


def test_explain_of_another_fact_suggests_one(desk: Desk, oversight: Oversight) -> None:
    """A typing error in a long id is easily made."""
    outcome = oversight("explain", f"answered_shar@{PERIOD}", "--edition", desk.editions / "1")

    assert outcome.code == 2
    assert f"Hint: did you mean 'answered_share@{PERIOD}'?" in outcome.err


def test_explain_notices_counts_that_do_not_add_up(desk: Desk, oversight: Oversight) -> None:
    """Somebody changed a count in `measures.csv`."""
    path = desk.editions / "1" / "measures.csv"
    path.write_text(path.read_text().replace("calls_answered,36", "calls_answered,37"))

    outcome = oversight("explain", f"answered_share@{PERIOD}", "--edition", desk.editions / "1")

    assert outcome.code == 5
    assert "is 72, but the counts add up to 74" in outcome.err


def test_diff_tells_what_moved_and_because_of_what(desk: Desk, oversight: Oversight) -> None:
    """The fact, before and after, the verdict, and the one delivery that changed."""
    for number in (9, 19, 29, 39):
        desk.edit(
            "calls/2007-02.csv", call("2007-02", number), call("2007-02", number).replace("abandoned", "answered")
        )
    desk.run()

    outcome = oversight("diff", desk.editions / "1", desk.editions / "2")

    (line,) = [line for line in outcome.out.splitlines() if f"answered_share@{PERIOD} " in line]
    assert [cell.strip() for cell in line.strip("│").split("│")] == [
        f"answered_share@{PERIOD}", "90,0%", "95,0%", "+0.05", "met", "calls/2007-02.csv",
    ]  # fmt: skip
    assert "callback_within_24h" not in outcome.out


def test_diff_of_an_edition_with_itself_is_empty(desk: Desk, oversight: Oversight) -> None:
    """And says so."""
    outcome = oversight("diff", desk.editions / "1", desk.editions / "1")

    assert (outcome.code, outcome.out) == (0, "no fact moved\n")


def test_status_shows_what_arrived_and_what_did_not(desk: Desk, oversight: Oversight) -> None:
    """One line for each source and unit, one sign for each month."""
    desk.check()
    (desk.root / "callbacks/2007-02__NOORD.csv").unlink()
    desk.check()

    outcome = oversight("status", "--output", desk.output, "--programme", PROGRAMME, "--period", "2007-01..2007-03")

    table = [[cell.strip() for cell in line.strip("│").split("│")] for line in outcome.out.splitlines() if "│" in line]
    assert table == [
        ["calls", "national", "2 of 3", "xx."],
        ["callbacks", "NOORD", "1 of 3", "x.."],
        ["callbacks", "ZUID", "2 of 3", "xx."],
    ]


def test_status_without_any_run_says_so(oversight: Oversight) -> None:
    """There is no ledger yet."""
    outcome = oversight("status", "--output", "nowhere", "--programme", PROGRAMME)

    assert outcome.code == 2
    assert outcome.err.startswith("error: nowhere: there is no such output. Hint: run something first")
