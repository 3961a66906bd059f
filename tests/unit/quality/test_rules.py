"""Reading rule books: what is accepted, and how errors name file, key and line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.model.errors import UsageError
from etl.quality.rules import read_rulebooks

GOOD = """\
table: calls
rules:
  - code: C1
    severity: block
    title: {nl: volgorde, en: order}
    why: {nl: omdat, en: because}
    action: {nl: doe iets, en: act}
    columns: [a, b]
    row: "b - a < {hours}"
    parameters:
      hours: {value: 2, reason: {nl: genoeg, en: enough}}
"""
MORE = """\
  - code: C2
    severity: warn
    title: {nl: t, en: t}
    why: {nl: w, en: w}
    action: {nl: a, en: a}
"""


def test_a_rule_book_is_read() -> None:
    """Rules come back with their test, severity and parameters; the SQL keeps its placeholders."""
    (book,) = read_rulebooks({"calls.yml": GOOD})

    assert book.table == "calls"
    (rule,) = book.rules
    assert (rule.code, rule.severity, rule.test, rule.row) == ("C1", "block", "row", "b - a < {hours}")
    assert rule.parameters["hours"].value == Decimal(2)


def test_books_come_in_the_order_of_their_tables() -> None:
    """The order of files does not matter."""
    other = GOOD.replace("calls", "aaa")

    books = read_rulebooks({"a.yml": GOOD, "b.yml": other})

    assert [book.table for book in books] == ["aaa", "calls"]


TWICE = GOOD.replace("    row:", "    severity: warn\n    row:")
TOLERATED = GOOD + MORE + "    query: select 1\n    tolerance: 0.1\n    tolerance_reason: {nl: r, en: r}\n"
WRONG = [
    (GOOD.replace("severity", "severty"), 4, "rules.0.severty", "is unknown. Hint: did you mean 'severity'?"),
    (GOOD.replace("table:", "tabel:"), 1, "tabel", "the key 'tabel' is unknown. Hint: did you mean 'table'?"),
    (GOOD.replace("    why: {nl: omdat, en: because}\n", ""), 3, "rules.0.why", "the key 'why' is missing"),
    (GOOD.replace("{nl: volgorde, en", "{nl: volgorde, de"), 5, "rules.0.title.de", "the key 'de' is unknown"),
    (GOOD.replace("severity: block", "severity: fatal"), 4, "rules.0.severity", "'block', 'warn' or 'inform'"),
    (GOOD.replace("code: C1", "code: first"), 3, "rules.0.code", "string should match pattern"),
    (TWICE, 9, "rules.0.severity", "the key 'severity' stands twice"),
    (GOOD + MORE.replace("C2", "C1") + "    row: a > 0\n", 12, "rules.1.code", "the code C1 occurs twice"),
    (GOOD.replace("{hours}", "{minutes}"), 9, "rules.0.row", "{minutes}, which is not among its parameters"),
    (GOOD.replace("{hours}", "2"), 11, "rules.0.parameters.hours", "the parameter 'hours' is not used"),
    (TOLERATED, 18, "rules.1.tolerance", "a tolerance is a share of rows"),
    (GOOD + MORE, 12, "rules.1", "this one has none"),
    (GOOD + MORE + "    row: a > 0\n    tolerance: 0.1\n", 12, "rules.1", "a tolerance needs a tolerance_reason"),
    (GOOD + MORE + "    aggregate: {value: count(*)}\n", 17, "rules.1.aggregate", "without bounds checks nothing"),
    (GOOD.replace("table: calls", "table: cross"), 9, "rules.0.row", "'cross' is about no table"),
]


@pytest.mark.parametrize(("text", "line", "key", "message"), WRONG)
def test_a_book_that_is_not_right_is_refused(text: str, line: int, key: str, message: str) -> None:
    """The error names the file, the line and the key."""
    with pytest.raises(UsageError) as caught:
        read_rulebooks({"calls.yml": text})

    told = {(problem.where, problem.line, problem.column): str(problem) for problem in caught.value.problems}
    assert message in told["calls.yml", line, key]


def test_a_file_that_is_no_yaml_is_refused() -> None:
    """The error names the file and the line."""
    with pytest.raises(UsageError, match=r"calls\.yml, line 1: this is not YAML"):
        read_rulebooks({"calls.yml": "table: ["})


def test_all_problems_are_told_at_once() -> None:
    """Two files with a problem each, and a table that occurs in both, give three problems."""
    with pytest.raises(UsageError) as caught:
        read_rulebooks({"a.yml": GOOD.replace("{hours}", "2"), "b.yml": GOOD.replace("{hours}", "3")})

    assert [problem.where for problem in caught.value.problems] == ["a.yml", "b.yml", "b.yml"]
    assert "has two rule books" in str(caught.value)
