"""Exact division of counts: what the demo prints is calibrated by quota, never by chance.

A share that must come back at its printed precision is first a whole number of the year. That number is divided over
halves, months, groups and regions by the methods here, and only then are rows drawn to fill the cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt

from etl.demo.arrays import Floats, Ints

Numbers = Sequence[float] | Sequence[int] | npt.NDArray[np.int64] | npt.NDArray[np.float64]

#: Shares that must print: (share, decimals of the percentage).
Demand = tuple[float, int]

Urgency = Callable[[Ints, Floats], Floats]

# Fractions are compared at nine decimals, so that equal weights stay equal on every processor.
_SAME = 9
_GOLDEN = 0.6180339887
_BISECTIONS = 100
_FITTING_ROUNDS = 200


def half_up(value: Decimal | float) -> int:
    """The nearest whole number; a half goes up."""
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def scaled(count: int, scale: float) -> int:
    """A count of the real year at the scale of the demo."""
    return half_up(Decimal(count) * Decimal(str(scale)))


def part(share: float, total: int) -> int:
    """The whole number nearest to a share of `total`."""
    return half_up(Decimal(str(share)) * Decimal(int(total)))


def prints(share: float, decimals: int, denominator: int) -> bool:
    """Whether some numerator over `denominator` prints as `share`, as a percentage with `decimals`."""
    numerator = Decimal(part(share, denominator))
    unit = Decimal(1).scaleb(-decimals)
    percent = (numerator * 100 / Decimal(max(denominator, 1))).quantize(unit, rounding=ROUND_HALF_UP)
    return percent == (Decimal(str(share)) * 100).quantize(unit, rounding=ROUND_HALF_UP)


def nearest_printing(wanted: int, demands: Sequence[Sequence[Demand]], reach: float = 0.06) -> int:
    """The denominator nearest to `wanted` over which the demanded shares can print.

    `demands` are alternatives, strictest first; the next one is tried only when no denominator within
    `reach` × wanted meets the one before it. With few rows some percentages do not exist: then `wanted` stands.
    """
    for alternative in demands:
        for count in _outward(wanted, max(1, int(wanted * reach))):
            if all(prints(share, decimals, count) for share, decimals in alternative):
                return count
    return wanted


def _outward(centre: int, reach: int) -> Iterator[int]:
    yield centre
    for distance in range(1, reach + 1):
        yield centre + distance
        yield centre - distance


def allocate(total: int, weights: Numbers, low: Numbers | None = None, high: Numbers | None = None) -> Ints:
    """Divide `total` over cells in proportion to `weights`, each cell between its `low` and `high`.

    Largest remainders; a cell at its bound passes its share on to the others.

    Raises:
        ValueError: the bounds leave no room for `total`.
    """
    weight = np.asarray(weights, dtype=np.float64)
    floor = np.zeros(len(weight), dtype=np.int64) if low is None else np.asarray(low, dtype=np.int64)
    ceiling = np.full(len(weight), max(total, 0)) if high is None else np.asarray(high, dtype=np.int64)
    if not floor.sum() <= total <= ceiling.sum() or (floor > ceiling).any():
        raise ValueError(f"{total} does not fit between {floor.sum()} and {ceiling.sum()}")
    ideal = _bounded(total, weight, floor, ceiling)
    result = np.clip(np.floor(np.round(ideal, _SAME)).astype(np.int64), floor, ceiling)
    order = np.argsort(-np.round(ideal - result, _SAME), kind="stable")
    while (short := total - int(result.sum())) > 0:
        result[order[result[order] < ceiling[order]][:short]] += 1
    while (over := int(result.sum()) - total) > 0:
        backward = order[::-1]
        result[backward[result[backward] > floor[backward]][:over]] -= 1
    return result


def _bounded(total: int, weight: Floats, floor: Ints, ceiling: Ints) -> Floats:
    """The real-valued division: `factor` × weight, clipped, with the factor for which the sum is `total`."""
    if weight.sum() <= 0:
        weight = np.ones(len(weight))
    least, most = 0.0, 1.0
    while _between(most * weight, floor, ceiling).sum() < total and most < 1e18:
        most *= 2
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        if _between(middle * weight, floor, ceiling).sum() < total:
            least = middle
        else:
            most = middle
    return _between(most * weight, floor, ceiling)


def _between(values: Floats, floor: Ints, ceiling: Ints) -> Floats:
    """`np.clip`, without the third of a generator's time that its wrapper takes on small arrays."""
    return np.minimum(np.maximum(values, floor), ceiling)


def round_matrix(weights: npt.ArrayLike, rows: Numbers, columns: Numbers) -> Ints:
    """Whole numbers in proportion to `weights` of which both the rows and the columns have the given sums.

    Controlled rounding: fit the weights to both margins, take the whole parts, then hand out what is left so that
    both margins hold exactly.

    Raises:
        ValueError: the margins do not have the same sum.
    """
    row_sums, column_sums = np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)
    if row_sums.sum() != column_sums.sum():
        raise ValueError(f"rows sum to {row_sums.sum()}, columns to {column_sums.sum()}")
    ideal = _fit(np.asarray(weights, dtype=np.float64), row_sums, column_sums)
    whole = np.floor(np.round(ideal, _SAME)).astype(np.int64)
    fraction = np.round(ideal - whole, _SAME)
    for urgency in (_behind, _neediest):
        result = _hand_out(whole, fraction, row_sums, column_sums, urgency)
        if (result.sum(axis=0) == column_sums).all() and (result.sum(axis=1) == row_sums).all():
            return result
    raise ValueError("these margins cannot be met by rounding the weights")


def _hand_out(whole: Ints, fraction: Floats, rows: Ints, columns: Ints, urgency: Urgency) -> Ints:
    """Add one to the most urgent columns of each row until the row has its sum."""
    result = whole.copy()
    needed = columns - result.sum(axis=0)
    for row, short in enumerate(rows - result.sum(axis=1)):
        order = np.lexsort((-fraction[row], -np.round(urgency(needed, fraction[row:]), _SAME)))
        result[row, order[: int(short)]] += 1
        needed[order[: int(short)]] -= 1
    return result


def _behind(needed: Ints, fraction: Floats) -> Floats:
    """How far a column lags behind its fair share so far: keeps the rounding even over the rows.

    It fails when a column is left with more than its rows can take; a column that needs every row left goes first.
    """
    forced = np.where(needed >= len(fraction), len(fraction), 0)
    never = np.where(needed <= 0, -len(fraction), 0)
    return np.asarray(needed - fraction[1:].sum(axis=0) + forced + never)


def _neediest(needed: Ints, fraction: Floats) -> Floats:
    """The columns that still need most: always succeeds (Ryser's construction), if less evenly."""
    return np.asarray(needed + 0.0 * fraction[0])


def _fit(weights: Floats, rows: Ints, columns: Ints) -> Floats:
    """Scale `weights` by rows and columns in turn until both margins hold (iterative proportional fitting)."""
    ideal = np.maximum(weights, 1e-12)
    for _ in range(_FITTING_ROUNDS):
        ideal = ideal * (rows / ideal.sum(axis=1))[:, None]
        ideal = ideal * (columns / np.maximum(ideal.sum(axis=0), 1e-300))[None, :]
        ideal = np.maximum(ideal, 1e-300)
    return ideal


def deal(quotas: Numbers) -> Ints:
    """A sequence in which cell i stands exactly `quotas[i]` times, each spread as evenly as dealt cards.

    Any run of neighbours in the sequence then has its fair share of every cell, give or take one or two: cases that
    lie side by side keep the same monthly mix without a quota of their own.
    """
    counts = np.asarray(quotas, dtype=np.int64)
    cells = np.repeat(np.arange(len(counts)), counts)
    rank = np.concatenate([np.arange(count) for count in counts] or [np.zeros(0)])
    # Each cell starts at a place of its own (a golden-section sequence), or short runs would favour the first cells.
    start = (np.arange(len(counts)) + 1) * _GOLDEN % 1.0
    places = (rank + start[cells]) / np.maximum(counts, 1)[cells]
    return cells[np.argsort(np.round(places, _SAME), kind="stable")].astype(np.int64)
