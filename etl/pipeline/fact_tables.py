"""Measures and facts as tables a rule can ask.

Grain: `facts` one row per published number, missing ones with empty values; `measures` one row of `measures.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import duckdb
import pandas as pd

from etl.measures import MeasureTable
from etl.model.contract import DIMENSIONS
from etl.model.facts import Fact
from etl.model.programme import Programme

FACT_TYPES = {
    "fact_id": "varchar",
    "indicator": "varchar",
    "definition_version": "bigint",
    "period": "varchar",
    "month": "varchar",
    "months": "varchar[]",
    **dict.fromkeys(DIMENSIONS, "varchar"),
    "numerator": "double",
    "denominator": "double",
    "value": "double",
    "unit": "varchar",
    "divisor": "varchar",
    "is_stock": "boolean",
    "complete": "boolean",
    "provisional": "boolean",
    "excluded": "double",
    "verdict": "varchar",
    "norm_count": "bigint",
}
"""`month` is the last month of the period; `excluded` what was taken from the denominator; `norm_count` the norms of
the kind judged by that are in scope and in force."""


def open_facts(
    connection: duckdb.DuckDBPyConnection, facts: Sequence[Fact], measures: MeasureTable, programme: Programme
) -> None:
    """Create the tables `facts` and `measures`. Numbers are doubles: exact for counts and seconds."""
    names = [*("source", "unit", "month"), *DIMENSIONS, "measure"]
    counted = measures.rows[[*names, "value"]].astype({"value": "float64", **dict.fromkeys(names, "string")})
    stated = pd.DataFrame([_row(fact, programme) for fact in facts], columns=list(FACT_TYPES)).astype("object")
    types = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in FACT_TYPES.items())
    for name, frame, columns in (("measures", counted, "*"), ("facts", stated, types)):
        connection.register("computed_frame", frame)
        connection.execute(f"create or replace table {name} as select {columns} from computed_frame")
        connection.unregister("computed_frame")


def _row(fact: Fact, programme: Programme) -> dict[str, Any]:
    indicator = next(
        item
        for item in programme.indicators
        if (item.indicator, item.version) == (fact.indicator, fact.definition_version)
    )
    subtracted = [item.measure for item in indicator.exclusions if item.subtract]
    return {
        "fact_id": fact.fact_id,
        "indicator": fact.indicator,
        "definition_version": fact.definition_version,
        "period": str(fact.period),
        "month": fact.period.months[-1],
        "months": list(fact.period.months),
        **{name: fact.dimensions.get(name) for name in DIMENSIONS},
        "numerator": _number(fact.numerator),
        "denominator": _number(fact.denominator),
        "value": _number(fact.value),
        "unit": fact.unit,
        "divisor": indicator.divisor,
        "is_stock": any(programme.measure(name).stock for name in indicator.measures),
        "complete": fact.coverage.complete,
        "provisional": fact.provisional,
        "excluded": _number(sum((fact.excluded.get(name, Fraction(0)) for name in subtracted), Fraction(0))),
        "verdict": fact.verdict,
        "norm_count": _norms(fact, programme),
    }


def _norms(fact: Fact, programme: Programme) -> int:
    start, end = fact.period.start, fact.period.end
    return sum(
        (norm.indicator, norm.version, norm.kind) == (fact.indicator, fact.definition_version, fact.norm_kind)
        and norm.in_scope(fact.dimensions)
        and norm.holds_in(start, end)
        for norm in programme.norms
    )


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
