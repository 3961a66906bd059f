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
DELIVERED = """insert into unit_months select source, 'national', '2007-03', null, null, 'record'
  from unnest(['escalations', 'learning_actions', 'best_practices', 'improvement_points']) as s(source)"""
CLEAN = (ESCALATION, ACTION, PRACTICE, POINT, DELIVERED)


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
    found = failing({"escalations", "learning_actions", "best_practices", "improvement_points"})

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
    ],
)  # fmt: skip
def test_dirt_is_caught_by_its_rule(failing: Callable[..., set[str]], rule: str, dirt: str) -> None:
    """And by no other rule of that register."""
    table = dirt.split()[1]

    found = failing({table}, dirt)

    assert found == {f"{rule}:{table}"}
