"""T9: a year and one of its halves imply the other half, which may fail a norm that the year meets."""

from __future__ import annotations

from fractions import Fraction

from etl.model.contract import Text
from etl.model.period import Period
from etl.review.book import Book, value
from etl.review.figures import Figure
from etl.review.findings import NOTHING, Outcome, Severity
from etl.review.interval import Interval, meeting
from etl.review.kinds.judging import difference, ids, judged, size
from etl.review.norms import PrintedNorm, norm_of
from etl.review.quantity import Quantity
from etl.review.relations import Halves
from etl.review.roles import Role
from etl.review.vocabulary import UnitKind
from etl.review.wording import joined, norm_shown, number, percent, phrase, shown, span

_HALF = Fraction(1, 2)
# A year is the weighted mean of its halves for these; counts add instead.
_MEANS: tuple[UnitKind, ...] = ("share", "per_day", "per_month", "other")


def halves(relation: Halves, half: Figure, book: Book) -> Outcome | None:
    """The other half, implied or tested; None when the figure is of no half-year, or its counterpart tells it all."""
    period = half.period
    if period is None or period.kind != "half":
        return None
    january = period.first // 12 * 12
    year = Period(january, january + 11)
    rest = Period(january + 6, january + 11) if period.first == january else Period(january, january + 5)
    role = Role(measure=half.measure)
    printed = bool(book.partners(role, half, across=relation.across, period=str(rest)))
    if printed and period.first == january:
        return None  # both halves are printed: tested once, at the second
    whole = book.partner(role, half, across=relation.across, period=str(year))
    implied = _Implied(relation, whole, half, rest)
    if not printed:
        return implied.outcome()
    other = book.partner(role, half, across=relation.across, period=str(rest))
    told = phrase("Vermeld is {stated}.", "Stated is {stated}.", stated=shown(other))
    return judged(
        "halves",
        (whole, half, other),
        implied.spread,
        value(other, half.unit),
        joined(implied.arithmetic, told),
        shares=implied.shares,
    )


class _Implied:
    """The other half as it follows from a year and a half: at equal volumes, and at the assumed spread of them."""

    def __init__(self, relation: Halves, whole: Figure, half: Figure, rest: Period) -> None:
        self.whole, self.half, self.rest = whole, half, rest
        self.shares = half.unit == "share"
        self.given = value(half, *_MEANS)
        self.year = value(whole, half.unit)
        self.norm = norm_of(whole) or norm_of(half)
        self.limits = [Fraction(end) for end in relation.half_share]
        self.equal = self._at(_HALF)
        self.spread = self._at(self.limits[0]).hull(self._at(self.limits[1]))

    def _at(self, weight: Fraction) -> Quantity:
        """The other half when this one has `weight` of the volume; the year is the weighted mean of both.

        It grows or falls with the weight throughout, so the ends of the weight give the ends of the spread.
        """
        return (self.year - self.given * Quantity.exact(weight)) / Quantity.exact(1 - weight)

    @property
    def arithmetic(self) -> Text:
        return phrase(
            "Bij gelijke helften: 2 × {whole} - {half} = {equal} in {rest}; "
            "{spread} als {period} tussen {low} en {high} van het volume had.",
            "With equal halves: 2 × {whole} - {half} = {equal} in {rest}; "
            "{spread} if {period} had between {low} and {high} of the volume.",
            whole=shown(self.whole),
            half=shown(self.half),
            equal=self._text(self.equal.printed, self.norm),
            rest=str(self.rest),
            spread=self._text(self.spread.printed),
            period=str(self.half.period),
            low=percent(self.limits[0], 0),
            high=percent(self.limits[1], 0),
        )

    def _text(self, where: Interval, norm: PrintedNorm | None = None) -> Text:
        """As many decimals as the printed figures have; more where the norm would otherwise be hidden."""
        decimals, bound = max(self.whole.decimals, self.half.decimals), norm.value if norm else None
        return span(where, lambda end: percent(end, decimals, bound) if self.shares else number(end, decimals, bound))

    def outcome(self) -> Outcome:
        """Impossible, failing a norm that the year meets, worth a remark, or the same as the printed half."""
        severity: Severity | None
        impossible = self.shares and (self.spread.possible.high < 0 or self.spread.possible.low > 1)
        norm, beside = self.norm, self.given.printed
        if impossible:
            severity, conclusion = "contradiction", Text(nl="Dat kan niet.", en="That is impossible.")
        elif norm is not None and self._fails_alone(norm):
            severity, conclusion, beside = "doubtful", self._against(norm), Interval.point(norm.value)
        elif meeting(self.equal.possible, self.given.possible) == "inside":
            severity, conclusion = None, NOTHING
        else:
            severity, conclusion = "remark", self._movement()
        return Outcome(
            "halves",
            severity,
            ids((self.whole, self.half)),
            self.arithmetic,
            conclusion,
            difference(self.equal.printed, beside, shares=self.shares),
            size(self.equal.printed, beside),
        )

    def _movement(self) -> Text:
        apart = difference(self.equal.printed, self.given.printed, shares=self.shares)
        return phrase("Tussen de helften verschilt het {n}.", "Between the halves it differs by {n}.", n=apart)

    def _fails_alone(self, norm: PrintedNorm) -> bool:
        """Whether the implied half does not meet the norm, at equal volumes, where the year surely does."""
        return norm.holds(self.year.possible) is True and norm.holds(self.equal.printed) is not True

    def _against(self, norm: PrintedNorm) -> Text:
        certain = norm.holds(self.spread.possible) is False
        return phrase(
            "Het jaar haalt de norm ({norm}), {rest} {word}{unless}.",
            "The year meets the norm ({norm}), {rest} {word}{unless}.",
            norm=norm_shown(norm, self.whole),
            rest=str(self.rest),
            word=Text(nl="niet", en="does not") if certain else Text(nl="mogelijk niet", en="possibly does not"),
            unless=self._unless(norm),
        )

    def _unless(self, norm: PrintedNorm) -> Text:
        """How little of the volume this half must have had for the other half to meet the norm after all.

        Of printed ranges the middles count; they may leave no such volume.
        """
        year, half = self.year.printed.middle, self.given.printed.middle
        weight = (norm.value - year) / (norm.value - half) if norm.value != half else Fraction(0)
        if not 0 < weight < 1:
            return NOTHING
        return phrase(
            ", tenzij {period} minder dan {share} van het volume had",
            ", unless {period} had less than {share} of the volume",
            period=str(self.half.period),
            share=percent(weight),
        )
