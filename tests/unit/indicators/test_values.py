"""Values: ratios of summed counts, days to divide by, exclusions, and what has no value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from etl.model.calendar import Holiday
from tests.unit.indicators.small import monthly, only, programme, regional, share, values

MONTHS = [f"2007-{month:02d}" for month in range(1, 13)]
HOLIDAYS_2007 = [
    date(2007, 1, 1),
    date(2007, 4, 9),
    date(2007, 4, 30),
    date(2007, 5, 17),
    date(2007, 5, 28),
    date(2007, 12, 25),
    date(2007, 12, 26),
]


def per_day(divisor: str) -> dict[str, object]:
    """Requests per day."""
    return share(numerator="requested", denominator=None, unit="per_working_day", divisor=divisor)


def test_a_share_is_a_ratio_of_sums_and_no_mean_of_shares() -> None:
    """90 of 100 and 1 of 900 is 91 of 1000, not 45 percent."""
    used = programme(share(), units=regional("AG", ["WEST", "ZUID"]))
    counts = [
        *monthly("AG-WEST", "requested", {"2007-03": 100}),
        *monthly("AG-WEST", "in_time", {"2007-03": 90}),
        *monthly("AG-ZUID", "requested", {"2007-03": 900}),
        *monthly("AG-ZUID", "in_time", {"2007-03": 1}),
    ]

    value = only(values(used, counts, "2007-03"))

    assert (value.numerator, value.denominator, value.value) == (91, 1000, Fraction(91, 1000))
    assert (value.low, value.high, value.coverage.complete) == (None, None, True)


def test_a_year_is_its_halves_and_its_months_on_counts() -> None:
    """First half 5,9 percent and second 2,7 percent of other volumes; the year follows from counts (T9)."""
    requested = dict(zip(MONTHS, [1000] * 6 + [3000] * 6, strict=True))
    repeated = dict(zip(MONTHS, [59] * 6 + [81] * 6, strict=True))
    used = programme(share())
    counts = [*monthly("AG-WEST", "requested", requested), *monthly("AG-WEST", "in_time", repeated)]

    found = values(used, counts, "2007", "2007-H1", "2007-H2", *MONTHS)

    year, first, second = (found[f"timely@{text}"] for text in ("2007", "2007-H1", "2007-H2"))
    assert (first.value, second.value) == (Fraction("0.059"), Fraction("0.027"))
    assert (year.numerator, year.denominator, year.value) == (840, 24000, Fraction("0.035"))
    assert sum(found[f"timely@{month}"].numerator or 0 for month in MONTHS) == 840


@pytest.mark.parametrize(
    ("divisor", "holidays", "days"),
    [
        ("weekdays", (), 261),
        ("weekdays", HOLIDAYS_2007, 261),
        ("working_days", HOLIDAYS_2007, 254),
        ("working_days", (), 261),
        ("working_days", [*HOLIDAYS_2007, date(2007, 4, 6)], 253),
        ("working_days", [date(2007, 5, 5), date(2006, 12, 25)], 261),
        ("calendar_days", HOLIDAYS_2007, 365),
    ],
)
def test_the_divisor_of_2007(divisor: str, holidays: list[date], days: int) -> None:
    """261 weekdays; 254 working days, 253 without Good Friday (T2); a holiday on Saturday takes nothing away."""
    used = programme(per_day(divisor))
    counts = monthly("AG-WEST", "requested", dict.fromkeys(MONTHS, 1000))

    value = only(values(used, counts, "2007", holidays=holidays))

    assert (value.numerator, value.denominator, value.value) == (12000, days, Fraction(12000, days))


def test_the_programmes_own_days_off_count_unless_others_are_given() -> None:
    """Days off close offices; a day that only extends a term is a working day."""
    days = [Holiday(date=day, name_nl="", name_en="", day_off=True, term_extends=True) for day in HOLIDAYS_2007]
    friday = Holiday(date=date(2007, 4, 6), name_nl="", name_en="", day_off=False, term_extends=True)
    used = programme(per_day("working_days")).model_copy(update={"holidays": (*days, friday)})
    counts = monthly("AG-WEST", "requested", dict.fromkeys(MONTHS, 1000))

    own = only(values(used, counts, "2007"))
    given = only(values(used, counts, "2007", holidays=[]))

    assert (own.denominator, given.denominator) == (254, 261)


def test_months_that_were_not_delivered_are_no_days_either() -> None:
    """January and March: 23 + 22 weekdays; February lowers coverage, never the figure."""
    counts = monthly("AG-WEST", "requested", {"2007-01": 230, "2007-03": 220})

    value = only(values(programme(per_day("weekdays")), counts, "2007-01..2007-03"))

    assert (value.denominator, value.value) == (45, 10)
    assert (value.coverage.delivered, value.coverage.expected) == (2, 3)


def test_what_is_not_yet_due_leaves_the_denominator_and_is_counted() -> None:
    """100 requests, 4 not yet due, 72 in time: 72 of 96. What another rule leaves out already is only counted."""
    exclusions = [
        {"measure": "not_due", "subtract": True, "title": {"nl": "nog niet verlopen"}},
        {"measure": "requested", "title": {"nl": "alle"}},
    ]
    used = programme(share(exclusions=exclusions))
    counts = [
        ("AG-WEST", "2007-03", "requested", 100),
        ("AG-WEST", "2007-03", "in_time", 72),
        ("AG-WEST", "2007-03", "not_due", 4),
    ]

    value = only(values(used, counts, "2007-03"))

    assert (value.numerator, value.denominator, value.value) == (72, 96, Fraction(3, 4))
    assert value.excluded == {"not_due": 4, "requested": 100}


def test_a_delivered_month_without_requests_has_no_share() -> None:
    """Zero out of zero is no 0 percent: there is nothing to divide by; the counts themselves are known."""
    value = only(values(programme(share()), [], "2007-03", empty=[("requests", "AG-WEST", "2007-03")]))

    assert (value.numerator, value.denominator, value.value) == (0, 0, None)
    assert (value.why_missing, value.coverage.delivered) == ("empty_denominator", 1)


def test_a_month_in_which_all_requests_are_not_yet_due_has_no_share() -> None:
    """The denominator is what is left."""
    exclusions = [{"measure": "not_due", "subtract": True, "title": {"nl": "nog niet verlopen"}}]
    counts = [("AG-WEST", "2007-03", "requested", 3), ("AG-WEST", "2007-03", "not_due", 3)]

    value = only(values(programme(share(exclusions=exclusions)), counts, "2007-03"))

    assert (value.denominator, value.value, value.why_missing) == (0, None, "empty_denominator")


def test_a_delivered_month_without_requests_has_a_count() -> None:
    """A count of zero is a value: it was delivered."""
    used = programme(share(numerator="requested", denominator=None, unit="count"))

    value = only(values(used, [], "2007-03", empty=[("requests", "AG-WEST", "2007-03")]))

    assert (value.value, value.why_missing) == (0, "")


@pytest.mark.parametrize("unit", ["share", "count"])
def test_what_was_not_delivered_has_no_value(unit: str) -> None:
    """Missing is never zero: no numerator, no bounds, and a coverage of 0 of 12."""
    used = programme(share(unit=unit, denominator="requested" if unit == "share" else None))

    value = only(values(used, [], "2007"))

    assert (value.numerator, value.denominator, value.value, value.low, value.high) == (None,) * 5
    assert (value.coverage.delivered, value.coverage.expected, value.why_missing) == (0, 12, "not_delivered")


def test_service_levels_differ_by_what_they_divide_by() -> None:
    """1000 answered, 860 in time, 60 abandoned (20 early): 86, 81, 83 and 83 percent (domain, section 4)."""
    definitions = {
        "answered_only": {"numerator": "in_time", "denominator": "requested"},
        "all_abandoned_count_against": {"numerator": "in_time", "denominator": "offered"},
        "early_ones_removed": {
            "numerator": "in_time",
            "denominator": "offered",
            "exclusions": [{"measure": "not_due", "subtract": True, "title": {"nl": "vroeg opgehangen"}}],
        },
        "early_ones_count_for": {"numerator": "answered", "denominator": "offered"},
    }
    used = programme(*(share(indicator=name, **parts) for name, parts in definitions.items()))
    counts = [
        ("AG-WEST", "2007-03", "in_time", 860),
        ("AG-WEST", "2007-03", "requested", 1000),
        ("AG-WEST", "2007-03", "not_due", 20),
        ("national", "2007-03", "offered", 1060),
        ("national", "2007-03", "answered", 880),
    ]

    found = values(used, counts, "2007-03")

    percents = {name.split("@")[0]: round(float(value.value or 0) * 100) for name, value in found.items()}
    assert percents == {
        "answered_only": 86,
        "all_abandoned_count_against": 81,
        "early_ones_removed": 83,
        "early_ones_count_for": 83,
    }
    assert found["all_abandoned_count_against@2007-03"].value == Fraction(860, 1060)


def test_a_definition_that_changes_inside_a_period_splits_the_series_and_says_so() -> None:
    """Version 2 from July: the halves have a number, the year has none and the reason why; no month has two."""
    used = programme(
        share(version=1, valid_to="2007-06-30"), share(version=2, denominator="in_time", valid_from="2007-07-01")
    )
    counts = [
        *monthly("AG-WEST", "requested", dict.fromkeys(MONTHS, 10)),
        *monthly("AG-WEST", "in_time", dict.fromkeys(MONTHS, 8)),
    ]

    found = values(used, counts, "2007", "2007-H1", "2007-H2", "2007-06", "2007-07")

    told = {name: (item.indicator.version, item.value, item.why_missing) for name, item in found.items()}
    assert told == {
        "timely@2007": (2, None, "definition_changes"),
        "timely@2007-H1": (1, Fraction(8, 10), ""),
        "timely@2007-H2": (2, Fraction(1), ""),
        "timely@2007-06": (1, Fraction(8, 10), ""),
        "timely@2007-07": (2, Fraction(1), ""),
    }


def test_before_and_after_its_validity_a_definition_says_nothing() -> None:
    """No fact at all, rather than one without a value."""
    used = programme(share(valid_from="2007-07-01", valid_to="2007-12-31"))

    found = values(used, [], "2007-H1", "2007-H2", "2008")

    assert list(found) == ["timely@2007-H2"]
