"""Receipts: what was wrong with one delivery, gathered from the ledger, the landed rows and the newest run over it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Literal

import pyarrow.parquet as pq

from etl.definitions import load_programme
from etl.landing.ledger import PATH as LEDGER
from etl.landing.ledger import Entry, read_ledger
from etl.model.checks import CheckResult
from etl.model.deliveries import Landed
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.model.receipt import FailedRule, Receipt, Trouble
from etl.pipeline.checked import Checked, checked_runs
from etl.pipeline.plan import known_output
from etl.pipeline.run_folder import CHECKS, DELIVERIES, check_from_json
from etl.report import receipt_text
from etl.store import Store

SHORTEST_PREFIX = 6
_ROW_TESTS = ("row", "unique", "exists")


def receipt(
    delivery: str,
    *,
    programme: str = "uwv_telephone",
    output: str = "output",
    language: Literal["nl", "en"] = "nl",
    full: bool = False,
) -> str:
    """The receipt of one delivery as text.

    Args:
        delivery: the beginning of its sha256 (six signs or more), or its file below the deliveries root, with or
            without its ending; of several arrivals under one name the latest counts.
        programme: the programme it was delivered for.
        output: the store it was landed in.
        language: of the text.
        full: name every line; otherwise long lists are cut, and say how many lines are left out.

    Raises:
        UsageError: no delivery, or more than one, is called so.
    """
    store = known_output(output)
    name = load_programme(programme).programme.programme
    entries, _ = read_ledger(store.read(LEDGER) if store.exists(LEDGER) else b"")
    entry = _find(delivery, [item for item in entries if item.programme == name])
    return receipt_text(_gather(entry, store, name), language, full=full)


def _find(delivery: str, entries: Sequence[Entry]) -> Entry:
    wanted = delivery.strip().removeprefix("./")
    by_hash = len(wanted) >= SHORTEST_PREFIX
    named = [
        entry
        for entry in entries
        if wanted in (entry.landed.file, entry.landed.file.split(".")[0])
        or (by_hash and entry.landed.sha256.startswith(wanted.lower()))
    ]
    files = sorted({entry.landed.file for entry in named})
    if len(files) == 1:
        return named[-1]
    if files:
        raise UsageError(
            Problem(
                f"'{delivery}' fits {len(files)} deliveries",
                expected="one delivery",
                hint=f"name more of it; it fits {', '.join(files[:5])}{'…' if files[5:] else ''}",
            )
        )
    raise UsageError(
        Problem(
            f"there is no delivery '{delivery}' in the ledger",
            expected=f"a file such as kcc_calls/2007-03.csv, or the first {SHORTEST_PREFIX} signs of its sha256",
            hint=did_you_mean(wanted, {entry.landed.file for entry in entries}) if _is_short(entries, wanted) else "",
        )
    )


def _is_short(entries: Sequence[Entry], wanted: str) -> bool:
    """Whether a hint that names files helps: a near miss of a file, or few files at all."""
    return "/" in wanted or len({entry.landed.file for entry in entries}) <= 10


def _gather(entry: Entry, store: Store, programme: str) -> Receipt:
    landed = entry.landed
    run = _newest_with(landed, checked_runs(store, programme), store)
    with store.workspace() as scratch:
        rejected = _rejected(landed, store, scratch)
        masked = _masked(landed, store, scratch)
        results, lines = _judged(landed, run, store, scratch) if run else ([], {})
    failed = [result for result in results if result.passed is False or lines.get(result.check_id)]
    about_rows = [FailedRule(item, lines[item.check_id]) for item in failed if lines.get(item.check_id)]
    whole = [item for item in failed if item.table == landed.source and item.test not in _ROW_TESTS]
    return Receipt(
        landed,
        entry.at.astimezone(UTC).isoformat(),
        entry.event == "withdrawn",
        run is not None,
        rejected,
        masked,
        tuple(about_rows),
        tuple(whole),
    )


def _newest_with(landed: Landed, runs: Iterable[Checked], store: Store) -> Checked | None:
    for run in runs:
        items = json.loads(store.read(f"{run.folder}/{DELIVERIES}"))
        if any(item["sha256"] == landed.sha256 for item in items):
            return run
    return None


def _rejected(landed: Landed, store: Store, scratch: Path) -> tuple[Trouble, ...]:
    if not landed.rejected:
        return ()
    rows = pq.read_table(store.local(landed.path.replace(".parquet", ".rejects.parquet"), scratch)).to_pylist()
    return _grouped((row["reason"], row["column_name"], row["line"]) for row in rows)


def _masked(landed: Landed, store: Store, scratch: Path) -> tuple[Trouble, ...]:
    if not landed.masked:
        return ()
    rows = pq.read_table(store.local(landed.path, scratch), columns=["_line", "_masked"]).to_pylist()
    found = ((item.partition(":"), row["_line"]) for row in rows for item in row["_masked"] or ())
    return _grouped((reason, column, line) for (column, _, reason), line in found)


def _grouped(found: Iterable[tuple[str, str, int]]) -> tuple[Trouble, ...]:
    lines: dict[tuple[str, str], set[int]] = defaultdict(set)
    for reason, column, line in found:
        lines[column, reason].add(line)
    return tuple(Trouble(reason, column, tuple(sorted(own))) for (column, reason), own in sorted(lines.items()))


def _judged(
    landed: Landed, run: Checked, store: Store, scratch: Path
) -> tuple[list[CheckResult], Mapping[str, tuple[int, ...]]]:
    """The results of a run, and per check id the lines of this delivery that were quarantined."""
    results = [check_from_json(item) for item in json.loads(store.read(f"{run.folder}/{CHECKS}"))]
    columns = ["table", "delivery", "line", "code", "column"]
    local = store.local(f"{run.folder}/quarantine.parquet", scratch)
    filters = [("delivery", "==", landed.sha256), ("table", "==", landed.source)]
    lines: dict[str, set[int]] = defaultdict(set)
    for row in pq.read_table(local, columns=columns, filters=filters).to_pylist():
        check_id = f"{row['code']}:{row['table']}" + (f".{row['column']}" if row["column"] else "")
        if row["line"] is not None:
            lines[check_id].add(row["line"])
    return results, {check_id: tuple(sorted(own)) for check_id, own in lines.items()}
