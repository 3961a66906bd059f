"""What is in and what is not: the deliveries that are expected for a period, held against the files below a root.

This looks at names alone, so that waiting for a delivery costs nothing. Light to import: no engine is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from etl.definitions import load_programme
from etl.model.contract import Unit
from etl.model.period import Period
from etl.model.programme import Programme
from etl.pipeline.plan import absolute, open_root


def expected_sources(programme: str) -> list[str]:
    """The sources that are waited for, in the order of the programme: those that must be delivered."""
    return list(dict.fromkeys(unit.source for unit in _awaited(load_programme(programme).programme)))


def _awaited(programme: Programme) -> list[Unit]:
    return [unit for unit in programme.units if programme.source(unit.source).required]


def missing_deliveries(period: str, deliveries: str, programme: str, filesystem: Any = None) -> dict[str, list[str]]:
    """Per source the unit-months that nothing was delivered for, as `AG-NOORD 2007-03`; complete sources are left out.

    Sources that need not be delivered are not waited for. Counts speak for every source of their unit. A file that
    names no month is taken to hold all of them.

    Raises:
        UsageError: the period or the programme does not exist.
        UnreadableError: the root cannot be read.
        ContractError: a file's name breaks the contract.
    """
    from etl.landing import discover

    months = Period.parse(period).months
    known = load_programme(programme).programme
    found = discover(open_root(absolute(deliveries), filesystem).files(), known)
    arrived = {(file.source, file.unit, file.month) for file in found.files}
    missing: dict[str, list[str]] = {}
    for unit in _awaited(known):
        for month in months:
            places = {(unit.source, unit.unit), ("aggregates", unit.unit)}
            if unit.delivers_in(month) and not any({(*place, month), (*place, "")} & arrived for place in places):
                missing.setdefault(unit.source, []).append(f"{unit.unit} {month}")
    return missing


def told(missing: Mapping[str, list[str]]) -> str:
    """The same as one sentence for a log or a mail."""
    return "; ".join(f"{source}: {', '.join(places)}" for source, places in missing.items())


def deadline(period: str, programme: str, days: int) -> datetime:
    """The moment after which a delivery is late: so many days after the period, in the programme's time zone."""
    return Period.parse(period).closes_at(load_programme(programme).programme.time_zone) + timedelta(days=days)
