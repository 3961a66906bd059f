"""What is computed, against the records and against itself: each mistake, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

WHOLE = "2007-01..2007-04"
MEASURES = [
    (
        "update measures set value = value + 1 where measure = 'questions_direct' and month = '2007-02'",
        {"X2:measures"},
    ),
    (
        "update measures set value = value + 5 where measure = 'evaluations' and month = '2007-02' and site = 'GOES'",
        {"Q3:measures"},
    ),
    (
        "delete from measures where measure = 'callbacks_requested' and month = '2007-02' and unit = 'WW-OOST'",
        {"R14:measures"},
    ),
    ("update measures set value = value * 2 where measure = 'complaints_callback'", {"K5:measures"}),
    (
        (
            "update measures set value = value - 7200 where measure = 'ict_available_seconds' and site = 'GOES' "
            "and month = '2007-03'"
        ),
        {"I2:measures"},
    ),
]
FACTS = [
    (f"update facts set numerator = numerator + 1 where fact_id = 'ict_availability@{WHOLE}'", {"X4:facts"}),
    (
        (
            f"update facts set denominator = 80, value = numerator / 80 where fact_id = "
            f"'callback_requests_per_day@{WHOLE}'"
        ),
        {"X4:facts", "X6:facts"},
    ),
    ("update facts set norm_count = 2 where fact_id = 'callback_within_2h@2007-02/division=WW'", {"X7:facts"}),
    ("update facts set norm_count = 0 where fact_id = 'callback_within_2h@2007-02/division=WW'", {"X7:facts"}),
    ("update facts set value = 1.02 where fact_id = 'ict_availability@2007-02'", {"I4:facts"}),
    (
        (
            "update facts set numerator = numerator + 9 where indicator = 'callback_within_2h' and period = "
            "'2007-02' and division is not null and region is null"
        ),
        {"R7:facts", "X4:facts"},
    ),
    (
        "update facts set excluded = 0 where fact_id = 'callback_within_2h@2007-02/division=WW'",
        {"R14b:facts"},
    ),
    (
        "update facts set denominator = denominator * 2 where fact_id = 'callback_complaint_rate@2007/division=WW'",
        set(),
    ),
    (
        (
            "update facts set denominator = denominator * 2 where indicator = 'callback_complaint_rate' and period <> "
            "'2007'"
        ),
        {"K8:facts"},
    ),
    ("update facts set value = 0.0017 where fact_id = 'callback_complaint_rate@2007/division=WW'", {"K10:facts"}),
    ("update facts set value = 0.0436 where fact_id = 'repeat_callback_rate@2007/division=WW'", {"A11:facts"}),
    ("update facts set value = 0.0434 where fact_id = 'repeat_callback_rate@2007/division=WW'", set()),
]
CORRECTIONS = [
    ("update restated set restated_count = 6", {"A8:restated"}),
    ("update restated set restated_count = 5", set()),
]


@pytest.mark.parametrize(("dirt", "expected"), MEASURES)
def test_a_measure_that_is_not_a_count_of_the_records_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """One count is changed; the recount from the records says so."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), FACTS)
def test_numbers_that_contradict_each_other_are_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """One number is changed; what it must agree with says so."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), CORRECTIONS)
def test_a_correction_of_much_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """Of a thousand rows five may change."""
    failing = caught(dirt)

    assert failing == expected
