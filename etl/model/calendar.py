"""Days off, opening hours, and terms that move to the next working day.

Two calendars that are easily mixed up: public holidays by law, which extend terms, and the days and hours on which a
unit is open, which drive clocks and availability.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Literal

from pydantic import Field, model_validator

from etl.model.contract import Definition, Name, in_force

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SATURDAY = 5


class Holiday(Definition):
    """A public holiday: `day_off` closes offices, `term_extends` moves a term set by law that ends on it."""

    day: date = Field(alias="date")
    name_nl: str
    name_en: str
    day_off: bool
    term_extends: bool


class OpeningHours(Definition):
    """When the units of a source are open; without `source` the hours hold for all, without `unit` for its units.

    `closes` is the first moment at which it is closed. The most specific entry in force counts.
    """

    source: Name | None = None
    unit: str | None = None
    days: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    opens: time
    closes: time
    on_holidays: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> OpeningHours:
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens, on the same day")
        if self.unit is not None and self.source is None:
            raise ValueError("hours of one unit need its source")
        return self

    def concerns(self, source: str, unit: str) -> bool:
        """Whether these hours can hold for a unit of a source."""
        return self.source in (None, source) and self.unit in (None, unit)


def hours_on(
    day: date, source: str, unit: str, hours: Iterable[OpeningHours], days_off: frozenset[date]
) -> tuple[time, time] | None:
    """Opening and closing time of a unit on a day; None when it is closed that day."""
    after = day + timedelta(days=1)
    known = [
        item for item in hours if item.concerns(source, unit) and in_force(item.valid_from, item.valid_to, day, after)
    ]
    if not known:
        return None
    item = max(known, key=lambda item: (item.source is not None, item.unit is not None))
    closed = WEEKDAYS[day.weekday()] not in item.days or (day in days_off and not item.on_holidays)
    return None if closed else (item.opens, item.closes)


def end_of_term(received: date, weeks: int, holidays: Iterable[Holiday]) -> date:
    """The last day of a term in weeks that begins the day after `received`.

    A term that ends on a Saturday, Sunday or public holiday ends on the next day that is none of these (Algemene
    termijnenwet, art. 1). Six weeks for a complaint, ten with an advisory committee, four more when adjourned
    (Algemene wet bestuursrecht 9:11).
    """
    extending = {holiday.day for holiday in holidays if holiday.term_extends}
    last = received + timedelta(weeks=weeks)
    while last.weekday() >= _SATURDAY or last in extending:
        last += timedelta(days=1)
    return last
