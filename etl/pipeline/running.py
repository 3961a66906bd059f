"""A whole run in one process: the same steps, in the same order, as the DAG."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from etl.model.errors import OversightError
from etl.pipeline.checking import check
from etl.pipeline.computing import compute
from etl.pipeline.landing import Progress, land, no_progress
from etl.pipeline.plan import Plan
from etl.pipeline.publishing import publish
from etl.pipeline.rendering import render
from etl.store import Store, canonical_json

Announce = Callable[[str], None]


def silent(step: str) -> None:
    """For callers that show nothing."""


class Journal:
    """What a run did and how long each step took: `log.jsonl` and `timings.json` in the run's folder."""

    def __init__(self, plan: Plan, announce: Announce) -> None:
        self.plan, self.announce = plan, announce
        self.store: Store = plan.store()
        self.seconds: dict[str, float] = {}
        self.lines: list[dict[str, Any]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and write down how it ended. Of an error that is not ours only the kind: it may quote a value."""
        self.announce(name)
        start = time.perf_counter()
        try:
            yield
        except Exception as error:
            told = str(error) if isinstance(error, OversightError) else type(error).__name__
            self.lines.append({"step": name, "outcome": "failed", "error": told})
            raise
        else:
            self.lines.append({"step": name, "outcome": "done"})
        finally:
            self.seconds[name] = round(time.perf_counter() - start, 3)
            self._write()

    def _write(self) -> None:
        log = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self.lines)
        self.store.write(f"{self.plan.folder}/plan.json", canonical_json(self.plan.to_json()))
        self.store.write(f"{self.plan.folder}/log.jsonl", log.encode())
        self.store.write(f"{self.plan.folder}/timings.json", canonical_json(self.seconds))


def run_checks_only(plan_json: Mapping[str, Any], progress: Progress = no_progress, announce: Announce = silent) -> str:
    """Landing, records and checks; returns where the results are."""
    return _land_and_check(plan_json, progress, Journal(Plan.from_json(plan_json), announce))


def run(plan_json: Mapping[str, Any], progress: Progress = no_progress, announce: Announce = silent) -> str:
    """All steps; returns the path of the edition."""
    journal = Journal(Plan.from_json(plan_json), announce)
    _land_and_check(plan_json, progress, journal)
    with journal.step("compute"):
        compute(plan_json)
    with journal.step("render"):
        render(plan_json)
    with journal.step("publish"):
        return publish(plan_json)


def _land_and_check(plan_json: Mapping[str, Any], progress: Progress, journal: Journal) -> str:
    with journal.step("land"):
        receipts = [land(plan_json, source, progress=progress) for source in plan_json["sources"]]
    with journal.step("check"):
        return check(plan_json, receipts)
