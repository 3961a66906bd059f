"""What can go wrong, told to the person who must act on it.

    OversightError
    ├── UsageError            exit 2: wrong option, unknown programme, period that does not parse
    ├── ContractError         exit 3: a delivery breaks its contract, or a blocking check failed
    ├── UnreadableError       exit 4: a root or file cannot be read, or nothing was delivered at all
    └── VerificationError     exit 5: an edition is not what its manifest says

Every message says what is wrong, where, what was expected, and ends with a hint.
A message never quotes a delivered value: it may be a person's.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its place.

    `where` is a file or key; `line` and `column` are given when known (lines count from 1, the header is line 1).
    """

    what: str
    where: str = ""
    line: int | None = None
    column: str | None = None
    expected: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = self.where
        if self.line is not None:
            place += f", line {self.line}"
        if self.column is not None:
            place += f", column {self.column}"
        parts = [f"{place}: {self.what}" if place else self.what]
        if self.expected:
            parts.append(f"expected {self.expected}")
        text = "; ".join(part.rstrip(".") for part in parts) + "."
        return f"{text} Hint: {self.hint}" if self.hint else text


class OversightError(Exception):
    """Base of all errors that a user can do something about."""

    exit_code = 1

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[OversightError], tuple[tuple[Problem, ...]]]:
        """Errors cross process borders (Airflow tasks) without losing their parts."""
        return type(self), (self.problems,)


class UsageError(OversightError):
    """You asked for something that does not exist or cannot be read as a request."""

    exit_code = 2


class ContractError(OversightError):
    """A delivery breaks the contract of its source, or a blocking check failed."""

    exit_code = 3


class UnreadableError(OversightError):
    """A root or file cannot be read, or a required source delivered nothing for the period."""

    exit_code = 4


class NothingArrivedError(UnreadableError):
    """No delivery for the period had arrived at the as-of moment."""


class VerificationError(OversightError):
    """An edition's bytes are not the bytes its manifest names."""

    exit_code = 5


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The hint that names the nearest known word, or lists the known words."""
    options = sorted(set(known))
    close = difflib.get_close_matches(name, options, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return "known are " + ", ".join(options) + "." if options else ""
