"""Figures against norms: the verdict that is stated, and the denominator that the norm is defined on."""

from __future__ import annotations

from fractions import Fraction

from etl.model.contract import Text
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import NOTHING, NotTestableError, Outcome, Severity
from etl.review.interval import Interval, distance
from etl.review.kinds.judging import ids, size
from etl.review.norms import PrintedNorm, norm_of, operator_of
from etl.review.relations import DenominatorShift, NormVerdict
from etl.review.vocabulary import VerdictWord
from etl.review.wording import apart, norm_shown, number, percent, phrase, points, shown, span

_WORDS: dict[VerdictWord, Text] = {
    "met": Text(nl="gehaald", en="met"),
    "not_met": Text(nl="niet gehaald", en="not met"),
}


def stated_verdict(relation: NormVerdict, figure: Figure) -> Outcome | None:
    """The source's verdict against the norm beside the figure; None when the source gives no verdict."""
    if not figure.verdict_text:
        return None
    norm = norm_of(figure, relation.operators.get(figure.measure))
    if norm is None:
        nl, en = (
            "bij {id} staat een oordeel, maar geen norm met een waarde",
            "{id} has a verdict, but no norm with a value",
        )
        raise NotTestableError(phrase(nl, en, id=figure.id))
    if figure.verdict is None:
        nl, en = "het oordeel bij {id} is geen bekend woord", "the verdict on {id} is no known word"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    where = value(figure)
    severity, conclusion = _verdict(figure.verdict, norm.verdict(where.possible))
    arithmetic = phrase(
        "{figure} tegen de norm {norm}; vermeld is: {stated}.",
        "{figure} against the norm {norm}; stated is: {stated}.",
        figure=shown(figure),
        norm=norm_shown(norm, figure),
        stated=_WORDS[figure.verdict],
    )
    limit = Interval.point(norm.value)
    gap = _gap(where.printed, norm.value, figure)
    return Outcome("norm", severity, (figure.id,), arithmetic, conclusion, gap, size(where.printed, limit))


def _verdict(stated: VerdictWord, follows: VerdictWord | None) -> tuple[Severity | None, Text]:
    if follows == stated:
        return None, NOTHING
    if follows is None:
        nl, en = "Door afronding kan beide waar zijn.", "Given its rounding, either may be true."
        return "doubtful", Text(nl=nl, en=en)
    nl, en = "Het oordeel volgt niet uit het cijfer: {word}.", "The verdict does not follow from the figure: {word}."
    return "contradiction", phrase(nl, en, word=_WORDS[follows])


def denominator_shift(relation: DenominatorShift, share: Figure, book: Book) -> Outcome:
    """T1: 69 % of answered calls is 63.8 % of all calls, and the norm is about all calls."""
    if share.denominator in relation.normed.words:
        nl, en = "{share} gaat over {over}, net als de norm.", "{share} is over {over}, as the norm is."
        told = phrase(nl, en, share=shown(share), over=relation.normed.title)
        return Outcome("denominator", None, (share.id,), told)
    factor, standard = book.partner(relation.converted_by, share), book.partner(relation.norm, share)
    norm = _standard(standard)
    printed = value(share, "share")
    converted = printed * value(factor, "share")
    stated = share.verdict or norm.verdict(printed.possible)
    follows = norm.verdict(converted.possible)
    severity, conclusion = _shifted(relation, share, stated, follows)
    if severity is not None and follows == stated:
        conclusion = _further(relation, share, norm, printed.printed, converted.printed)
    arithmetic = phrase(
        "{share} × {factor} = {converted} van {over}; de norm is {norm} van {over}.",
        "{share} × {factor} = {converted} of {over}; the norm is {norm} of {over}.",
        share=shown(share),
        factor=shown(factor),
        converted=span(converted.printed, lambda end: percent(end, 1, norm.value)),
        over=relation.normed.title,
        norm=norm_shown(norm, share),
    )
    return Outcome(
        "denominator",
        severity,
        ids((share, factor, standard)),
        arithmetic,
        conclusion,
        points((printed - converted).printed),
        size(converted.printed, printed.printed),
    )


def _standard(figure: Figure) -> PrintedNorm:
    """A norm that is a figure of its own: its value, and the operator in its norm column."""
    operator, limit = operator_of(figure.norm), value(figure, "share").printed
    if operator is None or limit.low != limit.high:
        nl, en = "{id} is geen norm met een operator en één waarde", "{id} is no norm with an operator and one value"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    return PrintedNorm(operator, limit.low)


def _shifted(
    relation: DenominatorShift, share: Figure, stated: VerdictWord | None, follows: VerdictWord | None
) -> tuple[Severity | None, Text]:
    """How serious another denominator is: whether it turns the verdict, and whether the source states it."""
    measured = share.denominator in relation.measured.words
    if follows == stated:
        return ("doubtful" if measured else None), NOTHING
    turned = Text(nl="kan het oordeel omkeren", en="the verdict may turn")
    if follows is not None:
        turned = phrase("keert het oordeel om: {word}", "the verdict turns: {word}", word=_WORDS[follows])
    if measured:
        nl = "Het cijfer gaat over {over}; over de noemer van de norm {turned}."
        en = "The figure is over {over}; over the norm's denominator {turned}."
    else:
        nl = "Het cijfer noemt zijn noemer niet. Gaat het over {over}, dan {turned}."
        en = "The figure does not state its denominator. If it is over {over}, {turned}."
    severity: Severity = "contradiction" if measured and follows is not None else "doubtful"
    return severity, phrase(nl, en, over=relation.measured.title, turned=turned)


def _further(
    relation: DenominatorShift, share: Figure, norm: PrintedNorm, printed: Interval, converted: Interval
) -> Text:
    """The verdict stays; the distance to the norm does not."""
    return phrase(
        "Het cijfer gaat over {over}. Het oordeel blijft, maar de afstand tot de norm is {far}, niet {near}.",
        "The figure is over {over}. The verdict stays, but the distance to the norm is {far}, not {near}.",
        over=relation.measured.title,
        far=_gap(converted, norm.value, share),
        near=_gap(printed, norm.value, share),
    )


def _gap(where: Interval, limit: Fraction, figure: Figure) -> Text:
    """How far a number lies from its norm, in percentage points for shares."""
    far = Interval(*distance(where, Interval.point(limit)))
    return points(far) if figure.unit == "share" else apart(far, lambda end: number(end, max(1, figure.decimals)))
