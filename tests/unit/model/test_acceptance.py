"""Acceptances: an answer holds for one finding in exact deliveries, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from etl.model.acceptance import Acceptance, looked_at, needs_answer, standing_acceptances
from etl.model.checks import CheckResult
from etl.model.contract import Text
from etl.model.deliveries import Landed

A, B, C = "a" * 64, "b" * 64, "c" * 64
NOTHING = Text(nl="", en="")


def warning(**fields: Any) -> CheckResult:
    """A failed warning about calls."""
    values: dict[str, Any] = {"code": "C6", "table": "calls", "column": "", "severity": "warn", "title": NOTHING}
    values |= {"rule": "wait <= 2", "why": NOTHING, "action": NOTHING, "rows": 40, "failed": 3}
    return CheckResult(**{**values, "observed": "3/40", "expected": "0", "passed": False, **fields})


def landed(sha256: str, source: str = "calls") -> Landed:
    """A delivery of January."""
    return Landed(source, "national", "2007-01", "", "f.csv", sha256, 1, 1, 1, 0, ("2007-01",), f"{sha256}.parquet")


def answer(**fields: Any) -> Acceptance:
    """J. de Vries answers for that warning in the deliveries A and B."""
    at = datetime(2008, 2, 1, 12, tzinfo=UTC)
    given = Acceptance("desk", "2007", "C6:calls", "J. de Vries", "Known.", at, "wait <= 2", "3/40", (A, B))
    return replace(given, **fields)


def test_an_answer_survives_the_file() -> None:
    """What is written is read back."""
    assert Acceptance.from_json(answer().to_json()) == answer()


def test_a_moment_without_offset_is_no_answer() -> None:
    """Nobody could say when it was given."""
    with pytest.raises(ValueError, match="offset"):
        Acceptance.from_json({**answer().to_json(), "at": "2008-02-01T12:00:00"})


@pytest.mark.parametrize(
    ("finding", "deliveries", "holds"),
    [
        (warning(), (A, B), True),
        (warning(), (A, C), False),
        (warning(), (A, B, C), False),
        (warning(), (A,), False),
        (warning(observed="4/40"), (A, B), False),
        (warning(rule="wait <= 1"), (A, B), False),
        (warning(column="site"), (A, B), False),
    ],
    ids=["same", "corrected", "one more", "one withdrawn", "other finding", "other rule", "other check"],
)
def test_an_answer_holds_for_what_was_answered(finding: CheckResult, deliveries: tuple[str, ...], holds: bool) -> None:
    """Anything else opens the warning again."""
    assert answer().holds_for(finding, deliveries) is holds


@pytest.mark.parametrize(
    ("result", "needed"),
    [
        (warning(), True),
        (warning(passed=True), False),
        (warning(passed=None), False),
        (warning(severity="block"), False),
        (warning(severity="inform"), False),
    ],
)
def test_only_a_failed_warning_needs_an_answer(result: CheckResult, needed: bool) -> None:
    """A block cannot be answered for, information need not be."""
    assert needs_answer(result) is needed


def test_a_check_on_a_source_does_not_look_at_others() -> None:
    """A correction of the complaints leaves an answer about calls alone; one on all deliveries sees everything."""
    items = [landed(B), landed(A), landed(C, "complaints")]

    assert looked_at(("calls",), items) == (A, B)
    assert looked_at((), items) == (A, B, C)


def test_the_latest_answer_that_holds_counts() -> None:
    """A later one on the same finding replaces it; one that no longer holds is passed over."""
    first, second = answer(), answer(by="K. Bakker")
    stale = answer(by="L. Smit", deliveries=(A,))

    held = standing_acceptances([first, second, stale], [warning()], {"C6:calls": ("calls",)}, [landed(A), landed(B)])

    assert held == {"C6:calls": second}
