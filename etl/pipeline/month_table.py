"""Each number of a month beside those that say what it usually is, as a table a rule can ask.

Grain: `indicator_months` has one row per number of a judged month and number it is held against: that of the month
before, of the same month a year earlier, and of the twelve months before together. Only months with the same coverage
are beside each other; `known` counts how many of the twelve before it there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd

from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Indicator, Programme
from etl.model.workdays import count_days

MONTH_TYPES = {
    "fact_id": "varchar",
    "series": "varchar",
    "month": "varchar",
    "is_judged": "boolean",
    "unit": "varchar",
    "value": "double",
    "amount": "double",
    "exposure": "double",
    "error": "double",
}
"""`series` is the same for numbers that may be compared. `amount` over `exposure` adds up over months: a part over the
whole, a count over the working days, a level over its moment; empty where a number is no such ratio. For a median
`exposure` is the number of cases. `error` is the standard error of a sample."""
_TWO_SIDED_95 = 1.96

_TABLE = """
    create or replace table indicator_months as
    with series as (
      select *, lag(value) over before as value_1, lag(amount) over before as amount_1,
      lag(exposure) over before as exposure_1, lag(error) over before as error_1,
      avg(value) over year as value_12, sum(amount) over year as amount_12, sum(exposure) over year as exposure_12,
      sqrt(sum(error ** 2) over year) / count(*) over year as error_12, count(*) over year as known
      from month_frame window before as (partition by series order by month),
      year as (partition by series order by month rows between 12 preceding and 1 preceding)),
    steps as (
      select *, coalesce(abs(amount / exposure - amount_1 / exposure_1), abs(value - value_1)) as step from series),
    months as (
      select *, median(step) over (partition by series order by month rows between 12 preceding and 1 preceding)
      as usual_step from steps),
    beside as (
      select *, 'month_before' as held_against, value_1 as value_0, amount_1 as amount_0, exposure_1 as exposure_0,
      error_1 as error_0 from months
      union all by name select *, 'twelve_months' as held_against, value_12 as value_0, amount_12 as amount_0,
      exposure_12 as exposure_0, error_12 as error_0 from months
      union all by name select m.*, 'year_before' as held_against, y.value as value_0, y.amount as amount_0,
      y.exposure as exposure_0, y.error as error_0 from months as m
      join month_frame as y on y.series = m.series and y.month = (m.month[:4]::int - 1) || m.month[5:])
    select fact_id, unit, held_against, value, known,
      coalesce(amount_0 / exposure_0, value_0) * if(unit = 'count', exposure, 1) as usual, amount, exposure, error,
      amount_0, exposure_0, error_0, coalesce(usual_step, 0) * if(unit = 'count', exposure, 1) as usual_step
    from beside where is_judged and value_0 is not null"""


def open_indicator_months(
    connection: duckdb.DuckDBPyConnection, months: Iterable[Fact], judged: Period, programme: Programme
) -> None:
    """Create `indicator_months` from the numbers of single months, of which those of `judged` are held against others.

    A provisional number is neither judged nor held against: it is still to change.
    """
    definitions = {(item.indicator, item.version): item for item in programme.indicators}
    rows = [
        _row(fact, definitions[fact.indicator, fact.definition_version], judged, programme)
        for fact in months
        if fact.value is not None and not fact.provisional
    ]
    types = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in MONTH_TYPES.items())
    connection.register("month_rows", pd.DataFrame(rows, columns=list(MONTH_TYPES)).astype("object"))
    connection.execute(f"create or replace temp table month_frame as select {types} from month_rows")
    connection.unregister("month_rows")
    connection.execute(_TABLE)
    connection.execute("drop table month_frame")


def _row(fact: Fact, indicator: Indicator, judged: Period, programme: Programme) -> dict[str, Any]:
    amount, exposure = _ratio(fact, indicator, programme)
    name = fact.fact_id.replace(str(fact.period), "", 1)
    sampled = indicator.sample and fact.low is not None and fact.high is not None
    return {
        "fact_id": fact.fact_id,
        "series": f"{name}#{fact.definition_version}#{fact.coverage.delivered}",
        "month": str(fact.period),
        "is_judged": judged.contains(fact.period),
        "unit": fact.unit,
        "value": float(fact.value or 0),
        "amount": amount,
        "exposure": exposure,
        "error": float(fact.high - fact.low) / (2 * _TWO_SIDED_95) if sampled and fact.high and fact.low else None,
    }


def _ratio(fact: Fact, indicator: Indicator, programme: Programme) -> tuple[float | None, float | None]:
    if fact.numerator is None:
        return None, None
    count = float(fact.numerator)
    if fact.unit == "median":
        return None, count
    if fact.denominator is not None:
        return count, float(fact.denominator)
    if any(programme.measure(name).stock for name in indicator.measures):
        return count, 1.0
    return count, float(count_days([str(fact.period)], "working_days", programme.days_off))
