"""The only writer: complete or not at all, on a disk and on an object store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from etl.model.errors import UnreadableError
from etl.store import Root, Store, canonical_json, sha256_of, table_json


@pytest.fixture
def memory() -> Iterator[Store]:
    """A store that is not a disk: it knows no rename and no append."""
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield Store("memory://bucket/output")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


@pytest.fixture
def disk(tmp_path: Path) -> Store:
    """A store on this disk."""
    return Store(str(tmp_path / "output"))


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    """Both kinds of store: what a run does must be the same on each."""
    kind: Store = request.getfixturevalue(request.param)
    return kind


def folder(path: Path, **files: bytes) -> Path:
    """A finished local folder."""
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def test_what_is_written_can_be_read(store: Store) -> None:
    """Folders are made, and an existing file is replaced."""
    store.write("runs/2007/log.txt", b"first")
    store.write("runs/2007/log.txt", b"second")

    assert store.read("runs/2007/log.txt") == b"second"
    assert store.files() == {"runs/2007/log.txt": 6}


def test_a_folder_that_is_not_there_has_no_files(store: Store) -> None:
    """Asking is no error."""
    assert store.files("nowhere") == {}
    assert not store.exists("nowhere")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file appears complete or not at all."""
    disk.write("ledger.jsonl", b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        disk.write("ledger.jsonl", b"new")

    assert disk.files() == {"ledger.jsonl": 3}
    assert disk.read("ledger.jsonl") == b"old"


def test_lines_are_added_at_the_end(store: Store) -> None:
    """The ledger grows; adding nothing makes no file."""
    store.append("ledger.jsonl", [])
    assert not store.exists("ledger.jsonl")

    store.append("ledger.jsonl", [b"one\n", b"two\n"])
    store.append("ledger.jsonl", [b"three\n"])

    assert store.read("ledger.jsonl") == b"one\ntwo\nthree\n"


def test_a_folder_is_published_whole(store: Store, tmp_path: Path) -> None:
    """With all its files, and nothing beside it."""
    built = folder(tmp_path / "built", facts=b"1", manifest=b"2")

    store.put_folder(built, "editions/2007/1", last="manifest")

    assert store.files() == {"editions/2007/1/facts": 1, "editions/2007/1/manifest": 1}


def test_a_published_folder_is_never_overwritten(store: Store, tmp_path: Path) -> None:
    """The second attempt is refused and changes nothing."""
    store.put_folder(folder(tmp_path / "first", facts=b"1", manifest=b"1"), "editions/1", last="manifest")

    with pytest.raises(FileExistsError):
        store.put_folder(folder(tmp_path / "second", facts=b"22", extra=b"2", manifest=b"2"), "editions/1", "manifest")

    assert store.files() == {"editions/1/facts": 1, "editions/1/manifest": 1}


def test_a_publication_that_fails_leaves_nothing_on_a_disk(
    disk: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an edition is no edition."""

    def broken(self: Path, target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(OSError, match="Input/output error"):
        disk.put_folder(folder(tmp_path / "built", facts=b"1", manifest=b"1"), "editions/1", last="manifest")

    assert disk.files() == {}


def test_an_interrupted_publication_to_an_object_store_is_made_anew(memory: Store, tmp_path: Path) -> None:
    """Without the file that is written last it does not count, and what is left of it goes."""
    memory.write("editions/1/half", b"left behind")

    memory.put_folder(folder(tmp_path / "built", facts=b"1", manifest=b"1"), "editions/1", last="manifest")

    assert memory.files("editions/1") == {"facts": 1, "manifest": 1}


def test_the_last_file_of_a_folder_is_written_last(
    memory: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an object store its presence says that all others are there."""
    written = []
    put_file = type(memory.fs).put_file
    monkeypatch.setattr(
        type(memory.fs),
        "put_file",
        lambda self, local, target, **more: (written.append(target), put_file(self, local, target, **more)),
    )

    memory.put_folder(folder(tmp_path / "built", a=b"1", manifest=b"2", z=b"3"), "editions/1", last="manifest")

    assert [name.rsplit("/", 1)[-1] for name in written] == ["a", "z", "manifest"]


def test_a_copy_is_fetched_with_its_hash(store: Store, tmp_path: Path) -> None:
    """The hash is that of the bytes that arrived."""
    store.write("calls.csv", b"call_id\n1\n")

    digest = store.fetch("calls.csv", tmp_path / "copy")

    assert (tmp_path / "copy").read_bytes() == b"call_id\n1\n"
    assert digest == hashlib.sha256(b"call_id\n1\n").hexdigest() == sha256_of(tmp_path / "copy")


def test_a_stored_file_has_a_local_path(store: Store, tmp_path: Path) -> None:
    """On a disk it is the file itself, elsewhere a copy."""
    store.write("landed/a.parquet", b"rows")

    local = store.local("landed/a.parquet", tmp_path / "cache")

    assert local.read_bytes() == b"rows"


def test_the_address_of_something_works_from_anywhere(disk: Store, memory: Store, tmp_path: Path) -> None:
    """A path on a disk, a URL elsewhere: both can be given to `verify` again."""
    memory.write("editions/1/facts.csv", b"1")

    assert disk.address("editions/1") == f"{tmp_path}/output/editions/1"
    assert memory.address("editions/1") == "memory:///bucket/output/editions/1"
    assert Root(memory.address("editions/1")).files() == {"facts.csv": 1}


def test_a_workspace_is_gone_afterwards(disk: Store) -> None:
    """Delivered bytes are not kept."""
    with disk.workspace() as scratch:
        (scratch / "raw.csv").write_bytes(b"delivered")

    assert not scratch.exists()


def test_an_unknown_kind_of_url_is_refused() -> None:
    """With the kinds that are usual."""
    with pytest.raises(UnreadableError, match=r"'floppy://a' cannot be opened.*Hint: file:, s3:, sftp: and https:"):
        Root("floppy://a")


def test_json_is_the_same_for_the_same_data() -> None:
    """Sorted, indented, UTF-8, with a line end."""
    assert canonical_json({"b": "é", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'.encode()


def test_a_table_has_one_line_per_row() -> None:
    """Lists at the top, or one level down; keys are sorted, and what is no list stands on one line."""
    data = {"rows": [{"b": 1, "a": "é"}, {"b": 2, "a": None}], "none": [], "name": {"y": 1, "x": [1, 2]}}

    assert table_json(data).decode() == (
        '{\n"name": {"x": [1, 2], "y": 1},\n"none": [],\n"rows": [\n{"a": "é", "b": 1},\n{"a": null, "b": 2}\n]\n}\n'
    )
    assert table_json([1, 2]) == b"[\n1,\n2\n]\n"
    assert table_json([]) == b"[]\n"
