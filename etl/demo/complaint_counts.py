"""Which complaints and signals a year has: a deck of cases, dealt evenly over the months.

Complaints about the KCC, and complaints after a callback request, have published totals (F30, F31, F54-F58); so has
UWV as a whole (12.874 in 2007, trap T18). Signals are expressions of displeasure that were not made into a complaint:
several times as many, and never in a complaint count (check K5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etl.demo import regional_targets as regional
from etl.demo.arrays import MISSING, Codes, Ints, generator, labels
from etl.demo.calendar import months_of
from etl.demo.callback_counts import CallbackCounts
from etl.demo.quotas import allocate, deal, part, scaled
from etl.demo.regional_targets import DIVISIONS, REGIONS

KINDS = ("complaint", "signal")
ABOUT = ("KCC", "WW", "AG", "other")
SUBJECTS = ("callback", "treatment", "information", "decision", "payment", "other")
COMPLAINT, SIGNAL = np.int8(0), np.int8(1)
KCC = np.int8(0)
CALLBACK = np.int8(0)

# Subjects of complaints about the KCC (report, 2.3: not taken seriously, or unclear), and of the others [g].
_KCC_SUBJECTS = (0.0, 0.45, 0.55, 0.0, 0.0, 0.0)
_OTHER_SUBJECTS = (0.0, 0.15, 0.22, 0.22, 0.30, 0.11)
# What the complaints without a published number are about [g].
_OTHER_ABOUT = {"WW": 0.30, "AG": 0.38, "other": 0.32}
# Cases that fill in the same columns.
_KINS = ("kcc", "other", "regionless", "callback", "regional")
# A month's complaints follow its open days only in part: between 40 and 55 a month about the KCC (F30).
_EVEN = 0.6


@dataclass(frozen=True)
class Cases:
    """One row per case of a year: what it is and in which month (0 = January) it comes in."""

    kind: Codes
    about: Codes
    subject: Codes
    region: Codes
    month: Ints


@dataclass(frozen=True)
class _Block:
    """Cases that are alike in what they are about; `regions` are counts per region, empty for none."""

    kin: str
    kind: np.int8
    about: int
    subjects: tuple[float, ...]
    size: int
    regions: Sequence[int] | Ints = ()


def cases_of_year(year: int, scale: float, callbacks: CallbackCounts) -> Cases:
    """The cases of a year, block by block."""
    rng = generator(year, 0, 70)
    blocks = _blocks(year, scale, callbacks)
    size = [block.size for block in blocks]
    return Cases(
        kind=np.repeat(np.array([block.kind for block in blocks]), size),
        about=np.repeat(np.array([block.about for block in blocks], dtype=np.int8), size),
        subject=np.concatenate([labels(rng, allocate(block.size, block.subjects)) for block in blocks]),
        region=np.concatenate([_regions(rng, block) for block in blocks]),
        month=_months(year, blocks),
    )


def _months(year: int, blocks: Sequence[_Block]) -> Ints:
    """The month of each case, so that no column is emptier in one month than in the next (check A10).

    Cases with a region, after a callback request, and about the KCC are each divided over the months to the nearest
    whole number; the rest follows. Inside a kin the cases are dealt.
    """
    size = {kin: sum(block.size for block in blocks if block.kin == kin) for kin in _KINS}
    by_month = _by_month(year, sum(size.values()))
    with_region = allocate(size["callback"] + size["regional"], by_month)
    regionless = allocate(size["regionless"], by_month, high=by_month - with_region)
    kcc = allocate(size["kcc"], by_month, high=by_month - with_region - regionless)
    after_callback = allocate(
        size["callback"] + size["regionless"], by_month, low=regionless, high=with_region + regionless
    )
    callback = after_callback - regionless
    other = by_month - with_region - regionless - kcc
    by_kin = (kcc, other, regionless, callback, with_region - callback)
    dealt = {kin: iter(deal(counts)) for kin, counts in zip(_KINS, by_kin, strict=True)}
    return np.array([next(dealt[block.kin]) for block in blocks for _ in range(block.size)], dtype=np.int64)


def _by_month(year: int, total: int) -> Ints:
    days = np.array([len(month.open_days) for month in months_of(year)], dtype=np.float64)
    return allocate(total, _EVEN + (1 - _EVEN) * days / days.mean())


def _regions(rng: np.random.Generator, block: _Block) -> Codes:
    if len(block.regions):
        return labels(rng, block.regions)
    return np.full(block.size, MISSING, dtype=np.int8)


def _blocks(year: int, scale: float, callbacks: CallbackCounts) -> list[_Block]:
    target = regional.REGIONAL[year]
    after = {
        kind: {name: scaled(count, scale) for name, count in _after_callback(target, kind).items()}
        for kind in (COMPLAINT, SIGNAL)
    }
    about_kcc = {COMPLAINT: scaled(target.complaints_kcc, scale), SIGNAL: scaled(target.signals_kcc, scale)}
    totals = {COMPLAINT: scaled(target.complaints, scale), SIGNAL: scaled(target.signals, scale)}
    nowhere, regionless, callback, regional_blocks = [], [], [], []
    for kind in (COMPLAINT, SIGNAL):
        others = totals[kind] - about_kcc[kind] - sum(after[kind].values())
        shares = dict(zip(_OTHER_ABOUT, allocate(max(others, 0), list(_OTHER_ABOUT.values())), strict=True))
        nowhere.append(_Block("other", kind, ABOUT.index("other"), _OTHER_SUBJECTS, int(shares["other"])))
        nowhere.append(_Block("kcc", kind, int(KCC), _KCC_SUBJECTS, about_kcc[kind]))
        for column, division in enumerate(DIVISIONS):
            about = ABOUT.index(division)
            requests = callbacks.requests[:, column * len(REGIONS) : (column + 1) * len(REGIONS)].sum(axis=0)
            regions = _callback_regions(division, kind, after[kind][division], requests)
            here = int(regions.sum())
            only_callback = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
            regionless.append(_Block("regionless", kind, about, only_callback, after[kind][division] - here))
            callback.append(_Block("callback", kind, about, only_callback, here, regions))
            size = int(shares[division])
            weights = list(regional.REGION_WEIGHTS[division].values())
            regional_blocks.append(_Block("regional", kind, about, _OTHER_SUBJECTS, size, allocate(size, weights)))
    return [*nowhere, *regionless, *callback, *regional_blocks]


def _after_callback(target: regional.RegionalYear, kind: np.int8) -> dict[str, int]:
    return {
        name: division.callback_complaints if kind == COMPLAINT else division.callback_signals
        for name, division in target.divisions.items()
    }


def _callback_regions(division: str, kind: np.int8, total: int, requests: Ints) -> Ints:
    """Cases after a callback request per region; complaints in AG stay between 0,1 and 0,4 % of requests (F58).

    What does not fit, and a small part in any case, has no region.
    """
    placed = total - part(regional.NO_REGION_SHARE, total)
    weights = requests * np.array([regional.COMPLAINT_WEIGHTS[division][region] for region in REGIONS])
    if division != "AG" or kind != COMPLAINT:
        return allocate(placed, weights)
    low, high = (np.floor(share * requests).astype(np.int64) for share in regional.COMPLAINT_RANGE)
    low = np.minimum(np.maximum(low, 1), high)
    if low.sum() > placed:
        low = np.zeros_like(low)
    return allocate(int(min(placed, high.sum())), weights, low, high)
