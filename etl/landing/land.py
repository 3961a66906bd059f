"""One delivered file becomes Parquet: typed, masked, pseudonymised, with every line accounted for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from etl.landing.formats import open_raw
from etl.landing.masks import literal
from etl.landing.pseudonyms import Pseudonyms
from etl.landing.raw import RawTable
from etl.landing.rows import compile_columns, origin_of, select_sql, unreadable_reason
from etl.model.contract import Source
from etl.model.deliveries import DeliveredFile
from etl.model.errors import ContractError, Problem, UnreadableError

FORMAT_VERSION = 1
REJECT_COLUMNS = pa.schema([("line", pa.int64()), ("column_name", pa.string()), ("reason", pa.string())])


@dataclass(frozen=True)
class LandingResult:
    """Counts of one landed file; `rows + rejected == lines` always."""

    lines: int
    rows: int
    rejected: int
    months: tuple[str, ...]
    masked: Mapping[str, int] = field(default_factory=dict)


def fingerprint(source: Source, file: DeliveredFile, pseudonyms: Pseudonyms | None, time_zone: str) -> str:
    """What, besides the bytes, decides the landed rows: contract, key, place, time zone and this code's format."""
    parts: list[Any] = [
        FORMAT_VERSION,
        source.model_dump(mode="json", include={"source", "columns", "pseudonymise", "mapping", "month_of"}),
        pseudonyms.key_id if pseudonyms and source.pseudonymise else "",
        list(file.place),
        time_zone,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def land_file(
    local: Path,
    file: DeliveredFile,
    sha256: str,
    source: Source,
    *,
    connection: duckdb.DuckDBPyConnection,
    pseudonyms: Pseudonyms | None,
    scratch: Path,
    target: Path,
    rejects: Path,
) -> LandingResult:
    """Land one delivered file.

    Writes `target` (one row per readable line) and `rejects` (one row per line put aside: line, column, reason;
    never its text), both Parquet. `connection` is in the programme's time zone and may be reused.

    Raises:
        UnreadableError: the bytes cannot be read as what the file is named.
        ContractError: the header is wrong, or the lines do not reconcile.
    """
    if source.pseudonymise and pseudonyms is not None:
        pseudonyms.install(connection)
    sheet = source.mapping.sheet if source.mapping else None
    raw = open_raw(local, file.path, connection, scratch, sheet)
    every_line = scratch / "every-line.parquet"
    for numbers in (False, True):
        columns = compile_columns(source, raw, file.path, numbers=numbers)
        sql = select_sql(source, raw, columns, origin_of(file, sha256))
        _copy(connection, sql, every_line, file, raw)
        if not _any_suspect(connection, every_line):
            break
    put_aside = _unreadable_lines(connection, every_line, source)
    aside = sorted([*raw.rejects, *put_aside])
    if put_aside:
        connection.execute(
            f"copy (select * from read_parquet({literal(str(every_line))}) where _unreadable is null) "
            f"to {literal(str(target))} (format parquet, compression zstd)"
        )
    else:
        every_line.rename(target)
    write_rejects(aside, rejects)
    return _account(connection, target, file, raw, len(aside))


def write_rejects(aside: list[tuple[int, str, str]], target: Path) -> None:
    """The lines put aside, one row each."""
    rows = [{"line": line, "column_name": column, "reason": reason} for line, column, reason in aside]
    pq.write_table(pa.Table.from_pylist(rows, schema=REJECT_COLUMNS), target)


def _copy(connection: duckdb.DuckDBPyConnection, sql: str, target: Path, file: DeliveredFile, raw: RawTable) -> None:
    try:
        connection.execute(f"copy ({sql}) to {literal(str(target))} (format parquet, compression zstd)")
    except (duckdb.BinderException, duckdb.ParserException) as error:
        raise ContractError(
            Problem(
                f"the mapping's SQL does not fit the delivered columns ({str(error).splitlines()[0]})",
                where=file.path,
                hint="see mapping.derive in sources.yml.",
            )
        ) from None
    except duckdb.Error as error:
        # DuckDB's own text can quote the line it stumbled over: it is not passed on.
        raise UnreadableError(
            Problem(
                f"the file cannot be read to its end ({type(error).__name__})",
                where=file.path,
                expected=f"{len(raw.columns)} columns in every row",
                hint="deliver it again and compare the sha256.",
            )
        ) from None


def _any_suspect(connection: duckdb.DuckDBPyConnection, parquet: Path) -> bool:
    found = connection.execute(f"select bool_or(_suspect) from read_parquet({literal(str(parquet))})").fetchone()
    return bool(found and found[0])


def _unreadable_lines(
    connection: duckdb.DuckDBPyConnection, parquet: Path, source: Source
) -> list[tuple[int, str, str]]:
    found = connection.execute(
        f"select _line, _unreadable from read_parquet({literal(str(parquet))}) where _unreadable is not null order by 1"
    ).fetchall()
    return [(int(line), str(column), unreadable_reason(source, str(column))) for line, column in found]


def _account(
    connection: duckdb.DuckDBPyConnection, target: Path, file: DeliveredFile, raw: RawTable, rejected: int
) -> LandingResult:
    landed = f"read_parquet({literal(str(target))})"
    rows = pq.read_metadata(target).num_rows
    if rows + rejected != raw.lines:
        raise ContractError(
            Problem(
                f"{raw.lines} lines were delivered, {rows} were read and {rejected} put aside",
                where=file.path,
                expected="every line read or put aside",
                hint="look for quotes that are not closed.",
            )
        )
    masked = connection.execute(
        f"select reason, count(*) from (select unnest(_masked) as reason from {landed}) group by 1 order by 1"
    ).fetchall()
    months = (file.month,) if file.month else _months_of_rows(connection, landed)
    return LandingResult(raw.lines, rows, rejected, months, {str(reason): int(count) for reason, count in masked})


def _months_of_rows(connection: duckdb.DuckDBPyConnection, landed: str) -> tuple[str, ...]:
    found = connection.execute(f"select distinct _month from {landed} where _month is not null order by 1").fetchall()
    return tuple(str(month) for (month,) in found)
