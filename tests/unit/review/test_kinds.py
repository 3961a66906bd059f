"""Each kind of relation on a table of its own: what it finds, what it passes, and what it cannot test."""

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
_SHIFT = "kind: denominator_shift, figures: [share], converted_by: reach, norm: {measure: NORM, client_group: any}, "
_SHIFT += 'measured: {words: [answered], title: {nl: "antwoorden"}}, normed: {words: [offered], title: {nl: "alles"}}'
_HALVES = "kind: halves, figures: [share], half_share: [0.45, 0.55]"
_COVERAGE = r"kind: coverage, partial: '(?P<delivered>\d+) of (?P<expected>\d+)', unstated: [unstated]"
_RANGE = "kind: range_contains, range: {measure: share, region: per region}, total: {measure: share, region: ''}"
_INTENSITY = "kind: intensity, intensity: rate, monthly: monthly, volume: calls"
_SURVEY = "kind: survey_chain, respondents: daily, invited: {measure: invited, client_group: any}, accepted: willing, "
_SURVEY += "volume: calls, days: [250, 366]"

_CALLS = {"id": "N", "measure": "calls", "value": "6000", "unit": "n", "precision": "exact"}
_CASES = {"id": "C", "measure": "cases", "value": "250000", "unit": "n", "precision": "exact"}
_REACH = {"id": "R", "measure": "reach", "value": "97"}
_NORM = {"id": "Q", "measure": "NORM", "value": "80", "precision": "exact", "norm": ">="}


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


@pytest.mark.parametrize(
    ("value", "denominator", "verdict", "severity", "words"),
    [
        ("81", "answered", "met", "contradiction", "keert het oordeel om: niet gehaald"),
        ("81", "", "met", "doubtful", "noemt zijn noemer niet"),
        ("81", "", "", "doubtful", "noemt zijn noemer niet"),
        ("70", "answered", "not met", "doubtful", "Het oordeel blijft"),
        ("70", "", "not met", None, ""),
        ("82", "answered", "met", "doubtful", "kan het oordeel omkeren"),
        ("90", "", "met", None, ""),
        ("81", "offered", "met", None, ""),
    ],
)
def test_a_norm_on_another_denominator_may_turn_the_verdict(
    value: str, denominator: str, verdict: str, severity: str | None, words: str
) -> None:
    """How serious depends on whether the verdict turns, and whether the figure says what it is a share of."""
    share = _share(value, denominator=denominator, verdict_in_source=verdict)

    result = reviewed(_SHIFT, share, _REACH, _NORM)

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])
    assert words in (result.findings[0].meaning.nl if result.findings else "")


def test_a_converted_share_is_never_printed_as_the_norm_it_misses() -> None:
    """79,98 is not 80,0."""
    share = _share("86", denominator="answered", verdict_in_source="met")

    found = only(reviewed(_SHIFT, share, {**_REACH, "value": "93"}, _NORM))

    assert "86% × 93% = 79,98% van alles" in found.arithmetic.nl


def test_a_norm_without_operator_cannot_be_tested() -> None:
    """At least or at most: it is not guessed."""
    result = reviewed(_SHIFT, _share("81"), _REACH, {**_NORM, "norm": ""})

    assert _reason(result) == "Q is geen norm met een operator en één waarde"


def _halves(year: str, half: str, period: str = "2007-H2", **cells: str) -> tuple[dict[str, str], dict[str, str]]:
    return _share(year, id="Y", **cells), _share(half, id="H", period=period)


@pytest.mark.parametrize(
    ("rows", "severity", "words"),
    [
        (_halves("4", "1", norm="< 5 %"), "doubtful", "2007-H1 niet, tenzij 2007-H2 minder dan 25,0%"),
        (_halves("4", "3", norm="< 5 %"), "doubtful", "2007-H1 mogelijk niet, tenzij 2007-H2 minder dan 50,0%"),
        (_halves("7", "2", norm="< 5 %"), "remark", "Tussen de helften verschilt het 10,0 procentpunt."),
        (_halves("88", "91"), "remark", "Tussen de helften verschilt het 6,0 procentpunt."),
        (_halves("82", "90", "2007-H1", norm=">= 80 %"), "doubtful", "2007-H2 niet, tenzij 2007-H1 minder dan 20,0%"),
        (_halves("40", "99"), "contradiction", "Dat kan niet."),
        (_halves("60", "2"), "contradiction", "Dat kan niet."),
        (_halves("88", "88"), None, ""),
    ],
)
def test_a_year_and_a_half_imply_the_other_half(
    rows: tuple[dict[str, str], dict[str, str]], severity: str | None, words: str
) -> None:
    """A year that passes may hide a half that failed; a half that no volume could give is impossible."""
    result = reviewed(_HALVES, *rows)

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])
    assert words in (result.findings[0].meaning.nl if result.findings else "")


def test_ranges_may_leave_no_volume_at_which_both_halves_pass() -> None:
    """Then none is mentioned."""
    ranges = {"precision": "range", "unit": "%", "measure": "share"}
    year = {"id": "Y", "value_min": "3", "value_max": "4.9", "norm": "< 5 %", **ranges}

    half = {"id": "H", "value_min": "4", "value_max": "5", "period": "2007-H2", **ranges}
    found = only(reviewed(_HALVES, year, half))

    assert found.meaning.nl == "Het jaar haalt de norm (< 5%), 2007-H1 mogelijk niet. Dus."


@pytest.mark.parametrize(("first", "severity"), [("85", None), ("90", "contradiction")])
def test_two_printed_halves_are_tested_once(first: str, severity: str | None) -> None:
    """The year lies between them, at volumes between 45 and 55 %."""
    result = reviewed(_HALVES, *_halves("88", "91"), _share(first, id="H1", period="2007-H1"))

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])
    assert len(result.agreed) + len(result.findings) == 1


def test_counts_are_no_means_of_their_halves() -> None:
    """They add; a weighted mean of them is nonsense."""
    rows = [{**row, "unit": "n"} for row in _halves("88", "41")]

    assert _reason(reviewed(_HALVES, *rows)) == "H staat in een andere eenheid dan hier past"


def test_a_half_without_its_year_cannot_be_tested() -> None:
    """The year of another region is not its year, unless the relation says that this does not matter."""
    rows = _halves("88", "91", region="4 of 6")

    assert _reason(reviewed(_HALVES, *rows)) == "share (2007) ontbreekt"
    assert only(reviewed(_HALVES + ", across: [region]", *rows)).severity == "remark"


@pytest.mark.parametrize(
    ("region", "severity"),
    [("4 of 6", "doubtful"), ("unstated", "remark"), ("6 of 6", None), ("NOORD", None)],
)
def test_a_mean_of_some_regions_is_no_total(region: str, severity: str | None) -> None:
    """What it can be with the others is told."""
    result = reviewed(_COVERAGE, _share("75", region=region))

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])
    assert result.untestable == ()
    if severity == "doubtful":
        assert "50,0% tot 83,3%" in only(result).meaning.nl


def test_a_count_of_some_regions_has_no_bounds() -> None:
    """A count has no largest value."""
    found = only(reviewed(_COVERAGE, {**_CASES, "region": "4 of 6"}))

    assert (found.severity, found.difference.nl) == ("doubtful", "")


@pytest.mark.parametrize(("total", "severity"), [("12", None), ("10", "doubtful"), ("20", "contradiction")])
def test_a_range_holds_its_total(total: str, severity: str | None) -> None:
    """A total equal to its smallest part is possible only if all parts are."""
    parts = {"id": "P", "measure": "share", "region": "per region", "precision": "range"}

    result = reviewed(_RANGE, {**parts, "value_min": "10", "value_max": "15"}, _share(total))

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])


def test_a_total_of_another_period_is_not_compared() -> None:
    """A half-year may well lie outside the range of the year."""
    parts = {"id": "P", "measure": "share", "region": "per region", "precision": "range"}

    result = reviewed(_RANGE, {**parts, "value_min": "10", "value_max": "15"}, _share("9", period="2007-H2"))

    assert _reason(result) == "share (2007) ontbreekt"


@pytest.mark.parametrize(
    ("value", "verdict", "severity"),
    [
        ("84", "met", "contradiction"),
        ("85", "met", "doubtful"),
        ("86", "met", None),
        ("84", "not met", None),
        ("85", "not met", "doubtful"),
    ],
)
def test_a_verdict_follows_from_the_unrounded_value(value: str, verdict: str, severity: str | None) -> None:
    """85 may be 84,6."""
    result = reviewed("kind: norm", _share(value, norm=">= 85 %", verdict_in_source=verdict))

    assert [item.severity for item in result.findings] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"norm": "hoog percentage"}, "bij S staat een oordeel, maar geen norm met een waarde"),
        ({"norm": ">= 85 %", "verdict_in_source": "criticised"}, "het oordeel bij S is geen bekend woord"),
        ({"norm": ">= 85 %", "precision": "words", "value": ""}, "S is geen getal"),
    ],
)
def test_a_verdict_that_cannot_be_checked_is_listed(cells: dict[str, str], reason: str) -> None:
    """Never passed over."""
    share = {**_share("88", verdict_in_source="met"), **cells}

    assert _reason(reviewed("kind: norm", share)) == reason


def test_grades_have_norms_too() -> None:
    """In their own unit."""
    grade = _share("6.4", unit="grade", precision="1 decimal", norm=">= 6,5", verdict_in_source="met")

    found = only(reviewed("kind: norm", grade))

    assert (found.severity, found.difference.nl) == ("contradiction", "0,1")
    assert found.arithmetic.nl == "6,4 tegen de norm ≥ 6,5; vermeld is: gehaald."


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


@pytest.mark.parametrize(
    ("second", "severity"),
    [({"value": "88"}, None), ({"value": "89"}, "contradiction"), ({"value": "89", "denominator": "other"}, "none")],
)
def test_the_same_figure_twice_has_one_value(second: dict[str, str], severity: str | None) -> None:
    """Another denominator is another figure."""
    result = reviewed("kind: twice", _share("88", id="S1"), {**_share("88"), **second})

    assert [item.severity for item in result.findings] == ([severity] if severity == "contradiction" else [])
    assert len(result.agreed) == (severity is None)
