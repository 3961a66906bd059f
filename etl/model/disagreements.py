"""Figures that others published about the same service, where ours differ or cannot exist."""

from __future__ import annotations

from pydantic import field_validator

from etl.model.contract import Definition, Text
from etl.model.errors import UsageError
from etl.model.period import Period


class Disagreement(Definition):
    """A figure that somebody else published and that differs from ours, or that our records cannot give.

    `published` is the figure's number in the source. `fact_id` is our fact beside it; empty when there is none.
    """

    published: str
    period: str
    fact_id: str = ""
    theirs: Text
    source: str
    explanation: Text

    @field_validator("period")
    @classmethod
    def _is_a_period(cls, text: str) -> str:
        try:
            return str(Period.parse(text))
        except UsageError:
            raise ValueError(f"'{text}' is not a period; known are 2007, 2007-H1, 2007-03 and spans of them") from None
