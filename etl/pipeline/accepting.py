"""Somebody answers: a named person accepts a warning, with a reason, for the deliveries that it was about."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from etl.definitions import load_programme
from etl.model.acceptance import Acceptance, looked_at, needs_answer, standing_acceptances
from etl.model.chain import chained, read_chain
from etl.model.checks import CheckResult
from etl.model.deliveries import Landed
from etl.model.errors import Problem, UsageError
from etl.model.period import Period
from etl.pipeline.checked import Checked, checked_runs, read_checked
from etl.pipeline.plan import Plan, known_output
from etl.pipeline.run_folder import CHECKS, DELIVERIES, check_from_json, read_deliveries
from etl.store import Store

PATH = "acceptances.jsonl"
_PERSONAL = re.compile(r"\d{8,}|(?<!\d)(?:0|\+31 ?)[1-9]\d{0,2}[ -]\d{6,8}(?!\d)|\S@\S")
"""What has no place in a reason: person and phone numbers, addresses."""


@dataclass(frozen=True)
class Answers:
    """The warnings of the newest run over a period: still open, and answered for. `run` is that run's id."""

    run: str
    open: tuple[CheckResult, ...]
    accepted: tuple[Acceptance, ...]


def answers_of(programme: str, period: str, output: str = "output") -> Answers:
    """Who answered for which warning of the newest run, and for which nobody did yet.

    Args:
        programme: the name of one that the store knows, or where its definitions are.
        period: the period of the run.
        output: the store that holds the run.

    Raises:
        UsageError: no run over this period.
        VerificationError: the file of acceptances was changed.
    """
    store = known_output(output)
    run = _newest(store, programme, str(Period.parse(period)))
    results = _results(store, run)
    held = standing_acceptances(_of(_read(store)[0], run), results, run.sources, _deliveries(store, run))
    return Answers(_id(run), tuple(_open(results, held)), tuple(held.values()))


def accept(
    code: str,
    period: str,
    reason: str,
    by: str,
    *,
    programme: str = "uwv_telephone",
    output: str = "output",
    seen: str | None = None,
) -> list[Acceptance]:
    """Accept the open warnings that `code` names in the newest run over a period.

    Args:
        code: a rule's code (all its open warnings), or one check: `code:table` or `code:table.column`.
        period: the period of the run.
        reason: why the figures may stand, for the edition's readers.
        by: who answers.
        programme: the name of one that the store knows, or where its definitions are.
        output: the store that holds the run.
        seen: the run whose findings were shown to whoever answers; only a form knows it.

    Raises:
        UsageError: no run over this period, a newer one than was seen, no open warning of that name (the open ones are
            listed), a blocking check, or an empty or personal text.
        VerificationError: the file of acceptances was changed.
    """
    _refuse_texts(reason, by)
    store = known_output(output)
    run = _newest(store, programme, str(Period.parse(period)))
    if seen not in (None, _id(run)):
        raise UsageError(
            Problem("another run came after the one that was shown", where=period, hint="look at what it found first.")
        )
    results, deliveries = _results(store, run), _deliveries(store, run)
    with store.locked("acceptances"):
        known, last = _read(store)
        held = standing_acceptances(_of(known, run), results, run.sources, deliveries)
        accepted = [
            Acceptance(
                run.programme,
                run.period,
                result.check_id,
                by.strip(),
                reason.strip(),
                datetime.now(UTC),
                result.rule,
                result.observed,
                looked_at(run.sources.get(result.check_id, ()), deliveries),
            )
            for result in _chosen(code, results, held)
        ]
        store.append(PATH, chained((item.to_json() for item in accepted), last))
    return accepted


def acceptances_that_hold(plan: Plan, store: Store, results: Sequence[CheckResult]) -> dict[str, Acceptance]:
    """Check id → who answered for it, for the warnings of a run whose answer still holds."""
    run = read_checked(store, plan.folder)
    known, _ = _read(store)
    return standing_acceptances(_of(known, run), results, run.sources, read_deliveries(plan, store))


def _refuse_texts(reason: str, by: str) -> None:
    for option, text in (("--reason", reason), ("--by", by)):
        if not text.strip():
            raise UsageError(
                Problem("this is empty", where=option, expected="a text", hint="somebody answers, and says why.")
            )
        if _PERSONAL.search(text):
            raise UsageError(
                Problem(
                    "this looks like a person number, a phone number or an address",
                    where=option,
                    expected="a text without personal data",
                    hint="the text stands in the published dossier: describe the case without it.",
                )
            )


def _newest(store: Store, programme: str, period: str) -> Checked:
    name, runs = programme, checked_runs(store, programme, period)
    if not runs:  # where its definitions are, perhaps
        name = load_programme(programme).programme.programme
        runs = checked_runs(store, name, period)
    if not runs:
        raise UsageError(
            Problem(
                f"nothing was checked yet for {name} over {period}",
                where=store.address(),
                expected="a run over this period",
                hint=f"`oversight run {period}` or `oversight check {period}` first.",
            )
        )
    return runs[0]


def _id(run: Checked) -> str:
    return run.folder.rpartition("/")[2]


def _deliveries(store: Store, run: Checked) -> list[Landed]:
    return [Landed.from_json(item) for item in json.loads(store.read(f"{run.folder}/{DELIVERIES}"))]


def _results(store: Store, run: Checked) -> list[CheckResult]:
    return [check_from_json(item) for item in json.loads(store.read(f"{run.folder}/{CHECKS}"))]


def _read(store: Store) -> tuple[list[Acceptance], str]:
    return read_chain(store.read(PATH) if store.exists(PATH) else b"", PATH, Acceptance.from_json, "acceptance")


def _of(known: Sequence[Acceptance], run: Checked) -> list[Acceptance]:
    return [item for item in known if (item.programme, item.period) == (run.programme, run.period)]


def _open(results: Sequence[CheckResult], held: Mapping[str, Acceptance]) -> list[CheckResult]:
    return [result for result in results if needs_answer(result) and result.check_id not in held]


def _chosen(code: str, results: Sequence[CheckResult], held: Mapping[str, Acceptance]) -> list[CheckResult]:
    """The open warnings a code or check id names."""
    named = [result for result in results if code in (result.code, result.check_id)]
    open_now = _open(results, held)
    chosen = [result for result in open_now if result in named]
    if chosen:
        return chosen
    listed = ", ".join(result.check_id for result in open_now) or "none"
    raise UsageError(
        Problem(
            f"'{code}' {_why_not(named, held)}",
            expected=f"an open warning: {listed}",
            hint="`oversight check` shows what each check found.",
        )
    )


def _why_not(named: Sequence[CheckResult], held: Mapping[str, Acceptance]) -> str:
    failed = [result for result in named if result.passed is False]
    accepted = [held[result.check_id] for result in failed if result.check_id in held]
    if not named:
        return "is no check of this run"
    if any(result.stops for result in failed):
        return "blocks and cannot be accepted: the deliveries must be put right"
    if accepted:
        return f"was accepted already by {accepted[-1].by} on {accepted[-1].at:%Y-%m-%d}"
    return "only informs: nobody has to answer for it" if failed else "found nothing to accept"
