"""Reads demo deliveries with plain DuckDB: nothing of the pipeline, so that the demo is measured from outside."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import duckdb

from etl.model.numbers import round_half_up

MOMENTS = {
    "kcc_calls": ("arrived_at", "identified_at", "answered_at", "ended_at"),
    "kcc_survey": ("invited_at", "completed_at"),
    "kcc_quality": ("evaluated_at",),
    "ict_incidents": ("started_at", "resolved_at"),
    "callback_requests": ("created_at", "first_attempt_at", "contacted_at", "closed_at"),
    "complaints": ("received_at", "acknowledged_at", "adjourned_at", "handled_at", "aftercare_at"),
    "aggregates": (),
    "case_steps": ("received_at", "step_at"),
    "escalations": ("pressed_at", "harm_deadline", "picked_up_at", "resolved_at"),
    "learning_actions": ("agreed_at", "due_at", "done_at", "effect_checked_at"),
    "best_practices": ("offered_at", "adopted_at"),
    "improvement_points": (),
    "training_attendance": (),
    "staff_population": (),
    "preconditions": (),
    "staff_inflow": (),
}
KEYS = {
    "kcc_calls": "call_id",
    "kcc_survey": "invitation_id",
    "kcc_quality": "evaluation_id",
    "ict_incidents": "incident_id",
    "callback_requests": "request_id",
    "complaints": "case_id",
}
_INTEGERS = {
    "kcc_survey": ("q_overall", "q_answer", "q_expertise", "grade"),
    "kcc_quality": ("content_errors", "technique_errors"),
    "ict_incidents": ("seats_affected", "severity"),
    "callback_requests": ("attempts",),
    "aggregates": ("value",),
    "training_attendance": ("workshops",),
    "staff_population": ("headcount", "trained"),
    "preconditions": ("amount",),
}


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """One table per source, with the month (`_month`) and unit of the file each row came from."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'Europe/Amsterdam'")
    for source, moments in MOMENTS.items():
        if not list((root / source).glob("*.csv")):
            continue
        types = dict.fromkeys(moments, "TIMESTAMPTZ") | dict.fromkeys(_INTEGERS.get(source, ()), "BIGINT")
        if source == "kcc_calls":
            types |= {"survey_invited": "BOOLEAN", "dissatisfied": "BOOLEAN"}
        if source == "kcc_survey":
            types["consented"] = "BOOLEAN"
        if source == "ict_incidents":
            types["planned"] = "BOOLEAN"
        columns = _header(root / source)
        declared = ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in columns)
        connection.execute(
            f"create table {source} as select * exclude filename, parse_filename(filename)[:7] as _month, "
            f"parse_filename(filename, true)[10:] as _unit from read_csv('{root}/{source}/*.csv', header = true, "
            f"auto_detect = false, quote = '', delim = ',', filename = true, columns = {{{declared}}})"
        )
    return connection


def _header(folder: Path) -> list[str]:
    first = sorted(folder.glob("*.csv"))[0]
    with first.open(encoding="utf-8") as stream:
        return stream.readline().strip().split(",")


def number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The single whole number that a query gives."""
    rows = connection.execute(sql).fetchall()
    return int(rows[0][0])


def percent(connection: duckdb.DuckDBPyConnection, sql: str, decimals: int) -> str:
    """A query's numerator over its denominator, as a percentage printed half up."""
    (row,) = connection.execute(sql).fetchall()
    return str(round_half_up(Fraction(int(row[0]), int(row[1])) * 100, decimals))
