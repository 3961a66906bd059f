"""Rules of the registers around the figures: clean rows pass, and each kind of dirt is caught by its own rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest

from etl.quality.plan import Check, Views

from .asking import failing_checks

ORIGIN = "'d9' as _delivery, 'national' as _unit, '2007-03' as _month, 2 as _line, true as _in_month"
CASE = "'K31'"
ESCALATION = f"""insert into escalations by name select 'M-1' as escalation_id,
  '2007-03-05 10:00+01'::timestamptz as pressed_at, 'AG' as unit, 'debt' as reason_code,
  '2007-03-07 10:00+01'::timestamptz as harm_deadline, {CASE} as case_id,
  '2007-03-05 11:00+01'::timestamptz as picked_up_at, '2007-03-06 11:00+01'::timestamptz as resolved_at, {ORIGIN}"""
ACTION = f"""insert into learning_actions by name select 'L-1' as action_id, 'case' as origin, {CASE} as case_id,
  'T1' as cause_code, 'AG' as owner_unit, '2007-03-05 10:00+01'::timestamptz as agreed_at,
  '2007-04-05 10:00+02'::timestamptz as due_at, '2007-04-02 10:00+02'::timestamptz as done_at,
  '2007-05-02 10:00+02'::timestamptz as effect_checked_at, {ORIGIN}"""
PRACTICE = f"""insert into best_practices by name select 'G-1' as offer_id, 'GW1' as practice_code, 'AG' as division,
  'NOORD' as found_in, 'ZUID' as region, '2007-03-05 10:00+01'::timestamptz as offered_at,
  '2007-04-05 10:00+02'::timestamptz as adopted_at, {ORIGIN}"""
POINT = f"""insert into improvement_points by name select 'V-1' as point_id, date '2007-03-05' as session_date,
  'feedback' as theme, 'done' as status, date '2007-04-05' as status_at, date '2007-03-20' as feedback_at, {ORIGIN}"""
STEP = f"""insert into case_steps by name select k.case_id, k.received_at, 'access' as step,
  k.received_at + interval 1 day as step_at, {ORIGIN} from complaints as k where case_id = 'K31'"""
TRAINED = f"""insert into training_attendance by name select 'p' || i as participant_ps, 'employee' as role,
  'AG' as division, 'ZUID' as region, date '2007-03-05' + (i // 60)::int as attended_on, 1 as group_number,
  5 as workshops, {ORIGIN} from range(100) as t(i)"""
POPULATION = """insert into staff_population by name select '2007-0' || m || '-01' as reference_date, 'AG' as division,
  'ZUID' as region, 'employee' as role, 200 as headcount, if(m = 2, 20, 120) as trained,
  'd9' as _delivery, 'national' as _unit, '2007-0' || m as _month, 2 as _line, true as _in_month
  from range(2, 4) as t(m)"""
PRECONDITION = f"""insert into preconditions by name select date '2007-03-01' as reference_date, 'copc_goes' as subject,
  'realised' as status, date '2007-02-01' as status_since, 100 as amount,
  date '2008-01-01' as valid_until, 'STUK-1' as evidence_id, {ORIGIN}"""
KNOWLEDGE = """insert into preconditions by name select '2007-0' || m || '-01' as reference_date,
  'knowledge_base' as subject, 'in_progress' as status, 100 + m as amount, 'd9' as _delivery, 'national' as _unit,
  '2007-0' || m as _month, 2 as _line, true as _in_month from range(2, 4) as t(m)"""
INFLOW = """insert into staff_inflow by name select 'I-' || i as hire_id, date '2008-03-05' as hired_on, 'GOES' as site,
  'job_seeker' as origin, 2 as contract_years, 'd9' as _delivery, 'national' as _unit, '2008-03' as _month, 2 as _line,
  true as _in_month from range(4) as t(i)"""
DELIVERED = """insert into unit_months select source, 'national', '2007-03', null, null, 'record'
  from unnest(['escalations', 'learning_actions', 'best_practices', 'improvement_points']) as s(source)"""
CLEAN = (
    *(ESCALATION, ACTION, PRACTICE, POINT, STEP),
    *(TRAINED, POPULATION, PRECONDITION, KNOWLEDGE, INFLOW, DELIVERED),
)
TABLES = {line.split()[2] for line in CLEAN} - {"unit_months"}


@pytest.fixture
def failing(records: duckdb.DuckDBPyConnection, checks: list[Check], views: Views) -> Iterator[Callable[..., set[str]]]:
    """Plants rows and dirt, and asks the rules of the tables named only; all is gone after the test."""
    records.execute("begin")

    def of(tables: set[str], *dirt: str) -> set[str]:
        for sql in (*CLEAN, *dirt):
            records.execute(sql)
        return failing_checks(records, [check for check in checks if check.table in tables], views)

    yield of
    records.execute("rollback")


def test_clean_registers_pass(failing: Callable[..., set[str]]) -> None:
    """One good row of each, beside the clean records of all other sources."""
    found = failing(TABLES)

    assert found == set()


@pytest.mark.parametrize(
    ("rule", "dirt"),
    [
        ("E1", "update escalations set picked_up_at = pressed_at - interval 1 minute"),
        ("E1", "update escalations set resolved_at = picked_up_at - interval 1 minute"),
        ("E2", "update escalations set case_id = 'K-0'"),
        ("E3", "update escalations set resolved_at = null"),
        ("E4", "update escalations set harm_deadline = pressed_at - interval 1 minute"),
        ("M1", "update learning_actions set due_at = agreed_at - interval 1 day"),
        ("M1", "update learning_actions set effect_checked_at = done_at - interval 1 day"),
        ("M2", "update learning_actions set case_id = null"),
        ("M3", "update learning_actions set case_id = 'K-0'"),
        ("M4", "update learning_actions set done_at = null"),
        ("G1", "update best_practices set adopted_at = offered_at - interval 1 day"),
        ("G2", "update best_practices set region = found_in"),
        ("D1", "update improvement_points set session_date = date '2007-03-10'"),
        ("D2", "update improvement_points set feedback_at = session_date - 1"),
        ("D3", "update improvement_points set status_at = session_date - 1"),
        ("K14", "update case_steps set step_at = received_at - interval 1 minute"),
        ("K15", "update case_steps set case_id = 'K-0'"),
        ("K16", "update case_steps set received_at = received_at - interval 1 minute"),
        ("N2", "update training_attendance set attended_on = date '2007-03-05'"),
        ("N4", "update training_attendance set region = 'OOST'"),
        ("N5", "update training_attendance set attended_on = attended_on - 1"),
        ("N6", "update staff_population set headcount = trained - 1"),
        ("N7", "update staff_population set trained = 30 where _month = '2007-03'"),
        ("P1", "update preconditions set evidence_id = null where subject = 'copc_goes'"),
        ("P2", "update preconditions set valid_until = null"),
        ("P3", "update preconditions set amount = 90 where subject = 'knowledge_base' and _month = '2007-03'"),
        ("P5", "update preconditions set status_since = reference_date + 1 where subject = 'copc_goes'"),
        ("P4", "update staff_inflow set contract_years = 1"),
    ],
)  # fmt: skip
def test_dirt_is_caught_by_its_rule(failing: Callable[..., set[str]], rule: str, dirt: str) -> None:
    """And by no other rule of that register."""
    table = dirt.split()[1]

    found = failing({table}, dirt)

    assert found == {f"{rule}:{table}"}
