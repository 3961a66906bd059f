"""The shipped measures of the registers over a few rows each: terms, steps, recurrence, levels and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest

from etl.definitions import load_programme
from etl.measures import roll_up
from etl.model.period import Period
from etl.records import open_calendar

USED = load_programme("uwv_telephone").programme
AS_OF = datetime(2008, 3, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
TYPES = {"integer": "bigint", "boolean": "boolean", "date": "date", "timestamp": "timestamptz"}


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Empty tables of every source, and the calendar of 2007 and the year after."""
    with duckdb.connect() as made:
        made.execute("set timezone = 'Europe/Amsterdam'")
        for source in USED.sources:
            columns = [
                f'"{name}" {TYPES.get(column.type, "varchar")}' for name, column in source.record_columns().items()
            ]
            made.execute(
                f"create table {source.source} ({', '.join(columns)}, _delivery varchar, _unit varchar, _month varchar)"
            )
        open_calendar(made, USED, Period.parse("2007"))
        yield made


def counted(connection: duckdb.DuckDBPyConnection, source: str, *names: str, **rows: str) -> dict[str, Counter[str]]:
    """Measure → month → value, over these rows; each is written as `column = value, …` after the table it goes into.

    Everything planted is gone afterwards.
    """
    connection.execute("begin")
    for table, lines in rows.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            pairs = [pair.split(" = ", 1) for pair in line.split("; ")]
            values = ", ".join(f"'{value}' as {name}" for name, value in pairs)
            moment = USED.source(table).month_column
            when = dict(pairs)[moment][:7]
            origin = f"'d1' as _delivery, 'national' as _unit, '{when}' as _month"
            connection.execute(f"insert into {table} by name select {values}, {origin}")
    contract = USED.source(source)
    derived = "".join(f", ({sql}) as {name}" for name, sql in contract.derived.items())
    listed = [USED.measure(name) for name in names]
    found = roll_up(connection, f"select *{derived} from {source}", contract, listed, AS_OF).to_pylist()
    connection.execute("rollback")
    result: dict[str, Counter[str]] = {name: Counter() for name in names}
    for row in found:
        result[row["measure"]][row["month"]] += row["value"]
    return result


@pytest.mark.parametrize(
    ("received", "adjourned", "handled", "in_term"),
    [
        ("2007-11-20", "", "2008-01-02", 1),  # six weeks end on New Year's Day: the next working day still counts
        ("2007-11-20", "", "2008-01-03", 0),
        ("2007-11-20", "2007-12-20", "2008-01-29", 1),  # adjourned in time: ten weeks
        ("2007-11-20", "2007-12-20", "2008-01-30", 0),
        ("2007-11-20", "2008-01-10", "2008-01-29", 0),  # adjourned when it was late already
        ("2007-03-02", "", "2007-04-13", 1),
        ("2007-03-02", "", "2007-04-14", 0),
    ],
)
def test_the_legal_term_is_recomputed_from_the_calendar(
    connection: duckdb.DuckDBPyConnection, received: str, adjourned: str, handled: str, in_term: int
) -> None:
    """Six weeks, ten when adjourned within them, on to the next working day (Awb 9:11)."""
    row = f"case_id = K1; kind = complaint; received_at = {received} 10:00; handled_at = {handled} 16:00"
    row += f"; adjourned_at = {adjourned} 11:00" if adjourned else ""

    found = counted(connection, "complaints", "complaints_term_ended", "complaints_handled_in_term", complaints=row)

    assert found["complaints_term_ended"].total() == 1
    assert found["complaints_handled_in_term"].total() == in_term


def test_what_has_no_fixed_term_or_is_not_yet_due_is_left_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Consent to more delay, a term that runs beyond the as-of moment, and signals."""
    rows = """
        case_id = K1; kind = complaint; received_at = 2007-11-01 10:00; consent_extension = true
        case_id = K2; kind = complaint; received_at = 2008-02-01 10:00
        case_id = K3; kind = signal; received_at = 2007-11-01 10:00
    """

    found = counted(connection, "complaints", "complaints_term_ended", "complaints_consent", complaints=rows)

    assert found["complaints_term_ended"].total() == 0
    assert found["complaints_consent"] == {"2007-11": 1}


def test_steps_are_looked_up_per_case(connection: duckdb.DuckDBPyConnection) -> None:
    """Four kinds of step make a case complete; a signal that became a complaint and a call in vain are told apart."""
    complaints = """
        case_id = K1; kind = complaint; outcome = upheld; received_at = 2007-03-01 10:00; handled_at = 2007-03-20 10:00; aftercare_at = 2007-03-22 10:00
        case_id = K2; kind = complaint; outcome = upheld; received_at = 2007-03-02 10:00; handled_at = 2007-03-20 10:00
    """  # noqa: E501 - a row is a line
    step = "received_at = 2007-03-01 10:00; step_at = 2007-03-21 10:00"
    steps = "\n".join(
        [f"case_id = K1; step = {name}; {step}" for name in ("signal", "access", "explore", "resolve", "answer")]
        + [
            f"case_id = K2; step = {name}; {step}"
            for name in ("access", "access", "resolve", "answer", "aftercare_tried")
        ]
    )
    names = ("cases_with_all_steps", "signals_become_complaint", "complaints_unreachable", "aftercare_days")

    found = counted(connection, "complaints", *names, complaints=complaints, case_steps=steps)

    assert {name: dict(months) for name, months in found.items()} == {
        "cases_with_all_steps": {"2007-03": 1},
        "signals_become_complaint": {"2007-03": 1},
        "complaints_unreachable": {"2007-03": 1},
        "aftercare_days": {"2007-03": 2},
    }


def test_a_cause_comes_back_within_a_year_of_a_done_action(connection: duckdb.DuckDBPyConnection) -> None:
    """Not before the action was done, not a year after it, and not for another cause."""
    complaints = """
        case_id = K1; kind = complaint; cause_code = TB1; received_at = 2007-02-28 10:00
        case_id = K2; kind = complaint; cause_code = TB1; received_at = 2007-03-02 10:00
        case_id = K3; kind = complaint; cause_code = INF1; received_at = 2007-03-02 10:00
        case_id = K4; kind = complaint; cause_code = TB1; received_at = 2008-03-02 10:00
        case_id = K5; kind = signal; cause_code = TB1; received_at = 2007-03-02 10:00
    """
    actions = """
        action_id = L1; cause_code = TB1; agreed_at = 2007-01-10 10:00; done_at = 2007-03-01 10:00
        action_id = L2; cause_code = INF1; agreed_at = 2007-01-10 10:00
    """

    found = counted(
        connection, "complaints", "complaints_cause_came_back", complaints=complaints, learning_actions=actions
    )

    assert found["complaints_cause_came_back"] == {"2007-03": 1}


def test_actions_count_in_the_month_in_which_they_were_due(connection: duckdb.DuckDBPyConnection) -> None:
    """On time, late, never done, and not yet due at the as-of moment."""
    actions = """
        action_id = L1; agreed_at = 2007-03-01 10:00; due_at = 2007-04-01 10:00; done_at = 2007-03-30 10:00
        action_id = L2; agreed_at = 2007-03-01 10:00; due_at = 2007-04-02 10:00; done_at = 2007-05-01 10:00
        action_id = L3; agreed_at = 2007-03-01 10:00; due_at = 2007-04-03 10:00
        action_id = L4; agreed_at = 2008-02-01 10:00; due_at = 2008-04-01 10:00
    """

    found = counted(connection, "learning_actions", "actions_due", "actions_done_in_time", learning_actions=actions)

    assert (found["actions_due"], found["actions_done_in_time"]) == ({"2007-04": 3}, {"2007-04": 1})


def test_preferred_windows_and_other_offices(connection: duckdb.DuckDBPyConnection) -> None:
    """A first attempt at the end of the window is outside it; a repeat on a topic is held against the first."""
    rows = """
        request_id = R1; office = A1; topic = T1; created_at = 2007-03-01 09:00; preferred_window = 10:00-12:00; first_attempt_at = 2007-03-01 08:05
        request_id = R2; office = A1; topic = T1; created_at = 2007-03-01 09:00; preferred_window = 10:00-12:00; first_attempt_at = 2007-03-01 11:59
        request_id = R3; office = A2; topic = T1; created_at = 2007-03-02 09:00; preferred_window = 10:00-12:00; first_attempt_at = 2007-03-02 12:00; repeat_of = R1
        request_id = R4; office = A1; topic = T1; created_at = 2007-03-02 09:00; repeat_of = R2
        request_id = R5; office = A2; topic = T2; created_at = 2007-03-03 09:00; repeat_of = R2
    """  # noqa: E501 - a row is a line
    names = ("callbacks_with_window", "callbacks_outside_window", "repeats_placed", "repeats_at_other_office")

    found = counted(connection, "callback_requests", *names, callback_requests=rows)

    assert {name: months["2007-03"] for name, months in found.items()} == {
        "callbacks_with_window": 3, "callbacks_outside_window": 2, "repeats_placed": 2, "repeats_at_other_office": 1,
    }  # fmt: skip


def test_a_training_day_has_sixty_places_however_many_come(connection: duckdb.DuckDBPyConnection) -> None:
    """Two days, three participants: a hundred and twenty places, of which one participant did not finish."""
    rows = """
        participant_ps = a; attended_on = 2007-03-01; workshops = 5
        participant_ps = b; attended_on = 2007-03-01; workshops = 3
        participant_ps = c; attended_on = 2007-03-02; workshops = 5
    """
    names = ("participants", "participants_all_workshops", "training_places")

    found = counted(connection, "training_attendance", *names, training_attendance=rows)

    assert [found[name]["2007-03"] for name in names] == [3, 2, 120]


def test_certificates_must_be_valid_on_the_reference_date(connection: duckdb.DuckDBPyConnection) -> None:
    """Realised and valid counts; expired, without a date, or about something else does not."""
    rows = """
        reference_date = 2007-03-01; subject = copc_goes; status = realised; valid_until = 2007-03-01
        reference_date = 2007-03-01; subject = copc_groningen; status = realised; valid_until = 2007-02-28
        reference_date = 2007-03-01; subject = copc_almere; status = realised
        reference_date = 2007-03-01; subject = knowledge_base; status = in_progress; amount = 1120; evidence_id = STUK-1
    """
    names = ("sites_certified", "sites_for_certificate", "knowledge_base_items", "preconditions_evidenced")

    found = counted(connection, "preconditions", *names, preconditions=rows)

    assert [found[name]["2007-03"] for name in names] == [1, 3, 1120, 1]


def test_origins_and_roles_add_up_to_their_whole(connection: duckdb.DuckDBPyConnection) -> None:
    """Every action has one of the four origins, and every group of staff one of the two roles."""
    done = "agreed_at = 2007-03-01 10:00; due_at = 2007-04-01 10:00; done_at = 2007-03-30 10:00"
    actions = "\n".join(
        f"action_id = L{number}; origin = {origin}; {done}"
        for number, origin in enumerate(("case", "case", "audit", "kernteam", "council"))
    )
    staff = """
        reference_date = 2007-03-01; role = employee; headcount = 90; trained = 60
        reference_date = 2007-03-01; role = manager; headcount = 10; trained = 5
    """
    counts = ("actions_agreed", "actions_due", "actions_done_in_time", "actions_done", "actions_effect_checked")
    origins = {name: [f"{name}_{origin}" for origin in ("case", "audit", "kernteam", "council")] for name in counts}
    people = ("staff", "staff_trained", "employees", "employees_trained", "managers", "managers_trained")

    listed = [name for own in origins.values() for name in own]
    found = counted(connection, "learning_actions", *counts, *listed, learning_actions=actions)
    trained = counted(connection, "staff_population", *people, staff_population=staff)

    sums = {name: sum(found[item].total() for item in origins[name]) for name in counts}
    assert sums == {name: found[name].total() for name in counts}
    assert sums["actions_done_in_time"] == 5
    assert [trained[name]["2007-03"] for name in people] == [100, 65, 90, 60, 10, 5]
