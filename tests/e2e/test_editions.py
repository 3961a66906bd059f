"""Editions: the same inputs give the same one, a changed input the next one, and none ever changes."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.conftest import PERIOD, PROGRAMME, Desk, Oversight, call, contents, rows

pytestmark = pytest.mark.xdist_group("helpdesk")
FILES = ["facts.csv", "facts.json", "manifest.json", "measures.csv", "quality.html", "quality.json", "report.pdf"]


def facts(edition: Path) -> dict[str, dict[str, str]]:
    """The rows of `facts.csv` by fact id."""
    return rows((edition / "facts.csv").read_bytes())


def manifest(edition: Path) -> dict[str, object]:
    """The manifest of an edition."""
    content: dict[str, object] = json.loads((edition / "manifest.json").read_bytes())
    return content


def test_an_edition_holds_its_files_and_nothing_else(desk: Desk) -> None:
    """Report, numbers, counts, checks, and the manifest over them."""
    edition = desk.editions / "1"

    assert sorted(contents(edition)) == FILES
    assert sorted(manifest(edition)["files"]) == sorted(set(FILES) - {"manifest.json"})  # type: ignore[call-overload]


def test_the_numbers_are_those_of_the_deliveries(desk: Desk) -> None:
    """Counted by hand: 36 of 40 calls a month answered; 18 and 14 of 20 callbacks in time."""
    printed = {name: row["printed"] for name, row in facts(desk.editions / "1").items()}

    assert printed[f"answered_share@{PERIOD}"] == "90,0%"
    assert printed[f"callback_within_24h@{PERIOD}"] == "80,0%"
    assert printed[f"callback_within_24h@{PERIOD}/region=NOORD"] == "90,0%"
    assert printed[f"callback_within_24h@{PERIOD}/region=ZUID"] == "70,0%"


def test_the_same_inputs_print_the_path_of_the_edition_that_exists(desk: Desk) -> None:
    """Nothing is written beside it, and no byte of it changes."""
    before = contents(desk.editions)

    outcome = desk.run()

    assert (outcome.code, outcome.last_line) == (0, str(desk.editions / "1"))
    assert contents(desk.editions) == before


@pytest.mark.slow
def test_two_outputs_get_the_same_bytes(desk: Desk, oversight: Oversight, tmp_path: Path) -> None:
    """Neither the clock nor the place of the run is in any file, the PDF included."""
    other = tmp_path / "elsewhere"

    outcome = oversight("run", PERIOD, "--deliveries", desk.root, "--output", other, "--programme", PROGRAMME)

    assert outcome.code == 0
    assert contents(other / "editions") == contents(desk.output / "editions")


def test_a_changed_delivery_makes_the_next_edition(desk: Desk) -> None:
    """It names the one it supersedes, by number and by hash, and leaves its bytes alone."""
    first = contents(desk.editions / "1")
    desk.edit("calls/2007-02.csv", call("2007-02", 9), call("2007-02", 9).replace("abandoned", "answered"))

    outcome = desk.run()

    second = Path(outcome.last_line)
    assert second == desk.editions / "2"
    assert manifest(second)["supersedes"] == 1
    assert manifest(second)["supersedes_manifest_sha256"] == hashlib.sha256(first["manifest.json"]).hexdigest()
    assert facts(second)[f"answered_share@{PERIOD}"]["printed"] == "91,3%"
    assert contents(desk.editions / "1") == first
    assert revised(second, "A19") == {f"answered_share@{period}": "+0.0125" for period in (PERIOD,)} | {
        "answered_share@2007-02": "+0.025"
    }
    assert revised(second, "A19b") == {}
    assert manifest(second)["held_against"] == [
        {
            "period": PERIOD,
            "edition": 1,
            "manifest_sha256": hashlib.sha256(first["manifest.json"]).hexdigest(),
        }
    ]


def revised(edition: Path, code: str) -> dict[str, str]:
    """The published numbers that a rule names, with their difference."""
    checks = json.loads((edition / "quality.json").read_bytes())["checks"]
    (check,) = [check for check in checks if check["code"] == code]
    assert check["passed"] == (not check["findings"])
    return {item["fact_id"]: item["difference"] for item in check["findings"]}


def test_a_correction_that_is_published_again_is_held_against_what_it_was_held_against(desk: Desk) -> None:
    """Its own edition is no earlier one: the same inputs print its path, and no third edition is made."""
    desk.edit("calls/2007-02.csv", call("2007-02", 9), call("2007-02", 9).replace("abandoned", "answered"))
    desk.run()

    again = desk.run()

    assert again.last_line == str(desk.editions / "2")
    assert not (desk.editions / "3").exists()


def test_a_change_that_is_taken_back_gives_the_first_edition_again(desk: Desk) -> None:
    """Both arrivals stay in the ledger."""
    original = (desk.root / "calls/2007-02.csv").read_bytes()
    desk.edit("calls/2007-02.csv", call("2007-02", 9), call("2007-02", 9).replace("abandoned", "answered"))
    desk.run()
    (desk.root / "calls/2007-02.csv").write_bytes(original)

    outcome = desk.run()

    ledger = [json.loads(line) for line in (desk.output / "ledger.jsonl").read_bytes().splitlines()]
    february = [entry["sha256"][:8] for entry in ledger if entry["file"] == "calls/2007-02.csv"]
    assert outcome.last_line == str(desk.editions / "1")
    assert february[-1] == february[-3] != february[-2]


def test_the_past_can_be_published_again(desk: Desk) -> None:
    """As known before a correction arrived: the numbers of then."""
    desk.check()
    moment = datetime.now(UTC).isoformat()
    desk.edit("calls/2007-02.csv", call("2007-02", 9), call("2007-02", 9).replace("abandoned", "answered"))

    now = desk.facts()
    then = desk.facts(as_of=moment)

    assert [shares[f"answered_share@{PERIOD}"]["printed"] for shares in (now, then)] == ["91,3%", "90,0%"]


def test_a_region_that_is_withdrawn_lowers_the_coverage(desk: Desk) -> None:
    """Missing is not zero: the number is of what there is, and the verdict waits."""
    (desk.root / "callbacks/2007-02__NOORD.csv").unlink()

    outcome = desk.run()

    fact = facts(Path(outcome.last_line))[f"callback_within_24h@{PERIOD}"]
    assert outcome.last_line == str(desk.editions / "2")
    assert (fact["coverage_delivered"], fact["coverage_expected"]) == ("3", "4")
    assert fact["printed"] == "76,7%"
    assert facts(desk.editions / "1")[f"callback_within_24h@{PERIOD}"]["coverage_delivered"] == "4"
