"""Known disagreements: numbers that somebody else published and that differ from ours. Optional input.

The content has no such field yet; when it gets one named `disagreements`, the annex appears by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from etl.model.content import ReportContent


class Disagreement(Protocol):
    """Which of our facts, what the other source says, where it says so, and what explains the difference."""

    fact_id: str
    theirs: str
    source: str
    explanation: str


def disagreements(content: ReportContent) -> Sequence[Disagreement]:
    """The known disagreements of a report; empty when none were given."""
    return tuple(getattr(content, "disagreements", ()))
