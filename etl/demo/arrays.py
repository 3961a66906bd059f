"""Small set-based tools that every demo source uses: array types, seeds, draws without logarithms.

Draws use uniform numbers, tables and the four arithmetic operations only. Logarithms and powers may differ in the
last bit between processors, and one bit is enough to change a second in a file that must be the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

#: A code, moment or number that is not there; it becomes an empty cell.
MISSING = -1

#: The demo is the same for everybody: 1258 is the reference of the letter it retells (2008/1258).
RANDOM_STATE = 1258


def generator(*key: int) -> np.random.Generator:
    """The random numbers of one purpose in one month, whatever else is generated in the same run."""
    return np.random.default_rng(np.random.SeedSequence([RANDOM_STATE, *key]))


def draw(rng: np.random.Generator, count: int, quantiles: Sequence[float]) -> Ints:
    """`count` whole numbers spread as `quantiles`, the equally spaced quantiles of a distribution."""
    return spread(rng.random(count), quantiles)


def spread(positions: Floats, quantiles: Sequence[float]) -> Ints:
    """The whole number at each position (0-1) of the distribution that `quantiles` tells."""
    grid = np.linspace(0.0, 1.0, len(quantiles))
    return np.floor(np.interp(positions, grid, np.asarray(quantiles, dtype=np.float64))).astype(np.int64)


def labels(rng: np.random.Generator, counts: Sequence[int] | Ints) -> Codes:
    """Exactly `counts[i]` times the code i, in random order."""
    codes = np.repeat(np.arange(len(counts), dtype=np.int8), np.asarray(counts, dtype=np.int64))
    return rng.permutation(codes)


def weighted_codes(rng: np.random.Generator, count: int, weights: Sequence[float]) -> Codes:
    """`count` independent codes, code i with a chance proportional to `weights[i]`."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(count), side="right").astype(np.int8)


def pick(rng: np.random.Generator, eligible: Bools, count: int, preference: Floats | None = None) -> Ints:
    """Positions of `count` rows out of the eligible ones, ascending; fewer when fewer are eligible.

    `preference` (one per row, higher is likelier) bends the choice without losing the exact number.
    """
    positions = np.flatnonzero(eligible)
    if count >= len(positions):
        return positions
    keys = rng.random(len(positions))
    if preference is not None:
        keys = keys / preference[positions]
    return np.sort(positions[np.argpartition(keys, count)[:count]])


def pick_evenly(rng: np.random.Generator, eligible: Bools, count: int, strata: Codes | Ints) -> Ints:
    """Positions of `count` eligible rows, each stratum having its fair share give or take one; unordered."""
    positions = np.flatnonzero(eligible)
    positions = positions[np.lexsort((rng.random(len(positions)), strata[positions]))]
    places = (np.arange(min(count, len(positions))) + rng.random()) * (len(positions) / max(count, 1))
    return positions[np.minimum(places.astype(np.int64), len(positions) - 1)]


def mask(length: int, positions: Ints) -> Bools:
    """A mask of `length` that is true at `positions`."""
    result = np.zeros(length, dtype=np.bool_)
    result[positions] = True
    return result
