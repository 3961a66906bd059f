"""Levels, and measures that look things up elsewhere: which months count, and what is missing."""

from __future__ import annotations

from fractions import Fraction

from tests.unit.indicators.small import monthly, only, programme, share, values

LEVEL = share(numerator="trained", denominator="staff", by=[[], ["division"]])
FLOW_OVER_LEVEL = share(numerator="attended", denominator="staff")
LOOKED_UP = share(numerator="learned", denominator="complained_at_all")


def test_levels_do_not_add_up_over_months() -> None:
    """Of a quarter the last month counts: 30 of 120, not the sum of three months."""
    used = programme(LEVEL)
    counts = [
        *monthly("national", "staff", {"2007-01": 100, "2007-02": 110, "2007-03": 120}, division="AG"),
        *monthly("national", "trained", {"2007-01": 10, "2007-02": 20, "2007-03": 30}, division="AG"),
    ]

    found = values(used, counts, "2007-01..2007-03")

    value = found["timely@2007-01..2007-03"]
    assert (value.numerator, value.denominator, value.coverage.expected) == (30, 120, 1)
    assert found["timely@2007-01..2007-03/division=AG"].value == Fraction(1, 4)


def test_a_level_whose_last_month_is_missing_is_missing() -> None:
    """An earlier month is no substitute."""
    used = programme(LEVEL)
    counts = [
        *monthly("national", "staff", {"2007-01": 100}, division="AG"),
        *monthly("national", "trained", {"2007-01": 10}, division="AG"),
    ]

    value = values(used, counts, "2007-01..2007-02")["timely@2007-01..2007-02"]

    assert (value.value, value.why_missing) == (None, "not_delivered")
    assert value.coverage.missing == (("staff", "national", "2007-02"),)


def test_a_flow_over_a_level_takes_all_months_over_the_last() -> None:
    """12 who attended in two months, of the 120 there were at the end."""
    used = programme(FLOW_OVER_LEVEL)
    counts = [
        *monthly("national", "attended", {"2007-01": 5, "2007-02": 7}, division="AG"),
        *monthly("national", "staff", {"2007-01": 100, "2007-02": 120}, division="AG"),
    ]

    value = only(values(used, counts, "2007-01..2007-02"))

    assert (value.numerator, value.denominator, value.coverage.expected) == (12, 120, 3)


def test_what_is_looked_up_elsewhere_counts_as_coverage() -> None:
    """A month without the other source is shut out on both sides, and without it altogether there is no number."""
    used = programme(LOOKED_UP)
    counts = [
        *monthly("national", "complained_at_all", {"2007-01": 10, "2007-02": 10}),
        *monthly("national", "learned", {"2007-01": 4, "2007-02": 9}),
    ]

    part = only(values(used, counts, "2007-01..2007-02", empty=[("actions", "national", "2007-01")]))
    none = only(values(used, counts, "2007-01..2007-02"))

    assert (part.numerator, part.denominator) == (4, 10)
    assert part.coverage.missing == (("actions", "national", "2007-02"),)
    assert (none.value, none.why_missing, none.coverage.delivered) == (None, "not_delivered", 2)
