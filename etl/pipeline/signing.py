"""The way from a draft edition to a signed one: submit, take steps, publish what was signed.

What people answer is written into the signature log of the store; only that log decides what is published. A submitted
draft keeps everything it was made from in its run's folder, the texts of the dossier too, so that it can be made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, get_args

from etl.model.errors import Problem, UsageError
from etl.model.facts import Verdict
from etl.pipeline.editions import editions, folder_of
from etl.pipeline.plan import Plan, known_output
from etl.pipeline.publishing import publish
from etl.pipeline.rendering import Ingredients, ingredients, refuse_open_points, write_report
from etl.pipeline.report_content import dossier_files
from etl.pipeline.run_folder import PLAN
from etl.pipeline.signature_log import append, colophon, read_log
from etl.release import Answer, Decision, Signature, Standing, Step, standing
from etl.release.manifest import sha256
from etl.store import Store, canonical_json


@dataclass(frozen=True)
class Release:
    """The report of one period on its way to a signature."""

    output: str
    programme: str
    period: str

    @property
    def store(self) -> Store:
        """Where its log and its editions stand."""
        return known_output(self.output)

    def standing(self) -> Standing:
        """What the log amounts to now."""
        return standing(read_log(self.store, self.programme, self.period))


def is_signed(plan_json: Mapping[str, Any]) -> bool:
    """Whether a signature stands for the period of a plan; about which content is for `publish` to judge."""
    plan = Plan.from_json(plan_json)
    now = Release(plan.output, plan.definitions().programme.programme, plan.period).standing()
    return "signed" in now.steps and now.back is None


def submit(plan_json: Mapping[str, Any], edition: str, by: str, at: datetime, origin: str = "") -> Signature:
    """Offer a draft edition for review: the first step of the log. Its ingredients are kept beside the run.

    Args:
        edition: the path that `publish` gave for the draft.

    Raises:
        UsageError: this is no draft of this run, or a remark that was adopted is not in its texts.
    """
    plan = Plan.from_json(plan_json)
    store = plan.store()
    parts = ingredients(plan, store)
    programme = parts.content.programme.programme
    number = int(edition.rstrip("/").rsplit("/", 1)[-1])
    manifest = editions(store, programme, plan.period).get(number, {})
    if plan.final or manifest.get("content_sha256") != parts.content_sha256:
        raise UsageError(
            Problem(
                "this edition is not the draft of this run",
                where=edition,
                expected="the draft edition that the run published",
                hint="run again and submit what it publishes.",
            )
        )
    log = read_log(store, programme, plan.period)
    _check_adopted(standing(log), parts)
    _keep(plan, store)
    step = Signature(
        step="draft",
        by=by,
        at=at,
        decision="recorded",
        fingerprint=parts.fingerprint,
        report_fingerprint=parts.report_fingerprint,
        draft_sha256=manifest["files"]["report.pdf"]["sha256"],
        run_id=plan.run_id,
        edition=number,
        origin=origin,
    )
    append(store, programme, plan.period, step)
    return step


def _check_adopted(before: Standing, parts: Ingredients) -> None:
    """An adopted remark promised a text: the draft that answers it must hold the new one, and the old one no more."""
    texts = " ".join(_plain(text) for text in _all_texts(parts))
    problems = []
    for number, answer in enumerate(before.back.answers if before.back is not None else (), start=1):
        old, new = _plain(answer.old), _plain(answer.new)
        if answer.adopted and (new not in texts or old in texts.replace(new, "")):
            missing = "its new text is not" if new not in texts else "its old text is still"
            problems.append(
                Problem(
                    f"remark {number} was adopted, but {missing} in the dossier",
                    where=str(parts.content.period),
                    expected="the texts as they were promised to the inspected body",
                    hint="change the dossier and run again.",
                )
            )
    if problems:
        raise UsageError(problems)


def _all_texts(parts: Ingredients) -> Iterator[str]:
    yield from parts.content.dossier.texts.values()
    yield from (value for value in parts.content.dossier.letter.values() if isinstance(value, str))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _keep(plan: Plan, store: Store) -> None:
    store.write(f"{plan.folder}/{PLAN}", canonical_json(plan.to_json()))
    for name, content in dossier_files(plan.dossier).items():
        store.write(f"{plan.folder}/dossier/{name}", content)


def take_step(
    release: Release,
    step: Step,
    by: str,
    at: datetime,
    decision: Decision,
    *,
    seen: str,
    remark: str = "",
    answers: Sequence[Answer] = (),
    origin: str = "",
) -> Signature:
    """Write down what a person answered about the draft they saw.

    Args:
        seen: the sha256 of the draft PDF that was shown to them.

    Raises:
        UsageError: the rules do not allow this step now, or not to this person; or something is still open in what
            is to be signed.
    """
    draft = release.standing().draft
    if draft is None:
        raise UsageError(Problem("there is no draft yet", where=release.period, hint="submit a draft first."))
    number = draft.edition if step != "sent" else max(editions(release.store, release.programme, release.period))
    entry = replace(
        draft,
        step=step,
        by=by,
        at=at,
        decision=decision,
        draft_sha256=seen,
        edition=number,
        remark=remark,
        answers=tuple(answers),
        origin=origin,
    )
    if step == "signed" and decision == "approved":
        _check_complete(release, draft)
    append(release.store, release.programme, release.period, entry)
    return entry


def _check_complete(release: Release, draft: Signature) -> None:
    """Nobody signs what cannot be published: every open point is named before the name is under it."""
    with submitted(release, draft.run_id) as plan:
        refuse_open_points(ingredients(plan, release.store).content, release.period)


def publish_signed(release: Release) -> str:
    """Publish the final edition of the content that was signed; returns its path. Running twice changes nothing.

    Raises:
        UsageError: the log does not hold every answer that this content needs, or the content was changed since.
        VerificationError: the log was changed.
    """
    store, draft = release.store, release.standing().draft
    if draft is None:
        raise UsageError(Problem("nothing was submitted", where=release.period, hint="submit a draft first."))
    with submitted(release, draft.run_id) as plan:
        parts = ingredients(plan, store)
        colophon(store, parts.content.programme, plan.period, parts.fingerprint)
        _check_seen(release, draft, store)
        final = replace(plan, final=True)
        write_report(final, store)
        return publish(final.to_json())


def run_folder(period: str, run_id: str) -> str:
    """Where a run keeps what it made, relative to the store."""
    return f"runs/{period}/{run_id}"


@contextmanager
def submitted(release: Release, run_id: str) -> Iterator[Plan]:
    """The plan of a submitted draft, with the texts as they were submitted."""
    store, folder = release.store, run_folder(release.period, run_id)
    plan = Plan.from_json(json.loads(store.read(f"{folder}/{PLAN}")))
    with store.workspace() as scratch:
        for name in store.files(f"{folder}/dossier"):
            (scratch / name).write_bytes(store.read(f"{folder}/dossier/{name}"))
        yield replace(plan, dossier=str(scratch), output=store.url, final=False)


def _check_seen(release: Release, draft: Signature, store: Store) -> None:
    """The PDF that people approved must still be the one in the store."""
    path = f"{folder_of(release.programme, release.period, draft.edition)}/report.pdf"
    if sha256(store.read(path)) != draft.draft_sha256:
        raise UsageError(
            Problem(
                "the draft PDF is not the one that was approved",
                where=path,
                expected=f"sha256 {draft.draft_sha256[:12]}…",
                hint="restore the edition from a backup.",
            )
        )


def verdict_counts(plan_json: Mapping[str, Any]) -> dict[str, int]:
    """How many facts of the period itself have which verdict."""
    plan = Plan.from_json(plan_json)
    facts = json.loads(plan.store().read(f"{plan.folder}/facts.json"))["facts"]
    own = [fact["verdict"] for fact in facts if fact["period"] == plan.period]
    return {verdict: own.count(verdict) for verdict in get_args(Verdict)}
