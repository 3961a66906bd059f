"""T9: a year and one of its halves imply the other half, which may fail a norm that the year meets."""

from __future__ import annotations

from fractions import Fraction

from etl.model.contract import Text
from etl.model.period import Period
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import Outcome
from etl.review.interval import Interval, meeting
from etl.review.kinds.judging import difference, ids, judged, size
from etl.review.norms import PrintedNorm, norm_of
from etl.review.quantity import Quantity
from etl.review.relations import Halves
from etl.review.roles import Role
from etl.review.wording import NOTHING, joined, number, percent, phrase, shown, span

_HALF = Fraction(1, 2)


def halves(relation: Halves, half: Figure, book: Book) -> Outcome | None:
    """The other half, implied or tested; None when the figure is of no half-year, or its counterpart tells it all."""
    period = half.period
    if period is None or period.kind != "half":
        return None
    year = Period(period.first // 12 * 12, period.first // 12 * 12 + 11)
    rest = Period(year.first + 6, year.last) if period.first == year.first else Period(year.first, year.first + 5)
    role = Role(measure=half.measure)
    printed = book.partners(role, half, across=relation.across, period=str(rest).casefold())
    if printed and rest.first > period.first:
        return None  # both halves are printed: tested once, at the second
    whole = book.partner(role, half, across=relation.across, period=str(year))
    implied = _Implied(relation, whole, half, rest)
    if printed:
        stated = value(printed[0], half.unit)
        arithmetic = joined(implied.arithmetic, _stated(printed[0]))
        return judged("halves", (whole, half, printed[0]), implied.spread, stated, arithmetic, shares=implied.shares)
    return implied.outcome()


def _stated(figure: Figure) -> Text:
    return phrase("Vermeld is {stated}.", "Stated is {stated}.", stated=shown(figure))


class _Implied:
    """The other half as it follows from a year and a half: at equal volumes, and at the assumed spread of them."""

    def __init__(self, relation: Halves, whole: Figure, half: Figure, rest: Period) -> None:
        self.whole, self.half, self.rest = whole, half, rest
        self.shares = half.unit == "share"
        self.limits = [Fraction(end) for end in relation.half_share]
        self.equal = self._at(_HALF)
        self.spread = self._at(self.limits[0]).hull(self._at(self.limits[1]))

    def _at(self, weight: Fraction) -> Quantity:
        """The other half when this one has `weight` of the volume; the year is the weighted mean of both."""
        whole, half = value(self.whole, self.half.unit), value(self.half, self.half.unit)
        return (whole - half * Quantity.exact(weight)) / Quantity.exact(1 - weight)

    @property
    def arithmetic(self) -> Text:
        return phrase(
            "Bij gelijke helften: 2 × {whole} - {half} = {equal} in {rest}; "
            "{spread} als {period} tussen {low} en {high} van het volume had.",
            "With equal halves: 2 × {whole} - {half} = {equal} in {rest}; "
            "{spread} if {period} had between {low} and {high} of the volume.",
            whole=shown(self.whole),
            half=shown(self.half),
            equal=self._text(self.equal.printed),
            rest=str(self.rest),
            spread=self._text(self.spread.printed),
            period=str(self.half.period),
            low=percent(self.limits[0], 0),
            high=percent(self.limits[1], 0),
        )

    def _text(self, where: Interval) -> Text:
        decimals = max(self.whole.decimals, self.half.decimals)
        return span(where, lambda end: percent(end, decimals) if self.shares else number(end, decimals))

    def outcome(self) -> Outcome:
        """Impossible, failing a norm that the year meets, worth a remark, or the same as the printed half."""
        stated = value(self.half, self.half.unit)
        impossible = self.shares and (self.spread.possible.high < 0 or self.spread.possible.low > 1)
        norm = norm_of(self.whole) or norm_of(self.half)
        told = NOTHING if norm is None else self._against(norm)
        if impossible:
            severity, conclusion = "contradiction", Text(nl="Dat kan niet.", en="That is impossible.")
        elif told.nl:
            severity, conclusion = "doubtful", told
        elif meeting(self.equal.possible, stated.possible) == "inside":
            severity, conclusion = None, NOTHING
        else:
            severity, conclusion = "remark", self._movement(stated)
        return Outcome(
            "halves",
            severity,
            ids((self.whole, self.half)),
            self.arithmetic,
            conclusion,
            difference(self.equal.printed, stated.printed, shares=self.shares),
            size(self.equal.printed, stated.printed),
        )

    def _movement(self, stated: Quantity) -> Text:
        nl, en = "Tussen de helften verschilt het {n}.", "Between the halves it differs by {n}."
        return phrase(nl, en, n=difference(self.equal.printed, stated.printed, shares=self.shares))

    def _against(self, norm: PrintedNorm) -> Text:
        """What the norm makes of the implied half; nothing when it does not fail where the year passes."""
        if norm.verdict(value(self.whole, self.half.unit).possible) != "met" or norm.holds(self.equal.printed):
            return NOTHING
        certain = norm.holds(self.spread.possible) is False
        return phrase(
            "Het jaar haalt de norm ({operator} {norm}), {rest} {certain}{unless}.",
            "The year meets the norm ({operator} {norm}), {rest} {certain}{unless}.",
            operator=norm.operator,
            norm=self._norm_text(norm),
            rest=str(self.rest),
            certain=Text(nl="niet" if certain else "waarschijnlijk niet", en="does not" if certain else "probably does not"),
            unless=self._unless(norm),
        )

    def _norm_text(self, norm: PrintedNorm) -> Text:
        return percent(norm.value, self.whole.decimals) if self.shares else number(norm.value, self.whole.decimals)

    def _unless(self, norm: PrintedNorm) -> Text:
        """How much of the volume this half must have had less than for the other half to meet the norm too."""
        year = value(self.whole, self.half.unit).printed.middle
        half = value(self.half, self.half.unit).printed.middle
        if norm.value == half or not 0 < (norm.value - year) / (norm.value - half) < 1:
            return NOTHING
        return phrase(
            ", tenzij {period} minder dan {share} van het volume had",
            ", unless {period} had less than {share} of the volume",
            period=str(self.half.period),
            share=percent((norm.value - year) / (norm.value - half)),
        )
