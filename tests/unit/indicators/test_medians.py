"""Medians from counts per class: where the middle case lies, and what is certain about it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etl.indicators.medians import median
from etl.model.programme import Indicator
from tests.unit.indicators.small import monthly, only, programme, regional, values

PICK_UP = {
    "indicator": "pick_up",
    "title": {"nl": "Tijd tot oppakken"},
    "unit": "median",
    "decimals": 1,
    "numerator": "requested",
    "buckets": [{"measure": "not_due", "up_to": 1}, {"measure": "in_time", "up_to": 4}],
}


def test_the_median_lies_in_the_class_of_the_middle_case() -> None:
    """Two months of 10 cases: 6 within an hour, 16 within four; the tenth of 20 is 4/10 into the second class."""
    used = programme(PICK_UP)
    counts = [
        *monthly("AG-WEST", "requested", {"2007-01": 10, "2007-02": 10}),
        *monthly("AG-WEST", "not_due", {"2007-01": 5, "2007-02": 1}),
        *monthly("AG-WEST", "in_time", {"2007-01": 9, "2007-02": 7}),
    ]

    value = only(values(used, counts, "2007-01..2007-02"))

    assert value.value == 1 + 3 * Fraction(4, 10)
    assert (value.low, value.high, value.numerator, value.denominator) == (1, 4, 20, None)


def test_a_median_above_the_classes_has_no_value() -> None:
    """Cases that were never picked up count: then half may lie beyond what the classes tell."""
    used = programme(PICK_UP)
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 10}), *monthly("AG-WEST", "in_time", {"2007-01": 4})]

    value = only(values(used, counts, "2007-01"))

    assert (value.value, value.why_missing, value.numerator) == (None, "beyond_classes", 10)


def test_a_median_of_nothing_and_of_a_part() -> None:
    """No cases: nothing to take a median of; a missing delivery: the limits of the class are no longer certain."""
    used = programme(PICK_UP, units=regional("AG", ["WEST"]))
    here = [("requests", "AG-WEST", "2007-01")]
    counts = [*monthly("AG-WEST", "requested", {"2007-01": 2}), *monthly("AG-WEST", "in_time", {"2007-01": 2})]

    nothing = only(values(used, [], "2007-01", empty=here))
    part = only(values(used, counts, "2007-01..2007-02"))

    assert (nothing.value, nothing.why_missing) == (None, "empty_denominator")
    assert (part.value, part.low, part.high) == (Fraction(5, 2), None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"buckets": []},
        {"buckets": PICK_UP["buckets"][::-1]},  # type: ignore[index]
        {"unit": "count"},
    ],
)
def test_only_a_median_has_classes_and_in_order(change: dict[str, object]) -> None:
    """Without classes there is no median; classes run from low to high."""
    with pytest.raises(ValidationError, match="buckets from low to high"):
        Indicator.model_validate({**PICK_UP, **change})


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_the_real_median_lies_within_the_limits(hours: list[int]) -> None:
    """Whatever the cases, their own median lies in the class that is named (or none is named)."""
    limits = [Fraction(limit) for limit in (1, 4, 9, 24)]
    counts = [Fraction(sum(hour <= limit for hour in hours)) for limit in limits]

    found = median(Fraction(len(hours)), counts, limits)

    lower_middle = sorted(hours)[(len(hours) - 1) // 2]
    if found is None:
        assert lower_middle > 24
    else:
        value, low, high = found
        assert (low < lower_middle or lower_middle == low == 0) and lower_middle <= high
        assert low <= value <= high
