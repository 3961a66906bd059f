"""Contact-centre calls: each kind of dirt, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

# C30 is answered directly, C31 asks for a callback, C1 is abandoned, C973 met a busy line.
ROWS = [
    ("update kcc_calls set call_id = null where call_id = 'C30'", {"A2:kcc_calls.call_id"}),
    ("update kcc_calls set arrived_at = null where call_id = 'C30'", {"A2:kcc_calls.arrived_at"}),
    ("update kcc_calls set call_id = 'C32' where call_id = 'C30'", {"A3:kcc_calls"}),
    ("update kcc_calls set _in_month = false where call_id = 'C30'", {"A4:kcc_calls.arrived_at"}),
    ("update kcc_calls set site = '***', _masked = ['site:codes'] where call_id = 'C30'", {"A6:kcc_calls.site"}),
    (
        "update kcc_calls set call_id = '***', _masked = ['call_id:pattern'] where call_id = 'C30'",
        {"A6:kcc_calls.call_id"},
    ),
    ("update kcc_calls set topic = '***', _masked = ['topic:codes'] where call_id = 'C30'", {"A6b:kcc_calls.topic"}),
    (
        "update kcc_calls set service_number = '***', _masked = ['service_number:pattern'] where call_id = 'C30'",
        {"A6b:kcc_calls.service_number"},
    ),
    (
        "update kcc_calls set service_number = '***', _masked = ['service_number:person_number'] where call_id = 'C30'",
        {"A7:kcc_calls.service_number"},
    ),
    (
        "update kcc_calls set service_number = '***', _masked = ['service_number:phone_number'] where call_id = 'C30'",
        {"A7b:kcc_calls.service_number"},
    ),
    ("update kcc_calls set topic = null where _month = '2007-03'", {"A10:kcc_calls"}),
    ("update kcc_calls set answered_at = identified_at - interval 1 second where call_id = 'C30'", {"C1:kcc_calls"}),
    ("update kcc_calls set identified_at = arrived_at - interval 1 second where call_id = 'C30'", {"C1:kcc_calls"}),
    ("update kcc_calls set ended_at = answered_at - interval 1 second where call_id = 'C30'", {"C1:kcc_calls"}),
    ("update kcc_calls set answered_at = null where call_id = 'C30'", {"C2:kcc_calls"}),
    ("update kcc_calls set resolution = null where call_id = 'C30'", {"C10:kcc_calls", "C3:kcc_calls"}),
    ("update kcc_calls set resolution = 'other' where call_id = 'C1'", {"C10:kcc_calls", "C3:kcc_calls"}),
    ("update kcc_calls set client_ps = null where call_id = 'C30'", {"C4:kcc_calls"}),
    ("update kcc_calls set identified_at = null where call_id = 'C30'", {"C4:kcc_calls"}),
    (
        "update kcc_calls set id_kind = 'lhn' where client_group = 'employee' and call_id[2:]::int % 60 = 33",
        {"C5:kcc_calls"},
    ),
    (
        (
            "update kcc_calls set answered_at = arrived_at + interval 3 hours, ended_at = arrived_at + interval 4 "
            "hours where call_id = 'C30'"
        ),
        {"C6:kcc_calls"},
    ),
    ("update kcc_calls set ended_at = answered_at + interval 5 hours where call_id = 'C30'", {"C6:kcc_calls"}),
    ("update kcc_calls set callback_request_id = null where call_id = 'C31'", {"C7:kcc_calls"}),
    ("update kcc_calls set callback_request_id = 'WW-WEST-31' where call_id = 'C30'", {"C7:kcc_calls"}),
    ("update kcc_calls set callback_request_id = 'WW-WEST-gone' where call_id = 'C31'", {"C7b:kcc_calls"}),
    ("update kcc_calls set callback_request_id = 'WW-ZUID-31' where call_id = 'C31'", {"C7c:kcc_calls"}),
    (
        (
            "update kcc_calls set arrived_at = arrived_at::date + time '07:30', ended_at = arrived_at::date + time "
            "'07:31' where call_id = 'C973'"
        ),
        {"C8:kcc_calls"},
    ),
    (
        "update kcc_calls set site = 'ALMERE' where client_group = 'employee' and call_id[2:]::int % 60 = 33",
        {"C9:kcc_calls"},
    ),
]
VOLUMES = [
    (
        "update kcc_calls set survey_invited = false where client_group = 'employer' and _month = '2007-02'",
        {"C11:kcc_calls", "S1b:kcc_survey"},
    ),
    (
        (
            "update kcc_calls set survey_invited = true where client_group = 'employee' and _month = '2007-02' and "
            "call_id[2:]::int % 5 = 2"
        ),
        {"A13:kcc_calls", "C11:kcc_calls"},
    ),
    (
        (
            "delete from kcc_calls where site = 'GOES' and arrived_at >= '2007-03-05 10:00' and arrived_at < "
            "'2007-03-05 11:00'"
        ),
        {"C12:kcc_calls", "S1:kcc_survey"},
    ),
]


@pytest.mark.parametrize(("dirt", "expected"), ROWS)
def test_dirt_in_a_call_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One call is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), VOLUMES)
def test_a_month_that_is_unlike_the_others_is_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """Rules about shares and silence look at months and hours."""
    failing = caught(dirt)

    assert failing == expected
