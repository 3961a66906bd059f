"""The shipped conditions of uwv_telephone, counted by hand on a few records each (design, section 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import yaml

from etl.definitions import load_programme
from etl.measures import roll_up
from tests.unit.measures.records import AMSTERDAM, moment

DEFINITIONS = load_programme("uwv_telephone")
USED = DEFINITIONS.programme
OWN = {item["measure"] for item in yaml.safe_load(DEFINITIONS.files["measures.yml"])}
"""Those of `measures.yml`; what a register adds looks into other tables and is tested with its register."""
INDICATORS = {item.indicator: item for item in USED.indicators}
AS_OF = datetime(2008, 1, 1, tzinfo=AMSTERDAM)
TYPES = {
    "timestamp": pa.timestamp("us", "UTC"),
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}
NOON = moment("2007-03-05 12:00")


def counts(name: str, rows: Sequence[dict[str, Any]], as_of: datetime = AS_OF) -> Counter[str]:
    """Measure → total over these records of a source, with the measures as they are shipped."""
    result: Counter[str] = Counter()
    for (measure, *_), total in by_place(name, rows, as_of).items():
        result[measure] += total
    return result


def by_place(name: str, rows: Sequence[dict[str, Any]], as_of: datetime = AS_OF) -> dict[tuple[str, ...], int]:
    """(measure, division, region) → total."""
    source = USED.source(name)
    columns = source.record_columns()
    schema = pa.schema([(key, TYPES.get(column.type, pa.string())) for key, column in columns.items()])
    records = pa.Table.from_pylist(
        [{**dict.fromkeys(columns), source.month_column: NOON, **row} for row in rows], schema
    )
    connection = duckdb.connect()
    connection.execute(f"set timezone='{USED.time_zone}'")
    connection.register("records", records)
    derived = "".join(f", ({sql}) as {key}" for key, sql in source.derived.items())
    month = f"strftime({source.month_column}, '%Y-%m') as _month"
    connection.execute(
        f"create table landed as select *, 'd' as _delivery, 'u' as _unit, {month}{derived} from records"
    )
    measures = [item for item in USED.measures if item.source == name and item.measure in OWN]
    measures = [item for item in measures if item.from_records and item.open_seconds is None]
    found = roll_up(connection, "select * from landed", source, measures, as_of)
    result: Counter[tuple[str, ...]] = Counter()
    for row in found.to_pylist():
        result[row["measure"], row["division"] or "", row["region"] or ""] += int(row["value"])
    return dict(result)


def call(outcome: str, wait: float | None = None, resolution: str | None = None, **more: Any) -> dict[str, Any]:
    """A public call at noon; `wait` is the seconds from identification to answer, None without identification."""
    answered = NOON + timedelta(seconds=30) if outcome == "answered" else None
    identified = None if wait is None or answered is None else answered - timedelta(seconds=wait)
    common = {"line": "public", "outcome": outcome, "answered_at": answered, "identified_at": identified}
    return {**common, "resolution": resolution, "survey_invited": False, **more}


CALLS = [
    call("answered", 60, "direct"),
    call("answered", 60.001, "callback"),
    call("answered", 0, "transfer", survey_invited=True),
    call("answered", 59, "direct"),
    call("answered", 12, "other"),
    call("answered", None, "direct"),
    call("abandoned", identified_at=NOON),
    call("abandoned"),
    call("busy"),
    call("failed", survey_invited=True),
    call("closed", survey_invited=True),
    call("answered", 5, "direct", line="cwi", survey_invited=True),
    call("abandoned", line="municipality"),
]


def test_calls_by_hand() -> None:
    """Ten attempts: six answered, one of them anonymous; three within 60 seconds exactly, one a millisecond over."""
    assert counts("kcc_calls", CALLS) == {
        "calls_attempted": 10,
        "calls_answered": 6,
        "calls_offered": 9,
        "calls_answered_identified": 5,
        "calls_answered_unidentified": 1,
        "calls_answered_within_60s": 4,
        "questions": 5,
        "questions_direct": 3,
        "questions_callback": 1,
        "calls_survey_invited": 2,
    }


def test_attempts_are_offered_calls_and_anonymous_ones() -> None:
    """Offered: attempts less those answered without identification; the two add up."""
    found = counts("kcc_calls", CALLS)

    assert found["calls_attempted"] == found["calls_offered"] + found["calls_answered_unidentified"]
    assert found["calls_answered"] == found["calls_answered_identified"] + found["calls_answered_unidentified"]


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator"),
    [
        ("reachability", "calls_answered", "calls_attempted"),
        ("service_level_60s_offered", "calls_answered_within_60s", "calls_offered"),
        ("service_level_60s_answered", "calls_answered_within_60s", "calls_answered_identified"),
        ("first_contact_resolution", "questions_direct", "questions"),
        ("callback_share", "questions_callback", "questions"),
        ("csat_top2", "survey_top2", "survey_scored"),
        ("grade_mean", "survey_grade_sum", "survey_graded"),
        ("survey_acceptance_share", "survey_consented", "survey_invited"),
        ("quality_content_errorfree", "evaluations_without_content_error", "evaluations"),
        ("complaint_intensity_kcc", "complaints_kcc", "calls_answered"),
        ("callback_within_2h", "callbacks_within_2h", "callbacks_requested"),
        ("callback_within_24h", "callbacks_within_24h", "callbacks_requested"),
        ("repeat_callback_rate", "callbacks_repeated", "callbacks_requested"),
        ("callback_complaint_rate", "complaints_callback", "callbacks_requested"),
    ],
)
def test_each_indicator_divides_what_the_design_says(indicator: str, numerator: str, denominator: str) -> None:
    """The denominator is the definition (T1)."""
    found = INDICATORS[indicator]

    assert (found.numerator, found.denominator) == (numerator, denominator)


@pytest.mark.parametrize("hours", ["2h", "24h"])
def test_what_is_not_yet_due_leaves_the_denominator(hours: str) -> None:
    """Open requests before their deadline are counted and taken off."""
    excluded = INDICATORS[f"callback_within_{hours}"].exclusions

    assert [(item.measure, item.subtract) for item in excluded] == [(f"callbacks_not_yet_due_{hours}", True)]


def test_survey_totals_are_weighted_by_answered_calls() -> None:
    """Every satisfaction figure, and no other (T7)."""
    weighted = {name for name, item in INDICATORS.items() if item.weight == "calls_answered"}

    assert weighted == {name for name in INDICATORS if name.startswith(("csat_", "grade_"))}
    assert all(INDICATORS[name].sample for name in weighted)


def survey(**more: Any) -> dict[str, Any]:
    """An invited caller of a client group."""
    return {"client_group": "employee", "invited_at": NOON, "consented": False, **more}


def test_the_survey_by_hand() -> None:
    """Seven invited, six consented, five completed, of scores 1 to 4; an answer without completion does not count."""
    done = {"consented": True, "completed_at": NOON}
    rows = [
        survey(),
        survey(consented=True, q_overall=5, grade=9),
        survey(**done, q_overall=4, q_answer=3, q_expertise=4, grade=7),
        survey(**done, q_overall=1, q_answer=1, q_expertise=3, grade=6),
        survey(**done, q_answer=4),
        survey(**done, q_overall=3),
        survey(**done, q_overall=2),
    ]

    assert counts("kcc_survey", rows) == {
        "survey_invited": 7,
        "survey_consented": 6,
        "survey_completed": 5,
        "survey_scored": 4,
        "survey_top2": 1,
        "survey_very_dissatisfied": 1,
        "survey_answer_scored": 3,
        "survey_answer_insufficient": 2,
        "survey_expertise_scored": 2,
        "survey_expertise_insufficient": 1,
        "survey_graded": 2,
        "survey_grade_sum": 13,
        "survey_grade_square_sum": 85,
        "survey_grade_7plus": 1,
    }


def test_only_random_selections_are_evaluated() -> None:
    """A targeted one without errors does not count."""
    rows = [
        {"selection": selection, "content_errors": content, "technique_errors": technique, "site": "GOES"}
        for selection, content, technique in [
            ("random", 0, 0),
            ("random", 1, 0),
            ("random", 0, 1),
            ("random", 0, 2),
            ("targeted", 0, 0),
        ]
    ]

    assert counts("kcc_quality", rows) == {
        "evaluations": 4,
        "evaluations_without_content_error": 3,
        "evaluations_without_technique_error": 2,
    }


def request(created: datetime, hours: float | None = None, **more: Any) -> dict[str, Any]:
    """A callback request of AG, with contact after so many hours."""
    contacted = None if hours is None else datetime.fromtimestamp(created.timestamp() + hours * 3600, AMSTERDAM)
    place = {"division": "AG", "region": "ZUID", "client_group": "employee"}
    return {**place, "created_at": created, "contacted_at": contacted, "closed_at": contacted, **more}


def test_requests_by_hand() -> None:
    """In time is within the clock, its end included; repeats are those the client says; withdrawn ones stay in."""
    rows = [
        request(NOON, 2),
        request(NOON, 2 + 1 / 3600),
        request(NOON, 24),
        request(NOON, 24 + 1 / 3600, repeat_basis="client_statement"),
        request(NOON, repeat_basis="system"),
        request(NOON, closed_at=NOON, close_reason="withdrawn"),
    ]

    assert counts("callback_requests", rows) == {
        "callbacks_requested": 6,
        "callbacks_repeated": 1,
        "callbacks_within_2h": 1,
        "callbacks_within_24h": 3,
    }


def test_what_is_open_at_the_as_of_moment() -> None:
    """An open request is late past its deadline, and not yet due before it; later contact is not known yet."""
    rows = [
        request(AS_OF - timedelta(hours=3)),
        request(AS_OF - timedelta(hours=1)),
        request(AS_OF - timedelta(hours=2)),
        request(AS_OF - timedelta(hours=1), 0.5),
        request(AS_OF - timedelta(hours=1), 1.5),
        request(AS_OF - timedelta(hours=25)),
    ]

    found = counts("callback_requests", rows)

    assert (found["callbacks_requested"], found["callbacks_within_2h"], found["callbacks_not_yet_due_2h"]) == (6, 1, 3)
    assert (found["callbacks_within_24h"], found["callbacks_not_yet_due_24h"]) == (1, 4)


SPRING, AUTUMN = moment("2007-03-24 10:00"), moment("2007-10-27 10:00")


@pytest.mark.parametrize(
    ("created", "hours", "in_time"),
    [(SPRING, 24, 1), (SPRING, 24.01, 0), (AUTUMN, 24, 1), (AUTUMN, 25, 0)],
)
def test_twenty_four_hours_elapse_also_when_the_clock_changes(created: datetime, hours: float, in_time: int) -> None:
    """24-3-2007 10:00 and 24 hours is 11:00 (domain, section 5); in October 10:00 the next day is 25 hours."""
    assert counts("callback_requests", [request(created, hours)])["callbacks_within_24h"] == in_time


def test_a_withdrawn_request_stays_in_also_before_its_deadline() -> None:
    """Only open requests are not yet due; this one was withdrawn an hour before the as-of moment."""
    created = AS_OF - timedelta(minutes=90)
    withdrawn = request(created, closed_at=AS_OF - timedelta(hours=1), close_reason="withdrawn")

    found = counts("callback_requests", [withdrawn])

    assert (found["callbacks_requested"], found["callbacks_not_yet_due_2h"]) == (1, 0)


def test_complaints_by_hand() -> None:
    """Signals never count; a callback complaint follows what it is about, and without a region it is `onbekend`."""
    rows = [
        {"kind": kind, "about": about, "subject": subject, "region": region, "client_group": "employee"}
        for kind, about, subject, region in [
            ("complaint", "KCC", "treatment", None),
            ("complaint", "KCC", "callback", "ZUID"),
            ("signal", "KCC", "treatment", None),
            ("complaint", "AG", "callback", "ZUID"),
            ("complaint", "AG", "callback", None),
            ("complaint", "WW", "callback", "WEST"),
            ("complaint", "WW", "payment", "WEST"),
            ("signal", "AG", "callback", "ZUID"),
            ("complaint", "other", "callback", "ZUID"),
        ]
    ]

    assert by_place("complaints", rows) == {
        ("complaints_kcc", "", ""): 2,
        ("complaints_callback", "AG", "ZUID"): 1,
        ("complaints_callback", "AG", "onbekend"): 1,
        ("complaints_callback", "WW", "WEST"): 1,
    }
