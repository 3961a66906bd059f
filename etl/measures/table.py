"""Measures ready to be asked: what was counted, and for which unit-months it was delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from etl.model.contract import DIMENSIONS
from etl.model.programme import Programme

UnitMonth = tuple[str, str, str]
"""Source, unit, month."""


@dataclass(frozen=True)
class Delivered:
    """For which unit-months which measures arrived, and how (`record` or `aggregate`).

    Records bring every measure of their source but the `unread` ones, which look things up in a table that is not
    there; counts bring only the measures they name.
    """

    grades: Mapping[UnitMonth, str]
    named: Mapping[UnitMonth, frozenset[str]]
    unread: frozenset[str] = frozenset()

    def has(self, unit_month: UnitMonth, measure: str) -> bool:
        """Whether this measure arrived for this unit-month."""
        grade = self.grades.get(unit_month)
        if grade == "record":
            return measure not in self.unread
        return grade == "aggregate" and measure in self.named.get(unit_month, frozenset())


def fill_unit_dimensions(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Give rows the dimensions of their unit where the records themselves do not carry them."""
    filled = rows.copy()
    for unit in programme.units:
        own = (filled["source"] == unit.source) & (filled["unit"] == unit.unit)
        for name, value in unit.dimensions().items():
            filled.loc[own & filled[name].isna(), name] = value
    return filled


class MeasureTable:
    """The measures of a run.

    `rows` has the columns of `measures.csv`: source, unit, month, dimensions, measure, value (Decimal or int); one row
    per combination that occurs.
    """

    def __init__(self, rows: pd.DataFrame, delivered: Delivered, programme: Programme) -> None:
        self.programme = programme
        self.delivered = delivered
        self.rows = rows
        self._by_measure = {str(name): group for name, group in rows.groupby("measure", sort=True)}
        self._cells: dict[tuple[str, tuple[tuple[str, str], ...]], dict[UnitMonth, Fraction]] = {}
        self._untold = _untold(rows, delivered)

    def cells(self, measure: str, dimensions: Mapping[str, str]) -> Mapping[UnitMonth, Fraction]:
        """The measure per unit-month over the rows with these dimension values; what is absent was not counted."""
        key = (measure, tuple(sorted(dimensions.items())))
        if key not in self._cells:
            self._cells[key] = self._sum(measure, dimensions)
        return self._cells[key]

    def _sum(self, measure: str, dimensions: Mapping[str, str]) -> dict[UnitMonth, Fraction]:
        rows = self._by_measure.get(measure)
        totals: dict[UnitMonth, Fraction] = defaultdict(Fraction)
        if rows is None:
            return totals
        for name, value in dimensions.items():
            rows = rows[rows[name] == value]
        for source, unit, month, value in zip(rows["source"], rows["unit"], rows["month"], rows["value"], strict=True):
            totals[source, unit, month] += Fraction(value)
        return totals

    def has(self, unit_month: UnitMonth, measure: str, by: Collection[str] = ()) -> bool:
        """Whether the measure arrived for this unit-month, told apart by these dimensions."""
        return self.delivered.has(unit_month, measure) and self._untold.get((unit_month, measure), set()).isdisjoint(by)

    def grade(self, unit_month: UnitMonth) -> str:
        """`record`, `aggregate`, or empty when nothing arrived."""
        return self.delivered.grades.get(unit_month, "")

    def values_of(self, measure: str, by: tuple[str, ...]) -> list[dict[str, str]]:
        """The dimension values that occur for a measure, in order; rows that lack one of them are left out."""
        rows = self._by_measure.get(measure)
        if rows is None or not by:
            return []
        found = rows[list(by)].dropna().drop_duplicates().sort_values(list(by))
        return [dict(zip(by, map(str, values), strict=True)) for values in found.itertuples(index=False)]


def _untold(rows: pd.DataFrame, delivered: Delivered) -> dict[tuple[UnitMonth, str], set[str]]:
    """Per delivered count the dimensions it does not tell apart: of these the parts are missing, not zero."""
    result: dict[tuple[UnitMonth, str], set[str]] = defaultdict(set)
    counted = {unit_month for unit_month, grade in delivered.grades.items() if grade == "aggregate"}
    here = [unit_month in counted for unit_month in zip(rows["source"], rows["unit"], rows["month"], strict=True)]
    for row in rows[here].to_dict("records"):
        if row["value"]:
            key = ((row["source"], row["unit"], row["month"]), row["measure"])
            result[key].update(name for name in DIMENSIONS if pd.isna(row[name]))
    return dict(result)


def csv_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `measures.csv`: plain decimal numbers, sorted bytewise, empty where a dimension does not apply."""
    columns = ["source", "unit", "month", *DIMENSIONS, "measure", "value"]
    text = rows[columns].copy()
    text["value"] = [format(Decimal(str(value)).normalize(), "f") for value in text["value"]]
    return text.astype("object").where(text.notna(), "").astype(str).sort_values(columns).reset_index(drop=True)


def with_zeros(rows: pd.DataFrame, delivered: Delivered, programme: Programme) -> pd.DataFrame:
    """Add a zero row for each measure that a delivered unit-month did not count anything of.

    So `measures.csv` alone tells delivered zeros from what was not delivered: the latter has no row at all.
    """
    present = set(zip(rows["source"], rows["unit"], rows["month"], rows["measure"], strict=True))
    units = {(unit.source, unit.unit): unit.dimensions() for unit in programme.units}
    added = []
    for unit_month in delivered.grades:
        source, unit, month = unit_month
        for measure in programme.measures:
            if (
                measure.source == source
                and delivered.has(unit_month, measure.measure)
                and (*unit_month, measure.measure) not in present
            ):
                own = units[source, unit]
                added.append(
                    {
                        "source": source,
                        "unit": unit,
                        "month": month,
                        **{name: own.get(name) for name in DIMENSIONS},
                        "measure": measure.measure,
                        "value": Decimal(0),
                    }
                )
    if not added:
        return rows
    zeros = pd.DataFrame(added, columns=list(rows.columns)).astype("object")
    return pd.concat([rows, zeros], ignore_index=True)
