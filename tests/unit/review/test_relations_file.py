"""The relations are read strictly: file, line and key of everything that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.model.errors import UsageError
from etl.review.relations import KINDS, Complement
from etl.review.relations_file import read_relations
from etl.review.roles import Role

from .tables import VOCABULARY, relations

_SHIPPED = sorted(Path("etl/definitions").glob("*/relations.yml"))
_LINE = VOCABULARY.count("\n") + 2


def _problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(UsageError) as caught:
        read_relations(text)
    assert {problem.where for problem in caught.value.problems} == {"relations.yml"}
    return [(problem.line, problem.what) for problem in caught.value.problems]


def test_an_entry_is_read_with_its_roles() -> None:
    """A role is a measure, or a measure with parts of its scope."""
    text = relations("kind: complement, parts: [a, {measure: b, client_group: any}]")

    (entry,) = read_relations(text).relations

    assert isinstance(entry, Complement)
    assert entry.parts == (Role(measure="a"), Role(measure="b", client_group="any"))
    assert entry.tested == (Role(measure="a"),)


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_relations_are_complete_in_both_languages(path: Path) -> None:
    """Every kind is known, every title and meaning has Dutch and English."""
    found = read_relations(path.read_text(encoding="utf-8"))

    texts = [text for entry in found.relations for text in (entry.title, entry.means)]
    assert [text for text in texts if not (text.nl and text.en)] == []
    assert {entry.kind for entry in found.relations} <= set(KINDS)


def test_uwv_uses_every_kind() -> None:
    """A kind that no programme uses would be untested against reality."""
    text = Path("etl/definitions/uwv_telephone/relations.yml").read_text(encoding="utf-8")

    assert {entry.kind for entry in read_relations(text).relations} == set(KINDS)


@pytest.mark.parametrize("text", ["", "[]", "vocabulary: {}", "vocabulary: {}\nrelations: {}", "a: 1\nrelations: []"])
def test_something_else_is_no_file_of_relations(text: str) -> None:
    """It says what a file of relations has."""
    ((_, what),) = _problems(text)

    assert what == "this is no file of relations"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("kind: complemnt, parts: [a, b]", "this entry has no known kind"),
        ("parts: [a, b]", "this entry has no known kind"),
        ("kind: complement", "the key 'parts' is missing"),
        ("kind: complement, parts: [a]", "tuple should have at least 2 items after validation, not 1"),
        ("kind: complement, parts: [a, b], total: 100", "the key 'total' is unknown"),
        ("kind: complement, parts: [a, d, {measure: b, group: c}]", "the key 'group' is unknown"),
        ("kind: per_day, per_day: a, total: b, divisors: [262, 250]", "the first end is more than the second"),
        ("kind: halves, figures: [a], half_share: [0.6, 0.7]", "half_share lies around 0.5, between 0 and 1"),
        ("kind: halves, figures: [a], half_share: [0.4, 0.6], across: [site]", "'site' is no part of a scope"),
        ("kind: coverage, partial: '4 of 6'", "the pattern needs the groups delivered and expected"),
        ("kind: coverage, partial: '('", "this is no pattern"),
        ("kind: norm, operators: {a: about}", "input should be '>=', '>', '<=' or '<'"),
        ("kind: range_contains, range: a, total: {measure: b, period: 2007}", "input should be a valid string"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(entry: str, what: str) -> None:
    """The first entry stands right below the vocabulary."""
    ((line, told),) = _problems(relations(entry))

    assert line == _LINE
    assert told.startswith(what)


def test_both_ends_of_a_span_may_be_the_same() -> None:
    """One accepted divisor."""
    text = relations("kind: per_day, per_day: a, total: b, divisors: [260, 260]")

    assert len(read_relations(text).relations) == 1


def test_all_problems_are_told_at_once() -> None:
    """In vocabulary and entries alike."""
    text = relations("kind: a", "kind: b").replace("rule: none", "rule: nothing")

    assert [line for line, _ in _problems(text)] == [10, _LINE, _LINE + 1]


def test_names_stand_once() -> None:
    """Findings name the entry."""
    text = relations("kind: twice", "kind: twice").replace("r1", "r0")

    assert _problems(text) == [(_LINE + 1, "'r0' is defined twice")]


def test_a_word_that_never_matches_is_refused() -> None:
    """Words are compared without capitals and quotes."""
    ((_, what),) = _problems(relations().replace("ca.:", "Ca.:"))

    assert what == "'Ca.' is never matched; write it as 'ca.'"


def test_what_is_no_mapping_is_told() -> None:
    """An entry that is only a word, and a vocabulary that is a list."""
    assert _problems(f"{VOCABULARY}relations: [sum]\n") == [(_LINE - 1, "this entry has no known kind")]
    assert _problems("vocabulary: []\nrelations: []\n")[0][0] == 1
