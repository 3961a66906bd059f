"""The stages in order: what each reads from the store and what it leaves there.

    resolve → land (once per source) → check → compute → render → publish

Every step takes the plan and plain JSON, may run twice without harm, and hands on references, never tables. The
command line and the DAGs call these same functions.
"""

from etl.model.errors import ContractError, OversightError, UnreadableError, UsageError, VerificationError
from etl.pipeline.answers import check_results, diff, explain, status, verify
from etl.pipeline.checking import check
from etl.pipeline.computing import compute
from etl.pipeline.landing import land
from etl.pipeline.plan import Plan, folder_name, resolve
from etl.pipeline.publishing import publish
from etl.pipeline.rendering import render
from etl.pipeline.reviewing import review_figures
from etl.pipeline.run import run, run_checks_only

__all__ = [
    "ContractError",
    "OversightError",
    "Plan",
    "UnreadableError",
    "UsageError",
    "VerificationError",
    "check",
    "check_results",
    "compute",
    "diff",
    "explain",
    "folder_name",
    "land",
    "publish",
    "render",
    "resolve",
    "review_figures",
    "run",
    "run_checks_only",
    "status",
    "verify",
]
