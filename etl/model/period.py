"""Periods of judgement: years, half-years, months and spans of them.

A period is a run of whole months. Its text is its identity: it stands in fact ids, folder names and partitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from etl.model.errors import Problem, UsageError

_SIMPLE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:-(?:H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?")
_EXPECTED = "a year (2007), a half-year (2007-H1), a month (2007-03) or a span (2007-03..2007-11, 2005..2008)"


def month_number(month: str) -> int:
    """Months since year 0 of a `YYYY-MM` text, so that months can be counted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_text(number: int) -> str:
    """The `YYYY-MM` text of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole months; `first` and `last` are month numbers, both included."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period.

        Raises:
            UsageError: the text is no period, or the span runs backwards.
        """
        ends = text.split("..")
        if len(ends) > 2 or not all(_SIMPLE.fullmatch(end) for end in ends):
            raise UsageError(Problem(f"'{text}' is not a period", expected=_EXPECTED, hint="for example 2007-H1."))
        first, last = cls._simple(ends[0]).first, cls._simple(ends[-1]).last
        if last < first:
            raise UsageError(
                Problem(
                    f"the period '{text}' ends before it begins",
                    expected="the earlier part first",
                    hint=f"write {ends[-1]}..{ends[0]}.",
                )
            )
        return cls(first, last)

    @classmethod
    def _simple(cls, text: str) -> Period:
        match = _SIMPLE.fullmatch(text)
        assert match is not None  # parse() has matched it
        january = int(match["year"]) * 12
        if match["half"]:
            return cls(january + 6 * (int(match["half"]) - 1), january + 6 * int(match["half"]) - 1)
        if match["month"]:
            return cls(january + int(match["month"]) - 1, january + int(match["month"]) - 1)
        return cls(january, january + 11)

    @property
    def kind(self) -> str:
        """`year`, `half`, `month` or `span`."""
        length, offset = self.last - self.first + 1, self.first % 12
        if length == 12 and offset == 0:
            return "year"
        if length == 6 and offset in (0, 6):
            return "half"
        return "month" if length == 1 else "span"

    def __str__(self) -> str:
        year = self.first // 12
        match self.kind:
            case "year":
                return str(year)
            case "half":
                return f"{year}-H{1 if self.first % 12 == 0 else 2}"
            case "month":
                return month_text(self.first)
        if self.first % 12 == 0 and self.last % 12 == 11:
            return f"{year}..{self.last // 12}"
        return f"{month_text(self.first)}..{month_text(self.last)}"

    @property
    def months(self) -> tuple[str, ...]:
        """The months as `YYYY-MM`, in order."""
        return tuple(month_text(number) for number in range(self.first, self.last + 1))

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The first day after the period."""
        after = self.last + 1
        return date(after // 12, after % 12 + 1, 1)

    def closes_at(self, time_zone: str) -> datetime:
        """The first instant after the period: the default as-of."""
        return datetime.combine(self.end, time(), ZoneInfo(time_zone))

    def year_before(self) -> Period:
        """The same months a year earlier."""
        return Period(self.first - 12, self.last - 12)

    def contains(self, other: Period) -> bool:
        """Whether all months of `other` are in this period."""
        return self.first <= other.first and other.last <= self.last

    def parts(self) -> Iterator[Period]:
        """The whole years, half-years and months inside, largest first, without the period itself."""
        for length in (12, 6, 1):
            for first in range(self.first, self.last + 2 - length):
                part = Period(first, first + length - 1)
                if first % length == 0 and part != self:
                    yield part

    def reported(self) -> tuple[Period, ...]:
        """Every period for which a run over this one states facts.

        The period, its whole years, halves and months, and what each of its years (else the period itself) is
        compared with: the same months a year earlier.
        """
        own = [self, *self.parts()]
        years = [part for part in own if part.kind == "year"] or [self]
        before = [year.year_before() for year in years]
        return tuple(dict.fromkeys([*own, *before]))

    def needed(self) -> Period:
        """All months whose deliveries a run over this period reads: the period and the year before it."""
        return Period(self.first - 12, self.last)
