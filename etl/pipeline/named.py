"""The records that a report names one by one: what stands in its rosters."""

from __future__ import annotations

from etl.measures import name_records
from etl.model.facts import Coverage
from etl.model.named import NamedRecords
from etl.model.programme import Roster
from etl.pipeline.plan import Plan
from etl.pipeline.records import Opened


def named_records(tables: Opened, plan: Plan) -> list[NamedRecords]:
    """Every roster of the programme over the period judged."""
    unread = tables.unread()
    return [_named(roster, tables, plan, unread) for roster in tables.programme.rosters]


def _named(roster: Roster, tables: Opened, plan: Plan, unread: set[str]) -> NamedRecords:
    """A unit-month that brought counts names nothing: for a roster it is as missing as one that brought nothing."""
    measure = tables.programme.measure(roster.measure)
    months = plan.parsed_period.months[-1:] if measure.stock else plan.parsed_period.months
    frame = tables.unit_months
    own = frame[(frame["source"] == measure.source) & frame["month"].isin(months)]
    whole = own[own["grade"] == "record"] if measure.measure not in unread else own.iloc[:0]
    coverage = Coverage(len(whole), len(own))
    if not len(whole):
        return NamedRecords(roster.roster, (), coverage)
    rows = name_records(tables.connection, roster, tables.programme, months, plan.moment)
    return NamedRecords(roster.roster, rows, coverage)
