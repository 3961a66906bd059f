"""Arrays of numbers to columns of CSV text: the only module that knows pyarrow.

Empty is null, moments are ISO 8601 in local time with their offset, booleans are lower case, nothing is quoted
because nothing needs it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from etl.demo import identities
from etl.demo.arrays import MISSING, Bools, Codes, Floats, Ints, Texts
from etl.demo.calendar import DAY, utc_offset

#: A pyarrow array; its type is not known to mypy.
Column: TypeAlias = Any

_BATCH_ROWS = 16_384
_MINUTE, _HOUR = 60, 3600


def texts(matrix: identities.Bytes, present: Bools | None = None, lengths: Ints | None = None) -> Column:
    """Rows of bytes as text; `lengths` when rows end before the width of the matrix."""
    rows, width = matrix.shape
    if lengths is None:
        offsets = np.arange(rows + 1, dtype=np.int32) * width
        data = np.ascontiguousarray(matrix)
    else:
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        data = matrix[np.arange(width)[None, :] < lengths[:, None]]
    valid = None if present is None else pa.py_buffer(np.packbits(present, bitorder="little").tobytes())
    return pa.Array.from_buffers(
        pa.string(), rows, [valid, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data.tobytes())]
    )


def moments(seconds: Ints) -> Column:
    """UTC seconds as `2007-03-01T08:00:12+01:00`; a missing moment is empty."""
    offset = utc_offset(seconds)
    day, second = np.divmod(seconds + offset, DAY)
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    matrix = np.empty((len(seconds), 25), dtype=np.uint8)
    matrix[:, :10] = _days(first, last)[day - first]
    matrix[:, 10:19] = _clock()[second]
    matrix[:, 19:] = np.where(
        (offset == 2 * _HOUR)[:, None],
        np.frombuffer(b"+02:00", dtype=np.uint8),
        np.frombuffer(b"+01:00", dtype=np.uint8),
    )
    return texts(matrix, seconds != MISSING)


@functools.cache
def _days(first: int, last: int) -> npt.NDArray[np.uint8]:
    """`2007-03-01` and so on, one row of bytes per day since 1970."""
    return np.arange(first, last + 1).astype("datetime64[D]").astype("S10").view(np.uint8).reshape(-1, 10)


@functools.cache
def _clock() -> npt.NDArray[np.uint8]:
    """`T00:00:00` to `T23:59:59`, one row of bytes per second of the day."""
    second = np.arange(DAY, dtype=np.int64)
    separator = np.full((DAY, 1), ord(":"), dtype=np.uint8)
    shown = [identities.digits(part, 2) for part in (second // _HOUR, second // _MINUTE % _MINUTE, second % _MINUTE)]
    t = np.full((DAY, 1), ord("T"), dtype=np.uint8)
    return np.hstack([t, shown[0], separator, shown[1], separator, shown[2]])


def codes(values: Codes, names: Sequence[str]) -> Column:
    """Codes as their names; a missing code is empty."""
    index = pa.array(values, mask=values == MISSING)
    return pa.DictionaryArray.from_arrays(index, pa.array(names, pa.string())).dictionary_decode()


def flags(values: Codes | Bools) -> Column:
    """Booleans; of a code −1 is empty."""
    if values.dtype == np.bool_:
        return pa.array(values)
    return pa.array(values == 1, mask=values == MISSING)


def numbers(values: Ints | Codes) -> Column:
    """Whole numbers; −1 is empty."""
    return pa.array(values, mask=values == MISSING)


def decimals(values: Floats) -> Column:
    """Decimal numbers as they are."""
    return pa.array(values)


def words(values: Texts | Sequence[str | None]) -> Column:
    """Python texts, `None` is empty; for small tables."""
    return pa.array(values, pa.string(), from_pandas=True)


def person_numbers(clients: Ints, employer: Bools, population: Mapping[str, Ints]) -> Column:
    """`client_id`: a BSN for employees, a loonheffingennummer for employers; no client is empty."""
    known = clients != MISSING
    matrix = np.zeros((len(clients), 12), dtype=np.uint8)
    lengths = np.zeros(len(clients), dtype=np.int64)
    for rows, group in ((known & ~employer, "employee"), (known & employer, "employer")):
        index = clients[rows]
        drawn = population[group][index]
        if group == "employee":
            matrix[rows, :9], lengths[rows] = identities.digits(drawn, 9), 9
        else:
            matrix[rows], lengths[rows] = identities.employer_texts(drawn, index), 12
    return texts(matrix, known, lengths)


def write_csv(path: Path, columns: Mapping[str, Column]) -> None:
    """Write a delivery under a temporary name and rename it: a file with its own name is always whole."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as stream:
        stream.write((",".join(columns) + "\n").encode("ascii"))
        options = pa_csv.WriteOptions(include_header=False, batch_size=_BATCH_ROWS, quoting_style="none")
        pa_csv.write_csv(pa.table(dict(columns)), stream, options)
    part.replace(path)
