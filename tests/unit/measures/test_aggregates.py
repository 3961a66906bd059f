"""Delivered counts: good ones become measure rows, each fault is named with file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from etl.measures import read_aggregates
from etl.model.deliveries import Landed
from etl.model.errors import ContractError
from etl.model.programme import Programme
from tests.unit.indicators.small import programme, regional, share

COLUMNS = ("source", "month", "client_group", "division", "region", "site", "measure", "value")
CODES = {"client_group": {"employee": {"nl": "werknemers"}, "employer": {"nl": "werkgevers"}}}
USED = programme(share(), units=regional("AG"), dimensions=CODES)
Read = Callable[..., pd.DataFrame]


def count(measure: str, value: object, **more: str | None) -> dict[str, Any]:
    """One delivered line."""
    return {
        **dict.fromkeys(COLUMNS),
        "source": "requests",
        "month": "2007-03",
        "measure": measure,
        "value": Decimal(str(value)),
        **more,
    }


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read files of aggregates: `read(lines, more lines, unit=…)`; the files are `aggregates/<place>.csv`."""

    def reading(*files: Sequence[dict[str, Any]], unit: str = "AG-WEST", used: Programme = USED) -> pd.DataFrame:
        landed = []
        connection = duckdb.connect()
        for place, lines in enumerate(files):
            path = tmp_path / f"{unit}-{place}.parquet"
            columns = {name: [line[name] for line in lines] for name in COLUMNS}
            frame = pd.DataFrame({**columns, "_line": range(2, len(lines) + 2)}).astype({"_line": "int64"})
            texts = ", ".join(f"cast({name} as varchar) as {name}" for name in COLUMNS[:-1])
            connection.register("frame", frame)
            connection.execute(
                f"copy (select {texts}, cast(value as decimal(28, 10)) as value, _line from frame) to '{path}'"
            )
            file = f"aggregates/{place}.csv"
            item = Landed(
                "aggregates", unit, "2007-03", "", file, f"sha{place}", 1, len(lines), len(lines), 0, ("2007-03",), ""
            )
            landed.append((item, str(path)))
        return read_aggregates(connection, used, landed)

    return reading


def faults(read: Read, *files: Sequence[dict[str, Any]], **more: Any) -> list[tuple[str, int | None, str | None, str]]:
    """File, line, column and message of every fault."""
    with pytest.raises(ContractError) as caught:
        read(*files, **more)
    assert caught.value.exit_code == 3
    assert all(problem.hint and problem.expected for problem in caught.value.problems)
    return [(problem.where, problem.line, problem.column, problem.what) for problem in caught.value.problems]


def test_counts_become_rows_with_the_dimensions_of_their_unit(read: Read) -> None:
    """Delivery, unit and month are those of the file; what the unit knows of itself need not be delivered."""
    rows = read([count("requested", 20, client_group="employee"), count("requested", "3.5", client_group="employer")])

    expected = {
        "source": "requests",
        "delivery": "sha0",
        "unit": "AG-WEST",
        "month": "2007-03",
        "client_group": "employee",
        "division": "AG",
        "region": "WEST",
        "site": None,
        "measure": "requested",
        "value": Decimal(20),
    }
    assert rows.to_dict("records") == [expected, {**expected, "client_group": "employer", "value": Decimal("3.5")}]


def test_a_delivered_zero_is_a_row(read: Read) -> None:
    """Zero is known; it is not missing."""
    rows = read([count("requested", 0)])

    assert rows["value"].tolist() == [Decimal(0)]


def test_large_counts_stay_exact(read: Read) -> None:
    """No detour over floating point: eighteen digits come through."""
    rows = read([count("requested", "123456789012345678.25")])

    assert rows["value"].tolist() == [Decimal("123456789012345678.25")]


def test_no_files_are_no_rows(read: Read) -> None:
    """The columns are there all the same."""
    rows = read()

    assert list(rows.columns) == ["source", "delivery", "unit", "month", *COLUMNS[2:]]
    assert rows.empty


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        (count("requested", 1, source="request"), "source", "this source is unknown"),
        (count("offered", 1, source="calls"), "source", "AG-WEST does not deliver this source"),
        (count("requestd", 1), "measure", "this measure is unknown"),
        (count("offered", 1), "measure", "this measure is unknown"),
        (count("requested", 1, month="2007-04"), "month", "this is another month than the file's"),
        (count("requested", -1), "value", "a count cannot be negative"),
        (count("requested", 1, region="ZUID"), "region", "this is another region than the unit's"),
        (count("requested", 1, division="WW"), "division", "this is another division than the unit's"),
        (count("requested", 1, client_group="client"), "client_group", "this client_group is unknown"),
    ],
)
def test_a_fault_names_file_line_and_column(read: Read, line: dict[str, Any], column: str, what: str) -> None:
    """The good lines around it are not blamed; the header is line 1, so the second count stands on line 3."""
    lines = [count("in_time", 1, client_group="employee"), line, count("in_time", 1, client_group="employer")]

    found = faults(read, lines)

    assert found == [("aggregates/0.csv", 3, column, what)]


def test_all_faults_are_named_at_once(read: Read) -> None:
    """Two on one line, and one in another file."""
    found = faults(
        read,
        [count("requested", -1, month="2007-04")],
        [count("in_time", 1), count("nothing", 1)],
    )

    assert [item[:3] for item in found] == [
        ("aggregates/0.csv", 2, "month"),
        ("aggregates/0.csv", 2, "value"),
        ("aggregates/1.csv", 3, "measure"),
    ]


def test_a_value_is_never_quoted(read: Read) -> None:
    """What stands in a file may be a person's: a message says where, not what."""
    with pytest.raises(ContractError) as caught:
        read([count("Jansen111222333", 1, client_group="Jansen")])

    assert "Jansen" not in str(caught.value)
    assert "111222333" not in str(caught.value)


def test_a_count_may_stand_once(read: Read) -> None:
    """Twice in a file would be added up: the second is named, with an empty dimension as with a filled one."""
    total, part = count("requested", 1), count("in_time", 1, client_group="employee")

    found = faults(read, [total, part, total, part])

    what = "this count stands twice"
    assert sorted(found) == [("aggregates/0.csv", 4, "measure", what), ("aggregates/0.csv", 5, "measure", what)]


def test_a_count_may_stand_once_in_all_parts_of_a_month(read: Read) -> None:
    """Two files of one unit and month are added up too."""
    found = faults(read, [count("requested", 1)], [count("in_time", 1), count("requested", 2)])

    assert found == [("aggregates/1.csv", 3, "measure", "this count stands twice")]


@pytest.mark.parametrize("split", [False, True])
def test_a_total_may_not_stand_beside_its_parts(read: Read, split: bool) -> None:
    """It would count everything twice, in one file or in two."""
    parts = [count("requested", 1, client_group="employee"), count("requested", 2, client_group="employer")]
    total = [count("requested", 3)]

    found = faults(read, parts, total) if split else faults(read, [*parts, *total])

    place = ("aggregates/1.csv", 2) if split else ("aggregates/0.csv", 4)
    assert found == [(*place, "client_group", "this count has no client_group while others of the same measure have")]


def test_two_units_may_deliver_the_same_counts(read: Read) -> None:
    """Only within one unit-month is the same count a repeat."""
    west = read([count("requested", 1)])
    south = read([count("requested", 1)], unit="AG-ZUID")

    assert [*west["region"], *south["region"]] == ["WEST", "ZUID"]
