"""What may not come in: person and phone numbers in text, and values outside a column's codes or pattern.

A masked value is replaced whole by `***`; that it was masked, and why, is kept per row and column as `column:reason`.
The elfproef (weights 9..2, −1, sum divisible by 11, not all zeros) decides whether nine digits can be a person
number; 9,1 % of arbitrary numbers pass it, so a few harmless ones are masked too.
"""

from __future__ import annotations

from collections.abc import Sequence

from etl.model.contract import Column

MASK = "***"
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_PHONE = r"(?:0|\+31|0031)[ -]?[1-9](?:[ -]?[0-9]){8}"


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _passes_elfproef(token: str) -> str:
    total = " + ".join(
        f"({weight}) * try_cast({token}[{index}] as int)" for index, weight in enumerate(_WEIGHTS, start=1)
    )
    return f"(length({token}) = 9 and {token} <> '000000000' and ({total}) % 11 = 0)"


def _any_token(tokens: str, condition: str) -> str:
    return f"len(list_filter({tokens}, lambda x: {condition})) > 0"


def person_number_sql(value: str, *, free_text: bool) -> str:
    """SQL: the text holds nine digits that pass the elfproef; in free text also when spaces or points divide them."""
    found = _any_token(f"regexp_split_to_array({value}, '[^0-9]+')", _passes_elfproef("x"))
    if free_text:
        runs = f"regexp_extract_all({value}, '[0-9](?:[ .]?[0-9]){{8,}}')"
        divided = f"list_transform({runs}, lambda run: {_neighbours_joined('run')})"
        found = f"({found} or {_any_token(f'flatten({divided})', _passes_elfproef('x'))})"
    return f"case when regexp_matches({value}, '[0-9](?:[ .]?[0-9]){{8}}') then {found} else false end"


def _neighbours_joined(run: str) -> str:
    """SQL: every two to nine neighbouring groups of digits written as one: a number may stand before or after."""
    groups = f"regexp_split_to_array({run}, '[ .]')"
    joined = f"array_to_string(list_slice({groups}, first, first + more), '')"
    return (
        f"flatten(list_transform(range(1, 9), lambda more: "
        f"list_transform(range(1, len({groups})), lambda first: {joined})))"
    )


def phone_number_sql(value: str, *, free_text: bool) -> str:
    """SQL: the text holds a Dutch phone number; in identifiers only mobile numbers, since those have ten digits too."""
    mobile = r"(^|[^0-9])06[0-9]{8}($|[^0-9])"
    any_number = f"(^|[^0-9]){_PHONE}($|[^0-9])"
    return f"regexp_matches({value}, {literal(any_number if free_text else mobile)})"


def suspect_sql(values: Sequence[str]) -> str:
    """SQL: some of these texts may hold a person or phone number, so that looking for them is worth its price.

    The search itself is a large expression that costs more to plan than a small file costs to read; rows that fail
    this one test on all their texts together are the exception.
    """
    if not values:
        return "false"
    numbers = f"[0-9](?:[ .]?[0-9]){{8}}|{_PHONE}"
    return f"coalesce(regexp_matches(concat_ws('|', {', '.join(values)}), {literal(numbers)}), false)"


def mask_reason_sql(name: str, value: str, column: Column, *, numbers: bool) -> str:
    """SQL: why a text value is masked (`column:reason`), or null when it may pass.

    Args:
        numbers: whether to look for person and phone numbers; not needed where no row is suspect.
    """
    free_text = column.pattern is None
    cases = [(f"{value} is null", "")]
    if column.codes is not None:
        cases.append((f"{value} in ({', '.join(literal(code) for code in column.codes)})", ""))
    if numbers:
        cases.append((person_number_sql(value, free_text=free_text), "person_number"))
        cases.append((phone_number_sql(value, free_text=free_text), "phone_number"))
    if column.pattern is not None:
        cases.append((f"not regexp_full_match({value}, {literal(column.pattern)})", "pattern"))
    whens = " ".join(
        f"when {condition} then {literal(f'{name}:{reason}') if reason else 'null'}" for condition, reason in cases
    )
    return f"case {whens} else {literal(f'{name}:codes') if column.codes is not None else 'null'} end"
