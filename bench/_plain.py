"""The same conditions as the rules, as somebody would write them in SQL by hand who had DuckDB and nothing else.

Nothing here reads `expectations/`: bounds and code lists are written out. Failures are counted by check id, so that
both sides can be held against each other; what a rule does not judge (nulls) is not counted here either.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

Failures = dict[str, int]

CALLS = """
select
  count_if(call_id is null) as "A2.call_id", count_if(line is null) as "A2.line",
  count_if(arrived_at is null) as "A2.arrived_at", count_if(id_kind is null) as "A2.id_kind",
  count_if(ended_at is null) as "A2.ended_at", count_if(outcome is null) as "A2.outcome",
  count_if(survey_invited is null) as "A2.survey_invited",
  count_if(not _in_month) as "A4.arrived_at",
  count_if(client_group not in ('employee', 'employer')) as "A6.client_group",
  count_if(site not in ('GOES', 'GRONINGEN', 'ALMERE')) as "A6.site",
  count_if(line not in ('public', 'cwi', 'municipality')) as "A6.line",
  count_if(id_kind not in ('bsn', 'lhn', 'none')) as "A6.id_kind",
  count_if(outcome not in ('answered', 'abandoned', 'busy', 'closed', 'failed')) as "A6.outcome",
  count_if(resolution not in ('direct', 'callback', 'transfer', 'other')) as "A6.resolution",
  count_if(topic not in ('ww_application', 'ww_payment', 'ww_duration', 'ww_notice', 'ag_reassessment', 'ag_payment',
    'ag_application', 'sick_leave', 'job_search', 'reporting_change', 'annual_statement', 'employer_notice',
    'complaint', 'other')) as "A6b.topic",
  count_if(identified_at < arrived_at or answered_at < coalesce(identified_at, arrived_at)
    or ended_at < coalesce(answered_at, identified_at, arrived_at)) as "C1",
  count_if((outcome = 'answered') <> (answered_at is not null)) as "C2",
  count_if((outcome = 'answered') <> (resolution is not null)) as "C3",
  count_if((id_kind = 'none') <> (client_ps is null) or (id_kind = 'none') <> (identified_at is null)) as "C4",
  count_if((id_kind = 'bsn' and client_group <> 'employee') or (id_kind = 'lhn' and client_group <> 'employer'))
    as "C5",
  count_if(coalesce(answered_at, ended_at) > arrived_at + interval 2 hours
    or ended_at > answered_at + interval 4 hours) as "C6",
  count_if((callback_request_id is not null) <> (resolution is not distinct from 'callback')) as "C7",
  count_if(line = 'public' and outcome = 'answered' and (site = 'ALMERE') <> (client_group = 'employer')) as "C9",
  (count(*) filter (resolution in ('direct', 'callback', 'transfer', 'other'))
    <> count(*) filter (outcome = 'answered'))::int as "C10"
from kcc_calls"""

REQUESTS = """
select
  count_if(request_id is null) as "A2.request_id", count_if(division is null) as "A2.division",
  count_if(region is null) as "A2.region", count_if(office is null) as "A2.office",
  count_if(client_group is null) as "A2.client_group", count_if(created_at is null) as "A2.created_at",
  count_if(attempts is null) as "A2.attempts", count_if(attempts < 0) as "A2b.attempts",
  count_if(not _in_month) as "A4.created_at",
  count_if(division not in ('WW', 'AG')) as "A6.division",
  count_if(region not in ('NOORD', 'OOST', 'MIDDEN', 'WEST', 'ZUIDWEST', 'ZUID')) as "A6.region",
  count_if(client_group not in ('employee', 'employer', 'unknown')) as "A6.client_group",
  count_if(repeat_basis not in ('client_statement', 'system')) as "A6.repeat_basis",
  count_if(close_reason not in ('contact', 'unreachable', 'withdrawn', 'duplicate')) as "A6.close_reason",
  count_if(topic not in ('ww_application', 'ww_payment', 'ww_duration', 'ww_notice', 'ag_reassessment', 'ag_payment',
    'ag_application', 'sick_leave', 'job_search', 'reporting_change', 'annual_statement', 'employer_notice',
    'complaint', 'other')) as "A6b.topic",
  count_if(first_attempt_at < created_at or contacted_at < coalesce(first_attempt_at, created_at)
    or closed_at < coalesce(contacted_at, first_attempt_at, created_at)) as "R1",
  count_if((close_reason = 'contact') <> (contacted_at is not null)) as "R2",
  count_if((closed_at is null) <> (close_reason is null)) as "R2b",
  count_if(repeat_of = request_id) as "R3",
  count_if(not starts_with(request_id, _unit || '-')) as "R6b",
  count_if(contacted_at < created_at + interval 60 seconds) as "R10",
  case when count_if(attempts > 0 and closed_at is not null) >= 100
    then (count_if(attempts > 0 and closed_at is not null and contacted_at is null)
      > 0.25 * count_if(attempts > 0 and closed_at is not null))::int end as "R12"
from callback_requests"""

# One query each: they join, group or look up.
OTHERS = {
    "A3:kcc_calls": """select coalesce(sum(n), 0) from (
        select count(*) as n from kcc_calls where call_id is not null and call_id <> '***'
        group by call_id having count(*) > 1)""",
    "A3:callback_requests": """select coalesce(sum(n), 0) from (
        select count(*) as n from callback_requests where request_id is not null and request_id <> '***'
        group by request_id having count(*) > 1)""",
    "A5:unit_months": "select count(*) from unit_months where grade is null",
    "C7b:kcc_calls": """select count(*) from kcc_calls as c
        join delivered as d on d.unit = regexp_extract(c.callback_request_id, '^[A-Z]+-[A-Z]+') and d.month = c._month
        where c.callback_request_id <> '***'
        and not exists (select 1 from callback_requests as r where r.request_id = c.callback_request_id)""",
    "C7c:kcc_calls": """select count(*) from kcc_calls as c where callback_request_id is not null and not exists (
        select 1 from delivered as d
        where d.unit = regexp_extract(c.callback_request_id, '^[A-Z]+-[A-Z]+') and d.month = c._month)""",
    "C8:kcc_calls": """with bounds as (
          select min(day)::timestamptz as first, max(day)::timestamptz as last from calendar),
        open as (select unnest(range(epoch((day + opens_at)::timestamptz)::bigint // 900,
          epoch((day + closes_at)::timestamptz)::bigint // 900)) as quarter from calendar where is_open)
        select count(*) from kcc_calls, bounds where line = 'public' and outcome <> 'closed'
        and arrived_at between first and last
        and epoch(arrived_at)::bigint // 900 not in (select quarter from open)""",
    "C11:kcc_calls": """select count(*) from (
        select if(client_group = 'employee', 1.0 / 15, 1.0 / 3) as p, count(*) as n,
          count_if(survey_invited) / count(*) as share
        from kcc_calls where line = 'public' and outcome <> 'closed' and client_group in ('employee', 'employer')
        group by _month, client_group)
        where abs(share - p) > 0.25 * p + 4 * sqrt(p * (1 - p) / n)""",
    "R3b:callback_requests": """select count(*) from callback_requests as r
        join callback_requests as o on o.request_id = r.repeat_of where r.created_at <= o.created_at""",
    "R3c:callback_requests": """select count(distinct r.request_id) from callback_requests as r
        join callback_requests as o on o.request_id = r.repeat_of and o.call_id <> r.call_id
        join kcc_calls as a on a.call_id = r.call_id join kcc_calls as b on b.call_id = o.call_id
        where a.client_ps <> b.client_ps""",
    "R3d:callback_requests": """select count(*) from callback_requests as r where repeat_of <> '***'
        and not exists (select 1 from callback_requests as o where o.request_id = r.repeat_of)""",
    "R4:callback_requests": """select count(*) from callback_requests as r where call_id <> '***' and not exists (
        select 1 from kcc_calls as c where c.call_id = r.call_id)
        and _month in (select month from unit_months where source = 'kcc_calls' and grade = 'record')""",
    "R4b:callback_requests": """select count(distinct r.request_id) from callback_requests as r
        join kcc_calls as c using (call_id)
        where c.resolution <> 'callback' or r.created_at < c.arrived_at
        or r.created_at > c.ended_at + interval 15 minutes""",
    "R5:callback_requests": """with sides as (
        select ended_at::date as day, 1 as calls, 0 as requests from kcc_calls join served
          on unit = regexp_extract(callback_request_id, '^[A-Z]+-[A-Z]+') and month = _month
        union all select created_at::date, 0, 1 from callback_requests join served
          on unit = _unit and month = _month where call_id is not null),
        days as (select sum(calls) as calls, sum(requests) as requests from sides group by day)
        select count(*) from days where abs(calls - requests) > greatest(3, 0.01 * calls)""",
    "R6:callback_requests": """select count(*) from callback_requests as r
        where division is not null and region is not null and not exists (select 1 from unit_months as u
        where u.source = 'callback_requests' and u.unit = r._unit
        and u.division = r.division and u.region = r.region)""",
    "R8:callback_requests": """select count(*) from (
        select count(*) as n, count_if(client_group = 'unknown') / count(*) as share from callback_requests
        group by _unit)
        where share > 0.05 + 4 * sqrt(0.05 * 0.95 / n)""",
    "R9:callback_requests": """with moments as (select _unit, closed_at, count(*) as n from callback_requests
          where closed_at is not null group by all),
        units as (select sum(n) as n, max(n) as pile,
          coalesce(sum(n) filter (epoch(closed_at)::bigint % 3600 = 0), 0) as whole from moments group by _unit)
        select count(*) from units where (whole >= 20 and whole > 0.1 * n) or pile >= 20""",
    "R11:callback_requests": """select case when count(*) >= 100 then (avg((r.topic <> o.topic)::int) > 0.2)::int end
        from callback_requests as r join callback_requests as o on o.request_id = r.repeat_of
        where r.topic is not null and o.topic is not null""",
    "R13:callback_requests": """with offices as (select division, office, count(*) as n,
          count_if(repeat_basis = 'client_statement') as repeats,
          count_if(contacted_at <= created_at + interval 24 hours) as timely from callback_requests group by all),
        divisions as (
          select division, sum(repeats) / sum(n) as p, sum(timely) / sum(n) as usual from offices group by all)
        select count(*) from offices join divisions using (division) where n >= 200 and timely / n > usual
        and repeats / n > 2 * p + 4 * sqrt(p * (1 - p) / n)""",
    "R15:callback_requests": """with flows as (
          select _unit, strftime(created_at, '%Y-%m') as came, coalesce(strftime(closed_at, '%Y-%m'), '9999') as went,
          count(*) as n from callback_requests where created_at is not null group by all),
        stocks as (select _unit, month, coalesce(sum(n) filter (came < month), 0) as came_before,
          coalesce(sum(n) filter (went < month), 0) as went_before,
          coalesce(sum(n) filter (came = month), 0) as came_now,
          coalesce(sum(n) filter (went = month), 0) as went_now,
          coalesce(sum(n) filter (came <= month and went > month), 0) as still_open
          from flows cross join (select distinct came as month from flows) group by all)
        select count(*) from stocks where came_before - went_before + came_now - went_now <> still_open""",
    "X1:cross": """with sides as (
        select _month, client_group, 1 as calls, 0 as requests from kcc_calls join served
          on unit = regexp_extract(callback_request_id, '^[A-Z]+-[A-Z]+') and month = _month
          where client_group is not null
        union all select _month, client_group, 0, 1 from callback_requests
          join served on unit = _unit and month = _month where call_id is not null and client_group <> 'unknown')
        select count(*) from (
          select sum(calls) as calls, sum(requests) as requests from sides group by _month, client_group)
        where requests > 1.01 * calls + 5""",
    "X3:cross": """with repeats as (select r.request_id, r.division, c.client_ps, c.arrived_at
          from callback_requests as r join kcc_calls as c using (call_id) where r.repeat_basis is not null
          and c.client_ps is not null
          and r.created_at >= (select min(arrived_at) from kcc_calls) + interval 31 days),
        known as (select distinct request_id from repeats as r join kcc_calls as e on e.client_ps = r.client_ps
          and e.resolution = 'callback' and e.arrived_at < r.arrived_at)
        select count(*) from (select count(*) as n, count_if(k.request_id is null) / count(*) as share
          from repeats left join known as k using (request_id) group by division)
        where share > 0.25 + 4 * sqrt(0.25 * 0.75 / n)""",
}

OPTIONAL = {
    "kcc_calls": (
        "service_number", "client_group", "site", "identified_at", "client_ps", "answered_at", "resolution", "topic",
        "callback_request_id", "dissatisfied",
    ),
    "callback_requests": (
        "call_id", "topic", "physical_file", "preferred_window", "repeat_of", "repeat_basis", "first_attempt_at",
        "contacted_at", "closed_at", "close_reason",
    ),
}  # fmt: skip
CODES = {
    "kcc_calls": (
        "client_group", "site", "line", "id_kind", "outcome", "resolution", "topic", "survey_invited", "dissatisfied",
    ),
    "callback_requests": (
        "division", "region", "client_group", "topic", "physical_file", "repeat_basis", "close_reason",
    ),
}  # fmt: skip
COUNTS = {"kcc_calls": (), "callback_requests": ("attempts",)}
MOMENTS = {
    "kcc_calls": ("arrived_at", "identified_at", "answered_at", "ended_at"),
    "callback_requests": ("created_at", "first_attempt_at", "contacted_at", "closed_at"),
}
PATTERNS = {
    "kcc_calls": {"A6": ("call_id",), "A6b": ("service_number", "callback_request_id")},
    "callback_requests": {"A6": ("request_id",), "A6b": ("call_id", "office", "preferred_window", "repeat_of")},
}
STRINGS = {
    "kcc_calls": (
        "call_id", "service_number", "client_group", "site", "line", "id_kind", "outcome", "resolution", "topic",
        "callback_request_id",
    ),
    "callback_requests": (
        "request_id", "call_id", "division", "region", "office", "client_group", "topic", "preferred_window",
        "repeat_of", "repeat_basis", "close_reason",
    ),
}  # fmt: skip


def failures(connection: duckdb.DuckDBPyConnection) -> Failures:
    """All conditions on calls and callback requests, counted."""
    connection.execute("""create temp table delivered as select unit, month from unit_months
        where source = 'callback_requests' and grade = 'record'""")
    connection.execute("""create temp table served as select unit, month from delivered where month in (
        select month from unit_months where source = 'kcc_calls' and grade = 'record')""")
    found: Failures = {}
    for table, sql in (("kcc_calls", CALLS), ("callback_requests", REQUESTS)):
        row = connection.execute(sql).fetchone() or ()
        names = [name.split(".") for name, *_ in connection.description or ()]
        found |= {":".join([name[0], ".".join([table, *name[1:]])]): n or 0 for name, n in zip(names, row, strict=True)}
        found |= _masked(connection, table)
        found |= _monthly(connection, table)
    for check, sql in OTHERS.items():
        found[check] = _number(connection, sql)
    return found


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """What a query with one number says; no number (too little to judge) is no failure."""
    row = connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0


def _masked(connection: duckdb.DuckDBPyConnection, table: str) -> Failures:
    """What landing masked, by column and reason."""
    rows = connection.execute(f"select mask, count(*) from (select unnest(_masked) as mask from {table}) group by mask")
    counts = dict(rows.fetchall())
    found = {
        f"{code}:{table}.{name}": counts.get(f"{name}:pattern", 0)
        for code, names in PATTERNS[table].items()
        for name in names
    }
    for code, reason in (("A7", "person_number"), ("A7b", "phone_number")):
        found |= {f"{code}:{table}.{name}": counts.get(f"{name}:{reason}", 0) for name in STRINGS[table]}
    return found


def _monthly(connection: duckdb.DuckDBPyConnection, table: str) -> Failures:
    """Months beside each other: filled columns, codes, standing still, whole hours, copies."""
    optional, codes, counts, moments = OPTIONAL[table], CODES[table], COUNTS[table], MOMENTS[table]
    connection.execute(f"""create or replace temp table months as
        select _unit, _month, count(*) as n, {", ".join(f"count({name}) as {name}" for name in optional)},
        count_if(epoch_us({moments[0]}) % 3600000000 = 0) as on_the_hour from {table} group by all""")
    connection.execute(f"""create or replace temp table mix as
        select _unit, _month, {", ".join(codes)}, count(*) as k from {table} group by all""")
    connection.execute(f"create or replace temp table series as {_union(_one_code(name) for name in codes)}")
    connection.execute(f"create or replace temp table filled as {_union(_one_filled(name) for name in optional)}")
    connection.execute("""create or replace temp table shares as
        select t._unit, s.what, t._month, t.n, coalesce(k.k, 0) as k
        from (select _unit, _month, name, sum(k) as n from series group by all) as t
        join (select distinct _unit, name, what from series) as s using (_unit, name)
        left join series as k on k._unit = t._unit and k._month = t._month and k.what = s.what""")
    whole = "select count(*) from months where on_the_hour >= 20 and on_the_hour > 0.1 * n"
    return {
        f"A10:{table}": _number(connection, _jumps("filled")),
        f"A12:{table}.{moments[0]}": _number(connection, whole),
        f"A13:{table}": _number(connection, _jumps("shares")),
        f"A14:{table}": _number(connection, _still(table, counts)),
        f"A15:{table}.{moments[0]}": _number(connection, _copies(table, moments)),
    }


def _union(parts: Iterable[str]) -> str:
    return " union all ".join(parts)


def _one_code(name: str) -> str:
    return f"""select _unit, _month, '{name}' as name, '{name}=' || {name} as what, sum(k) as k from mix
        where {name} is not null group by all"""


def _one_filled(name: str) -> str:
    return f"select _unit, '{name}' as what, _month, n, {name} as k from months"


def _jumps(table: str) -> str:
    """Months that lie far from the month before, from the twelve before together, or from the year before."""
    far = (
        "abs(a.k / a.n - {k} / {n}) > {margin} + 4 * sqrt((a.k + {k}) / (a.n + {n}) * (1 - (a.k + {k}) / (a.n + {n})) "
    )
    far += "* (1 / a.n + 1 / {n}))"
    return f"""with a as (select *, lag(k) over w as k1, lag(n) over w as n1, sum(k) over y as k12,
          sum(n) over y as n12, count(*) over y as known from {table}
          window w as (partition by _unit, what order by _month),
          y as (partition by _unit, what order by _month rows between 12 preceding and 1 preceding))
        select count(*) from a left join {table} as b on b._unit = a._unit and b.what = a.what
          and b._month = (a._month[:4]::int - 1) || a._month[5:]
        where a.n > 0 and ((a.n1 > 0 and {far.format(k="a.k1", n="a.n1", margin=0.1)})
          or (a.known >= 3 and a.n12 > 0 and {far.format(k="a.k12", n="a.n12", margin=0.2)})
          or (b.n > 0 and {far.format(k="b.k", n="b.n", margin=0.2)}))"""


def _still(table: str, counts: Iterable[str]) -> str:
    """Months in which a column has one value, where the unit's other months make that all but impossible."""
    numbers = [
        f"""select _unit, _month, '{name}' as name, '{name}=' || {name} as what, count(*) as k from {table}
        where {name} is not null group by all"""
        for name in counts
    ]
    return f"""with v as ({_union(["from series", *numbers])}),
        one as (select _unit, _month, name, any_value(what) as what, sum(k) as n from v group by all
          having count(*) = 1 and sum(k) >= 20),
        rest as (select one._unit, one._month, one.name, one.n, sum(v.k) as n0,
          coalesce(sum(v.k) filter (v.what = one.what), 0) as k0 from one join v on v._unit = one._unit
          and v.name = one.name and v._month <> one._month group by all)
        select count(*) from rest where n * -ln((k0 + 1) / (n0 + 2)) > 14"""


def _copies(table: str, moments: tuple[str, ...]) -> str:
    """Months that agree with an earlier one of the unit in all minutes, seconds and durations: whole, or some days."""
    first, *others = moments
    at = f"epoch_us({first})"
    parts = ", ".join([f"{at} % 3600000000", *(f"epoch_us({name}) - {at}" for name in others)])
    return f"""with r as (select _unit, _month, {at} // 86400000000 as day, hash({parts}) as h from {table}),
        d as (select _unit, _month, day, count(*) as n, bit_xor(h) as x, bit_or(1::ubigint << (h % 62)) as kinds
          from r group by all),
        m as (select _unit, _month, sum(n) as n, bit_xor(x) as x, bit_or(kinds) as kinds from d group by all),
        hit as (
        select b._unit, b._month from m as a join m as b on b._unit = a._unit and b.n = a.n and b.x = a.x
          and b._month > a._month where b.n >= 10 and bit_count(b.kinds) >= 5
        union select b._unit, b._month from d as a join d as b on b._unit = a._unit and b.n = a.n and b.x = a.x
          and b._month > a._month where b.n >= 5 and bit_count(b.kinds) >= 5
          group by b._unit, a._month, b._month having count(*) >= 3)
        select count(*) from hit"""
