"""The order in which a demo is made: counts of a year, then month by month the calls and all that refers to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.demo import folder, identities
from etl.demo.arrays import Ints
from etl.demo.calendar import Month, months_of
from etl.demo.call_counts import CallCounts, call_counts
from etl.demo.callback_counts import callback_counts, units_with_counts_only
from etl.demo.callback_tables import aggregate_columns, request_columns
from etl.demo.callbacks import Requests, YearOfCallbacks, requests_of_month, year_of_callbacks
from etl.demo.calls import call_columns, call_ids, calls_of_month, population
from etl.demo.case_steps import case_step_columns
from etl.demo.columns import write_csv
from etl.demo.complaint_counts import Cases, cases_of_year
from etl.demo.complaints import Links, complaint_columns
from etl.demo.contacts import Contacts, contacts_of_month
from etl.demo.incidents import incident_columns
from etl.demo.plant import plant_faults
from etl.demo.quality import quality_columns
from etl.demo.regional_targets import UNITS
from etl.demo.register_spec import registers
from etl.demo.register_tables import Tables, kept_in, register_columns
from etl.demo.survey import SurveyCounts, invitations_of_month, survey_columns, survey_counts
from etl.demo.targets import YEARS
from etl.model.errors import Problem, UsageError

SCALES = (0.001, 1.0)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Year:
    """What the months of a year share."""

    scale: float
    clients: dict[str, int]
    numbers: dict[str, Ints]
    calls: CallCounts
    callbacks: YearOfCallbacks
    survey: dict[str, SurveyCounts]
    cases: Cases


def write_demo(
    root: Path,
    years: Sequence[int] = (2006, 2007),
    scale: float = 0.01,
    progress: Progress | None = None,
    *,
    faults: bool = False,
) -> None:
    """Write calibrated demo deliveries: all sources as monthly CSV files, and `DEMO.json`.

    The same years and scale give the same bytes everywhere, and a year the same bytes in any company. From scale
    0.002 up the shares of 2007 come back at their printed precision.

    Args:
        root: a new or empty folder, or a former demo, which is replaced.
        years: any of 2005 to 2008.
        scale: 1 is the real volume of six million calls in 2007; 0.001 to 1.
        progress: called after each month with the month, months done, months in all.
        faults: also plant the faults of `faults.py` in the last year, documented in `FAULTS.json`.

    Raises:
        UsageError: a year or scale that does not exist, or a folder with files of others.
    """
    chosen = _check(years, scale)
    folder.prepare(root)
    total = 12 * len(chosen)
    done = 0
    for year in chosen:
        plan = _plan(year, scale)
        for month in months_of(year):
            _write_month(root, month, plan)
            done += 1
            if progress is not None:
                progress(str(month), done, total)
    if faults:
        plant_faults(root, chosen[-1])
    folder.finish(root, chosen, scale)


def _check(years: Sequence[int], scale: float) -> list[int]:
    chosen = sorted(set(years))
    unknown = [year for year in chosen if year not in YEARS]
    if unknown or not chosen:
        raise UsageError(
            Problem(
                f"no demo for {', '.join(map(str, unknown)) or 'no year at all'}",
                where="years",
                expected=", ".join(map(str, YEARS)),
                hint="the report is about 2007; 2006 is its comparison.",
            )
        )
    if not SCALES[0] <= scale <= SCALES[1]:
        raise UsageError(
            Problem(
                f"no demo at scale {scale}",
                where="scale",
                expected=f"a number from {SCALES[0]} to {SCALES[1]:g}",
                hint="0.01 is sixty thousand calls a year and takes seconds.",
            )
        )
    return chosen


def _plan(year: int, scale: float) -> _Year:
    clients = population(scale)
    callbacks = callback_counts(year, scale)
    calls = call_counts(year, scale, callbacks.by_month)
    return _Year(
        scale=scale,
        clients=clients,
        numbers={
            "employee": identities.employee_numbers(clients["employee"]),
            "employer": identities.employer_numbers(clients["employer"]),
        },
        calls=calls,
        callbacks=year_of_callbacks(year, callbacks, calls),
        survey=survey_counts(year, scale, calls),
        cases=cases_of_year(year, scale, callbacks),
    )


def _write_month(root: Path, month: Month, plan: _Year) -> None:
    calls = calls_of_month(month, plan.calls, plan.clients)
    requests = requests_of_month(month, plan.callbacks, calls)
    contacts = contacts_of_month(month, plan.callbacks.counts, requests)
    call_id = call_ids(month, len(calls))
    invitations = invitations_of_month(month, plan.survey, calls)
    links = Links(calls, call_id, requests, contacts)
    name = f"{month}.csv"
    write_csv(root / "kcc_calls" / name, call_columns(month, calls, plan.numbers))
    write_csv(root / "kcc_survey" / name, survey_columns(month, calls, call_id, invitations))
    write_csv(root / "kcc_quality" / name, quality_columns(month, plan.scale, calls, call_id))
    write_csv(root / "ict_incidents" / name, incident_columns(month))
    complaints = complaint_columns(month, plan.cases, links)
    write_csv(root / "complaints" / name, complaints)
    write_csv(root / "case_steps" / name, case_step_columns(month, complaints))
    _write_registers(root, month, {"complaints": complaints}, plan)
    _write_units(root, month, requests, contacts, call_id)


def _write_registers(root: Path, month: Month, tables: Tables, plan: _Year) -> None:
    others = {register.source: register for register in registers()}
    for source, register in others.items():
        if kept_in(register, month):
            made = register_columns(register, month, tables, plan.numbers["employee"], others)
            write_csv(root / source / f"{month}.csv", made)


def _write_units(root: Path, month: Month, requests: Requests, contacts: Contacts, call_id: identities.Bytes) -> None:
    """Records, or counts for the units that have no records in this year."""
    texts = identities.as_texts(call_id[requests.call])
    counts_only = units_with_counts_only(month.year)
    for code, unit in enumerate(UNITS):
        name = f"{month}__{unit}.csv"
        if unit in counts_only:
            write_csv(root / "aggregates" / name, aggregate_columns(month, code, requests))
        else:
            write_csv(root / "callback_requests" / name, request_columns(code, requests, contacts, texts))
