"""Rules and what came of them.

A rule has a stable code, a severity, a reason and exactly one test; it is read from `expectations/<table>.yml`, or from
`expectations/contract.yml` when its test follows from the sources' contracts. A check result is one rule applied to one
table (and column) in one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from etl.model.programme import Definition, Text

Severity = Literal["block", "warn", "inform"]
TESTS = ("row", "unique", "exists", "aggregate", "query", "contract")
ContractTest = Literal[
    "required",
    "range",
    "key",
    "month",
    "codes",
    "form",
    "person_number",
    "phone_number",
    "filled",
    "on_the_hour",
    "divided",
    "standing_still",
    "copied",
]
"""From what of a source's contract a rule's test follows."""


class Parameter(Definition):
    """A number in a rule, with the reason why it is what it is. It stands in the rule's SQL as `{name}`."""

    value: Decimal | str
    reason: Text


class Reference(Definition):
    """`column` must occur in `in_table`.`in_column`, for the rows where `where` holds (all rows when empty)."""

    column: str
    in_table: str
    in_column: str
    where: str = ""


class Aggregate(Definition):
    """An SQL aggregate over the table that must lie between two bounds (both inclusive, either may be absent)."""

    value: str
    min: Decimal | None = None
    max: Decimal | None = None


class Rule(Definition):
    """One validation rule.

    Exactly one test is given:
    `row`: SQL that every row satisfies (a row fails when it is false; null satisfies);
    `unique`: columns that together occur once;
    `exists`: a reference into another table;
    `aggregate`: a number between bounds;
    `query`: SQL that returns one row per failure;
    `contract`: one of the others, as it follows from the contract of each source, column by column.

    `columns` are what the test reads: a rule whose columns a source does not have is not applicable there.
    `tolerance` is the share of rows (0-1) that may fail before the rule fails.
    `needs` are the other tables that the test reads; `affects` names measures, and when empty means all of the table.
    """

    code: str = Field(pattern=r"^[A-Z][A-Z0-9]*[0-9]+[a-z]?$")
    severity: Severity
    title: Text
    why: Text
    action: Text
    columns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    row: str | None = None
    unique: tuple[str, ...] | None = None
    exists: Reference | None = None
    aggregate: Aggregate | None = None
    query: str | None = None
    contract: ContractTest | None = None
    tolerance: Decimal = Field(default=Decimal(0), ge=0, le=1)
    tolerance_reason: Text | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    affects: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Rule:
        given = [name for name in TESTS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a rule has exactly one of {', '.join(TESTS)}; this one has {given or 'none'}")
        if self.tolerance and self.tolerance_reason is None:
            raise ValueError("a tolerance needs a tolerance_reason")
        return self

    @property
    def always(self) -> bool:
        """Whether the rule holds for every month."""
        return self.valid_from is None and self.valid_to is None

    @property
    def test(self) -> str:
        """The kind of test: one of `TESTS`."""
        return next(name for name in TESTS if getattr(self, name) is not None)


class RuleBook(Definition):
    """All rules of one table. `rows` is what a reader calls its rows (gesprekken)."""

    table: str
    rows: Text | None = None
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class CheckResult:
    """One rule applied to one table, and column where the rule follows from a column.

    `rows` were looked at, `failed` broke the rule; `observed` and `expected` say it in numbers, never in delivered
    values. `passed` is None when the rule is not applicable (its columns or tables are absent), with the reason in
    English (`not_applicable`) and Dutch (`not_applicable_nl`).

    `test` is the rule's kind of test (`TESTS`): `failed` counts rows for `row`, `unique` and `exists`, is 1 for an
    `aggregate` outside its bounds, and counts what a `query` returned (months, units, offices).
    """

    code: str
    table: str
    column: str
    severity: Severity
    title: Text
    rule: str
    why: Text
    action: Text
    rows: int
    failed: int
    observed: str
    expected: str
    passed: bool | None
    not_applicable: str = ""
    affects: tuple[str, ...] = ()
    not_applicable_nl: str = ""
    test: str = "row"

    @property
    def check_id(self) -> str:
        """`code:table` or `code:table.column`: unique within a run."""
        return f"{self.code}:{self.table}" + (f".{self.column}" if self.column else "")

    @property
    def stops(self) -> bool:
        """Whether this result stops the run."""
        return self.severity == "block" and self.passed is False
