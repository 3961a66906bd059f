"""The command line itself: help, wrong usage, the demo, and mistakes of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from etl import __version__, pipeline
from tests.e2e.conftest import PERIOD, PERSON, PROGRAMME, Oversight, write_deliveries


def test_the_version(oversight: Oversight) -> None:
    """One line."""
    assert oversight("--version").out == f"oversight {__version__}\n"


def test_help_names_the_commands(oversight: Oversight) -> None:
    """All that there are."""
    outcome = oversight("--help")

    assert outcome.code == 0
    for command in ("demo", "run", "check", "explain", "verify", "diff", "status"):
        assert f" {command} " in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["run", "2007"], ["rnu", "2007"], ["run", "2007", "--deliverys", "x"], ["demo", "x", "--scale", "2"]],
)
def test_wrong_usage_ends_with_two(oversight: Oversight, arguments: list[str]) -> None:
    """What is missing or unknown is said on standard error."""
    outcome = oversight(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert "Usage: " in outcome.err


def test_an_error_in_a_process_of_its_own(tmp_path: Path) -> None:
    """One line on standard error, nothing on standard output, and the code of the error for the shell."""
    command = [sys.executable, "-m", "etl.cli", "run", "2007", "--deliveries", tmp_path / "nowhere"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        f"error: {tmp_path}/nowhere: there is no such folder; expected a deliveries root with one folder per source. "
        "Hint: `oversight demo deliveries` makes one to try.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_demo_years_that_are_no_years(oversight: Oversight, tmp_path: Path) -> None:
    """Nothing is written."""
    outcome = oversight("demo", tmp_path / "demo", "--years", "MMVII")

    assert outcome.code == 2
    assert outcome.err == (
        "error: 'MMVII' is not a list of years; expected years with commas. Hint: --years 2006,2007.\n"
    )
    assert not (tmp_path / "demo").exists()


def test_a_demo_is_written_and_recognised(oversight: Oversight, tmp_path: Path) -> None:
    """Its folder is the last line."""
    outcome = oversight("demo", tmp_path / "demo", "--years", "2007", "--scale", "0.001")

    assert (outcome.code, outcome.last_line) == (0, str(tmp_path / "demo"))
    assert (tmp_path / "demo" / "DEMO.json").is_file()
    plan = pipeline.resolve("2007-03", str(tmp_path / "demo"))
    assert plan["demo"]["scale"] == 0.001


def test_a_mistake_of_ours_shows_neither_a_traceback_nor_a_value(
    oversight: Oversight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of an unforeseen error may quote what was delivered."""

    def broken(*arguments: object, **named: object) -> str:
        raise RuntimeError(f"could not convert '{PERSON}'")

    monkeypatch.setattr("etl.pipeline.run", broken)
    root = write_deliveries(tmp_path / "deliveries")

    outcome = oversight("run", PERIOD, "--deliveries", root, "--programme", PROGRAMME)

    assert outcome.code == 1
    assert outcome.err.startswith("error: test_command_line.py, line ")
    assert "this is a mistake of the software, not of yours (RuntimeError)" in outcome.err


def test_a_mistake_of_ours_can_be_looked_into(
    oversight: Oversight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On request, by whoever may see the deliveries."""

    def broken(*arguments: object, **named: object) -> str:
        raise RuntimeError("details")

    monkeypatch.setattr("etl.pipeline.run", broken)
    monkeypatch.setenv("OVERSIGHT_TRACEBACK", "1")
    root = write_deliveries(tmp_path / "deliveries")

    with pytest.raises(RuntimeError, match="details"):
        oversight("run", PERIOD, "--deliveries", root, "--programme", PROGRAMME)
