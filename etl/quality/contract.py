"""What the rules of `expectations/contract.yml` ask of a source: the tests that follow from its contract.

Landing has masked what did not fit; here it is judged. The tests about months beside each other are in `plausibility`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from etl.model.checks import ContractTest, Rule
from etl.model.contract import Column, Source
from etl.quality import plausibility
from etl.quality.derived import Derived
from etl.quality.plan import Check, Stock, literal, quoted

NO_MEASURE = ("topic",)
"""Columns with codes on which no measure rests: an unknown code there is a warning."""

PLAUSIBLE = frozenset({"margin", "margin_year", "sigmas"})
PARAMETERS: Mapping[ContractTest, frozenset[str]] = {
    "filled": PLAUSIBLE,
    "divided": PLAUSIBLE,
    "on_the_hour": frozenset({"share", "rows"}),
    "standing_still": frozenset({"rows", "surprise"}),
    "copied": frozenset({"rows", "day_rows", "days"}),
}
"""The numbers that a rule's test needs; what is not named needs none."""


def contract_checks(rules: Iterable[Rule], source: Source) -> list[Check]:
    """All checks that the rules about contracts (`expectations/contract.yml`) give for the records of a source."""
    return [_check(rule, source, found) for rule in rules if rule.contract for found in _TESTS[rule.contract](source)]


def _check(rule: Rule, source: Source, found: Derived) -> Check:
    words = {"column": found.column, "limits": found.limits, "key": " + ".join(source.key)}
    said = {
        name: {"nl": text.nl.format(**words), "en": text.en.format(**words)}
        for name, text in (("title", rule.title), ("why", rule.why), ("action", rule.action))
    }
    fields = rule.model_dump(exclude={"contract", *said}, exclude_none=True)
    return Check(Rule.model_validate({**fields, **said, **found.test}), source.source, found.column, found.stock)


def _judged(source: Source) -> Iterator[tuple[str, Column]]:
    """The columns whose values are the supplier's: a pseudonym is ours."""
    pseudonyms = set(source.pseudonymise.values())
    return ((name, column) for name, column in source.record_columns().items() if name not in pseudonyms)


def _keys(source: Source) -> Iterator[Derived]:
    yield Derived("", {"unique": source.record_key, "columns": source.record_key})


def _month(source: Source) -> Iterator[Derived]:
    yield Derived(source.month_column, {"row": '"_in_month"', "columns": ("_in_month",)})


def _required(source: Source) -> Iterator[Derived]:
    for name, column in source.record_columns().items():
        if column.required:
            test = {"row": f"{quoted(name)} is not null", "columns": (name,)}
            yield Derived(name, test, stock=Stock("not_null"))


def _range(source: Source) -> Iterator[Derived]:
    for name, column in source.record_columns().items():
        given = (("min_value", ">=", column.min), ("max_value", "<=", column.max))
        bounds = [f"{quoted(name)} {sign} {value}" for _, sign, value in given if value is not None]
        arguments = tuple((key, float(value)) for key, _, value in given if value is not None)
        limits = f"{'' if column.min is None else column.min}..{'' if column.max is None else column.max}"
        if bounds:
            test = {"row": " and ".join(bounds), "columns": (name,)}
            yield Derived(name, test, limits, Stock("between", arguments))


def _codes(source: Source) -> Iterator[Derived]:
    """Codes on which measures rest; and keys, since a key that was masked is a key that is missing."""
    for name, column in _judged(source):
        if column.codes is not None and name not in NO_MEASURE:
            yield _in_set(name, column.codes)
        elif column.codes is None and column.pattern is not None and name in source.key:
            yield _of_pattern(name, column.pattern)


def _form(source: Source) -> Iterator[Derived]:
    """Codes and patterns on which no measure rests."""
    for name, column in _judged(source):
        if column.codes is not None and name in NO_MEASURE:
            yield _in_set(name, column.codes)
        elif column.codes is None and column.pattern is not None and name not in source.key:
            yield _of_pattern(name, column.pattern)


def _in_set(name: str, codes: Sequence[str]) -> Derived:
    known = ", ".join(literal(value) for value in codes)
    test = {"row": f"{quoted(name)} in ({known})", "columns": (name,)}
    return Derived(name, test, ", ".join(codes), Stock("in_set", (("value_set", list(codes)),)))


def _of_pattern(name: str, pattern: str) -> Derived:
    return Derived(name, _not_masked(name, "pattern"), pattern)


def _person_numbers(source: Source) -> Iterator[Derived]:
    return _personal(source, "person_number")


def _phone_numbers(source: Source) -> Iterator[Derived]:
    return _personal(source, "phone_number")


def _personal(source: Source, reason: str) -> Iterator[Derived]:
    return (Derived(name, _not_masked(name, reason)) for name, column in _judged(source) if column.type == "string")


def _not_masked(name: str, reason: str) -> dict[str, Any]:
    row = f'not coalesce(list_contains("_masked", {literal(f"{name}:{reason}")}), false)'
    return {"row": row, "columns": (name, "_masked")}


_TESTS: Mapping[ContractTest, Callable[[Source], Iterable[Derived]]] = {
    "required": _required,
    "range": _range,
    "key": _keys,
    "month": _month,
    "codes": _codes,
    "form": _form,
    "person_number": _person_numbers,
    "phone_number": _phone_numbers,
    "filled": plausibility.filled,
    "on_the_hour": plausibility.on_the_hour,
    "divided": plausibility.divided,
    "standing_still": plausibility.standing_still,
    "copied": plausibility.copied,
}
