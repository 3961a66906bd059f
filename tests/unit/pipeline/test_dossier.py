"""The texts people wrote for a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.model.content import Dossier
from etl.model.errors import UsageError
from etl.pipeline.report_content import dossier_files, read_dossier


def test_letter_and_texts_are_read(tmp_path: Path) -> None:
    """YAML for the letter, Markdown for the texts; other files are nobody's."""
    (tmp_path / "brief.yml").write_text("kenmerk: 2008/1258\n")
    (tmp_path / "oordeel.md").write_text("Het gaat de goede kant op.\n")
    (tmp_path / "notes.docx").write_bytes(b"PK")

    files = dossier_files(str(tmp_path))

    assert sorted(files) == ["brief.yml", "oordeel.md"]
    assert read_dossier(files, "dossier") == Dossier(
        {"kenmerk": "2008/1258"}, {"oordeel.md": "Het gaat de goede kant op.\n"}
    )


def test_a_dossier_may_be_absent(tmp_path: Path) -> None:
    """Then the report says what is still to be written."""
    assert read_dossier(dossier_files(str(tmp_path / "nowhere")), "nowhere") == Dossier()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"brief.yml": b"a: [\n"}, r"dossier/brief\.yml, line 2: this is not YAML"),
        ({"brief.yml": b"- a list\n"}, r"dossier/brief\.yml: the letter's fields are not a mapping"),
        ({"brief.yml": b"a: caf\xe9\n"}, r"dossier/brief\.yml: this is not YAML"),
        ({"oordeel.md": b"Goed.\nE\xe9n.\n"}, r"dossier/oordeel\.md, line 2: this is not UTF-8"),
    ],
)
def test_a_text_that_cannot_be_read_is_named(files: dict[str, bytes], message: str) -> None:
    """With its line where there is one."""
    with pytest.raises(UsageError, match=message):
        read_dossier(files, "dossier")
