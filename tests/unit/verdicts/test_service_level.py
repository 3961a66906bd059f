"""The service-level example of domain.md, section 4, from counts to verdicts: one call centre, three readings."""

from __future__ import annotations

from datetime import UTC, datetime

from etl.indicators import compute
from etl.model.facts import Fact
from etl.model.period import Period
from etl.verdicts import judge
from tests.unit.indicators.small import programme, share, table

EARLY = [{"measure": "not_due", "subtract": True, "title": {"nl": "binnen de drempel opgehangen"}}]
READINGS = {
    "of_answered": share(denominator="requested"),
    "of_offered": share(denominator="offered"),
    "without_early": share(denominator="offered", exclusions=EARLY),
}
COUNTS = [
    ("AG-WEST", "2007-03", "requested", 1000),
    ("AG-WEST", "2007-03", "in_time", 860),
    ("AG-WEST", "2007-03", "not_due", 20),
    ("national", "2007-03", "offered", 1060),
]


def facts(value: str, operator: str = ">=") -> dict[str, Fact]:
    """The example's facts; the norm binds to the share of offered calls only."""
    norm = {"indicator": "of_offered", "operator": operator, "value": value}
    used = programme(*({**parts, "indicator": name, "decimals": 0} for name, parts in READINGS.items()), norms=[norm])
    numbers = compute(used, table(used, COUNTS), [Period.parse("2007-03")])
    return {fact.indicator: fact for fact in judge(numbers, used, datetime(2008, 1, 1, tzinfo=UTC))}


def test_one_call_centre_has_three_service_levels() -> None:
    """86, 81 and 83 percent of the same calls, as the source prints them."""
    printed = {name: fact.printed for name, fact in facts("0.80").items()}

    assert printed == {"of_answered": "86%", "of_offered": "81%", "without_early": "83%"}


def test_the_norm_binds_to_one_of_them() -> None:
    """80 percent of offered calls is met; the others have no norm, however close their names (T1)."""
    told = {name: (fact.verdict, fact.reason) for name, fact in facts("0.80").items()}

    assert told == {
        "of_answered": ("no_norm", "no_norm"),
        "of_offered": ("met", ""),
        "without_early": ("no_norm", "no_norm"),
    }


def test_the_denominator_decides_the_verdict() -> None:
    """A norm of 82 percent is missed over offered calls, and would have been met over answered ones."""
    found = facts("0.82")

    assert found["of_offered"].verdict == "not_met"
    assert (found["of_answered"].value or 0) >= (found["of_offered"].norm_value or 1)
