"""Deliveries and what lies between sources: each kind of dirt, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

DELIVERIES = [
    (
        "update deliveries set announced_rows = announced_rows + 1 where source = 'kcc_survey' and month = '2007-03'",
        {"A1:deliveries"},
    ),
    (
        "update deliveries set row_count = row_count - 7 where source = 'kcc_calls' and month = '2007-03'",
        {"L1:deliveries"},
    ),
    (
        (
            "update deliveries set line_count = line_count + 1, rejected_count = 1 where source = 'kcc_calls' and "
            "month = '2007-03'"
        ),
        {"L2:deliveries"},
    ),
    (
        (
            "update deliveries set line_count = line_count + 60, rejected_count = 60 where source = 'kcc_calls' and "
            "month = '2007-03'"
        ),
        {"L2:deliveries", "L3:deliveries"},
    ),
    (
        (
            "update deliveries set line_count = line_count + 9, rejected_count = 9 where source = 'complaints' and "
            "month = '2007-03'"
        ),
        {"L2:deliveries", "L3:deliveries", "L4:deliveries"},
    ),
    (
        "update deliveries set line_count = 0, row_count = 0 where source = 'complaints' and month = '2007-03'",
        {"L5:deliveries"},
    ),
    (
        (
            "insert into deliveries select * replace ('3' as part, 'd9' as delivery, 0 as row_count, 0 as "
            "line_count) from deliveries where source = 'kcc_calls' and month = '2007-03'"
        ),
        {"L6:deliveries"},
    ),
    ("update deliveries set masked_count = 900 where source = 'kcc_calls' and month = '2007-03'", {"L7:deliveries"}),
    (
        (
            "update deliveries set row_count = row_count * 2, line_count = line_count * 2 where source = 'kcc_calls' "
            "and month = '2007-04'"
        ),
        {"A9:deliveries"},
    ),
    ("update unit_months set grade = null where source = 'complaints' and month = '2007-03'", {"A5:unit_months"}),
]
CROSS = [
    (
        (
            "delete from kcc_calls where resolution = 'callback' and _month = '2007-03' and client_group = "
            "'employer' and not survey_invited"
        ),
        {"Q4b:kcc_quality", "R4:callback_requests", "R5:callback_requests", "X1:cross"},
    ),
    (
        (
            "insert into complaints by name select k.* exclude (case_id, call_id), 'KX' || c.call_id as case_id, "
            "c.call_id from complaints as k cross join (select call_id from kcc_calls where outcome = 'busy') as c "
            "where k.case_id = 'K31'"
        ),
        {"A13:complaints", "X1b:cross"},
    ),
    (
        (
            "update kcc_calls set client_ps = sha256(call_id) where client_ps is not null and call_id in (select "
            "call_id from callback_requests where repeat_of is not null)"
        ),
        {"R3c:callback_requests", "X3:cross"},
    ),
    ("update complaints set region = 'ZUIDWEST' where case_id = 'K31'", {"X5:cross"}),
]


@pytest.mark.parametrize(("dirt", "expected"), DELIVERIES)
def test_a_delivery_that_is_not_whole_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """One delivery, or its absence, is planted; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), CROSS)
def test_sources_that_contradict_each_other_are_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """Each source holds by itself; together they do not."""
    failing = caught(dirt)

    assert failing == expected
