"""Clean records of four months of 2007, small enough to count by hand where it matters.

48,000 calls and what belongs to them, as the records stage leaves it; every rule of `expectations/` holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.definitions import load_programme
from etl.model.checks import Rule, RuleBook
from etl.model.contract import Source
from etl.quality.plan import CONTRACT
from etl.quality.rules import read_rulebooks

from .computed import add_computed

EXPECTATIONS = Path(__file__).parents[3] / "expectations"
TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
    "month": "varchar",
}
ORIGIN = "_delivery varchar, _unit varchar, _month varchar, _line bigint, _in_month boolean, _masked varchar[]"

CALENDAR = """
create table calendar as
select day::date as day, isodow(day) < 6 as is_weekday, day in ('2007-01-01', '2007-04-09', '2007-04-30') as is_holiday,
  is_holiday or day = '2007-04-06' as extends_term, is_weekday and not is_holiday as is_open,
  time '08:00' as opens_at, time '17:00' as closes_at
from generate_series(date '2006-10-01', date '2007-07-31', interval 1 day) as t(day)"""

CALLS = """
insert into kcc_calls by name
with open_days as (select day, row_number() over (order by day) - 1 as nr from calendar
  where is_open and day between '2007-01-01' and '2007-04-30'),
base as (
  select i, i % 7 = 0 as employer, (day + time '08:00' + to_seconds(i * 7919 % 32000))::timestamptz as arrived_at,
    case when i % 50 = 0 then 'partner' when i * 37 % 1000 < 15 then 'busy' when i * 37 % 1000 < 60 then 'abandoned'
    else 'answered' end as fate
  from range(48000) as t(i) join open_days on nr = i * (select count(*) from open_days) // 48000),
known as (
  select *, fate in ('answered', 'abandoned') as identified, fate in ('answered', 'partner') as answered from base)
select 'C' || i as call_id, if(employer, '0900-9295', '0900-9294') as service_number,
  if(identified, if(employer, 'employer', 'employee'), null) as client_group,
  if(fate = 'busy', null, if(employer, 'ALMERE', if(i % 2 = 0, 'GOES', 'GRONINGEN'))) as site,
  if(fate = 'partner', 'cwi', 'public') as line, arrived_at,
  if(identified, arrived_at + interval 20 seconds, null) as identified_at,
  if(identified, if(employer, 'lhn', 'bsn'), 'none') as id_kind,
  if(identified, sha256((i % 5000)::varchar), null) as client_ps,
  if(answered, arrived_at + interval 60 seconds, null) as answered_at, arrived_at + interval 5 minutes as ended_at,
  if(fate = 'partner', 'answered', fate) as outcome,
  if(answered, if(i % 10 = 1 and fate = 'answered', 'callback', if(i % 10 < 8, 'direct', 'transfer')), null)
    as resolution,
  ['ww_payment', 'ag_payment', 'sick_leave', 'other'][i // 2 % 4 + 1] as topic,
  if(resolution = 'callback', ['AG-ZUID-', 'AG-NOORD-', 'WW-OOST-', 'WW-WEST-'][i // 10 % 4 + 1] || i, null)
    as callback_request_id,
  fate = 'answered' and if(employer, i // 7 % 3 = 0, i % 15 = 1) as survey_invited,
  if(fate = 'answered', i % 20 = 3, null) as dissatisfied,
  'd1' as _delivery, 'national' as _unit, strftime(arrived_at, '%Y-%m') as _month, i + 2 as _line, true as _in_month
from known"""

SURVEY = """
insert into kcc_survey by name
with invited as (select *, row_number() over (order by arrived_at, call_id) as nr from kcc_calls where survey_invited),
asked as (select *, nr % 5 = 0 as consented, nr % 5 = 0 and nr % 25 <> 0 as completed,
  [5, 2, 4, 3, 5, 5, 4, 1, 4, 3][nr // 5 % 10 + 1] as score from invited)
select 'S' || nr as invitation_id, call_id, client_group, arrived_at + interval 30 seconds as invited_at, consented,
  if(completed, ended_at + interval 4 minutes, null) as completed_at, if(completed, score, null) as q_overall,
  if(completed, greatest(score - nr // 25 % 2, 1), null) as q_answer,
  if(completed, least(score + nr // 50 % 2, 5), null) as q_expertise, if(completed, score * 2, null) as grade,
  if(client_group = 'employer', 1 / 3, 1 / 15) as sampling_fraction,
  'd2' as _delivery, 'national' as _unit, _month, nr + 1 as _line, true as _in_month
from asked"""

QUALITY = """
insert into kcc_quality by name
with picked as (select *, row_number() over (partition by site, _month order by call_id) as nr from kcc_calls
  where outcome = 'answered' and line = 'public' and ended_at < '2007-04-20')
select 'Q-' || site || '-' || _month || '-' || nr as evaluation_id, call_id, site, sha256('agent' || nr) as agent_ps,
  sha256('coach' || nr % 5) as coach_ps, ended_at + interval 1 hour as evaluated_at, 'F2' as form_version,
  if(nr % 9 = 0, 'targeted', 'random') as selection, if(nr % 13 = 0, 1, 0) as content_errors,
  if(nr % 17 = 0, 2, 0) as technique_errors,
  'd3' as _delivery, 'national' as _unit, _month, nr + 1 as _line, true as _in_month
from picked where nr <= 40"""

INCIDENTS = """
insert into ict_incidents by name
select 'I' || i as incident_id, if(i % 2 = 0, 40, null) as seats_affected,
  ['telephony', 'backoffice'][i % 2 + 1] as system,
  ['GOES', 'GRONINGEN', 'ALMERE'][i % 3 + 1] as site,
  (timestamp '2007-01-02 20:00' + to_days((i * 3)::int))::timestamptz as started_at,
  started_at + interval 2 hours as resolved_at,
  i % 4 = 0 as planned, i % 3 + 1 as severity,
  'd4' as _delivery, 'national' as _unit, strftime(started_at, '%Y-%m') as _month, i + 2 as _line, true as _in_month
from range(39) as t(i)"""

REQUESTS = """
insert into callback_requests by name
with asked as (select *, call_id[2:]::int as i, regexp_extract(callback_request_id, '^[A-Z]+-[A-Z]+') as unit
  from kcc_calls where callback_request_id is not null),
linked as (select a.*, if(a.i // 10 % 11 = 0, e.callback_request_id, null) as earlier
  from asked as a left join asked as e on e.i = a.i - 5000)
select callback_request_id as request_id, call_id, split_part(unit, '-', 1) as division,
  split_part(unit, '-', 2) as region,
  'KANTOOR-' || i // 100 % 3 as office, if(i // 10 % 60 = 7, 'unknown', client_group) as client_group,
  ended_at + interval 1 minute as created_at, topic, i % 3 = 0 as physical_file, earlier as repeat_of,
  if(earlier is null, null, 'client_statement') as repeat_basis, 1 as attempts,
  created_at + to_seconds((4000 + i % 977)::int) as first_attempt_at,
  if(i // 10 % 20 = 0, null, first_attempt_at) as contacted_at,
  first_attempt_at + to_seconds((300 + i % 611)::int) as closed_at,
  if(contacted_at is null, 'unreachable', 'contact') as close_reason,
  'd-' || unit as _delivery, unit as _unit, _month,
  row_number() over (partition by unit, _month order by i) + 1 as _line,
  true as _in_month
from linked"""

COMPLAINTS = """
insert into complaints by name
with asked as (select *, row_number() over (order by created_at, request_id) as nr from callback_requests)
select 'K' || nr as case_id, if(nr % 2 = 0, 'signal', 'complaint') as kind, created_at + interval 2 days as received_at,
  'phone' as channel, division as about, region, 'employee' as client_group, 'callback' as subject, request_id, call_id,
  1 as rung, received_at + interval 1 day as acknowledged_at, received_at + interval 20 days as handled_at,
  'upheld' as outcome, received_at + interval 25 days as aftercare_at, 'T1' as cause_code,
  'd5' as _delivery, 'national' as _unit, strftime(received_at, '%Y-%m') as _month, nr + 1 as _line, true as _in_month
from asked where nr % 31 = 0 and created_at < '2007-04-26'"""

UNIT_MONTHS = """
create table unit_months as
with months as (select strftime(day, '%Y-%m') as month from generate_series(date '2007-01-01', date '2007-04-01',
  interval 1 month) as t(day))
select source, 'national' as unit, month, null::varchar as division, null::varchar as region, 'record' as grade
from months, unnest(['kcc_calls', 'kcc_survey', 'kcc_quality', 'ict_incidents', 'complaints']) as s(source)
union all select 'callback_requests', unit, month, split_part(unit, '-', 1), split_part(unit, '-', 2), 'record'
from months, unnest(['AG-ZUID', 'AG-NOORD', 'WW-OOST', 'WW-WEST']) as u(unit)"""

DELIVERIES = """
create table deliveries as
select _delivery as delivery, '{first}' as source, _unit as unit, _month as month, '' as part,
  '{first}/' || _month || '.csv' as file, if(source = 'kcc_survey', count(*), null)::bigint as announced_rows,
  count(*)::bigint as line_count, count(*)::bigint as row_count,
  0::bigint as rejected_count, 0::bigint as masked_count from {first} group by all"""


def programme_sources() -> tuple[Source, ...]:
    """The contracts of the first programme."""
    return load_programme("uwv_telephone").programme.sources


def rulebooks() -> tuple[RuleBook, ...]:
    """The rule books as they are shipped."""
    return read_rulebooks({path.name: path.read_text(encoding="utf-8") for path in EXPECTATIONS.glob("*.yml")})


def contract_rules() -> tuple[Rule, ...]:
    """The rules about every source."""
    return next(book.rules for book in rulebooks() if book.table == CONTRACT)


def create_tables(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Empty record tables with the columns of the contracts."""
    for source in sources:
        columns = ", ".join(f'"{name}" {TYPES[column.type]}' for name, column in source.record_columns().items())
        connection.execute(f"create table {source.source} ({columns}, {ORIGIN})")


def clean_database(name: str) -> duckdb.DuckDBPyConnection:
    """An in-memory database in which every rule holds."""
    connection = duckdb.connect(f":memory:{name}")
    connection.execute("set timezone = 'Europe/Amsterdam'")
    sources = programme_sources()
    create_tables(connection, sources)
    for sql in (CALENDAR, CALLS, SURVEY, QUALITY, INCIDENTS, REQUESTS, COMPLAINTS, UNIT_MONTHS):
        connection.execute(sql)
    first, *others = (source.source for source in sources)
    connection.execute(DELIVERIES.format(first=first))
    for other in others:
        counted = DELIVERIES.format(first=other).partition("as\n")[2]
        connection.execute(f"insert into deliveries {counted}")
    add_computed(connection)
    return connection
