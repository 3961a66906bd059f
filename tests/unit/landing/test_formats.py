"""Four formats, the same rows; and bytes that are not what their name says."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from etl.landing.lines import FIELDS
from etl.model.errors import ContractError, OversightError, Problem, UnreadableError
from tests.unit.landing.conftest import GOOD, HEADER, Landing, csv_gz, csv_text, parquet, xlsx

Land = Callable[..., Landing]
MOMENT = datetime(2007, 3, 1, 7, 0, 12, tzinfo=UTC)
SECOND = "C2,,,2007-03-31T23:59:59+02:00,,,,,"


def problem_of(land: Land, kind: type[OversightError], content: bytes, name: str = "2007-03.csv") -> Problem:
    """The one thing that is wrong with a file."""
    with pytest.raises(kind) as caught:
        land(content, name=name)
    (problem,) = caught.value.problems
    assert problem.where == f"calls/{name}"
    return problem


def typed_parquet() -> bytes:
    """The two rows with the types Parquet has for them."""
    return parquet(
        {
            "call_id": ["C1", "C2"],
            "client_id": ["123456782", None],
            "group": ["employee", None],
            "arrived_at": pa.array([MOMENT, datetime(2007, 3, 31, 21, 59, 59, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "day": [date(2007, 3, 2), None],
            "attempts": pa.array([3, None], pa.int32()),
            "fraction": pa.array([0.25, None], pa.float64()),
            "invited": [True, None],
            "note": ["kort", None],
        }
    )


def workbook() -> bytes:
    """The two rows as somebody typed them: numbers, a date and a boolean of the spreadsheet itself."""
    first: list[Any] = [
        "C1",
        "123456782",
        "employee",
        "2007-03-01T08:00:12+01:00",
        date(2007, 3, 2),
        3,
        0.25,
        True,
        "kort",
    ]
    return xlsx([HEADER.split(","), first, ["C2", None, None, "2007-03-31T23:59:59+02:00"]])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2007-03.csv", csv_text(GOOD, SECOND)),
        ("2007-03.csv.gz", csv_gz(csv_text(GOOD, SECOND))),
        ("2007-03.parquet", parquet({name: [a or None, b or None] for name, a, b in zip(
            HEADER.split(","), GOOD.split(","), SECOND.split(","), strict=True)})),
        ("2007-03.parquet", typed_parquet()),
        ("2007-03.xlsx", workbook()),
        ("2007-03.xlsx", xlsx([line.split(",") for line in (HEADER, GOOD, SECOND)])),
    ],
    ids=["csv", "gzip", "parquet of texts", "typed parquet", "workbook", "workbook of texts"],
)  # fmt: skip
def test_all_formats_give_the_same_rows(land: Land, name: str, content: bytes) -> None:
    """Down to the line numbers: the header is line 1 everywhere."""
    expected = land(csv_text(GOOD, SECOND)).rows

    landed = land(content, name=name)

    assert landed.rows == expected
    assert (landed.result.lines, landed.rejects, landed.result.masked) == (2, [], {})


def test_a_bad_value_is_put_aside_in_every_format(land: Land) -> None:
    """A number that is none, in line 3."""
    bad = SECOND.replace("C2,,,2007-03-31T23:59:59+02:00,,,", "C2,,,2007-03-31T23:59:59+02:00,,x,")
    by_csv = land(csv_text(GOOD, bad))
    by_xlsx = land(xlsx([line.split(",") for line in (HEADER, GOOD, bad)]), name="2007-03.xlsx")

    assert by_csv.rejects == by_xlsx.rejects == [(3, "attempts", "not a whole number")]


def test_a_workbook_without_zone_is_read_by_the_local_clock(land: Land) -> None:
    """A spreadsheet cannot hold an offset."""
    row = ["C1", None, None, datetime.fromisoformat("2007-03-01T08:00:12"), None, None, None, None, None]

    landed = land(xlsx([HEADER.split(","), row]), name="2007-03.xlsx")

    assert landed.rows[0]["arrived_at"] == MOMENT


def test_empty_rows_and_columns_of_a_workbook_are_no_rows(land: Land) -> None:
    """Line numbers stay those of the sheet."""
    cells = [cell or None for cell in GOOD.split(",")]

    landed = land(xlsx([[*HEADER.split(","), None, ""], [None], [*cells, None], [None], cells]), name="2007-03.xlsx")

    assert [row["_line"] for row in landed.rows] == [3, 5]
    assert landed.result.lines == 2


def test_a_row_of_a_workbook_with_more_cells_than_the_header_is_put_aside(land: Land) -> None:
    """Nobody knows what the last cell is."""
    landed = land(xlsx([HEADER.split(","), [*GOOD.split(","), "more"]]), name="2007-03.xlsx")

    assert landed.rejects == [(2, "", FIELDS)]
    assert (landed.result.lines, landed.result.rows) == (1, 0)


def test_decimals_survive_every_format(land: Land) -> None:
    """A quarter is a quarter."""
    rows = [land(csv_text(GOOD)).rows[0], land(workbook(), name="2007-03.xlsx").rows[0]]

    assert [row["fraction"] for row in rows] == [Decimal("0.25")] * 2


@pytest.mark.parametrize("name", ["2007-03.csv", "2007-03.csv.gz", "2007-03.parquet", "2007-03.xlsx"])
def test_an_empty_file_is_named(land: Land, name: str) -> None:
    """A delivery without rows still has a header."""
    problem = problem_of(land, UnreadableError, b"", name)

    assert (problem.what, problem.line, problem.expected) == ("the file is empty", 1, "a header line")


def test_nothing_in_a_gzip_is_an_empty_file(land: Land) -> None:
    """Not a file with another name."""
    problem = problem_of(land, UnreadableError, gzip.compress(b"", mtime=0), "2007-03.csv.gz")

    assert problem.what == "the file is empty"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (workbook(), "a ZIP or Excel file"),
        (gzip.compress(b"call_id\n", mtime=0), "a gzip file"),
        (typed_parquet(), "a Parquet file"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_another_format_named_csv_is_recognised(land: Land, content: bytes, kind: str) -> None:
    """By its first bytes."""
    problem = problem_of(land, UnreadableError, content)

    assert problem.what == f"the file is named CSV but is {kind}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (csv_text(GOOD.replace("kort", "café")).decode().encode("latin-1"), 2),
        (csv_text(GOOD).decode().encode("utf-16"), 1),
        (csv_text(GOOD, GOOD + "\0"), 3),
        (csv_text(GOOD)[:-1] + "é".encode()[:1], 2),
    ],
    ids=["latin-1", "utf-16", "nul", "cut in a letter"],
)
def test_another_encoding_is_named_with_its_line(land: Land, text: bytes, line: int) -> None:
    """The first line that is no UTF-8."""
    problem = problem_of(land, UnreadableError, text)

    assert (problem.what, problem.line, problem.expected) == ("this is not UTF-8", line, "text in UTF-8")


def test_a_wrong_letter_far_down_is_found(land: Land) -> None:
    """Also beyond the first megabyte."""
    lines = [GOOD] * 20_000 + [GOOD.replace("kort", "caf\udce9")]
    content = "\n".join([HEADER, *lines, ""]).encode("utf-8", "surrogateescape")

    problem = problem_of(land, UnreadableError, content)

    assert (problem.what, problem.line) == ("this is not UTF-8", 20_002)


def test_a_gzip_that_is_cut_short_is_named_with_the_line(land: Land) -> None:
    """How far it could be read."""
    content = csv_gz(csv_text(*[GOOD.replace("C1", f"C{number}") for number in range(5000)]))

    problem = problem_of(land, UnreadableError, content[: len(content) // 2], "2007-03.csv.gz")

    assert problem.what == "the gzip file is cut short"
    assert problem.line is not None
    assert 1 < problem.line < 5000


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("2007-03.csv.gz", b"call_id\n", "this is not a sound gzip file"),
        ("2007-03.parquet", b"call_id\n", "this is not a sound Parquet file"),
        ("2007-03.parquet", typed_parquet()[:-20], "this is not a sound Parquet file"),
        ("2007-03.xlsx", b"call_id\n", "this is not a sound Excel file (BadZipFile)"),
        ("2007-03.xlsx", workbook()[:500], "this is not a sound Excel file (BadZipFile)"),
    ],
)
def test_unsound_files_are_named(land: Land, name: str, content: bytes, what: str) -> None:
    """Whatever the library beneath says of them."""
    problem = problem_of(land, UnreadableError, content, name)

    assert problem.what == what
    assert problem.expected


def test_a_parquet_file_with_damaged_rows_is_named(land: Land) -> None:
    """Its end is sound, its data are not."""
    content = bytearray(parquet({name: [GOOD.split(",")[i]] * 500 for i, name in enumerate(HEADER.split(","))}))
    content[10:200] = b"\xff" * 190

    problem = problem_of(land, UnreadableError, bytes(content), "2007-03.parquet")

    assert problem.what.startswith("the file cannot be read to its end")


def test_a_formula_is_refused_with_its_cell(land: Land) -> None:
    """Its value depends on who opens it."""
    row = GOOD.split(",")
    row[5] = "=1+2"

    problem = problem_of(land, ContractError, xlsx([HEADER.split(","), GOOD.split(","), row]), "2007-03.xlsx")

    assert (problem.what, problem.line, problem.column) == ("the cell holds a formula", 3, "F")
    assert problem.hint == "copy the sheet and paste it as values."


@pytest.mark.parametrize(
    ("header", "what", "column"),
    [
        (HEADER.replace(",note", ""), "the column 'note' is missing", None),
        (HEADER.replace("call_id,client_id,", ""), "the columns 'call_id', 'client_id' are missing", None),
        (HEADER + ",agent", "the column 'agent' is unknown", "10"),
        (HEADER + ",0612345678", "the column number 10 is unknown", "10"),
        (HEADER + ",note", "a column name stands twice in the header", "9"),
        (HEADER + ",", "a column has no name", None),
        (HEADER.replace(",", ";"), "the fields are divided by semicolons", None),
        ("\t".join(HEADER.split(",")), "the first line holds no column name of the contract", None),
        (HEADER.upper(), "the first line holds no column name of the contract", None),
        (GOOD, "the first line holds no column name of the contract", None),
        ("", "a column has no name", None),
        (HEADER.replace("note", '"note'), "the header cannot be read", None),
    ],
)
def test_a_wrong_header_is_told(land: Land, header: str, what: str, column: str | None) -> None:
    """In line 1, with what was expected; a header that may be a row is not quoted."""
    problem = problem_of(land, ContractError, csv_text(GOOD, header=header))

    assert (problem.what, problem.line, problem.column) == (what, 1, column)
    assert problem.expected
    assert problem.hint


def test_a_misspelt_column_gets_a_suggestion(land: Land) -> None:
    """The missing one and the unknown one are the same."""
    with pytest.raises(ContractError) as caught:
        land(csv_text(GOOD, header=HEADER.replace("arrived_at", "arived_at")))

    missing, unknown = caught.value.problems
    assert missing.what == "the column 'arrived_at' is missing"
    assert (unknown.what, unknown.hint) == ("the column 'arived_at' is unknown", "did you mean 'arrived_at'?")


def test_a_file_with_carriage_returns_only_is_refused(land: Land) -> None:
    """An old Mac wrote it: all of it is one line."""
    problem = problem_of(land, ContractError, csv_text(GOOD, end="\r"))

    assert problem.what == "the header cannot be read"
    assert "carriage return" in problem.hint
