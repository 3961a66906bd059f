"""Small registers as deliveries, made from their descriptions: exact shares, and references that exist."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from etl.demo import columns, identities
from etl.demo.arrays import MISSING, Bools, Ints, Texts, draw, generator, mask, pick
from etl.demo.calendar import DAY, OPENING_SECONDS, Month, local_days, local_moment, months_of, opening_moments
from etl.demo.columns import Column
from etl.demo.quotas import allocate, deal, part
from etl.demo.register_spec import Register, Values

_FRIDAY = 4

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Column]]
"""The deliveries of the month that rows can be picked from."""


@dataclass
class _Rows:
    """A register's rows of one month while they are made: moments in UTC seconds, all else as texts and numbers."""

    register: Register
    month: Month
    rng: np.random.Generator
    size: int
    cell: Ints
    picked: Sequence[Row]
    clients: Ints
    others: Mapping[str, Register]
    made: dict[str, Ints | Texts] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)


def register_columns(
    register: Register, month: Month, tables: Tables, clients: Ints, others: Mapping[str, Register]
) -> dict[str, Column]:
    """The delivery of one register for one month, in the column order of its description.

    Args:
        register: its description.
        month: the month.
        tables: what was delivered of other sources in the month.
        clients: the person numbers of the imaginary employees.
        others: all registers by source, for those that count another one.
    """
    cell = _cells_of(register, month)
    rng = generator(month.year, month.number, register.stream)
    rows = _Rows(register, month, rng, len(cell), rng.permutation(cell), [], clients, others)
    if register.rows is None:
        rows.cell = cell
    if register.picks is not None:
        rows.picked = _picked(rng, rows.size, tables[register.picks.source], register.picks.where)
    for name, values in register.columns.items():
        made = _made(rows, name, values)
        rows.made[name] = _in_part(rows, values, made)
    return {name: _column(rows, name) for name in register.columns}


def kept_in(register: Register, month: Month) -> bool:
    """Whether the register existed in a month."""
    return str(month) >= register.since


def cell_codes(register: Register) -> list[dict[str, str]]:
    """The cells: every combination of codes, in order."""
    return [dict(zip(register.cells, codes, strict=True)) for codes in itertools.product(*register.cells.values())]


def _weights(register: Register) -> list[float]:
    return [prod(weights) for weights in itertools.product(*(codes.values() for codes in register.cells.values()))]


def _rows_by_month(register: Register, year: int) -> Ints:
    """The rows of a year over its months, by open days; none before the register was kept."""
    assert register.rows is not None
    days = [len(month.open_days) * kept_in(register, month) for month in months_of(year)]
    total = register.rows.get(year, 0)
    return allocate(total, days) if total and any(days) else np.zeros(12, dtype=np.int64)


def _deck(register: Register, month: Month, weights: Sequence[float], *, till: bool = False) -> Ints:
    """The codes of a month's rows, or of the year's up to and with it.

    They are dealt evenly over the year, so that every month has its share of each.
    """
    by_month = _rows_by_month(register, month.year)
    begin, end = (int(by_month[:number].sum()) for number in (month.number - 1, month.number))
    dealt = np.fromiter(deal(allocate(int(by_month.sum()), weights)), dtype=np.int64)
    return dealt[:end] if till else dealt[begin:end]


def _cells_of(register: Register, month: Month) -> Ints:
    if register.rows is None:
        return np.arange(len(cell_codes(register)))
    return _deck(register, month, _weights(register) if register.cells else [1.0])


def _picked(rng: np.random.Generator, size: int, table: Mapping[str, Column], where: Mapping[str, Any]) -> list[Row]:
    """A row to refer to for each of ours; other rows once more when there are too few, and all when none fits."""
    names = list(table)
    rows = [
        dict(zip(names, row, strict=True)) for row in zip(*(table[name].to_pylist() for name in names), strict=True)
    ]
    fitting = [row for row in rows if all(row[name] in codes for name, codes in where.items())] or rows
    if not fitting:
        return []
    order = [place for _ in range(-(-size // len(fitting))) for place in rng.permutation(len(fitting)).tolist()]
    return [fitting[place] for place in order[:size]]


def _made(rows: _Rows, name: str, values: Values) -> Ints | Texts:
    """All values of a column, before some are taken out again."""
    if values.day is not None or values.after in rows.dates:
        rows.dates.add(name)
    return _MAKERS[values.kind](rows, values)


def _id(rows: _Rows, values: Values) -> Texts:
    prefix = f"{values.id}{rows.month.year}{rows.month.number:02d}-"
    return identities.as_texts(identities.identifiers(prefix, np.arange(rows.size), 4))


def _moment(rows: _Rows, _: Values) -> Ints:
    openings = opening_moments(rows.month.open_days)
    day = rows.rng.integers(0, len(openings), rows.size)
    return np.sort(openings[day] + rows.rng.integers(0, OPENING_SECONDS, rows.size))


def _codes(rows: _Rows, values: Values) -> Texts:
    weights = values.codes or {}
    codes = np.array([*weights], dtype=object)
    found: Texts = codes[rows.rng.permutation(_deck(rows.register, rows.month, list(weights.values())))]
    return found


def _cell(rows: _Rows, values: Values) -> Texts:
    codes = cell_codes(rows.register)
    return np.array([codes[cell][values.cell or ""] for cell in rows.cell], dtype=object)


def _timeline(rows: _Rows, values: Values) -> Texts | Ints:
    codes, first = cell_codes(rows.register), next(iter(rows.register.cells))
    told = []
    for cell in rows.cell:
        steps = (values.timeline or {}).get(codes[cell][first], {})
        told.append(next((steps[since] for since in sorted(steps, reverse=True) if since <= str(rows.month)), None))
    if all(isinstance(item, int) or item is None for item in told) and any(item is not None for item in told):
        return np.array([MISSING if item is None else item for item in told], dtype=np.int64)
    return np.array(told, dtype=np.object_)


def _total(rows: _Rows, values: Values) -> Ints:
    return allocate(values.total or 0, _weights(rows.register))[rows.cell]


def _of(rows: _Rows, values: Values) -> Texts:
    column = values.of or ""
    return np.array([row[column] for row in rows.picked] or [None] * rows.size, dtype=np.object_)


def _day(rows: _Rows, values: Values) -> Ints:
    """Midnight of so many open days, evenly over the month; rows divide evenly over them."""
    days, number = rows.month.open_days, values.day or 1
    chosen = [days[place * len(days) // number] for place in range(number)]
    midnights = np.array([local_moment(day) for day in chosen], dtype=np.int64)
    return midnights[np.arange(rows.size) * number // max(rows.size, 1)]


def _after(rows: _Rows, values: Values) -> Ints:
    """Later than another column; empty where that is empty. After a date comes a date, on a weekday."""
    earlier = values.after or ""
    since = rows.made[earlier].astype(np.int64)
    later: Ints = since + draw(rows.rng, rows.size, values.seconds)
    if earlier in rows.dates:
        weekday = (local_days(later) + 3) % 7  # day 0 was a Thursday
        later = later + np.where(weekday > _FRIDAY, 7 - weekday, 0) * DAY
    return np.where(since == MISSING, MISSING, later)


def _counted(rows: _Rows, values: Values) -> Ints:
    """How many rows another register had in each cell up to and with this month."""
    other, codes = rows.others[values.counted or ""], cell_codes(rows.register)
    own = cell_codes(other)
    found = np.zeros(len(own), dtype=np.int64)
    for year in range(int(other.since[:4]), rows.month.year + 1):
        last = min(Month(year, 12), rows.month)
        found += np.bincount(_deck(other, last, _weights(other), till=True), minlength=len(own))
    counts: Ints = found[[own.index(code) for code in codes]]
    return counts[rows.cell]


_MAKERS: dict[str, Callable[[_Rows, Values], Ints | Texts]] = {
    "id": _id,
    "moment": _moment,
    "day": _day,
    "after": _after,
    "codes": _codes,
    "cell": _cell,
    "timeline": _timeline,
    "numbers": lambda rows, values: draw(rows.rng, rows.size, values.numbers or ()),
    "total": _total,
    "counted": _counted,
    "of": _of,
    "client": lambda rows, _: rows.rng.integers(0, len(rows.clients), rows.size),
    "value": lambda rows, values: np.full(rows.size, values.value, dtype=object),
}


def _in_part(rows: _Rows, values: Values, made: Ints | Texts) -> Ints | Texts:
    """Empty the rows that the description leaves out: an exact share of those in which the condition holds."""
    able: Bools = np.ones(rows.size, dtype=np.bool_)
    for column, codes in values.when.items():
        able &= np.isin(rows.made[column].astype(str), codes)
    known = able if made.dtype == object else able & (made != MISSING)
    filled = mask(rows.size, pick(rows.rng, known, part(values.share, int(known.sum()))))
    empty: Any = None if made.dtype == object else MISSING
    return np.where(filled, made, empty)


def _column(rows: _Rows, name: str) -> Column:
    made, values = rows.made[name], rows.register.columns[name]
    if made.dtype == object:
        return columns.words(made.tolist())
    if values.client is not None:
        return columns.person_numbers(
            made.astype(np.int64),
            np.zeros(rows.size, dtype=np.bool_),
            {"employee": rows.clients, "employer": rows.clients},
        )
    if name in rows.dates:
        days = local_days(made.astype(np.int64))
        shown = days.astype("datetime64[D]").astype(str).astype(object)
        return columns.words([None if at == MISSING else day for at, day in zip(made, shown, strict=True)])
    if values.moment is not None or values.after is not None:
        return columns.moments(made.astype(np.int64))
    return columns.numbers(made.astype(np.int64))
