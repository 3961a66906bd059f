"""Coverage: unit-months delivered out of expected, per indicator, and what one missing side takes from the other."""

from __future__ import annotations

from fractions import Fraction

from tests.unit.indicators.small import Count, monthly, only, programme, regional, share, values

MONTHS = [f"2007-{month:02d}" for month in range(1, 13)]
RATE = share(indicator="rate", numerator="complained", denominator="requested")
INTENSITY = share(indicator="intensity", numerator="complained_at_all", denominator="answered", unit="ratio")


def year_of_six_regions() -> tuple[list[Count], list[tuple[str, str, str]]]:
    """AG in 2007: all regions deliver requests; WEST and ZUID bring counts only, and none of what was in time."""
    counts = []
    by_counts = []
    for region in ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID"):
        counts += monthly(f"AG-{region}", "requested", dict.fromkeys(MONTHS, 100))
        if region in ("WEST", "ZUID"):
            by_counts += [("requests", f"AG-{region}", month) for month in MONTHS]
        else:
            counts += monthly(f"AG-{region}", "in_time", dict.fromkeys(MONTHS, 75))
    return counts, by_counts


def test_four_of_six_regions_in_a_year_is_48_of_72() -> None:
    """Two regions deliver no totals of this measure: they are missing, by name, and their requests bound the share."""
    counts, by_counts = year_of_six_regions()
    used = programme(share(), units=regional("AG"))

    value = only(values(used, counts, "2007", aggregated=by_counts))

    assert (value.coverage.delivered, value.coverage.expected) == (48, 72)
    assert set(value.coverage.missing) == set(by_counts)
    assert value.coverage.grades == ("record",)
    assert (value.numerator, value.denominator, value.value) == (3600, 4800, Fraction(3, 4))
    assert (value.low, value.high) == (Fraction(3600, 7200), Fraction(3600 + 2400, 7200))


def test_coverage_is_per_indicator() -> None:
    """Of the same year the number of requests is complete: 72 of 72, from records and from counts."""
    counts, by_counts = year_of_six_regions()
    used = programme(share(numerator="requested", denominator=None, unit="count"), units=regional("AG"))

    value = only(values(used, counts, "2007", aggregated=by_counts))

    assert (value.coverage.delivered, value.coverage.expected, value.value) == (72, 72, 7200)
    assert value.coverage.grades == ("aggregate", "record")
    assert (value.low, value.high) == (None, None)


def test_a_region_without_totals_has_no_share_of_its_own() -> None:
    """WEST has no value; NOORD is complete."""
    counts, by_counts = year_of_six_regions()
    used = programme(share(by=[["region"]]), units=regional("AG"))

    found = values(used, counts, "2007", aggregated=by_counts)

    west, north = found["timely@2007/region=WEST"], found["timely@2007/region=NOORD"]
    assert (west.value, west.why_missing, west.coverage.delivered, west.coverage.expected) == (
        None,
        "not_delivered",
        0,
        12,
    )
    assert (north.value, north.low, north.coverage.complete) == (Fraction(3, 4), None, True)


def test_a_unit_is_expected_from_its_first_to_its_last_month() -> None:
    """A region that begins in May and one that ends in February are expected in 8 and in 2 months."""
    units = [
        *regional("AG", ["WEST"], valid_from="2007-05-15"),
        *regional("AG", ["ZUID"], valid_to="2007-02-01"),
    ]
    counts = [*monthly("AG-WEST", "requested", {"2007-05": 4}), *monthly("AG-ZUID", "requested", {"2007-02": 5})]
    used = programme(share(numerator="requested", denominator=None, unit="count"), units=units)

    value = only(values(used, counts, "2007"))

    assert (value.coverage.delivered, value.coverage.expected, value.value) == (2, 10, 9)


def test_a_weight_counts_for_coverage_only_where_it_weighs() -> None:
    """The total rests on survey and calls, 24 unit-months; the number of one group rests on the survey alone."""
    survey = share(indicator="satisfaction", numerator="satisfied", denominator="scored", sample=True)
    used = programme({**survey, "weight": "answered", "by": [[], ["client_group"]]})
    counts = [
        *monthly("national", "scored", dict.fromkeys(MONTHS, 100), client_group="employee"),
        *monthly("national", "satisfied", dict.fromkeys(MONTHS, 70), client_group="employee"),
        *monthly("national", "answered", dict.fromkeys(MONTHS[:10], 9000), client_group="employee"),
    ]

    found = values(used, counts, "2007")

    total, group = found["satisfaction@2007"], found["satisfaction@2007/client_group=employee"]
    assert (total.coverage.delivered, total.coverage.expected) == (22, 24)
    assert (group.coverage.delivered, group.coverage.expected) == (12, 12)


def test_counts_that_do_not_tell_client_groups_apart_are_missing_for_a_client_group() -> None:
    """ZUID delivers its total of 50 only: known for the division, missing (and not zero) for employers."""
    used = programme(
        share(numerator="requested", denominator=None, unit="count", by=[[], ["client_group"]]),
        units=regional("AG", ["WEST", "ZUID"]),
    )
    counts = [
        ("AG-WEST", "2007-03", "requested", 30, {"client_group": "employee"}),
        ("AG-WEST", "2007-03", "requested", 10, {"client_group": "employer"}),
        ("AG-ZUID", "2007-03", "requested", 50),
    ]

    found = values(used, counts, "2007-03", aggregated=[("requests", "AG-ZUID", "2007-03")])

    total, employers = found["timely@2007-03"], found["timely@2007-03/client_group=employer"]
    assert (total.value, total.coverage.delivered, total.coverage.expected) == (90, 2, 2)
    assert (employers.value, employers.coverage.delivered, employers.coverage.expected) == (10, 1, 2)
    assert (employers.low, employers.high) == (10, 25)


def test_complaints_of_a_region_wait_for_its_requests() -> None:
    """Without the requests of ZUID its 8 complaints are left out of the rate; those of `onbekend` stay in."""
    used = programme(RATE, units=regional("AG", ["WEST", "ZUID"]))
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-03": 1000}),
        ("national", "2007-03", "complained", 5, {"division": "AG", "region": "WEST"}),
        ("national", "2007-03", "complained", 8, {"division": "AG", "region": "ZUID"}),
        ("national", "2007-03", "complained", 2, {"division": "AG", "region": "onbekend"}),
    ]

    value = only(values(used, counts, "2007-03"))

    assert (value.numerator, value.denominator, value.value) == (7, 1000, Fraction(7, 1000))
    assert (value.coverage.delivered, value.coverage.expected) == (2, 3)
    assert value.coverage.missing == (("requests", "AG-ZUID", "2007-03"),)


def test_complaints_without_a_region_wait_for_their_whole_division() -> None:
    """In April nothing came of AG: its 4 complaints of `onbekend` are left out with the rest; WW keeps its own."""
    used = programme(RATE, units=[*regional("AG", ["WEST", "ZUID"]), *regional("WW", ["WEST"])])
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-03": 1000}),
        *monthly("WW-WEST", "requested", {"2007-03": 500, "2007-04": 500}),
        ("national", "2007-03", "complained", 3, {"division": "AG", "region": "onbekend"}),
        ("national", "2007-04", "complained", 4, {"division": "AG", "region": "onbekend"}),
        ("national", "2007-04", "complained", 5, {"division": "WW", "region": "onbekend"}),
    ]

    value = only(values(used, counts, "2007-03..2007-04"))

    assert (value.numerator, value.denominator) == (3 + 5, 2000)


def test_requests_of_a_month_wait_for_its_complaints() -> None:
    """Complaints come for the whole country: without those of April the requests of April are left out."""
    used = programme(RATE, units=regional("AG", ["WEST", "ZUID"]))
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-03": 1000, "2007-04": 2000}),
        *monthly("AG-ZUID", "requested", {"2007-03": 500, "2007-04": 700}),
        ("national", "2007-03", "complained", 6, {"division": "AG", "region": "ZUID"}),
    ]

    value = only(values(used, counts, "2007-03..2007-04"))

    assert (value.numerator, value.denominator) == (6, 1500)
    assert (value.coverage.delivered, value.coverage.expected) == (5, 6)


def test_counts_without_regions_wait_as_a_whole_and_once() -> None:
    """Two missing regions, and complaints that tell no region: March is left out once, not twice."""
    used = programme(
        share(indicator="rate", numerator="complained_at_all", denominator="requested", unit="ratio"),
        units=regional("AG", ["WEST", "ZUID", "OOST"]),
    )
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-02": 100, "2007-03": 100}),
        *monthly("AG-ZUID", "requested", {"2007-02": 100}),
        *monthly("AG-OOST", "requested", {"2007-02": 100}),
        *monthly("national", "complained_at_all", {"2007-02": 9, "2007-03": 7}),
    ]

    value = only(values(used, counts, "2007-02..2007-03"))

    assert (value.numerator, value.denominator) == (9, 400)


def test_overlapping_units_take_their_rows_out_once() -> None:
    """All of AG is missing, and so is its region WEST: its 3 complaints are left out once."""
    units = [
        {"source": "requests", "unit": "AG", "division": "AG"},
        {"source": "requests", "unit": "AG-WEST", "division": "AG", "region": "WEST"},
        {"source": "requests", "unit": "WW", "division": "WW"},
    ]
    counts: list[Count] = [
        *monthly("WW", "requested", {"2007-03": 100}),
        ("national", "2007-03", "complained", 3, {"division": "AG", "region": "WEST"}),
        ("national", "2007-03", "complained", 4, {"division": "AG", "region": "ZUID"}),
        ("national", "2007-03", "complained", 5, {"division": "WW", "region": "ZUID"}),
    ]

    value = only(values(programme(RATE, units=units), counts, "2007-03"))

    assert (value.numerator, value.denominator) == (5, 100)


def test_complaints_over_calls_use_months_that_deliver_both() -> None:
    """January has complaints only, March calls only: the intensity is that of February."""
    used = programme(INTENSITY)
    counts: list[Count] = [
        *monthly("national", "complained_at_all", {"2007-01": 50, "2007-02": 40}),
        *monthly("national", "answered", {"2007-02": 400_000, "2007-03": 500_000}),
    ]

    value = only(values(used, counts, "2007-01..2007-03"))

    assert (value.numerator, value.denominator, value.value) == (40, 400_000, Fraction(1, 10_000))
    assert (value.coverage.delivered, value.coverage.expected) == (4, 6)


def test_two_sides_that_never_meet_have_no_ratio() -> None:
    """Complaints of January over calls of March is nothing: not delivered, rather than nothing to divide by."""
    counts: list[Count] = [
        *monthly("national", "complained_at_all", {"2007-01": 50}),
        *monthly("national", "answered", {"2007-03": 500_000}),
    ]

    value = only(values(programme(INTENSITY), counts, "2007-01..2007-03"))

    assert (value.numerator, value.denominator, value.value, value.why_missing) == (None, None, None, "not_delivered")


def test_complaints_without_a_region_are_reported_as_unknown_region() -> None:
    """`onbekend` has a count; of its rate the denominator is empty, because no unit delivers such requests."""
    used = programme(
        {**RATE, "by": [["division", "region"]]},
        share(
            indicator="complaints", numerator="complained", denominator=None, unit="count", by=[["division", "region"]]
        ),
        units=regional("AG", ["WEST"]),
    )
    counts: list[Count] = [
        *monthly("AG-WEST", "requested", {"2007-03": 1000}),
        ("national", "2007-03", "complained", 2, {"division": "AG", "region": "onbekend"}),
    ]

    found = values(used, counts, "2007-03")

    count, rate = (found[f"{name}@2007-03/division=AG/region=onbekend"] for name in ("complaints", "rate"))
    assert (count.value, count.coverage.complete) == (2, True)
    assert (rate.numerator, rate.denominator, rate.value, rate.why_missing) == (2, 0, None, "empty_denominator")
    assert found["complaints@2007-03/division=AG/region=WEST"].value == 0
