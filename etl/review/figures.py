"""The table of published figures, read strictly: one row per printed number.

The format is that of `published-2007.csv`: comma-separated, UTF-8, a header with the columns below, decimal points.
Everything that is wrong is told at once, with file, line and column; cell texts are not quoted (etl/model/errors.py).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from etl.model.errors import ContractError, Problem, UsageError, did_you_mean
from etl.model.period import Period
from etl.review.precision import Precision, decimals_of, quantity
from etl.review.quantity import Quantity
from etl.review.vocabulary import UnitKind, VerdictWord, Vocabulary, bare, plain

SCOPE = ("client_group", "division", "region", "period")
REQUIRED = (
    "id",
    "measure",
    "denominator",
    *SCOPE,
    "value_min",
    "value_max",
    "unit",
    "precision",
    "norm",
    "verdict_in_source",
)
OPTIONAL = ("section", "numerator", "printed", "norm_valid", "remark")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,20})?")
_Meaning = TypeVar("_Meaning")


@dataclass(frozen=True)
class Figure:
    """One published number.

    `scope` is without remarks ("2007 (mean)" is 2007), `denominator` a bare word. `quantity` is None where the source
    gives words or a date; shares are 0-1. `decimals` are those of print (of the percentage for shares), `rule` is that
    of its precision word. `verdict` is None where `verdict_text` is no known verdict.
    """

    id: str
    measure: str
    scope: Mapping[str, str]
    denominator: str
    unit: UnitKind
    quantity: Quantity | None
    decimals: int
    rule: str
    norm: str
    verdict_text: str
    verdict: VerdictWord | None

    @property
    def period(self) -> Period | None:
        """The period as whole months; None when it is words ("eerste maanden 2008") or open."""
        try:
            return Period.parse(self.scope["period"])
        except UsageError:
            return None


def read_figures(text: str, vocabulary: Vocabulary, where: str) -> tuple[Figure, ...]:
    """The figures of a table, in its order.

    Args:
        text: the CSV.
        vocabulary: the known units, precision words and verdicts.
        where: the file's name, for error messages.

    Raises:
        ContractError: no header, a missing, unknown or repeated column, a row of another length, an id twice, a value
            that is no number, an unknown unit or precision, a precision that contradicts its value.
    """
    rows = _rows(text, where)
    _, header = next(rows, (1, []))
    problems = _header_problems([name.strip() for name in header], where)
    if problems:
        raise ContractError(problems)
    names = [name.strip() for name in header]
    figures: dict[str, Figure] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        if len(cells) != len(names):
            what = f"this row has {len(cells)} cells, the header {len(names)}"
            problems.append(Problem(what, where, line, hint="put a text with commas between double quotes."))
            continue
        row = _Row(dict(zip(names, cells, strict=True)), where, line)
        figure = row.figure(vocabulary)
        problems += row.problems
        if figure is not None and figure.id in figures:
            problems.append(row.problem("id", "this id stands on an earlier line too", f"see line {lines[figure.id]}."))
        elif figure is not None:
            figures[figure.id], lines[figure.id] = figure, line
    if problems:
        raise ContractError(problems)
    return tuple(figures.values())


def _rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        hint = "look for a double quote that is not closed or not doubled."
        raise ContractError(Problem("this is not CSV", where, line, hint=hint)) from None


def _header_problems(names: list[str], where: str) -> list[Problem]:
    if not names:
        hint = "export the figures with a header line."
        return [Problem("the file is empty", where, 1, expected=f"the columns {', '.join(REQUIRED)}", hint=hint)]
    missing = [name for name in REQUIRED if name not in names]
    if len(names) == 1 and missing:
        return [
            Problem("the header is one cell", where, 1, expected="commas between columns", hint="save with commas.")
        ]
    known = (*REQUIRED, *OPTIONAL)
    return [
        *(
            Problem("this column is missing", where, 1, name, hint="add it; its cells may be empty.")
            for name in missing
        ),
        *(
            Problem("nobody knows this column", where, 1, str(place), hint=did_you_mean(name, known))
            for place, name in enumerate(names, 1)
            if name not in known
        ),
        *(Problem("this column stands twice", where, 1, name) for name in sorted(set(names)) if names.count(name) > 1),
    ]


def _printed_decimals(precision: Precision, ends: tuple[Decimal, Decimal] | None) -> int:
    """Of "bijna 97" and "ruim 96" only one end is printed."""
    if ends is None:
        return 0
    printed = {"below": ends[1:], "above": ends[:1]}.get(precision.rule, ends)
    return decimals_of(*printed)


class _Row:
    """One row while it is read; what is wrong with it gathers in `problems`."""

    def __init__(self, cells: Mapping[str, str], where: str, line: int) -> None:
        self.cells = {name: " ".join(cell.split()) for name, cell in cells.items()}
        self.where = where
        self.line = line
        self.problems: list[Problem] = []

    def problem(self, column: str, what: str, hint: str = "", expected: str = "") -> Problem:
        return Problem(what, self.where, self.line, column, expected, hint)

    def figure(self, vocabulary: Vocabulary) -> Figure | None:
        """The figure, or None when something is wrong."""
        for column in ("id", "measure"):
            if not self.cells[column]:
                self.problems.append(self.problem(column, "this cell is empty", hint="every figure has one."))
        for column in ("id", "measure", *SCOPE):  # these are printed to a terminal
            if not self.cells[column].isprintable():
                self.problems.append(self.problem(column, "this cell holds a control character", hint="remove it."))
        unit = self._word("unit", vocabulary.units)
        precision = self._word("precision", vocabulary.precisions)
        ends = self._ends()
        if unit is None or precision is None or self.problems:
            return None
        value = self._quantity(precision, ends, unit)
        verdict = self.cells["verdict_in_source"]
        found = Figure(
            id=self.cells["id"],
            measure=self.cells["measure"],
            scope={name: plain(self.cells[name]) for name in SCOPE},
            denominator=bare(self.cells["denominator"]),
            unit=unit,
            quantity=value,
            decimals=_printed_decimals(precision, ends),
            rule=precision.rule,
            norm=self.cells["norm"],
            verdict_text=verdict,
            verdict=vocabulary.verdict(verdict),
        )
        return None if self.problems else found

    def _word(self, column: str, known: Mapping[str, _Meaning]) -> _Meaning | None:
        word = bare(self.cells[column])
        if word in known:
            return known[word]
        what = f"this {column} is unknown" if word else "this cell is empty"
        hint = f"{did_you_mean(word, known)} A new word goes into vocabulary.{column}s of relations.yml."
        self.problems.append(self.problem(column, what, hint=hint))
        return None

    def _ends(self) -> tuple[Decimal, Decimal] | None:
        texts = {name: self.cells[name] for name in ("value_min", "value_max")}
        given = [name for name, text in texts.items() if text]
        if not given:
            return None
        wrong = [name for name, text in texts.items() if not _NUMBER.fullmatch(text)]
        for name in wrong:
            what = "this is no number" if texts[name] else "one end of the value is missing"
            self.problems.append(self.problem(name, what, "a single value stands in both columns.", "a decimal point"))
        if wrong:
            return None
        low, high = Decimal(texts["value_min"]), Decimal(texts["value_max"])
        if low > high:
            self.problems.append(self.problem("value_min", "the smallest value is more than the largest"))
        return low, high

    def _quantity(self, precision: Precision, ends: tuple[Decimal, Decimal] | None, unit: UnitKind) -> Quantity | None:
        if (ends is None) != (precision.rule == "none"):
            what = "a figure with this precision has a value" if ends is None else "a figure in words has no value"
            self.problems.append(self.problem("value_min", what, hint="correct the value or its precision."))
        if ends is None or precision.rule == "none":
            return None
        try:
            return quantity(precision, *ends, share=unit == "share", one_in=unit == "one_in")
        except ValueError as error:
            self.problems.append(self.problem("precision", str(error), hint="correct the value or its precision."))
            return None
