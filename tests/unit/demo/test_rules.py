"""The clean demo breaks no rule of the domain brief, section 7: each query counts the rows that would."""

from __future__ import annotations

import itertools

import duckdb
import pytest

from .reading import KEYS, MOMENTS, number

COUNTS_ONLY = "regexp_matches({}, '^AG-(WEST|ZUID)-')"
HOLIDAYS = (
    "('2006-04-17', '2006-05-25', '2006-06-05', '2006-12-25', '2006-12-26', '2007-01-01', '2007-04-09', "
    "'2007-04-30', '2007-05-17', '2007-05-28', '2007-12-25', '2007-12-26')"
)
CLOCK = "strftime({}, '%H:%M:%S')"
DAY = "strftime({}, '%Y-%m-%d')"
CASES = (
    "(select k.case_id, k.subject, k.received_at, client_id from complaints as k left join callback_requests as r "
    "using (request_id) join kcc_calls as c on c.call_id = coalesce(k.call_id, r.call_id) where client_id is not null)"
)

RULES = {
    "C1 moments of a call follow each other": "kcc_calls where not (arrived_at <= coalesce(identified_at, arrived_at) "
    "and coalesce(identified_at, arrived_at) <= coalesce(answered_at, ended_at) and answered_at <= ended_at) "
    "or identified_at > ended_at",
    "C2 answered_at iff answered": "kcc_calls where (answered_at is not null) <> (outcome = 'answered')",
    "C3 resolution iff answered": "kcc_calls where (resolution is not null) <> (outcome = 'answered')",
    "C4 client and moment iff identified": "kcc_calls where (client_id is null) <> (id_kind = 'none') "
    "or (identified_at is null) <> (id_kind = 'none')",
    "C5 kind of number fits the group": "kcc_calls where id_kind = 'bsn' and client_group <> 'employee' "
    "or id_kind = 'lhn' and client_group <> 'employer'",
    "C6 plausible waits and talks": "kcc_calls where epoch(answered_at) - epoch(arrived_at) > 7200 "
    "or epoch(ended_at) - epoch(answered_at) > 14400",
    "C7 callback id iff callback": "kcc_calls where (callback_request_id is not null) "
    "<> (coalesce(resolution, '') = 'callback')",
    "C8 closed iff outside opening hours": "kcc_calls where (outcome = 'closed') <> (isodow(arrived_at) > 5 "
    f"or {CLOCK.format('arrived_at')} not between '08:00:00' and '16:59:59' "
    f"or {DAY.format('arrived_at')} in {HOLIDAYS})",
    "C9 employers in Almere": "kcc_calls where (site = 'ALMERE') <> (client_group = 'employer')",
    "busy and closed calls reach no site": "kcc_calls where (site is null) <> (outcome in ('busy', 'closed'))",
    "partner lines have no client group": "kcc_calls where (line <> 'public') <> (client_group is null) "
    "or line <> 'public' and (service_number is not null or identified_at is not null)",
    "numbers per client group": "kcc_calls where service_number <> "
    "case client_group when 'employee' then '0900-9294' else '0900-9295' end",
    "municipalities only from 2007": "kcc_calls where line = 'municipality' and _month < '2007'",
    "S1 invited before the answer": "kcc_survey left join kcc_calls using (call_id) where arrived_at is null "
    "or not survey_invited or invited_at < identified_at or invited_at >= answered_at",
    "S2 group of the call": "kcc_survey as s join kcc_calls as c using (call_id) "
    "where s.client_group <> c.client_group",
    "S4 scores only after consent": "kcc_survey where completed_at is not null and not consented or "
    "(completed_at is null) <> (coalesce(q_overall, q_answer, q_expertise, grade) is null)",
    "S5 completed within an hour": "kcc_survey join kcc_calls using (call_id) "
    "where epoch(completed_at) - epoch(ended_at) not between 1 and 3600",
    "Q4 an answered call, evaluated soon": "kcc_quality as q left join kcc_calls as c using (call_id) "
    "where c.outcome is distinct from 'answered' or q.site <> c.site or evaluated_at < ended_at "
    "or evaluated_at > ended_at + interval 31 days",
    "Q1 Q2 counts and people": "kcc_quality where content_errors < 0 or technique_errors < 0 or agent_id = coach_id",
    "I1 I3 I8 incidents": "ict_incidents where resolved_at is null or resolved_at < started_at "
    "or seats_affected not between 1 and case site when 'ALMERE' then 120 when 'GOES' then 300 else 320 end",
    "I6 planned outside opening hours": "ict_incidents where planned and isodow(started_at) < 6 "
    f"and {CLOCK.format('started_at')} < '17:00:00'",
    "R1 moments of a request": "callback_requests where first_attempt_at < created_at "
    "or contacted_at < coalesce(first_attempt_at, created_at) "
    "or closed_at < coalesce(contacted_at, first_attempt_at, created_at)",
    "R2 contact iff contacted": "callback_requests where (coalesce(close_reason, '') = 'contact') "
    "<> (contacted_at is not null) or (closed_at is null) <> (close_reason is null)",
    "attempts and first attempt": "callback_requests where (attempts > 0) <> (first_attempt_at is not null) "
    "or attempts = 0 and contacted_at is not null",
    "R3 repeats": "callback_requests as r left join callback_requests as o on o.request_id = r.repeat_of "
    "left join kcc_calls as c on c.call_id = r.call_id left join kcc_calls as p on p.call_id = o.call_id "
    "where r.repeat_of is not null and (o.request_id is null or o.created_at >= r.created_at or o._unit <> r._unit "
    "or o._month[:4] <> r._month[:4] or c.client_id is distinct from p.client_id)",
    "R3 basis iff repeat": "callback_requests where (repeat_of is null) <> (repeat_basis is null)",
    "R4 request belongs to its call": "callback_requests as r left join kcc_calls as c using (call_id) "
    "where c.callback_request_id is distinct from r.request_id or c.resolution <> 'callback' "
    "or epoch(r.created_at) - epoch(c.ended_at) not between 0 and 900 "
    f"or {DAY.format('r.created_at')} <> {DAY.format('c.arrived_at')} "
    f"or {CLOCK.format('r.created_at')} > '16:59:59' "
    "or r.client_group not in ('unknown', c.client_group)",
    "R5 calls have their request": "kcc_calls left join callback_requests on request_id = callback_request_id "
    f"where callback_request_id is not null and (request_id is null) <> {COUNTS_ONLY.format('callback_request_id')}",
    "R6 unit, division and region agree": "callback_requests where _unit <> division || '-' || region "
    "or not starts_with(request_id, _unit || '-') or not starts_with(office, _unit || '-')",
    "R10 no contact within a minute": "callback_requests where epoch(contacted_at) - epoch(created_at) < 60",
    "contact in office hours": "callback_requests where isodow(contacted_at) > 5 "
    f"or {CLOCK.format('contacted_at')} not between '08:00:00' and '18:00:00' "
    f"or {DAY.format('contacted_at')} in {HOLIDAYS}",
    "nothing is open and not yet due at the end of a month": "callback_requests "
    "where created_at::date = last_day(created_at::date) "
    "and coalesce(contacted_at, closed_at, timestamptz '2030-01-01')::date <> created_at::date",
    "K1 moments of a complaint": "complaints where acknowledged_at < received_at or handled_at < acknowledged_at "
    "or aftercare_at < handled_at",
    "K2 adjourned in time, once, four weeks": "complaints where adjourned_at > received_at + interval 42 days "
    "or adjourned_at is not null and handled_at > received_at + interval 70 days "
    "or (adjourned_at is null) <> (consent_extension is null)",
    "K4 outcome iff handled": "complaints where (outcome is null) <> (handled_at is null)",
    "K7 callback complaints name their request": "complaints where (subject = 'callback') <> (request_id is not null)",
    "K7 and the request fits": "complaints as k left join callback_requests as r using (request_id) "
    f"where k.request_id is not null and ((r.request_id is null) <> {COUNTS_ONLY.format('k.request_id')} "
    "or r.created_at >= k.received_at or r.division <> k.about or r.region <> k.region "
    "or r.client_group <> k.client_group)",
    "complaints about the KCC name their call": "complaints as k left join kcc_calls as c using (call_id) "
    "where (k.about = 'KCC') <> (k.call_id is not null) or k.call_id is not null "
    "and (c.outcome is distinct from 'answered' or c.ended_at >= k.received_at or c.client_group <> k.client_group)",
    "K12 aftercare always": "complaints where handled_at is not null and aftercare_at is null",
    "K13 no client twice in a week": f"{CASES} as a join {CASES} as b using (client_id, subject) "
    "where b.case_id < a.case_id and abs(epoch(b.received_at) - epoch(a.received_at)) < 7 * 86400",
}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_row_breaks_a_rule(demo: duckdb.DuckDBPyConnection, rule: str) -> None:
    """Two years at the default scale."""
    broken = number(demo, f"select count(*) from {RULES[rule]}")

    assert broken == 0


@pytest.mark.parametrize("source", sorted(KEYS))
def test_keys_are_unique_and_events_fall_in_their_month(demo: duckdb.DuckDBPyConnection, source: str) -> None:
    """A3 and A4, with months in Amsterdam time."""
    event = MOMENTS[source][0]

    twice = number(demo, f"select count(*) - count(distinct {KEYS[source]}) from {source}")
    outside = number(demo, f"select count(*) from {source} where strftime({event}, '%Y-%m') <> _month")

    assert (twice, outside) == (0, 0)


def test_one_survey_per_invited_call(demo: duckdb.DuckDBPyConnection) -> None:
    """Each invited call has exactly one row in the survey, each coach judges a call once (S1, Q5)."""
    invited = number(demo, "select count_if(survey_invited) from kcc_calls")
    surveys = number(demo, "select count(distinct call_id) from kcc_survey")
    twice = number(demo, "select count(*) - count(distinct (call_id, coach_id)) from kcc_quality")

    assert (surveys, twice) == (invited, 0)


def test_aggregates_count_what_the_calls_promised(demo: duckdb.DuckDBPyConnection) -> None:
    """The two regions without records report as many requests as calls were passed on to them."""
    rows = demo.execute(
        "select _month, regexp_extract(callback_request_id, '^AG-[A-Z]+') as unit, count(*) as calls, "
        "(select sum(value) from aggregates as a where a.month = c._month and measure = 'callbacks_requested' "
        "and a.division || '-' || a.region = unit) as requests from kcc_calls as c "
        f"where {COUNTS_ONLY.format('callback_request_id')} group by all"
    ).fetchall()

    assert len(rows) == 48
    assert all(calls == requests for *_, calls, requests in rows)


def test_unknown_client_groups_are_few(demo: duckdb.DuckDBPyConnection) -> None:
    """R8: some two percent, never over five in a month."""
    rows = demo.execute("select avg((client_group = 'unknown')::int) from callback_requests group by _month").fetchall()

    assert all(0 < share <= 0.05 for (share,) in rows)


@pytest.mark.parametrize("source", ["kcc_calls", "kcc_survey", "kcc_quality", "ict_incidents", "complaints"])
def test_monthly_volumes_stay_near_their_past(demo: duckdb.DuckDBPyConnection, source: str) -> None:
    """A9: within 30 % of the mean of the months before, without correcting for holidays."""
    rows = demo.execute(
        f"with months as (select _month, count(*) as n from {source} group by 1) "
        "select n / avg(n) over (order by _month rows between 12 preceding and 1 preceding) from months"
    ).fetchall()

    ratios = [ratio for (ratio,) in rows if ratio is not None]
    assert len(ratios) == 23
    assert all(0.70 <= ratio <= 1.30 for ratio in ratios)


def test_regional_volumes_stay_near_their_past(demo: duckdb.DuckDBPyConnection) -> None:
    """A9 for each register apart, some thirty requests a month."""
    rows = demo.execute(
        "with months as (select _unit, _month, count(*) as n from callback_requests group by all) select n / avg(n) "
        "over (partition by _unit order by _month rows between 12 preceding and 1 preceding) from months"
    ).fetchall()

    assert all(0.70 <= ratio <= 1.30 for (ratio,) in rows if ratio is not None)


@pytest.mark.parametrize("source", sorted(KEYS))
def test_columns_are_as_full_as_the_month_before(demo: duckdb.DuckDBPyConnection, source: str) -> None:
    """A10: the share of empty cells moves less than two points, or what one row can move."""
    columns = [row[0] for row in demo.execute(f"describe {source}").fetchall() if not row[0].startswith("_")]
    empty = ", ".join(f"count_if({column} is null)" for column in columns)
    rows = demo.execute(f"select count(*), {empty} from {source} group by _month order by _month").fetchall()

    moved = [
        (column, before, after)
        for before, after in itertools.pairwise(rows)
        for column, empty_before, empty_after in zip(columns, before[1:], after[1:], strict=True)
        if abs(empty_before / before[0] - empty_after / after[0]) > max(0.02, 1.2 / min(before[0], after[0]))
    ]

    assert moved == []


def test_every_site_and_system_has_an_incident_each_month(demo: duckdb.DuckDBPyConnection) -> None:
    """I7: a month without any incident would be suspicious; some overlap."""
    rows = demo.execute(
        "select count(distinct (site, system)) from ict_incidents where not planned group by _month"
    ).fetchall()
    overlaps = number(
        demo,
        "select count(*) from ict_incidents as a join ict_incidents as b using (site, system) "
        "where a.incident_id < b.incident_id and b.started_at < a.resolved_at",
    )

    assert rows == [(12,)] * 24
    assert overlaps > 20


def test_complaints_are_mostly_handled_in_time(demo: duckdb.DuckDBPyConnection) -> None:
    """Awb 9:11: six weeks, or ten when adjourned; about 95 % in time; signals several times as many as complaints."""
    (row,) = demo.execute(
        "select avg((handled_at <= received_at + case when adjourned_at is null then interval 42 days "
        "else interval 70 days end)::int) filter (kind = 'complaint'), "
        "count_if(kind = 'signal') / count_if(kind = 'complaint') from complaints"
    ).fetchall()
    in_time, signals = row

    assert 0.94 <= in_time < 1
    assert 3 <= signals <= 6
