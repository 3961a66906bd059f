"""Whatever stands in a CSV file: every line is read or put aside, and nothing else decides than the line itself."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from etl.landing.lines import sort_lines

HEADER = b"a,b\n"
LINES = st.lists(st.text(alphabet='x1," \r', max_size=8), max_size=12)
PIECES = st.integers(min_value=1, max_value=30)


def sorted_copy(lines: list[str], piece_bytes: int) -> tuple[list[int], list[int], bytes, bool]:
    """The numbers of the good and of the rejected lines, the clean copy, and whether it has quotes."""
    with tempfile.TemporaryDirectory() as folder:
        source, clean = Path(folder, "delivered.csv"), Path(folder, "clean.csv")
        source.write_bytes(HEADER + "".join(f"{line}\n" for line in lines).encode())
        result = sort_lines(source, clean, 2, len(HEADER), piece_bytes)
        assert result.lines == len(lines)
        numbers = [int(number) for number in result.good_lines()]
        return numbers, [line for line, _ in result.rejects], clean.read_bytes(), result.quoted


@given(LINES, PIECES)
def test_every_line_is_accounted_for_once(lines: list[str], piece_bytes: int) -> None:
    """Good and rejected lines together are the physical lines."""
    good, rejected, _, _ = sorted_copy(lines, piece_bytes)

    assert sorted([*good, *rejected]) == list(range(2, len(lines) + 2))


@given(LINES, PIECES)
def test_the_size_of_the_pieces_does_not_matter(lines: list[str], piece_bytes: int) -> None:
    """A file that is read in pieces gives what the same file gives at once."""
    assert sorted_copy(lines, piece_bytes) == sorted_copy(lines, 1 << 20)


@given(LINES)
def test_a_line_is_judged_by_itself(lines: list[str]) -> None:
    """The lines around it do not change what becomes of it."""
    good, _, _, _ = sorted_copy(lines, 1 << 20)

    alone = [number for number, line in enumerate(lines, start=2) if sorted_copy([line], 1 << 20)[0]]

    assert good == alone


@given(LINES)
def test_the_parser_reads_exactly_the_good_lines(lines: list[str]) -> None:
    """DuckDB and Python read each good line as one row with the same two fields."""
    good, _, clean, quoted = sorted_copy(lines, 1 << 20)
    expected = list(csv.reader(clean.decode().splitlines(keepends=True), strict=True))

    with tempfile.NamedTemporaryFile(suffix=".csv") as file, duckdb.connect() as connection:
        file.write(clean)
        file.flush()
        quoting = "quote='\"', escape='\"'" if quoted else "quote='', escape=''"
        rows = connection.execute(
            f"select coalesce(a, ''), coalesce(b, '') from read_csv('{file.name}', header=false, auto_detect=false, "
            f"delim=',', {quoting}, columns={{a: 'VARCHAR', b: 'VARCHAR'}})"
        ).fetchall()

    assert len(rows) == len(good)
    assert [list(row) for row in rows] == expected
