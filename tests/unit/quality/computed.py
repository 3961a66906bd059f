"""Measures and facts that follow from the clean records, as the compute step would leave them."""

from __future__ import annotations

import duckdb

from etl.pipeline.fact_tables import FACT_TYPES

BUSINESS_DAYS = """
create table business_days as select 'ict_incidents' as source, 'national' as unit, day,
  (day + opens_at)::timestamptz as opens_at, (day + closes_at)::timestamptz as closes_at, 32400::bigint as seconds
from calendar where is_open and day between '2007-01-01' and '2007-04-30'"""

RESTATED = """
create table restated as select 'd3' as delivery, 'kcc_quality' as source, 'national' as unit, '2007-03' as month,
  1000::bigint as row_count, 4::bigint as restated_count"""

MEASURES = """
create table measures as
with counted as (
  select 'kcc_calls' as source, 'national' as unit, _month as month, client_group, null as division, null as region,
    site, unnest(['questions', 'questions_direct', 'questions_callback']) as measure,
    unnest([1, (resolution = 'direct')::int, (resolution = 'callback')::int]) as value
  from kcc_calls where line = 'public' and outcome = 'answered'
  union all select 'kcc_quality', 'national', _month, null, null, null, site, 'evaluations', 1
  from kcc_quality where selection = 'random'
  union all select 'callback_requests', _unit, _month, client_group, division, region, null, 'callbacks_requested', 1
  from callback_requests
  union all select 'complaints', 'national', _month, client_group, about, region, null, 'complaints_callback', 1
  from complaints where kind = 'complaint' and subject = 'callback'
  union all select 'ict_incidents', 'national', strftime(day, '%Y-%m'), null, null, null, site, measure, 4 * seconds
  from business_days, unnest(['GOES', 'GRONINGEN', 'ALMERE']) as s(site),
    unnest(['ict_open_seconds', 'ict_available_seconds']) as m(measure))
select source, unit, month, client_group, division, region, site, measure, sum(value)::double as value
from counted group by all"""

FACTS = """
insert into facts by name
with periods as (
  select month as period, [month] as months from (select distinct month from measures)
  union all select '2007-01..2007-04', ['2007-01', '2007-02', '2007-03', '2007-04']),
placed as (
  select p.period, p.months, m.* from periods as p join measures as m on list_contains(p.months, m.month)),
asked as (
  select period, months, division, region, sum(value) filter (measure = 'callbacks_requested') as requests,
    coalesce(sum(value) filter (measure = 'complaints_callback'), 0) as complaints
  from placed where division is not null group by grouping sets (
    (period, months), (period, months, division), (period, months, division, region))),
numbers as (
  select *, unnest(['callback_requests', 'callback_within_2h', 'callback_complaints', 'callback_complaint_rate'])
    as indicator,
    unnest([requests, requests * 0.5, complaints, complaints]) as numerator,
    unnest([null, requests * 0.75, null, requests]) as denominator, unnest([0, requests * 0.25, 0, 0]) as excluded,
    unnest(['no_norm', 'met', 'no_norm', 'no_norm']) as verdict, null as divisor from asked
  union all select period, months, null, null, requests, 0, 'callback_requests_per_day', requests,
    (select count_if(is_weekday) from calendar where list_contains(months, strftime(day, '%Y-%m'))),
    0, 'no_norm', 'weekdays'
  from asked where division is null
  union all select period, months, null, null, 0, 0, 'ict_availability',
    sum(value) filter (measure = 'ict_available_seconds'), sum(value) filter (measure = 'ict_open_seconds'),
    0, 'no_norm', null
  from placed where source = 'ict_incidents' group by all
  union all select '2007', ['2007'], 'WW', null, 10000, 0, 'callback_complaint_rate', 10, 10000, 0, 'no_norm', null
  from periods where len(months) = 4
  union all select '2007', ['2007'], 'WW', null, 1000, 0, 'repeat_callback_rate', 43, 1000, 0, 'met', null
  from periods where len(months) = 4)
select indicator || '@' || period || coalesce('/division=' || division, '') || coalesce('/region=' || region, '')
    as fact_id,
  indicator, 1 as definition_version, period, months[-1] as month, months, division, region, numerator, denominator,
  numerator / coalesce(denominator, 1) as value, if(denominator is null, 'count', 'share') as unit, divisor,
  false as is_stock, true as complete, false as provisional, excluded, verdict, if(verdict = 'met', 1, 0) as norm_count
from numbers"""

# One share of 10,000 calls, one count in 20 working days and one mean of 400 answers, each beside what is usual.
MONTHS_BESIDE = """
create table indicator_months as
select *, 12::bigint as known from (values
  ('reachability@2007-04', 'share', 'month_before', 0.92, 0.93, 9200, 10000, null, 9300, 10000, null, 0.01),
  ('reachability@2007-04', 'share', 'twelve_months', 0.92, 0.91, 9200, 10000, null, 109200, 120000, null, 0.01),
  ('reachability@2007-04', 'share', 'year_before', 0.92, 0.90, 9200, 10000, null, 9000, 10000, null, 0.01),
  ('callback_requests@2007-04', 'count', 'month_before', 1000, 1100, 1000, 20, null, 1210, 22, null, 30),
  ('callback_requests@2007-04', 'count', 'twelve_months', 1000, 1040, 1000, 20, null, 13000, 250, null, 30),
  ('callback_requests@2007-04', 'count', 'year_before', 1000, 1200, 1000, 20, null, 1140, 19, null, 30),
  ('grade_mean@2007-04', 'mean', 'month_before', 6.6, 6.5, 2640, 400, 0.1, 2600, 400, 0.1, 0.1),
  ('grade_mean@2007-04', 'mean', 'twelve_months', 6.6, 6.4, 2640, 400, 0.1, 30720, 4800, 0.03, 0.1),
  ('grade_mean@2007-04', 'mean', 'year_before', 6.6, 6.3, 2640, 400, 0.1, 2520, 400, 0.1, 0.1)
) as t(fact_id, unit, held_against, value, usual, amount, exposure, error, amount_0, exposure_0, error_0, usual_step)"""

PUBLISHED = """
create table published as select * from (values
  ('reachability@2007-03', '2007-H1/1', 0.925::double, 0.925::double, false),
  ('reachability@2007-03', '2007-03/2', 0.925, 0.925, true),
  ('call_volume@2007-03', '2007-03/2', 1250, 1250, false)
) as t(fact_id, edition, value, published_value, is_redelivered)"""


def add_computed(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the tables that a run makes from its records."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in FACT_TYPES.items())
    connection.execute(f"create table facts ({columns})")
    for sql in (BUSINESS_DAYS, RESTATED, MEASURES, FACTS, MONTHS_BESIDE, PUBLISHED):
        connection.execute(sql)
