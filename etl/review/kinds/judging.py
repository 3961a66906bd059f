"""From two quantities that should be the same to an outcome: how serious, in which words, how far apart."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from etl.model.contract import Text
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import NOTHING, Code, Outcome, Severity
from etl.review.interval import Interval, distance
from etl.review.quantity import Agreement, Quantity, compare
from etl.review.relations import Reduction
from etl.review.wording import joined, phrase, points, relative

SEVERITY: dict[Agreement, Severity | None] = {
    "agrees": None,
    "one_end": "doubtful",
    "touches": "doubtful",
    "apart": "contradiction",
}
HOW: dict[Agreement, Text] = {
    "agrees": NOTHING,
    "one_end": Text(
        nl="Zoals gedrukt past het hooguit aan één eind van het bereik; de rest moet afronding zijn.",
        en="As printed it fits at one end of the range at most; rounding must account for the rest.",
    ),
    "touches": Text(
        nl="Dat kan alleen als de cijfers precies op een afrondingsgrens lagen.",
        en="That is possible only if the figures lay exactly at a rounding limit.",
    ),
    "apart": Text(
        nl="Geen afronding verklaart het verschil.",
        en="No rounding accounts for the difference.",
    ),
}


class Reduced(NamedTuple):
    """The other reading of a volume: the factor, its title, and the figures it comes from."""

    factor: Quantity
    title: Text
    figures: tuple[Figure, ...]


def judged(
    code: Code,
    figures: tuple[Figure, ...],
    found: Quantity,
    stated: Quantity,
    arithmetic: Text,
    *,
    shares: bool,
    otherwise: tuple[Text, Quantity] | None = None,
) -> Outcome:
    """The outcome of comparing what follows from figures (`found`) with what is printed (`stated`).

    `otherwise` is what follows under another reading, told in `arithmetic` already; when that agrees, the figures do
    not contradict each other, but which reading holds is not stated. `shares` says that differences are percentage
    points.
    """
    agreement = compare(found, stated)
    severity, conclusion = SEVERITY[agreement], HOW[agreement]
    if severity is not None and otherwise is not None:
        title, other = otherwise
        if compare(other, stated) == "agrees":
            severity = "doubtful"
            nl, en = "Over {what} klopt het wel.", "Over {what} it does fit."
        else:
            nl, en = "Ook over {what} klopt het niet.", "Over {what} it does not fit either."
        conclusion = joined(conclusion, phrase(nl, en, what=title))
    return Outcome(
        code=code,
        severity=severity,
        figures=ids(figures),
        arithmetic=arithmetic,
        conclusion=conclusion,
        difference=difference(found.printed, stated.printed, shares=shares),
        size=size(found.printed, stated.printed),
    )


def ids(figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """The ids, each once, in order."""
    return tuple(dict.fromkeys(figure.id for figure in figures))


def difference(found: Interval, stated: Interval, *, shares: bool) -> Text:
    """How far apart two printed values or ranges are: in percentage points, or relative to what is stated."""
    where = Interval(*distance(found, stated))
    if shares:
        return points(where)
    if stated.middle == 0:
        return NOTHING
    return relative(where * Interval.point(1 / abs(stated.middle)))


def size(found: Interval, stated: Interval) -> Fraction:
    """The distance of the middles relative to the stated one, for ordering; 1 when nothing can be said."""
    return abs(found.middle - stated.middle) / abs(stated.middle) if stated.middle else Fraction(1)


def reduction(entry: Reduction | None, of: Figure, book: Book) -> Reduced | None:
    """The factor of another reading of a volume; None when the entry has none or the table lacks its figures."""
    if entry is None:
        return None
    figures = tuple(figure for figure in book.partners(entry.by, of) if figure.quantity is not None)
    if not figures:
        return None
    return Reduced(hull([value(figure, "share") for figure in figures]), entry.title, figures)


def hull(quantities: list[Quantity]) -> Quantity:
    """From the smallest to the largest of some quantities."""
    result = quantities[0]
    for item in quantities[1:]:
        result = result.hull(item)
    return result


def total(quantities: list[Quantity]) -> Quantity:
    """The sum of some quantities."""
    result = quantities[0]
    for item in quantities[1:]:
        result += item
    return result
