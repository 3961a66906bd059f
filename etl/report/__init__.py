"""Facts and texts become one PDF. The only user of Jinja2 and WeasyPrint.

This module is cheap to import: whatever needs a template engine, a font or a layout engine is imported when called.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from etl.model.content import ReportContent
from etl.model.receipt import Receipt
from etl.report.attachment import Attachment

__all__ = ["Attachment", "open_points", "receipt_text", "render_html", "render_pdf", "unresolved_numerals"]


def render_pdf(content: ReportContent, templates: Path, attachments: Sequence[Attachment] = ()) -> bytes:
    """The letter, the report and its annexes as one PDF/A-3a and PDF/UA-1 file. Same content, same bytes.

    Raises:
        UsageError: a text of the dossier cannot stand (a typed figure, an unknown fact, a contradicted verdict, a
            character that the fonts lack); an unknown key in the letter.
        ContractError: a numeral in the document belongs to no fact, no declared quotation and no structure.
    """
    from etl.report.printing import print_pdf

    return print_pdf(content, templates, attachments)


def render_html(content: ReportContent, templates: Path, part: str | None = None) -> str:
    """The same document, or one part of it, as one HTML text that needs no other file: for people who write texts.

    Args:
        content: what the report is written from.
        templates: the folder with the templates.
        part: `letter`, `summary`, a chapter, `annex` for all annexes, …; all parts when None.

    Raises:
        UsageError: there is no such part, or what `render_pdf` refuses in texts.
        ContractError: as `render_pdf`.
    """
    from etl.report.document import preview

    return preview(content, templates, part)


def unresolved_numerals(pdf: bytes, content: ReportContent) -> list[str]:
    """The numerals in a finished PDF that answer to nothing, each with its page and surroundings; empty when sound."""
    from etl.report.readback import unresolved

    return unresolved(pdf, content)


def open_points(content: ReportContent) -> list[str]:
    """What still stands between this content and a final report, in Dutch sentences; empty when nothing does."""
    from etl.report.openpoints import open_points as points

    return points(content)


def receipt_text(receipt: Receipt, language: Literal["nl", "en"] = "nl", *, full: bool = False) -> str:
    """What a supplier must repair, as plain text; `full` names every line instead of the first ones."""
    from etl.report.receipt import write_receipt

    return write_receipt(receipt, language, full=full)
