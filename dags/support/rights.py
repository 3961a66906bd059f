"""Who may do what in our pages: Airflow asks plugins for no login, so every route asks for itself.

Reading asks for a user who may read the runs of our DAG; accepting a warning for one who may start them and, where
people are named for it, is among those. The session is a cookie that browsers send only from the same site; what
changes something is refused on top of that unless the browser says that our own page sent it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag
from fastapi import Depends, HTTPException, Request

from dags.support.people import named_for

_DAG = "inspection_report"
READER = Depends(requires_access_dag("GET", DagAccessEntity.RUN, _DAG))
_may_start = requires_access_dag("POST", DagAccessEntity.RUN, _DAG)


def analyst(request: Request, user: GetUserDep) -> Any:
    """The logged-in user, who may answer for a warning.

    Raises:
        HTTPException: 403, they may not.
    """
    _may_start(request, user)
    named = named_for("accept")
    if named is not None and str(user.get_id()) not in named:
        raise HTTPException(403, "Alleen een analist kan een waarschuwing aanvaarden.")
    return user


def may_accept(request: Request, user: GetUserDep) -> bool:
    """Whether the logged-in user is shown the form."""
    try:
        analyst(request, user)
    except HTTPException:
        return False
    return True


def own_page(request: Request) -> None:
    """Our own page sent this, says the browser; another site cannot make it say so.

    Raises:
        HTTPException: 403, something else did.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    ours = site == "same-origin" if site else urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise HTTPException(403, "Dit formulier kwam niet van onze eigen pagina.")
