"""Norms: what a number is judged by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from etl.model.contract import Definition, Dimension, Name, Text, in_force


def _as_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: [item] if isinstance(item, str) else item for key, item in value.items()}
    return value


class Norm(Definition):
    """A value to judge by: for one indicator version, a scope and a time.

    `where` names the dimension values it holds for: a fact must have these dimensions and no others. The code `any`
    lets a dimension be absent or have any value. `value` may be empty (a promise without a percentage); then `text`
    says it.
    """

    indicator: Name
    version: int = 1
    where: Annotated[dict[Dimension, tuple[str, ...]], BeforeValidator(_as_lists)] = Field(default_factory=dict)
    operator: Literal[">=", ">", "<=", "<"]
    value: Decimal | None = None
    kind: Literal["norm", "target", "ambition"] = "norm"
    text: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def in_scope(self, dimensions: dict[str, str]) -> bool:
        """Whether a fact with these dimension values falls under this norm."""
        if any(name not in self.where for name in dimensions):
            return False
        return all("any" in values or dimensions.get(name) in values for name, values in self.where.items())

    def holds_in(self, start: date, end: date) -> bool:
        """Whether the norm is in force during the whole of [start, end)."""
        return in_force(self.valid_from, self.valid_to, start, end)
