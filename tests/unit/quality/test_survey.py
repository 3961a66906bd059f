"""Survey invitations: each kind of dirt, and exactly the checks that catch it."""

from __future__ import annotations

import pytest

from .conftest import Caught

# S10 completed the survey, S11 did not consent.
ROWS = [
    ("update kcc_survey set invited_at = null where invitation_id = 'S11'", {"A2:kcc_survey.invited_at"}),
    ("update kcc_survey set q_overall = 7 where invitation_id = 'S10'", {"A2b:kcc_survey.q_overall", "S3:kcc_survey"}),
    ("update kcc_survey set grade = 0 where invitation_id = 'S10'", {"A2b:kcc_survey.grade", "S3:kcc_survey"}),
    ("update kcc_survey set sampling_fraction = 15 where invitation_id = 'S10'", {"A2b:kcc_survey.sampling_fraction"}),
    ("update kcc_survey set invitation_id = 'S12' where invitation_id = 'S11'", {"A3:kcc_survey"}),
    ("update kcc_survey set _in_month = false where invitation_id = 'S11'", {"A4:kcc_survey.invited_at"}),
    (
        "update kcc_survey set client_group = '***', _masked = ['client_group:codes'] where invitation_id = 'S11'",
        {"A6:kcc_survey.client_group", "S2:kcc_survey"},
    ),
    (
        "update kcc_survey set call_id = '***', _masked = ['call_id:pattern'] where invitation_id = 'S11'",
        {"A6b:kcc_survey.call_id"},
    ),
    (
        "update kcc_survey set call_id = '***', _masked = ['call_id:person_number'] where invitation_id = 'S11'",
        {"A7:kcc_survey.call_id"},
    ),
    (
        "update kcc_survey set call_id = '***', _masked = ['call_id:phone_number'] where invitation_id = 'S11'",
        {"A7b:kcc_survey.call_id"},
    ),
    ("update kcc_survey set call_id = 'C-gone' where invitation_id = 'S11'", {"S1:kcc_survey"}),
    (
        "update kcc_survey set call_id = 'C30', client_group = 'employee' where invitation_id = 'S11'",
        {"S1b:kcc_survey"},
    ),
    (
        "update kcc_survey set invited_at = invited_at + interval 2 minutes where invitation_id = 'S11'",
        {"S1b:kcc_survey"},
    ),
    (
        "insert into kcc_survey select * replace ('S11b' as invitation_id) from kcc_survey where invitation_id = 'S11'",
        {"S1c:kcc_survey"},
    ),
    (
        (
            "update kcc_survey set client_group = if(client_group = 'employer', 'employee', 'employer') where "
            "invitation_id = 'S11'"
        ),
        {"S2:kcc_survey"},
    ),
    ("update kcc_survey set q_answer = 4 where invitation_id = 'S11'", {"S4:kcc_survey"}),
    ("update kcc_survey set completed_at = invited_at where invitation_id = 'S11'", {"S4:kcc_survey", "S5:kcc_survey"}),
    (
        (
            "update kcc_calls set outcome = 'abandoned', answered_at = null, resolution = null where call_id = "
            "(select call_id from kcc_survey where invitation_id = 'S10')"
        ),
        {"S4b:kcc_survey"},
    ),
    (
        "update kcc_survey set completed_at = completed_at + interval 2 hours where invitation_id = 'S10'",
        {"S5:kcc_survey"},
    ),
]
VOLUMES = [
    (
        "update kcc_survey set consented = true where _month = '2007-02' and invitation_id[2:]::int % 5 in (1, 2)",
        {"A13:kcc_survey", "S6:kcc_survey"},
    ),
    (
        (
            "update kcc_survey set consented = false, completed_at = null, q_overall = null, q_answer = null, "
            "q_expertise = null, grade = null where _month = '2007-02'"
        ),
        {"A10:kcc_survey", "A13:kcc_survey", "A14:kcc_survey", "S6:kcc_survey"},
    ),
    ("update kcc_survey set completed_at = null where _month = '2007-02'", {"A10:kcc_survey", "S7:kcc_survey"}),
    (
        "update kcc_survey set completed_at = null where client_group = 'employer' and _month > '2007-01'",
        {"S8:kcc_survey"},
    ),
    ("update kcc_survey set q_answer = q_overall, q_expertise = q_overall", {"S9:kcc_survey"}),
    ("update kcc_survey set q_expertise = 6 - q_expertise where _month = '2007-03'", {"S10:kcc_survey"}),
    ("update kcc_survey set q_overall = 1 where q_overall = 2", {"S11:kcc_survey"}),
]


@pytest.mark.parametrize(("dirt", "expected"), ROWS)
def test_dirt_in_an_invitation_is_caught_by_its_own_checks(dirt: str, expected: set[str], caught: Caught) -> None:
    """One invitation is spoiled in one way; only the checks about that speak up."""
    failing = caught(dirt)

    assert failing == expected


@pytest.mark.parametrize(("dirt", "expected"), VOLUMES)
def test_answers_that_cannot_be_as_they_are_get_caught(dirt: str, expected: set[str], caught: Caught) -> None:
    """Consent, dropout, polarity and scales show in shares, not in single answers."""
    failing = caught(dirt)

    assert failing == expected
