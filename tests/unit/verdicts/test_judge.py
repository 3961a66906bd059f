"""Verdicts: operators at equality, both ends, what has no value, and what a fact carries."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest

from tests.unit.indicators.small import programme, regional, share
from tests.unit.verdicts.judging import INCOMPLETE, NORM, judged, number, verdict


@pytest.mark.parametrize(
    ("operator", "below", "equal", "above"),
    [
        (">=", "not_met", "met", "met"),
        (">", "not_met", "not_met", "met"),
        ("<=", "met", "met", "not_met"),
        ("<", "met", "not_met", "not_met"),
    ],
)
def test_operators_are_strict_or_not_at_equality(operator: str, below: str, equal: str, above: str) -> None:
    """At 5 percent exactly, a norm of under 5 percent is missed; a millionth of a millionth is enough to decide."""
    norm = {**NORM, "operator": operator, "value": "0.05"}

    found = [
        verdict([norm], Fraction("0.05") + step) for step in (-Fraction(1, 10**12), Fraction(0), Fraction(1, 10**12))
    ]

    assert found == [(below, ""), (equal, ""), (above, "")]


def test_the_verdict_takes_the_unrounded_value() -> None:
    """79,96 percent prints as 80,0 at one decimal and still misses 80; it is printed as 79,96."""
    used = programme(share(), norms=[NORM])

    (fact,) = judged(used, number(used, "0.7996"))

    assert (fact.verdict, fact.printed) == ("not_met", "79,96%")


@pytest.mark.parametrize(
    ("operator", "low", "high", "expected"),
    [
        (">=", "0.81", "0.9", ("met", "")),
        (">=", "0.8", "0.9", ("met", "")),
        (">=", "0.79", "0.9", ("undetermined", "missing_unit_months")),
        (">=", "0.7", "0.79", ("not_met", "")),
        (">=", "0.7", "0.8", ("undetermined", "missing_unit_months")),
        (">", "0.8", "0.9", ("undetermined", "missing_unit_months")),
        ("<", "0.7", "0.8", ("undetermined", "missing_unit_months")),
        ("<", "0.8", "0.9", ("not_met", "")),
        ("<=", "0.7", "0.8", ("met", "")),
        ("<=", "0.79", "0.9", ("undetermined", "missing_unit_months")),
        (">=", None, "0.79", ("not_met", "")),
        (">=", None, "0.9", ("undetermined", "missing_unit_months")),
        (">=", "0.81", None, ("met", "")),
        (">=", "0.79", None, ("undetermined", "missing_unit_months")),
        ("<", None, "0.79", ("met", "")),
        ("<", "0.81", None, ("not_met", "")),
        ("<", "0.79", None, ("undetermined", "missing_unit_months")),
        (">=", None, None, ("undetermined", "missing_unit_months")),
        ("<", None, None, ("undetermined", "missing_unit_months")),
    ],
)
def test_a_verdict_needs_both_ends_on_one_side(
    operator: str, low: str | None, high: str | None, expected: tuple[str, str]
) -> None:
    """With missing deliveries; an open end is infinitely far away."""
    limits = {"low": None if low is None else Fraction(low), "high": None if high is None else Fraction(high)}

    found = verdict([{**NORM, "operator": operator}], "0.8", coverage=INCOMPLETE, **limits)

    assert found == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0.79", "0.83", ("undetermined", "sampling_margin")),
        ("0.8", "0.84", ("met", "")),
        ("0.71", "0.7999", ("not_met", "")),
        (None, None, ("undetermined", "sampling_margin")),
    ],
)
def test_a_norm_inside_the_sampling_margin_cannot_be_judged(
    low: str | None, high: str | None, expected: tuple[str, str]
) -> None:
    """A complete sample is judged by its interval; without an interval it is not judged at all."""
    sample = share(numerator="satisfied", denominator="scored", sample=True)
    limits = {"low": None if low is None else Fraction(low), "high": None if high is None else Fraction(high)}

    assert verdict([NORM], "0.81", definition=sample, **limits) == expected


def test_a_complete_number_has_no_ends() -> None:
    """Its value is judged."""
    assert verdict([NORM], "0.8") == ("met", "")


def test_a_promise_without_a_percentage_gives_no_verdict_but_its_text() -> None:
    """The 24 hours: no_norm, the reason, and the text as a note; kind and operator are shown, a value is not."""
    promise = {**NORM, "value": None, "text": {"nl": "Binnen 24 uur; een percentage is niet vastgesteld."}}
    used = programme(share(), norms=[promise])

    (fact,) = judged(used, number(used, "0.9"))

    assert (fact.verdict, fact.reason) == ("no_norm", "norm_without_value")
    assert (fact.norm_kind, fact.norm_operator, fact.norm_value) == ("norm", ">=", None)
    assert fact.notes == ("Binnen 24 uur; een percentage is niet vastgesteld.",)


@pytest.mark.parametrize("why", ["not_delivered", "empty_denominator", "empty_stratum", "definition_changes"])
def test_a_number_without_a_value_says_why(why: str) -> None:
    """Under a norm it is undetermined; without one, or under one without a value, that reason still goes first."""
    promise = {**NORM, "value": None, "text": {"nl": "Een belofte."}}
    later = {**NORM, "valid_from": "2007-07-01"}

    found = [verdict(norms, None, why_missing=why, coverage=INCOMPLETE) for norms in ([NORM], [], [promise], [later])]

    assert found == [("undetermined", why), ("no_norm", why), ("no_norm", why), ("no_norm", why)]


@pytest.mark.parametrize(
    ("as_of", "provisional"),
    [("2007-12-31T23:59:59+01:00", True), ("2008-01-01T00:00:00+01:00", False), ("2007-12-31T23:30:00+00:00", False)],
)
def test_a_number_is_provisional_until_its_period_is_over(as_of: str, provisional: bool) -> None:
    """By the programme's clock: half past eleven in London is past midnight in Amsterdam."""
    used = programme(share())

    (fact,) = judged(used, number(used, "0.9"), as_of=datetime.fromisoformat(as_of))

    assert fact.provisional is provisional


def test_a_number_is_provisional_while_requests_are_not_yet_due() -> None:
    """Only what is taken from the denominator can still come back."""
    exclusions = [
        {"measure": "not_due", "subtract": True, "title": {"nl": "open"}},
        {"measure": "offered", "title": {"nl": "andere"}},
    ]
    used = programme(share(exclusions=exclusions))

    facts = judged(
        used,
        number(used, "0.9", "2007", excluded={"not_due": Fraction(3), "offered": Fraction(0)}),
        number(used, "0.9", "2008", excluded={"not_due": Fraction(0), "offered": Fraction(5)}),
    )

    assert [fact.provisional for fact in facts] == [True, False]


def test_facts_carry_everything_and_stand_in_the_order_of_their_ids() -> None:
    """Sorted bytewise, whatever the order of the numbers."""
    used = programme(share(caveats=["late"]), units=regional("AG"), norms=[NORM], caveats={"late": {"nl": "Laat."}})
    numbers = [
        number(used, "0.9", period, dimensions=dimensions, low=Fraction("0.85"), high=Fraction("0.95"))
        for period, dimensions in [("2007-H1", {}), ("2007", {"region": "WEST"}), ("2007", {}), ("2007-03", {})]
    ]

    facts = judged(used, *numbers)

    assert [fact.fact_id for fact in facts] == [
        "timely@2007",
        "timely@2007-03",
        "timely@2007-H1",
        "timely@2007/region=WEST",
    ]
    first = facts[0]
    assert (first.caveats, first.low, first.high, first.decimals) == (("late",), Fraction("0.85"), Fraction("0.95"), 1)
    assert (first.unit, first.norm_value, first.norm_operator, first.printed) == (
        "share",
        Fraction("0.8"),
        ">=",
        "90,0%",
    )


def test_a_ratio_may_print_as_one_case_per_so_many() -> None:
    """`print_as` changes the text and nothing else."""
    used = programme(share(unit="ratio", print_as="one_in", decimals=0))

    (fact,) = judged(used, number(used, Fraction(1, 9000)))

    assert (fact.printed, fact.unit, fact.value) == ("1 per 9.000", "ratio", Fraction(1, 9000))
