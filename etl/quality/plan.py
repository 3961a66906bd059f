"""What is asked of the data: one check per rule and table, with its SQL. Nothing here is run.

The same SQL serves the counting (`run`) and the quarantine, so that both always speak of the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import duckdb

from etl.model.checks import Rule, RuleBook
from etl.model.contract import Text
from etl.model.errors import Problem, UsageError

MASK = "***"
CROSS = "cross"
"""The rule book that is about no table in particular; it holds queries only."""
CONTRACT = "contract"
"""The rule book about every source: its tests follow from the contracts."""

COMPUTED = ("facts", "indicator_months", "measures", "published")
"""What is made from the records: rules about these are asked once the facts are there."""
NOT_YET = {"published": Text(nl="er is nog niets gepubliceerd", en="nothing has been published yet")}
"""What to say of a table that is there only when something happened before."""
SYSTEM_TABLES = ("deliveries", "rejects", "restated", "unit_months", "calendar", "business_days", *COMPUTED, CROSS)
"""What rule books may be about besides sources."""

Views = Mapping[str, Mapping[str, str]]
"""Table → column → DuckDB type, of everything that was delivered."""

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


@dataclass(frozen=True)
class Stock:
    """The stock GX expectation that asks the same as a rule's `row`, with its arguments."""

    kind: Literal["not_null", "in_set", "between"]
    arguments: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Check:
    """One rule on one table; `column` is given where the rule follows from a column of the contract."""

    rule: Rule
    table: str
    column: str = ""
    stock: Stock | None = None

    @property
    def check_id(self) -> str:
        """`code:table` or `code:table.column`, as in `CheckResult`."""
        return f"{self.rule.code}:{self.table}" + (f".{self.column}" if self.column else "")

    @property
    def order(self) -> tuple[str, str, int, str, str]:
        """Sorts by table, code (C2 before C10) and column."""
        letters, number, suffix = re.fullmatch(r"(.*?)([0-9]+)([a-z]?)", self.rule.code).groups()  # type: ignore[union-attr] # Rule.code has this pattern
        return self.table, letters, int(number), suffix, self.column


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"


def views_of(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> dict[str, dict[str, str]]:
    """The tables and views of the current schema, with their columns in order.

    Raises:
        UsageError: a table that a check reads is temporary: the cursors of the checks do not see it.
    """
    rows = connection.execute(
        "select table_catalog, table_name, column_name, data_type from information_schema.columns "
        "where table_schema = current_schema() order by table_name, ordinal_position"
    ).fetchall()
    views: dict[str, dict[str, str]] = {}
    for catalog, table, column, kind in rows:
        if catalog != "temp":
            views.setdefault(table, {})[column] = kind
    read = {table for check in checks for table in tables_of(check)}
    hidden = sorted(read & {table for catalog, table, *_ in rows if catalog == "temp"} - set(views))
    if hidden:
        raise UsageError(
            Problem(
                "the checks cannot see temporary tables or registered frames",
                where=", ".join(hidden),
                hint="create a table or view of that name.",
            )
        )
    return views


def filled(sql: str, rule: Rule) -> str:
    """The rule's SQL with its parameters in place; `{table}` stays.

    Raises:
        UsageError: the SQL names a parameter that the rule does not have.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "table":
            return match[0]
        if name not in rule.parameters:
            raise UsageError(
                Problem(
                    f"rule {rule.code} uses {{{name}}}, which is not among its parameters",
                    hint="add it under parameters, with a value and a reason.",
                )
            )
        given = rule.parameters[name].value
        return given if isinstance(given, str) else format(given, "f")

    return _PLACEHOLDER.sub(value, sql)


def sql_texts(rule: Rule) -> tuple[str, ...]:
    """Every piece of SQL in a rule."""
    texts = [
        rule.row,
        rule.query,
        rule.aggregate.value if rule.aggregate else None,
        rule.exists.where if rule.exists else None,
    ]
    return tuple(text for text in texts if text)


def used_parameters(rule: Rule) -> frozenset[str]:
    """The names in braces in a rule's SQL."""
    return frozenset(name for text in sql_texts(rule) for name in _PLACEHOLDER.findall(text) if name != "table")


def plan(books: Iterable[RuleBook], contracts: Iterable[Check]) -> list[Check]:
    """All checks of a run, in order.

    Raises:
        UsageError: two rules of one table have the same code and column.
    """
    checks = [*contracts, *(Check(rule, book.table) for book in books for rule in book.rules)]
    checks.sort(key=lambda check: check.order)
    for one, other in pairwise(checks):
        if one.check_id == other.check_id:
            raise UsageError(Problem(f"two rules are called {one.check_id}", hint="give one of them another code."))
    return checks


def tables_of(check: Check) -> list[str]:
    """The tables that a check says it reads."""
    own = [] if check.table == CROSS else [check.table]
    return [*own, *check.rule.needs, *([check.rule.exists.in_table] if check.rule.exists else [])]


def not_applicable(check: Check, views: Views) -> Text | None:
    """Why a check cannot be asked of what was delivered, or None when it can."""
    rule = check.rule
    absent = [table for table in tables_of(check) if table not in views]
    if len(absent) == 1 and absent[0] in NOT_YET:
        return NOT_YET[absent[0]]
    if absent:
        names = ", ".join(dict.fromkeys(absent))
        return Text(nl=f"er is niets van {names}", en=f"there is nothing of {names}")
    missing = [column for column in rule.columns if column not in views.get(check.table, {})]
    if missing:
        names = ", ".join(missing)
        return Text(nl=f"{check.table} heeft geen kolom {names}", en=f"{check.table} has no column {names}")
    return None


def _in_force(rule: Rule, columns: Mapping[str, str]) -> str:
    """SQL that says whether a row lies in the months in which the rule holds; empty when it always holds."""
    month = quoted("_month" if "_month" in columns else "month")
    bounds = ((">=", rule.valid_from), ("<=", rule.valid_to))
    return " and ".join(f"{month} {sign} {literal(f'{day:%Y-%m}')}" for sign, day in bounds if day is not None)


def _known(columns: Iterable[str], types: Mapping[str, str]) -> list[str]:
    """Conditions that say that these columns hold values: nothing missing, nothing masked at the door."""
    conditions = []
    for column in columns:
        conditions.append(f"{quoted(column)} is not null")
        if types.get(column) == "VARCHAR":
            conditions.append(f"{quoted(column)} <> {literal(MASK)}")
    return conditions


def condition(check: Check, views: Views) -> str:
    """SQL that is true for a row that satisfies a `row` or `exists` rule, null for one it does not judge."""
    rule, types = check.rule, views.get(check.table, {})
    only = [bounds] if (bounds := _in_force(rule, types)) else []
    if rule.row is not None:
        test = with_table(filled(rule.row, rule), check)
    else:
        reference = rule.exists
        assert reference is not None, "only row and exists rules have a condition"
        column, other = quoted(reference.column), quoted(reference.in_column)
        # The inner IN keeps what is held in memory as small as the smaller of both tables.
        test = (
            f"{column} in (select {other} from {quoted(reference.in_table)} where {other} in "
            f"(select {column} from {quoted(check.table)}))"
        )
        only += _known([reference.column], types)
        only += [f"({with_table(filled(reference.where, rule), check)})"] if reference.where else []
    return f"case when {' and '.join(only)} then ({test}) end" if only else test


def with_table(sql: str, check: Check) -> str:
    """The SQL with `{table}` replaced by the check's table."""
    return sql.replace("{table}", quoted(check.table))


def duplicates(check: Check, views: Views) -> str:
    """A query with one row per group of equal values of a `unique` rule: the values, and `n`, the rows in it."""
    columns = check.rule.unique or ()
    types = views.get(check.table, {})
    only = _known(columns, types) + ([bounds] if (bounds := _in_force(check.rule, types)) else [])
    names = ", ".join(quoted(column) for column in columns)
    return f"select {names}, count(*) as n from {quoted(check.table)} where {' and '.join(only)} group by {names}"


def failing(check: Check, views: Views) -> str:
    """SQL that is true for exactly the rows that a `row`, `exists` or `unique` rule counts as failed."""
    if check.rule.unique is None:
        return f"not ({condition(check, views)})"
    names = ", ".join(quoted(column) for column in check.rule.unique)
    return f"({names}) in (select ({names}) from ({duplicates(check, views)} having count(*) > 1))"


def scoped_table(check: Check, views: Views) -> str:
    """The check's table, or the part of it in which the rule is in force, for use after FROM."""
    bounds = _in_force(check.rule, views.get(check.table, {}))
    return f"(select * from {quoted(check.table)} where {bounds})" if bounds else quoted(check.table)


def aggregate(check: Check, views: Views) -> str:
    """SQL of the aggregate of an `aggregate` rule, to be selected from the check's table."""
    rule = check.rule
    assert rule.aggregate is not None, "only aggregate rules have an aggregate"
    value = with_table(filled(rule.aggregate.value, rule), check)
    scope = scoped_table(check, views)
    return value if scope == quoted(check.table) else f"(select {value} from {scope})"


def query(check: Check, views: Views) -> str:
    """The query of a `query` rule: one row per failure."""
    assert check.rule.query is not None, "only query rules have a query"
    return filled(check.rule.query, check.rule).replace("{table}", scoped_table(check, views))


def duplicates_count(check: Check, views: Views) -> str:
    """A query with one row: the rows that a `unique` rule judges, and those that are not alone."""
    groups = duplicates(check, views)
    return f"select coalesce(sum(n), 0)::bigint, coalesce(sum(n) filter (n > 1), 0)::bigint from ({groups})"


def failures_count(check: Check, views: Views, *, observed: bool) -> str:
    """A query with one row: rows looked at, failures, lowest and highest number `observed` among the failures."""
    tables = [check.table] if check.table in views else list(check.rule.needs)
    looked = " + ".join(f"(select count(*) from {quoted(table)})" for table in tables) or "0"
    span = "min(observed)::double, max(observed)::double" if observed else "null, null"
    return f"select {looked}, count(*), {span} from ({query(check, views)})"


def named_failures(check: Check, views: Views) -> str:
    """A query with the published numbers that a `query` rule names, most out of line first."""
    order = "abs(value - usual) / greatest(abs(value), abs(usual)) desc, fact_id"
    return f"select fact_id, value, usual from ({query(check, views)}) order by {order}"


def readable(check: Check) -> str:
    """The rule as one line, with its parameters in place."""
    rule = check.rule
    if rule.unique is not None:
        text = f"unique ({', '.join(rule.unique)})"
    elif rule.exists is not None:
        where = f" where {filled(rule.exists.where, rule)}" if rule.exists.where else ""
        text = f"{rule.exists.column} in {rule.exists.in_table}.{rule.exists.in_column}{where}"
    else:
        text = filled(rule.row or rule.query or (rule.aggregate.value if rule.aggregate else ""), rule)
    return " ".join(text.replace("{table}", check.table).split())
