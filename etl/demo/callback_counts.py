"""How many callback requests each regional unit gets in each month, and what becomes of them.

Cells are month × unit (twelve by twelve, units in the order of `UNITS`). The half-years come first, because their
printed shares bind most (F39, F43, F48, F49).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from etl.demo import regional_targets as regional
from etl.demo.arrays import Floats, Ints
from etl.demo.call_counts import volume_by_month
from etl.demo.quotas import Demand, allocate, nearest_printing, part, round_matrix, scaled
from etl.demo.regional_targets import DIVISIONS, REGIONS, UNITS, DivisionTargets, Timely
from etl.demo.targets import TARGETS

_HALVES = (slice(0, 6), slice(6, 12))


@dataclass(frozen=True)
class CallbackCounts:
    """Requests of a year and what becomes of them, month × unit; repeats are those by statement of the client."""

    requests: Ints
    repeats: Ints
    system_repeats: Ints
    no_contact: Ints
    within_2h: Ints
    within_24h: Ints

    @property
    def by_month(self) -> Ints:
        """Requests per month over all units: the calls with resolution callback."""
        return np.asarray(self.requests.sum(axis=1))


def units_with_counts_only(year: int) -> tuple[str, ...]:
    """Units that deliver aggregates instead of records in a year (footnote 10)."""
    return regional.COUNTS_ONLY if year < regional.RECORDS_FROM else ()


def callback_counts(year: int, scale: float) -> CallbackCounts:
    """The callback requests of a year."""
    per_division = [_division(year, scale, division) for division in DIVISIONS]
    joined = {name: np.hstack([each[name] for each in per_division]) for name in per_division[0]}
    total = joined["requests"]
    system = [allocate(part(regional.SYSTEM_REPEAT_SHARE, int(row.sum())), row) for row in total]
    return CallbackCounts(system_repeats=np.array(system), **joined)


def _division(year: int, scale: float, division: str) -> dict[str, Ints]:
    target = regional.REGIONAL[year].divisions[division]
    requests = _requests(year, scale, division, target)
    # Nobody is contacted less often than this: a cell must keep room for the timely ones.
    no_contact = _no_contact(requests)
    contacted = requests - no_contact
    records = _record_columns(year, division)
    within_24h, within_2h = np.zeros_like(requests), np.zeros_like(requests)
    for columns in (records, [c for c in range(len(REGIONS)) if c not in records]):
        if columns:
            cells, most = requests[:, columns], contacted[:, columns]
            weights = _unit_weights(regional.TIMELY_WEIGHTS, division)[columns]
            if division == "WW":
                early = _timely(target.within_2h, cells, weights, most)
                late = _timely(target.within_24h, cells, weights, most, low=early)
            else:
                late = _timely(target.within_24h, cells, weights, most)
                early = _timely(target.within_2h, cells, weights, late)
            within_2h[:, columns], within_24h[:, columns] = early, late
    return {
        "requests": requests,
        "repeats": _repeats(year, division, target, requests),
        "no_contact": no_contact,
        "within_2h": within_2h,
        "within_24h": within_24h,
    }


def _record_columns(year: int, division: str) -> list[int]:
    without = units_with_counts_only(year)
    return [column for column, region in enumerate(REGIONS) if f"{division}-{region}" not in without]


def _unit_weights(table: Mapping[str, Mapping[str, float]], division: str) -> Floats:
    return np.array([table[division][region] for region in REGIONS])


@dataclass(frozen=True)
class _Size:
    """Requests of a division, or of the part of it that delivers records: year and second half."""

    year: int
    second_half: int

    def less(self, other: _Size) -> _Size:
        return _Size(self.year - other.year, self.second_half - other.second_half)


def _requests(year: int, scale: float, division: str, target: DivisionTargets) -> Ints:
    """Requests of a division: month × region, in blocks of half-year × (records, counts only)."""
    volume = np.array(volume_by_month(year)) * np.array(TARGETS[year].callback_by_month)
    weights = _unit_weights(regional.REGION_WEIGHTS, division)
    records = _record_columns(year, division)
    whole = _division_size(year, scale, division, target, float(volume[_HALVES[1]].sum() / volume.sum()))
    delivered = _delivered_size(whole, target.within_24h, float(weights[records].sum() / weights.sum()))
    result = np.zeros((12, len(REGIONS)), dtype=np.int64)
    others = [column for column in range(len(REGIONS)) if column not in records]
    for columns, size in ((records, delivered), (others, whole.less(delivered))):
        for rows, block in zip(_HALVES, (size.year - size.second_half, size.second_half), strict=True):
            if columns:
                result[rows, columns] = _block(block, volume[rows], weights[columns])
    return result


def _division_size(year: int, scale: float, division: str, target: DivisionTargets, second_share: float) -> _Size:
    """The size of a division, moved the least (and only at small scales) so that 2007's shares can print over it."""
    total = scaled(target.requests, scale)
    second = round(total * second_share)
    if year != regional.PUBLISHED:
        return _Size(total, second)
    of_year: list[list[Demand]] = [[(target.repeats.year, 1)]]
    of_half: list[list[Demand]] = [[(target.repeats.second_half, 1)]]
    if division == "WW":
        fast = target.within_2h
        of_year = [[*of_year[0], (fast.year, 0)]]
        of_half = [[*of_half[0], (fast.second_half, decimals)] for decimals in (1, 0)]
    return _Size(nearest_printing(total, of_year), nearest_printing(second, of_half))


def _delivered_size(whole: _Size, within_24h: Timely, delivered: float) -> _Size:
    """The part that comes as records: timeliness is published over those regions alone (F42, footnote 10)."""
    if delivered == 1:
        return whole
    total = nearest_printing(round(whole.year * delivered), [[(within_24h.year, 1)], [(within_24h.year, 0)]])
    second = round(total * whole.second_half / whole.year)
    return _Size(total, nearest_printing(second, [[(within_24h.second_half, 1)], [(within_24h.second_half, 0)]]))


def _block(total: int, by_month: Floats, by_region: Floats) -> Ints:
    return round_matrix(np.outer(by_month, by_region), allocate(total, by_month), allocate(total, by_region))


def _no_contact(requests: Ints) -> Ints:
    rows = [allocate(part(regional.NO_CONTACT_SHARE, int(row.sum())), row, high=row) for row in requests]
    return np.array(rows)


def _timely(timely: Timely, cells: Ints, by_unit: Floats, most: Ints, low: Ints | None = None) -> Ints:
    """Requests in time: year and second half exact, first half the difference (T9)."""
    second = part(timely.second_half, int(cells[_HALVES[1]].sum()))
    totals = (part(timely.year, int(cells.sum())) - second, second)
    weights = cells * np.outer(timely.by_month, by_unit)
    least = np.zeros_like(cells) if low is None else low
    blocks = [
        allocate(
            _between(total, least[rows], most[rows]), weights[rows].ravel(), least[rows].ravel(), most[rows].ravel()
        ).reshape(weights[rows].shape)
        for rows, total in zip(_HALVES, totals, strict=True)
    ]
    return np.vstack(blocks)


def _between(total: int, least: Ints, most: Ints) -> int:
    return int(min(max(total, least.sum()), most.sum()))


def _repeats(year: int, division: str, target: DivisionTargets, requests: Ints) -> Ints:
    """Repeats by statement of the client: exact per half-year and per region (F46-F49, F53)."""
    second = part(target.repeats.second_half, int(requests[_HALVES[1]].sum()))
    total = part(target.repeats.year, int(requests.sum()))
    weights = requests * np.array(target.repeats.by_month)[:, None]
    by_month = np.concatenate(
        [
            allocate(size, weights[rows].sum(axis=1), high=requests[rows].sum(axis=1))
            for rows, size in zip(_HALVES, (total - second, second), strict=True)
        ]
    )
    regions = requests.sum(axis=0)
    relative = _unit_weights(regional.REPEAT_WEIGHTS, division)
    low, high = np.zeros_like(regions), regions
    if division == "AG" and year == regional.PUBLISHED:
        bottom, top = regional.AG_REPEAT_RANGE_2007
        low, high = np.ceil(regions * bottom).astype(np.int64), np.floor(regions * top).astype(np.int64)
    by_region = allocate(total, regions * relative, low, high)
    return round_matrix(weights * relative[None, :], by_month, by_region)


def employer_repeats(year: int, counts: CallbackCounts, employers_by_month: Ints) -> Ints:
    """Repeats of employers per month: F50 from March to November 2007, elsewhere as all others."""
    rate = counts.repeats.sum(axis=1) / np.maximum(counts.requests.sum(axis=1), 1)
    most = np.minimum(employers_by_month, counts.repeats.sum(axis=1))
    result: Ints = np.minimum(np.round(employers_by_month * rate).astype(np.int64), most)
    if year == regional.PUBLISHED:
        months = list(regional.EMPLOYER_REPEAT_MONTHS)
        total = part(regional.EMPLOYER_REPEATS_2007, int(employers_by_month[months].sum()))
        weights = employers_by_month[months] * rate[months]
        result[months] = allocate(min(total, int(most[months].sum())), weights, high=most[months])
    return result


def unit_of(index: int) -> tuple[str, str]:
    """Division and region of a unit."""
    division, region = UNITS[index].split("-")
    return division, region
