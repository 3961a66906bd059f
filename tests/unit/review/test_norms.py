"""Norms as tables print them, and what holds for an interval."""

from __future__ import annotations

from fractions import Fraction

import pytest

from etl.review.figures import Figure, read_figures
from etl.review.interval import Interval
from etl.review.norms import Operator, PrintedNorm, norm_of, operator_of
from etl.review.relations_file import read_relations

from .tables import relations, table


def _figure(norm: str, unit: str = "%") -> Figure:
    text = table({"id": "A1", "measure": "m", "value": "8", "unit": unit, "norm": norm})
    return read_figures(text, read_relations(relations()).vocabulary, "f.csv")[0]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        (">= 85 %", "%", PrintedNorm(">=", Fraction(85, 100))),
        ("< 5 % (strict)", "%", PrintedNorm("<", Fraction(5, 100))),
        ("≤ 4,5 %", "%", PrintedNorm("<=", Fraction(45, 1000))),
        (">= 80 % of INCOMING calls", "%", PrintedNorm(">=", Fraction(80, 100))),
        ("binnen 24 h: >= 80 %", "%", PrintedNorm(">=", Fraction(80, 100))),
        (">= 6,5", "grade", PrintedNorm(">=", Fraction(65, 10))),
        (">= 6.5", "grade", PrintedNorm(">=", Fraction(65, 10))),
        ("> 2.500 (strict)", "n", PrintedNorm(">", Fraction(2500))),
        ("> 1.250.000", "n", PrintedNorm(">", Fraction(1_250_000))),
        ("80 % of INCOMING calls", "%", None),
        ("<= 24 h (no % given)", "%", None),
        ("'hoog percentage' (no % given)", "%", None),
        ("none", "%", None),
        ("", "%", None),
        (">= 85", "%", None),
        (">= 85 %", "n", None),
        ("< 0,1", "ratio", None),
    ],
)
def test_a_norm_needs_an_operator_and_a_value_in_the_figures_unit(
    text: str, unit: str, expected: PrintedNorm | None
) -> None:
    """A promise in hours is no percentage; nothing is guessed."""
    assert norm_of(_figure(text, unit)) == expected


def test_an_operator_may_come_from_the_relation() -> None:
    """For norms that are printed without one; a printed one goes first."""
    found = [norm_of(_figure(text), ">=") for text in ("80 % of calls", "< 5 %")]

    assert found == [PrintedNorm(">=", Fraction(80, 100)), PrintedNorm("<", Fraction(5, 100))]


@pytest.mark.parametrize(
    ("operator", "low", "high", "ends", "expected"),
    [
        (">=", 5, 6, "[]", True),
        (">=", 4, 5, "[)", False),
        (">=", 4, 5, "[]", None),
        (">=", 4, 6, "[]", None),
        (">", 5, 6, "(]", True),
        (">", 5, 6, "[]", None),
        (">", 4, 5, "[]", False),
        ("<", 4, 5, "[)", True),
        ("<", 4, 5, "[]", None),
        ("<", 5, 6, "[]", False),
        ("<=", 4, 5, "[]", True),
        ("<=", 5, 6, "[]", None),
        ("<=", 5, 6, "(]", False),
    ],
)
def test_strict_and_non_strict_differ_at_the_limit(
    operator: Operator, low: int, high: int, ends: str, *, expected: bool | None
) -> None:
    """Against a norm of 5, every end open or closed."""
    where = Interval(Fraction(low), Fraction(high), ends[0] == "[", ends[1] == "]")

    norm = PrintedNorm(operator, Fraction(5))

    assert norm.holds(where) is expected
    assert norm.verdict(where) == {True: "met", False: "not_met", None: None}[expected]


def test_operators_stand_at_the_beginning() -> None:
    """An operator further on belongs to something else."""
    assert [operator_of(text) for text in (">=", " ≤ 3", "80 % (< 90)", "")] == [">=", "<=", None, None]
