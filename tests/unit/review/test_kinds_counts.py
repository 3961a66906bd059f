"""Relations between parts, counts and rates, each on a table of its own."""

from __future__ import annotations

from fractions import Fraction

import pytest

from etl.review import Finding, Review

from .tables import only, reviewed

_SUM = "kind: complement, parts: [a, b, c]"
_RATIO = "kind: ratio, share: share, numerator: cases, denominator: calls"
_REDUCED = ', reduced: {by: {measure: reach, client_group: any}, title: {nl: "antwoorden"}}'
_DAYS = "kind: per_day, per_day: daily, total: cases, divisors: [250, 262]"
_PRODUCT = "kind: product, result: daily, share: {measure: share, client_group: all}, "
_PRODUCT += "per_day: {measure: all_daily, client_group: all}"
_INTENSITY = "kind: intensity, intensity: rate, monthly: monthly, volume: calls"
_SURVEY = "kind: survey_chain, respondents: daily, invited: {measure: invited, client_group: any}, accepted: willing, "
_SURVEY += "volume: calls, days: [250, 366]"
_CALLS = {"id": "N", "measure": "calls", "value": "6000", "unit": "n", "precision": "exact"}
_CASES = {"id": "C", "measure": "cases", "value": "250000", "unit": "n", "precision": "exact"}
_REACH = {"id": "R", "measure": "reach", "value": "97"}


def _parts(*values: str) -> list[dict[str, str]]:
    return [{"id": name.upper(), "measure": name, "value": value} for name, value in zip("abc", values, strict=True)]


def _daily(value: str, **cells: str) -> dict[str, str]:
    return {"id": "D", "measure": "daily", "value": value, "unit": "n/day", "precision": "exact"} | cells


def _share(value: str, **cells: str) -> dict[str, str]:
    return {"id": "S", "measure": "share", "value": value} | cells


def _reason(result: Review) -> str:
    assert result.findings == ()
    (item,) = result.untestable
    return item.reason.nl


@pytest.mark.parametrize(
    ("values", "severity", "difference"),
    [
        (("33", "33", "33"), None, None),
        (("33", "33", "32"), "contradiction", "2,0 procentpunt"),
        (("50", "25", "26"), None, None),
        (("50", "25", "27"), "contradiction", "2,0 procentpunt"),
    ],
)
def test_parts_may_miss_a_hundred_by_their_rounding(
    values: tuple[str, ...], severity: str | None, difference: str | None
) -> None:
    """Three rounded parts may be 1,5 off together, so 99 and 101 prove nothing."""
    result = reviewed(_SUM, *_parts(*values))

    assert [(item.severity, item.difference.nl) for item in result.findings] == (
        [] if severity is None else [(severity, difference)]
    )
    assert len(result.agreed) == (severity is None)


def test_a_sum_at_a_rounding_limit_is_doubtful() -> None:
    """70 + 31 is 100 only if both were exactly halfway; 69 + 30 never is."""
    entry = "kind: complement, parts: [a, b]"

    over, under = (reviewed(entry, *_parts(*values, "0")[:2]) for values in (("70", "31"), ("69", "30")))

    assert [only(result).severity for result in (over, under)] == ["doubtful", "contradiction"]
    assert only(over).figures == ("A", "B")
    assert only(over).arithmetic.en == "70% + 31% = 101%; together that must be 100%."
    assert only(over).size == Fraction(1, 100)


def test_a_share_is_compared_with_its_counts() -> None:
    """The denominator that would fit is told."""
    cases = {**_CASES, "value": "300"}

    right, wrong = (reviewed(_RATIO, _share(value), cases, _CALLS) for value in ("5", "10"))

    assert (right.findings, right.agreed[0].arithmetic.nl) == ((), "300 / 6.000 = 5,0%; vermeld is 5%.")
    assert only(wrong).severity == "contradiction"
    assert only(wrong).arithmetic.nl == "300 / 6.000 = 5,0%; vermeld is 10%. Daarbij hoort een noemer van 3.000."


@pytest.mark.parametrize(
    ("share", "severity", "words"),
    [
        ("6", "doubtful", "Over antwoorden klopt het wel."),
        ("9", "contradiction", "Ook over antwoorden klopt het niet."),
    ],
)
def test_a_share_over_another_volume_is_doubtful(share: str, severity: str, words: str) -> None:
    """Both groups' reachability counts, since their sizes are unknown."""
    groups = [{**_REACH, "client_group": "x", "value": "80"}, {**_REACH, "client_group": "y", "id": "R2"}]

    found = only(reviewed(_RATIO + _REDUCED, _share(share), {**_CASES, "value": "300"}, _CALLS, *groups))

    assert (found.severity, found.figures) == (severity, ("S", "C", "N", "R", "R2"))
    assert "Gerekend over antwoorden is het 5,2% tot 6,3%." in found.arithmetic.nl
    assert words in found.meaning.nl


def test_a_sum_over_a_dimension_needs_all_its_parts() -> None:
    """A missing division is never taken for nothing."""
    entry = _RATIO + ", sum_over: {division: [AG, WW]}"
    parts = [{**_CASES, "division": "AG", "value": "200"}, {**_CASES, "division": "WW", "value": "100", "id": "C2"}]

    whole, half = (reviewed(entry, _share("5"), _CALLS, *rows) for rows in (parts, parts[:1]))

    assert whole.agreed[0].arithmetic.nl == "(200 + 100 = 300) / 6.000 = 5,0%; vermeld is 5%."
    assert _reason(half) == "cases (WW, 2007) ontbreekt"


@pytest.mark.parametrize(("value", "severity"), [("960", None), ("1000", "doubtful"), ("1200", "contradiction")])
def test_a_number_per_day_implies_its_divisor(value: str, severity: str | None) -> None:
    """250 days are the limit itself."""
    result = reviewed(_DAYS, _daily(value), _CASES)

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])


def test_divisors_follow_the_length_of_the_period() -> None:
    """A half-year has half the days."""
    result = reviewed(_DAYS, _daily("960", period="2007-H2"), {**_CASES, "value": "125000", "period": "2007-H2"})

    assert result.agreed[0].arithmetic.nl == "125.000 / 960 = 130,2 dagen; aanvaard is 125 tot 131."


def test_a_period_in_words_has_no_days() -> None:
    """Nothing is assumed about its length."""
    rows = [{**row, "period": "najaar 2007"} for row in (_daily("960"), _CASES)]

    assert _reason(reviewed(_DAYS, *rows)) == "de periode van D is niet als maanden te lezen"


def test_a_product_is_tested_where_its_scope_is_stated() -> None:
    """And where it is not, only agreement says something: whose number it is."""
    of_all = [_share("10", client_group="all"), _daily("500", id="A", measure="all_daily", client_group="all")]

    def result(value: str, group: str) -> Review:
        return reviewed(_PRODUCT, _daily(value, client_group=group), *of_all)

    assert (result("50", "all").findings, only(result("60", "all")).code) == ((), "product")
    assert only(result("50", "")).meaning.nl == "Het getal past bij 'all, 2007', maar klantgroep is niet vermeld. Dus."
    assert (
        only(result("50", "x")).meaning.nl == "Het getal past bij 'all, 2007', maar als klantgroep staat er 'x'. Dus."
    )
    assert _reason(result("60", "x")) == "D gaat over iets anders dan de cijfers waarmee het te vergelijken is"


def _intensity(value: str, low: str, high: str) -> Finding | None:
    rate = {"id": "I", "measure": "rate", "value": value, "unit": "ratio", "precision": "exact"}
    monthly = {"id": "M", "measure": "monthly", "unit": "n/month", "precision": "range"}
    found = reviewed(_INTENSITY, rate, {**monthly, "value_min": low, "value_max": high}, _CALLS).findings
    return found[0] if found else None


def test_cases_per_contact_follow_from_cases_per_month() -> None:
    """6,000 contacts and 4 to 6 cases a month are 1 per 83 to 125."""
    fits, misses = _intensity("0.01", "4", "6"), _intensity("0.02", "4", "6")

    assert fits is None
    assert misses is not None
    assert misses.arithmetic.nl == "12 × 4-6 = 48 tot 72 op 6.000 is 1 per 83 tot 125; vermeld is 1 per 50."


def test_no_cases_at_all_are_told_as_zero() -> None:
    """There is no "1 per n" for nothing."""
    found = _intensity("0.02", "0", "2")

    assert found is not None
    assert "is 0 tot 1 per 250; vermeld is 1 per 50" in found.arithmetic.nl


def _survey(*, respondents: str, mix: str = "") -> Review:
    one_in = {"unit": "ratio", "precision": "exact"}
    return reviewed(
        _SURVEY + mix,
        _daily(respondents),
        {"id": "I1", "measure": "invited", "value": "0.1", "client_group": "x", **one_in},
        {"id": "I2", "measure": "invited", "value": "0.5", "client_group": "y", **one_in},
        {"id": "W", "measure": "willing", "value": "0.5", **one_in},
        {**_CALLS, "value": "366000"},
    )


def test_invitations_and_consent_give_the_respondents() -> None:
    """Between all calls from the one group and all from the other, working days or calendar days."""
    within, below = _survey(respondents="100"), only(_survey(respondents="40"))

    assert within.findings == ()
    assert (below.severity, below.figures) == ("contradiction", ("D", "I1", "I2", "W", "N"))
    assert "366.000 × 1 per 2 tot 10 × 1 per 2 is 50 tot 366 per dag (250 tot 366 dagen)" in below.arithmetic.nl


def test_an_assumed_mix_gives_a_central_estimate() -> None:
    """With its source; it does not decide anything."""
    found = only(_survey(respondents="40", mix=', mix: {client_group: y, share: 0.25, source: "S. 2"}'))

    assert "Met 25% van de gesprekken van 'y' (S. 2) is het 100 tot 146." in found.arithmetic.nl
