"""What a published PDF carries: its attachments, and the hash that is printed on its pages."""

from __future__ import annotations

import functools
import io
import re

from pypdf import PdfReader

from etl.model.errors import Problem, VerificationError
from etl.release.manifest import sha256


@functools.lru_cache(maxsize=1)
def _reader(pdf: bytes) -> PdfReader:
    """One reader for both questions about a PDF: opening a tagged document takes seconds."""
    return PdfReader(io.BytesIO(pdf))


def attached_files(pdf: bytes, name: str = "") -> dict[str, bytes]:
    """The attachments: name → content.

    Raises:
        VerificationError: this is no sound PDF.
    """
    try:
        return {name: b"".join(contents) for name, contents in _reader(pdf).attachments.items()}
    except Exception as error:  # noqa: BLE001 - on damaged bytes pypdf raises whatever it stumbles over
        raise VerificationError(_unsound(error, name)) from None


def prints_hash_of(pdf: bytes, content: bytes, name: str = "") -> bool:
    """Whether the pages print the hash of this content.

    Raises:
        VerificationError: the pages cannot be read.
    """
    wanted = sha256(content)
    try:
        return any(wanted in re.sub(r"\s+", "", page.extract_text()) for page in _reader(pdf).pages)
    except Exception as error:  # noqa: BLE001 - as above
        raise VerificationError(_unsound(error, name)) from None


def _unsound(error: Exception, name: str) -> Problem:
    return Problem(
        f"this is no sound PDF ({type(error).__name__})",
        where=name,
        expected="a report as it was published",
        hint="fetch it again.",
    )
