"""What the reader says about one small table, word for word, and which figure each sentence hangs on.

`figures.csv` holds the facts of 2007 that the relations speak of, retyped for this test. Renew `findings.txt` with
`python -m tests.golden.review.test_review_findings` after reading the difference.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pytest

from etl.review import Finding, Review, render, review

_HERE = Path(__file__).parent
_RELATIONS = Path("etl/definitions/uwv_telephone/relations.yml")
_PUBLISHED = _HERE / "published-2007.csv"
"""The 71 figures of the inspectorate's letter-report 2008/1258, as printed there: numbers, none of its sentences."""


def _figures() -> str:
    return (_HERE / "figures.csv").read_text(encoding="utf-8")


@cache
def _review(figures: str) -> Review:
    return review(figures, _RELATIONS.read_text(encoding="utf-8"), "figures.csv")


def _changed(figure: str, **cells: str) -> Review:
    """The review of the table with some cells of one figure changed."""
    rows = list(csv.DictReader(io.StringIO(_figures())))
    (row,) = (row for row in rows if row["id"] == figure)
    if "value" in cells:
        cells["value_min"] = cells["value_max"] = cells.pop("value")
    row.update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return _review(out.getvalue())


def _found(result: Review, relation: str, figure: str) -> Finding | None:
    hits = [item for item in result.findings if item.relation == relation and figure in item.figures]
    assert len(hits) <= 1
    return hits[0] if hits else None


def _text(result: Review) -> str:
    return "\n".join([*render(result), "", *render(result, "en"), ""])


def test_the_findings_are_word_for_word_those_of_the_golden_file() -> None:
    """Figures, arithmetic, meaning, size and order, in Dutch and in English."""
    text = _text(_review(_figures()))

    assert text == (_HERE / "findings.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("relation", "at", "figure", "cells"),
    [
        ("satisfied_and_others", "F07", "F07", {"value": "30"}),
        ("satisfied_and_others", "F04", "F04", {"value": "69"}),
        ("settled_and_passed_on", "F32", "F32", {"value_min": "11", "value_max": "13"}),
        ("settled_and_passed_on", "F01", "F01", {"value": "89"}),
        ("callback_share_of_calls", "F32", "F32", {"value_min": "6", "value_max": "7"}),
        ("callback_share_of_calls", "F32", "F16", {"value": "3600000"}),
        ("callback_share_of_calls", "F32", "F33", {"value": "510000"}),
        ("callback_share_of_calls", "F32", "F35", {"value": "410000"}),
        ("complaints_per_contact", "F31", "F31", {"value": "0.0001"}),
        ("complaints_per_contact", "F31", "F30", {"value_max": "60"}),
        ("complaints_per_contact", "F31", "F16", {"value": "5500000"}),
        ("respondents_per_day", "F15", "F15", {"value": "480"}),
        ("respondents_per_day", "F15", "F16", {"value": "2000000"}),
        ("respondents_per_day", "F15", "F12", {"value": "0.025"}),
        ("respondents_per_day", "F15", "F14", {"value": "0.1"}),
        ("service_level_over_offered", "F22", "F22", {"denominator": "incoming calls"}),
        ("service_level_over_offered", "F24", "F24", {"value": "83.5"}),
        ("service_level_over_offered", "F24", "F20", {"value": "99"}),
        ("service_level_over_offered", "F24", "F25", {"value": "75"}),
        ("repeat_rate_in_halves", "F48", "F48", {"value": "4.3"}),
        ("repeat_rate_in_halves", "F49", "F47", {"value": "9"}),
        ("within_2h_in_halves", "F39", "F38", {"value": "91"}),
        ("within_24h_in_halves", "F43", "F43", {"value_min": "70", "value_max": "75"}),
        ("some_of_the_regions", "F42", "F42", {"region": "6 of 6"}),
        ("some_of_the_regions", "F43", "F43", {"region": ""}),
        ("repeats_per_day", "F51", "F51", {"client_group": "all"}),
        ("repeats_per_day", "F52", "F52", {"client_group": "all"}),
        ("repeats_per_day", "F51", "F46", {"value": "4.8"}),
        ("repeats_per_day", "F52", "F34", {"value": "910"}),
    ],
)
def test_a_changed_figure_makes_its_finding_vanish(relation: str, at: str, figure: str, cells: dict[str, str]) -> None:
    """Each finding hangs on each of its figures."""
    before = _found(_review(_figures()), relation, at)
    after = _found(_changed(figure, **cells), relation, at)

    assert before is not None
    assert after is None


@pytest.mark.parametrize(
    ("relation", "severity", "figure", "cells"),
    [
        ("within_and_over_a_minute", "doubtful", "F23", {"value": "32"}),
        ("within_and_over_a_minute", "contradiction", "F23", {"value": "30"}),
        ("within_and_over_a_minute", "contradiction", "F22", {"value": "71"}),
        ("callback_complaint_rate", "contradiction", "F54", {"value": "251"}),
        ("callback_complaint_rate", "contradiction", "F55", {"value": "0.2"}),
        ("callback_complaint_rate", "contradiction", "F56", {"value": "1500"}),
        ("callback_complaint_rate", "contradiction", "F57", {"value": "0.4"}),
        ("callback_requests_per_day", "contradiction", "F34", {"value": "1100"}),
        ("callback_requests_per_day", "contradiction", "F33", {"value": "230000"}),
        ("callback_requests_per_day", "contradiction", "F35", {"value": "162000"}),
        ("callback_requests_per_day", "contradiction", "F36", {"value": "500"}),
        ("repeat_rate_of_regions", "contradiction", "F53", {"value_min": "15", "value_max": "20"}),
        ("repeat_rate_of_regions", "doubtful", "F53", {"value_min": "10", "value_max": "13.8"}),
        ("complaint_rate_of_regions", "contradiction", "F58", {"value_min": "0.5", "value_max": "0.6"}),
        ("stated_verdicts", "contradiction", "F01", {"value": "84"}),
        ("stated_verdicts", "doubtful", "F01", {"value": "85"}),
        ("stated_verdicts", "contradiction", "F46", {"value": "5.1"}),
        ("stated_verdicts", "doubtful", "F46", {"value": "5"}),
        ("stated_verdicts", "contradiction", "F47", {"value": "4.8"}),
        ("stated_verdicts", "contradiction", "F24", {"verdict_in_source": "not met"}),
        ("stated_verdicts", "contradiction", "F49", {"verdict_in_source": "met"}),
        ("repeats_per_day", "contradiction", "F51", {"client_group": "all", "value": "40"}),
        ("service_level_over_offered", "contradiction", "F24", {"denominator": "SUCCESSFUL attempts"}),
        ("satisfied_and_others", "contradiction", "F07", {"value": "33"}),
        ("settled_and_passed_on", "contradiction", "F01", {"value": "92"}),
        ("complaints_per_contact", "contradiction", "F31", {"value": "0.0002"}),
        ("repeat_rate_in_halves", "contradiction", "F48", {"value": "9.9"}),
    ],
)
def test_a_changed_figure_makes_a_finding_appear(
    relation: str, severity: str, figure: str, cells: dict[str, str]
) -> None:
    """What agrees does so because of its figures, and how wrong it is decides how serious it is."""
    found = [item.severity for item in _changed(figure, **cells).findings if item.relation == relation]

    assert severity in found
    assert severity not in [item.severity for item in _review(_figures()).findings if item.relation == relation]


def test_a_verdict_hidden_in_the_rounding_is_doubtful() -> None:
    """5,0 against "under 5" may be 4,96."""
    found = _found(_changed("F46", value="5"), "stated_verdicts", "F46")

    assert found is not None
    assert (found.severity, found.arithmetic.nl) == ("doubtful", "5% tegen de norm < 5%; vermeld is: gehaald.")


class TestTheFiguresOf2007:
    """The published table itself."""

    @pytest.fixture
    def result(self) -> Review:
        """Read once for all tests of this class."""
        return _review(_PUBLISHED.read_text(encoding="utf-8"))

    @pytest.mark.parametrize(
        ("label", "code", "figures", "words"),
        [
            ("T1", "denominator", {"F22", "F18", "F25"}, ("63,8%", "16,2 procentpunt")),
            ("T1", "denominator", {"F24", "F20", "F25"}, ("79,1%", "keert het oordeel om: niet gehaald")),
            ("T3", "share", {"F32", "F33", "F35", "F16"}, ("6,7%", "7,2%", "10-12%", "3.341.667 tot 4.010.000")),
            ("T3", "sum", {"F01", "F32"}, ("98% tot 100%",)),
            ("T4", "survey_chain", {"F12", "F13", "F14", "F15", "F16"}, ("202 tot 1.600", "ca. 125")),
            ("T5", "scope", {"F51", "F46", "F36"}, ("24,9", "25")),
            ("T5", "scope", {"F52", "F47", "F34"}, ("132,5", "132")),
            ("T6", "sum", {"F04", "F07"}, ("70% + 31% = 101%",)),
            ("T8", "intensity", {"F30", "F31", "F16"}, ("1 per 9.091 tot 12.500", "1 per 9.000", "wel")),
            ("T9", "halves", {"F46", "F48"}, ("5,9%", "5,6% tot 6,3%", "30,4%")),
            ("T9", "halves", {"F47", "F49"}, ("18,6%",)),
            ("T9", "halves", {"F38", "F39"}, ("= 85%",)),
            ("T9", "halves", {"F42", "F43"}, ("50% tot 65%",)),
            ("T11", "mean_of_regions", {"F42"}, ("4 van de 6",)),
        ],
    )
    def test_it_holds_the_known_traps(
        self, result: Review, label: str, code: str, figures: set[str], words: tuple[str, ...]
    ) -> None:
        """Each with its figures and its numbers."""
        hits = [
            item
            for item in result.findings
            if item.code == code and label in item.labels and figures <= set(item.figures)
        ]

        (found,) = hits
        text = f"{found.arithmetic.nl} {found.meaning.nl}"
        assert [word for word in words if word not in text] == []

    def test_it_says_nothing_else(self, result: Review) -> None:
        """Fifteen findings, and none on complaints, days, ranges, or verdicts."""
        codes = {item.code for item in result.findings}

        assert len(result.findings) == 15
        assert codes.isdisjoint({"per_day", "product", "range", "norm", "twice"})
        assert not {"F53", "F54", "F55", "F56", "F57", "F58"} & {
            name for item in result.findings for name in item.figures
        }

    def test_what_agrees_was_tested(self, result: Review) -> None:
        """Silence is not the same as not looking: the implied divisors are there to read."""
        agreed = {(item.relation, item.figures[0]): item.arithmetic.nl for item in result.agreed}

        assert "260,4 dagen" in agreed["callback_requests_per_day", "F34"]
        assert "260,3 dagen" in agreed["callback_requests_per_day", "F36"]
        assert agreed["callback_complaint_rate", "F55"] == "151 / ca. 151.000 = 0,10%; vermeld is 0,1%."
        assert agreed["callback_complaint_rate", "F57"] == "798 / ca. 250.000 = 0,32%; vermeld is 0,3%."
        assert {("repeat_rate_of_regions", "F47"), ("complaint_rate_of_regions", "F57")} <= set(agreed)
        verdicts = {figure for relation, figure in agreed if relation == "stated_verdicts"}
        assert verdicts == {"F01", "F04", "F05", "F22", "F24", "F46", "F47", "F48", "F49", "F50"}

    def test_what_cannot_be_tested_is_listed(self, result: Review) -> None:
        """Two verdicts stand beside norms without a value."""
        assert [(item.relation, item.figures) for item in result.untestable] == [
            ("stated_verdicts", ("F38",)),
            ("stated_verdicts", ("F42",)),
        ]


if __name__ == "__main__":
    (_HERE / "findings.txt").write_text(_text(_review(_figures())), encoding="utf-8")
