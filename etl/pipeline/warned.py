"""Warnings of the check step with the places of their rows, for the notes of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from etl.model.checks import CheckResult
from etl.model.deliveries import Landed
from etl.model.facts import Fact
from etl.pipeline.plan import Plan
from etl.pipeline.records import Opened
from etl.resources import expectation_texts
from etl.store import Store
from etl.verdicts.warnings import UnitMonth, Warned, with_warnings


def warned_facts(
    tables: Opened, facts: Sequence[Fact], results: Iterable[CheckResult], plan: Plan, store: Store
) -> list[Fact]:
    """The facts with a note for each warning that touches them."""
    failed = [result for result in results if result.severity == "warn" and result.passed is False]
    if not failed:
        return list(facts)
    found = _places(tables, plan, store)
    nouns = _nouns()
    warned = [
        Warned(result, found.get((result.table, result.code, result.column), {}), nouns.get(result.table, "regels"))
        for result in failed
    ]
    return with_warnings(facts, warned, _delivered(file.landed for file in tables.files), tables.programme)


def _places(tables: Opened, plan: Plan, store: Store) -> dict[tuple[str, str, str], dict[UnitMonth, int]]:
    """Per table, code and column: the quarantined rows of each unit-month."""
    path = store.local(f"{plan.folder}/quarantine.parquet", tables.scratch)
    sources = {source.source for source in tables.programme.sources}
    rows = tables.connection.execute(
        'select "table", code, "column", unit, month, key, count(*) from read_parquet(?) group by all', [str(path)]
    ).fetchall()
    found: dict[tuple[str, str, str], dict[UnitMonth, int]] = {}
    for table, code, column, unit, month, key, count in rows:
        source = table if table in sources else str(key)
        counts = found.setdefault((table, code, column), {})
        counts[source, unit, month] = counts.get((source, unit, month), 0) + count
    return found


def _delivered(deliveries: Iterable[Landed]) -> Counter[UnitMonth]:
    counts: Counter[UnitMonth] = Counter()
    for item in deliveries:
        if item.month:
            counts[item.source, item.unit, item.month] += item.rows
    return counts


def _nouns() -> dict[str, str]:
    from etl.quality.rules import read_rulebooks

    return {book.table: book.rows.nl for book in read_rulebooks(expectation_texts()) if book.rows is not None}
