"""The demo of a small register follows from its description: exact shares, references that exist, the same bytes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from etl.demo import columns
from etl.demo.calendar import Month, months_of
from etl.demo.register_spec import Register, registers
from etl.demo.register_tables import Tables, register_columns

CLIENTS = np.array([111222333, 123456782])
COMPLAINTS: Tables = {
    "complaints": {
        "case_id": columns.words(["K-1", "K-2", "K-3"]),
        "kind": columns.words(["complaint", "signal", "complaint"]),
        "cause_code": columns.words(["TB1", "TB2", "INF1"]),
    }
}
ALERTS: dict[str, Any] = {
    "source": "alerts",
    "stream": 901,
    "rows": {2006: 240, 2007: 120},
    "columns": {
        "alert_id": {"id": "M-"},
        "pressed_at": {"moment": "open"},
        "unit": {"codes": {"KCC": 3, "WW": 1}},
        "deadline_at": {"after": "pressed_at", "seconds": [3600, 7200], "share": 0.5},
        "picked_up_at": {"after": "deadline_at", "seconds": [60, 120]},
        "case_id": {"of": "case_id", "when": {"unit": ["WW"]}},
        "client_id": {"client": "employee", "share": 0.25},
        "channel": {"value": "web"},
    },
    "picks": {"source": "complaints", "where": {"kind": ["complaint"]}},
}
CELLS = {"division": {"WW": 1.0, "AG": 3.0}, "role": {"employee": 9.0, "manager": 1.0}}
ATTENDANCE = {
    "source": "attendance", "stream": 902, "since": "2006-10", "rows": {2006: 300, 2007: 1200}, "cells": CELLS,
    "columns": {
        "participant_id": {"id": "P-"}, "attended_on": {"day": 4},
        "division": {"cell": "division"}, "role": {"cell": "role"},
        "due_on": {"after": "attended_on", "seconds": [259200, 864000]},
    },
}  # fmt: skip
POPULATION = {
    "source": "population", "stream": 903, "cells": CELLS,
    "columns": {
        "reference_date": {"day": 1}, "division": {"cell": "division"}, "role": {"cell": "role"},
        "headcount": {"total": 4000}, "trained": {"counted": "attendance"},
    },
}  # fmt: skip


def made(register: dict[str, Any], month: Month, tables: Tables = COMPLAINTS) -> dict[str, list[Any]]:
    """A month of a register as lists of texts."""
    others = {item["source"]: Register.model_validate(item) for item in (ALERTS, ATTENDANCE, POPULATION)}
    found = register_columns(Register.model_validate(register), month, tables, CLIENTS, others)
    return {name: column.to_pylist() for name, column in found.items()}


def test_rows_and_codes_of_a_year_are_exact() -> None:
    """120 alerts of which a quarter from WW, every month its fair part; a month is the same every time."""
    year = [made(ALERTS, month) for month in months_of(2007)]

    units = Counter(unit for month in year for unit in month["unit"])
    assert units == {"KCC": 90, "WW": 30}
    assert {len(month["unit"]) for month in year} <= {9, 10, 11}
    assert all(1 <= month["unit"].count("WW") <= 4 for month in year)
    assert year[2] == made(ALERTS, Month(2007, 3))


def test_moments_follow_each_other_and_lie_in_the_month() -> None:
    """A deadline comes after the press, and what follows an empty moment is empty."""
    rows = made(ALERTS, Month(2007, 3))

    pressed, deadline, picked = rows["pressed_at"], rows["deadline_at"], rows["picked_up_at"]
    assert pressed == sorted(pressed)
    assert all(at.startswith("2007-03-") and "08:00" <= at[11:16] <= "16:59" for at in pressed)
    assert sum(at is not None for at in deadline) == round(len(pressed) / 2)
    assert all(a < b for a, b in zip(pressed, deadline, strict=True) if b)
    assert [at is None for at in picked] == [at is None for at in deadline]


def test_references_are_to_rows_that_exist() -> None:
    """Only complaints are referred to, and only where the description says so; without a fitting row any will do."""
    rows = made(ALERTS, Month(2007, 3))
    signals: Tables = {"complaints": {name: values[1:2] for name, values in COMPLAINTS["complaints"].items()}}

    assert {case for case, unit in zip(rows["case_id"], rows["unit"], strict=True) if unit == "WW"} <= {"K-1", "K-3"}
    assert {case for case, unit in zip(rows["case_id"], rows["unit"], strict=True) if unit != "WW"} == {None}
    assert set(made(ALERTS, Month(2007, 3), signals)["case_id"]) == {None, "K-2"}
    assert {len(number) for number in rows["client_id"] if number} == {9}


def test_levels_count_the_flow_up_to_the_month() -> None:
    """What the population says of who was trained is how many attended since the beginning, in every cell."""
    attended = [made(ATTENDANCE, month) for year in (2006, 2007) for month in months_of(year)]
    march = made(POPULATION, Month(2007, 3))

    till_march = Counter(cell for month in attended[:15] for cell in zip(month["division"], month["role"], strict=True))
    told = dict(zip(zip(march["division"], march["role"], strict=True), march["trained"], strict=True))
    assert march["headcount"] == [900, 100, 2700, 300]
    assert told == dict(till_march)
    assert [len(month["role"]) for month in attended[:9]] == [0] * 9


def test_no_group_has_more_trained_than_people() -> None:
    """In the shipped description too, at the end of the last year: the rule that watches this (N6) blocks a run."""
    shipped = {register.source: register for register in registers()}

    december = register_columns(shipped["staff_population"], Month(2008, 12), {}, CLIENTS, shipped)

    groups = zip(december["trained"].to_pylist(), december["headcount"].to_pylist(), strict=True)
    assert [(trained, people) for trained, people in groups if trained > people] == []


def test_days_are_open_days_and_rows_divide_evenly_over_them() -> None:
    """Four days a month; a date after a date is no Saturday or Sunday."""
    rows = made(ATTENDANCE, Month(2007, 3))

    assert Counter(rows["attended_on"]).keys() == {"2007-03-01", "2007-03-08", "2007-03-16", "2007-03-23"}
    assert max(Counter(rows["attended_on"]).values()) - min(Counter(rows["attended_on"]).values()) <= 1
    assert all(np.is_busday(np.datetime64(day)) for day in rows["due_on"])


def test_a_timeline_says_what_holds_from_a_month_on() -> None:
    """Texts and numbers per code of the first cell; before the first month of a code there is nothing."""
    register = {
        "source": "certificates", "stream": 904, "cells": {"site": {"GOES": 1, "ALMERE": 1}},
        "columns": {
            "site": {"cell": "site"},
            "status": {"timeline": {"GOES": {"2007-01": "planned", "2007-03": "valid"}}},
            "articles": {"timeline": {"GOES": {"2007-01": 10, "2007-02": 30}, "ALMERE": {"2007-03": 5}}},
        },
    }  # fmt: skip

    february, march = (made(register, Month(2007, month)) for month in (2, 3))

    assert (february["status"], march["status"]) == (["planned", None], ["valid", None])
    assert (february["articles"], march["articles"]) == ([30, None], [30, 5])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": {"x": {"id": "a", "value": "b"}}}, "exactly one of"),
        ({"columns": {"x": {"after": "y"}}}, "after and seconds belong together"),
        ({"rows": None}, "rows per year, or cells"),
        ({"colums": {}}, "Extra inputs"),
    ],
)
def test_a_description_is_read_strictly(change: dict[str, Any], told: str) -> None:
    """A column has one kind; a register has rows; unknown keys are refused."""
    with pytest.raises(ValidationError, match=told):
        Register.model_validate({**ALERTS, **change})


def test_shipped_registers_have_random_numbers_of_their_own() -> None:
    """No two share a stream: then a change to one cannot move another."""
    streams = [register.stream for register in registers()]

    assert len(set(streams)) == len(streams)
