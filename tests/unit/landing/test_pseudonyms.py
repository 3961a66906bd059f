"""Pseudonyms: HMAC-SHA256 computed by the engine, and a key that shows nowhere."""

from __future__ import annotations

import hashlib
import hmac

import duckdb
import pytest

from etl.landing.pseudonyms import Pseudonyms, pseudonym_sql

KEYS = [b"k", b"x" * 63, b"x" * 64, b"x" * 65, b"x" * 200, "sleutel é ’".encode(), b"\x00\xff"]


@pytest.mark.parametrize("key", KEYS, ids=len)
def test_the_pseudonym_is_the_standard_hmac(key: bytes) -> None:
    """What Python's `hmac` gives, for keys below, at and above the block of 64 bytes."""
    connection = duckdb.connect()
    Pseudonyms(key).install(connection)

    found = connection.execute(f"select {pseudonym_sql('n')} from (values ('123456782'), ('é')) v(n)").fetchall()

    assert found == [(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(),) for text in ("123456782", "é")]


def test_a_missing_number_has_no_pseudonym() -> None:
    """Empty stays empty: otherwise all anonymous callers would be one person."""
    connection = duckdb.connect()
    Pseudonyms(b"key").install(connection)

    found = connection.execute(f"select {pseudonym_sql('n')} from (values (null)) v(n)").fetchall()

    assert found == [(None,)]


def test_a_later_key_replaces_an_earlier_one() -> None:
    """One connection may serve one source after another."""
    connection = duckdb.connect()
    Pseudonyms(b"old").install(connection)
    Pseudonyms(b"new").install(connection)

    found = connection.execute(f"select {pseudonym_sql('n')} from (values ('1')) v(n)").fetchall()

    assert found == [(hmac.new(b"new", b"1", hashlib.sha256).hexdigest(),)]


def test_the_key_is_not_in_its_text_form() -> None:
    """Neither in logs nor in errors that quote it."""
    pseudonyms = Pseudonyms(b"very secret")

    shown = f"{pseudonyms} {pseudonyms!r}"

    assert "secret" not in shown
    assert pseudonyms.key_id in shown


def test_the_key_has_a_name_that_follows_from_it() -> None:
    """The same key has the same name everywhere; another key another one."""
    first, same, other = Pseudonyms(b"a"), Pseudonyms(b"a"), Pseudonyms(b"b")

    assert first.key_id == same.key_id != other.key_id
    assert len(first.key_id) == 16


def test_an_error_of_the_engine_does_not_quote_the_key() -> None:
    """The key stands in a table, not in the SQL text."""
    connection = duckdb.connect()
    Pseudonyms(b"very secret").install(connection)

    with pytest.raises(duckdb.Error) as caught:
        connection.execute(f"select {pseudonym_sql('missing_column')}")

    assert "secret" not in str(caught.value)
