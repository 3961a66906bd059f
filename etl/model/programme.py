"""The words of a programme: measures, indicators, norms, and the chapters that tell about them.

A programme is data (design, section 9). Shares are 0-1 everywhere; percent exists only in print.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from etl.model.calendar import Holiday, OpeningHours
from etl.model.chapters import Chapter, Chart, Section
from etl.model.contract import DIMENSIONS, Column, Definition, Dimension, Mapping, Name, Source, Text, Unit, in_force
from etl.model.disagreements import Disagreement
from etl.model.norms import Norm
from etl.model.rosters import Roster

__all__ = [
    "CALENDAR",
    "DIMENSIONS",
    "Bucket",
    "Chapter",
    "Chart",
    "Column",
    "Definition",
    "Dimension",
    "Disagreement",
    "Exclusion",
    "Indicator",
    "Mapping",
    "Measure",
    "Name",
    "Norm",
    "Programme",
    "Roster",
    "Section",
    "SmallCells",
    "Source",
    "Text",
    "Unit",
]


CALENDAR = "calendar"
"""The table of days that a measure may read beside other sources."""


class OpenTime(Definition):
    """Seconds of opening hours, split by month: all of them, or those in which nothing was down.

    `start` and `end` name the columns of intervals of downtime (an open end lasts until the as-of moment).
    Overlapping intervals are merged first, apart for each code of the columns in `each`; an hour in which two incidents
    of one system overlap is lost once. Without `start` all opening hours count. `each` also multiplies: four systems
    have four times the opening hours.
    """

    start: str | None = None
    end: str | None = None
    each: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _both_ends(self) -> OpenTime:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end belong together")
        return self


class Measure(Definition):
    """An additive count (or sum of `value`, or `open_seconds`) of one source per month × `by`.

    Without `where`, `value`, `open_seconds` and `month_of` a measure only ever arrives in `aggregates` deliveries.

    `stock` says that it is a level and no flow: over a longer period its last month counts, for levels do not add up.
    `reads` names the other sources, or `calendar`, that its SQL looks things up in: where one of them is not delivered
    the measure is missing, not zero. In such SQL `record` is the row that is counted: `record.case_id`.
    """

    measure: Name
    source: Name
    title: Text | None = None
    where: str | None = None
    value: str | None = None
    open_seconds: OpenTime | None = None
    month_of: str | None = None
    by: tuple[Dimension, ...] = ()
    stock: bool = False
    reads: tuple[Name, ...] = ()

    @property
    def from_records(self) -> bool:
        """Whether the measure is computed from records."""
        return any(part is not None for part in (self.where, self.value, self.month_of, self.open_seconds))

    @property
    def depends_on_as_of(self) -> bool:
        """Whether the measure looks at the as-of moment or at other tables; such measures are never cached."""
        looks = self.open_seconds is not None or bool(self.reads)
        return looks or ":as_of" in f"{self.where or ''} {self.value or ''}"


class Exclusion(Definition):
    """What an indicator leaves out: a measure that is counted and printed.

    `subtract` takes it from the denominator; otherwise the denominator's own condition already leaves it out.
    """

    measure: Name
    subtract: bool = False
    title: Text


class Bucket(Definition):
    """A class of a median: the measure counts the cases that are at most `up_to`, those of lower classes included."""

    measure: Name
    up_to: Decimal


class Indicator(Definition):
    """A numerator measure over a denominator measure, in one version of its definition.

    A median is taken of the cases that its numerator counts; `buckets` divides them, from low to high, because counts
    per class add up over months and units and medians do not.

    `by` lists the totals and breakdowns to publish; `weight` is the measure by which totals over the client groups of
    a survey are weighted; `spread` the sum of squares behind a mean's interval; `range` the lowest and highest
    possible single value of a mean; `print_as: one_in` prints a ratio as "1 per 9.000".

    `part_of` names the indicator of which this one is a part that no dimension can say (of one origin, theme or role);
    the report tells it among the lines of that whole, as its `label`: "uit een audit".
    """

    indicator: Name
    version: int = 1
    part_of: Name | None = None
    label: Text | None = None
    title: Text
    numerator: Name
    denominator: Name | None = None
    unit: Literal["share", "ratio", "count", "mean", "median", "per_working_day"]
    decimals: int = Field(ge=0, le=6)
    better: Literal["higher", "lower"] | None = None
    by: tuple[tuple[Dimension, ...], ...] = ((),)
    sample: bool = False
    weight: Name | None = None
    spread: Name | None = None
    buckets: tuple[Bucket, ...] = ()
    range: tuple[Decimal, Decimal] | None = None
    divisor: Literal["weekdays", "working_days", "calendar_days"] | None = None
    clock: Literal["elapsed", "business"] | None = None
    print_as: Literal["one_in"] | None = None
    exclusions: tuple[Exclusion, ...] = ()
    caveats: tuple[str, ...] = ()
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> Indicator:
        if self.unit in ("share", "ratio", "mean") and self.denominator is None:
            raise ValueError(f"an indicator of unit {self.unit} needs a denominator")
        if (self.unit == "per_working_day") != (self.divisor is not None):
            raise ValueError("divisor belongs to unit per_working_day, and only there")
        if self.unit == "mean" and self.sample and self.spread is None:
            raise ValueError("a sampled mean needs spread, the measure that sums the squares")
        limits = [bucket.up_to for bucket in self.buckets]
        if (self.unit == "median") != bool(limits) or limits != sorted(set(limits)):
            raise ValueError("a median has buckets from low to high, and nothing else has buckets")
        if (self.part_of is None) != (self.label is None):
            raise ValueError("part_of and label belong together")
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure the value rests on, in order, without repeats."""
        subtracted = [exclusion.measure for exclusion in self.exclusions if exclusion.subtract]
        counted = [bucket.measure for bucket in self.buckets]
        named = [self.numerator, self.denominator, *subtracted, self.weight, self.spread, *counted]
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def valid_in(self, start: date, end: date) -> bool:
        """Whether this version holds in the whole of [start, end)."""
        return in_force(self.valid_from, self.valid_to, start, end)


class SmallCells(Definition):
    """What happens to shares with a small denominator: flagged below one limit, suppressed below another."""

    flag_below: int = 100
    suppress_below: int | None = None


class Programme(Definition):
    """One inspection subject with everything that defines it.

    `calendar` names a file of public holidays, which the loader puts into `holidays`. `delivery_days` is how many days
    after the end of a month its deliveries should have been extracted; without it none is called late.
    """

    programme: Name
    title: Text
    inspected_body: str
    time_zone: str = "Europe/Amsterdam"
    units: tuple[Unit, ...]
    dimensions: dict[Dimension, dict[str, Text]] = Field(default_factory=dict)
    caveats: dict[Name, Text] = Field(default_factory=dict)
    calendar: Name | None = None
    opening_hours: tuple[OpeningHours, ...] = ()
    small_cells: SmallCells = SmallCells()
    delivery_days: int | None = Field(default=None, ge=0)
    chapters: tuple[Chapter, ...] = ()
    sources: tuple[Source, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    norms: tuple[Norm, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    rosters: tuple[Roster, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    @property
    def days_off(self) -> frozenset[date]:
        """The public holidays on which offices are closed."""
        return frozenset(holiday.day for holiday in self.holidays if holiday.day_off)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError(f"'{name}' is no time zone; known are names such as Europe/Amsterdam") from None
        return name

    def source(self, name: str) -> Source:
        """The source of that name; KeyError when there is none."""
        return {source.source: source for source in self.sources}[name]

    def units_of(self, source: str) -> tuple[Unit, ...]:
        """Who delivers a source."""
        return tuple(unit for unit in self.units if unit.source == source)

    def measure(self, name: str) -> Measure:
        """The measure of that name; KeyError when there is none."""
        return self._measures[name]

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {measure.measure: measure for measure in self.measures}

    def months_of(self, source: str, indicator: Indicator, months: tuple[str, ...]) -> tuple[str, ...]:
        """The months of a source that an indicator rests on: all of a period's, or the last one where it is a level."""
        own = [self.measure(name) for name in indicator.measures]
        return months[-1:] if any(item.stock for item in own if item.source == source) else months

    def looked_up(self, indicator: Indicator) -> set[str]:
        """The sources, beside those of its measures, in which the measures of an indicator look things up."""
        measures = [self.measure(name) for name in indicator.measures]
        return (
            {name for measure in measures for name in measure.reads} - {item.source for item in measures} - {CALENDAR}
        )

    def optional(self, indicator: Indicator) -> bool:
        """Whether an indicator rests on a source that need not be delivered."""
        sources = {self.measure(name).source for name in indicator.measures} | self.looked_up(indicator)
        return any(not self.source(name).required for name in sources)
