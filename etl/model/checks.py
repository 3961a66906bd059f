"""Rules and what came of them.

A rule has a stable code, a severity, a reason and exactly one test; it is read from `expectations/<table>.yml`, or from
`expectations/contract.yml` when its test follows from the sources' contracts. A check result is one rule applied to one
table (and column) in one run.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Definition, Text

Severity = Literal["block", "warn", "inform"]
NUMBERS = ("indicator_months", "published")
"""The tables whose rules name the published numbers that fail: what they touch follows from what they found."""
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
    `query`: SQL that returns one row per failure; where it returns a `fact_id`, with its `value` and the `usual` one,
    it names the published numbers that fail;
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
class Finding:
    """One published number that a rule about numbers found: what it is, and the nearest value that would have passed.

    Both are plain decimal numbers in the unit of the fact (shares 0-1).
    """

    fact_id: str
    observed: str
    expected: str

    @property
    def indicator(self) -> str:
        """The indicator that the number is of."""
        return self.fact_id.partition("@")[0]

    @property
    def difference(self) -> Decimal:
        """What is observed less what was expected."""
        return Decimal(self.observed) - Decimal(self.expected)

    @property
    def period(self) -> Period:
        """The period that the number is about."""
        return Period.parse(self.fact_id.partition("@")[2].partition("/")[0])

    def behind(self, fact: Fact) -> bool:
        """Whether a fact is this number, or the same number over a longer period that contains it."""
        here, there = (name.partition("@") for name in (self.fact_id, fact.fact_id))
        return (
            here[0] == there[0]
            and here[2].partition("/")[2] == there[2].partition("/")[2]
            and fact.period.contains(self.period)
        )


@dataclass(frozen=True)
class CheckResult:
    """One rule applied to one table, and column where the rule follows from a column.

    `rows` were looked at, `failed` broke the rule; `observed` and `expected` say it in numbers, never in delivered
    values. `passed` is None when the rule is not applicable (its columns or tables are absent), with the reason in
    English (`not_applicable`) and Dutch (`not_applicable_nl`).

    `test` is the rule's kind of test (`TESTS`): `failed` counts rows for `row`, `unique` and `exists`, is 1 for an
    `aggregate` outside its bounds, and counts what a `query` returned (months, units, offices). `findings` are the
    published numbers that a rule about numbers found, the largest difference for its size first.
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
    findings: tuple[Finding, ...] = ()

    @property
    def check_id(self) -> str:
        """`code:table` or `code:table.column`: unique within a run."""
        return f"{self.code}:{self.table}" + (f".{self.column}" if self.column else "")

    @property
    def stops(self) -> bool:
        """Whether this result stops the run."""
        return self.severity == "block" and self.passed is False


def touches(result: CheckResult, fact: Fact, indicators: Container[str]) -> bool:
    """Whether a failed check casts doubt on a fact: on the numbers it names, else on all of these indicators.

    A month that deviates is part of every longer period that contains it; a number that moved since it was published
    stands by itself, for the longer ones were published as well.
    """
    if result.table == "published":
        return any(item.fact_id == fact.fact_id for item in result.findings)
    if result.findings:
        return any(item.behind(fact) for item in result.findings)
    return fact.indicator in indicators
