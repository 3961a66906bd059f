"""Mutants of the numbers: break one thing, and some test must fail.

`make test-slow` runs them all. By hand: `python -m tests.mutants` (some minutes), or `python -m tests.mutants weights`
for those whose name holds a word. `mutants.yml` lists the faults. Each is made in a copy of `etl` that stands before
the real one on the path. Exit code 1 when a mutant lives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import yaml

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PYTEST = ("-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", f"--rootdir={ROOT}")


class Mutant(NamedTuple):
    """A fault: in `file` below `etl`, `old` becomes `new`; one of `tests` must see it."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def listed() -> list[Mutant]:
    """The mutants of `mutants.yml`, in order."""
    items = yaml.safe_load((TESTS / "mutants.yml").read_text(encoding="utf-8"))
    return [Mutant(**{**item, "tests": tuple(item["tests"])}) for item in items]


def survives(mutant: Mutant) -> bool:
    """Whether all tests pass on the mutant.

    Raises:
        ValueError: the text to replace is not in the file, or the tests did not run: the mutant says nothing any more.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "etl", Path(folder) / "etl", ignore=shutil.ignore_patterns("__pycache__"))
        target = Path(folder) / "etl" / mutant.file
        text = target.read_text(encoding="utf-8")
        if mutant.old not in text:
            raise ValueError(f"'{mutant.old}' is not in etl/{mutant.file}; bring '{mutant.name}' up to date")
        target.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
        path = os.pathsep.join([folder, str(ROOT)])
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, *PYTEST, *(str(TESTS / test) for test in mutant.tests)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise ValueError(f"the tests of '{mutant.name}' did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def main(word: str) -> int:
    """Try every mutant whose name holds `word`, after a control without a fault; say which live."""
    chosen = [mutant for mutant in listed() if word in mutant.name]
    tests = tuple(sorted({test for mutant in chosen for test in mutant.tests}))
    if not survives(Mutant("control", "model/numbers.py", "import", "import", tests)):
        raise ValueError("these tests fail without a mutant, so that they cannot judge one")
    living = []
    for mutant in chosen:
        lives = survives(mutant)
        living += [mutant.name] if lives else []
        sys.stdout.write(f"{'LIVES ' if lives else 'killed'}  {mutant.name}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - len(living)} of {len(chosen)} mutants killed\n")
    return 1 if living else 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
