"""ICT incidents: one row per incident, site and system, by month of start; the same at every scale.

Availability is calibrated over opening hours with overlaps merged (check I2): the down time of a site and system in
a month is an exact number of seconds. Planned work is done outside opening hours (I6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.demo import columns, identities, targets
from etl.demo.arrays import Ints, generator
from etl.demo.calendar import HOUR, OPENING_SECONDS, Month, local_moment, months_of, opening_moments
from etl.demo.calls import SITES
from etl.demo.columns import Column
from etl.demo.quotas import allocate, half_up
from etl.demo.targets import AVAILABILITY

SYSTEMS = ("telephony", "backoffice", "knowledge_base", "contact_history")
SEATS = {"GOES": 300, "GRONINGEN": 320, "ALMERE": 120}

# Relative down time of the sites [g].
_SITE_DOWNTIME = {"GOES": 0.9, "GRONINGEN": 1.0, "ALMERE": 1.1}
# Incidents per site and month; a month without any would be suspicious (check I7).
_INCIDENTS = {"telephony": 2, "backoffice": 2, "knowledge_base": 1, "contact_history": 1}
_PLANNED_PER_MONTH = 3
# The first of two is reported twice: once when it begins and once, by others, before it is solved.
_FIRST_ENDS, _SECOND_BEGINS = 0.7, 0.4


@dataclass(frozen=True)
class Incident:
    """One incident; moments are UTC seconds."""

    system: str
    site: str
    started: int
    resolved: int
    planned: bool
    severity: int
    seats: int


def down_seconds(year: int) -> Ints:
    """Merged down time in opening hours: month × system × site."""
    months = months_of(year)
    open_seconds = [month.open_seconds for month in months]
    shape = np.array(open_seconds) * np.array(targets.TARGETS[year].downtime_by_month)
    by_site = np.outer(shape, list(_SITE_DOWNTIME.values())).ravel()
    total = [half_up((1 - AVAILABILITY[system]) * sum(open_seconds) * len(SITES)) for system in SYSTEMS]
    return np.stack([allocate(each, by_site).reshape(12, len(SITES)) for each in total], axis=1)


def incidents_of_month(month: Month) -> list[Incident]:
    """The incidents of a month in order of start."""
    rng = generator(month.year, month.number, 60)
    down = down_seconds(month.year)[month.number - 1]
    found = _planned(rng, month)
    for column, system in enumerate(SYSTEMS):
        for place, site in enumerate(SITES):
            found += _unplanned(rng, month, system, site, int(down[column, place]))
    return sorted(found, key=lambda incident: (incident.started, incident.system, incident.site))


def _unplanned(rng: np.random.Generator, month: Month, system: str, site: str, seconds: int) -> list[Incident]:
    """Incidents on different days that together take `seconds` of opening time."""
    number = _INCIDENTS[system]
    days = rng.choice(len(month.open_days), number, replace=False)
    openings = opening_moments(month.open_days)[days]
    lengths = allocate(seconds, [1.0 + rng.random() for _ in range(number)])
    result = []
    for place, (opening, length) in enumerate(zip(openings.tolist(), lengths.tolist(), strict=True)):
        start = opening + int(rng.integers(0, OPENING_SECONDS - length))
        spans = [(start, start + length)]
        if place == 0 and number > 1 and system == "telephony":
            spans = [(start, start + int(_FIRST_ENDS * length)), (start + int(_SECOND_BEGINS * length), start + length)]
        result += [_incident(rng, system, site, begin, end, planned=False) for begin, end in spans]
    return result


def _planned(rng: np.random.Generator, month: Month) -> list[Incident]:
    """Maintenance in the evening."""
    result = []
    for _ in range(_PLANNED_PER_MONTH):
        day = month.days[int(rng.integers(0, len(month.days)))]
        start = local_moment(day, 19 * HOUR + int(rng.integers(0, 2 * HOUR)))
        system, site = SYSTEMS[int(rng.integers(0, len(SYSTEMS)))], SITES[int(rng.integers(0, len(SITES)))]
        result.append(_incident(rng, system, site, start, start + int(rng.integers(HOUR // 2, 2 * HOUR)), planned=True))
    return result


def _incident(rng: np.random.Generator, system: str, site: str, begin: int, end: int, *, planned: bool) -> Incident:
    severity = 3 if planned else int(rng.choice([1, 2, 3], p=[0.2, 0.5, 0.3]))
    share = {1: 1.0, 2: 0.5, 3: 0.1}[severity]
    seats = max(1, int(SEATS[site] * share * (0.6 + 0.4 * float(rng.random()))))
    return Incident(system, site, begin, end, planned, severity, seats)


def incident_columns(month: Month) -> dict[str, Column]:
    """The delivery `ict_incidents`, in the column order of the contract."""
    rows = incidents_of_month(month)
    ids = identities.identifiers(f"I-{month.year}{month.number:02d}-", np.arange(len(rows)), 3)
    return {
        "incident_id": columns.texts(ids),
        "seats_affected": columns.numbers(np.array([row.seats for row in rows], dtype=np.int64)),
        "system": columns.words([row.system for row in rows]),
        "site": columns.words([row.site for row in rows]),
        "started_at": columns.moments(np.array([row.started for row in rows], dtype=np.int64)),
        "resolved_at": columns.moments(np.array([row.resolved for row in rows], dtype=np.int64)),
        "planned": columns.flags(np.array([row.planned for row in rows], dtype=np.bool_)),
        "severity": columns.numbers(np.array([row.severity for row in rows], dtype=np.int64)),
    }
