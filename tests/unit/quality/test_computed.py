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

SHARE, COUNT = "where fact_id = 'reachability@2007-04'", "where fact_id = 'callback_requests@2007-04'"
MEAN = "where fact_id = 'grade_mean@2007-04'"
MONTHS_BESIDE = [
    # At 80 % the margin is sixteen points, and two for the chance of 10,000 calls: 70 % is too far from 90 %, 73 % not.
    (f"update indicator_months set value = 0.70, amount = 7000 {SHARE}", {"A16:indicator_months"}),
    (f"update indicator_months set value = 0.73, amount = 7300 {SHARE}", set()),
    # What returns each year, what is the rest of twenty cases, what always jumps, what is known for two months only.
    (
        (
            f"update indicator_months set value = 0.70, amount = 7000, usual = if(held_against = 'year_before', 0.72, "
            f"usual), amount_0 = if(held_against = 'year_before', 7200, amount_0) {SHARE}"
        ),
        set(),
    ),
    (f"update indicator_months set value = 0.1, amount = 1.9, exposure = 19 {SHARE}", set()),
    (f"update indicator_months set value = 0.70, amount = 7000, usual_step = 0.04 {SHARE}", set()),
    (f"update indicator_months set value = 0.70, amount = 7000, known = 2 {SHARE}", set()),
    (f"update indicator_months set value = 400, amount = 400 {COUNT}", {"A17:indicator_months"}),
    (f"update indicator_months set value = 3000, amount = 3000 {COUNT}", {"A17:indicator_months"}),
    # Half the working days, half the requests.
    (
        f"update indicator_months set value = 400, amount = 400, exposure = 10, usual = usual / 2 {COUNT}",
        set(),
    ),
    # Four requests where ten are usual may be chance.
    (
        (
            "update indicator_months set value = 4, amount = 4, usual = usual / 100, amount_0 = amount_0 / 100, "
            f"usual_step = 1 {COUNT}"
        ),
        set(),
    ),
    (f"update indicator_months set value = 9, amount = 3600 {MEAN}", {"A18:indicator_months"}),
    (f"update indicator_months set value = 7.5, amount = 3000 {MEAN}", set()),
    (f"update indicator_months set value = 9, usual_step = 0.5 {MEAN}", set()),
]
PUBLISHED = [
    ("update published set published_value = 1249 where fact_id = 'call_volume@2007-03'", {"A19b:published"}),
    ("update published set published_value = 0.93 where edition = '2007-03/2' and value < 1", {"A19:published"}),
    ("update published set published_value = 0.925 + 1e-13 where value < 1", set()),
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


@pytest.mark.parametrize(("dirt", "expected"), MONTHS_BESIDE)
def test_a_number_far_from_all_that_is_usual_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """Far from the month before, the year before and the average at once; one of them near is enough."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), PUBLISHED)
def test_a_number_that_was_published_otherwise_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """By one rule when a delivery explains it, by another when none does."""
    failing = caught(dirt)

    assert failing == expected
