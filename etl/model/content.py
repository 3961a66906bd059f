"""What a report is written from: facts, what was checked, what was delivered, and what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from etl.model.acceptance import Acceptance, needs_answer
from etl.model.checks import CheckResult
from etl.model.facts import Fact
from etl.model.named import NamedRecords
from etl.model.period import Period
from etl.model.programme import Programme


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery that counts in this run; `month` may be a span when one file brings several months."""

    source: str
    unit: str
    month: str
    part: str
    file: str
    sha256: str
    rows: int
    rejected: int
    masked: int


@dataclass(frozen=True)
class SignatureLine:
    """One line of the colophon: who took which step of the way to the signature, and when."""

    step: str
    by: str
    on: date

    def to_json(self) -> dict[str, str]:
        """Plain data."""
        return {"step": self.step, "by": self.by, "on": self.on.isoformat()}


@dataclass(frozen=True)
class EditionMark:
    """Which edition this is, and the number of the edition it replaces; only a signed one has signatures."""

    number: int
    supersedes: int | None = None
    state: Literal["draft", "final"] = "draft"
    signatures: tuple[SignatureLine, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """What people wrote for this report: the letter's fields and the texts, file name → Markdown.

    `letter` is the content of `brief.yml`; `texts` holds `oordeel.md` (the judgement), `<chapter>.md` (its
    conclusions) and `<chapter>.<section>.md` (what no number tells). They may be empty: then the report is a draft that
    says what is still to be written.
    """

    letter: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportContent:
    """Everything a report is written from. Nothing else may enter it: no clock, no path, no number from elsewhere.

    `named` are the records that it names one by one; `partial_by` is the person who chose to report although
    deliveries are missing.
    """

    programme: Programme
    period: Period
    facts: tuple[Fact, ...]
    checks: tuple[CheckResult, ...]
    deliveries: tuple[DeliveryLine, ...]
    dossier: Dossier
    edition: EditionMark
    as_of: datetime
    facts_sha256: str
    definitions_sha256: str
    software_version: str
    demo: dict[str, Any] | None = None
    withdrawn: tuple[str, ...] = ()
    partial_by: str = ""
    acceptances: Mapping[str, Acceptance] = field(default_factory=dict)
    """Who answered for which warning, by check id; only answers that hold."""
    named: tuple[NamedRecords, ...] = ()

    @property
    def open_warnings(self) -> tuple[CheckResult, ...]:
        """The warnings that nobody has answered for."""
        return tuple(check for check in self.checks if needs_answer(check) and check.check_id not in self.acceptances)
