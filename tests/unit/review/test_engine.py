"""All relations over one table: nothing is passed over silently, and the most serious comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.review import review

from .tables import relations, reviewed, table

_SHIPPED = Path("etl/definitions/uwv_telephone/relations.yml").read_text(encoding="utf-8")
_SUM = "kind: complement, parts: [a, b]"


def _figure(name: str, value: str, **cells: str) -> dict[str, str]:
    return {"id": name.upper(), "measure": name, "value": value, **cells}


def test_a_table_without_figures_leaves_every_relation_untested() -> None:
    """Except those that only look at what a table may or may not have."""
    result = review(table(), _SHIPPED, "empty.csv")

    assert (result.findings, result.agreed) == ((), ())
    untested = {item.relation for item in result.untestable}
    assert {"satisfied_and_others", "repeats_per_day", "stated_verdicts"} <= untested
    assert {"some_of_the_regions", "stated_twice"}.isdisjoint(untested)
    assert all(item.figures == () for item in result.untestable)


def test_a_missing_partner_is_listed_with_its_scope() -> None:
    """The relation could be tested if the source printed it."""
    result = reviewed(_SUM, _figure("a", "70", client_group="x", division="WW"))

    (item,) = result.untestable
    assert (item.relation, item.figures, item.reason.nl) == ("r0", ("A",), "b (x, WW, 2007) ontbreekt")
    assert item.reason.en == "b (x, WW, 2007) is missing"


def test_one_scope_may_be_tested_where_another_cannot() -> None:
    """Each figure for itself."""
    result = reviewed(_SUM, _figure("a", "70"), _figure("b", "30"), _figure("a", "60", id="A2", period="2006"))

    assert [item.figures for item in result.agreed] == [("A", "B")]
    assert [item.figures for item in result.untestable] == [("A2",)]


def test_any_in_a_table_is_a_word_like_others() -> None:
    """Only in a relation it means that a part of the scope does not matter."""
    result = reviewed(_SUM, _figure("a", "70", client_group="any"), _figure("b", "30", client_group="x"))

    assert [item.reason.nl for item in result.untestable] == ["b (any, 2007) ontbreekt"]


def test_a_partner_that_is_printed_in_two_ways_is_not_chosen() -> None:
    """Which one holds is not for the reader to say; the same value twice is no problem."""
    first, same, other = _figure("b", "30"), _figure("b", "30", id="B2"), _figure("b", "31", id="B2")

    agreed, open_ = (reviewed(_SUM, _figure("a", "70"), first, second) for second in (same, other))

    assert [item.figures for item in agreed.agreed] == [("A", "B")]
    assert open_.untestable[0].reason.nl == "B, B2 geven hetzelfde verschillend weer"


def test_a_division_by_zero_is_listed() -> None:
    """Nothing per day has no divisor."""
    entry = "kind: per_day, per_day: daily, total: cases, divisors: [250, 262]"
    daily = _figure("daily", "0", unit="n/day", precision="exact")

    result = reviewed(entry, daily, _figure("cases", "5", unit="n", precision="exact"))

    assert result.untestable[0].reason.en == "it would be divided by zero"


def test_words_in_place_of_a_number_are_listed() -> None:
    """A text such as "gelijk" cannot be added."""
    result = reviewed(_SUM, _figure("a", "70"), _figure("b", "", precision="words"))

    assert result.untestable[0].reason.nl == "B is geen getal"


def test_the_most_serious_comes_first() -> None:
    """By severity, then by how far apart the figures are."""
    text = relations(_SUM, _SUM.replace("a, b", "c, d"), "kind: norm", _SUM.replace("a, b", "e, f"))
    rows = [_figure(name, value) for name, value in zip("abcdef", ("70", "31", "70", "33", "70", "36"), strict=True)]
    rows[0] |= {"norm": ">= 70 %", "verdict_in_source": "met"}

    found = review(table(*rows), text, "f.csv").findings

    assert [(item.severity, item.relation) for item in found] == [
        ("contradiction", "r3"),
        ("contradiction", "r1"),
        ("doubtful", "r0"),
        ("doubtful", "r2"),
    ]
    assert found[0].size > found[1].size


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_rows_changes_no_judgement(order: int) -> None:
    """Only the order in which figures are named."""
    rows = [_figure("a", "70"), _figure("b", "33"), _figure("a", "60", id="A2", period="2006")][::order]

    result = reviewed(_SUM, *rows)

    assert [(item.severity, set(item.figures)) for item in result.findings] == [("contradiction", {"A", "B"})]
    assert [item.figures for item in result.untestable] == [("A2",)]


def test_a_finding_has_everything_a_reader_needs() -> None:
    """Entry, title, figures, arithmetic, meaning, difference and labels."""
    result = reviewed(f"{_SUM}, labels: [T6]", _figure("a", "70"), _figure("b", "33"))

    (found,) = result.findings
    assert (found.relation, found.title.nl, found.labels, found.code) == ("r0", "Titel 0", ("T6",), "sum")
    assert found.meaning.nl == "Geen afronding verklaart het verschil. Dus."
    assert found.difference.en == "3.0 percentage points"
