"""The rules of the way to a signature: four eyes, in order, and only about the draft that was seen.

    draft → review → consultation → board_reaction → signed → sent

A new draft voids the review and the signature of the one before. The consultation and the board's reaction were about
the report: they stand while the report is the same and only the letter, which tells of them, was completed. A rejection
and an adopted remark both lead back to a new draft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.model.errors import Problem, UsageError, VerificationError
from etl.release.signatures import SIGNATURES, Signature, Step

ORDER: tuple[Step, ...] = ("draft", "review", "consultation", "board_reaction", "signed", "sent")
_APPROVING: tuple[Step, ...] = ("review", "signed")


@dataclass(frozen=True)
class Standing:
    """What counts now: the draft, and the steps that stand for it.

    `back` is the step that led back to the draft (a rejection, or a consultation with adopted remarks), if any.
    """

    steps: Mapping[Step, Signature]
    back: Signature | None = None

    @property
    def draft(self) -> Signature | None:
        """The draft that is on its way."""
        return self.steps.get("draft")

    @property
    def awaited(self) -> Step | None:
        """The next step; None when all is done."""
        if self.back is not None:
            return "draft"
        return next((step for step in ORDER if step not in self.steps), None)

    @property
    def lines(self) -> tuple[Signature, ...]:
        """The steps that stand up to the signature, in order: what the report's colophon names."""
        return tuple(self.steps[step] for step in ORDER[:-1] if step in self.steps)


def standing(log: Sequence[Signature]) -> Standing:
    """What the log amounts to."""
    steps: dict[Step, Signature] = {}
    back: Signature | None = None
    for entry in log:
        if entry.step == "draft":
            steps, back = _new_draft(steps, entry), None
        elif entry.decision == "rejected" or any(answer.adopted for answer in entry.answers):
            back = entry
            steps.pop(entry.step, None)
        else:
            steps[entry.step] = entry
    return Standing(steps, back)


def _new_draft(before: Mapping[Step, Signature], draft: Signature) -> dict[Step, Signature]:
    kept: dict[Step, Signature] = {"draft": draft}
    if "sent" in before:
        return kept
    for step in ("consultation", "board_reaction"):
        entry = before.get(step)
        if entry is not None and entry.report_fingerprint == draft.report_fingerprint:
            kept[step] = entry
    return kept


def check_step(log: Sequence[Signature], new: Signature) -> None:
    """Refuse a step that may not be taken now, or not by this person.

    Raises:
        UsageError: it is not its turn, it is about another draft, its author took part in what it approves, or an
            answer is incomplete.
    """
    if not new.person:
        raise _refused("nobody is named", "the user name of a person", "log in under your own name.")
    if new.step == "draft":
        return
    now = standing(log)
    draft = now.draft
    if draft is None:
        raise _refused("there is no draft yet", "a draft that was submitted", "submit a draft first.")
    seen = (new.fingerprint, new.report_fingerprint, new.draft_sha256)
    if seen != (draft.fingerprint, draft.report_fingerprint, draft.draft_sha256):
        raise _refused(
            f"the {new.step} is about another draft than the one submitted last",
            f"fingerprint {draft.fingerprint[:12]}… and PDF {draft.draft_sha256[:12]}…",
            "look at the latest draft and answer again.",
        )
    if now.awaited != new.step:
        raise _refused(
            f"it is not the turn of '{new.step}'",
            f"'{now.awaited}'" if now.awaited else "nothing more: this report was sent",
            "a rejected or changed report needs a new draft first."
            if now.back is not None
            else "follow the order: " + " → ".join(ORDER) + ".",
        )
    _check_form(new)
    if new.step in _APPROVING:
        _check_four_eyes(now, new)


def check_log(log: Sequence[Signature]) -> None:
    """Walk the whole log again: every step was allowed when it was taken.

    Raises:
        VerificationError: one was not; its line is named.
    """
    for number, entry in enumerate(log):
        try:
            check_step(log[:number], entry)
        except UsageError as error:
            problem = replace(error.problems[0], where=SIGNATURES, line=number + 1)
            raise VerificationError(problem) from None


def _check_form(new: Signature) -> None:
    if new.step in _APPROVING and new.decision == "recorded":
        raise _refused(f"'{new.step}' needs a decision", "approved or rejected", "choose one of the two.")
    if new.decision == "rejected" and not new.remark.strip():
        raise _refused("a rejection without a remark", "what must change", "write it in the remark.")
    if new.step == "board_reaction" and not new.remark.strip():
        raise _refused("the board's reaction is empty", "its text or its reference", "write it in the remark.")
    if not all(answer.complete for answer in new.answers):
        raise _refused(
            "a remark was not answered",
            "old and new text where it is adopted, the reason where it is not",
            "complete the answer to each remark.",
        )


def _check_four_eyes(now: Standing, new: Signature) -> None:
    own = [entry.step for entry in now.steps.values() if entry.person == new.person]
    if own:
        raise _refused(
            f"the author of '{own[0]}' cannot give '{new.step}'",
            "another person",
            "nobody approves their own work; ask a colleague.",
        )


def _refused(what: str, expected: str, hint: str) -> UsageError:
    return UsageError(Problem(what, where="signature", expected=expected, hint=hint))
