"""The ledger: what arrived when, and that nobody changed it afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from etl.landing.ledger import Entry, chain, news, read_ledger, refuse_same_bytes, replaced, standing
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, VerificationError

ROOT = "/deliveries"
FIRST, SECOND, THIRD = (datetime(2008, 1, day, tzinfo=UTC) for day in (1, 2, 3))


def landed(sha256: str = "a" * 64, **fields: Any) -> Landed:
    """A landed delivery of calls for March 2007."""
    month = fields.pop("month", "2007-03")
    values = {"source": "kcc_calls", "unit": "national", "month": month, "part": "", "file": f"kcc_calls/{month}.csv"}
    counts = {"size": 100, "lines": 3, "rows": 3, "rejected": 0, "months": (month,), "path": f"landed/{sha256}.parquet"}
    return Landed(**{**values, **counts, "sha256": sha256, **fields})


def arrived(item: Landed, at: datetime = FIRST, root: str = ROOT) -> Entry:
    """The event that a delivery arrived."""
    return Entry("arrived", "uwv_telephone", root, at, item)


def withdrawn(item: Landed, at: datetime) -> Entry:
    """The event that a delivery was taken away."""
    return Entry("withdrawn", "uwv_telephone", ROOT, at, item)


def written(*entries: Entry) -> bytes:
    """A ledger file with these events."""
    return b"".join(chain(entries, "0" * 64))


def test_what_is_written_is_read_back() -> None:
    """Every field of every event, in order."""
    events = [
        arrived(landed("a" * 64, masked={"note:person_number": 2}, extracted_at="2007-04-01")),
        withdrawn(landed("a" * 64), SECOND),
    ]

    entries, _ = read_ledger(written(*events))

    assert entries == events


def test_the_chain_goes_on_where_it_ended() -> None:
    """Lines that are appended later follow from the last line that was there."""
    first = written(arrived(landed("a" * 64)))
    _, last = read_ledger(first)
    second = b"".join(chain([arrived(landed("b" * 64), SECOND)], last))

    entries, _ = read_ledger(first + second)

    assert [entry.landed.sha256[0] for entry in entries] == ["a", "b"]


def test_the_first_line_follows_from_nothing() -> None:
    """An empty ledger is sound."""
    assert read_ledger(b"") == ([], "0" * 64)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0].replace(b'"rows": 3', b'"rows": 4'), *lines[1:]], 2),
        (lambda lines: [lines[0], lines[2], *lines[3:]], 2),
        (lambda lines: [lines[0], lines[0], *lines[1:]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
    ],
    ids=["changed", "removed", "inserted", "beginning lost", "swapped"],
)
def test_tampering_names_the_line(change: Any, line: int) -> None:
    """The first line that does not follow from the one before it."""
    lines = written(*(arrived(landed(letter * 64)) for letter in "abcd")).splitlines(keepends=True)
    assert len(lines) == 4

    with pytest.raises(VerificationError) as caught:
        read_ledger(b"".join(change(lines)))

    (problem,) = caught.value.problems
    assert (problem.where, problem.line) == ("ledger.jsonl", line)
    assert problem.what == "this ledger line does not follow from the one before it"


@pytest.mark.parametrize("line", [b"half a li", b"[]", b"{}", b'{"event": "arrived"}', b"\xff\xfe"])
def test_a_line_that_cannot_be_read_is_named(line: bytes) -> None:
    """A write that was cut short, or something else altogether."""
    with pytest.raises(VerificationError) as caught:
        read_ledger(written(arrived(landed())) + line)

    (problem,) = caught.value.problems
    assert (problem.line, problem.what) == (2, "this ledger line cannot be read")


@pytest.mark.parametrize(
    ("field", "value"), [("previous", None), ("arrived_at", "2008-01-01T00:00:00"), ("event", "forgotten")]
)
def test_a_line_that_lacks_what_it_needs_is_named(field: str, value: str | None) -> None:
    """No link, a moment without offset, an event that does not exist."""
    data = json.loads(written(arrived(landed())))
    data = {name: held for name, held in {**data, field: value}.items() if held is not None}

    with pytest.raises(VerificationError, match="line 1: this ledger line cannot be read"):
        read_ledger(json.dumps(data).encode())


def test_the_verdict_tells_of_rejected_lines() -> None:
    """One word a reader can filter on."""
    lines = written(arrived(landed(rejected=1)), withdrawn(landed(), SECOND)).splitlines()

    assert [json.loads(line)["verdict"] for line in lines] == ["landed_with_rejects", "withdrawn"]


def test_the_same_identity_again_is_no_news() -> None:
    """Nothing arrived, nothing went."""
    before = {landed().place: landed()}

    assert news(before, [landed()], ["2007-03"]) == ([], [])


def test_new_bytes_for_the_same_place_are_a_correction() -> None:
    """They arrive; nothing is withdrawn, for the place is still delivered."""
    before = {landed("a" * 64).place: landed("a" * 64)}

    assert news(before, [landed("b" * 64)], ["2007-03"]) == ([landed("b" * 64)], [])


def test_what_is_gone_from_the_root_is_withdrawn() -> None:
    """Only deliveries of the months looked at: a run over March knows nothing of April."""
    march, april = landed("a" * 64), landed("b" * 64, month="2007-04")
    before = {march.place: march, april.place: april}

    assert news(before, [], ["2007-03"]) == ([], [march])


def test_the_latest_arrival_counts() -> None:
    """A correction replaces what was there, whatever the place held before."""
    entries = [arrived(landed("a" * 64), FIRST), arrived(landed("b" * 64), SECOND)]

    (item,) = standing(entries, "uwv_telephone", ROOT).values()

    assert item.sha256 == "b" * 64


def test_what_a_delivery_replaced_is_known() -> None:
    """The bytes that stood there before; a delivery that came first, or the same bytes again, replaced nothing."""
    first, second, other = landed("a" * 64), landed("b" * 64), landed("c" * 64, month="2007-04")
    entries = [arrived(first), arrived(other), withdrawn(first, SECOND), arrived(second, SECOND)]

    assert replaced(entries, "uwv_telephone", [second, other]) == [(second, first)]
    assert replaced([*entries, arrived(first, THIRD)], "uwv_telephone", [first]) == []
    assert replaced(entries, "callcentre_2021", [second]) == []


def test_earlier_bytes_may_return() -> None:
    """A correction that is taken back is an arrival again, and counts again."""
    first, second = landed("a" * 64), landed("b" * 64)
    entries = [arrived(first, FIRST), arrived(second, SECOND)]
    back, gone = news(standing(entries, "uwv_telephone", ROOT), [first], ["2007-03"])

    (item,) = standing([*entries, arrived(first, THIRD)], "uwv_telephone", ROOT).values()

    assert (back, gone) == ([first], [])
    assert item == first


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (datetime(2007, 12, 31, tzinfo=UTC), []),
        (FIRST, ["a"]),
        (SECOND, ["b"]),
        (THIRD, []),
    ],
)
def test_the_past_can_be_asked_for(as_of: datetime, expected: list[str]) -> None:
    """What stood at a moment: an arrival at that very moment counts, a withdrawal too."""
    entries = [
        arrived(landed("a" * 64), FIRST),
        arrived(landed("b" * 64), SECOND),
        withdrawn(landed("b" * 64), THIRD),
    ]

    state = standing(entries, "uwv_telephone", ROOT, as_of)

    assert [item.sha256[0] for item in state.values()] == expected


def test_roots_and_programmes_are_kept_apart() -> None:
    """A delivery in another folder, or for another programme, is not a correction of this one."""
    entries = [arrived(landed("a" * 64)), arrived(landed("b" * 64), root="/elsewhere")]

    assert [item.sha256[0] for item in standing(entries, "uwv_telephone", ROOT).values()] == ["a"]
    assert standing(entries, "callcentre_2021", ROOT) == {}


def test_the_same_bytes_under_two_names_are_refused() -> None:
    """Both files are named."""
    march, april = landed(), landed(month="2007-04")

    with pytest.raises(ContractError) as caught:
        refuse_same_bytes([april, march])

    (problem,) = caught.value.problems
    assert problem.where == "kcc_calls/2007-04.csv"
    assert problem.what == "these are the same bytes as 'kcc_calls/2007-03.csv'"


def test_the_same_bytes_without_rows_are_fine() -> None:
    """Two regions without callbacks deliver the same header."""
    march, april = landed(lines=0, rows=0), landed(month="2007-04", lines=0, rows=0)

    refuse_same_bytes([march, april])
