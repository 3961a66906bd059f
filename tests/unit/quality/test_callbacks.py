"""Callback requests and complaints: each kind of dirt, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

# WW-WEST-31 led to contact, AG-ZUID-201 to none, WW-OOST-5061 repeats WW-OOST-61.
REQUESTS = [
    (
        "update callback_requests set created_at = null where request_id = 'WW-WEST-31'",
        {"A2:callback_requests.created_at"},
    ),
    ("update callback_requests set attempts = -1 where request_id = 'WW-WEST-31'", {"A2b:callback_requests.attempts"}),
    (
        (
            "insert into callback_requests select * replace (null as call_id) from callback_requests where "
            "request_id = 'WW-WEST-31'"
        ),
        {"A3:callback_requests"},
    ),
    (
        "update callback_requests set _in_month = false where request_id = 'WW-WEST-31'",
        {"A4:callback_requests.created_at"},
    ),
    (
        (
            "update callback_requests set close_reason = '***', _masked = ['close_reason:codes'] where request_id = "
            "'WW-WEST-31'"
        ),
        {"A6:callback_requests.close_reason", "R2:callback_requests"},
    ),
    (
        "update callback_requests set office = '***', _masked = ['office:pattern'] where request_id = 'WW-WEST-31'",
        {"A6b:callback_requests.office"},
    ),
    (
        "update callback_requests set topic = '***', _masked = ['topic:codes'] where request_id = 'WW-WEST-31'",
        {"A6b:callback_requests.topic"},
    ),
    (
        (
            "update callback_requests set preferred_window = '***', _masked = ['preferred_window:person_number'] "
            "where request_id = 'WW-WEST-31'"
        ),
        {"A7:callback_requests.preferred_window"},
    ),
    (
        (
            "update callback_requests set office = '***', _masked = ['office:phone_number'] where request_id = "
            "'WW-WEST-31'"
        ),
        {"A7b:callback_requests.office"},
    ),
    (
        (
            "update callback_requests set attempts = 0, physical_file = null where _month = '2007-03' and _unit = "
            "'AG-ZUID'"
        ),
        {"A10:callback_requests", "A14:callback_requests"},
    ),
    (
        (
            "update callback_requests set first_attempt_at = created_at - interval 1 second where request_id = "
            "'WW-WEST-31'"
        ),
        {"R1:callback_requests"},
    ),
    (
        (
            "update callback_requests set contacted_at = first_attempt_at - interval 1 second where request_id = "
            "'WW-WEST-31'"
        ),
        {"R1:callback_requests"},
    ),
    (
        "update callback_requests set closed_at = contacted_at - interval 1 second where request_id = 'WW-WEST-31'",
        {"R1:callback_requests"},
    ),
    ("update callback_requests set contacted_at = null where request_id = 'WW-WEST-31'", {"R2:callback_requests"}),
    (
        "update callback_requests set contacted_at = first_attempt_at where request_id = 'AG-ZUID-201'",
        {"R2:callback_requests"},
    ),
    ("update callback_requests set closed_at = null where request_id = 'WW-WEST-31'", {"R2b:callback_requests"}),
    (
        "update callback_requests set repeat_of = request_id where request_id = 'WW-WEST-31'",
        {"R3:callback_requests", "R3b:callback_requests"},
    ),
    (
        "update callback_requests set repeat_of = 'WW-OOST-5061' where request_id = 'WW-OOST-61'",
        {"R3b:callback_requests"},
    ),
    (
        "update callback_requests set repeat_of = 'WW-OOST-101' where request_id = 'WW-OOST-5061'",
        {"R3c:callback_requests"},
    ),
    (
        "update callback_requests set repeat_of = 'WW-OOST-9' where request_id = 'WW-OOST-5061'",
        {"R3d:callback_requests"},
    ),
    ("update callback_requests set call_id = 'C-gone' where request_id = 'WW-WEST-31'", {"R4:callback_requests"}),
    (
        "update callback_requests set created_at = created_at + interval 20 minutes where request_id = 'WW-WEST-31'",
        {"R4b:callback_requests"},
    ),
    ("update callback_requests set call_id = 'C30' where request_id = 'WW-WEST-31'", {"R4b:callback_requests"}),
    (
        (
            "update callback_requests set created_at = created_at + interval 1 day, first_attempt_at = "
            "first_attempt_at + interval 1 day, contacted_at = contacted_at + interval 1 day, closed_at = closed_at "
            "+ interval 1 day where created_at::date = '2007-03-07'"
        ),
        {"R4b:callback_requests", "R5:callback_requests"},
    ),
    ("update callback_requests set region = 'OOST' where request_id = 'WW-WEST-31'", {"R6:callback_requests"}),
    (
        "update callback_requests set request_id = 'WW-OOST-31' where request_id = 'WW-WEST-31'",
        {"C7b:kcc_calls", "R6b:callback_requests"},
    ),
    (
        (
            "update callback_requests set client_group = 'unknown' where _unit = 'AG-ZUID' and call_id[2:]::int // "
            "40 % 5 = 0"
        ),
        {"R8:callback_requests"},
    ),
    (
        (
            "update callback_requests set closed_at = closed_at::date + time '23:00' where _unit = 'AG-ZUID' and "
            "_month = '2007-03'"
        ),
        {"R9:callback_requests"},
    ),
    (
        (
            "update callback_requests set closed_at = '2007-03-30 16:58:11' where _unit = 'AG-ZUID' and _month = "
            "'2007-03' and closed_at < '2007-03-25'"
        ),
        {"R9:callback_requests"},
    ),
    (
        (
            "update callback_requests set contacted_at = created_at + interval 5 seconds, first_attempt_at = "
            "created_at where contacted_at is not null and call_id[2:]::int // 10 % 30 = 7"
        ),
        {"R10:callback_requests"},
    ),
    ("update callback_requests set topic = 'annual_statement' where repeat_of is not null", {"R11:callback_requests"}),
    (
        (
            "update callback_requests set contacted_at = null, close_reason = 'unreachable' where call_id[2:]::int "
            "// 10 % 3 = 0"
        ),
        {"R12:callback_requests"},
    ),
    (
        (
            "update callback_requests set repeat_basis = 'client_statement', contacted_at = first_attempt_at, "
            "close_reason = 'contact' where office = 'KANTOOR-1' and division = 'AG'"
        ),
        {"R13:callback_requests"},
    ),
]
COMPLAINTS = [
    ("update complaints set received_at = null where case_id = 'K31'", {"A2:complaints.received_at"}),
    ("update complaints set rung = 4 where case_id = 'K31'", {"A2b:complaints.rung"}),
    ("update complaints set case_id = 'K62' where case_id = 'K31'", {"A3:complaints"}),
    ("update complaints set _in_month = false where case_id = 'K31'", {"A4:complaints.received_at"}),
    (
        "update complaints set channel = '***', _masked = ['channel:codes'] where case_id = 'K31'",
        {"A6:complaints.channel"},
    ),
    (
        "update complaints set cause_code = '***', _masked = ['cause_code:pattern'] where case_id = 'K31'",
        {"A6b:complaints.cause_code"},
    ),
    (
        "update complaints set lesson_id = '***', _masked = ['lesson_id:person_number'] where case_id = 'K31'",
        {"A7:complaints.lesson_id"},
    ),
    (
        "update complaints set lesson_id = '***', _masked = ['lesson_id:phone_number'] where case_id = 'K31'",
        {"A7b:complaints.lesson_id"},
    ),
    (
        "update complaints set acknowledged_at = received_at - interval 1 minute where case_id = 'K31'",
        {"K1:complaints"},
    ),
    ("update complaints set handled_at = received_at where case_id = 'K31'", {"K1:complaints"}),
    ("update complaints set aftercare_at = received_at where case_id = 'K31'", {"K1:complaints"}),
    ("update complaints set adjourned_at = received_at + interval 50 days where case_id = 'K31'", {"K2:complaints"}),
    ("update complaints set outcome = null where case_id = 'K31'", {"K4:complaints"}),
    (
        (
            "update complaints set request_id = null, cause_code = null where case_id[2:]::int % 2 = 1 and _month = "
            "'2007-02'"
        ),
        {"K7:complaints"},
    ),
    ("update complaints set request_id = 'WW-WEST-9' where case_id = 'K31'", {"K7b:complaints"}),
    (
        (
            "insert into complaints by name select k.* exclude (case_id, call_id, request_id), 'KS' || i as case_id "
            "from complaints as k cross join range(100) as t(i) where case_id = 'K62'"
        ),
        {"A10:complaints", "A13:complaints", "K11:complaints"},
    ),
    ("update complaints set aftercare_at = null where case_id[2:]::int % 4 = 1", {"K12:complaints"}),
    (
        (
            "insert into complaints select * replace ('K31b' as case_id, received_at + interval 1 day as "
            "received_at) from complaints where case_id = 'K31'"
        ),
        {"K13:complaints"},
    ),
]


@pytest.mark.parametrize(("dirt", "expected"), REQUESTS)
def test_dirt_in_a_request_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One request, day, office or unit is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), COMPLAINTS)
def test_dirt_in_a_complaint_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One complaint, or a month of them, is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected
