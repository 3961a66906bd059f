"""Facts: one row per published number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from etl.model.numbers import plain
from etl.model.period import Period
from etl.model.programme import DIMENSIONS, Indicator

REASONS = {
    "not_delivered": "hierover is niets aangeleverd",
    "empty_denominator": "er is niets om door te delen",
    "beyond_classes": "de helft van de gevallen ligt boven de hoogste klasse",
    "empty_stratum": "van ten minste één klantgroep zijn er geen respondenten",
    "missing_unit_months": "de ontbrekende leveringen kunnen de uitkomst aan beide kanten van de norm brengen",
    "sampling_margin": "de norm ligt binnen de steekproefmarge",
    "no_norm": "voor dit cijfer geldt geen norm",
    "norm_without_value": "bij deze norm is geen percentage vastgesteld",
    "norm_changes": "de norm wijzigt binnen deze periode",
    "definition_changes": "de definitie begint, eindigt of wijzigt binnen deze periode",
}
"""Why a number has no value or no verdict, per code of the column `reason`: the end of a Dutch sentence."""

Verdict = Literal["met", "not_met", "undetermined", "no_norm"]


def fact_id(indicator: str, period: str, dimensions: dict[str, str]) -> str:
    """`indicator@period` followed by `/dimension=value` in the fixed order of dimensions."""
    return f"{indicator}@{period}" + "".join(f"/{name}={dimensions[name]}" for name in DIMENSIONS if name in dimensions)


@dataclass(frozen=True)
class Coverage:
    """Unit-months delivered out of expected, with the missing ones by name.

    A unit-month is (source, unit, month). `grades` are the kinds of evidence met: `record`, `aggregate`.
    """

    delivered: int
    expected: int
    missing: tuple[tuple[str, str, str], ...] = ()
    grades: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything expected was delivered."""
        return self.delivered == self.expected


@dataclass(frozen=True)
class IndicatorValue:
    """One indicator over one period and one combination of dimension values, before any norm.

    Shares are 0-1. `low` and `high` are None when the number is complete and no sample. `days` is the divisor of a
    per-day figure; `excluded` counts what the definition leaves out.
    """

    indicator: Indicator
    period: Period
    dimensions: dict[str, str]
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    coverage: Coverage
    excluded: dict[str, Fraction] = field(default_factory=dict)
    why_missing: str = ""


@dataclass(frozen=True)
class Fact:
    """One published number with all that answers for it.

    `value`, `low` and `high` are exact (shares 0-1); None is missing, never zero. `excluded` counts what the
    definition leaves out, per measure. `caveats` are ids of texts in the programme; `notes` are Dutch sentences that
    this run made for this number. Columns of `facts.csv`: design, section 7.
    """

    indicator: str
    definition_version: int
    period: Period
    dimensions: dict[str, str]
    unit: str
    decimals: int
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    value: Fraction | None = None
    printed: str = "."
    low: Fraction | None = None
    high: Fraction | None = None
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    norm_kind: str = ""
    norm_operator: str = ""
    norm_value: Fraction | None = None
    verdict: Verdict = "no_norm"
    reason: str = ""
    provisional: bool = False
    excluded: dict[str, Fraction] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def fact_id(self) -> str:
        """The id under which this number answers."""
        return fact_id(self.indicator, str(self.period), self.dimensions)

    @cached_property
    def line_id(self) -> str:
        """The id without its period: the same for one number through time."""
        return fact_id(self.indicator, "", self.dimensions).replace("@", "", 1)

    def to_json(self) -> dict[str, Any]:
        """The fact without any loss, for the hand-over between tasks: exact numbers as `numerator/denominator`."""
        exact = {name: _exact(getattr(self, name)) for name in _EXACT}
        plain_fields = {name: getattr(self, name) for name in _PLAIN}
        coverage = {
            **vars(self.coverage),
            "missing": [list(item) for item in self.coverage.missing],
            "grades": list(self.coverage.grades),
        }
        return {
            **plain_fields,
            **exact,
            "period": str(self.period),
            "coverage": coverage,
            "caveats": list(self.caveats),
            "notes": list(self.notes),
            "excluded": {name: _exact(value) for name, value in self.excluded.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fact:
        """The inverse of `to_json`."""
        held = data["coverage"]
        coverage = Coverage(
            held["delivered"], held["expected"], tuple(tuple(item) for item in held["missing"]), tuple(held["grades"])
        )
        exact = {name: None if data[name] is None else Fraction(data[name]) for name in _EXACT}
        excluded = {name: Fraction(value) for name, value in data["excluded"].items()}
        return cls(
            **{
                **data,
                **exact,
                "period": Period.parse(data["period"]),
                "coverage": coverage,
                "excluded": excluded,
                "caveats": tuple(data["caveats"]),
                "notes": tuple(data["notes"]),
            }
        )

    def row(self) -> dict[str, str]:
        """The row of `facts.csv`, every cell as text, columns in order."""
        return {
            "fact_id": self.fact_id,
            "indicator": self.indicator,
            "definition_version": str(self.definition_version),
            "period": str(self.period),
            **{name: self.dimensions.get(name, "") for name in DIMENSIONS},
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "value": plain(self.value),
            "unit": self.unit,
            "decimals": str(self.decimals),
            "printed": self.printed,
            "low": plain(self.low),
            "high": plain(self.high),
            "coverage_delivered": str(self.coverage.delivered),
            "coverage_expected": str(self.coverage.expected),
            "norm_kind": self.norm_kind,
            "norm_operator": self.norm_operator,
            "norm_value": plain(self.norm_value),
            "verdict": self.verdict,
            "reason": self.reason,
            "provisional": "true" if self.provisional else "false",
        }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


_EXACT = ("numerator", "denominator", "value", "low", "high", "norm_value")
_PLAIN = (
    "indicator",
    "definition_version",
    "dimensions",
    "unit",
    "decimals",
    "printed",
    "norm_kind",
    "norm_operator",
    "verdict",
    "reason",
    "provisional",
)
FACT_COLUMNS = tuple(Fact("", 1, Period(0, 0), {}, "share", 0).row())
