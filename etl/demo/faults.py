"""The faults that `oversight demo --faults` plants: each in one file, on rows that no other fault touches.

A fault says what was done and which checks must catch it; `FAULTS.json` beside the demo repeats that. Nothing here
knows the rules: the codes are an expectation, and a test holds them against what the checks really say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from etl.demo.edits import Edit, Row, change, change_all, copy_row, days_from, moved, remove_file, to_the_hour


@dataclass(frozen=True)
class Fault:
    """`file` has `{year}` in it; `caught_by` are check ids (`code:table` or `code:table.column`)."""

    file: str
    what: str
    caught_by: tuple[str, ...]
    edit: Edit


CALLS, SURVEY, QUALITY = "kcc_calls/{year}-02.csv", "kcc_survey/{year}-02.csv", "kcc_quality/{year}-02.csv"
INCIDENTS, COMPLAINTS = "ict_incidents/{year}-02.csv", "complaints/{year}-02.csv"
STEPS, ESCALATIONS = "case_steps/{year}-02.csv", "escalations/{year}-02.csv"
POINTS = "improvement_points/{year}-02.csv"
OOST = "callback_requests/{year}-02__WW-OOST.csv"
SATURDAY = 5  # as `date.weekday` counts
_MOMENTS = ("arrived_at", "identified_at", "answered_at", "ended_at")
_DIRECT = {"outcome": "answered", "resolution": "direct", "line": "public", "survey_invited": "false"}


def _saturday(row: Row) -> str:
    """The Saturday after the day in the register."""
    day = date.fromisoformat(row["attended_on"])
    return (day + timedelta(days=(SATURDAY - day.weekday()) % 7)).isoformat()


FAULTS = (
    Fault(
        CALLS,
        "a call ends before it was answered",
        ("C1:kcc_calls",),
        change(_DIRECT, ended_at=moved("answered_at", minutes=-1)),
    ),
    Fault(CALLS, "an answered call has no moment of answering", ("C2:kcc_calls",), change(_DIRECT, answered_at="")),
    Fault(
        CALLS,
        "an abandoned call has a resolution",
        ("C3:kcc_calls", "C10:kcc_calls"),
        change({"outcome": "abandoned", "survey_invited": "false"}, resolution="direct"),
    ),
    Fault(CALLS, "a caller with a number is said to have none", ("C4:kcc_calls",), change(_DIRECT, id_kind="none")),
    Fault(
        CALLS,
        "a direct call names a callback request",
        ("C7:kcc_calls",),
        change(_DIRECT, callback_request_id="AG-ZUID-OUTSIDE-1"),
    ),
    Fault(
        CALLS,
        "a person number stands in the topic",
        ("A6b:kcc_calls.topic", "A7:kcc_calls.topic"),
        change(_DIRECT, topic="123456782"),
    ),
    Fault(CALLS, "a site has an unknown code", ("A6:kcc_calls.site",), change(_DIRECT, site="UTRECHT")),
    Fault(CALLS, "a call was delivered twice", ("A3:kcc_calls",), copy_row(_DIRECT)),
    Fault(
        CALLS, "a line has a moment that cannot be read", ("L2:deliveries",), change(_DIRECT, arrived_at="yesterday")
    ),
    Fault(
        CALLS,
        "a call of another month",
        ("A4:kcc_calls.arrived_at",),
        change(
            _DIRECT,
            **{name: moved(name, minutes=-28 * 1440) for name in _MOMENTS},
        ),
    ),
    Fault(
        SURVEY,
        "scores of somebody who did not consent",
        ("S4:kcc_survey",),
        change({"q_overall": ("1", "2", "3", "4", "5")}, consented="false"),
    ),
    Fault(
        SURVEY,
        "a score outside the scale",
        ("A2b:kcc_survey.q_overall", "S3:kcc_survey"),
        change({"q_overall": ("1", "2", "3", "4", "5")}, q_overall="7"),
    ),
    Fault(SURVEY, "an invitation of a call that does not exist", ("S1:kcc_survey",), change({}, call_id="C-OUTSIDE-1")),
    Fault(
        SURVEY,
        "the group is not that of the call",
        ("S2:kcc_survey",),
        change({"client_group": "employer", "consented": "false"}, client_group="employee"),
    ),
    Fault(QUALITY, "a negative number of errors", ("Q1:kcc_quality",), change({}, content_errors="-1")),
    Fault(
        QUALITY,
        "an adviser evaluated their own call",
        ("Q2:kcc_quality",),
        change({}, coach_id=lambda row: row["agent_id"]),
    ),
    Fault(
        QUALITY,
        "a coach evaluated one call twice",
        ("Q5:kcc_quality",),
        copy_row({"selection": "random"}, evaluation_id="Q-OUTSIDE-1"),
    ),
    Fault(
        INCIDENTS,
        "an incident ends before it starts",
        ("I1:ict_incidents",),
        change({"planned": "false"}, resolved_at=moved("started_at", minutes=-5)),
    ),
    Fault(INCIDENTS, "more seats than a site has", ("I8:ict_incidents",), change({}, seats_affected="5000")),
    Fault(
        "ict_incidents/{year}-03.csv",
        "the register holds whole hours only",
        ("A12:ict_incidents.started_at",),
        change_all(started_at=to_the_hour("started_at")),
    ),
    Fault(
        OOST,
        "a first attempt before the request was made",
        ("R1:callback_requests",),
        change({"close_reason": "contact"}, first_attempt_at=moved("created_at", minutes=-10)),
    ),
    Fault(
        OOST,
        "a request that repeats itself",
        ("R3:callback_requests", "R3b:callback_requests"),
        change({"repeat_of": ""}, repeat_of=lambda row: row["request_id"]),
    ),
    Fault(
        "callback_requests/{year}-03__WW-ZUID.csv",
        "a month of a region is missing",
        ("A5:unit_months",),
        remove_file(),
    ),
    Fault(
        COMPLAINTS,
        "a case was acknowledged before it came in",
        ("K1:complaints",),
        change({}, acknowledged_at=moved("received_at", minutes=-60)),
    ),
    Fault(
        COMPLAINTS,
        "a handled case has no outcome",
        ("K4:complaints",),
        change({"kind": "signal", "outcome": ("informal", "upheld", "partly", "not_upheld")}, outcome=""),
    ),
    Fault(
        STEPS,
        "a step was taken before the case came in",
        ("K14:case_steps",),
        change({}, step_at=moved("received_at", minutes=-5)),
    ),
    Fault(
        STEPS, "a step belongs to a case that does not exist", ("K15:case_steps",), change({}, case_id="K-OUTSIDE-1")
    ),
    Fault(
        ESCALATIONS,
        "an escalation was picked up before it was made",
        ("E1:escalations",),
        change({}, picked_up_at=moved("pressed_at", minutes=-5)),
    ),
    Fault(
        ESCALATIONS,
        "an escalation is still open after harm was to be feared",
        ("E3:escalations",),
        change({}, harm_deadline=moved("pressed_at", minutes=1440), resolved_at=""),
    ),
    Fault(
        POINTS,
        "feedback was given before the session",
        ("D2:improvement_points",),
        change({}, feedback_at=days_from("session_date", -7)),
    ),
    Fault(
        POINTS,
        "a status is older than the session",
        ("D3:improvement_points",),
        change({}, status_at=days_from("session_date", -7)),
    ),
    Fault(
        "training_attendance/{year}-02.csv",
        "somebody was trained on a Saturday",
        ("N5:training_attendance",),
        change({}, attended_on=_saturday),
    ),
    Fault(
        "staff_population/{year}-02.csv",
        "more people were trained than there are",
        ("N6:staff_population",),
        change({}, headcount=lambda row: str(int(row["trained"]) - 1)),
    ),
)
