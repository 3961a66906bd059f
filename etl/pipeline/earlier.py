"""Numbers that were published before, beside what this run states of them, as a table a rule can ask.

Grain: `published` has one row per number and earlier edition that stated it, under the same version of its definition.
Numbers that were provisional then are left out: that they would change was said. So are those that are counted as
things stood at the as-of moment (or by looking things up elsewhere), where only that moment is another one.

Which editions a run is held against is decided once and belongs to its inputs: the newest of each period whose months
it reads. A run whose data are those of an edition that exists already is held against what that edition was held
against, so that the same inputs keep giving the same edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from etl import __version__
from etl.definitions import Definitions
from etl.model.deliveries import Landed
from etl.model.errors import UsageError
from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Programme
from etl.pipeline.editions import editions, folder_of, manifest_sha256
from etl.pipeline.facts_file import facts_json
from etl.pipeline.plan import Plan
from etl.release import MANIFEST, compare
from etl.store import Store, canonical_json

FILE = "held-against.json"
PUBLISHED_TYPES = {
    "fact_id": "varchar",
    "edition": "varchar",
    "value": "double",
    "published_value": "double",
    "is_redelivered": "boolean",
}
"""`edition` is `<period>/<number>`; `is_redelivered` says that a delivery behind the number came, went or changed."""

Reference = Mapping[str, Any]
"""An earlier edition: `period`, `edition` and `manifest_sha256`."""


def open_published(
    connection: duckdb.DuckDBPyConnection,
    facts: Sequence[Fact],
    deliveries: Sequence[Landed],
    plan: Plan,
    store: Store,
) -> None:
    """Decide which editions the run is held against, keep that in its folder, and create `published` from them.

    Without any such edition there is no table: the rules about it are then not applicable.
    """
    definitions = plan.definitions()
    held = _held_against(plan, store, definitions, deliveries)
    store.write(f"{plan.folder}/{FILE}", canonical_json(held))
    if not held:
        return
    now = json.loads(facts_json(facts, definitions, deliveries))
    rows = [row for reference in held for row in _rows(reference, now, plan, store, definitions)]
    types = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in PUBLISHED_TYPES.items())
    connection.register("published_rows", pd.DataFrame(rows, columns=list(PUBLISHED_TYPES)).astype("object"))
    connection.execute(f"create or replace table published as select {types} from published_rows")
    connection.unregister("published_rows")


def read_held_against(plan: Plan, store: Store) -> list[Reference]:
    """The earlier editions that the run's numbers were held against."""
    path = f"{plan.folder}/{FILE}"
    found: list[Reference] = json.loads(store.read(path)) if store.exists(path) else []
    return found


def _held_against(
    plan: Plan, store: Store, definitions: Definitions, deliveries: Sequence[Landed]
) -> Sequence[Reference]:
    programme = definitions.programme.programme
    for manifest in editions(store, programme, plan.period).values():
        if _same_data(manifest, plan, definitions, deliveries):
            known: Sequence[Reference] = manifest.get("held_against", ())
            return known
    return [
        {
            "period": period,
            "edition": number,
            "manifest_sha256": manifest_sha256(store, programme, period, number),
        }
        for period in _periods(store, programme, plan.parsed_period.needed())
        for number in [max(editions(store, programme, period), default=None)]
        if number is not None
    ]


def _same_data(manifest: Mapping[str, Any], plan: Plan, definitions: Definitions, deliveries: Sequence[Landed]) -> bool:
    """Whether an edition was computed from what this run is computed from; its texts and answers may be others."""
    own = sorted((item.source, item.unit, item.part, item.file, item.sha256) for item in deliveries)
    known = sorted(
        (item["source"], item["unit"], item["part"], item["file"], item["sha256"]) for item in manifest["deliveries"]
    )
    return (
        own == known
        and manifest["as_of"] == plan.as_of
        and manifest["definitions"]["sha256"] == definitions.sha256
        and manifest["software"]["version"] == __version__
    )


def _periods(store: Store, programme: str, needed: Period) -> list[str]:
    """The periods with editions that share a month with those the run reads, in order of time."""
    found = []
    for name in {path.split("/")[0] for path in store.files(f"editions/{programme}")}:
        try:
            period = Period.parse(name)
        except UsageError:  # a folder that somebody put there
            continue
        if period.first <= needed.last and needed.first <= period.last:
            found.append(period)
    return [str(period) for period in sorted(found)]


def _rows(
    reference: Reference, now: Mapping[str, Any], plan: Plan, store: Store, definitions: Definitions
) -> Iterator[dict[str, Any]]:
    programme, period, number = definitions.programme, reference["period"], reference["edition"]
    folder = folder_of(programme.programme, period, number)
    then, manifest = (json.loads(store.read(f"{folder}/{name}")) for name in ("facts.json", MANIFEST))
    dated = _dated(programme) if manifest["as_of"] != plan.as_of else frozenset()
    because = {item.fact_id: bool(item.because) for item in compare(then, now)}
    stated = {fact["fact_id"]: fact for fact in now["facts"]}
    for before in then["facts"]:
        after = stated.get(before["fact_id"])
        if after is None or not _comparable(before, after):
            continue
        is_redelivered = because.get(before["fact_id"], False)
        if before["indicator"] in dated and not is_redelivered:
            continue
        yield {
            "fact_id": before["fact_id"],
            "edition": f"{period}/{number}",
            "value": float(after["value"]),
            "published_value": float(before["value"]),
            "is_redelivered": is_redelivered,
        }


def _comparable(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    same = before["definition_version"] == after["definition_version"]
    return same and before["provisional"] == "false" and bool(before["value"] and after["value"])


def _dated(programme: Programme) -> frozenset[str]:
    """The indicators with a measure that looks at the as-of moment, or at other tables."""
    return frozenset(
        item.indicator
        for item in programme.indicators
        if any(programme.measure(name).depends_on_as_of for name in item.measures)
    )
