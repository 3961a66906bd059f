"""The calendar of deliveries: one cell per month, a point where nothing was used, nothing left out."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etl.model.content import DeliveryLine
from etl.model.period import Period
from etl.report.deliveries import calendar, entry_text, spoilt, told_months, unit_text

NBSP = "\N{NO-BREAK SPACE}"


def line(month: str, unit: str = "national", rows: int = 1200, **more: Any) -> DeliveryLine:
    """A delivery of a month; its checksum begins with its month."""
    sha256 = (month.replace("-", "").replace(".", "") + "0" * 64)[:64]
    told = {"part": "", "rejected": 0, "masked": 0, "sha256": sha256, **more}
    return DeliveryLine(source="calls", unit=unit, month=month, file="calls.csv", rows=rows, **told)


def test_a_month_that_was_not_delivered_shows() -> None:
    """Between the first and last month of the report it is a point; outside it the cell is empty."""
    lines = [line("2007-02"), line("2007-04")]

    (row,) = calendar(lines, Period.parse("2007-01..2007-05"))

    assert (row.unit, str(row.year)) == ("landelijk", "2007")
    assert [entry.text for entry in row.entries] == [
        ".", f"1.200{NBSP * 2}20070200", ".", f"1.200{NBSP * 2}20070400", ".", "", "", "", "", "", "", "",
    ]  # fmt: skip


def test_a_file_over_more_months_has_one_cell_in_each_year() -> None:
    """As wide as its months."""
    rows = calendar([line("2006-11..2007-02")], Period.parse("2006..2007"))

    assert [[entry.months for entry in row.entries if entry.used] for row in rows] == [[2], [2]]
    assert [sum(entry.months for entry in row.entries) for row in rows] == [12, 12]


def test_two_deliveries_about_one_month_have_a_row_each() -> None:
    """Neither hides the other."""
    rows = calendar([line("2007-01..2007-03"), line("2007-02", rows=7)], Period.parse("2007"))

    assert [[entry.text for entry in row.entries if entry.used] for row in rows] == [
        [f"1.200{NBSP * 2}20070120"],
        [f"7{NBSP * 2}20070200"],
    ]


def test_a_delivery_without_a_month_is_told_too() -> None:
    """In a row without a year."""
    rows = calendar([line("", rows=0)], told_months([line("2007-01")]))

    assert [(row.unit, row.year, row.entries[0].months) for row in rows] == [("landelijk", None, 12)]


def test_units_and_parts_have_rows_of_their_own() -> None:
    """In order of their names."""
    rows = calendar([line("2007-01", "WW-OOST"), line("2007-01", "AG-WEST", part="2")], Period.parse("2007"))

    assert [row.unit for row in rows] == ["AG-WEST 2", "WW-OOST"]


def test_what_was_spoilt_is_told_apart() -> None:
    """Rows that could not be read, and texts that were screened off."""
    lines = [line("2007-01"), line("2007-02", rejected=1), line("2007-03", masked=2)]

    assert [item.month for item in spoilt(lines)] == ["2007-02", "2007-03"]


MONTHS = st.integers(12 * 2006, 12 * 2008 - 1)
SPANS = st.tuples(MONTHS, st.integers(0, 14)).map(lambda pair: str(Period(pair[0], pair[0] + pair[1])))
LINES = st.builds(line, SPANS, st.sampled_from(["national", "AG-WEST", "WW-OOST"]), rows=st.integers(0, 10**6))


@given(st.lists(LINES, max_size=12))
def test_every_delivery_stands_in_each_of_its_years(lines: list[DeliveryLine]) -> None:
    """Whatever overlaps: each year of each delivery has a cell, each row has twelve months, no month is there twice."""
    rows = calendar(lines, told_months(lines))

    stood = [(row.unit, str(row.year), entry.text) for row in rows for entry in row.entries if entry.used]
    expected = [
        (unit_text(item), str(year), entry_text(item))
        for item in lines
        for year in range(Period.parse(item.month).first // 12, Period.parse(item.month).last // 12 + 1)
    ]
    assert sorted(stood) == sorted(expected)
    assert all(sum(entry.months for entry in row.entries) == 12 for row in rows)
