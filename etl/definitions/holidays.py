"""Calendars of public holidays: reviewed data files with their sources, shipped or a programme's own."""

from __future__ import annotations

import csv
from pathlib import Path

from pydantic import ValidationError

from etl.definitions.yaml_lines import Document
from etl.model.calendar import Holiday
from etl.model.errors import Problem, UsageError, did_you_mean

SHIPPED = Path(__file__).parent / "calendars"


def calendar_path(name: str, folder: Path, document: Document) -> Path:
    """The file of a calendar: in the programme's own `calendars/`, else the shipped one.

    Raises:
        UsageError: there is no such calendar.
    """
    for candidate in (folder / "calendars" / f"{name}.csv", SHIPPED / f"{name}.csv"):
        if candidate.is_file():
            return candidate
    known = [path.stem for path in SHIPPED.glob("*.csv")]
    raise UsageError(document.problem(f"there is no calendar '{name}'", ("calendar",), hint=did_you_mean(name, known)))


def read_holidays(path: Path) -> tuple[Holiday, ...]:
    """The holidays of a calendar file, in order; lines that begin with # are comments.

    Raises:
        UsageError: a line is no holiday; it is named.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    rows = csv.DictReader(line for _, line in numbered)
    holidays = []
    for (number, _), row in zip(numbered[1:], rows, strict=True):
        try:
            holidays.append(Holiday.model_validate(row))
        except ValidationError as error:
            column = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise UsageError(
                Problem(
                    "this is no holiday",
                    where=f"calendars/{path.name}",
                    line=number,
                    column=column,
                    expected="date,name_nl,name_en,day_off,term_extends",
                    hint="dates are ISO 8601, the last two are true or false.",
                )
            ) from None
    return tuple(sorted(holidays, key=lambda holiday: (holiday.day, holiday.name_nl)))
