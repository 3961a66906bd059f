"""Quality monitoring and ICT incidents: each kind of dirt, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

QUALITY = [
    (
        "update kcc_quality set evaluated_at = null where evaluation_id = 'Q-GOES-2007-02-1'",
        {"A2:kcc_quality.evaluated_at"},
    ),
    ("update kcc_quality set agent_ps = null where evaluation_id = 'Q-GOES-2007-02-1'", {"A2:kcc_quality.agent_ps"}),
    (
        "update kcc_quality set evaluation_id = 'Q-GOES-2007-02-2' where evaluation_id = 'Q-GOES-2007-02-1'",
        {"A3:kcc_quality"},
    ),
    (
        "update kcc_quality set _in_month = false where evaluation_id = 'Q-GOES-2007-02-1'",
        {"A4:kcc_quality.evaluated_at"},
    ),
    (
        (
            "update kcc_quality set selection = '***', _masked = ['selection:codes'] where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"A6:kcc_quality.selection"},
    ),
    (
        (
            "update kcc_quality set form_version = '***', _masked = ['form_version:pattern'] where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"A6b:kcc_quality.form_version"},
    ),
    (
        (
            "update kcc_quality set call_id = '***', _masked = ['call_id:person_number'] where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"A7:kcc_quality.call_id"},
    ),
    (
        (
            "update kcc_quality set call_id = '***', _masked = ['call_id:phone_number'] where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"A7b:kcc_quality.call_id"},
    ),
    ("update kcc_quality set content_errors = -1 where evaluation_id = 'Q-GOES-2007-02-1'", {"Q1:kcc_quality"}),
    ("update kcc_quality set coach_ps = agent_ps where evaluation_id = 'Q-GOES-2007-02-1'", {"Q2:kcc_quality"}),
    (
        (
            "update kcc_quality set evaluated_at = evaluated_at - interval 2 hours where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"Q4:kcc_quality"},
    ),
    (
        (
            "update kcc_quality set evaluated_at = evaluated_at + interval 40 days where evaluation_id = "
            "'Q-GOES-2007-02-1'"
        ),
        {"Q4:kcc_quality"},
    ),
    ("update kcc_quality set call_id = 'C1' where evaluation_id = 'Q-GOES-2007-02-1'", {"Q4:kcc_quality"}),
    ("update kcc_quality set call_id = 'C-gone' where evaluation_id = 'Q-GOES-2007-02-1'", {"Q4b:kcc_quality"}),
    (
        (
            "insert into kcc_quality select * replace (evaluation_id || 'x' as evaluation_id) from kcc_quality where "
            "evaluation_id = 'Q-GOES-2007-02-1'"
        ),
        {"Q5:kcc_quality"},
    ),
    (
        (
            "update kcc_quality set selection = 'targeted' where site = 'GOES' and _month = '2007-03' and "
            "evaluation_id <> 'Q-GOES-2007-03-1'"
        ),
        {"Q6:kcc_quality"},
    ),
    ("update kcc_quality set form_version = 'F3' where _month > '2007-02'", {"Q7:kcc_quality"}),
    (
        "update kcc_quality set content_errors = 3 where coach_ps = (select min(coach_ps) from kcc_quality)",
        {"Q8:kcc_quality"},
    ),
    ("delete from kcc_quality where site = 'GOES' and _month = '2007-03'", {"A13:kcc_quality", "Q9:kcc_quality"}),
]
INCIDENTS = [
    ("update ict_incidents set started_at = null where incident_id = 'I1'", {"A2:ict_incidents.started_at"}),
    ("update ict_incidents set severity = 4 where incident_id = 'I1'", {"A2b:ict_incidents.severity"}),
    ("update ict_incidents set seats_affected = -4 where incident_id = 'I2'", {"A2b:ict_incidents.seats_affected"}),
    ("update ict_incidents set incident_id = 'I2' where incident_id = 'I1'", {"A3:ict_incidents"}),
    ("update ict_incidents set _in_month = false where incident_id = 'I1'", {"A4:ict_incidents.started_at"}),
    (
        "update ict_incidents set system = '***', _masked = ['system:codes'] where incident_id = 'I1'",
        {"A6:ict_incidents.system"},
    ),
    (
        (
            "update ict_incidents set incident_id = '***', _masked = ['incident_id:person_number'] where incident_id "
            "= 'I1'"
        ),
        {"A7:ict_incidents.incident_id"},
    ),
    (
        "update ict_incidents set incident_id = '***', _masked = ['incident_id:phone_number'] where incident_id = 'I1'",
        {"A7b:ict_incidents.incident_id"},
    ),
    (
        "update ict_incidents set resolved_at = started_at - interval 1 minute where incident_id = 'I1'",
        {"I1:ict_incidents"},
    ),
    (
        "update ict_incidents set resolved_at = started_at + interval 40 days where incident_id = 'I1'",
        {"I3:ict_incidents"},
    ),
    ("update ict_incidents set resolved_at = null where incident_id = 'I1'", {"I3:ict_incidents"}),
    (
        "delete from kcc_calls where arrived_at::date = '2007-03-07' and call_id[2:]::int % 8 <> 0",
        {
            "C12:kcc_calls",
            "I5:ict_incidents",
            "R4:callback_requests",
            "R5:callback_requests",
            "S1:kcc_survey",
            "X1:cross",
        },
    ),
    (
        (
            "update ict_incidents set planned = true, started_at = '2007-01-03 10:00', resolved_at = '2007-01-03 "
            "11:00' where incident_id = 'I1'"
        ),
        {"I6:ict_incidents"},
    ),
    (
        "update deliveries set line_count = 0, row_count = 0 where source = 'ict_incidents' and month = '2007-02'",
        {"I7:ict_incidents"},
    ),
    ("update ict_incidents set seats_affected = 4000 where incident_id = 'I2'", {"I8:ict_incidents"}),
]


@pytest.mark.parametrize(("dirt", "expected"), QUALITY)
def test_dirt_in_an_evaluation_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One evaluation, site or coach is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), INCIDENTS)
def test_dirt_in_an_incident_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One incident, or the register around it, is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected
