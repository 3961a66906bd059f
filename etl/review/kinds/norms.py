"""Figures against norms: the verdict that is stated, and the denominator that the norm is defined on."""

from __future__ import annotations

from etl.model.contract import Text
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import NotTestableError, Outcome, Severity
from etl.review.kinds.judging import ids, size
from etl.review.norms import PrintedNorm, norm_of, operator_of
from etl.review.quantity import Quantity
from etl.review.relations import DenominatorShift, NormVerdict
from etl.review.vocabulary import UnitKind, VerdictWord
from etl.review.wording import NOTHING, joined, number, percent, phrase, points, shown, span

_WORDS: dict[VerdictWord, Text] = {
    "met": Text(nl="gehaald", en="met"),
    "not_met": Text(nl="niet gehaald", en="not met"),
}
_UNITS: tuple[UnitKind, ...] = ("share", "one_in", "count", "per_day", "per_month", "other")


def stated_verdict(relation: NormVerdict, figure: Figure, book: Book) -> Outcome | None:  # noqa: ARG001 — one signature
    """The source's verdict against the norm beside the figure; None when the source gives no verdict."""
    if not figure.verdict_text:
        return None
    stated, norm = figure.verdict, norm_of(figure, relation.operators.get(figure.measure))
    if norm is None:
        nl, en = "naast {id} staat een oordeel, maar geen norm met een waarde", "{id} has a verdict, but no norm with a value"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    if stated is None:
        nl, en = "het oordeel bij {id} is niet gehaald of niet gehaald te noemen", "the verdict on {id} is neither met nor not met"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    where = value(figure, *_UNITS)
    follows = norm.verdict(where.possible)
    arithmetic = phrase(
        "{figure} tegen de norm {norm}: vermeld is {stated}.",
        "{figure} against the norm {norm}: stated is {stated}.",
        figure=shown(figure),
        norm=norm_text(norm, figure),
        stated=_WORDS[stated],
    )
    severity, conclusion = _verdict(stated, follows)
    far = Quantity.exact(norm.value)
    gap = points if figure.unit == "share" else number
    distance = NOTHING if severity is None else span((where - far).printed, lambda end: gap(abs(end)))
    return Outcome("norm", severity, (figure.id,), arithmetic, conclusion, distance, size(where.printed, far.printed))
