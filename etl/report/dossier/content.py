"""What a quality dossier is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.model.content import ReportContent
from etl.model.deliveries import Landed
from etl.model.period import Period

Found = tuple[str, bool | None, int, int]
"""Observed, passed, failed and rows of one check in one edition."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier edition found, by check id."""

    period: Period
    number: int
    found: Mapping[str, Found]


@dataclass(frozen=True)
class QualityContent:
    """This edition's content and everything that is known about its data.

    `checks` are those of `quality.json`; `landed` the deliveries that count; `unit_months` holds source, unit, month
    and grade (`record`, `aggregate` or empty) of everything expected; `earlier` is oldest first.
    """

    content: ReportContent
    checks: Sequence[Mapping[str, Any]]
    landed: Sequence[Landed]
    unit_months: Sequence[Mapping[str, str]]
    earlier: Sequence[Earlier] = ()
