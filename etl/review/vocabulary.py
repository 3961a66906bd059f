"""The words of a table of published figures that mean something to the reader: units, precisions, verdicts.

They are data, in `vocabulary` of relations.yml, so that another inspectorate's words need no Python. A word that is
not there is an error: a figure is never read with a guessed precision.
"""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from etl.model.contract import Definition
from etl.review.precision import Precision

UnitKind = Literal["share", "one_in", "count", "per_day", "per_month", "other"]
VerdictWord = Literal["met", "not_met"]
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def plain(text: str) -> str:
    """A part of a scope as it is compared: no outer quotes, double spaces, or closing remark in parentheses."""
    return " ".join(_REMARK.sub("", text).strip().strip("'\"").split())


def bare(text: str) -> str:
    """A word as it is compared: like `plain`, and without capitals."""
    return plain(text).casefold()


class Vocabulary(Definition):
    """Known words. `share` units are percentages; `one_in` units are ratios that are printed as "1 per n"."""

    units: dict[str, UnitKind]
    precisions: dict[str, Precision]
    verdicts: dict[VerdictWord, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _words_are_bare(self) -> Vocabulary:
        words = [*self.units, *self.precisions, *(word for group in self.verdicts.values() for word in group)]
        odd = [word for word in words if word != bare(word)]
        if odd:
            raise ValueError(f"'{odd[0]}' is never matched; write it as '{bare(odd[0])}'")
        return self

    def verdict(self, text: str) -> VerdictWord | None:
        """The verdict that a text gives; None when it gives none of the two."""
        word = bare(text)
        return next((verdict for verdict, words in self.verdicts.items() if word in words), None)
