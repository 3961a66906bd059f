"""Three views inside Airflow's own pages: editions, quality, and numbers that answer back.

Airflow shows these pages in a frame in which browsers refuse PDFs: pages are shown as images, and the file is a
download. The one thing that can be changed here is the answer for a warning.
"""

from __future__ import annotations

import mimetypes
import os
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dags.support import answering, markup
from dags.support.rights import READER, analyst, may_accept, own_page
from etl import pipeline

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'self'",
}
_SHOWN = 200

app = FastAPI(title="Oversight", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[READER])


def _output() -> str:
    return os.environ.get("OVERSIGHT_OUTPUT", "output")


def _edition(programme: str, period: str, number: int) -> Any:
    return pipeline.find_edition(_output(), programme, period, number)


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(markup.page(title, body), headers=_HEADERS)


@app.exception_handler(pipeline.OversightError)
def refused(_: Request, error: Exception) -> HTMLResponse:
    """What does not exist is told, as a page."""
    return HTMLResponse(markup.page("Niet gevonden", markup.paragraph(str(error))), 404, _HEADERS)


@app.get("/")
def index() -> RedirectResponse:
    """The first view."""
    return RedirectResponse("editions/")


@app.get("/editions/")
def editions() -> HTMLResponse:
    """Every edition: period, state, verdict counts."""
    return _page("Uitgaven", markup.editions(pipeline.published(_output())))


@app.get("/editions/{programme}/{period}/{number}/")
def edition(programme: str, period: str, number: int, page: int = 1) -> HTMLResponse:
    """One edition: its pages as images, and every file as a download."""
    found = _edition(programme, period, number)
    return _page(f"{period}, uitgave {number}", markup.edition(found, page, found.page_count()))


@app.get("/editions/{programme}/{period}/{number}/pages/{page}.png")
def page_image(programme: str, period: str, number: int, page: int) -> Response:
    """One page of the report as an image."""
    png = _edition(programme, period, number).page_png(page)
    return Response(png, media_type="image/png", headers=_HEADERS)


@app.get("/editions/{programme}/{period}/{number}/quality")
def quality_of(programme: str, period: str, number: int) -> HTMLResponse:
    """The checks of one edition, what failed first."""
    found = _edition(programme, period, number)
    return _page(f"Kwaliteit van {period}, uitgave {number}", markup.checks(found))


@app.get("/editions/{programme}/{period}/{number}/{name}")
def download(programme: str, period: str, number: int, name: str) -> Response:
    """A file of an edition, as a download."""
    content = _edition(programme, period, number).read(name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _newest() -> dict[tuple[str, str], Any]:
    """Programme and period → their newest edition."""
    newest: dict[tuple[str, str], Any] = {}
    for found in pipeline.published(_output()):
        newest.setdefault((found.programme, found.period), found)
    return newest


def _answers(found: Any) -> Any:
    """None when the run was removed."""
    try:
        return pipeline.answers_of(found.programme, found.period, _output())
    except pipeline.UsageError:
        return None


@app.get("/quality/")
def quality(form: Annotated[bool, Depends(may_accept)]) -> HTMLResponse:
    """The newest edition of each period, and its warnings: those nobody answered for yet, and the answers."""
    found = [(item, _answers(item)) for item in _newest().values()]
    return _page("Kwaliteit", answering.overview(found) + answering.warnings(found, form=form))


@app.post("/quality/accept", dependencies=[Depends(own_page)])
def accept(
    user: Annotated[Any, Depends(analyst)],
    programme: Annotated[str, Form()],
    period: Annotated[str, Form()],
    check: Annotated[str, Form()],
    run: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Somebody answers for a warning, as `oversight accept` does, about the run that they were shown."""
    try:
        if (programme, period) in _newest():
            options = {"programme": programme, "output": _output(), "seen": run}
            pipeline.accept(check, period, reason, user.get_name(), **options)
            return RedirectResponse("/oversight/quality/", 303)
        why = f"no edition of {programme} over {period}"
    except pipeline.OversightError as error:
        why = str(error)
    return HTMLResponse(markup.page("Niet vastgelegd", answering.refused(why)), 409, _HEADERS)


@app.get("/numbers/")
def numbers(q: str = "") -> HTMLResponse:
    """Search a fact by any part of its id, in the newest edition of each period."""
    found: list[tuple[Any, dict[str, Any]]] = []
    seen: set[tuple[str, str]] = set()
    for item in pipeline.published(_output()) if q.strip() else ():
        if (item.programme, item.period) not in seen:
            seen.add((item.programme, item.period))
            found += [(item, fact) for fact in item.facts if q.strip().casefold() in fact["fact_id"].casefold()]
    return _page("Cijfers", markup.numbers(q, found[:_SHOWN], len(found)))


@app.get("/numbers/{programme}/{period}/{number}")
def explained(programme: str, period: str, number: int, fact: str) -> HTMLResponse:
    """Everything behind one number."""
    found = _edition(programme, period, number)
    return _page(fact, markup.explained(found, pipeline.explain(fact, found.address, "nl")))
