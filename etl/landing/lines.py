"""The physical lines of a CSV file: which can be read as rows, and why the others cannot.

One record is one line. Quotes (RFC 4180) are counted per line before anything is parsed, because one unclosed quote
lets a parser swallow millions of rows without a word (measured: 6.0 became 3.1 million). Only lines with closed
quotes and the right number of fields go on to the parser; the others are kept aside with their number and reason.
The clean copy ends each line the same way: DuckDB refuses a whole file for one line end that differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

_NEWLINE, _RETURN, _COMMA, _QUOTE = b"\n"[0], b"\r"[0], b","[0], b'"'[0]
_PIECE = 16 << 20
UNCLOSED = "a quote is not closed on this line"
INSIDE = "a quote stands inside a field"
RETURN = "a carriage return stands inside the line"
BLANK = "the line is empty"
FIELDS = "the line has not as many fields as the header"


@dataclass
class SortedLines:
    """What came of sorting a file's lines. Line numbers are physical: the header is line 1.

    `good` holds the numbers of the lines that were written to the clean copy, in order.
    """

    lines: int = 0
    quoted: bool = False
    good: list[npt.NDArray[np.int64]] = field(default_factory=list)
    rejects: list[tuple[int, str]] = field(default_factory=list)

    def good_lines(self) -> npt.NDArray[np.int64]:
        """The physical line of each row of the clean copy."""
        return np.concatenate(self.good) if self.good else np.empty(0, dtype=np.int64)


def sort_lines(source: Path, clean: Path, fields: int, header_bytes: int, piece_bytes: int = _PIECE) -> SortedLines:
    """Copy the readable lines after the header of `source` to `clean` and account for every other line."""
    result = SortedLines()
    with source.open("rb") as incoming, clean.open("wb") as outgoing:
        incoming.seek(header_bytes)
        for piece in _pieces(incoming, piece_bytes):
            outgoing.write(_sort_piece(piece, fields, result))
    return result


def _pieces(file: BinaryIO, piece_bytes: int) -> Iterator[bytes]:
    """The rest of the file in pieces that end at a line end; a missing last line end is added."""
    rest = b""
    while block := file.read(piece_bytes):
        block = rest + block
        cut = block.rfind(b"\n") + 1
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest + b"\n"


def _sort_piece(piece: bytes, fields: int, result: SortedLines) -> bytes:
    """The readable lines of a piece; the others are added to the rejects."""
    data = np.frombuffer(piece, dtype=np.uint8)
    ends = np.flatnonzero(data == _NEWLINE) + 1
    starts = np.concatenate(([0], ends[:-1]))
    commas = data == _COMMA
    blank = ends - starts == 1
    line_ends: Flags | None = None
    faults: list[tuple[Flags, str]] = []
    if b'"' in piece:
        result.quoted = True
        quotes = data == _QUOTE
        commas &= ~_inside_quotes(quotes, starts, ends)
        faults += [(_count(quotes, starts) % 2 == 1, UNCLOSED), (_quotes_inside_fields(data, quotes, starts), INSIDE)]
    if b"\r" in piece:
        line_ends = _carriage_returns_before_line_ends(data, starts, ends)
        blank = ends - starts - _count(line_ends, starts) == 1
        faults.append((_count((data == _RETURN) & ~line_ends, starts) > 0, RETURN))
    faults += [(blank, BLANK), (_count(commas, starts) != fields - 1, FIELDS)]
    bad = np.logical_or.reduce([flags for flags, _ in faults])
    numbers = np.arange(len(ends), dtype=np.int64) + result.lines + 2
    result.lines += len(ends)
    result.good.append(numbers[~bad])
    for index in np.flatnonzero(bad):
        reason = next(reason for flags, reason in faults if flags[index])
        result.rejects.append((int(numbers[index]), reason))
    if not bad.any() and line_ends is None:
        return piece
    keep = np.repeat(~bad, ends - starts)
    return bytes(data[keep if line_ends is None else keep & ~line_ends].tobytes())


def _count(flags: Flags, starts: Positions) -> Positions:
    """How many bytes of each line are flagged."""
    return np.asarray(np.add.reduceat(flags, starts, dtype=np.int64))


def _inside_quotes(quotes: Flags, starts: Positions, ends: Positions) -> Flags:
    """Whether each byte stands after an odd number of quotes on its own line."""
    count = np.cumsum(quotes, dtype=np.int64)
    before_line = np.where(starts > 0, count[starts - 1], 0)
    return np.asarray((count - np.repeat(before_line, ends - starts)) % 2 == 1)


def _quotes_inside_fields(data: npt.NDArray[np.uint8], quotes: Flags, starts: Positions) -> Flags:
    """Whether a line has a quote that neither begins nor ends a field, and is no doubled one."""
    places = np.flatnonzero(quotes)
    line = np.searchsorted(starts, places, side="right") - 1
    rank = np.arange(len(places)) - np.searchsorted(places, starts)[line]
    opening = rank % 2 == 0
    begins = (places == starts[line]) | np.isin(data[places - 1], (_COMMA, _QUOTE))
    finishes = np.isin(data[places + 1], (_COMMA, _QUOTE, _RETURN, _NEWLINE))
    wrong = np.where(opening, ~begins, ~finishes)
    flags = np.zeros(len(starts), dtype=bool)
    flags[line[wrong]] = True
    return flags


def _carriage_returns_before_line_ends(data: npt.NDArray[np.uint8], starts: Positions, ends: Positions) -> Flags:
    """The carriage returns of CRLF."""
    flags = np.zeros(len(data), dtype=bool)
    last = ends - 2
    flags[last[(last >= starts) & (data[last] == _RETURN)]] = True
    return flags
