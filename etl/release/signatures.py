"""The signature log: every step on the way to a signed report. Append-only, hash-chained, one file per period.

One line per step, oldest first. `previous` is the sha256 of the line before, so that no line can be changed or left
out unnoticed; a signed edition keeps the log up to its signature, so that it cannot be shortened either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from etl.model.chain import read_chain

SIGNATURES = "signatures.jsonl"
Step = Literal["draft", "review", "consultation", "board_reaction", "signed", "sent"]
Decision = Literal["recorded", "approved", "rejected"]


@dataclass(frozen=True)
class Answer:
    """What the inspectorate did with one remark of the inspected body.

    An adopted remark states the old and the new text, another one the reason why it was not adopted.
    """

    remark: str
    adopted: bool
    old: str = ""
    new: str = ""
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything is there that this kind of answer needs."""
        needed = (self.remark, self.old, self.new) if self.adopted else (self.remark, self.reason)
        return all(text.strip() for text in needed)


@dataclass(frozen=True)
class Signature:
    """One step that somebody took, and what they saw when they did.

    Args:
        by: the user name of the person.
        at: when they answered; with a time zone.
        fingerprint: sha256 over facts, texts, definitions, templates and software version.
        report_fingerprint: the same without the letter, which tells of the consultation and the reaction.
        draft_sha256: the sha256 of the draft PDF.
        run_id: the run that made the draft.
        edition: the number of the draft edition; for `sent` that of the edition that was sent.
        origin: where the answer was given, for instance the task in Airflow.
    """

    step: Step
    by: str
    at: datetime
    decision: Decision
    fingerprint: str
    report_fingerprint: str
    draft_sha256: str
    run_id: str
    edition: int
    remark: str = ""
    answers: tuple[Answer, ...] = ()
    origin: str = ""

    @property
    def person(self) -> str:
        """The user name as names are compared: case and blanks make nobody another person."""
        return self.by.strip().casefold()

    def to_json(self) -> dict[str, Any]:
        """The line of the log as plain data, not yet chained."""
        return {**asdict(self), "at": self.at.isoformat()}


def read_signatures(content: bytes, where: str = SIGNATURES) -> tuple[list[Signature], str]:
    """The steps and the hash of the last line.

    Raises:
        VerificationError: a line cannot be read, or does not follow from the line before it; the line is named.
    """
    return read_chain(content, where, _signature, "line of the signature log")


def _signature(data: Mapping[str, Any]) -> Signature:
    known = {**data}
    del known["previous"]
    answers = tuple(Answer(**item) for item in known.pop("answers"))
    at = datetime.fromisoformat(known.pop("at"))
    signature = Signature(**known, at=at, answers=answers)
    if signature.step not in get_args(Step) or signature.decision not in get_args(Decision) or at.tzinfo is None:
        raise ValueError("no step, no decision, or no moment")
    return signature
