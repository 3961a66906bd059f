"""The folder a demo is written to: never anybody else's files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl.demo.arrays import RANDOM_STATE
from etl.demo.register_spec import registers
from etl.model.errors import Problem, UsageError

MARKER = "DEMO.json"
FAULTS_FILE = "FAULTS.json"
#: Stands in place of the marker while the demo is being written, so that an interrupted demo can be written anew.
UNFINISHED = "DEMO.json.part"

SOURCES = (
    "kcc_calls",
    "kcc_survey",
    "kcc_quality",
    "ict_incidents",
    "callback_requests",
    "complaints",
    "case_steps",
    "aggregates",
)
_DELIVERY = re.compile(r"\d{4}-\d{2}(__(WW|AG)-[A-Z]+)?\.csv(\.part)?")
_SHOWN = 3


def _sources() -> tuple[str, ...]:
    return (*SOURCES, *(register.source for register in registers()))


def prepare(root: Path) -> None:
    """Make `root` an empty folder for a demo; a former demo in it goes.

    Raises:
        UsageError: `root` is a file, or holds anything that is not of a former demo.
    """
    if root.exists() and not root.is_dir():
        raise UsageError(Problem("this is a file, not a folder", where=str(root), hint="name a new folder."))
    root.mkdir(parents=True, exist_ok=True)
    former = [path for path in sorted(root.rglob("*")) if not path.is_dir()]
    _refuse_foreign(root, former)
    (root / UNFINISHED).write_text("", encoding="utf-8")
    for path in former:
        if path.name != UNFINISHED:
            path.unlink()
    for source in _sources():
        (root / source).mkdir(exist_ok=True)


def _refuse_foreign(root: Path, files: Sequence[Path]) -> None:
    if not files:
        return
    marked = any((root / name).is_file() for name in (MARKER, UNFINISHED))
    foreign = [path for path in files if not (marked and _is_ours(path.relative_to(root)))]
    if foreign:
        names = ", ".join(str(path.relative_to(root)) for path in foreign[:_SHOWN])
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        raise UsageError(
            Problem(
                f"the folder holds files that are not of a former demo ({names}{more}); nothing was touched",
                where=str(root),
                expected="a new folder, an empty one, or a former demo",
                hint="name another folder, or move these files away.",
            )
        )


def _is_ours(path: Path) -> bool:
    if len(path.parts) == 1:
        return path.name in (MARKER, UNFINISHED, FAULTS_FILE)
    return len(path.parts) == 2 and path.parts[0] in _sources() and _DELIVERY.fullmatch(path.name) is not None


def finish(root: Path, years: Iterable[int], scale: float) -> None:
    """Mark the folder as a whole demo."""
    content = {"random_state": RANDOM_STATE, "scale": scale, "years": list(years)}
    part = root / UNFINISHED
    part.write_text(json.dumps(content) + "\n", encoding="utf-8")
    part.replace(root / MARKER)
