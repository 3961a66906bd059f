"""The signature log: who took which step, and that nobody changed it afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.chain import GENESIS, chained
from etl.model.errors import VerificationError
from etl.release import Signature, read_signatures
from tests.unit.release.signing_steps import ADOPTED, NOT_ADOPTED, step, way

FULL = way("draft", "review", "consultation", "board_reaction", "signed", "sent")


def lines_of(steps: Iterable[Signature], last: str = GENESIS) -> list[bytes]:
    """The lines of the log, chained."""
    return chained((step.to_json() for step in steps), last)


def test_what_is_written_is_read_back() -> None:
    """Every field of every step, in order, remarks and their answers too."""
    steps = [step("draft"), step("consultation", answers=(ADOPTED, NOT_ADOPTED), remark="é", origin="airflow")]

    read, _ = read_signatures(b"".join(lines_of(steps)))

    assert read == steps


def test_the_chain_goes_on_where_it_ended() -> None:
    """Lines that are appended later follow from the last line that was there."""
    first = b"".join(lines_of(FULL[:2]))
    _, last = read_signatures(first)

    read, _ = read_signatures(first + b"".join(lines_of(FULL[2:], last)))

    assert read == FULL


@pytest.mark.parametrize("gone", range(5))
def test_a_line_that_was_left_out_is_noticed(gone: int) -> None:
    """The line after it does not follow; its number is told."""
    lines = lines_of(FULL)
    del lines[gone]

    with pytest.raises(VerificationError, match=rf"signatures\.jsonl, line {gone + 1}: .* does not follow"):
        read_signatures(b"".join(lines))


@given(st.integers(0, 4), st.sampled_from(["by", "decision", "fingerprint", "draft_sha256", "at", "remark"]))
def test_no_field_of_a_step_can_be_changed(number: int, field: str) -> None:
    """Whoever rewrites a line breaks the chain at the next one."""
    lines = lines_of(FULL)
    data = json.loads(lines[number])
    data[field] = {"decision": "rejected", "at": "2008-12-31T00:00:00+00:00"}.get(field, "somebody else's")
    lines[number] = (json.dumps(data, sort_keys=True, ensure_ascii=False) + "\n").encode()

    with pytest.raises(VerificationError, match=f"line {number + 2}"):
        read_signatures(b"".join(lines))


@pytest.mark.parametrize(
    "content",
    [
        b"no json\n",
        b"[]\n",
        b"{}\n",
        b"".join(lines_of([step("draft")])).replace(b'"step": "draft"', b'"step": "stamped"'),
        b"".join(lines_of([step("draft")])).replace(b'"decision": "recorded"', b'"decision": "perhaps"'),
        b"".join(lines_of([step("draft")])).replace(b"+00:00", b""),
        b"".join(lines_of([step("draft")])).replace(b'"answers": []', b'"answers": [3]'),
    ],
    ids=range(7),
)
def test_a_line_that_is_no_step_is_told(content: bytes) -> None:
    """With its number, and nothing of its content."""
    with pytest.raises(VerificationError, match=r"signatures\.jsonl, line 1: this line .* cannot be read"):
        read_signatures(content)
