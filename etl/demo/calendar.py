"""Opening moments: when the KCC and the regional offices work, as UTC seconds.

Opening hours are Monday to Friday 08:00-17:00 in Europe/Amsterdam, except on Dutch public holidays. Good Friday is
open: the divisor of 261 weekdays in 2007 (trap T2) leaves no doubt that it was counted as a day of work.
The generator has a calendar of its own, so that a mistake in the pipeline's calendar shows.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from etl.demo.arrays import Ints

HOUR = 3600
DAY = 24 * HOUR
OPENING_HOUR, CLOSING_HOUR = 8, 17
OPENING_SECONDS = (CLOSING_HOUR - OPENING_HOUR) * HOUR
_EPOCH = date(1970, 1, 1)
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, leap_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@functools.cache
def holidays(year: int) -> dict[date, str]:
    """The public holidays on which no phone is answered, with their Dutch names."""
    sunday = easter(year)
    return {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday: "Eerste paasdag",
        sunday + timedelta(days=1): "Tweede paasdag",
        queens_day(year): "Koninginnedag",
        sunday + timedelta(days=39): "Hemelvaartsdag",
        sunday + timedelta(days=49): "Eerste pinksterdag",
        sunday + timedelta(days=50): "Tweede pinksterdag",
        date(year, 12, 25): "Eerste kerstdag",
        date(year, 12, 26): "Tweede kerstdag",
    }


def queens_day(year: int) -> date:
    """30 April, or Saturday 29 April when the 30th is a Sunday (the rule of 1980-2013; in 2006, for one)."""
    day = date(year, 4, 30)
    return day - timedelta(days=1) if day.weekday() == _SUNDAY else day


def is_open(day: date) -> bool:
    """Whether the KCC and the offices work on `day`."""
    return day.weekday() < 5 and day not in holidays(day.year)


@functools.cache
def weekdays_in(year: int) -> int:
    """Mondays to Fridays in a year, holidays included: the divisor of the published figures per day (T2)."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))
    return sum(day.weekday() < 5 for day in days)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in local time; its text is the month in a delivery's name."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def days(self) -> list[date]:
        """All days of the month."""
        first = date(self.year, self.number, 1)
        return [day for day in (first + timedelta(days=n) for n in range(31)) if day.month == self.number]

    @functools.cached_property
    def open_days(self) -> list[date]:
        """The days on which calls are answered."""
        return [day for day in self.days if is_open(day)]

    @property
    def open_seconds(self) -> int:
        """Opening time in the month: the base of availability."""
        return len(self.open_days) * OPENING_SECONDS


def months_of(year: int) -> list[Month]:
    """January to December."""
    return [Month(year, number) for number in range(1, 13)]


def local_moment(day: date, seconds: int = 0) -> int:
    """The UTC second at which the clock in Amsterdam shows `seconds` after midnight on `day`.

    On a day when the clock changes this holds from 03:00.
    """
    midnight = (day - _EPOCH).days * DAY
    return midnight + seconds - int(utc_offset(np.array([midnight + DAY // 2]))[0])


def opening_moments(days: list[date]) -> Ints:
    """08:00 local on each day, as UTC seconds."""
    return np.array([local_moment(day, OPENING_HOUR * HOUR) for day in days], dtype=np.int64)


def utc_offset(moments: Ints) -> Ints:
    """Seconds that local time is ahead of UTC: two hours in summer, one in winter.

    Summer time runs from the last Sunday of March to the last Sunday of October, 01:00 UTC (directive 2000/84/EC).
    """
    position = np.searchsorted(_clock_changes(), moments, side="right")
    return np.where(position % 2 == 1, 2 * HOUR, HOUR)


def local_days(moments: Ints) -> Ints:
    """Days since 1970-01-01 on the local calendar."""
    return (moments + utc_offset(moments)) // DAY


def opening_of(moments: Ints) -> Ints:
    """08:00 local on each moment's own day."""
    return moments - (moments + utc_offset(moments)) % DAY + OPENING_HOUR * HOUR


@functools.cache
def _clock_changes() -> Ints:
    changes = []
    for year in range(1996, 2038):
        for last in (date(year, 3, 31), date(year, 10, 31)):
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            changes.append((sunday - _EPOCH).days * DAY + HOUR)
    return np.array(changes, dtype=np.int64)


@functools.cache
def _office_days(year: int) -> tuple[Ints, Ints]:
    """Open days of `year` and the next as (day numbers, opening moments)."""
    days = [day for each in (year, year + 1) for month in months_of(each) for day in month.open_days]
    return np.array([(day - _EPOCH).days for day in days], dtype=np.int64), opening_moments(days)


def opening_after(year: int, moments: Ints, open_days_later: Ints) -> Ints:
    """08:00 on the n-th open day after each moment's own day; the moments lie in `year`."""
    numbers, openings = _office_days(year)
    today = np.searchsorted(numbers, local_days(moments), side="right") - 1
    result: Ints = openings[today + open_days_later]
    return result
