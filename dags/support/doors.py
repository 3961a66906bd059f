"""Where a run's deliveries and its key come from when Airflow holds the credentials.

Everything heavy is imported inside the functions: the scheduler parses DAG files over and over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

KEY_CONNECTION = "oversight_hmac"
_WITH_CONNECTION = re.compile(r"^(?P<scheme>[a-z0-9]+)://(?P<connection>[^/@]+)@(?P<rest>.*)$")

P = ParamSpec("P")
R = TypeVar("R")


def deliveries_door(url: str) -> tuple[str, Any]:
    """The URL without its Airflow connection, and the file system that the connection opens.

    `s3://inspectie@bucket/in` reads `bucket/in` with the credentials of the connection `inspectie`; a URL without a
    connection is left to fsspec.
    """
    match = _WITH_CONNECTION.match(url)
    if match is None:
        return url, None
    from airflow.sdk import ObjectStoragePath

    return f"{match['scheme']}://{match['rest']}", ObjectStoragePath(url).fs


def pseudonym_key() -> str | None:
    """The pseudonym key from the Airflow connection `oversight_hmac`; None leaves it to the environment."""
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return BaseHook.get_connection(KEY_CONNECTION).password
    except AirflowNotFoundException:
        return None


def refuse_unknown_keys(given: Mapping[str, Any] | None, known: Mapping[str, Any]) -> None:
    """Airflow accepts any configuration key in silence; a misspelt one must not fall back to a default.

    Raises:
        AirflowFailException: naming the unknown keys and the known ones.
    """
    from airflow.sdk.exceptions import AirflowFailException

    unknown = sorted(set(given or {}) - set(known))
    if unknown:
        raise AirflowFailException(
            f"Onbekende instelling: {', '.join(unknown)}. Bekend zijn: {', '.join(sorted(known))}."
        )


def failing_at_once(step: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a step; what a retry cannot mend (a contract, a wrong request) fails the task at once.

    What cannot be read or reached keeps its own error, so that the task's retries apply.
    """
    from airflow.sdk.exceptions import AirflowFailException

    from etl.pipeline import ContractError, UsageError

    try:
        return step(*args, **kwargs)
    except (ContractError, UsageError) as error:
        raise AirflowFailException(str(error)) from error
