"""How figures and numbers read in a sentence, in Dutch and English."""

from __future__ import annotations

from fractions import Fraction

import pytest

from etl.review.figures import read_figures
from etl.review.interval import Interval
from etl.review.norms import norm_of
from etl.review.relations_file import read_relations
from etl.review.wording import apart, norm_shown, number, one_in_span, per_day, percent, phrase, points, relative, shown

from .tables import relations, table


@pytest.mark.parametrize(
    ("cells", "nl", "en"),
    [
        ({"value": "88"}, "88%", "88%"),
        ({"value": "92.5", "precision": "1 decimal"}, "92,5%", "92.5%"),
        ({"value_min": "0.1", "value_max": "0.4", "precision": "range"}, "0,1-0,4%", "0.1-0.4%"),
        ({"value": "250000", "unit": "n", "precision": "ca."}, "ca. 250.000", "about 250,000"),
        ({"value_min": "96.5", "value_max": "97", "precision": "bijna"}, "bijna 97%", "almost 97%"),
        ({"value": "0.2", "unit": "ratio", "precision": "exact"}, "1 per 5", "1 per 5"),
        ({"value": "1", "unit": "ratio", "precision": "exact"}, "1", "1"),
        ({"value": "0", "unit": "ratio", "precision": "exact"}, "0", "0"),
        ({"value": "", "precision": "words"}, "geen getal", "no number"),
    ],
)
def test_figures_read_as_their_source_prints_them(cells: dict[str, str], nl: str, en: str) -> None:
    """With the notation of the language and the word for their precision."""
    text = table({"id": "A", "measure": "m", **cells})

    (figure,) = read_figures(text, read_relations(relations()).vocabulary, "f.csv")

    assert (shown(figure).nl, shown(figure).en) == (nl, en)


def test_small_shares_get_a_second_decimal() -> None:
    """0,319 % would otherwise read as 0,3 %."""
    shares = [Fraction(798, 250_000), Fraction(1, 100), Fraction(0)]

    assert [percent(share).nl for share in shares] == ["0,32%", "1,0%", "0,0%"]


def test_rounding_never_hides_a_limit() -> None:
    """4,96 against 5 is not 5,0."""
    assert percent(Fraction(496, 10_000), 1, Fraction(5, 100)).nl == "4,96%"
    assert number(Fraction(496, 100), 0, Fraction(5)).en == "4.96"


@pytest.mark.parametrize(
    ("low", "high", "nl"),
    [
        ("0", "0", "0,0 procentpunt"),
        ("0", "0.1", "hooguit 10,0 procentpunt"),
        ("0.01", "0.1", "1,0 tot 10,0 procentpunt"),
    ],
)
def test_differences_are_a_smallest_and_a_largest(low: str, high: str, nl: str) -> None:
    """A smallest difference of nothing goes without saying."""
    assert points(Interval(Fraction(low), Fraction(high))).nl == nl


def test_relative_differences_lose_their_decimal_when_they_are_large() -> None:
    """1,0 % to 28 %."""
    assert relative(Interval(Fraction(1, 100), Fraction(28, 100))).nl == "1,0% tot 28% van het vermelde getal"
    assert apart(Interval(Fraction(2), Fraction(2)), number).en == "2"


def test_ratios_go_from_the_most_frequent_to_the_rarest() -> None:
    """So the smaller n comes first; zero has no n."""
    spans = [
        Interval(Fraction(1, 12), Fraction(1, 9)),
        Interval.point(Fraction(1, 9)),
        Interval(Fraction(0), Fraction(1, 9)),
    ]

    assert [one_in_span(where).nl for where in spans] == ["1 per 9 tot 12", "1 per 9", "0 tot 1 per 9"]


def test_large_numbers_per_day_have_no_decimal() -> None:
    """From a thousand on it says nothing."""
    assert [per_day(Fraction(value)).nl for value in ("24.94", "999.94", "1000")] == ["24,9", "999,9", "1.000"]


@pytest.mark.parametrize(
    ("norm", "unit", "nl", "en"),
    [
        ("< 5 %", "%", "< 5%", "< 5%"),
        ("<= 4,25 %", "%", "≤ 4,25%", "≤ 4.25%"),
        (">= 6,5", "grade", "≥ 6,5", "≥ 6.5"),
        ("> 2.500", "n", "> 2.500", "> 2,500"),
    ],
)
def test_a_norm_is_never_rounded(norm: str, unit: str, nl: str, en: str) -> None:
    """However the figure beside it is."""
    text = table({"id": "A", "measure": "m", "value": "8", "unit": unit, "norm": norm})
    (figure,) = read_figures(text, read_relations(relations()).vocabulary, "f.csv")

    limit = norm_of(figure)

    assert limit is not None
    assert (norm_shown(limit, figure).nl, norm_shown(limit, figure).en) == (nl, en)


def test_english_falls_back_on_dutch() -> None:
    """Where an entry has no English."""
    (entry,) = read_relations(relations("kind: twice")).relations

    assert phrase("{t}", "{t}", t=entry.title).en == "Titel 0"
