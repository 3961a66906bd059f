"""What may not come in: person numbers, phone numbers, and values outside codes or pattern."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from etl.landing.masks import mask_reason_sql, person_number_sql, phone_number_sql, suspect_sql
from etl.model.contract import Column

PASSING = "123456782"  # 9×1 + 8×2 + … + 2×8 − 2 = 154 = 14 × 11
FAILING = "123456789"


def ask(expressions: str, text: str | None) -> tuple[Any, ...]:
    """What these SQL expressions say of a text `t`."""
    with duckdb.connect() as connection:
        (row,) = connection.execute(f"select {expressions} from (select ? as t)", [text]).fetchall()
        found: tuple[Any, ...] = row
        return found


def reason(text: str | None, column: Column) -> str | None:
    """Why a value of this column is masked, or None. Landing looks for numbers only where a row is suspect."""
    masked: str | None
    masked, suspect = ask(f"{mask_reason_sql('note', 't', column, numbers=True)}, {suspect_sql(['t'])}", text)
    assert suspect or "number" not in (masked or ""), "a number would be overlooked"
    return masked


FREE_TEXT = Column()
IDENTIFIER = Column(pattern="[A-Za-z_.:-]{0,20}[0-9][A-Za-z0-9_.:-]{0,63}")


@pytest.mark.parametrize(
    "text",
    [
        PASSING,
        f"bsn {PASSING}",
        f"{PASSING}.",
        f"bsn:{PASSING}L01",
        f"12 {PASSING}",
        "1234.56.782",
        "123 456 782",
        "123.456.782",
        "1 2 3 4 5 6 7 8 2",
        f"eerst {FAILING}, dan {PASSING}",
        "op 3 123.456.782 gebeld",
        "100 123 456 782",
        "1234.56.782 2 keer",
        "012345672",
    ],
)
def test_a_person_number_in_free_text_is_masked(text: str) -> None:
    """Alone, among words, and divided by spaces or points."""
    assert reason(text, FREE_TEXT) == "note:person_number"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "niets",
        "12345678",
        f"{PASSING}0",
        "000000000",
        FAILING,
        "123-456-782",
        "2007-03-01T08:00:12+01:00",
        "1250 euro",
    ],
)
def test_other_digits_in_free_text_pass(text: str) -> None:
    """Fewer or more digits, all zeros, or nine that fail the elfproef."""
    assert reason(text, FREE_TEXT) is None


@pytest.mark.parametrize(
    "text",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06-12 34 56 78",
        "+31612345678",
        "+31 6 1234 5678",
        "0031612345678",
        "bel 020-1234567",
        "020 123 45 67",
        "020-123 45 67",
        "0113-123456",
        "+31-6-12345678",
    ],
)
def test_a_phone_number_in_free_text_is_masked(text: str) -> None:
    """However it is divided."""
    assert reason(text, FREE_TEXT) in ("note:phone_number", "note:person_number")


@pytest.mark.parametrize("text", ["0900-9294", "112", "06-1234567", "1234-123456", "2007-03-01"])
def test_other_numbers_with_dashes_pass(text: str) -> None:
    """A service number and a date are nobody's phone."""
    assert reason(text, FREE_TEXT) is None


@pytest.mark.parametrize(
    "text", ["C-200703-BBBBB", "AG-NOORD-200703-0001", "2007-03-123456782123", "C-20070312345", "Q1"]
)
def test_identifiers_are_not_masked_by_accident(text: str) -> None:
    """Many identifiers hold long runs of digits; only a run of exactly nine that passes is suspect."""
    assert reason(text, IDENTIFIER) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PASSING, "note:person_number"),
        (f"C-{PASSING}", "note:person_number"),
        ("C-0612345678", "note:phone_number"),
        ("Jansen", "note:pattern"),
        ("C 1", "note:pattern"),
        ("", "note:pattern"),
        (None, None),
    ],
)
def test_an_identifier_outside_its_pattern_is_masked(text: str | None, expected: str | None) -> None:
    """A name, or a person number in place of an identifier, does not come in."""
    assert reason(text, IDENTIFIER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("employee", None), (None, None), ("Employee", "note:codes"), (" employee", "note:codes"), ("x", "note:codes")],
)
def test_a_code_that_is_unknown_is_masked(text: str | None, expected: str | None) -> None:
    """Codes are compared to the letter."""
    assert reason(text, Column(codes=("employee", "employer"))) == expected


def test_a_code_may_be_any_text() -> None:
    """Also one with a quote in it."""
    column = Column(codes=("'s-Hertogenbosch",))

    assert reason("'s-Hertogenbosch", column) is None
    assert reason("Hertogenbosch", column) == "note:codes"


@pytest.mark.parametrize("number", ["111222333", "999999990", "123456782", "232262536"])
def test_the_elfproef_is_the_one_of_the_law(number: str) -> None:
    """Weights 9 to 2 and −1; checked here by hand in another way."""
    weighted = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))

    (found,) = ask(person_number_sql("t", free_text=True), number)

    assert found is (weighted % 11 == 0)


def test_identifiers_are_searched_for_mobile_numbers_only() -> None:
    """Ten digits of an identifier may begin with a zero without being a phone."""
    question = phone_number_sql("t", free_text=False)

    assert [ask(question, text) for text in ("0201234567", "0612345678")] == [(False,), (True,)]
