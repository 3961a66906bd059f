"""Synthetic client numbers that pass the elfproef, and identifiers that cannot be mistaken for one.

A client is an index into a numbered population; the number follows from the index alone, so the same client keeps
the same number in every month and year. Employees have a BSN (sofinummer until 26-11-2007, same shape), employers a
loonheffingennummer: nine digits, L, two digits.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from etl.demo.arrays import Bools, Ints

Bytes = npt.NDArray[np.uint8]

_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2])
# 10^7 prefixes: numbers of employees begin with 9, of employers with 8, so that nobody is both.
_PREFIXES = 10_000_000
_EMPLOYEE_BASE, _EMPLOYER_BASE = 90_000_000, 80_000_000
# Coprime with 10^7: every prefix comes once, and neighbours in the population do not look alike.
_STRIDE = 6_180_339
# One in eleven prefixes has no valid last digit.
_SPARE = 1.12
_SUB_NUMBERS = 3

#: No vowels: no accidental words. No digits: no accidental person numbers, even when dashes are taken out.
LETTERS = np.frombuffer(b"BCDFGHJKLMNPQRSTVWXZ", dtype=np.uint8)


def passes_elfproef(numbers: Ints) -> Bools:
    """Whether nine-digit numbers pass: 9×d1 + 8×d2 + … + 2×d8 − d9 is a multiple of eleven, and not all are zero."""
    shown = digits(numbers, 9).astype(np.int64) - ord("0")
    weighted = shown[:, :8] @ _WEIGHTS - shown[:, 8]
    passes: Bools = (weighted % 11 == 0) & (numbers != 0)
    return passes


@functools.cache
def employee_numbers(population: int) -> Ints:
    """The BSN of every employee in a population."""
    return _valid_numbers(_EMPLOYEE_BASE, population)


@functools.cache
def employer_numbers(population: int) -> Ints:
    """The nine digits (fiscal number, same check) of every employer in a population."""
    return _valid_numbers(_EMPLOYER_BASE, population)


def _valid_numbers(base: int, population: int) -> Ints:
    steps = np.arange(int(population * _SPARE) + 100, dtype=np.int64)
    prefixes = base + steps * _STRIDE % _PREFIXES
    check = (digits(prefixes, 8).astype(np.int64) - ord("0")) @ _WEIGHTS % 11
    valid = check < 10
    numbers: Ints = prefixes[valid] * 10 + check[valid]
    return numbers[:population]


def employer_texts(numbers: Ints, clients: Ints) -> Bytes:
    """Loonheffingennummers as text, twelve bytes a row; a client is always the same sub-number."""
    suffix = digits(clients % _SUB_NUMBERS + 1, 2)
    letter = np.full((len(numbers), 1), ord("L"), dtype=np.uint8)
    return np.hstack([digits(numbers, 9), letter, suffix])


def digits(numbers: Ints, width: int) -> Bytes:
    """Decimal text of fixed width, one row of bytes per number."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (numbers[:, None] // powers % 10 + ord("0")).astype(np.uint8)


def serials(ranks: Ints, width: int) -> Bytes:
    """Sortable serials of `width` letters, one row of bytes per rank."""
    powers = len(LETTERS) ** np.arange(width - 1, -1, -1, dtype=np.int64)
    letters: Bytes = LETTERS[ranks[:, None] // powers % len(LETTERS)]
    return letters


def identifiers(prefix: str, ranks: Ints, width: int) -> Bytes:
    """`prefix` followed by a serial: `C-200703-BCDFG` has six digits and never nine."""
    head = np.frombuffer(prefix.encode("ascii"), dtype=np.uint8)
    return np.hstack([np.broadcast_to(head, (len(ranks), len(head))), serials(ranks, width)])


def as_texts(matrix: Bytes) -> npt.NDArray[np.object_]:
    """Rows of bytes as Python text, for the small tables that join on it."""
    return matrix.copy().view(f"S{matrix.shape[1]}").ravel().astype(str).astype(object)
