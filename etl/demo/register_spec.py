"""How the demo of a small register is described: `registers/<source>.yml`, one file per source, no code.

A register has a number of rows per year, divided over the months by open days, or one row per cell and month. It is
the same at every scale. Each column says how its values come about; rows of another source may be picked to refer to.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent / "registers"
KINDS = (
    "id",
    "moment",
    "day",
    "after",
    "codes",
    "cell",
    "timeline",
    "numbers",
    "total",
    "counted",
    "of",
    "client",
    "value",
)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Values(_Strict):
    """How one column is filled: exactly one of the kinds, in part of the rows if so wished.

    `id`: a prefix, followed by the month and a serial. `moment: open`: in opening hours, in order. `day`: a date, on
    so many open days of the month. `after`: later than another column by `seconds`, the equally spaced quantiles of a
    distribution (a date where the other column is one). `codes`: in proportion to weights, exactly, over the year.
    `cell`: what the register's cells say. `timeline`: per code of the first of the cells what holds from a month on,
    and nothing before. `numbers`: quantiles. `total`: divided over the cells by weight.
    `counted`: how often the cell occurs in another register up to and with this month. `of`: the same column, or the
    one named, of the picked row. `client`: a number of an imaginary employee. `value`: always the same.

    `share` of the rows is filled, and only those in which the columns under `when` have one of these values.
    """

    id: str | None = None
    moment: Literal["open"] | None = None
    day: int | None = Field(default=None, ge=1)
    after: str | None = None
    seconds: tuple[int, ...] = ()
    codes: dict[str, float] | None = None
    cell: str | None = None
    timeline: dict[str, dict[str, str | int]] | None = None
    numbers: tuple[int, ...] | None = None
    total: int | None = None
    counted: str | None = None
    of: str | None = None
    client: Literal["employee"] | None = None
    value: str | None = None
    share: float = Field(default=1, ge=0, le=1)
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_kind(self) -> Values:
        given = [name for name in KINDS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a column has exactly one of {', '.join(KINDS)}; this one has {given or 'none'}")
        if (self.after is None) != (not self.seconds):
            raise ValueError("after and seconds belong together")
        return self

    @property
    def kind(self) -> str:
        """The one kind that is given."""
        return next(name for name in KINDS if getattr(self, name) is not None)


class Picks(_Strict):
    """Rows of another source of the same month to refer to, preferably those that have these values."""

    source: str
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class Register(_Strict):
    """The demo of one source. `stream` sets its random numbers apart; `since` is the first month it was kept.

    `cells` are the weights of the codes of some columns together: with `rows` they are dealt over the rows, without
    there is one row for each.
    """

    source: str
    stream: int
    since: str = "2005-01"
    rows: dict[int, int] | None = None
    cells: dict[str, dict[str, float]] = Field(default_factory=dict)
    picks: Picks | None = None
    columns: dict[str, Values]

    @model_validator(mode="after")
    def _has_rows(self) -> Register:
        if self.rows is None and not self.cells:
            raise ValueError("a register has rows per year, or cells")
        return self


@functools.cache
def registers(folder: Path = FOLDER) -> tuple[Register, ...]:
    """The registers that the demo delivers, in the order of their names."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yml"))]
    return tuple(Register.model_validate(yaml.safe_load(text)) for text in texts)
