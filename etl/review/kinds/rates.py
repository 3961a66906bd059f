"""Numbers per day, per month and per contact, against totals and divisors."""

from __future__ import annotations

from fractions import Fraction

from etl.model.contract import Text
from etl.review.book import Book, value
from etl.review.figures import SCOPE, Figure
from etl.review.findings import NOTHING, NotTestableError, Outcome
from etl.review.kinds.judging import hull, ids, judged, reduction
from etl.review.quantity import Quantity, compare
from etl.review.relations import Intensity, PerDay, Product, SurveyChain
from etl.review.wording import joined, listed, number, one_in_span, per_day, percent, phrase, shown, span

_MONTHS = 12
_PARTS = {
    "client_group": Text(nl="klantgroep", en="client group"),
    "division": Text(nl="divisie", en="division"),
    "region": Text(nl="regio", en="region"),
    "period": Text(nl="periode", en="period"),
}


def daily(relation: PerDay, rate: Figure, book: Book) -> Outcome:
    """T2: 250,000 a year and 960 a day imply 260 days."""
    whole = book.partner(relation.total, rate)
    implied = value(whole, "count") / value(rate, "per_day")
    low, high = (Fraction(end) * _months(rate) / _MONTHS for end in relation.divisors)
    accepted = Quantity.between(low, high)
    arithmetic = phrase(
        "{whole} / {rate} = {days} dagen; aanvaard is {accepted}.",
        "{whole} / {rate} = {days} days; accepted are {accepted}.",
        whole=shown(whole),
        rate=shown(rate),
        days=span(implied.printed, per_day),
        accepted=span(accepted.printed, number),
    )
    return judged("per_day", (rate, whole), implied, accepted, arithmetic, shares=False)


def share_of_daily(relation: Product, result: Figure, book: Book) -> Outcome:
    """T5: 4.3 % of 580 a day is 25 a day, for all clients, whatever the sentence before it speaks of."""
    share, rate = (book.partner(role, result) for role in (relation.share, relation.per_day))
    found, stated = value(share, "share", "one_in") * value(rate, "per_day"), value(result, "per_day")
    figures = (result, share, rate)
    arithmetic = phrase(
        "{share} × {rate} = {found} per dag; vermeld is {stated}.",
        "{share} × {rate} = {found} a day; stated is {stated}.",
        share=shown(share),
        rate=shown(rate),
        found=span(found.printed, per_day),
        stated=shown(result),
    )
    elsewhere = [name for name in SCOPE if result.scope[name] != share.scope[name]]
    if not elsewhere:
        return judged("product", figures, found, stated, arithmetic, shares=False)
    if compare(found, stated) != "agrees":
        nl = "{id} gaat over iets anders dan de cijfers waarmee het te vergelijken is"
        en = "{id} is about something else than the figures it could be compared with"
        raise NotTestableError(phrase(nl, en, id=result.id))
    return Outcome("scope", "doubtful", ids(figures), arithmetic, _misplaced(result, share, elsewhere))


def _misplaced(result: Figure, share: Figure, elsewhere: list[str]) -> Text:
    """Whose number it is by its arithmetic, and what is printed beside it instead."""
    fits = ", ".join(word for word in share.scope.values() if word)
    instead = [
        phrase(
            "als {part} staat er '{word}'" if result.scope[name] else "{part} is niet vermeld",
            "its {part} is given as '{word}'" if result.scope[name] else "no {part} is given",
            part=_PARTS[name],
            word=result.scope[name],
        )
        for name in elsewhere
    ]
    nl, en = "Het getal past bij '{fits}', maar {instead}.", "The number fits '{fits}', but {instead}."
    return phrase(nl, en, fits=fits, instead=listed(instead, ", "))


def cases_per_contact(relation: Intensity, intensity: Figure, book: Book) -> Outcome:
    """T8: 40 to 55 complaints a month in 6 million calls are not 1 in 9,000."""
    monthly, volume = (book.partner(role, intensity) for role in (relation.monthly, relation.volume))
    stated, contacts = value(intensity, "one_in", "share"), value(volume, "count")
    months = _months(intensity)
    cases = Quantity.exact(months) * value(monthly, "per_month")
    found, other = cases / contacts, reduction(relation.reduced, intensity, book)
    figures: tuple[Figure, ...] = (intensity, monthly, volume)
    arithmetic = phrase(
        "{months} × {monthly} = {cases} op {volume} is {found}; vermeld is {stated}.",
        "{months} × {monthly} = {cases} in {volume} is {found}; stated is {stated}.",
        months=months,
        monthly=shown(monthly),
        cases=span(cases.printed, number),
        volume=shown(volume),
        found=one_in_span(found.printed),
        stated=shown(intensity),
    )
    if other is None or compare(found, stated) == "agrees":
        return judged("intensity", figures, found, stated, arithmetic, shares=False)
    reduced = cases / (contacts * other.factor)
    nl, en = "Gerekend over {what} is het {found}.", "Calculated over {what} it is {found}."
    told = phrase(nl, en, what=other.title, found=one_in_span(reduced.printed))
    return judged(
        "intensity",
        figures + other.figures,
        found,
        stated,
        joined(arithmetic, told),
        shares=False,
        otherwise=(other.title, reduced),
    )


def survey_chain(relation: SurveyChain, respondents: Figure, book: Book) -> Outcome:
    """T4: one in fifteen or three invited and one in five willing, in 6 million calls, are more than 125 a day."""
    invited = book.some(relation.invited, respondents)
    accepted, volume = (book.partner(role, respondents) for role in (relation.accepted, relation.volume))
    fewest, most = (Fraction(end) * _months(respondents) / _MONTHS for end in relation.days)
    days, stated = Quantity.between(fewest, most), value(respondents, "per_day")
    willing = value(volume, "count") * value(accepted, "one_in", "share")
    other = reduction(relation.reduced, respondents, book)
    if other is not None:  # an invitation may need an answered call: the lowest reading counts
        willing = (willing * other.factor).hull(willing)
    shares = hull([value(figure, "one_in", "share") for figure in invited])
    found = willing * shares / days
    arithmetic = phrase(
        "{volume} × {invited} × {accepted} is {found} per dag ({days} dagen{reduced}); vermeld is {stated}.",
        "{volume} × {invited} × {accepted} is {found} a day ({days} days{reduced}); stated is {stated}.",
        volume=shown(volume),
        invited=one_in_span(shares.printed),
        accepted=shown(accepted),
        found=span(found.printed, number),
        days=span(days.printed, number),
        reduced=NOTHING if other is None else phrase(", al of niet over {t}", ", over {t} or not", t=other.title),
        stated=shown(respondents),
    )
    figures = (respondents, *invited, accepted, volume, *(other.figures if other else ()))
    arithmetic = joined(arithmetic, _central(relation, invited, willing, days))
    return judged("survey_chain", figures, found, stated, arithmetic, shares=False)


def _central(relation: SurveyChain, invited: tuple[Figure, ...], willing: Quantity, days: Quantity) -> Text:
    """The estimate at the assumed mix of two client groups; nothing when there is no such mix."""
    mix = relation.mix
    groups = {figure.scope["client_group"]: value(figure, "one_in", "share") for figure in invited}
    if mix is None or mix.client_group not in groups or len(groups) != 2:
        return NOTHING
    (other,) = (share for group, share in groups.items() if group != mix.client_group)
    weight = Fraction(mix.share)
    shares = Quantity.exact(weight) * groups[mix.client_group] + Quantity.exact(1 - weight) * other
    return phrase(
        "Met {share} van de gesprekken van '{group}' ({source}) is het {found}.",
        "With {share} of the calls from '{group}' ({source}) it is {found}.",
        share=percent(weight, 0),
        group=mix.client_group,
        source=mix.source,
        found=span((willing * shares / days).printed, number),
    )


def _months(figure: Figure) -> int:
    """The months of a figure's period.

    Raises:
        NotTestableError: the period is no run of months.
    """
    period = figure.period
    if period is None:
        nl, en = "de periode van {id} is niet als maanden te lezen", "the period of {id} cannot be read as months"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    return len(period.months)
