"""The plausibility rules that follow from a source's contract: what a month may differ from the months around it.

Codes: A10 how often a column is filled, A12 moments on the whole hour, A13 how codes divide, A14 a value that stands
still, A15 a month that is a copy of another. A month is held against the month before it, the twelve before it
together and the same month a year earlier, as far as these were delivered; volumes are A9 (`deliveries.yml`).

All queries group by unit and month first, so that each reads the table once, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.model.contract import Column, Source
from etl.quality.derived import Derived
from etl.quality.plan import quoted

FEW_VALUES = 20
"""A whole number with bounds that lie no further apart counts as a code: a score, a grade, a severity."""

# How far the share k/n of each thing in each month lies from that of the months it is held against.
_JUMPS = """
    series as (
      select *, lag(n) over before as n1, lag(k) over before as k1,
      sum(n) over year as n2, sum(k) over year as k2, count(*) over year as known
      from counts window before as (partition by "_unit", "_what" order by "_month"),
      year as (partition by "_unit", "_what" order by "_month" rows between 12 preceding and 1 preceding)),
    pairs as (
      select "_unit", "_what", "_month", n, k, n1 as n0, k1 as k0, {margin} as margin from series
      union all select "_unit", "_what", "_month", n, k, n2, k2, {margin_year} from series where known >= 3
      union all select a."_unit", a."_what", a."_month", a.n, a.k, b.n, b.k, {margin_year} from series as a
      join series as b on b."_unit" = a."_unit" and b."_what" = a."_what"
      and b."_month" = (a."_month"[:4]::int - 1) || a."_month"[5:]),
    shares as (
      select *, abs(k / n - k0 / n0) as observed, (k + k0) / (n + n0) as p from pairs where n > 0 and n0 > 0)
    select max(observed) as observed from shares
    where observed > margin + {sigmas} * sqrt(p * (1 - p) * (1 / n + 1 / n0))
    group by "_unit", "_what", "_month\""""


def filled(source: Source) -> Iterator[Derived]:
    """Per unit, month and optional column: the share of rows in which it is filled."""
    optional = [name for name, column in source.record_columns().items() if not column.required]
    if not optional:
        return
    counts = ", ".join(f"count({quoted(name)}) as {quoted(name)}" for name in optional)
    names = ", ".join(quoted(name) for name in optional)
    query = f"""
        with rows as (select "_unit", "_month", count(*) as n, {counts} from {{table}} group by all),
        counts as (unpivot rows on {names} into name "_what" value k), {_JUMPS}"""
    yield _asked(query, optional)


def divided(source: Source) -> Iterator[Derived]:
    """Per unit, month and code: its share of the values of its column; a code that is absent has a share of zero."""
    codes = _codes(source)
    if not codes:
        return
    query = f"""
        with {_counted_codes(codes)},
        totals as (select "_unit", "_month", "_column", sum(k) as n from codes group by all),
        seen as (select distinct "_unit", "_column", "_code" from codes),
        counts as (select "_unit", "_column" || '=' || "_code" as "_what", "_month", n, coalesce(k, 0) as k
        from totals join seen using ("_unit", "_column")
        left join codes using ("_unit", "_month", "_column", "_code")), {_JUMPS}"""
    yield _asked(query, codes)


def standing_still(source: Source) -> Iterator[Derived]:
    """Per unit, month and column: one value in all rows, where the unit's other months make that all but impossible."""
    codes = _codes(source)
    others = [name for name, column in source.record_columns().items() if column.type == "integer"]
    others = [name for name in others if name not in codes]
    if not codes and not others:
        return
    query = f"""
        with {_counted_codes(codes, others)},
        still as (select "_unit", "_month", "_column", sum(k) as n, any_value("_code") as v from codes
        group by all having count(*) = 1 and sum(k) >= {{rows}}),
        usual as (select s.n, coalesce(sum(c.k) filter (c."_code" = s.v), 0) as k0, sum(c.k) as n0 from still as s
        join codes as c using ("_unit", "_column") where c."_month" <> s."_month"
        group by s."_unit", s."_month", s."_column", s.n)
        select n as observed from usual where n * -ln((k0 + 1) / (n0 + 2)) > {{surprise}}"""
    yield _asked(query, [*codes, *others])


def on_the_hour(source: Source) -> Iterator[Derived]:
    """Per unit and month: the share of rows whose moment is a whole hour."""
    moment = source.month_column
    if source.columns[moment].type != "timestamp":
        return
    query = f"""
        with months as (select count(*) as n, count_if(epoch_us({quoted(moment)}) % 3600000000 = 0) as k
        from {{table}} group by "_unit", "_month")
        select k / n as observed from months where k >= {{rows}} and k > {{share}} * n"""
    yield _asked(query, [moment], moment)


def copied(source: Source) -> Iterator[Derived]:
    """Pairs of months of a unit that agree, as a whole or on some days, in all minutes, seconds and durations.

    The hour and the date are left out: whoever copies a month changes the date, and with it perhaps the offset.
    Days add up to months, because the fingerprints are combined by exclusive or.
    """
    first = source.month_column
    if source.columns[first].type != "timestamp":
        return
    kinds = source.record_columns().items()
    moments = [name for name, column in kinds if column.type == "timestamp" and name != first]
    at = f"epoch_us({quoted(first)})"
    parts = ", ".join([f"{at} % 3600000000", *(f"epoch_us({quoted(name)}) - {at}" for name in moments)])
    query = f"""
        with prints as (select "_unit", "_month", {at} // 86400000000 as day, hash({parts}) as print from {{table}}),
        days as (select "_unit", "_month", day, count(*) as n, bit_xor(print) as x,
        bit_or(1::ubigint << (print % 62)) as kinds from prints group by all),
        months as (select "_unit", "_month", sum(n) as n, bit_xor(x) as x, bit_or(kinds) as kinds from days
        group by all),
        copies as (
        select b."_unit", b."_month", b.n from months as a join months as b
        on a."_unit" = b."_unit" and a.n = b.n and a.x = b.x and a."_month" < b."_month"
        where b.n >= {{rows}} and bit_count(b.kinds) >= {{day_rows}}
        union all select b."_unit", b."_month", sum(b.n) from days as a join days as b
        on a."_unit" = b."_unit" and a.n = b.n and a.x = b.x and a."_month" < b."_month"
        where b.n >= {{day_rows}} and bit_count(b.kinds) >= {{day_rows}}
        group by b."_unit", a."_month", b."_month" having count(*) >= {{days}})
        select max(n) as observed from copies group by "_unit", "_month\""""
    yield _asked(query, [first, *moments], first)


def _codes(source: Source) -> list[str]:
    return [name for name, column in source.record_columns().items() if _is_code(column)]


def _is_code(column: Column) -> bool:
    if column.type == "integer":
        return column.min is not None and column.max is not None and column.max - column.min <= FEW_VALUES
    return column.type == "boolean" or column.codes is not None


def _asked(query: str, columns: Sequence[str], column: str = "") -> Derived:
    return Derived(column, {"query": " ".join(query.split()), "columns": (*columns, "_unit", "_month")})


def _counted_codes(codes: list[str], others: Sequence[str] = ()) -> str:
    """The first steps of a query: `codes` has one row per unit, month, column and value, with its rows `k`."""
    parts = []
    if codes:
        names = ", ".join(quoted(name) for name in codes)
        texts = ", ".join(f"{quoted(name)}::varchar as {quoted(name)}" for name in codes)
        parts.append(
            f'select "_unit", "_month", "_column", "_code", sum(k)::bigint as k from (unpivot (select "_unit", '
            f'"_month", {texts}, count(*) as k from {{table}} group by all) on {names} '
            f'into name "_column" value "_code") group by all'
        )
    parts += [
        f"""select "_unit", "_month", '{name}', {quoted(name)}::varchar, count(*) from {{table}}
        where {quoted(name)} is not null group by all"""
        for name in others
    ]
    return "codes as (" + " union all ".join(parts) + ")"
