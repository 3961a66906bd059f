"""Which totals and breakdowns are published: those of the definition, for units, norms and counts."""

from __future__ import annotations

from etl.indicators.breakdowns import breakdowns
from tests.unit.indicators.small import programme, regional, share, table

CODES = {
    "client_group": {name: {"nl": name} for name in ("employee", "employer", "unknown")},
    "division": {name: {"nl": name} for name in ("WW", "AG")},
    "region": {name: {"nl": name} for name in ("WEST", "ZUID", "onbekend")},
}
UNITS = [*regional("AG", ["ZUID", "WEST"]), *regional("WW", ["ZUID"])]
NORM = {"indicator": "timely", "operator": ">=", "value": "0.8"}


def test_units_give_their_places_also_when_they_delivered_nothing() -> None:
    """In the order of the definition, and of the codes of the programme."""
    used = programme(share(by=[[], ["division"], ["region", "division"]]), units=UNITS, dimensions=CODES)

    found = breakdowns(used.indicators[0], table(used, []))

    assert found == [
        {},
        {"division": "WW"},
        {"division": "AG"},
        {"division": "WW", "region": "ZUID"},
        {"division": "AG", "region": "WEST"},
        {"division": "AG", "region": "ZUID"},
    ]


def test_counts_give_the_values_that_occur_in_them() -> None:
    """`unknown` occurs, `employer` does not; a code that nobody declared comes last."""
    used = programme(share(by=[["client_group"]]), units=UNITS, dimensions=CODES)
    counts = [("AG-WEST", "2007-03", "requested", 1, {"client_group": name}) for name in ("zzz", "unknown", "employee")]

    found = breakdowns(used.indicators[0], table(used, counts))

    assert [item["client_group"] for item in found] == ["employee", "unknown", "zzz"]


def test_what_a_norm_names_is_published_also_when_nothing_was_delivered() -> None:
    """The verdict on employers is undetermined then; it does not silently go away."""
    where = {"client_group": ["employer"], "region": "any"}
    used = programme(share(by=[["client_group"]]), units=UNITS, dimensions=CODES, norms=[{**NORM, "where": where}])

    found = breakdowns(used.indicators[0], table(used, []))

    assert found == [{"client_group": "employer"}]


def test_a_norm_for_any_value_or_another_breakdown_names_nothing() -> None:
    """`any` is no code to publish, and a norm that also asks for a division is not about a client group alone."""
    norms = [
        {**NORM, "where": {"client_group": "any"}},
        {**NORM, "where": {"client_group": ["employer"], "division": ["AG"]}, "kind": "target"},
        {**NORM, "indicator": "other", "where": {"client_group": ["unknown"]}},
    ]
    used = programme(share(by=[["client_group"]]), units=UNITS, dimensions=CODES, norms=norms)

    assert breakdowns(used.indicators[0], table(used, [])) == []


def test_a_place_without_a_single_complaint_is_published_too() -> None:
    """Complaints come for the whole country; the places are those of the units of the other source."""
    definition = share(numerator="complained", denominator=None, unit="count", by=[["division", "region"]])
    used = programme(definition, units=UNITS, dimensions=CODES)
    counts = [("national", "2007-03", "complained", 1, {"division": "AG", "region": "onbekend"})]

    found = [tuple(item.values()) for item in breakdowns(used.indicators[0], table(used, counts))]

    assert found == [("WW", "ZUID"), ("AG", "WEST"), ("AG", "ZUID"), ("AG", "onbekend")]
