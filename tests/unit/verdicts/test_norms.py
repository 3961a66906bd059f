"""Norms: their scope, their kind, and the dates between which they hold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.unit.indicators.small import programme, share
from tests.unit.verdicts.judging import NORM, judged, number, verdict

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
    """Whatever their order in the file; the next one judges where the one before it is not there."""
    norm, target, ambition = (
        {**NORM, "kind": kind, "value": value}
        for kind, value in (("norm", "0.8"), ("target", "0.85"), ("ambition", "0.95"))
    )

    facts = [
        judged(used, number(used, "0.9"))[0]
        for used in (
            programme(share(), norms=listed)
            for listed in ([norm, target, ambition], [ambition, target, norm], [ambition, target], [ambition])
        )
    ]

    assert [(fact.norm_kind, fact.norm_value, fact.verdict) for fact in facts] == [
        ("norm", Fraction("0.8"), "met"),
        ("norm", Fraction("0.8"), "met"),
        ("target", Fraction("0.85"), "met"),
        ("ambition", Fraction("0.95"), "not_met"),
    ]


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
