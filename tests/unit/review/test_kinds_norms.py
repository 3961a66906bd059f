"""Relations with norms, halves, regions and repetition, each on a table of its own."""

from __future__ import annotations

import pytest

from etl.review import Review

from .tables import only, reviewed

_SHIFT = "kind: denominator_shift, figures: [share], converted_by: reach, norm: {measure: NORM, client_group: any}, "
_SHIFT += 'measured: {words: [answered], title: {nl: "antwoorden"}}, normed: {words: [offered], title: {nl: "alles"}}'
_HALVES = "kind: halves, figures: [share], half_share: [0.45, 0.55]"
_COVERAGE = r"kind: coverage, partial: '(?P<delivered>\d+) of (?P<expected>\d+)', unstated: [unstated]"
_RANGE = "kind: range_contains, range: {measure: share, region: per region}, total: {measure: share, region: ''}"
_CASES = {"id": "C", "measure": "cases", "value": "250000", "unit": "n", "precision": "exact"}
_REACH = {"id": "R", "measure": "reach", "value": "97"}
_NORM = {"id": "Q", "measure": "NORM", "value": "80", "precision": "exact", "norm": ">="}


def _share(value: str, **cells: str) -> dict[str, str]:
    return {"id": "S", "measure": "share", "value": value} | cells


def _reason(result: Review) -> str:
    assert result.findings == ()
    (item,) = result.untestable
    return item.reason.nl


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


@pytest.mark.parametrize(
    ("second", "severity"),
    [({"value": "88"}, None), ({"value": "89"}, "contradiction"), ({"value": "89", "denominator": "other"}, "none")],
)
def test_the_same_figure_twice_has_one_value(second: dict[str, str], severity: str | None) -> None:
    """Another denominator is another figure."""
    result = reviewed("kind: twice", _share("88", id="S1"), {**_share("88"), **second})

    assert [item.severity for item in result.findings] == ([severity] if severity == "contradiction" else [])
    assert len(result.agreed) == (severity is None)
