"""What is delivered and by whom: sources with their contracts, and units.

These models refuse unknown keys and are frozen once read.
"""

from __future__ import annotations

from collections import abc
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

DIMENSIONS = ("client_group", "division", "region", "site")
MOMENTS = ("timestamp", "date", "month")


def _known_dimension(name: str) -> str:
    if name not in DIMENSIONS:
        raise ValueError(f"'{name}' is no dimension; known are {', '.join(DIMENSIONS)}")
    return name


Dimension = Annotated[str, AfterValidator(_known_dimension)]
ColumnType = Literal["string", "integer", "number", "boolean", "date", "timestamp", "month"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]


def in_force(valid_from: date | None, valid_to: date | None, start: date, end: date) -> bool:
    """Whether something valid from its first through its last day holds in the whole of [start, end)."""
    begun = valid_from is None or valid_from <= start
    return begun and (valid_to is None or end <= valid_to + timedelta(days=1))


class Definition(BaseModel):
    """Base of all definition models: frozen, and a key nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: abc.Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; what was worked out from the old values is not taken over."""
        copy = super().model_copy(update=update, deep=deep)
        for name in set(vars(copy)) - set(type(self).model_fields):
            del vars(copy)[name]
        return copy


class Text(Definition):
    """A text in Dutch, for readers of the report, and where it serves in English."""

    nl: str
    en: str = ""


class Column(Definition):
    """One delivered column.

    Short forms in YAML: `string`, `timestamp?` (may be empty). Long forms: `{codes: [...]}`, `{pattern: "..."}`,
    `{type: integer, min: 1, max: 5}`; a long form may be empty unless it says `required: true`.
    """

    type: ColumnType = "string"
    required: bool = False
    codes: tuple[str, ...] | None = None
    pattern: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"type": value.rstrip("?"), "required": not value.endswith("?")}
        return value

    @model_validator(mode="after")
    def _text_only(self) -> Column:
        if self.type != "string" and (self.codes is not None or self.pattern is not None):
            raise ValueError("codes and pattern belong to columns of type string")
        if self.type not in ("integer", "number") and (self.min is not None or self.max is not None):
            raise ValueError("min and max belong to columns of type integer or number")
        return self


class Mapping(Definition):
    """How a supplier's own format becomes the contract's columns.

    `columns` renames (delivered → contract), `values` translates codes per contract column, `derive` holds SQL over
    the delivered columns, `ignore` names delivered columns that are left out on purpose, `file` is a pattern relative
    to the root for deliveries whose months come from their rows.
    """

    file: str | None = None
    sheet: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    derive: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()


class Source(Definition):
    """A kind of delivered table with its contract.

    `month_of` is the moment that decides in which month a row belongs (the first required timestamp unless said).
    `derived` adds record columns by SQL over the contract's columns; `dimensions` gives the SQL by which measures take
    a dimension (a missing region becomes `onbekend`, say) where the column itself will not do.
    """

    source: Name
    title: Text | None = None
    key: tuple[str, ...]
    columns: dict[str, Column]
    pseudonymise: dict[str, str] = Field(default_factory=dict)
    derived: dict[str, str] = Field(default_factory=dict)
    dimensions: dict[Dimension, str] = Field(default_factory=dict)
    month_of: str | None = None
    required: bool = True
    mapping: Mapping | None = None

    @model_validator(mode="after")
    def _known_columns(self) -> Source:
        named = [*self.key, *self.pseudonymise, *([self.month_of] if self.month_of else [])]
        for column in named:
            if column not in self.columns:
                raise ValueError(f"'{column}' is not among the columns")
        if not self.month_column or self.columns[self.month_column].type not in MOMENTS:
            raise ValueError(f"a source needs a column of type {', '.join(MOMENTS)}: it decides the month of a row")
        return self

    @property
    def record_key(self) -> tuple[str, ...]:
        """The key as it stands in the records: a person in it is there as pseudonym."""
        return tuple(self.pseudonymise.get(name, name) for name in self.key)

    @property
    def month_column(self) -> str:
        """The column that decides the month of a row."""
        if self.month_of:
            return self.month_of
        moments = [name for name, column in self.columns.items() if column.type in MOMENTS]
        required = [name for name in moments if self.columns[name].required]
        return (required or moments or [""])[0]

    def record_columns(self) -> dict[str, Column]:
        """The columns as they stand after landing: person numbers replaced by pseudonyms."""
        return {self.pseudonymise.get(name, name): column for name, column in self.columns.items()}


class Unit(Definition):
    """Who delivers a source, with the dimensions of everything it delivers and its validity."""

    source: Name
    unit: str
    title: Text | None = None
    client_group: str | None = None
    division: str | None = None
    region: str | None = None
    site: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def dimensions(self) -> dict[str, str]:
        """The dimension values that hold for every row of this unit."""
        return dict(self._own)

    @cached_property
    def _own(self) -> dict[str, str]:
        values = {name: getattr(self, name) for name in DIMENSIONS}
        return {name: value for name, value in values.items() if value is not None}

    def delivers_in(self, month: str) -> bool:
        """Whether a delivery for this month (`YYYY-MM`) is expected."""
        starts = self.valid_from is None or f"{self.valid_from:%Y-%m}" <= month
        ends = self.valid_to is None or month <= f"{self.valid_to:%Y-%m}"
        return starts and ends
