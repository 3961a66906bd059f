"""One delivered file: types, rejected lines, masks, pseudonyms, and the account of it all."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from etl.landing.lines import FIELDS, UNCLOSED
from tests.unit.landing.conftest import GOOD, KEY, Landing, csv_text

Land = Callable[..., Landing]


def test_a_row_lands_typed_and_with_its_origin(land: Land) -> None:
    """Every type, and where the row came from."""
    (row,) = land(csv_text(GOOD)).rows

    assert row["call_id"] == "C1"
    assert row["arrived_at"] == datetime(2007, 3, 1, 7, 0, 12, tzinfo=UTC)
    assert (row["day"], row["attempts"], row["fraction"], row["invited"]) == (
        date(2007, 3, 2),
        3,
        Decimal("0.25"),
        True,
    )
    assert (row["_line"], row["_unit"], row["_month"], row["_delivery"]) == (2, "national", "2007-03", "0" * 64)


@pytest.mark.parametrize(
    "empty", ["C1,,,2007-03-01T08:00:12+01:00,,,,,", 'C1,"","",2007-03-01T08:00:12+01:00,"","","","",""']
)
def test_empty_is_null(land: Land, empty: str) -> None:
    """Quoted or not; nothing is masked and nobody gets a pseudonym."""
    landed = land(csv_text(empty))

    (row,) = landed.rows
    assert [row[name] for name in ("client_ps", "group", "day", "attempts", "fraction", "invited", "note")] == [
        None
    ] * 7
    assert landed.result.masked == {}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2007-03-01T08:00:12+01:00", datetime(2007, 3, 1, 7, 0, 12, tzinfo=UTC)),
        ("2007-03-01T07:00:12Z", datetime(2007, 3, 1, 7, 0, 12, tzinfo=UTC)),
        ("2007-03-01 08:00:12+01", datetime(2007, 3, 1, 7, 0, 12, tzinfo=UTC)),
        ("2007-03-01T03:00:12.5-04:00", datetime(2007, 3, 1, 7, 0, 12, 500_000, tzinfo=UTC)),
    ],
)
def test_a_moment_with_any_offset_is_the_same_instant(land: Land, text: str, moment: datetime) -> None:
    """ISO 8601 has several spellings."""
    (row,) = land(csv_text(GOOD.replace("2007-03-01T08:00:12+01:00", text))).rows

    assert row["arrived_at"] == moment


@pytest.mark.parametrize(
    ("column", "good", "bad", "reason"),
    [
        ("arrived_at", "2007-03-01T08:00:12+01:00", "2007-03-01T08:00:12", "not an ISO 8601 moment with offset"),
        ("arrived_at", "2007-03-01T08:00:12+01:00", "01-03-2007 08:00:12+01", "not an ISO 8601 moment with offset"),
        ("arrived_at", "2007-03-01T08:00:12+01:00", "2007-02-30T08:00:12+01:00", "not an ISO 8601 moment with offset"),
        ("arrived_at", "2007-03-01T08:00:12+01:00", "2007-03-01T25:00:12+01:00", "not an ISO 8601 moment with offset"),
        ("arrived_at", "2007-03-01T08:00:12+01:00", "2007-03-01", "not an ISO 8601 moment with offset"),
        ("day", "2007-03-02", "2-3-2007", "not an ISO 8601 date"),
        ("day", "2007-03-02", "2007-13-02", "not an ISO 8601 date"),
        ("attempts", ",3,", ",3.5,", "not a whole number"),
        ("attempts", ",3,", ",three,", "not a whole number"),
        ("attempts", ",3,", ",99999999999999999999999,", "not a whole number"),
        ("fraction", "0.25", '"0,25"', "not a number"),
        ("fraction", "0.25", "a quarter", "not a number"),
        ("fraction", "0.25", "NaN", "not a number"),
        ("invited", "true", "J", "not true or false"),
        ("invited", "true", "1", "not true or false"),
        ("invited", "true", "TRUE", "not true or false"),
    ],
)
def test_a_value_that_cannot_be_read_puts_its_line_aside(
    land: Land, column: str, good: str, bad: str, reason: str
) -> None:
    """With line, column and reason; the lines around it land."""
    landed = land(csv_text(GOOD, GOOD.replace(good, bad).replace("C1", "C2"), GOOD.replace("C1", "C3")))

    assert landed.rejects == [(3, column, reason)]
    assert [row["call_id"] for row in landed.rows] == ["C1", "C3"]
    assert [row["_line"] for row in landed.rows] == [2, 4]


def test_every_line_is_accounted_for(land: Land) -> None:
    """Lines of all kinds together: what was delivered is what was read and what was put aside, in order."""
    landed = land(
        csv_text(
            GOOD,
            '"C2,open',
            GOOD.replace("C1", "C3").replace("2007-03-01T08", "2007-03-01U08"),
            "C4,too,few",
            GOOD.replace("C1", "C5"),
        )
    )

    assert (landed.result.lines, landed.result.rows, landed.result.rejected) == (5, 2, 3)
    assert landed.rejects == [
        (3, "", UNCLOSED),
        (4, "arrived_at", "not an ISO 8601 moment with offset"),
        (5, "", FIELDS),
    ]
    assert [(row["call_id"], row["_line"]) for row in landed.rows] == [("C1", 2), ("C5", 6)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_do_not_matter(land: Land, end: str, last: str, mark: bytes) -> None:
    """Whatever the supplier's system writes, the rows are the same."""
    content = mark + csv_text(GOOD, GOOD.replace("C1", "C2"), end=end).rstrip(b"\r\n") + last.encode()

    landed = land(content)

    assert [row["note"] for row in landed.rows] == ["kort", "kort"]
    assert (landed.result.lines, landed.rejects) == (2, [])


def test_the_order_of_columns_does_not_matter(land: Land) -> None:
    """Columns are known by their names."""
    names = "note,invited,fraction,attempts,day,arrived_at,group,client_id,call_id"

    (row,) = land(csv_text(",".join(reversed(GOOD.split(","))), header=names)).rows

    assert (row["call_id"], row["note"], row["attempts"]) == ("C1", "kort", 3)


def test_the_person_number_is_replaced_and_nowhere_in_the_file(land: Land) -> None:
    """Neither the number nor the name of its column is left in the bytes."""
    landed = land(csv_text(GOOD, GOOD.replace("C1", "C2")))

    assert landed.rows[0]["client_ps"] == hmac.new(KEY, b"123456782", hashlib.sha256).hexdigest()
    assert landed.rows[0]["client_ps"] == landed.rows[1]["client_ps"]
    assert b"client_id" not in landed.parquet
    assert b"123456782" not in landed.parquet


def test_spaces_around_a_person_number_do_not_make_another_person(land: Land) -> None:
    """Some systems pad."""
    (row,) = land(csv_text(GOOD.replace("123456782", " 123456782 "))).rows

    assert row["client_ps"] == hmac.new(KEY, b"123456782", hashlib.sha256).hexdigest()


def test_masked_values_are_counted_per_column_and_reason(land: Land) -> None:
    """The row stays; the value is replaced whole; everything else of the row is as delivered."""
    landed = land(
        csv_text(
            GOOD,
            GOOD.replace("C1", "C2").replace("kort", "bsn 123456782"),
            GOOD.replace("C1", "C3").replace("kort", "bel 06-12345678"),
            GOOD.replace("C1", "Jansen").replace("employee", "werknemer"),
        )
    )

    assert landed.result.masked == {
        "call_id:pattern": 1, "group:codes": 1, "note:person_number": 1, "note:phone_number": 1,
    }  # fmt: skip
    assert [row["note"] for row in landed.rows] == ["kort", "***", "***", "kort"]
    assert (landed.rows[3]["call_id"], landed.rows[3]["group"]) == ("***", "***")
    assert landed.rows[3]["_masked"] == ["call_id:pattern", "group:codes"]
    assert landed.rows[0]["_masked"] is None
    assert (landed.result.rows, landed.rejects) == (4, [])


def test_a_person_number_between_lines_of_a_large_file_is_found(land: Land) -> None:
    """The search is skipped only where no row is suspect."""
    lines = [GOOD.replace("C1", f"C{number}") for number in range(5000)]
    lines[4321] = lines[4321].replace("kort", "nummer 123.456.782")

    landed = land(csv_text(*lines))

    assert landed.result.masked == {"note:person_number": 1}
    assert landed.rows[4321]["note"] == "***"


def test_a_delivery_without_rows_lands_as_nothing(land: Land) -> None:
    """A region without callbacks is not a missing region."""
    landed = land(csv_text())

    assert (landed.result.lines, landed.result.rows, landed.result.rejected) == (0, 0, 0)
    assert landed.result.months == ("2007-03",)
    assert landed.rows == []


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2007-02-28T23:59:59+01:00", False),
        ("2007-03-01T00:00:00+01:00", True),
        ("2007-02-28T23:30:00Z", True),
        ("2007-03-01T00:30:00+02:00", False),
        ("2007-03-31T23:59:59+02:00", True),
        ("2007-04-01T00:00:00+02:00", False),
        ("2007-03-31T22:30:00Z", False),
        ("2007-03-31T23:30:00+01:00", False),
    ],
)
def test_the_month_of_a_row_is_by_the_dutch_clock(land: Land, moment: str, inside: bool) -> None:
    """March 2007 begins in winter time and ends in summer time; its last instant belongs to April."""
    (row,) = land(csv_text(GOOD.replace("2007-03-01T08:00:12+01:00", moment))).rows

    assert row["_in_month"] is inside
    assert row["_month"] == "2007-03"


@pytest.mark.parametrize(
    ("month", "moment", "inside"),
    [
        ("2007-10", "2007-10-28T02:30:00+02:00", True),
        ("2007-10", "2007-10-31T23:59:59+01:00", True),
        ("2007-10", "2007-10-31T23:30:00+02:00", True),
        ("2007-10", "2007-10-31T23:00:00Z", False),
        ("2007-12", "2007-12-31T23:59:59+01:00", True),
        ("2007-12", "2008-01-01T00:00:00+01:00", False),
    ],
)
def test_the_clock_goes_back_and_the_year_turns(land: Land, month: str, moment: str, inside: bool) -> None:
    """The double hour of October belongs to October, New Year to January."""
    landed = land(csv_text(GOOD.replace("2007-03-01T08:00:12+01:00", moment)), month=month)

    assert [row["_in_month"] for row in landed.rows] == [inside]
