"""Physical lines: which can be read as rows, and why the others cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.landing.lines import BLANK, FIELDS, INSIDE, RETURN, UNCLOSED, SortedLines, sort_lines

HEADER = b"id,note\n"


def sort(tmp_path: Path, body: bytes, header: bytes = HEADER, piece_bytes: int = 1 << 20) -> tuple[SortedLines, bytes]:
    """What came of sorting the lines of a file with two columns, and the clean copy."""
    source, clean = tmp_path / "delivered.csv", tmp_path / "clean.csv"
    source.write_bytes(header + body)
    result = sort_lines(source, clean, 2, len(header), piece_bytes)
    return result, clean.read_bytes()


def test_good_lines_are_copied_with_their_numbers(tmp_path: Path) -> None:
    """The header is line 1."""
    result, clean = sort(tmp_path, b"1,a\n2,\n")

    assert clean == b"1,a\n2,\n"
    assert (result.lines, list(result.good_lines()), result.rejects) == (2, [2, 3], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'2,"open', UNCLOSED),
        (b'2,a"b', UNCLOSED),
        (b"", BLANK),
        (b"2", FIELDS),
        (b"2,b,c", FIELDS),
        (b"2,,", FIELDS),
        (b'2,"a,b",c', FIELDS),
        (b'2,"a"b', INSIDE),
        (b'2,a"b"', INSIDE),
        (b'2, "a"', INSIDE),
        (b"2,a\rb", RETURN),
        (b"2,a\r", RETURN),
    ],
)
def test_a_line_that_is_no_row_is_put_aside(tmp_path: Path, line: bytes, reason: str) -> None:
    """The lines around it are read; its number and reason are kept, its text is not."""
    ending = b"\r\n" if line.endswith(b"\r") else b"\n"
    result, clean = sort(tmp_path, b"1,a\n" + line + ending + b"3,c\n")

    assert result.rejects == [(3, reason)]
    assert clean == b"1,a\n3,c\n"
    assert list(result.good_lines()) == [2, 4]
    assert result.lines == 3


@pytest.mark.parametrize("line", [b'1,"a,b"', b'"1","say ""so"""', b'1,""', b'"",""', b'1,""""'])
def test_quoted_fields_may_hold_commas_and_doubled_quotes(tmp_path: Path, line: bytes) -> None:
    """As RFC 4180 has it."""
    result, clean = sort(tmp_path, line + b"\n")

    assert result.rejects == []
    assert clean == line + b"\n"
    assert result.quoted


def test_one_open_quote_swallows_nothing(tmp_path: Path) -> None:
    """A parser would read on to the next quote, a thousand lines further."""
    lines = [b"%d,x" % number for number in range(2000)]
    lines[3], lines[1500] = b'3,"x', b'1500,x"'

    result, _ = sort(tmp_path, b"\n".join(lines) + b"\n")

    assert result.lines == 2000
    assert result.rejects == [(5, UNCLOSED), (1502, UNCLOSED)]
    assert len(result.good_lines()) == 1998


@pytest.mark.parametrize("body", [b"1,a\r\n2,b\r\n", b"1,a\r\n2,b", b"1,a\n2,b\r\n", b"1,a\r\n2,b\n", b"1,a\n2,b"])
def test_line_ends_may_be_of_both_kinds_and_the_last_may_lack(tmp_path: Path, body: bytes) -> None:
    """The clean copy has one kind, for the parser refuses a mixture."""
    result, clean = sort(tmp_path, body)

    assert clean == b"1,a\n2,b\n"
    assert (result.lines, result.rejects) == (2, [])


def test_blank_lines_count_as_lines(tmp_path: Path) -> None:
    """At the end too: lines delivered are lines accounted for."""
    result, clean = sort(tmp_path, b"1,a\r\n\r\n2,b\n\n")

    assert result.rejects == [(3, BLANK), (5, BLANK)]
    assert (result.lines, clean) == (4, b"1,a\n2,b\n")


def test_a_file_with_only_a_header_has_no_lines(tmp_path: Path) -> None:
    """That is a delivery of nothing, not a mistake."""
    result, clean = sort(tmp_path, b"")

    assert (result.lines, list(result.good_lines()), clean) == (0, [], b"")


@pytest.mark.parametrize("piece_bytes", range(1, 40))
def test_a_border_between_pieces_changes_nothing(tmp_path: Path, piece_bytes: int) -> None:
    """Wherever it falls: inside a number, a quoted field, or between the two bytes of a line end."""
    body = b'1,a\r\n2,"b,\xc3\xa9"\r\n3,"open\r\n\r\n4,d'

    result, clean = sort(tmp_path, body, piece_bytes=piece_bytes)

    assert clean == b'1,a\n2,"b,\xc3\xa9"\n4,d\n'
    assert list(result.good_lines()) == [2, 3, 6]
    assert result.rejects == [(4, UNCLOSED), (5, BLANK)]
