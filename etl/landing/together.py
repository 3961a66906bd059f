"""Small files of one source, landed in one statement: to plan a statement takes longer than to read a small file.

Whatever is out of the ordinary (a quote, a line that cannot be read, a number that may be a person's, another header)
is left alone here: `land_file` lands it by itself, and knows what to say about it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.landing.formats import open_raw
from etl.landing.land import LandingResult, write_rejects
from etl.landing.masks import literal
from etl.landing.pseudonyms import Pseudonyms
from etl.landing.raw import RawTable
from etl.landing.rows import Origin, compile_columns, days_around, select_sql
from etl.model.contract import Source
from etl.model.deliveries import DeliveredFile
from etl.model.errors import OversightError

SMALL = 256 << 10
"""Bytes. Above this size reading takes longer than planning (measured: 25 ms for the plan of a callback file)."""
MOST = 256
"""Files in one statement: 64 MB at most."""
_CARRIED = ("_file", "_of_delivery", "_of_unit", "_of_month", "_first", "_after")
_JOINED = Origin("raw._of_delivery", "raw._of_unit", "raw._of_month", "raw._first", "raw._after", _CARRIED)


@dataclass(frozen=True)
class Fetched:
    """A delivered file that was fetched, and where its rows and rejected lines are to be written."""

    local: Path
    file: DeliveredFile
    sha256: str
    target: Path
    rejects: Path


def is_small(file: DeliveredFile, size: int) -> bool:
    """Whether a file can be landed together with others: a small CSV file of one month."""
    return size <= SMALL and bool(file.month) and file.path.endswith(".csv")


def land_together(
    fetched: Sequence[Fetched],
    source: Source,
    *,
    connection: duckdb.DuckDBPyConnection,
    pseudonyms: Pseudonyms | None,
    scratch: Path,
) -> dict[str, LandingResult]:
    """Land small files; the results are by path, and those that are not among them have still to be landed.

    Writes the same two files as `land_file`, of which this is only a faster way for files without any fault.
    """
    if source.pseudonymise and pseudonyms is not None:
        pseudonyms.install(connection)
    results: dict[str, LandingResult] = {}
    for header, items in _by_header(fetched, connection, scratch).items():
        incoming = scratch / "together.csv"
        with incoming.open("wb") as target:
            target.writelines(_marked(number, item, body) for number, (item, body) in enumerate(items))
        try:
            rows = connection.sql(_sql(source, header, incoming, items[0][0].file.path)).to_arrow_table()
        except (OversightError, duckdb.Error):
            continue  # one of them is at fault; each by itself tells which
        results |= _written(rows, [item for item, _ in items], [body.count(b"\n") for _, body in items])
    return results


def _by_header(
    fetched: Sequence[Fetched], connection: duckdb.DuckDBPyConnection, scratch: Path
) -> Mapping[tuple[str, ...], list[tuple[Fetched, bytes]]]:
    """The lines after the header of each file that has nothing quoted or unreadable."""
    found: dict[tuple[str, ...], list[tuple[Fetched, bytes]]] = defaultdict(list)
    for item in fetched:
        try:
            raw = open_raw(item.local, item.file.path, connection, scratch, None)
        except OversightError:
            continue
        if raw.clean is not None:
            found[tuple(raw.columns)].append((item, raw.clean.read_bytes()))
    return found


def _marked(number: int, item: Fetched, body: bytes) -> bytes:
    """Each line with what is the same for all lines of its file, and its own line number, before it."""
    first, after = days_around(item.file.month)
    same = ",".join((str(number), item.sha256, item.file.unit, item.file.month, first, after)).encode()
    lines = body.split(b"\n")[:-1]
    return b"".join(b"%s,%d,%s\n" % (same, place, line) for place, line in enumerate(lines, start=2))


def _sql(source: Source, header: Sequence[str], incoming: Path, name: str) -> str:
    own = [*((column, "BIGINT" if column == "_file" else "VARCHAR") for column in _CARRIED), ("_line", "BIGINT")]
    types = ", ".join(f"{literal(column)}: '{kind}'" for column, kind in [*own, *((it, "VARCHAR") for it in header)])
    sql = (
        f"select * from read_csv({literal(str(incoming))}, header=false, auto_detect=false, delim=',', quote='', "
        f"escape='', columns={{{types}}}, max_line_size=16777216)"
    )
    raw = RawTable(sql, list(header), set(header), 0)
    return select_sql(source, raw, compile_columns(source, raw, name, numbers=False), _JOINED)


def _written(rows: pa.Table, items: Sequence[Fetched], lines: Sequence[int]) -> dict[str, LandingResult]:
    """Write the rows of each file of which every line could be read and none is suspect."""
    numbers = rows.column("_file").to_numpy()
    starts = np.searchsorted(numbers, np.arange(len(items) + 1))
    results = {}
    for number, item in enumerate(items):
        part = rows.slice(starts[number], starts[number + 1] - starts[number]).drop_columns("_file")
        odd = pc.any(part.column("_suspect")).as_py() or part.column("_unreadable").null_count < part.num_rows
        if odd or part.num_rows != lines[number]:
            continue
        pq.write_table(part, item.target, compression="zstd")
        write_rejects([], item.rejects)
        masked = Counter(reason for reasons in part.column("_masked").drop_null().to_pylist() for reason in reasons)
        months = (item.file.month,)
        results[item.file.path] = LandingResult(lines[number], part.num_rows, 0, months, dict(sorted(masked.items())))
    return results
