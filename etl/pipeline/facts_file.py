"""Facts as files: `facts.csv` for machines, `facts.json` with everything that answers for each number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from etl.definitions import Definitions
from etl.model.deliveries import Landed
from etl.model.facts import FACT_COLUMNS, REASONS, Fact
from etl.model.named import Cell, NamedRecords
from etl.model.numbers import plain
from etl.model.programme import Programme
from etl.store import table_json

_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s?%?")


def defused(text: str) -> str:
    """A cell that a spreadsheet would take for a formula, as text: with an apostrophe before it. Numbers stay."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def csv_bytes(rows: pd.DataFrame) -> bytes:
    """Comma, LF, UTF-8 without byte-order mark."""
    return _csv(list(rows.columns), rows.to_dict("records"))


def facts_csv(facts: Iterable[Fact]) -> bytes:
    """`facts.csv`: the columns of design section 7, sorted bytewise by fact id."""
    rows = sorted((fact.row() for fact in facts), key=lambda row: row["fact_id"].encode())
    return _csv(list(FACT_COLUMNS), rows)


def _csv(columns: Sequence[str], rows: Iterable[Mapping[Any, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: defused(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return text.getvalue().encode("utf-8")


def facts_json(
    facts: Sequence[Fact],
    definitions: Definitions,
    deliveries: Sequence[Landed],
    named: Sequence[NamedRecords] = (),
) -> bytes:
    """`facts.json`: per fact its caveats, notes, exclusions, missing unit-months and deliveries; the definitions once.

    A fact lists its deliveries by number; `deliveries` holds them. `rosters` are the records that the report names one
    by one, each with its delivery and the line in it.
    """
    programme = definitions.programme
    numbers = _delivery_numbers(deliveries)
    return table_json(
        {
            "facts": [_fact(fact, programme, numbers) for fact in facts],
            "rosters": [_roster(item, programme, deliveries) for item in named],
            "deliveries": [_delivery(item) for item in deliveries],
            "indicators": [item.model_dump(mode="json", exclude_defaults=True) for item in programme.indicators],
            "measures": [item.model_dump(mode="json", exclude_defaults=True) for item in programme.measures],
            "norms": [item.model_dump(mode="json", exclude_defaults=True) for item in programme.norms],
        }
    )


def _fact(fact: Fact, programme: Programme, numbers: Mapping[tuple[str, str, str], list[int]]) -> dict[str, Any]:
    caveats = {name: programme.caveats[name].nl for name in fact.caveats}
    return {
        **fact.row(),
        "reason_text": REASONS.get(fact.reason, ""),
        "caveats": caveats,
        "notes": list(fact.notes),
        "excluded": {name: plain(value) for name, value in fact.excluded.items()},
        "missing": [list(item) for item in fact.coverage.missing],
        "grades": list(fact.coverage.grades),
        "deliveries": _behind(fact, programme, numbers),
    }


def _roster(named: NamedRecords, programme: Programme, deliveries: Sequence[Landed]) -> dict[str, Any]:
    roster = next(item for item in programme.rosters if item.roster == named.roster)
    numbers = {item.sha256: number for number, item in enumerate(deliveries)}
    return {
        "roster": named.roster,
        "measure": roster.measure,
        "coverage_delivered": named.coverage.delivered,
        "coverage_expected": named.coverage.expected,
        "rows": [
            {
                "cells": dict(zip(roster.columns, map(_cell, row.cells), strict=True)),
                "delivery": numbers[row.delivery],
                "line": row.line,
            }
            for row in named.rows
        ],
    }


def _cell(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _behind(fact: Fact, programme: Programme, numbers: Mapping[tuple[str, str, str], list[int]]) -> list[int]:
    indicator = next(
        item
        for item in programme.indicators
        if (item.indicator, item.version) == (fact.indicator, fact.definition_version)
    )
    sources = {programme.measure(name).source for name in indicator.measures} | programme.looked_up(indicator)
    months = {source: programme.months_of(source, indicator, fact.period.months) for source in sources}
    missing = set(fact.coverage.missing)
    found: set[int] = set()
    for unit in programme.units:
        own = unit.dimensions()
        if unit.source in months and all(own.get(name, value) == value for name, value in fact.dimensions.items()):
            for month in months[unit.source]:
                key = (unit.source, unit.unit, month)
                if key not in missing:
                    found.update(numbers.get(key, []))
                    found.update(numbers.get(("aggregates", unit.unit, month), []))
    return sorted(found)


def _delivery_numbers(deliveries: Sequence[Landed]) -> dict[tuple[str, str, str], list[int]]:
    numbers: dict[tuple[str, str, str], list[int]] = {}
    for number, item in enumerate(deliveries):
        for month in item.months:
            numbers.setdefault((item.source, item.unit, month), []).append(number)
    return numbers


def _delivery(item: Landed) -> dict[str, Any]:
    data = item.to_json()
    return {
        name: data[name]
        for name in (
            "source",
            "unit",
            "month",
            "part",
            "file",
            "sha256",
            "size",
            "lines",
            "rows",
            "rejected",
            "masked",
            "months",
            "extracted_at",
        )
    }
