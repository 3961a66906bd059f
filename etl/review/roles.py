"""The figures that a relation speaks of: a measure, and as much of its scope as the relation fixes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from etl.model.contract import Definition
from etl.review.figures import SCOPE
from etl.review.vocabulary import bare, plain

ANY = "any"


def _ordered(ends: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    if ends[0] > ends[1]:
        raise ValueError("the first end is more than the second")
    return ends


def _scope(name: str) -> str:
    if name not in SCOPE:
        raise ValueError(f"'{name}' is no part of a scope; known are {', '.join(SCOPE)}")
    return name


Span = Annotated[tuple[Decimal, Decimal], AfterValidator(_ordered)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
ScopePart = Annotated[str, AfterValidator(_scope)]
Word = Annotated[str, AfterValidator(bare)]
ScopeWord = Annotated[str, AfterValidator(plain)]


class Role(Definition):
    """A measure, and the parts of its scope that are fixed; short form: only the measure's name.

    A part that is not given is that of the figure under test; `any` lets it be anything.
    """

    measure: str
    client_group: ScopeWord | None = None
    division: ScopeWord | None = None
    region: ScopeWord | None = None
    period: ScopeWord | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return {"measure": value} if isinstance(value, str) else value

    @property
    def fixed(self) -> dict[str, str]:
        """The fixed parts of the scope."""
        given = {name: getattr(self, name) for name in SCOPE}
        return {name: word for name, word in given.items() if word is not None}
