"""The rules of the way to a signature: in order, four eyes, and only about the draft that was seen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.errors import UsageError, VerificationError
from etl.release import ORDER, Signature, check_log, check_step, standing
from tests.unit.release.signing_steps import ADOPTED, BY, NOT_ADOPTED, step, way

SIGNED = way("draft", "review", "consultation", "board_reaction", "signed")


def refused(log: list[Signature], name: str, match: str, **changes: Any) -> None:
    """This step may not be taken after this log."""
    with pytest.raises(UsageError, match=match):
        check_step(log, step(name, day=9, **changes))


def test_the_whole_way_is_allowed() -> None:
    """Draft, review by a second analyst, consultation, reaction, signature, sent."""
    log = [*SIGNED, step("sent", day=5)]

    check_log(log)

    assert standing(log).awaited is None
    assert [line.by for line in standing(log).lines] == ["anna", "bram", "anna", "anna", "dirk"]


@pytest.mark.parametrize("taken", range(6))
@pytest.mark.parametrize("name", ["review", "consultation", "board_reaction", "signed", "sent"])
def test_steps_are_taken_in_their_order(taken: int, name: str) -> None:
    """Only the step that is awaited may be taken."""
    log = [*SIGNED, step("sent")][:taken]
    if taken and taken < 6 and ORDER[taken] == name:
        check_step(log, step(name))
    else:
        refused(log, name, "not the turn of" if taken else "no draft yet")


@pytest.mark.parametrize("by", ["anna", "Anna", " ANNA "])
def test_the_author_of_a_draft_cannot_review_it(by: str) -> None:
    """However the name is written."""
    refused(SIGNED[:1], "review", "the author of 'draft' cannot give 'review'", by=by)


@pytest.mark.parametrize("by", sorted({BY["draft"], BY["review"], BY["consultation"]}))
def test_whoever_took_a_step_cannot_sign(by: str) -> None:
    """The signature is that of somebody who had no part in the report."""
    refused(SIGNED[:4], "signed", "cannot give 'signed'; expected another person", by=by)


def test_nobody_is_no_person() -> None:
    """A timeout or a scheduler signs nothing."""
    refused(SIGNED[:1], "review", "nobody is named", by=" ")


@pytest.mark.parametrize("field", ["fingerprint", "draft_sha256", "report_fingerprint"])
def test_an_answer_about_another_draft_is_refused(field: str) -> None:
    """What was seen must be what was submitted last."""
    refused(SIGNED[:1], "review", "is about another draft than the one submitted last", **{field: "0" * 64})


def test_a_new_draft_voids_every_approval() -> None:
    """Even of the signer."""
    log = [*SIGNED, step("draft", content="b", report_fingerprint="s" * 64)]

    assert standing(log).awaited == "review"
    assert list(standing(log).steps) == ["draft"]


def test_completing_the_letter_keeps_the_consultation_and_the_reaction() -> None:
    """They were about the report, and the letter must tell of them; the review has to be done again."""
    log = [*SIGNED[:4], step("draft", content="b")]

    assert standing(log).awaited == "review"

    log.append(step("review", content="b"))

    assert standing(log).awaited == "signed"
    check_step(log, step("signed", content="b"))


def test_after_a_report_was_sent_the_next_one_starts_from_nothing() -> None:
    """A correction is consulted about again."""
    log = [*SIGNED, step("sent"), step("draft", content="b")]

    assert list(standing(log).steps) == ["draft"]


@pytest.mark.parametrize(("taken", "name"), [(1, "review"), (4, "signed")])
def test_a_rejection_leads_back_to_the_draft_and_keeps_its_remark(taken: int, name: str) -> None:
    """Nobody goes on before there is a new draft; the same content may be submitted again."""
    log = [*SIGNED[:taken], step(name, decision="rejected", remark="Tabel 3 klopt niet.")]

    assert standing(log).awaited == "draft"
    assert standing(log).back == log[-1]
    refused(log, name, "a rejected or changed report needs a new draft first")

    log.append(step("draft", day=8))

    assert standing(log).back is None
    check_step(log, step("review", day=9))


def test_a_rejection_says_why() -> None:
    """Without a remark the author could do nothing."""
    refused(SIGNED[:1], "review", "a rejection without a remark", decision="rejected")


def test_an_adopted_remark_leads_back_to_the_draft() -> None:
    """The text has to be changed before the board can react to it."""
    log = [*SIGNED[:2], step("consultation", answers=(NOT_ADOPTED, ADOPTED))]

    assert standing(log).awaited == "draft"
    refused(log, "board_reaction", "not the turn")


def test_a_consultation_without_adopted_remarks_goes_on() -> None:
    """A remark that was not adopted changes nothing."""
    assert standing([*SIGNED[:2], step("consultation", answers=(NOT_ADOPTED,))]).awaited == "board_reaction"


@pytest.mark.parametrize(
    "answer",
    [
        {"remark": "r", "adopted": True, "old": "o"},
        {"remark": "r", "adopted": True, "new": "n"},
        {"remark": "r", "adopted": False, "old": "o", "new": "n"},
        {"remark": " ", "adopted": False, "reason": "why"},
    ],
    ids=range(4),
)
def test_each_remark_is_answered(answer: dict[str, Any]) -> None:
    """Adopted with old and new text, or not with the reason."""
    refused(SIGNED[:2], "consultation", "a remark was not answered", answers=(type(ADOPTED)(**answer),))


def test_the_board_says_something() -> None:
    """An empty reaction is none."""
    refused(SIGNED[:3], "board_reaction", "the board's reaction is empty", remark="")


@pytest.mark.parametrize(("taken", "name"), [(1, "review"), (4, "signed")])
def test_an_approval_is_a_decision(taken: int, name: str) -> None:
    """Having been there is not enough."""
    refused(SIGNED[:taken], name, "needs a decision", decision="recorded")


@given(st.lists(st.sampled_from(SIGNED + way("draft", "review", content="b")), max_size=8))
def test_no_log_that_keeps_the_rules_is_signed_by_an_author(log: list[Signature]) -> None:
    """Whatever order steps are tried in: a standing signature has a review by somebody else under the same content."""
    kept: list[Signature] = []
    for entry in log:
        try:
            check_step(kept, entry)
        except UsageError:
            continue
        kept.append(entry)

    signed = standing(kept).steps.get("signed")

    check_log(kept)
    if signed is not None:
        steps = standing(kept).steps
        assert len({steps[name].person for name in ("draft", "review", "signed")}) == 3
        assert steps["review"].fingerprint == steps["draft"].fingerprint == signed.fingerprint


def test_a_log_written_by_hand_is_found_by_its_line() -> None:
    """A chain that fits does not make a forbidden step allowed."""
    with pytest.raises(VerificationError, match=r"signatures\.jsonl, line 2: the author of 'draft' cannot give"):
        check_log([step("draft"), step("review", by="anna")])
