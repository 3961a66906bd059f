"""What the check step leaves behind besides its results: when it was, and which sources each check looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from etl.model.checks import CheckResult, Rule, RuleBook
from etl.model.programme import Programme
from etl.pipeline.plan import Plan
from etl.store import Store, table_json

FILE = "checked.json"


@dataclass(frozen=True)
class Checked:
    """One finished check step. `sources` holds per check id what it looked at; empty means all deliveries."""

    folder: str
    programme: str
    period: str
    at: datetime
    sources: Mapping[str, tuple[str, ...]]


def sources_looked_at(
    results: Iterable[CheckResult], rulebooks: Iterable[RuleBook], programme: Programme
) -> dict[str, tuple[str, ...]]:
    """Per check id the sources it reads; empty for a check on the deliveries as a whole.

    A check that reads which unit-months were delivered looks at the delivered counts as well.
    """
    rules = {(rule.code, book.table): rule for book in rulebooks for rule in book.rules}
    known = {source.source for source in programme.sources}
    found = {}
    for result in results:
        read = {result.table, *_other_tables(rules.get((result.code, result.table)))}
        sources = read & known
        if sources and "unit_months" in read:
            sources.add("aggregates")
        found[result.check_id] = tuple(sorted(sources))
    return found


def _other_tables(rule: Rule | None) -> tuple[str, ...]:
    if rule is None:
        return ()
    return (*rule.needs, *((rule.exists.in_table,) if rule.exists else ()))


def write_checked(plan: Plan, store: Store, at: datetime, sources: Mapping[str, tuple[str, ...]]) -> None:
    """Keep it in the run's folder."""
    programme = plan.definitions().programme.programme
    data = {"programme": programme, "period": plan.period, "at": at.isoformat(), "sources": dict(sources)}
    store.write(f"{plan.folder}/{FILE}", table_json(data))


def read_checked(store: Store, folder: str) -> Checked:
    """The check step of one run; FileNotFoundError when there was none."""
    data = json.loads(store.read(f"{folder}/{FILE}"))
    sources = {check_id: tuple(names) for check_id, names in data["sources"].items()}
    return Checked(folder, data["programme"], data["period"], datetime.fromisoformat(data["at"]), sources)


def checked_runs(store: Store, programme: str, period: str | None = None) -> list[Checked]:
    """The check steps of a programme (over one period), newest first."""
    base = "runs" if period is None else f"runs/{period}"
    folders = [f"{base}/{path.removesuffix('/' + FILE)}" for path in store.files(base) if path.endswith("/" + FILE)]
    found = [read_checked(store, folder) for folder in folders]
    return sorted((item for item in found if item.programme == programme), key=lambda item: item.at, reverse=True)
