"""Three views inside Airflow's own pages: editions, quality, and numbers that answer back.

A plugin's app has no authentication of its own: the dependency below asks for a logged-in user who may read the runs of
our DAG, on every route. Airflow shows these pages in a frame in which browsers refuse PDFs: pages are shown as images,
and the file is a download.
"""

from __future__ import annotations

import mimetypes
import os
from typing import Any

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dags.support import markup
from etl import pipeline

_READER = Depends(requires_access_dag("GET", DagAccessEntity.RUN, "inspection_report"))
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'self'",
}
_SHOWN = 200

app = FastAPI(title="Oversight", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[_READER])


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


@app.get("/quality/")
def quality() -> HTMLResponse:
    """The newest edition of each period, with its open warnings."""
    newest: dict[tuple[str, str], Any] = {}
    for found in pipeline.published(_output()):
        newest.setdefault((found.programme, found.period), found)
    return _page("Kwaliteit", markup.quality(newest.values()))


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
    return _page(fact, markup.explained(found, pipeline.explain(fact, found.address)))
