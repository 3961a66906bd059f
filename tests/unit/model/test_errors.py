"""Errors are sentences for the person who must act."""

from __future__ import annotations

import pickle

from etl.model.errors import (
    ContractError,
    OversightError,
    Problem,
    UnreadableError,
    UsageError,
    VerificationError,
    did_you_mean,
)


def test_a_problem_says_where_what_was_expected_and_a_hint() -> None:
    """File, line and column come first, the hint last."""
    problem = Problem("the column is missing", "calls/2007-03.csv", 1, "3", "a name", "see sources.yml.")

    assert str(problem) == (
        "calls/2007-03.csv, line 1, column 3: the column is missing; expected a name. Hint: see sources.yml."
    )


def test_several_problems_are_told_at_once() -> None:
    """One line for each."""
    error = ContractError([Problem("first"), Problem("second", where="a.csv")])

    assert str(error).splitlines() == ["first.", "a.csv: second."]


def test_errors_survive_the_border_between_processes() -> None:
    """Airflow pickles errors; parts and kind stay."""
    error = UnreadableError(Problem("the file is empty", where="a.csv", line=1))

    arrived = pickle.loads(pickle.dumps(error))

    assert type(arrived) is UnreadableError
    assert arrived.problems == error.problems


def test_each_kind_has_its_exit_code() -> None:
    """The codes of the command line."""
    codes = {kind: kind.exit_code for kind in (UsageError, ContractError, UnreadableError, VerificationError)}

    assert list(codes.values()) == [2, 3, 4, 5]
    assert OversightError.exit_code == 1


def test_the_hint_names_the_nearest_word_or_all_of_them() -> None:
    """A typing error gets one suggestion; something else gets the list."""
    near = did_you_mean("kcc_cals", ["kcc_calls", "complaints"])
    far = did_you_mean("budget", ["kcc_calls", "complaints"])

    assert near == "did you mean 'kcc_calls'?"
    assert far == "known are complaints, kcc_calls."
