"""Requests that cannot be met: folders, periods, programmes, moments and keys; nothing was changed."""

from __future__ import annotations

import shutil

import pytest

from tests.e2e.conftest import PERIOD, PROGRAMME, Desk, Oversight, refused

pytestmark = [pytest.mark.xdist_group("helpdesk"), pytest.mark.usefixtures("untouched")]


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
