"""Parts and wholes: shares that make 100 %, and shares that are also printed as two counts."""

from __future__ import annotations

from etl.model.contract import Text
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import NOTHING, Outcome
from etl.review.kinds.judging import Reduced, judged, reduction, total
from etl.review.quantity import Quantity, compare
from etl.review.relations import Complement, Ratio
from etl.review.roles import Role
from etl.review.wording import joined, listed, number, percent, phrase, shown, span


def complement(relation: Complement, part: Figure, book: Book) -> Outcome:
    """T6: 70 % satisfied and 31 % others make 101 %."""
    figures = book.in_order(part, *(book.partner(role, part) for role in relation.parts[1:]))
    made = total([value(figure, "share", "one_in") for figure in figures])
    decimals = max(figure.decimals for figure in figures)
    arithmetic = phrase(
        "{parts} = {made}; samen moet dat 100% zijn.",
        "{parts} = {made}; together that must be 100%.",
        parts=listed([shown(figure) for figure in figures], " + "),
        made=span(made.printed, lambda share: percent(share, decimals)),
    )
    return judged("sum", figures, made, Quantity.exact(1), arithmetic, shares=True)


def ratio(relation: Ratio, share: Figure, book: Book) -> Outcome:
    """T3: 401,000 callback requests in 6 million calls are not 10 to 12 %."""
    counted = _counted(relation, share, book)
    base = book.partner(relation.denominator, share)
    stated = value(share, "share", "one_in")
    above, below = total([value(figure, "count") for figure in counted]), value(base, "count")
    found, other = above / below, reduction(relation.reduced, share, book)
    figures = (share, *counted, base)
    arithmetic = phrase(
        "{above} / {below} = {found}; vermeld is {stated}.",
        "{above} / {below} = {found}; stated is {stated}.",
        above=_sum_text(counted, above),
        below=shown(base),
        found=span(found.printed, percent),
        stated=shown(share),
    )
    if compare(found, stated) == "agrees":
        return judged("share", figures, found, stated, arithmetic, shares=True)
    arithmetic = joined(arithmetic, _implied(above, stated))
    if other is None:
        return judged("share", figures, found, stated, arithmetic, shares=True)
    reduced = above / (below * other.factor)
    arithmetic = joined(arithmetic, _reduced_text(other, reduced))
    figures += other.figures
    return judged("share", figures, found, stated, arithmetic, shares=True, otherwise=(other.title, reduced))


def _counted(relation: Ratio, share: Figure, book: Book) -> tuple[Figure, ...]:
    """The numerator's figures: one, or one for each code of the summed dimension."""
    if not relation.sum_over:
        return (book.partner(relation.numerator, share),)
    ((dimension, codes),) = relation.sum_over.items()
    return tuple(book.partner(_with(relation.numerator, dimension, code), share) for code in codes)


def _with(role: Role, dimension: str, code: str) -> Role:
    return role.model_copy(update={dimension: code})


def _sum_text(figures: tuple[Figure, ...], made: Quantity) -> Text:
    parts = listed([shown(figure) for figure in figures], " + ")
    if len(figures) == 1:
        return parts
    return phrase("({parts} = {made})", "({parts} = {made})", parts=parts, made=span(made.printed, number))


def _implied(above: Quantity, stated: Quantity) -> Text:
    """The denominator that would make the stated share true; nothing when that share may be zero."""
    if stated.possible.low <= 0:
        return NOTHING
    nl, en = "Daarbij hoort een noemer van {n}.", "That takes a denominator of {n}."
    return phrase(nl, en, n=span((above / stated).printed, number))


def _reduced_text(other: Reduced, reduced: Quantity) -> Text:
    nl, en = "Gerekend over {what} is het {found}.", "Calculated over {what} it is {found}."
    return phrase(nl, en, what=other.title, found=span(reduced.printed, percent))
