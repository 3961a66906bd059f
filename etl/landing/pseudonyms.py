"""Person numbers become keyed pseudonyms, set-based, in DuckDB.

HMAC-SHA256 (RFC 2104): `sha256(outer ‖ sha256(inner ‖ number))` with the key padded to the block. A plain hash of
nine digits can be reversed by trying all of them; a keyed one cannot without the key. The padded key lives in a
temporary table of one connection: it stands in no SQL text, so it can reach no log and no error.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import duckdb

KEY_VARIABLE = "OVERSIGHT_HMAC_KEY"
DEMO_KEY = "demonstration key: protects nothing, opens synthetic deliveries only"
_BLOCK = 64
_TABLE = "pseudonym_key"


@dataclass(frozen=True)
class Pseudonyms:
    """A key for pseudonyms. Its text form shows nothing of the key."""

    key: bytes

    def __repr__(self) -> str:
        return f"Pseudonyms(key_id={self.key_id!r})"

    @property
    def key_id(self) -> str:
        """A name for the key that does not reveal it: landed files under another key are other files."""
        return hmac.digest(self.key, b"oversight key id", "sha256").hex()[:16]

    def install(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the key available to `pseudonym_sql` on this connection only."""
        key = hashlib.sha256(self.key).digest() if len(self.key) > _BLOCK else self.key
        padded = key.ljust(_BLOCK, b"\0")
        connection.execute(f"create or replace temp table {_TABLE} (inner_pad blob, outer_pad blob)")
        connection.execute(
            f"insert into {_TABLE} values (?, ?)",
            [bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)],
        )


def pseudonym_sql(value: str) -> str:
    """SQL for the pseudonym (64 hex characters) of a text expression; null stays null."""
    inner = f"unhex(sha256((select inner_pad from {_TABLE}) || encode({value})))"
    return f"case when {value} is not null then sha256((select outer_pad from {_TABLE}) || {inner}) end"
