"""How each kind of relation is tested; one function per kind, each from figures to an outcome."""

from __future__ import annotations

from etl.review import relations as kind
from etl.review.book import Book
from etl.review.figures import Figure
from etl.review.findings import Outcome
from etl.review.kinds.halves import halves
from etl.review.kinds.norms import denominator_shift, stated_verdict
from etl.review.kinds.rates import cases_per_contact, daily, share_of_daily, survey_chain
from etl.review.kinds.spreads import coverage, range_contains, twice
from etl.review.kinds.sums import complement, ratio

__all__ = ["tested"]


def tested(relation: kind.Relation, figure: Figure, book: Book) -> Outcome | None:  # noqa: C901, PLR0911 — a table
    """What testing a relation at one figure gives; None when the relation is not about this figure.

    Raises:
        NotTestableError: the table lacks something that the relation needs.
        ZeroDivisionError: something that is divided by may be zero.
    """
    match relation:
        case kind.Complement():
            return complement(relation, figure, book)
        case kind.Ratio():
            return ratio(relation, figure, book)
        case kind.PerDay():
            return daily(relation, figure, book)
        case kind.Product():
            return share_of_daily(relation, figure, book)
        case kind.DenominatorShift():
            return denominator_shift(relation, figure, book)
        case kind.Intensity():
            return cases_per_contact(relation, figure, book)
        case kind.SurveyChain():
            return survey_chain(relation, figure, book)
        case kind.Halves():
            return halves(relation, figure, book)
        case kind.Coverage():
            return coverage(relation, figure)
        case kind.RangeContains():
            return range_contains(relation, figure, book)
        case kind.NormVerdict():
            return stated_verdict(relation, figure)
        case kind.Twice():
            return twice(figure, book)
    raise AssertionError(relation.kind)  # every kind that the file may name stands above
