"""The stages in order: what each reads from the store and what it leaves there.

    resolve → land (once per source) → check → compute → render → publish

Every step takes the plan and plain JSON, may run twice without harm, and hands on references, never tables. The
command line and the DAGs call these same functions.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from etl.model.errors import (
    ContractError,
    NothingArrivedError,
    OversightError,
    UnreadableError,
    UsageError,
    VerificationError,
)

if TYPE_CHECKING:
    from etl.pipeline.accepting import accept, answers_of
    from etl.pipeline.answers import check_results, diff, explain, status, verify
    from etl.pipeline.arrivals import deadline, expected_sources, missing_deliveries, told
    from etl.pipeline.browsing import Published, find_edition, published
    from etl.pipeline.checking import check
    from etl.pipeline.computing import compute
    from etl.pipeline.drafts import hand_over, newest_draft, release_of
    from etl.pipeline.landing import land
    from etl.pipeline.plan import Plan, folder_name, resolve
    from etl.pipeline.previewing import preview
    from etl.pipeline.publishing import publish
    from etl.pipeline.receipts import receipt
    from etl.pipeline.rendering import render
    from etl.pipeline.reviewing import review_figures
    from etl.pipeline.running import run, run_checks_only
    from etl.pipeline.signing import Release, is_signed, publish_signed, submit, take_step, verdict_counts

_STEPS = {
    "accepting": ("accept", "answers_of"),
    "answers": ("check_results", "diff", "explain", "status", "verify"),
    "arrivals": ("deadline", "expected_sources", "missing_deliveries", "told"),
    "browsing": ("Published", "find_edition", "published"),
    "checking": ("check",),
    "computing": ("compute",),
    "drafts": ("hand_over", "newest_draft", "release_of"),
    "landing": ("land",),
    "plan": ("Plan", "folder_name", "resolve"),
    "previewing": ("preview",),
    "publishing": ("publish",),
    "receipts": ("receipt",),
    "rendering": ("render",),
    "reviewing": ("review_figures",),
    "running": ("run", "run_checks_only"),
    "signing": ("Release", "is_signed", "publish_signed", "submit", "take_step", "verdict_counts"),
}
_HOMES = {name: module for module, names in _STEPS.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a step when it is first asked for: pandas and DuckDB take seconds, and few commands need them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "ContractError",
    "NothingArrivedError",
    "OversightError",
    "Plan",
    "Published",
    "Release",
    "UnreadableError",
    "UsageError",
    "VerificationError",
    "accept",
    "answers_of",
    "check",
    "check_results",
    "compute",
    "deadline",
    "diff",
    "expected_sources",
    "explain",
    "find_edition",
    "folder_name",
    "hand_over",
    "is_signed",
    "land",
    "missing_deliveries",
    "newest_draft",
    "preview",
    "publish",
    "publish_signed",
    "published",
    "receipt",
    "release_of",
    "render",
    "resolve",
    "review_figures",
    "run",
    "run_checks_only",
    "status",
    "submit",
    "take_step",
    "told",
    "verdict_counts",
    "verify",
]
