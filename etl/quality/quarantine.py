"""Which rows failed: keys and codes, never a delivered value besides the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from etl.model.checks import CheckResult, RuleBook
from etl.model.contract import Source
from etl.quality.plan import Check, Views, failing, literal, quoted, views_of
from etl.quality.run import planned

COLUMNS = {
    "table": "VARCHAR",
    "delivery": "VARCHAR",
    "unit": "VARCHAR",
    "month": "VARCHAR",
    "line": "BIGINT",
    "key": "VARCHAR",
    "code": "VARCHAR",
    "column": "VARCHAR",
    "severity": "VARCHAR",
    "reason": "VARCHAR",
}
_ROW_TESTS = ("row", "unique", "exists")


def quarantine(
    connection: duckdb.DuckDBPyConnection,
    rulebooks: Iterable[RuleBook],
    sources: Iterable[Source],
    results: Iterable[CheckResult],
) -> duckdb.DuckDBPyRelation:
    """One row per failing row and rule, for the blocking and warning rules about rows.

    Columns: see `COLUMNS`; `line` counts physical lines (the header is line 1), `key` joins the contract's key values
    by ` | `, `reason` is the rule's Dutch title. Sorted by table, delivery, line, code and column.

    The relation is lazy: DuckDB computes it when it is written, by the SQL that counted the failures. `results` are
    those of `run_checks` on the same connection; rules without failures cost nothing.
    """
    sources = tuple(sources)
    checks = planned(rulebooks, sources)
    views = views_of(connection, checks)
    failed = {result.check_id for result in results if result.failed and result.severity != "inform"}
    keys = {source.source: source.record_key for source in sources}
    parts = [
        _rows(check, views, keys) for check in checks if check.check_id in failed and check.rule.test in _ROW_TESTS
    ]
    nothing = ", ".join(f"null::{kind} as {quoted(name)}" for name, kind in COLUMNS.items())
    parts.append(f"select {nothing} where false")
    return connection.sql(" union all ".join(parts) + ' order by "table", delivery, line, code, "column", key')


def _rows(check: Check, views: Views, keys: Mapping[str, tuple[str, ...]]) -> str:
    """The failing rows of one check. Tables about deliveries name them without underscore; their key is the source."""
    columns = views[check.table]
    place = [
        next((quoted(name) for name in (f"_{want}", want) if name in columns), "null")
        for want in ("delivery", "unit", "month")
    ]
    line = '"_line"' if "_line" in columns else "null"
    names = keys.get(check.table, ("source",) if "source" in columns else ())
    key = " || ' | ' || ".join(f"coalesce({quoted(name)}::varchar, '')" for name in names) or "null"
    said = (check.rule.code, check.column, check.rule.severity, check.rule.title.nl)
    values = [literal(check.table), *place, line, key, *(literal(text) for text in said)]
    cells = ", ".join(
        f"{value}::{kind} as {quoted(name)}" for value, (name, kind) in zip(values, COLUMNS.items(), strict=True)
    )
    return f"(select {cells} from {quoted(check.table)} where {failing(check, views)})"
