"""The folder: a former demo is replaced, anybody else's files are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.demo import write_demo
from etl.model.errors import UsageError


def _files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_foreign_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    """A folder with somebody's notes is no place for a demo."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match=r"notes\.txt.*Hint") as raised:
        write_demo(tmp_path, (2007,), 0.002)

    assert raised.value.exit_code == 2
    assert _files(tmp_path) == {"notes.txt": b"mine"}


def test_deliveries_that_are_no_demo_are_refused(tmp_path: Path) -> None:
    """Files with the names of deliveries but without DEMO.json may be real ones."""
    (tmp_path / "kcc_calls").mkdir()
    (tmp_path / "kcc_calls" / "2007-03.csv").write_text("call_id\n", encoding="utf-8")

    with pytest.raises(UsageError, match="not of a former demo"):
        write_demo(tmp_path, (2007,), 0.002)

    assert list(_files(tmp_path)) == ["kcc_calls/2007-03.csv"]


def test_a_file_among_a_former_demo_is_refused(tmp_path: Path) -> None:
    """Somebody put a correction beside the demo: it is not ours to delete."""
    (tmp_path / "DEMO.json").write_text("{}", encoding="utf-8")
    (tmp_path / "kcc_calls").mkdir()
    (tmp_path / "kcc_calls" / "2007-03__p2.csv").write_text("call_id\n", encoding="utf-8")

    with pytest.raises(UsageError, match="2007-03__p2"):
        write_demo(tmp_path, (2007,), 0.002)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """The root must be a folder."""
    (tmp_path / "demo").write_text("", encoding="utf-8")

    with pytest.raises(UsageError, match="not a folder"):
        write_demo(tmp_path / "demo", (2007,), 0.002)


def test_a_former_demo_is_replaced_without_stale_files(tmp_path: Path) -> None:
    """Files of a year that is no longer asked for go, also after an interruption."""
    (tmp_path / "DEMO.json.part").write_text("", encoding="utf-8")
    stale = [tmp_path / "kcc_calls" / "2006-01.csv", tmp_path / "callback_requests" / "2006-01__AG-ZUID.csv.part"]
    for path in stale:
        path.parent.mkdir()
        path.write_text("old", encoding="utf-8")

    write_demo(tmp_path, (2007,), 0.001)

    assert not any(path.exists() for path in stale)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["DEMO.json"]
    assert not list(tmp_path.rglob("*.part"))


def test_the_marker_says_what_was_made(small_root: Path) -> None:
    """Random state, scale and years; no clock and no path."""
    marker = json.loads((small_root / "DEMO.json").read_text(encoding="utf-8"))

    assert marker == {"random_state": 1258, "scale": 0.002, "years": [2007]}


@pytest.mark.parametrize(
    ("years", "scale", "message"),
    [
        ((2004,), 0.01, "2004.*2005, 2006, 2007, 2008.*Hint"),
        ((), 0.01, "no year"),
        ((2007,), 0.0, r"scale 0\.0.*0\.001 to 1.*Hint"),
        ((2007,), 2.0, r"scale 2\.0"),
    ],
)
def test_what_cannot_be_made_is_a_usage_error(
    tmp_path: Path, years: tuple[int, ...], scale: float, message: str
) -> None:
    """Unknown years and scales are refused before anything is written."""
    with pytest.raises(UsageError, match=message):
        write_demo(tmp_path / "new", years, scale)

    assert not (tmp_path / "new").exists()
