"""The only writer: run folders, landed and rolled-up tables, the ledger, editions.

A store is any fsspec URL. A file appears complete or not at all: it is written under a temporary name and renamed.
Stages never see a store; they get local files, tables and text, and return them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from etl.model.errors import Problem, UnreadableError

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """The sha256 of a local file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(data: Any) -> bytes:
    """JSON that is the same for the same data: sorted keys, two spaces, UTF-8, newline at the end."""
    return (json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def table_json(data: Any) -> bytes:
    """Canonical JSON for tables: each row of a list (at the top, or one level down) on a line of its own.

    Python writes lines without indentation ten times as fast, and `diff` shows which rows changed.
    """
    if isinstance(data, dict):
        rows = ",\n".join(f"{_line(name)}: {_rows(data[name])}" for name in sorted(data))
        return f"{{\n{rows}\n}}\n".encode()
    return f"{_rows(data)}\n".encode()


def _rows(data: Any) -> str:
    return "[\n" + ",\n".join(map(_line, data)) + "\n]" if isinstance(data, list) and data else _line(data)


def _line(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


class Root:
    """A folder on any fsspec file system: a deliveries root, or the place below which a store writes."""

    def __init__(self, url: str, filesystem: Any = None) -> None:
        """Open a root; `filesystem` carries credentials that do not belong in a URL.

        Raises:
            UnreadableError: the URL names no known kind of file system.
        """
        try:
            if filesystem is None:
                filesystem, path = fsspec.core.url_to_fs(url)
            else:
                path = filesystem._strip_protocol(url)  # noqa: SLF001 - fsspec has no public name for it
        except (ValueError, ImportError) as error:
            raise UnreadableError(
                Problem(
                    f"'{url}' cannot be opened: {error}",
                    expected="a folder or an fsspec URL",
                    hint="file:, s3:, sftp: and https: are usual.",
                )
            ) from None
        self.url = url
        self.fs = filesystem
        self.path = str(path).rstrip("/")
        self.is_local = isinstance(filesystem, LocalFileSystem)

    def of(self, relative: str) -> str:
        """The file system's own path of something below the root."""
        return str(PurePosixPath(self.path, relative)) if relative else self.path

    def address(self, relative: str = "") -> str:
        """What to give to a command to find it again: a path on a local disk, a URL elsewhere."""
        return self.of(relative) if self.is_local else str(self.fs.unstrip_protocol(self.of(relative)))

    def exists(self, relative: str = "") -> bool:
        """Whether a file or folder is there."""
        return bool(self.fs.exists(self.of(relative)))

    def files(self, relative: str = "") -> dict[str, int]:
        """Every file below a folder: path relative to it, and size in bytes; empty when there is no such folder."""
        base = self.of(relative)
        if not self.fs.exists(base):
            return {}
        self.fs.invalidate_cache()
        found = self.fs.find(base, detail=True)
        return {name[len(base) :].lstrip("/"): int(info.get("size") or 0) for name, info in sorted(found.items())}

    def changed(self, relative: str) -> datetime:
        """When a file was last written."""
        moment: datetime = self.fs.modified(self.of(relative))
        return moment

    def read(self, relative: str) -> bytes:
        """The bytes of a file; FileNotFoundError when there is none."""
        with self.fs.open(self.of(relative), "rb") as file:
            return bytes(file.read())

    def fetch(self, relative: str, target: Path) -> str:
        """Copy a file to a local path; returns the sha256 of what was copied."""
        digest = hashlib.sha256()
        with self.fs.open(self.of(relative), "rb") as source, target.open("wb") as sink:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                sink.write(chunk)
        return digest.hexdigest()


class Store(Root):
    """Where everything a run makes is kept."""

    def write(self, relative: str, content: bytes) -> None:
        """Write a file, complete or not at all."""
        with self.workspace() as folder:
            local = folder / "file"
            local.write_bytes(content)
            self.put(local, relative)

    def put(self, local: Path, relative: str) -> None:
        """Move a finished local file into the store under its name, complete or not at all."""
        target = self.of(relative)
        self.fs.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
        if not self.is_local:
            self.fs.put_file(str(local), target)
            local.unlink()
            return
        temporary = f"{target}.{uuid.uuid4().hex}.tmp"
        try:
            shutil.move(local, temporary)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)

    def put_folder(self, local: Path, relative: str, last: str) -> None:
        """Publish a finished folder at once.

        On a local disk this is one rename. An object store has no rename: there the file `last` is written last;
        a folder without it does not count, and is made anew.

        Raises:
            FileExistsError: something is already there.
        """
        target = self.of(relative)
        if self.fs.exists(target if self.is_local else f"{target}/{last}"):
            raise FileExistsError(relative)
        if self.is_local:
            parent = Path(target).parent
            parent.mkdir(parents=True, exist_ok=True)
            temporary = parent / f".{uuid.uuid4().hex}.tmp"
            try:
                shutil.copytree(local, temporary)
                temporary.rename(target)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
            return
        if self.fs.exists(target):
            self.fs.rm(target, recursive=True)
        names = sorted(
            (path.relative_to(local).as_posix() for path in local.rglob("*") if path.is_file()),
            key=lambda name: (name == last, name),
        )
        for name in names:
            self.fs.put_file(str(local / name), f"{target}/{name}")

    def append(self, relative: str, lines: list[bytes]) -> None:
        """Append whole lines to a file; an object store, which cannot append, gets the longer file at once."""
        if not lines:
            return
        if not self.is_local:
            before = self.read(relative) if self.exists(relative) else b""
            self.write(relative, before + b"".join(lines))
            return
        path = Path(self.of(relative))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold the store for one writer at a time (local disks; elsewhere Airflow's pools serialise)."""
        if not self.is_local:
            yield
            return
        import fcntl

        path = Path(self.of(f".{name}.lock"))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def local(self, relative: str, cache: Path) -> Path:
        """A local path with a file's bytes: the file itself, or a copy below `cache`."""
        if self.is_local:
            return Path(self.of(relative))
        copy = cache / relative
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            temporary = copy.with_name(f"{copy.name}.{uuid.uuid4().hex}.tmp")
            self.fetch(relative, temporary)
            temporary.replace(copy)
        return copy

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A private scratch folder that is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="oversight-") as folder:
            yield Path(folder)
