"""What moved between two editions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from etl.release import compare

DELIVERIES = [{"file": "calls/2007-01.csv", "sha256": "a"}, {"file": "calls/2007-02.csv", "sha256": "b"}]


def fact(name: str, value: str = "0.8", verdict: str = "met", deliveries: tuple[int, ...] = (0, 1)) -> dict[str, Any]:
    """A fact of `facts.json`."""
    return {"fact_id": name, "value": value, "printed": value, "verdict": verdict, "deliveries": list(deliveries)}


def edition(*facts: dict[str, Any], deliveries: list[dict[str, str]] = DELIVERIES) -> dict[str, Any]:
    """A `facts.json`."""
    return {"facts": list(facts), "deliveries": deliveries}


def test_nothing_moved() -> None:
    """Other bytes with the same numbers move no fact."""
    changed = [{**DELIVERIES[0], "sha256": "z"}, DELIVERIES[1]]

    assert compare(edition(fact("a")), edition(fact("a"), deliveries=changed)) == []


def test_a_moved_fact_has_its_change_and_the_deliveries_behind_it() -> None:
    """Only those that changed, and only those behind this fact."""
    changed = [{**DELIVERIES[0], "sha256": "z"}, {**DELIVERIES[1], "sha256": "y"}]

    (moved,) = compare(
        edition(fact("a", "0.8", deliveries=(1,))), edition(fact("a", "0.85", deliveries=(1,)), deliveries=changed)
    )

    assert moved.change == Decimal("0.05")
    assert not moved.verdict_moved
    assert moved.because == ("calls/2007-02.csv",)


def test_a_moved_verdict_comes_first() -> None:
    """It is what a reader looks for."""
    moved = compare(
        edition(fact("a", "0.8"), fact("b", "0.8", "met")), edition(fact("a", "0.9"), fact("b", "0.7", "not_met"))
    )

    assert [(item.fact_id, item.verdict_moved) for item in moved] == [("b", True), ("a", False)]


def test_a_fact_that_came_or_went_has_no_change() -> None:
    """There is nothing to subtract."""
    went, came = compare(edition(fact("a")), edition(fact("b")))

    assert (went.fact_id, went.after, went.change) == ("a", {}, None)
    assert (came.fact_id, came.before, came.change) == ("b", {}, None)


def test_a_withdrawn_delivery_is_a_reason() -> None:
    """It stood behind the fact before, and no longer does."""
    (moved,) = compare(edition(fact("a", "0.8")), edition(fact("a", "0.9", deliveries=(0,)), deliveries=DELIVERIES[:1]))

    assert moved.because == ("calls/2007-02.csv",)
