"""The landing step: one source's deliveries become Parquet in the store; the ledger is written by the next step."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from etl.landing import (
    DEMO_KEY,
    KEY_VARIABLE,
    MOST,
    Fetched,
    LandingResult,
    Pseudonyms,
    discover,
    fingerprint,
    is_small,
    land_file,
    land_together,
)
from etl.model.contract import Source
from etl.model.deliveries import AGGREGATES, DeliveredFile, Landed
from etl.model.errors import ContractError, OversightError, Problem, UnreadableError, UsageError
from etl.model.programme import Programme
from etl.pipeline.manifests import column_totals, read_manifest, refuse_differences
from etl.pipeline.plan import Plan, concerns, open_root
from etl.store import Root, Store, canonical_json, table_json

Progress = Callable[[str, int, int], None]
"""Told after each delivery: what, how many done, how many in all."""


def no_progress(what: str, done: int, total: int) -> None:
    """For callers that show nothing."""


def connect(time_zone: str, scratch: Path, memory: str = "2GB") -> duckdb.DuckDBPyConnection:
    """An engine in the programme's time zone that spills to a private folder."""
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(scratch / "spill")})
    connection.execute(f"set timezone='{time_zone}'")
    connection.execute("set enable_progress_bar=false")
    return connection


def land(
    plan_json: Mapping[str, Any],
    source: str,
    *,
    key: str | None = None,
    filesystem: Any = None,
    progress: Progress = no_progress,
) -> str:
    """Land every delivery of one source that the run needs; returns where the receipts are.

    `key` is the pseudonym key when it comes from a connection; otherwise `OVERSIGHT_HMAC_KEY`.

    Raises:
        UsageError: person numbers were delivered and there is no key.
        ContractError, UnreadableError: some files cannot be landed; all of them are named. Files that could be landed
            stay, under the hash of their content, and count only once the ledger names them.
    """
    plan = Plan.from_json(plan_json)
    programme = plan.definitions().programme
    contract = AGGREGATES if source == "aggregates" else programme.source(source)
    root = open_root(plan.deliveries, filesystem)
    sizes = root.files()
    found = discover(sizes, programme)
    needed = plan.parsed_period.needed()
    files = [file for file in found.files if file.source == source and concerns(file.month, needed)]
    pseudonyms = pseudonyms_for(contract, key, plan)
    store = plan.store()
    landed: list[Landed] = []
    problems: list[OversightError] = []
    with store.workspace() as scratch:
        connection = connect(programme.time_zone, scratch)
        door = _Door(root, store, connection, contract, programme, pseudonyms, scratch)
        small = [file for file in files if is_small(file, sizes[file.path])]
        for start in range(0, len(small), MOST):
            door.take_together(small[start : start + MOST])
        for number, file in enumerate(files, start=1):
            try:
                landed.append(door.take(file, found.manifests.get(file.path)))
            except (ContractError, UnreadableError) as error:
                problems.append(error)
            progress(source, number, len(files))
        connection.close()
    if problems:
        raise type(problems[0])([problem for error in problems for problem in error.problems])
    path = f"{plan.folder}/landed/{source}.json"
    store.write(path, table_json([item.to_json() for item in landed]))
    return path


def pseudonyms_for(contract: Source, key: str | None, plan: Plan) -> Pseudonyms | None:
    """The key for a source's person numbers; demo deliveries, and only those, have a labelled one of their own."""
    if not contract.pseudonymise:
        return None
    secret = key or os.environ.get(KEY_VARIABLE)
    if secret:
        return Pseudonyms(secret.encode())
    if plan.demo is not None:
        return Pseudonyms(DEMO_KEY.encode())
    raise UsageError(
        Problem(
            f"{KEY_VARIABLE} is not set, so the person numbers in {contract.source} cannot be replaced",
            expected="a secret of at least 32 characters in the environment",
            hint="only demo deliveries (with DEMO.json) run without it.",
        )
    )


class _Door:
    """Takes in the files of one source, one by one."""

    def __init__(
        self,
        root: Root,
        store: Store,
        connection: duckdb.DuckDBPyConnection,
        contract: Source,
        programme: Programme,
        pseudonyms: Pseudonyms | None,
        scratch: Path,
    ) -> None:
        self.root, self.store, self.connection, self.contract = root, store, connection, contract
        self.programme, self.pseudonyms, self.scratch = programme, pseudonyms, scratch
        self.fetched: dict[str, str] = {}

    def take_together(self, files: Sequence[DeliveredFile]) -> None:
        """Land what has no fault among small files; `take` finds it landed, and lands the others."""
        waiting: dict[str, Fetched] = {}
        for number, file in enumerate(files):
            local = self.scratch / f"small-{number}.csv"
            try:
                sha256 = self.root.fetch(file.path, local)
            except OSError:
                continue  # `take` says what is wrong
            if self.store.exists(f"{self._base(file, sha256)}.json"):
                self.fetched[file.path] = sha256
            else:
                parts = (local.with_suffix(".parquet"), local.with_suffix(".rejects.parquet"))
                waiting[file.path] = Fetched(local, file, sha256, *parts)
        results = land_together(
            [*waiting.values()],
            self.contract,
            connection=self.connection,
            pseudonyms=self.pseudonyms,
            scratch=self.scratch,
        )
        for path, result in results.items():
            item = waiting[path]
            self._keep(item, result)
            self.fetched[path] = item.sha256

    def _base(self, file: DeliveredFile, sha256: str) -> str:
        """What landed files are called: by their content and by everything that decides what comes of it."""
        version = fingerprint(self.contract, file, self.pseudonyms, self.programme.time_zone)
        return f"landed/{file.source}/{sha256}-{version}"

    def take(self, file: DeliveredFile, manifest: str | None) -> Landed:
        """Land one file, or find it landed already."""
        delivered = self.scratch / f"delivered{''.join(Path(file.path).suffixes)}"
        sha256 = self.fetched.get(file.path) or self._fetch(file, delivered)
        known = f"{self._base(file, sha256)}.json"
        if self.store.exists(known):
            landed = Landed.from_json({**json.loads(self.store.read(known)), "file": file.path})
        else:
            landed = self._land(file, delivered, sha256)
        announced = self._announced(manifest, landed) if manifest else {}
        delivered.unlink(missing_ok=True)
        return Landed.from_json({**landed.to_json(), **announced})

    def _fetch(self, file: DeliveredFile, target: Path) -> str:
        try:
            return self.root.fetch(file.path, target)
        except OSError as error:
            raise UnreadableError(
                Problem(
                    f"the file cannot be read ({type(error).__name__})",
                    where=file.path,
                    hint="check the permissions and whether it is still being written.",
                )
            ) from None

    def _announced(self, manifest: str, landed: Landed) -> dict[str, Any]:
        """Hold a delivery against its manifest; returns what is kept of it."""
        announced = read_manifest(self.root.read(manifest), manifest)
        rows = self.store.local(landed.path, self.scratch)
        totals = column_totals(self.connection, rows, self.contract, announced)
        refuse_differences(announced, landed, totals, manifest)
        count = announced.get("rows")
        return {
            "extracted_at": str(announced.get("extracted_at", "")),
            "announced_rows": None if count is None else int(count),
        }

    def _land(self, file: DeliveredFile, delivered: Path, sha256: str) -> Landed:
        item = Fetched(delivered, file, sha256, self.scratch / "rows.parquet", self.scratch / "rejects.parquet")
        result = land_file(
            delivered,
            file,
            sha256,
            self.contract,
            connection=self.connection,
            pseudonyms=self.pseudonyms,
            scratch=self.scratch,
            target=item.target,
            rejects=item.rejects,
        )
        return self._keep(item, result)

    def _keep(self, item: Fetched, result: LandingResult) -> Landed:
        """Put what was landed into the store; its description comes last, so that nothing half-written counts."""
        file, base = item.file, self._base(item.file, item.sha256)
        landed = Landed(
            file.source,
            file.unit,
            file.month,
            file.part,
            file.path,
            item.sha256,
            item.local.stat().st_size,
            result.lines,
            result.rows,
            result.rejected,
            result.months,
            f"{base}.parquet",
            result.masked,
        )
        self.store.put(item.target, f"{base}.parquet")
        self.store.put(item.rejects, f"{base}.rejects.parquet")
        self.store.write(f"{base}.json", canonical_json(landed.to_json()))
        return landed
