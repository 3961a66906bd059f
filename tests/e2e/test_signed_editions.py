"""From a draft to a signed edition, and what `verify` can prove of it years later."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl import pipeline
from etl.pipeline import Release, UsageError, VerificationError
from etl.release import Answer
from tests.e2e.conftest import CALLBACKS, CALLS, KEY, PERIOD, PROGRAMME, call, callback, write

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
        for shift, month in enumerate(("2007-01", "2007-02")):
            rows = [clock(call(month, number), number + shift) for number in range(40)]
            write(self.root / "calls" / f"{month}.csv", CALLS, rows)
            for unit in ("NOORD", "ZUID"):
                requests = [callback(month, unit, number, late=number < 2) for number in range(20)]
                rows = [clock(row, number + shift) for number, row in enumerate(requests)]
                write(self.root / "callbacks" / f"{month}__{unit}.csv", CALLBACKS, rows)

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


def clock(row: str, number: int) -> str:
    """The row with a minute of its own in every moment."""
    return row.replace(":00:00+01:00", f":{number % 59 + 1:02d}:{number % 53 + 3:02d}+01:00")


@pytest.fixture(scope="module")
def submitted(tmp_path_factory) -> Path:
    """A desktop with one submitted draft: copy it, do not change it."""
    base = tmp_path_factory.mktemp("desk") / "desk"
    base.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_HMAC_KEY", KEY)
        desktop = Desktop(base)
        desktop.furnish()
        desktop.draft()
    return base


@pytest.fixture
def desktop(submitted, monkeypatch):
    """A draft was submitted; afterwards everything is as it was."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)
    kept = submitted.with_name("kept")
    shutil.copytree(submitted, kept)
    yield Desktop(submitted)
    shutil.rmtree(submitted)
    kept.rename(submitted)


def log_of(desktop: Desktop) -> Path:
    return desktop.output / "signatures" / "helpdesk" / f"{PERIOD}.jsonl"


def test_a_signed_edition_is_the_approved_draft(desktop):
    """Rendered again it differs by its mark and colophon alone; publishing twice changes nothing."""
    import pdfplumber

    edition = Path(desktop.sign())
    before = {path.name: path.read_bytes() for path in edition.iterdir()}

    again = pipeline.publish_signed(desktop.release)
    told = pipeline.verify(str(edition))

    assert again == str(edition)
    assert {path.name: path.read_bytes() for path in edition.iterdir()} == before
    assert "signed by dirk, 5 steps in its log; rendered again: it differs from the approved draft in its mark" in told
    manifest = json.loads(before["manifest.json"])
    assert (manifest["state"], manifest["approved"]["draft_edition"]) == ("final", 1)
    with pdfplumber.open(edition / "report.pdf") as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "CONCEPT" not in text
    assert "Ondertekend: dirk, 5 mei 2007" in text
    assert "Beoordeeld door een tweede analist: bram, 2 mei 2007" in text


def test_nothing_is_published_before_it_was_signed(desktop):
    """Not by the release step, and not by asking for a final edition either."""
    for step, by, decision, remark in (
        ("review", "bram", "approved", ""),
        ("consultation", "anna", "recorded", ""),
        ("board_reaction", "anna", "recorded", "Herkend."),
    ):
        with pytest.raises(UsageError, match=f"this content was not signed; .* the log awaits '{step}'"):
            pipeline.publish_signed(desktop.release)
        desktop.take(step, by, decision, remark=remark)

    with pytest.raises(UsageError, match="this content was not signed"):
        pipeline.run(desktop.plan(final=True))


def test_any_change_voids_the_approvals(desktop):
    """A text, after the signature: the final edition of it is refused, and its draft has to be reviewed again."""
    desktop.sign()
    desktop.write("service.md", "De helpdesk doet iets anders.")

    with pytest.raises(UsageError, match="the content was changed after it was signed: submit a new draft"):
        pipeline.run(desktop.plan(final=True))
    desktop.draft()

    assert desktop.release.standing().awaited == "review"
    with pytest.raises(UsageError, match="the log awaits 'review'"):
        pipeline.publish_signed(desktop.release)


@pytest.mark.slow
def test_an_adopted_remark_must_reach_the_text(desktop):
    """The next draft holds the new text and no longer the old one; then body and board are heard about it."""
    desktop.take("review", "bram", "approved")
    desktop.take("consultation", "anna", answers=[Answer("Met wie?", adopted=True, old=OLD, new=NEW)])

    with pytest.raises(UsageError, match="remark 1 was adopted, but its new text is not in the dossier"):
        desktop.draft()
    desktop.write("service.md", f"{OLD} {NEW}")
    with pytest.raises(UsageError, match="remark 1 was adopted, but its old text is still in the dossier"):
        desktop.draft()
    desktop.write("service.md", NEW)
    desktop.draft()

    assert desktop.release.standing().awaited == "review"


@pytest.mark.slow
def test_telling_of_the_reaction_in_the_letter_keeps_the_reaction(desktop):
    """Only the review has to be done again: the report itself is what the board reacted to."""
    desktop.take("review", "bram", "approved")
    desktop.take("consultation", "anna")
    desktop.take("board_reaction", "anna", remark="Het bestuur herkent zich.")
    desktop.write("brief.yml", BRIEF.format(reaction="Het bestuur herkent zich in het rapport."))
    desktop.draft()
    desktop.take("review", "bram", "approved")
    desktop.take("signed", "dirk", "approved")

    assert Path(pipeline.publish_signed(desktop.release)).name == "3"


def test_a_changed_log_is_found(desktop):
    """In the store: a line that was rewritten, and lines that were taken away."""
    edition = desktop.sign()
    whole = log_of(desktop).read_bytes()

    log_of(desktop).write_bytes(whole.replace(b'"bram"', b'"anna"'))
    with pytest.raises(VerificationError, match="line 3: this line of the signature log does not follow"):
        pipeline.verify(edition)
    log_of(desktop).write_bytes(b"".join(whole.splitlines(keepends=True)[:3]))
    with pytest.raises(VerificationError, match="the log in the store is not the one this edition carries"):
        pipeline.verify(edition)


def test_a_draft_that_is_not_what_was_approved_is_not_published(desktop):
    """Somebody put another PDF in the place of the one that was seen."""
    draft = desktop.output / "editions" / "helpdesk" / PERIOD / "1"
    desktop.take("review", "bram", "approved")
    desktop.take("consultation", "anna")
    desktop.take("board_reaction", "anna", remark="Herkend.")
    desktop.take("signed", "dirk", "approved")
    (draft / "report.pdf").write_bytes(b"%PDF-1.7")

    with pytest.raises(UsageError, match="the draft PDF is not the one that was approved"):
        pipeline.publish_signed(desktop.release)


@pytest.mark.slow
def test_an_edition_elsewhere_proves_its_log_but_is_not_rendered_again(desktop, tmp_path):
    """What was kept of the run is in the store."""
    copy = tmp_path / "received"
    shutil.copytree(desktop.sign(), copy)

    assert "signed by dirk, 5 steps in its log; not rendered again: it stands outside its store" in pipeline.verify(
        str(copy)
    )
