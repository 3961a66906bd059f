"""Where the data files that belong to the software stand: rules and report templates.

In a checkout they are folders beside `etl/`; in an installed package they are shipped inside it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder of that name: `expectations` or `report_templates`."""
    beside = _PACKAGE.parent / name
    return beside if beside.is_dir() else _PACKAGE / "_shipped" / name


def expectation_texts() -> dict[str, str]:
    """The rule files: name → text."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder("expectations").glob("*.yml"))}


def folder_sha256(path: Path) -> str:
    """One hash over the names and contents of all files below a folder."""
    digest = hashlib.sha256()
    for file in sorted(item for item in path.rglob("*") if item.is_file() and "__pycache__" not in item.parts):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(path).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
