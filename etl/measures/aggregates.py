"""Counts that were delivered instead of records: checked, then the same kind of rows as rolled-up records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from etl.measures.roll_up import MEASURE_COLUMNS
from etl.model.contract import DIMENSIONS, Unit
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, Problem, did_you_mean
from etl.model.programme import Programme


def read_aggregates(
    connection: duckdb.DuckDBPyConnection, programme: Programme, files: Sequence[tuple[Landed, str]]
) -> pd.DataFrame:
    """The delivered counts as measure rows with their `source`; `files` are deliveries with the path of their rows.

    Raises:
        ContractError: a source, measure, unit or dimension value is unknown, a month is not the file's, a count stands
            twice, or a total stands beside its own parts. File, line and column are named, values are not.
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    places: dict[tuple[str, str], list[pd.DataFrame]] = {}
    for landed, path in files:
        table = connection.sql("select * from read_parquet(?) order by _line", params=[path]).to_arrow_table()
        found = table.to_pandas()
        for record in found.to_dict("records"):
            row = _row(record, landed, programme, problems)
            if row is not None:
                rows.append(row)
        places.setdefault((landed.unit, landed.month), []).append(found.assign(_file=landed.file))
    for parts in places.values():
        problems.extend(_repeats(pd.concat(parts, ignore_index=True)))
    if problems:
        raise ContractError(problems)
    return pd.DataFrame(rows, columns=["source", *MEASURE_COLUMNS]).astype("object")


def _row(
    record: dict[Any, Any], landed: Landed, programme: Programme, problems: list[Problem]
) -> dict[str, Any] | None:
    faults = list(_faults(record, landed, programme))
    problems.extend(faults)
    if faults:
        return None
    unit = _unit(record, landed, programme)
    assert unit is not None
    given = {name: None if pd.isna(record[name]) else record[name] for name in DIMENSIONS}
    dimensions = {**given, **unit.dimensions()}
    value = Decimal(str(record["value"]))
    return {
        "source": record["source"],
        "delivery": landed.sha256,
        "unit": landed.unit,
        "month": landed.month,
        **dimensions,
        "measure": record["measure"],
        "value": value,
    }


def _unit(record: dict[Any, Any], landed: Landed, programme: Programme) -> Unit | None:
    return next((unit for unit in programme.units_of(str(record["source"])) if unit.unit == landed.unit), None)


def _faults(record: dict[Any, Any], landed: Landed, programme: Programme) -> Iterator[Problem]:
    line = int(record["_line"])
    sources = {source.source for source in programme.sources} | {measure.source for measure in programme.measures}
    source = str(record["source"])
    measures = {measure.measure for measure in programme.measures if measure.source == source}
    unit = _unit(record, landed, programme)
    if source not in sources:
        yield Problem(
            "this source is unknown",
            landed.file,
            line,
            "source",
            "a source of the programme",
            did_you_mean(source, sources),
        )
    elif unit is None:
        yield Problem(
            f"{landed.unit} does not deliver this source",
            landed.file,
            line,
            "source",
            "the unit in the file's name",
            f"units of {source} are in programme.yml.",
        )
    elif str(record["measure"]) not in measures:
        yield Problem(
            "this measure is unknown",
            landed.file,
            line,
            "measure",
            f"a measure of {source}",
            did_you_mean(str(record["measure"]), measures),
        )
    else:
        yield from _dimension_faults(record, landed, programme, unit, line)
    if record["month"] != landed.month:
        yield Problem(
            "this is another month than the file's",
            landed.file,
            line,
            "month",
            landed.month,
            "one file holds one month.",
        )
    if Decimal(str(record["value"])) < 0:
        yield Problem(
            "a count cannot be negative", landed.file, line, "value", "zero or more", "corrections are new files."
        )


def _dimension_faults(
    record: dict[Any, Any], landed: Landed, programme: Programme, unit: Unit, line: int
) -> Iterator[Problem]:
    own = unit.dimensions()
    for name in DIMENSIONS:
        value = record[name]
        if pd.isna(value):
            continue
        codes = programme.dimensions.get(name)
        if name in own and value != own[name]:
            yield Problem(
                f"this is another {name} than the unit's",
                landed.file,
                line,
                name,
                own[name],
                "one file speaks for one unit.",
            )
        elif codes is not None and value not in codes:
            yield Problem(
                f"this {name} is unknown", landed.file, line, name, "one of " + ", ".join(codes), "see programme.yml."
            )


def _repeats(found: pd.DataFrame) -> Iterator[Problem]:
    """Counts of one unit-month are added up: each may stand once, and a total may not stand beside its own parts."""
    key = ["source", "measure", *DIMENSIONS]
    for row in found[found.duplicated(key)].to_dict("records"):
        yield Problem(
            "this count stands twice",
            row["_file"],
            int(row["_line"]),
            "measure",
            "each count once",
            "remove one of the two.",
        )
    for _, group in found.groupby(["source", "measure"]):
        for name in DIMENSIONS:
            if group[name].isna().any() and group[name].notna().any():
                total = group[group[name].isna()].iloc[0]
                yield Problem(
                    f"this count has no {name} while others of the same measure have",
                    total["_file"],
                    int(total["_line"]),
                    name,
                    "either the total or its parts",
                    "deliver the parts only; totals are summed.",
                )
