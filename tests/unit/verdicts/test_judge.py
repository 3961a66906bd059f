"""Verdicts: operators at equality, both ends, scopes, kinds and dates of norms; one table of cases each."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from etl.model.facts import REASONS, Coverage, Fact, IndicatorValue
from etl.model.period import Period
from etl.model.programme import Programme
from etl.verdicts import judge
from tests.unit.indicators.small import programme, regional, share

AS_OF = datetime(2009, 1, 1, tzinfo=UTC)
COMPLETE, INCOMPLETE = Coverage(12, 12, (), ("record",)), Coverage(8, 12, (("requests", "AG-WEST", "2007-01"),))
NORM = {"indicator": "timely", "operator": ">=", "value": "0.8"}


def number(used: Programme, value: Fraction | str | None, period: str = "2007", **more: Any) -> IndicatorValue:
    """A number of the first indicator, complete unless said otherwise."""
    exact = None if value is None else Fraction(value)
    given = {"numerator": exact, "denominator": Fraction(1000), "low": None, "high": None, "dimensions": {}, **more}
    coverage = given.pop("coverage", COMPLETE)
    why = given.pop("why_missing", "")
    excluded = given.pop("excluded", {})
    return IndicatorValue(
        indicator=used.indicators[0],
        period=Period.parse(period),
        value=exact,
        coverage=coverage,
        excluded=excluded,
        why_missing=why,
        **given,
    )


def judged(used: Programme, *values: IndicatorValue, as_of: datetime = AS_OF) -> list[Fact]:
    """The facts."""
    facts = judge(values, used, as_of)
    assert all(fact.reason in {"", *REASONS} for fact in facts)
    return facts


def verdict(
    norms: list[dict[str, Any]], value: Fraction | str | None, period: str = "2007", **more: Any
) -> tuple[str, str]:
    """Verdict and reason of one number under these norms."""
    definition = more.pop("definition", share())
    used = programme(definition, norms=norms)
    (fact,) = judged(used, number(used, value, period, **more))
    return fact.verdict, fact.reason


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


SCOPES: list[tuple[dict[str, Any], dict[str, str], bool]] = [
    ({}, {}, True),
    ({}, {"division": "AG"}, False),
    ({"division": ["AG", "WW"]}, {"division": "AG"}, True),
    ({"division": ["WW"]}, {"division": "AG"}, False),
    ({"division": ["AG"]}, {}, False),
    ({"division": ["AG"]}, {"division": "AG", "region": "WEST"}, False),
    ({"division": ["AG"], "region": "any"}, {"division": "AG", "region": "WEST"}, True),
    ({"division": ["AG"], "region": "any"}, {"division": "AG"}, True),
    ({"division": ["AG"], "region": "any"}, {"division": "WW", "region": "WEST"}, False),
    ({"division": ["AG"], "region": "any"}, {"region": "WEST"}, False),
    ({"division": "any", "region": "any"}, {}, True),
    ({"division": "any"}, {"client_group": "employee"}, False),
    ({"client_group": "employee"}, {"client_group": "employee"}, True),
]


@pytest.mark.parametrize(("where", "dimensions", "inside"), SCOPES)
def test_a_norm_holds_for_its_scope_only(where: dict[str, Any], dimensions: dict[str, str], inside: bool) -> None:
    """A total has a norm only where the scope says so, and a breakdown too."""
    found = verdict([{**NORM, "where": where}], "0.9", dimensions=dimensions)

    assert found == (("met", "") if inside else ("no_norm", "no_norm"))


def test_a_norm_goes_before_a_target_and_a_target_before_an_ambition() -> None:
    """Whatever their order in the file; each of the three alone is judged by too."""
    kinds = {"ambition": "0.95", "target": "0.85", "norm": "0.8"}
    norms = [{**NORM, "kind": kind, "value": value} for kind, value in kinds.items()]
    used = programme(share(), norms=norms)

    facts = [judged(programme(share(), norms=norms[: 3 - less]), number(used, "0.9"))[0] for less in range(3)]
    facts += judged(programme(share(), norms=norms[::-1]), number(used, "0.9"))

    told = [(fact.norm_kind, fact.norm_value, fact.verdict) for fact in facts]
    norm, target = ("norm", Fraction("0.8"), "met"), ("target", Fraction("0.85"), "met")
    assert told == [norm, target, ("ambition", Fraction("0.95"), "not_met"), norm]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        ("2007-01-01", "2007-12-31", "met"),
        ("2007-01-01", None, "met"),
        (None, "2007-12-31", "met"),
        (None, None, "met"),
        ("2007-01-02", None, "norm_changes"),
        (None, "2007-12-30", "norm_changes"),
        ("2007-12-31", None, "norm_changes"),
        (None, "2007-01-01", "norm_changes"),
        ("2008-01-01", None, "no_norm"),
        (None, "2006-12-31", "no_norm"),
    ],
)
def test_a_norm_must_hold_on_every_day_of_the_period(
    valid_from: str | None, valid_to: str | None, expected: str
) -> None:
    """From its first through its last day; a norm that begins or ends inside splits the series and says so."""
    found = verdict([{**NORM, "valid_from": valid_from, "valid_to": valid_to}], "0.9")

    assert found == (("met", "") if expected == "met" else ("no_norm", expected))


def test_the_norm_is_that_of_the_period_and_not_of_today() -> None:
    """6,5 in 2007 and 6,8 in 2008: a grade of 6,7 meets the one and misses the other; over both there is no norm."""
    norms = [
        {**NORM, "value": "6.5", "kind": "target", "valid_from": "2007-01-01", "valid_to": "2007-12-31"},
        {**NORM, "value": "6.8", "kind": "target", "valid_from": "2008-01-01", "valid_to": "2008-12-31"},
    ]
    mean = share(unit="mean")

    found = {
        period: verdict(norms, "6.7", period, definition=mean) for period in ("2006", "2007", "2008-03", "2007..2008")
    }

    assert found == {
        "2006": ("no_norm", "no_norm"),
        "2007": ("met", ""),
        "2008-03": ("not_met", ""),
        "2007..2008": ("no_norm", "norm_changes"),
    }


def test_a_norm_that_begins_while_a_target_holds_is_told() -> None:
    """The target judges the year, and a note says that another norm holds for a part of it."""
    norms = [{**NORM, "kind": "target", "value": "0.85"}, {**NORM, "valid_from": "2007-07-01"}]
    used = programme(share(), norms=norms)

    year, second_half = judged(used, number(used, "0.9"), number(used, "0.9", "2007-H2"))

    assert (year.norm_kind, second_half.norm_kind) == ("target", "norm")
    assert [note for note in year.notes if "andere norm" in note]
    assert not second_half.notes


def test_a_norm_binds_to_one_indicator_and_version() -> None:
    """Another version, or another indicator over another denominator, has no norm of its own."""
    assert verdict([{**NORM, "version": 2}], "0.9") == ("no_norm", "no_norm")
    assert verdict([{**NORM, "indicator": "timely_of_answered"}], "0.9") == ("no_norm", "no_norm")


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
