"""Before an edition leaves the house its report is read back from the PDF: a numeral without an answer keeps it in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl import pipeline
from etl.model.errors import ContractError
from etl.pipeline import rendering
from etl.resources import folder
from tests.e2e.desktop import Desktop


def test_a_number_that_a_style_adds_keeps_the_edition_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No template holds it, so only the finished file shows it; what was published before stays as it is."""
    templates = tmp_path / "templates"
    shutil.copytree(folder("report_templates"), templates)
    with (templates / "css" / "text.css").open("a", encoding="utf-8") as styles:
        styles.write("#deel\\.summary h2::after { content: ' 64 procent' }")
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", "a key for tests, longer than thirty-two characters")
    desk = Desktop(tmp_path)
    desk.furnish()
    sound = Path(pipeline.run(desk.plan()))
    desk.write("oordeel.md", "De helpdesk is goed bereikbaar, ook op drukke dagen.")

    monkeypatch.setattr(rendering, "folder", lambda _: templates)
    with pytest.raises(ContractError, match=r"answers to nothing: page \d+: '.*64 procent'"):
        pipeline.run(desk.plan())

    assert [path.name for path in sound.parent.iterdir()] == ["1"]
