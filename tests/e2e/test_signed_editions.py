"""From a draft to a signed edition, and what `verify` can prove of it years later."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from etl import pipeline
from etl.pipeline import UsageError, VerificationError
from etl.release import Answer
from tests.e2e.conftest import KEY, PERIOD
from tests.e2e.desktop import BRIEF, NEW, OLD, Desktop, log_of


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
