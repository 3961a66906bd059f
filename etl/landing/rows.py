"""The SQL that turns raw columns into the contract's typed, masked and pseudonymised columns.

One expression per contract column, one pass over the file. A value that cannot be read as its type puts the whole
line aside; a text outside its codes or pattern is replaced by `***` and the row stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.landing.masks import MASK, literal, mask_reason_sql, quoted, suspect_sql
from etl.landing.pseudonyms import pseudonym_sql
from etl.landing.raw import RawTable
from etl.model.contract import Column, Source
from etl.model.deliveries import DeliveredFile
from etl.model.errors import ContractError, Problem, did_you_mean

_SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DECIMAL(28, 10)",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "month": "VARCHAR",
}
_QUOTABLE = re.compile(r"^[A-Za-z][A-Za-z_ .-]{0,40}[0-9]{0,2}$")
_LINE_REASONS = {
    "integer": "not a whole number",
    "number": "not a number",
    "boolean": "not true or false",
    "date": "not an ISO 8601 date",
    "timestamp": "not an ISO 8601 moment with offset",
    "month": "not a month (YYYY-MM)",
}


@dataclass(frozen=True)
class Origin:
    """Where rows come from, as SQL: constants for one file, columns of the raw relation (`carried`) for several.

    `month` is None where the rows themselves say it; `first` and `after` are the days on which it begins and ends.
    """

    delivery: str
    unit: str
    month: str | None
    first: str = ""
    after: str = ""
    carried: tuple[str, ...] = ()


def origin_of(file: DeliveredFile, sha256: str) -> Origin:
    """The origin of the rows of one file."""
    if not file.month:
        return Origin(literal(sha256), literal(file.unit), None)
    first, after = (literal(day) for day in days_around(file.month))
    return Origin(literal(sha256), literal(file.unit), literal(file.month), first, after)


def days_around(month: str) -> tuple[str, str]:
    """The first day of a month and the first one after it."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-01", f"{year + number // 12:04d}-{number % 12 + 1:02d}-01"


@dataclass(frozen=True)
class Compiled:
    """Expressions over the raw relation `raw`, for one contract column.

    `value` is what was delivered; `typed` is what lands (of texts: the text itself, before masking); `failure` is true
    where a value cannot be read; `mask` gives `column:reason` or null.
    """

    name: str
    landed_name: str
    value: str
    typed: str
    failure: str | None = None
    mask: str | None = None


def compile_columns(source: Source, raw: RawTable, file: str, *, numbers: bool) -> list[Compiled]:
    """An expression for each column of the contract.

    Args:
        numbers: whether to look for person and phone numbers in texts (see `masks.suspect_sql`).

    Raises:
        ContractError: columns are missing or unknown; each is named.
    """
    values = _delivered_values(source, raw, file)
    return [
        _compile(name, column, values[name], source, zoneless=raw.zoneless, numbers=numbers)
        for name, column in source.columns.items()
    ]


def _delivered_values(source: Source, raw: RawTable, file: str) -> dict[str, tuple[str, bool]]:
    """Contract column → (SQL of the delivered value, whether it is text)."""
    mapping = source.mapping
    renamed = {target: delivered for delivered, target in mapping.columns.items()} if mapping else {}
    derive = mapping.derive if mapping else {}
    values: dict[str, tuple[str, bool]] = {}
    missing: list[str] = []
    used: set[str] = set(mapping.ignore) if mapping else set()
    for name in source.columns:
        delivered = renamed.get(name, name)
        if name in derive:
            values[name] = (f"try({derive[name]})", False)
            used.update(column for column in raw.columns if _reads(derive[name], column))
        elif delivered in raw.columns:
            values[name] = (f"raw.{quoted(delivered)}", delivered in raw.text_columns)
            used.add(delivered)
        else:
            missing.append(delivered)
    leftover = [column for column in raw.columns if column not in used]
    if missing or leftover:
        raise ContractError(_header_problems(source, raw, file, missing, leftover))
    return {name: (_translated(name, sql, source), is_text) for name, (sql, is_text) in values.items()}


def _translated(name: str, sql: str, source: Source) -> str:
    codes = source.mapping.values.get(name) if source.mapping else None
    if not codes:
        return sql
    whens = " ".join(f"when {literal(delivered)} then {literal(code)}" for delivered, code in codes.items())
    return f"(case cast({sql} as varchar) {whens} else cast({sql} as varchar) end)"


def _reads(sql: str, column: str) -> bool:
    """Whether an expression names a column, as a word of its own."""
    return re.search(rf"(?<![A-Za-z0-9_]){re.escape(column)}(?![A-Za-z0-9_])", sql) is not None


def _header_problems(
    source: Source, raw: RawTable, file: str, missing: list[str], leftover: list[str]
) -> list[Problem]:
    """One problem for all missing columns, one for each unknown one; what may be a delivered value is not quoted."""
    expected = "the columns " + ", ".join(source.columns)
    if len(leftover) == len(raw.columns):
        return [
            Problem(
                "the first line holds no column name of the contract",
                where=file,
                line=1,
                expected=expected,
                hint="the first line is the header; if it is, its names must be those of sources.yml.",
            )
        ]
    problems = []
    if missing:
        names = ", ".join(f"'{name}'" for name in missing)
        problems.append(
            Problem(
                f"the column {names} is missing" if len(missing) == 1 else f"the columns {names} are missing",
                where=file,
                line=1,
                expected=expected,
                hint=f"the contract of {source.source} is in sources.yml.",
            )
        )
    for name in leftover:
        place = str(raw.columns.index(name) + 1)
        shown = f"'{name}'" if _QUOTABLE.match(name) else f"number {place}"
        suggested = did_you_mean(name, missing) if _QUOTABLE.match(name) and missing else ""
        problems.append(
            Problem(
                f"the column {shown} is unknown",
                where=file,
                line=1,
                column=place,
                expected="a column of the contract",
                hint=suggested or "remove it, or name it under mapping.ignore in sources.yml.",
            )
        )
    return problems


def _compile(
    name: str, column: Column, delivered: tuple[str, bool], source: Source, *, zoneless: bool, numbers: bool
) -> Compiled:
    value, is_text = delivered
    landed = quoted(source.pseudonymise.get(name, name))
    if name in source.pseudonymise:
        return Compiled(name, landed, value, pseudonym_sql(f"nullif(trim(cast({value} as varchar)), '')"))
    if column.type == "string":
        text = value if is_text else f"cast({value} as varchar)"
        return Compiled(name, landed, text, text, mask=mask_reason_sql(name, text, column, numbers=numbers))
    typed = _typed(column, value, is_text=is_text, zoneless=zoneless)
    return Compiled(
        name,
        landed,
        value,
        typed,
        failure=f"raw.{quoted('t_' + name)} is null and raw.{quoted('v_' + name)} is not null",
    )


def _typed(column: Column, value: str, *, is_text: bool, zoneless: bool) -> str:
    """SQL of the typed value; null where it cannot be read."""
    kind = _SQL_TYPES[column.type]
    if column.type == "month":
        text = f"cast({value} as varchar)"
        return f"case when regexp_full_match({text}, '[0-9]{{4}}-(0[1-9]|1[0-2])') then {text} end"
    if column.type == "boolean" and is_text:
        return f"case {value} when 'true' then true when 'false' then false end"
    if column.type == "integer":
        number = f"try_cast({value} as decimal(28, 10))"
        return f"case when {number} = floor({number}) then cast({number} as bigint) end"
    if column.type == "timestamp" and is_text and not zoneless:
        signs = " or ".join(f"{value}[{place}] in ('+', '-')" for place in (-6, -5, -3))
        return (
            f"case when length({value}) >= 20 and ({value}[-1] = 'Z' or {signs}) then try_cast({value} as {kind}) end"
        )
    return f"try_cast({value} as {kind})"


def select_sql(source: Source, raw: RawTable, columns: list[Compiled], origin: Origin) -> str:
    """One row per delivered line: typed columns, origin, and three columns about the row itself.

    `_masked` lists `column:reason`; `_unreadable` is the first column whose value cannot be read as its type;
    `_suspect` says that a text has nine or more digits. Of what the origin carries, the first column comes along.
    """
    inner = [f"{item.typed} as {quoted('t_' + item.name)}" for item in columns]
    inner += [f"{item.mask} as {quoted('m_' + item.name)}" for item in columns if item.mask]
    inner += [f"{item.value} as {quoted('v_' + item.name)}" for item in columns if item.failure]
    texts = [item.value for item in columns if item.mask]
    outer = [f"{_landed_value(item)} as {item.landed_name}" for item in columns]
    masks = ", ".join(f"raw.{quoted('m_' + item.name)}" for item in columns if item.mask)
    masked = (
        f"case when coalesce({masks}) is not null then list_filter([{masks}], lambda x: x is not null) end"
        if masks
        else "cast(null as varchar[])"
    )
    failures = " ".join(f"when {item.failure} then {literal(item.name)}" for item in columns if item.failure)
    unreadable = f"case {failures} end" if failures else "cast(null as varchar)"
    moment = f"raw.{quoted('t_' + source.month_column)}"
    row_month = moment if source.columns[source.month_column].type == "month" else f"strftime({moment}, '%Y-%m')"
    outer += [
        "cast(raw._line as integer) as _line",
        f"{origin.delivery} as _delivery",
        f"{origin.unit} as _unit",
        f"{origin.month or row_month} as _month",
        f"{_in_month(source, moment, origin)} as _in_month",
        f"{masked} as _masked",
        f"{unreadable} as _unreadable",
        "raw._suspect",
        *(f"raw.{name}" for name in origin.carried[:1]),
    ]
    inner += [f"raw.{name}" for name in ("_line", *origin.carried)]
    return (
        f"select {', '.join(outer)} from (select {', '.join(inner)}, {suspect_sql(texts)} as _suspect "
        f"from ({raw.sql}) raw) raw"
    )


def _landed_value(item: Compiled) -> str:
    typed = f"raw.{quoted('t_' + item.name)}"
    return (
        f"case when raw.{quoted('m_' + item.name)} is null then {typed} else {literal(MASK)} end"
        if item.mask
        else typed
    )


def _in_month(source: Source, moment: str, origin: Origin) -> str:
    """SQL: the row lies in the file's month (half-open, in the session's time zone)."""
    if origin.month is None:
        return "true"
    if source.columns[source.month_column].type == "month":
        return f"({moment}) = {origin.month}"
    kind = _SQL_TYPES[source.columns[source.month_column].type]
    return f"({moment}) >= cast({origin.first} as {kind}) and ({moment}) < cast({origin.after} as {kind})"


def unreadable_reason(source: Source, column: str) -> str:
    """Why a line was put aside because of this column."""
    return _LINE_REASONS[source.columns[column].type]
