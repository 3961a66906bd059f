"""Totals and their parts: means of some regions, ranges outside their total, and the same figure printed twice."""

from __future__ import annotations

import re
from fractions import Fraction

from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import Outcome
from etl.review.interval import Interval
from etl.review.kinds.judging import difference, judged, size
from etl.review.relations import Coverage, RangeContains
from etl.review.roles import Role
from etl.review.wording import percent, phrase, shown, span


def coverage(relation: Coverage, figure: Figure) -> Outcome | None:
    """T11: the mean of four of six regions is no total; None when the figure's region says nothing of the kind."""
    found = re.fullmatch(relation.partial, figure.scope["region"])
    if found is not None:
        return _of_some(figure, int(found["delivered"]), int(found["expected"]))
    if figure.scope["region"] not in relation.unstated:
        return None
    arithmetic = phrase(
        "Bij {figure} staat niet over hoeveel regio's het gaat.",
        "It is not stated how many regions {figure} rests on.",
        figure=shown(figure),
    )
    return Outcome("mean_of_regions", "remark", (figure.id,), arithmetic)


def _of_some(figure: Figure, delivered: int, expected: int) -> Outcome:
    """What the total can be when the missing regions are as large, and have anything from none to all."""
    where = value(figure).printed
    arithmetic = phrase(
        "{figure} rust op {delivered} van de {expected} regio's.",
        "{figure} rests on {delivered} of {expected} regions.",
        figure=shown(figure),
        delivered=delivered,
        expected=expected,
    )
    if delivered >= expected:
        return Outcome("mean_of_regions", None, (figure.id,), arithmetic)
    if figure.unit != "share":
        return Outcome("mean_of_regions", "doubtful", (figure.id,), arithmetic)
    known = Fraction(delivered, expected)
    bounds = Interval(where.low * known, where.high * known + 1 - known)
    conclusion = phrase(
        "Over alle regio's kan het bij gelijke omvang {bounds} zijn.",
        "Over all regions it can be {bounds}, if they are of equal size.",
        bounds=span(bounds, percent),
    )
    gap = difference(bounds, where, shares=True)
    return Outcome("mean_of_regions", "doubtful", (figure.id,), arithmetic, conclusion, gap, size(bounds, where))


def range_contains(relation: RangeContains, parts: Figure, book: Book) -> Outcome:
    """The range 10-15 % of the regions holds the 13.8 % of all."""
    whole = book.partner(relation.total, parts)
    span_of_parts, total = value(parts), value(whole, parts.unit)
    arithmetic = phrase(
        "{whole} tegen {parts} voor de delen.",
        "{whole} against {parts} for the parts.",
        whole=shown(whole),
        parts=shown(parts),
    )
    return judged("range", (whole, parts), total, span_of_parts, arithmetic, shares=parts.unit == "share")


def twice(figure: Figure, book: Book) -> Outcome | None:
    """The same measure, scope and denominator elsewhere; tested at the last of them, against the first."""
    same = [
        other
        for other in book.partners(Role(measure=figure.measure), figure)
        if other.denominator == figure.denominator and other.unit == figure.unit
    ]
    earlier = [other for other in same if book.figures.index(other) < book.figures.index(figure)]
    if figure.quantity is None or not earlier or earlier[0].quantity is None:
        return None
    first, now = earlier[0].quantity, figure.quantity
    arithmetic = phrase(
        "Hetzelfde is vermeld als {first} en als {now}.",
        "The same is stated as {first} and as {now}.",
        first=shown(earlier[0]),
        now=shown(figure),
    )
    return judged("twice", (earlier[0], figure), now, first, arithmetic, shares=figure.unit == "share")
