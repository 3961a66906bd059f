"""A test that follows from a source's contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from etl.quality.plan import Stock


@dataclass(frozen=True)
class Derived:
    """One test on one column, or on the whole table when `column` is empty.

    `test` holds the fields of a `Rule` that the contract decides; `limits` is what the contract asks, in words.
    """

    column: str
    test: Mapping[str, Any]
    limits: str = ""
    stock: Stock | None = None
