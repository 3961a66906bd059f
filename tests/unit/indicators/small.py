"""A small programme and small measure tables for tests: literals in, the real tables out.

Four sources: `requests` by region (units `AG-WEST` and the like carry their division and region), `calls`, `complaints`
and `survey` of one national unit each. A count is (unit, month, measure, value, dimensions of the row).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from etl.indicators import compute
from etl.measures.table import Delivered, MeasureTable, fill_unit_dimensions, with_zeros
from etl.model.contract import DIMENSIONS
from etl.model.facts import IndicatorValue
from etl.model.period import Period
from etl.model.programme import Programme

MEASURES = {
    "requested": ("requests", ["client_group", "division", "region"]),
    "in_time": ("requests", ["client_group", "division", "region"]),
    "not_due": ("requests", ["client_group", "division", "region"]),
    "offered": ("calls", ["client_group"]),
    "answered": ("calls", ["client_group"]),
    "complained": ("complaints", ["division", "region"]),
    "complained_at_all": ("complaints", []),
    "scored": ("survey", ["client_group"]),
    "satisfied": ("survey", ["client_group"]),
    "grade_sum": ("survey", ["client_group"]),
    "grade_square_sum": ("survey", ["client_group"]),
    "staff": ("staff", ["division"]),
    "trained": ("staff", ["division"]),
    "attended": ("training", ["division"]),
    "learned": ("complaints", []),
}
STOCKS = ("staff", "trained")
READS = {"learned": ["actions", "calendar"]}
REGISTERS = ("staff", "training", "actions")
REGIONS = ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID")
NATIONAL = [{"source": source, "unit": "national"} for source in ("calls", "complaints", "survey", *REGISTERS)]

Count = tuple[str, str, str, object] | tuple[str, str, str, object, Mapping[str, str]]


def regional(division: str, regions: Iterable[str] = REGIONS, **more: Any) -> list[dict[str, Any]]:
    """The units of the requests of one division."""
    return [
        {"source": "requests", "unit": f"{division}-{region}", "division": division, "region": region, **more}
        for region in regions
    ]


def share(**more: Any) -> dict[str, Any]:
    """The definition of a share of requests in time, with changes."""
    common = {"indicator": "timely", "title": {"nl": "Op tijd"}, "numerator": "in_time", "denominator": "requested"}
    return {**common, "unit": "share", "decimals": 1, **more}


def programme(
    *indicators: Mapping[str, Any],
    units: Sequence[Mapping[str, Any]] | None = None,
    norms: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> Programme:
    """A programme with these indicators; one AG region delivers requests unless units are given."""
    used = [*(regional("AG", ["WEST"]) if units is None else units), *NATIONAL]
    sources = [{"source": name, "key": ["id"], "columns": {"id": "string", "at": "timestamp"}} for name in SOURCES]
    return Programme.model_validate(
        {
            "programme": "small",
            "title": {"nl": "Klein"},
            "inspected_body": "de dienst",
            "units": used,
            "sources": sources,
            "measures": [
                {"measure": name, "source": source, "by": by, "stock": name in STOCKS, "reads": READS.get(name, [])}
                for name, (source, by) in MEASURES.items()
            ],
            "indicators": list(indicators),
            "norms": list(norms),
            **more,
        }
    )


SOURCES = ("requests", "calls", "complaints", "survey", *REGISTERS)


def table(
    used: Programme,
    counts: Iterable[Count],
    *,
    empty: Iterable[tuple[str, str, str]] = (),
    aggregated: Iterable[tuple[str, str, str]] = (),
) -> MeasureTable:
    """The measure table of these counts.

    Args:
        used: the programme.
        counts: the counts; a unit-month with a count was delivered.
        empty: further (source, unit, month) that were delivered and held nothing.
        aggregated: the (source, unit, month) that came as counts instead of records.
    """
    rows = [_row(*count) for count in counts]
    frame = pd.DataFrame(rows, columns=["source", "unit", "month", *DIMENSIONS, "measure", "value"]).astype("object")
    seen = {(row["source"], row["unit"], row["month"]) for row in rows} | set(empty)
    by_counts = set(aggregated)
    named = {
        place: frozenset(row["measure"] for row in rows if (row["source"], row["unit"], row["month"]) == place)
        for place in by_counts
    }
    grades = {place: "aggregate" if place in by_counts else "record" for place in sorted(seen | by_counts)}
    delivered = Delivered(grades, named)
    return MeasureTable(with_zeros(fill_unit_dimensions(frame, used), delivered, used), delivered, used)


def _row(
    unit: str, month: str, measure: str, value: object, dimensions: Mapping[str, str] | None = None
) -> dict[str, object]:
    given = {name: (dimensions or {}).get(name) for name in DIMENSIONS}
    source = MEASURES[measure][0]
    return {"source": source, "unit": unit, "month": month, **given, "measure": measure, "value": Decimal(str(value))}


class Plain:
    """Measures in plain Python, for properties that ask thousands of numbers: what the table answers, without it."""

    def __init__(
        self, used: Programme, counts: Iterable[Count], aggregated: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        """Keep the counts; a unit-month with a count was delivered."""
        self.programme, self.aggregated = used, set(aggregated)
        own = {(unit.source, unit.unit): unit.dimensions() for unit in used.units}
        self.counts = [
            ((source, unit, month), measure, {**own[source, unit], **(more[0] if more else {})}, Fraction(str(value)))
            for unit, month, measure, value, *more in counts
            for source in [MEASURES[measure][0]]
        ]
        self.places = {place for place, *_ in self.counts}
        self.named = {(place, measure) for place, measure, *_ in self.counts}

    def cells(self, measure: str, dimensions: Mapping[str, str]) -> dict[tuple[str, str, str], Fraction]:
        """The measure per unit-month for these dimension values."""
        result: dict[tuple[str, str, str], Fraction] = {}
        for place, name, values_, value in self.counts:
            if name == measure and dimensions.items() <= values_.items():
                result[place] = result.get(place, Fraction(0)) + value
        return result

    def has(self, unit_month: tuple[str, str, str], measure: str, by: Iterable[str] = ()) -> bool:
        """Whether the measure arrived; these counts tell all their dimensions apart."""
        del by
        return (unit_month, measure) in self.named if unit_month in self.aggregated else unit_month in self.places

    def grade(self, unit_month: tuple[str, str, str]) -> str:
        """`record`, `aggregate` or empty."""
        return "aggregate" if unit_month in self.aggregated else "record" if unit_month in self.places else ""

    def values_of(self, measure: str, by: tuple[str, ...]) -> list[dict[str, str]]:
        """The dimension values that occur for a measure."""
        found = {
            tuple(values_[name] for name in by)
            for _, item, values_, _ in self.counts
            if item == measure and set(by) <= set(values_)
        }
        return [dict(zip(by, item, strict=True)) for item in sorted(found)]


def monthly(unit: str, measure: str, values: Mapping[str, object], **dimensions: str) -> list[Count]:
    """One count per month."""
    return [(unit, month, measure, value, dimensions) for month, value in values.items()]


def values(
    used: Programme, counts: Iterable[Count], *periods: str, holidays: Any = None, **delivered: Any
) -> dict[str, IndicatorValue]:
    """All numbers over these periods, by `indicator@period/dimension=value`."""
    measures = table(used, counts, **delivered)
    return by_name(compute(used, measures, [Period.parse(text) for text in periods], holidays))


def plain_values(used: Programme, counts: Iterable[Count], *periods: str) -> dict[str, IndicatorValue]:
    """The same, fast enough for properties."""
    return by_name(compute(used, Plain(used, counts), [Period.parse(text) for text in periods]))


def by_name(found: Iterable[IndicatorValue]) -> dict[str, IndicatorValue]:
    """The numbers by their ids."""
    return {_name(value): value for value in found}


def _name(value: IndicatorValue) -> str:
    shown = "".join(f"/{name}={value.dimensions[name]}" for name in DIMENSIONS if name in value.dimensions)
    return f"{value.indicator.indicator}@{value.period}{shown}"


def only(found: Mapping[str, IndicatorValue]) -> IndicatorValue:
    """The one number."""
    (value,) = found.values()
    return value


def exact(text: str | int) -> Fraction:
    """The exact number that a text writes."""
    return Fraction(text)
