"""HTML becomes one PDF: the only module that starts the layout engine. It runs in a process of its own (`printing`)."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from etl.model.errors import ContractError, Problem
from etl.report.attachment import Attachment
from etl.report.markup import read_html


def html_to_pdf(html: str, templates: Path, attachments: Sequence[Attachment], as_of: datetime) -> bytes:
    """Lay out and write. Deterministic: dates come from `as_of`, fonts from the template folder.

    Raises:
        ContractError: the HTML is not well-formed, the document asks for something outside the template folder, or the
            layout engine had something to complain about; a sound document gives no message at all.
    """
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    from etl.report.fetcher import TemplateFetcher
    from etl.report.tagging import finish
    from etl.report.tagging.hooks import LeanHTML, forget_origins, release

    moment = as_of.astimezone(UTC)
    files = [
        weasyprint.Attachment(
            string=item.data,
            name=item.name,
            description=item.description,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for item in attachments
    ]
    finisher = partial(finish, mimes={item.name: item.mime for item in attachments})
    base, fetcher = templates.resolve().as_uri() + "/", TemplateFetcher(templates)
    with _complaints() as complaints, without_gc():
        forget_origins()
        try:
            document = LeanHTML(read_html(html), base, fetcher).render(pdf_variant="pdf/a-3a")
            release(document)
            pdf = bytes(document.write_pdf(finisher=finisher, pdf_variant="pdf/a-3a", attachments=files))
        except FatalURLFetchingError as error:
            raise ContractError(Problem(str(error), where="report", expected="files of the template folder")) from error
    if complaints:
        raise ContractError([Problem(f"the layout engine says: {text}", where="report") for text in complaints])
    return pdf


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """The messages of the layout engine while the block runs."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


@contextmanager
def without_gc() -> Iterator[None]:
    """Layout makes hundreds of thousands of objects and no garbage worth collecting: a fifth faster without."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
