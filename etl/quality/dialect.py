"""SQLAlchemy over a DuckDB connection that is already open: for reading only, as far as GX needs it.

`offered(connection)` gives a URL that leads back to that very connection, so that its views, macros and memory limit
hold. Every cursor is a DuckDB cursor of its own with the connection's session settings (the time zone decides in which
hour a call fell): GX hands a connection back before it has read the result, and one shared cursor would lose it.
Temporary views, registered Python objects and what is not committed belong to one DuckDB cursor and are not seen.
"""
# ruff: noqa: ARG002, ARG003
# SQLAlchemy decides the arguments of what it calls.

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy import pool, types
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL, default
from sqlalchemy.sql import compiler

NAME = "oversight_duckdb"
_OFFERED: dict[str, duckdb.DuckDBPyConnection] = {}
_TYPES: dict[str, type[types.TypeEngine[Any]]] = {
    "BIGINT": types.BIGINT,
    "BOOLEAN": types.BOOLEAN,
    "DATE": types.DATE,
    "DECIMAL": types.NUMERIC,
    "DOUBLE": types.DOUBLE,
    "INTEGER": types.INTEGER,
    "TIME": types.TIME,
    "TIMESTAMP": types.TIMESTAMP,
}


@contextmanager
def offered(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The SQLAlchemy URL of an open connection; it leads nowhere once the block is left."""
    token = uuid.uuid4().hex
    _OFFERED[token] = connection
    try:
        yield f"{NAME}://{token}"
    finally:
        del _OFFERED[token]


def session_settings(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The settings of a connection that a new cursor of it would not have by itself."""
    query = "select name, value, scope from duckdb_settings() where name <> 'schema'"
    with connection.cursor() as fresh:
        others = {name: value for name, value, _ in fresh.execute(query).fetchall()}
    own = connection.execute(query).fetchall()
    return {name: value for name, value, scope in own if scope == "LOCAL" and value != others[name]}


class SharedConnection:
    """What SQLAlchemy takes for a database connection. Closing it leaves the DuckDB connection open: it is lent."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._settings = session_settings(connection)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB cursor with the session settings of the connection."""
        cursor = self._connection.cursor()
        for name, value in self._settings.items():
            cursor.execute(f"set session {name} = '{value.replace(chr(39), chr(39) * 2)}'")
        return cursor

    def commit(self) -> None:
        """Nothing is ever written."""

    def rollback(self) -> None:
        """Nothing is ever written."""

    def close(self) -> None:
        """The connection stays with who opened it."""


class DBAPI:
    """The part of PEP 249 that SQLAlchemy asks for."""

    paramstyle = "numeric_dollar"
    Error = duckdb.Error
    InterfaceError = duckdb.Error
    DatabaseError = duckdb.DatabaseError
    DataError = duckdb.DataError
    OperationalError = duckdb.OperationalError
    IntegrityError = duckdb.IntegrityError
    InternalError = duckdb.InternalError
    ProgrammingError = duckdb.ProgrammingError
    NotSupportedError = duckdb.NotSupportedError

    @staticmethod
    def connect(token: str) -> SharedConnection:
        """The connection offered under this token."""
        return SharedConnection(_OFFERED[token])


class Preparer(compiler.IdentifierPreparer):
    """Quotes every name: contracts name columns, and DuckDB has reserved words that SQLAlchemy does not know."""

    def _requires_quotes(self, value: str) -> bool:
        return True


class DuckDBDialect(default.DefaultDialect):
    """Reads tables and views of the current schema through `information_schema`."""

    name = NAME
    driver = "duckdb"
    preparer = Preparer
    default_paramstyle = "numeric_dollar"
    supports_statement_cache = True
    supports_native_boolean = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """The module that SQLAlchemy would import; here a class."""
        return DBAPI

    @classmethod
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        """One connection, always the same."""
        return pool.StaticPool

    def create_connect_args(self, url: URL) -> Any:
        """The token of the offered connection."""
        return [url.host], {}

    def initialize(self, connection: Any) -> None:
        """Nothing to ask the database first."""
        self.default_schema_name = None

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """Columns in order; a type that is not listed above counts as text."""
        query = (
            "select column_name, data_type from information_schema.columns "
            "where table_schema = current_schema() and table_name = $1 order by ordinal_position"
        )
        rows = connection.exec_driver_sql(query, (str(table_name),)).fetchall()
        if not rows:
            raise sa.exc.NoSuchTableError(str(table_name))
        return [
            {
                "name": name,
                "type": _TYPES.get(kind.split("(")[0].split(" ")[0], types.VARCHAR)(),
                "nullable": True,
                "default": None,
            }
            for name, kind in rows
        ]

    def get_pk_constraint(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """Views have no key; the contract has."""
        return {"constrained_columns": [], "name": None}


registry.register(NAME, __name__, DuckDBDialect.__name__)
