"""Somebody answers: warnings, acceptances and receipts, from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from etl.store import Store
from tests.e2e.conftest import PERIOD, PERSON, PROGRAMME, Desk, Outcome, call, callback

pytestmark = pytest.mark.xdist_group("helpdesk")
BY, REASON = "J. de Vries", "Zuid levert februari na; de dekking staat bij het cijfer."
TEXTS = {"oordeel.md": "Het gaat de goede kant op.", "service.md": "De dienst is bereikbaar."}
LETTER = """\
geadresseerde: [De minister]
onderwerp: Telefonie
kenmerk: 2007/1
datum: 2007-04-01
aanhef: Geachte heer,
functie: inspecteur
ondertekenaar: A. Jansen
vervolg: Volgend jaar opnieuw.
overleg: Het concept is besproken.
reactie_bestuur: Het bestuur onderschrijft het oordeel.
"""


def accept(desk: Desk, code: str, reason: str = REASON, by: str = BY) -> Outcome:
    """`oversight accept` on the help desk."""
    where = ("--output", desk.output, "--programme", PROGRAMME)
    return desk.oversight("accept", code, "--period", PERIOD, "--reason", reason, "--by", by, *where)


def receipt(desk: Desk, delivery: str, *more: object) -> Outcome:
    """`oversight receipt` on the help desk."""
    return desk.oversight("receipt", delivery, "--output", desk.output, "--programme", PROGRAMME, *more)


def still_open(outcome: Outcome) -> list[str]:
    """The warnings that a refused final edition names; nothing else may be open."""
    points = [line for line in outcome.err.splitlines() if "still open" in line]
    found = [re.search(r"still open: Waarschuwing (\S+) is nog door niemand aanvaard: ", line) for line in points]
    return [match[1] if match else "something else" for match in found]


def checks(outcome: Outcome) -> dict[str, Any]:
    """The checks of an edition by id."""
    quality = json.loads((Path(outcome.last_line) / "quality.json").read_bytes())
    return {check["check_id"]: check for check in quality["checks"]}


@pytest.fixture
def incomplete(desk: Desk) -> Desk:
    """A desk where the callbacks of one region are missing in February: a warning, A5."""
    (desk.root / "callbacks/2007-02__ZUID.csv").unlink()
    return desk


def test_an_answer_travels_into_the_edition_until_a_delivery_changes(incomplete: Desk) -> None:
    """Open, accepted with name and reason, and open again when something else was delivered."""
    before = incomplete.run()
    assert checks(before)["A5:unit_months"]["acceptance"] is None

    accepted = accept(incomplete, "A5")
    answered = incomplete.run()

    assert accepted.out == f"A5:unit_months: accepted by {BY} for 5 deliveries\n"
    assert answered.last_line != before.last_line
    acceptance = checks(answered)["A5:unit_months"]["acceptance"]
    assert (acceptance["by"], acceptance["reason"], len(acceptance["deliveries"])) == (BY, REASON, 5)
    assert REASON in (Path(answered.last_line) / "quality.html").read_text(encoding="utf-8")
    assert incomplete.run().last_line == answered.last_line

    first = callback("2007-02", "NOORD", 0, late=True)
    incomplete.edit("callbacks/2007-02__NOORD.csv", first, first.replace("T15:", "T16:"))
    assert checks(incomplete.run())["A5:unit_months"]["acceptance"] is None


def test_an_edition_is_final_only_when_every_warning_is_answered_for(incomplete: Desk, tmp_path: Path) -> None:
    """With all texts written, the warnings alone stand in the way."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, text in {**TEXTS, "brief.yml": LETTER}.items():
        (texts / name).write_text(text, encoding="utf-8")

    refused = incomplete.run(PERIOD, "--final", "--dossier", texts)
    accept(incomplete, "A5:unit_months")
    half = incomplete.run(PERIOD, "--final", "--dossier", texts)
    accept(incomplete, "A12", "De meldkamer noteert hele uren.")
    accept(incomplete, "A19", "Zuid levert februari na; de eerdere uitgave had die maand nog.")
    done = incomplete.run(PERIOD, "--final", "--dossier", texts)

    assert (refused.code, half.code) == (2, 2)
    assert still_open(refused) == [
        "A12:callbacks.created_at",
        "A12:calls.arrived_at",
        "A19:published",
        "A5:unit_months",
    ]
    assert still_open(half) == still_open(refused)[:3]
    assert done.code == 0, done.err
    assert json.loads((Path(done.last_line) / "manifest.json").read_bytes())["state"] == "final"


def test_what_is_not_open_cannot_be_accepted(incomplete: Desk) -> None:
    """Unknown, passed, already answered for: each says why, and which warnings are open."""
    incomplete.check()
    unknown, passed = accept(incomplete, "Z9"), accept(incomplete, "L1")
    accept(incomplete, "A5")
    again = accept(incomplete, "A5")

    assert [item.code for item in (unknown, passed, again)] == [2, 2, 2]
    others = "A12:callbacks.created_at, A12:calls.arrived_at"
    assert f"'Z9' is no check of this run; expected an open warning: {others}, A5:unit_months" in unknown.err
    assert f"'L1' found nothing to accept; expected an open warning: {others}, A5:unit_months" in passed.err
    assert f"'A5' was accepted already by {BY}" in again.err
    assert f"expected an open warning: {others}." in again.err


def test_a_block_cannot_be_accepted(desk: Desk) -> None:
    """The deliveries must be put right."""
    row = call("2007-02", 7)
    desk.edit("calls/2007-02.csv", row, row.replace("C02007", "C02008"))
    assert desk.run().code == 3

    outcome = accept(desk, "A3")

    assert outcome.code == 2
    assert "'A3' blocks and cannot be accepted: the deliveries must be put right" in outcome.err


@pytest.mark.parametrize(
    ("reason", "by", "what"),
    [
        (" ", BY, "--reason: this is empty"),
        (REASON, "", "--by: this is empty"),
        (f"Gebeld met {PERSON}.", BY, "--reason: this looks like a person number"),
        ("Gebeld op 06-12345678.", BY, "--reason: this looks like a person number, a phone number or an address"),
        ("Zie j@example.org.", BY, "--reason: this looks like"),
    ],
)
def test_nobody_answers_without_a_reason_or_with_personal_data(
    incomplete: Desk, reason: str, by: str, what: str
) -> None:
    """The text is published: an empty or personal one is refused, and nothing is written."""
    outcome = accept(incomplete, "A5", reason, by)

    assert outcome.code == 2
    assert what in outcome.err
    assert not (incomplete.output / "acceptances.jsonl").exists()


def test_nothing_checked_nothing_accepted(desk: Desk) -> None:
    """A period without a run says so."""
    where = ("--output", desk.output, "--programme", PROGRAMME)
    outcome = desk.oversight("accept", "A5", "--period", "2006", "--reason", REASON, "--by", BY, *where)

    assert outcome.code == 2
    assert "nothing was checked yet for helpdesk over 2006" in outcome.err


def test_a_changed_answer_is_found_out(incomplete: Desk) -> None:
    """The file is chained: a name that was replaced afterwards stops the next run."""
    incomplete.check()
    accept(incomplete, "A5")
    incomplete.check()
    store = Store(str(incomplete.output))
    accept_again = accept(incomplete, "A5")
    assert accept_again.code == 2
    first = store.read("acceptances.jsonl")
    store.write("acceptances.jsonl", first.replace(b"J. de Vries", b"K. Bakker") + first)

    outcome = incomplete.run()

    assert outcome.code == 5
    assert "acceptances.jsonl, line 2: this acceptance does not follow" in outcome.err


def test_a_receipt_names_lines_and_never_values(desk: Desk, tmp_path: Path) -> None:
    """A masked code and a doubled key: which lines, which columns, which rules."""
    row, other = call("2007-02", 7), call("2007-02", 9)
    desk.edit("calls/2007-02.csv", row, row.replace("C02007", "C02008"))
    desk.edit("calls/2007-02.csv", other, other.replace("abandoned", "hung_up"))
    assert desk.run().code == 3

    shown = receipt(desk, "calls/2007-02.csv")
    english = receipt(desk, "calls/2007-02", "--language", "en", "--file", tmp_path / "receipt.txt")

    assert shown.code == 0
    assert "- kolom outcome: is geen code van het contract (1)\n  regel 11\n" in shown.out
    assert "- A3 (blokkerend)" in shown.out
    assert "  regel 9–10\n" in shown.out
    assert "hung_up" not in shown.out
    assert "C02008" not in shown.out
    assert english.last_line == str(tmp_path / "receipt.txt")
    assert "is no code of the contract" in (tmp_path / "receipt.txt").read_text(encoding="utf-8")


def test_a_delivery_is_found_by_its_hash(desk: Desk) -> None:
    """The first signs do; a name that is nowhere in the ledger is an error with the nearest one."""
    sha256 = next(iter(json.loads((desk.output / "ledger.jsonl").read_text().splitlines()[0])["sha256"].split()))

    found = receipt(desk, sha256[:8])
    missing = receipt(desk, "calls/2007-13.csv")

    assert f"Vingerafdruk (sha256)  {sha256}" in found.out
    assert "- A12 (waarschuwing, kolom created_at): created_at valt niet opvallend vaak op het hele uur" in found.out
    assert missing.code == 2
    assert "there is no delivery 'calls/2007-13.csv' in the ledger" in missing.err
    assert "did you mean 'calls/2007-01.csv'?" in missing.err or "did you mean 'calls/2007-02.csv'?" in missing.err
