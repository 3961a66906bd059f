"""A median from counts per class: counts add up over months and units, medians do not."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def median(
    cases: Fraction, counts: Sequence[Fraction], limits: Sequence[Fraction]
) -> tuple[Fraction, Fraction, Fraction] | None:
    """The median, and the lower and upper limit of the class that holds it.

    Inside a class cases are taken to lie evenly, so the median itself is an estimate and the limits are certain.

    Args:
        cases: how many there are, those above the highest class included.
        counts: per class the cases at or below its limit, those of lower classes included.
        limits: the upper limits, ascending; the lowest class begins at zero.

    Returns:
        None when half of the cases lie above the highest class.
    """
    half, below, start = cases / 2, Fraction(0), Fraction(0)
    for count, limit in zip(counts, limits, strict=True):
        if count >= half:
            return start + (limit - start) * (half - below) / (count - below), start, limit
        below, start = count, limit
    return None
