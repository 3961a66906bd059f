"""The signature log in the store: read, extended by one step at a time, and what of it a final edition carries."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from etl.model.chain import chained
from etl.model.content import SignatureLine
from etl.model.errors import Problem, UsageError
from etl.model.programme import Programme
from etl.release import Signature, check_log, check_step, read_signatures, standing
from etl.store import Store


def path_of(programme: str, period: str) -> str:
    """Where the log of a period stands, relative to the store."""
    return f"signatures/{programme}/{period}.jsonl"


def log_bytes(store: Store, programme: str, period: str) -> bytes:
    """The log as it stands; empty when nobody took a step yet."""
    path = path_of(programme, period)
    return store.read(path) if store.exists(path) else b""


def read_log(store: Store, programme: str, period: str) -> list[Signature]:
    """The steps, oldest first.

    Raises:
        VerificationError: the log was changed.
    """
    return read_signatures(log_bytes(store, programme, period), path_of(programme, period))[0]


def append(store: Store, programme: str, period: str, step: Signature) -> None:
    """Extend the log by one step; the same step again changes nothing, for Airflow may run a task twice.

    Raises:
        UsageError: the rules do not allow this step now, or not to this person.
        VerificationError: the log was changed.
    """
    path = path_of(programme, period)
    with store.locked("signatures"):
        log, last = read_signatures(log_bytes(store, programme, period), path)
        if step in log:
            return
        check_step(log, step)
        store.append(path, chained([step.to_json()], last))


def colophon(store: Store, programme: Programme, period: str, fingerprint: str) -> tuple[SignatureLine, ...]:
    """Who took which step, for the report's colophon; empty where nobody ever submitted a draft to be signed.

    Raises:
        UsageError: a draft is on its way to a signature and this content was not signed.
        VerificationError: the log was changed, or holds a step that the rules forbade.
    """
    log = read_log(store, programme.programme, period)
    if not log:
        return ()
    check_log(log)
    now = standing(log)
    signed = now.steps.get("signed")
    if signed is None or now.back is not None or signed.fingerprint != fingerprint:
        raise UsageError(
            Problem(
                "this content was not signed",
                where=path_of(programme.programme, period),
                expected=f"a signature under the content with fingerprint {fingerprint[:12]}…",
                hint=f"the log awaits '{now.awaited}'."
                if now.awaited not in (None, "sent")
                else "the content was changed after it was signed: submit a new draft.",
            )
        )
    return colophon_lines(log, programme.time_zone)


def colophon_lines(log: Sequence[Signature], time_zone: str) -> tuple[SignatureLine, ...]:
    """The steps that stand, as the colophon prints them: dates are those of the programme's time zone."""
    zone = ZoneInfo(time_zone)
    return tuple(SignatureLine(entry.step, entry.by, entry.at.astimezone(zone).date()) for entry in standing(log).lines)


def signed_part(content: bytes) -> bytes:
    """The log up to and with its last signature: what an edition that was signed carries along."""
    lines = content.splitlines(keepends=True)
    log, _ = read_signatures(content)
    last = max((number for number, entry in enumerate(log, start=1) if _signs(entry)), default=0)
    return b"".join(lines[:last])


def _signs(entry: Signature) -> bool:
    return entry.step == "signed" and entry.decision == "approved"


def approved(log: bytes) -> dict[str, object]:
    """What the manifest of a signed edition says about the draft that was approved."""
    steps, last = read_signatures(log)
    signed = steps[-1]
    return {
        "fingerprint": signed.fingerprint,
        "draft_edition": signed.edition,
        "draft_sha256": signed.draft_sha256,
        "run_id": signed.run_id,
        "last_line_sha256": last,
    }
