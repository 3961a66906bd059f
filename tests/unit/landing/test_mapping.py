"""A supplier's own format is adapted by a mapping, never by code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from etl.model.contract import Source
from etl.model.errors import ContractError
from tests.unit.landing.conftest import Landing, xlsx

Land = Callable[..., Landing]
HEADER = ["Call Id", "Agent", "Answered (Y/N)", "Date", "Time", "Resolved"]
ROW = ["ID1", "Diane", "Y", "2021-01-01", "09:12:58", "N"]


def source(**changes: Any) -> Source:
    """A source that is delivered as somebody else's workbook."""
    mapping = {
        "file": "*.xlsx",
        "sheet": "Calls",
        "columns": {"Call Id": "call_id", "Answered (Y/N)": "outcome", "Resolved": "resolved"},
        "values": {"outcome": {"Y": "answered", "N": "abandoned"}, "resolved": {"Y": "true", "N": "false"}},
        "derive": {"arrived_at": 'cast("Date" || \' \' || "Time" as timestamp)'},
        "ignore": ["Agent"],
    }
    columns = {
        "call_id": {"pattern": "ID[0-9]+"},
        "outcome": {"codes": ["answered", "abandoned"]},
        "arrived_at": "timestamp",
        "resolved": "boolean",
    }
    return Source.model_validate(
        {"source": "calls", "key": ["call_id"], "columns": columns, "mapping": {**mapping, **changes}}
    )


def test_a_foreign_workbook_is_read_by_mapping_alone(land: Land) -> None:
    """Renamed, translated and derived columns; an ignored one is gone."""
    landed = land(xlsx([HEADER, ROW], sheet="Calls"), name="calls.xlsx", source=source(), month="")

    (row,) = landed.rows
    assert (row["call_id"], row["outcome"], row["resolved"]) == ("ID1", "answered", False)
    assert row["arrived_at"] == datetime(2021, 1, 1, 8, 12, 58, tzinfo=UTC)
    assert b"Diane" not in landed.parquet


def test_the_months_of_a_mapped_file_come_from_its_rows(land: Land) -> None:
    """By the local clock: half an hour before midnight in Amsterdam is still January."""
    rows = [
        [*ROW[:3], "2021-01-31", "23:30:00", "N"],
        [*ROW[:3], "2021-02-01", "00:00:00", "N"],
        [*ROW[:3], "2021-04-30", "10:00:00", "N"],
    ]

    landed = land(xlsx([HEADER, *rows], sheet="Calls"), name="calls.xlsx", source=source(), month="")

    assert [row["_month"] for row in landed.rows] == ["2021-01", "2021-02", "2021-04"]
    assert landed.result.months == ("2021-01", "2021-02", "2021-04")
    assert all(row["_in_month"] for row in landed.rows)


def test_a_value_without_translation_is_masked(land: Land) -> None:
    """A code nobody explained does not come in, and never becomes a default."""
    landed = land(
        xlsx([HEADER, [*ROW[:2], "?", *ROW[3:]]], sheet="Calls"), name="calls.xlsx", source=source(), month=""
    )

    assert landed.rows[0]["outcome"] == "***"
    assert landed.result.masked == {"outcome:codes": 1}


def test_an_untranslated_boolean_puts_its_line_aside(land: Land) -> None:
    """There is no third truth."""
    landed = land(xlsx([HEADER, [*ROW[:5], "maybe"]], sheet="Calls"), name="calls.xlsx", source=source(), month="")

    assert landed.rejects == [(2, "resolved", "not true or false")]


def test_a_derived_value_that_cannot_be_made_is_empty(land: Land) -> None:
    """A date that does not exist gives no moment; the checks judge what is missing."""
    landed = land(
        xlsx([HEADER, [*ROW[:3], "2021-02-30", "10:00:00", "N"]], sheet="Calls"),
        name="calls.xlsx", source=source(), month="",
    )  # fmt: skip

    assert landed.rows[0]["arrived_at"] is None
    assert landed.result.rows == 1


def test_a_column_nobody_mentioned_is_refused(land: Land) -> None:
    """Whatever is delivered is mapped or ignored, in writing."""
    with pytest.raises(ContractError) as caught:
        land(xlsx([[*HEADER, "Age"], [*ROW, 44]], sheet="Calls"), name="calls.xlsx", source=source(), month="")

    (problem,) = caught.value.problems
    assert problem.what == "the column 'Age' is unknown"
    assert problem.hint == "remove it, or name it under mapping.ignore in sources.yml."


def test_a_column_is_not_used_because_its_name_stands_inside_another(land: Land) -> None:
    """`Dat` is not read by an expression over `Date`."""
    with pytest.raises(ContractError, match="the column 'Dat' is unknown"):
        land(xlsx([[*HEADER, "Dat"], [*ROW, "x"]], sheet="Calls"), name="calls.xlsx", source=source(), month="")


def test_another_sheet_is_refused(land: Land) -> None:
    """The mapping names the sheet it is about."""
    with pytest.raises(ContractError, match=r"lacks the sheet of the mapping; expected a sheet 'Calls'"):
        land(xlsx([HEADER, ROW], sheet="Blad1"), name="calls.xlsx", source=source(), month="")


def test_a_mapping_that_is_no_sql_is_named(land: Land) -> None:
    """With the place where it stands."""
    broken = source(derive={"arrived_at": 'cast("Date" || "Tyme" as timestamp)'}, ignore=["Agent", "Time"])

    with pytest.raises(ContractError, match=r"the mapping's SQL does not fit.*Hint: see mapping.derive in sources.yml"):
        land(xlsx([HEADER, ROW], sheet="Calls"), name="calls.xlsx", source=broken, month="")
