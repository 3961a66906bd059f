"""An analyst's desk: a help desk's deliveries, texts, and the way from a draft to a signed edition."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from etl import pipeline
from etl.pipeline import Release
from tests.e2e.conftest import CALLBACKS, CALLS, PERIOD, PROGRAMME, call, callback, write

BRIEF = """\
geadresseerde: De minister
datum: 2007-04-01
kenmerk: T-1
aanhef: Geachte heer,
functie: De plaatsvervangend inspecteur-generaal
ondertekenaar: D. Dirksen
vervolg: De inspectie volgt de ontwikkeling.
overleg: Het concept is besproken.
reactie_bestuur: {reaction}
"""
OLD, NEW = "De helpdesk doet wat is afgesproken.", "De helpdesk doet wat met de inspectie is afgesproken."


class Desktop:
    """An analyst's desk: texts, a draft, and the people who answer about it."""

    def __init__(self, base: Path) -> None:
        self.root, self.output, self.programme = base / "deliveries", base / "output", base / "programme"
        self.dossier = base / "dossier"
        self.release = Release(str(self.output), "helpdesk", PERIOD)

    def furnish(self) -> None:
        """Deliveries and texts."""
        self._deliver()
        self.dossier.mkdir()
        self.write("oordeel.md", "De helpdesk is goed bereikbaar.")
        self.write("service.md", OLD)
        self.write("brief.yml", BRIEF.format(reaction="Volgt."))

    def _deliver(self) -> None:
        """Deliveries without a single warning: nothing expected is missing, and clocks show every minute."""
        shutil.copytree(PROGRAMME, self.programme)
        units = (self.programme / "programme.yml").read_text("utf-8")
        for unit in ("national", "NOORD", "ZUID"):
            units = units.replace(f"unit: {unit}", f"valid_from: 2007-01-01, unit: {unit}")
        (self.programme / "programme.yml").write_text(units, encoding="utf-8")
        deliver(self.root, ("2007-01", "2007-02"))

    def plan(self, **more) -> dict:
        """What a run is about."""
        options = {"output": str(self.output), "programme": str(self.programme), "dossier": str(self.dossier)}
        return pipeline.resolve(PERIOD, str(self.root), **options, **more)

    def write(self, name: str, text: str) -> None:
        """A text of the dossier."""
        (self.dossier / name).write_text(text, encoding="utf-8")

    def draft(self, by: str = "anna") -> str:
        """Run, publish the draft and submit it; returns the path of the draft edition."""
        plan = self.plan()
        edition = pipeline.run(plan)
        pipeline.submit(plan, edition, by, self.now())
        return edition

    def now(self) -> datetime:
        """Noon; every step is taken a day later."""
        log = log_of(self)
        taken = log.read_text("utf-8").count("\n") if log.exists() else 0
        return datetime(2007, 5, taken + 1, 12, tzinfo=UTC)

    def take(self, step, by, decision="recorded", **more) -> None:
        """Somebody answers about the draft that stands."""
        draft = self.release.standing().draft
        pipeline.take_step(self.release, step, by, self.now(), decision, **{"seen": draft.draft_sha256, **more})

    def sign(self) -> str:
        """The whole way after a draft, up to the published edition."""
        self.take("review", "bram", "approved")
        self.take("consultation", "anna")
        self.take("board_reaction", "anna", remark="Het bestuur herkent zich.")
        self.take("signed", "dirk", "approved")
        return pipeline.publish_signed(self.release)


def deliver(root: Path, months: Sequence[str]) -> None:
    """Calls, and callbacks of both regions."""
    for shift, month in enumerate(months):
        rows = [clock(call(month, number), number + shift) for number in range(40)]
        write(root / "calls" / f"{month}.csv", CALLS, rows)
        for unit in ("NOORD", "ZUID"):
            requests = [callback(month, unit, number, late=number < 2) for number in range(20)]
            rows = [clock(row, number + shift) for number, row in enumerate(requests)]
            write(root / "callbacks" / f"{month}__{unit}.csv", CALLBACKS, rows)


def log_of(desktop: Desktop) -> Path:
    return desktop.output / "signatures" / "helpdesk" / f"{PERIOD}.jsonl"


def clock(row: str, number: int) -> str:
    """The row with a minute of its own in every moment."""
    return row.replace(":00:00+01:00", f":{number % 59 + 1:02d}:{number % 53 + 3:02d}+01:00")
