"""Runs that the checks stop: what failed is shown, nothing is published, and what arrived stays in the ledger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from etl.landing.ledger import read_ledger
from tests.e2e.conftest import CALLBACKS, CALLS, OTHER_PERSON, PERIOD, PERSON, Desk, call, callback, contents, write

pytestmark = [pytest.mark.xdist_group("helpdesk"), pytest.mark.usefixtures("nothing_published")]


@pytest.fixture
def nothing_published(desk: Desk) -> Iterator[None]:
    """Afterwards the editions are what they were, and the ledger has only grown."""
    editions, ledger = contents(desk.output / "editions"), (desk.output / "ledger.jsonl").read_bytes()
    yield
    assert contents(desk.output / "editions") == editions
    grown = (desk.output / "ledger.jsonl").read_bytes()
    assert grown.startswith(ledger)
    read_ledger(grown)
    assert [path for path in desk.output.rglob("*") if ".tmp" in path.name] == []


@pytest.mark.parametrize("command", ["run", "check"])
def test_duplicate_keys(desk: Desk, command: str) -> None:
    """A table says how many rows share a key with another one; the keys themselves are not shown."""
    rows = [call("2007-02", number) for number in range(40)]
    write(desk.root / "calls/2007-02.csv", CALLS, [*rows, rows[3], rows[4]])

    outcome = getattr(desk, command)()

    assert outcome.code == 3
    table = [line for line in outcome.err.splitlines() if line.startswith("│")]
    assert any("block" in line and "calls" in line and "4 of 82" in line for line in table), outcome.err
    assert sum(line.startswith("error: calls") for line in outcome.err.splitlines()) == 1
    assert "C02003" not in outcome.err
    assert outcome.out == ""


def test_many_rejected_lines(desk: Desk) -> None:
    """Half a file with open quotes is another format; the text of its lines is not shown."""
    lines = [f'C02{number:03d},"{PERSON},2007-02-01T10:00:00+01:00,answered,{OTHER_PERSON}' for number in range(20)]
    write(desk.root / "calls/2007-02.csv", CALLS, [*lines, *(call("2007-02", number) for number in range(20, 40))])

    outcome = desk.run()

    assert outcome.code == 3
    assert "error: deliveries: L4 of no file more than five percent was rejected" in outcome.err


def test_a_person_number_in_a_note(desk: Desk) -> None:
    """It was masked at the door; that it was there stops the run."""
    desk.edit("calls/2007-02.csv", call("2007-02", 7), f"{call('2007-02', 7)}belde over {OTHER_PERSON}")

    outcome = desk.run()

    assert outcome.code == 3
    assert "note holds no person number" in outcome.err
    assert "1/80" in outcome.err


def test_rows_of_another_month(desk: Desk) -> None:
    """A February file full of January: it would count in the wrong month."""
    rows = [callback("2007-01", "ZUID", number, late=False).replace("ZUID-01", "ZUID-02") for number in range(20)]
    write(desk.root / "callbacks/2007-02__ZUID.csv", CALLBACKS, rows)

    outcome = desk.run()

    assert outcome.code == 3
    assert any("callbacks" in line and "20 of 80" in line for line in outcome.err.splitlines())


def test_an_as_of_before_anything_arrived(desk: Desk) -> None:
    """The ledger knows no delivery of then, though it knows them now."""
    outcome = desk.run(PERIOD, "--as-of", "2007-03-01")

    assert outcome.code == 4
    assert f"nothing had arrived for {PERIOD} at 2007-03-01T00:00:00+01:00" in outcome.err
    assert "Hint: the ledger says when each delivery arrived: `oversight status`." in outcome.err


def test_an_unfinished_dossier_keeps_an_edition_from_being_final(desk: Desk) -> None:
    """What is still open is named, point by point."""
    outcome = desk.run(PERIOD, "--final")

    assert outcome.code == 2
    assert "still open: Het oordeel van de inspectie ontbreekt (oordeel.md)" in outcome.err
