"""Deliveries: what stands below a deliveries root, and what landing made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from etl.model.contract import Column, Source

AGGREGATES = Source(
    source="aggregates",
    key=("source", "month", "client_group", "division", "region", "site", "measure"),
    required=False,
    month_of="month",
    columns={
        "source": Column(pattern="[a-z][a-z0-9_]*", required=True),
        "month": Column(type="month", required=True),
        "client_group": Column(pattern="[A-Za-z0-9_-]{1,40}"),
        "division": Column(pattern="[A-Za-z0-9_-]{1,40}"),
        "region": Column(pattern="[A-Za-z0-9_-]{1,40}"),
        "site": Column(pattern="[A-Za-z0-9_-]{1,40}"),
        "measure": Column(pattern="[a-z][a-z0-9_]*", required=True),
        "value": Column(type="number", required=True),
    },
)
"""The contract of `aggregates` deliveries: the same for every programme (design, section 4)."""

Identity = tuple[str, str, str, str, str]


@dataclass(frozen=True, order=True)
class DeliveredFile:
    """One file below a deliveries root. `month` is empty for a mapped file that takes its months from its rows."""

    source: str
    unit: str
    month: str
    part: str
    path: str
    """Relative to the root, with forward slashes."""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Source, unit, month and part: new bytes for the same place are a correction."""
        return (self.source, self.unit, self.month, self.part)


@dataclass(frozen=True)
class Landed:
    """One delivery after landing; everything here may be shown to anyone.

    `lines` are the physical lines without the header; `masked` counts replaced values per `column:reason`; `months`
    are the months the delivery speaks for; `path` is the Parquet below the store's root; `announced_rows` is the number
    of rows by the supplier's manifest, None without one.
    """

    source: str
    unit: str
    month: str
    part: str
    file: str
    sha256: str
    size: int
    lines: int
    rows: int
    rejected: int
    months: tuple[str, ...]
    path: str
    masked: Mapping[str, int] = field(default_factory=dict)
    extracted_at: str = ""
    announced_rows: int | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Source, unit, month and part: new bytes for the same place are a correction."""
        return (self.source, self.unit, self.month, self.part)

    @property
    def identity(self) -> Identity:
        """The place and the sha256: the same identity again is a no-op."""
        return (*self.place, self.sha256)

    def to_json(self) -> dict[str, Any]:
        """Plain data, for the hand-over between tasks."""
        return {**asdict(self), "months": list(self.months), "masked": dict(self.masked)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Landed:
        """The inverse of `to_json`."""
        return cls(**{**data, "months": tuple(data["months"])})
