"""The table of figures is read strictly; every problem is told at once, with its place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from etl.model.errors import ContractError
from etl.review.figures import REQUIRED, Figure, read_figures
from etl.review.interval import Interval
from etl.review.relations_file import read_relations

from .tables import relations, table

_HEADER = ",".join(REQUIRED)


def _read(text: str) -> tuple[Figure, ...]:
    return read_figures(text, read_relations(relations()).vocabulary, "figures.csv")


def _problems(text: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(ContractError) as caught:
        _read(text)
    assert {problem.where for problem in caught.value.problems} == {"figures.csv"}
    return [(problem.line, problem.column, problem.what) for problem in caught.value.problems]


def test_a_figure_has_its_scope_value_and_verdict() -> None:
    """Remarks in parentheses and capitals of the denominator do not count; shares are 0-1."""
    (figure,) = _read(
        table(
            {"id": "A1", "measure": "service", "value": "81.5", "precision": "1 decimal", "client_group": "werkgever"}
            | {"period": "2007 (mean)", "denominator": "SUCCESSFUL attempts", "verdict_in_source": "met (implied)"}
        )
    )

    assert (figure.id, figure.measure, figure.denominator) == ("A1", "service", "successful attempts")
    assert figure.scope == {"client_group": "werkgever", "division": "", "region": "", "period": "2007"}
    assert (figure.verdict, str(figure.period), figure.decimals) == ("met", "2007", 1)
    assert figure.quantity is not None
    assert figure.quantity.printed == Interval.point(Fraction(815, 1000))


def test_words_give_no_value_and_no_period() -> None:
    """They are figures all the same: a relation that needs them is reported."""
    (figure,) = _read(table({"id": "A1", "measure": "m", "precision": "'words'", "period": "eerste maanden 2008"}))

    assert (figure.quantity, figure.period) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text + ",,,,,,,,,,,,,,,,,\n",
    ],
)
def test_how_a_spreadsheet_saves_does_not_matter(change: Callable[[str], str]) -> None:
    """A byte-order mark, Windows line ends and empty lines are passed over."""
    figures = _read(change(table({"id": "A1", "measure": "m", "value": "88"})))

    assert [figure.id for figure in figures] == ["A1"]


def test_a_header_without_figures_is_an_empty_table() -> None:
    """Then every relation is reported as not testable; the file is no error."""
    assert _read(f"{_HEADER}\n") == ()


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_an_error(text: str) -> None:
    """It says which columns were expected."""
    assert _problems(text) == [(1, None, "the file is empty")]


def test_semicolons_are_recognised() -> None:
    """One problem instead of thirteen missing columns."""
    assert _problems(_HEADER.replace(",", ";")) == [(1, None, "the header is one cell")]


def test_missing_unknown_and_repeated_columns_are_all_told() -> None:
    """An unknown column is named by its place: its text may be a person's."""
    header = _HEADER.replace("unit,", "units,") + ",id"

    assert _problems(f"{header}\n") == [
        (1, "unit", "this column is missing"),
        (1, "10", "nobody knows this column"),
        (1, "id", "this column stands twice"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"id": ""}, "id", "this cell is empty"),
        ({"measure": ""}, "measure", "this cell is empty"),
        ({"unit": ""}, "unit", "this cell is empty"),
        ({"unit": "procent"}, "unit", "this unit is unknown"),
        ({"precision": "ongeveer"}, "precision", "this precision is unknown"),
        ({"value": "88.4"}, "precision", "the value has more decimals than its precision says"),
        ({"value_min": "9", "value_max": "8"}, "value_min", "the smallest value is more than the largest"),
        ({"value_min": "9", "value_max": ""}, "value_max", "one end of the value is missing"),
        ({"value_min": "8,5", "value_max": "9"}, "value_min", "this is no number"),
        ({"value_min": "NaN", "value_max": "9"}, "value_min", "this is no number"),
        ({"value_min": "1e999999999", "value_max": "9"}, "value_min", "this is no number"),
        ({"value": ""}, "value_min", "a figure with this precision has a value"),
        ({"value": "8", "precision": "words"}, "value_min", "a figure in words has no value"),
        ({"region": "a\x1b[2Jb"}, "region", "this cell holds a control character"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_column(cells: dict[str, str], column: str, what: str) -> None:
    """The second figure stands on line 3."""
    right = {"id": "A1", "measure": "m", "value": "88"}
    wrong = {"id": "A2", "measure": "m"} | ({"value": "88"} if "value_min" not in cells else {}) | cells

    assert (3, column, what) in _problems(table(right, wrong))


def test_an_unknown_precision_says_where_a_new_word_goes() -> None:
    """With the nearest known word, and without quoting the cell."""
    with pytest.raises(ContractError, match=r"vocabulary\.precisions of relations\.yml") as caught:
        _read(table({"id": "A1", "measure": "m", "value": "88", "precision": "1 decmal"}))

    assert "did you mean '1 decimal'?" in str(caught.value)
    assert "decmal" not in str(caught.value)


def test_an_id_stands_once() -> None:
    """Findings name figures by it."""
    text = table({"id": "A1", "measure": "m", "value": "8"}, {"id": "A1", "measure": "n", "value": "9"})

    assert _problems(text) == [(3, "id", "this id stands on an earlier line too")]


def test_a_row_of_another_length_is_told() -> None:
    """A comma in a text without quotes."""
    text = table({"id": "A1", "measure": "m", "value": "8"}).replace("%", "%,", 1)

    assert _problems(text) == [(2, None, "this row has 19 cells, the header 18")]


def test_a_quote_that_never_closes_is_told_where_it_begins() -> None:
    """The reader would swallow the rest of the file."""
    text = table({"id": "A1", "measure": "m", "value": "8"}, {"id": "A2", "measure": "m", "value": "8"})

    assert _problems(text.replace("A2", '"A2')) == [(3, None, "this is not CSV")]


def test_lines_are_counted_where_rows_begin() -> None:
    """A remark may run over several lines."""
    first = {"id": "A1", "measure": "m", "value": "8", "remark": "two\nlines"}

    assert _problems(table(first, {"id": "A2", "measure": "m", "value": "x"}))[0][0] == 4
