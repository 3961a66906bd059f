"""What a published PDF carries: its attachments, and the hash that is printed on its pages."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from etl.model.errors import Problem, VerificationError
from etl.release.manifest import sha256


def attached_files(pdf: bytes) -> dict[str, bytes]:
    """The attachments: name → content.

    Raises:
        VerificationError: this is no sound PDF.
    """
    try:
        return {name: b"".join(contents) for name, contents in PdfReader(io.BytesIO(pdf)).attachments.items()}
    except PyPdfError as error:
        raise VerificationError(
            Problem(f"this is no sound PDF ({type(error).__name__})", hint="fetch it again.")
        ) from None


def prints_hash_of(pdf: bytes, content: bytes) -> bool:
    """Whether the pages print the hash of this content."""
    wanted = sha256(content)
    text = "".join(re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages)
    return wanted in text
