"""Client numbers that pass the elfproef; identifiers that cannot be taken for one."""

from __future__ import annotations

import re

import duckdb
import numpy as np
import pytest

from etl.demo.identities import as_texts, employee_numbers, employer_numbers, identifiers, passes_elfproef

from .reading import KEYS


@pytest.mark.parametrize(
    ("bsn", "valid"), [(111222333, True), (123456782, True), (123456789, False), (0, False), (999999990, True)]
)
def test_elfproef_vectors(bsn: int, *, valid: bool) -> None:
    """Known numbers; all zeros pass the sum and are refused all the same."""
    result = passes_elfproef(np.array([bsn]))

    assert result.tolist() == [valid]


def test_populations_are_valid_unique_and_apart() -> None:
    """Every number has nine digits and passes; no employee shares one with an employer."""
    employees, employers = employee_numbers(5_000), employer_numbers(5_000)

    both = np.concatenate([employees, employers])
    assert len(np.unique(both)) == 10_000
    assert passes_elfproef(both).all()
    assert (both // 100_000_000 > 0).all()


def test_a_client_keeps_the_same_number_in_a_larger_population() -> None:
    """A client is an index: the scale of the demo does not rename anybody."""
    small, large = employee_numbers(100), employee_numbers(10_000)

    assert small.tolist() == large[:100].tolist()


def test_identifiers_sort_in_order_and_have_six_digits() -> None:
    """Serials are letters only, so that nothing but a client number can look like a person's."""
    ids = as_texts(identifiers("C-200703-", np.arange(50_000), 5)).tolist()

    assert ids == sorted(ids)
    assert len(set(ids)) == 50_000
    assert all(re.fullmatch(r"C-200703-[A-Z]{5}", each) for each in ids[::997])


@pytest.mark.parametrize("source", sorted(KEYS))
def test_no_column_but_client_id_has_a_run_of_eight_digits(demo: duckdb.DuckDBPyConnection, source: str) -> None:
    """No identifier, code or text could be a person number, not even with its dashes taken out (check A7)."""
    described = demo.execute(f"describe {source}").fetchall()
    texts = [row[0] for row in described if row[1] == "VARCHAR" and row[0] != "client_id"]

    found = [
        column
        for column in texts
        if demo.execute(
            f"select count(*) from {source} where regexp_matches({column}, '[0-9]{{8,}}') "
            f"or regexp_matches(replace({column}, '-', ''), '[0-9]{{9,}}')"
        ).fetchall()
        != [(0,)]
    ]

    assert found == []
    assert KEYS[source] in texts


def test_delivered_client_numbers_pass_and_repeat(demo: duckdb.DuckDBPyConnection) -> None:
    """A BSN for employees, nine digits, L and two digits for employers; fewer clients than calls."""
    rows = demo.execute(
        "select client_group, client_id, count(*) from kcc_calls where client_id is not null group by all"
    ).fetchall()

    shapes = {"employee": r"\d{9}", "employer": r"\d{9}L\d{2}"}
    assert all(re.fullmatch(shapes[group], client) for group, client, _ in rows)
    assert passes_elfproef(np.array([int(client[:9]) for _, client, _ in rows])).all()
    assert sum(calls for _, _, calls in rows) > 3 * len(rows)
