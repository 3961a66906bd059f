"""What the reader has to say: findings, what agreed, and what could not be tested."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from etl.model.contract import Text

Code = Literal[
    "sum",
    "share",
    "per_day",
    "product",
    "scope",
    "denominator",
    "halves",
    "mean_of_regions",
    "range",
    "norm",
    "survey_chain",
    "intensity",
    "twice",
]
Severity = Literal["contradiction", "doubtful", "remark"]
NOTHING = Text(nl="")
SEVERITIES: tuple[Severity, ...] = ("contradiction", "doubtful", "remark")


@dataclass(frozen=True)
class Finding:
    """Figures that do not go together, or that say something their presentation hides.

    `contradiction`: not all figures can be true as stated, whatever their rounding. `doubtful`: they can only at the
    edge of what was printed, or a reader is led to compare or add what does not belong together. `remark`: nothing
    is wrong, but a reader would want to know.

    `relation` is the entry in relations.yml, `title` its title, `figures` the ids of the rows. `arithmetic` is the
    calculation with its numbers, `meaning` what follows from it, `difference` how far apart the figures are, in words
    (empty when they agree and only their presentation is at stake); `size` is that difference relative to the stated
    figure, for ordering.
    """

    code: Code
    severity: Severity
    relation: str
    title: Text
    figures: tuple[str, ...]
    arithmetic: Text
    meaning: Text
    difference: Text
    size: Fraction
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """Figures that were tested and agree, with the calculation (implied divisors stand here)."""

    code: Code
    relation: str
    title: Text
    figures: tuple[str, ...]
    arithmetic: Text


@dataclass(frozen=True)
class Untestable:
    """A relation that could not be tested, at all (`figures` empty) or for some figures, and why."""

    relation: str
    title: Text
    figures: tuple[str, ...]
    reason: Text


@dataclass(frozen=True)
class Review:
    """Everything about one table; findings are ordered, the most serious first."""

    findings: tuple[Finding, ...]
    untestable: tuple[Untestable, ...]
    agreed: tuple[Agreed, ...]


class NotTestableError(Exception):
    """A relation needs something that the table does not give; the engine turns it into an `Untestable`."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Outcome:
    """What one test of one relation gave; `severity` is None when the figures agree."""

    code: Code
    severity: Severity | None
    figures: tuple[str, ...]
    arithmetic: Text
    conclusion: Text = NOTHING
    difference: Text = NOTHING
    size: Fraction = Fraction(0)
