"""What travels inside the PDF: data files beside the words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """One file to embed. `data` is written as it is; the caller has defused what a spreadsheet would carry out."""

    name: str
    data: bytes
    mime: str
    description: str
