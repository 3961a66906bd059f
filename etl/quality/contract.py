"""The rules that follow from a source's contract, column by column.

Codes: A2 required, A2b range, A3 key, A4 month, A6 codes, A6b form (no measure rests on it), A7 person number,
A7b phone number; A10 and A12 to A15 are plausibility (`plausibility`). Landing has masked what did not fit; here it is
judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etl.model.checks import Rule, Severity
from etl.model.contract import Column, Source, Text
from etl.quality.plan import Check, Stock, literal, quoted
from etl.quality.plausibility import plausibility_checks

NO_MEASURE = ("topic",)
"""Columns with codes on which no measure rests: an unknown code there is a warning."""

_TEXTS: dict[str, tuple[str, str, str, str, str, str]] = {
    # code: title nl, title en, why nl, why en, action nl, action en
    "A2": (
        "{column} is ingevuld",
        "{column} is filled in",
        "Het contract vraagt {column} bij elke regel; zonder die waarde is niet vast te stellen waar de regel telt.",
        "The contract demands {column} on every row; without it nobody can tell where the row counts.",
        "Lever de regels opnieuw met {column} ingevuld.",
        "Deliver the rows again with {column} filled in.",
    ),
    "A2b": (
        "{column} ligt tussen de grenzen van het contract",
        "{column} lies within the contract's bounds",
        "Een waarde buiten {limits} bestaat niet op deze schaal en vertekent elk gemiddelde.",
        "A value outside {limits} does not exist on this scale and distorts every mean.",
        "Verbeter de waarde in de bron, of laat {column} leeg als hij onbekend is.",
        "Correct the value at the source, or leave {column} empty when it is unknown.",
    ),
    "A3": (
        "elke sleutel komt één keer voor",
        "each key occurs once",
        "Een regel die twee keer is geleverd, telt twee keer mee in elk cijfer.",
        "A row that is delivered twice counts twice in every number.",
        "Lever elke {key} één keer; een verbetering vervangt het hele bestand van die maand.",
        "Deliver each {key} once; a correction replaces the whole file of that month.",
    ),
    "A4": (
        "{column} ligt in de maand van het bestand",
        "{column} lies in the month of the file",
        "Een gebeurtenis buiten de maand telt in de verkeerde periode, of twee keer.",
        "An event outside the month counts in the wrong period, or twice.",
        "Lever de regel in het bestand van de maand waarin {column} valt.",
        "Deliver the row in the file of the month in which {column} falls.",
    ),
    "A6": (
        "{column} heeft een bekende waarde",
        "{column} has a known value",
        "Een onbekende of aan de deur afgedekte waarde is aan geen uitsplitsing toe te rekenen.",
        "An unknown value, or one masked at the door, belongs to no breakdown.",
        "Lever {column} in de vorm van het contract: {limits}.",
        "Deliver {column} as the contract has it: {limits}.",
    ),
    "A6b": (
        "{column} heeft de afgesproken vorm",
        "{column} has the agreed form",
        "De waarde is aan de deur afgedekt; geen cijfer rust erop, maar verwijzingen en controles missen haar.",
        "The value was masked at the door; no number rests on it, but references and checks miss it.",
        "Lever {column} in de vorm van het contract: {limits}.",
        "Deliver {column} as the contract has it: {limits}.",
    ),
    "A7": (
        "{column} bevat geen persoonsnummer",
        "{column} holds no person number",
        "Een BSN buiten de daarvoor bestemde kolom mag niet worden verwerkt (UAVG artikel 46).",
        "A person number outside the column meant for it may not be processed (UAVG article 46).",
        "Haal het nummer uit {column} en lever opnieuw; het is aan de deur afgedekt en nergens bewaard.",
        "Remove the number from {column} and deliver again; it was masked at the door and kept nowhere.",
    ),
    "A7b": (
        "{column} bevat geen telefoonnummer",
        "{column} holds no phone number",
        "Een telefoonnummer is een persoonsgegeven waar dit onderzoek niets mee doet.",
        "A phone number is personal data that this inspection has no use for.",
        "Haal het nummer uit {column} en lever opnieuw.",
        "Remove the number from {column} and deliver again.",
    ),
}


def contract_checks(source: Source) -> list[Check]:
    """All checks that a source's contract implies, for its records."""
    columns = source.record_columns()
    pseudonyms = set(source.pseudonymise.values())
    checks = [*_keys(source)]
    for name, column in columns.items():
        checks += _required(source, name, column)
        checks += _range(source, name, column)
        if name not in pseudonyms:
            checks += _form(source, name, column)
            checks += _personal(source, name, column)
    return [*checks, *plausibility_checks(source)]


def _check(
    source: Source,
    code: str,
    severity: Severity,
    column: str = "",
    *,
    stock: Stock | None = None,
    limits: str = "",
    **test: Any,
) -> Check:
    words = {"column": column, "limits": limits, "key": " + ".join(source.key)}
    title_nl, title_en, why_nl, why_en, action_nl, action_en = (text.format(**words) for text in _TEXTS[code])
    rule = Rule(
        code=code,
        severity=severity,
        title=Text(nl=title_nl, en=title_en),
        why=Text(nl=why_nl, en=why_en),
        action=Text(nl=action_nl, en=action_en),
        **test,
    )
    return Check(rule, source.source, column, stock)


def _keys(source: Source) -> Iterator[Check]:
    yield _check(source, "A3", "block", unique=source.key, columns=source.key)
    month = source.month_column
    if month:
        yield _check(source, "A4", "block", month, row='"_in_month"', columns=("_in_month",))


def _required(source: Source, name: str, column: Column) -> Iterator[Check]:
    if column.required:
        yield _check(
            source, "A2", "block", name, row=f"{quoted(name)} is not null", columns=(name,), stock=Stock("not_null")
        )


def _range(source: Source, name: str, column: Column) -> Iterator[Check]:
    bounds = [
        f"{quoted(name)} {sign} {value}"
        for sign, value in ((">=", column.min), ("<=", column.max))
        if value is not None
    ]
    if bounds:
        limits = f"{'' if column.min is None else column.min}..{'' if column.max is None else column.max}"
        arguments = tuple(
            (key, float(value))
            for key, value in (("min_value", column.min), ("max_value", column.max))
            if value is not None
        )
        yield _check(
            source,
            "A2b",
            "block",
            name,
            row=" and ".join(bounds),
            columns=(name,),
            limits=limits,
            stock=Stock("between", arguments),
        )


def _form(source: Source, name: str, column: Column) -> Iterator[Check]:
    if column.codes is not None:
        code: str = "A6b" if name in NO_MEASURE else "A6"
        known = ", ".join(literal(value) for value in column.codes)
        yield _check(
            source,
            code,
            "warn" if name in NO_MEASURE else "block",
            name,
            row=f"{quoted(name)} in ({known})",
            columns=(name,),
            limits=", ".join(column.codes),
            stock=Stock("in_set", (("value_set", list(column.codes)),)),
        )
    elif column.pattern is not None:
        # A key that was masked is a key that is missing: nobody can tell whether the row was delivered before.
        is_key = name in source.key
        yield _check(
            source,
            "A6" if is_key else "A6b",
            "block" if is_key else "warn",
            name,
            row=_not_masked(name, "pattern"),
            columns=(name, "_masked"),
            limits=column.pattern,
        )


def _personal(source: Source, name: str, column: Column) -> Iterator[Check]:
    if column.type == "string":
        yield _check(source, "A7", "block", name, row=_not_masked(name, "person_number"), columns=(name, "_masked"))
        yield _check(source, "A7b", "warn", name, row=_not_masked(name, "phone_number"), columns=(name, "_masked"))


def _not_masked(name: str, reason: str) -> str:
    return f'not coalesce(list_contains("_masked", {literal(f"{name}:{reason}")}), false)'
