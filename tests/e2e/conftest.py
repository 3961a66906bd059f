"""A help desk: a programme as small as one can be, its deliveries, and the command line over them."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl import cli, pipeline
from etl.store import Store

PROGRAMME = Path(__file__).parent / "helpdesk"
PERIOD = "2007-01..2007-02"
KEY = "a key for tests, longer than thirty-two characters"
PERSON, OTHER_PERSON = "123456782", "999999990"
"""Both pass the elfproef. No message, table or file may show them."""


@dataclass(frozen=True)
class Outcome:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """The last line of standard output."""
        return self.out.splitlines()[-1]


Oversight = Callable[..., Outcome]


@pytest.fixture
def oversight(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Oversight:
    """The console script, in this process, in a folder of its own; nothing it says may be a traceback or a person."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)
    monkeypatch.chdir(tmp_path)

    def of(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["oversight", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        outcome = Outcome(int(stopped.value.code or 0), said.out, said.err)
        assert_discreet(said.out + said.err)
        return outcome

    return of


def assert_discreet(text: str) -> None:
    """No traceback, no person number, no key."""
    for forbidden in ("Traceback", PERSON, OTHER_PERSON, KEY):
        assert forbidden not in text, f"'{forbidden}' in: {text}"


def refused(outcome: Outcome, code: int, where: str, what: str, expected: str = "", hint: str = "") -> None:
    """The command ended with this code and this one error, and printed no result."""
    errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    assert outcome.code == code, outcome.err
    assert len(errors) == 1, outcome.err
    assert errors[0].startswith(f"error: {where}: {what}" if where else f"error: {what}"), errors[0]
    assert f"; expected {expected}" in errors[0]
    assert f" Hint: {hint}" in errors[0]
    assert outcome.out == ""


def write_deliveries(root: Path, months: Sequence[str] = ("2007-01", "2007-02")) -> Path:
    """Two months of calls, and of callbacks for two regions."""
    for month in months:
        write(root / "calls" / f"{month}.csv", CALLS, [call(month, number) for number in range(40)])
        for unit, late in (("NOORD", 2), ("ZUID", 6)):
            rows = [callback(month, unit, number, late=number < late) for number in range(20)]
            write(root / "callbacks" / f"{month}__{unit}.csv", CALLBACKS, rows)
    return root


CALLS = "call_id,client_id,arrived_at,outcome,note"
CALLBACKS = "request_id,region,created_at,contacted_at"


def write(path: Path, header: str, rows: list[str]) -> None:
    """A CSV delivery."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def call(month: str, number: int) -> str:
    """Two people call by turns; every tenth call is abandoned."""
    person = OTHER_PERSON if number % 2 else PERSON
    outcome = "abandoned" if number % 10 == 9 else "answered"
    return f"C{month[-2:]}{number:03d},{person},{month}-{number % 27 + 1:02d}T10:00:00+01:00,{outcome},"


def callback(month: str, unit: str, number: int, *, late: bool) -> str:
    """A request at ten in the morning, answered the same day or three days later."""
    day = number % 20 + 1
    contacted = f"{month}-{day + 3 if late else day:02d}T15:00:00+01:00"
    return f"{unit}-{month[-2:]}{number:03d},{unit},{month}-{day:02d}T10:00:00+01:00,{contacted}"


@dataclass(frozen=True)
class Desk:
    """Deliveries and an output in which one edition has been published already."""

    root: Path
    output: Path
    oversight: Oversight

    def run(self, period: str = PERIOD, *more: object) -> Outcome:
        """`oversight run` over these deliveries."""
        return self._command("run", period, *more)

    def check(self, period: str = PERIOD, *more: object) -> Outcome:
        """`oversight check` over these deliveries."""
        return self._command("check", period, *more)

    def _command(self, command: str, period: str, *more: object) -> Outcome:
        options = ("--deliveries", self.root, "--output", self.output, "--programme", PROGRAMME)
        return self.oversight(command, period, *options, *more)

    def facts(
        self, period: str = PERIOD, as_of: str | None = None, *, backwards: bool = False
    ) -> dict[str, dict[str, str]]:
        """The facts by id, computed by the steps of the pipeline without a report."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OVERSIGHT_HMAC_KEY", KEY)
            plan = pipeline.resolve(
                period, str(self.root), output=str(self.output), programme=str(PROGRAMME), as_of=as_of
            )
            sources = plan["sources"][::-1] if backwards else plan["sources"]
            pipeline.check(plan, [pipeline.land(plan, source) for source in sources])
            return rows(Store(plan["output"]).read(pipeline.compute(plan)))

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands once in a delivery."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' does not stand once in {file}"
        (self.root / file).write_text(text.replace(old, new), encoding="utf-8")

    @property
    def editions(self) -> Path:
        """Where the editions of the period stand."""
        return self.output / "editions" / "helpdesk" / PERIOD


def rows(facts_csv: bytes) -> dict[str, dict[str, str]]:
    """The rows of a `facts.csv` by fact id."""
    return {row["fact_id"]: row for row in csv.DictReader(io.StringIO(facts_csv.decode("utf-8")))}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries of the help desk and the output of one run over them: copy it, do not change it."""
    base = tmp_path_factory.mktemp("helpdesk")
    root = write_deliveries(base / "deliveries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "OVERSIGHT_HMAC_KEY", KEY)
        pipeline.run(pipeline.resolve(PERIOD, str(root), output=str(base / "output"), programme=str(PROGRAMME)))
    return base


@pytest.fixture
def desk(published: Path, tmp_path: Path, oversight: Oversight) -> Desk:
    """A copy of the published help desk that a test may change."""
    shutil.copytree(published, tmp_path / "desk")
    return Desk(tmp_path / "desk" / "deliveries", tmp_path / "desk" / "output", oversight)


@pytest.fixture
def untouched(desk: Desk) -> Iterator[None]:
    """Afterwards the ledger and the editions are byte for byte what they were, and nothing half-written is left."""
    before = contents(desk.output / "editions"), (desk.output / "ledger.jsonl").read_bytes()
    yield
    assert (contents(desk.output / "editions"), (desk.output / "ledger.jsonl").read_bytes()) == before
    assert [path for path in desk.output.rglob("*") if ".tmp" in path.name] == []
