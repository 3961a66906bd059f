"""docs/rules.md says what the rule books say."""

from __future__ import annotations

from etl.quality.rules import read_rulebooks
from etl.resources import expectation_texts
from scripts.rules_reference import FILE, page


def test_the_file_is_not_stale() -> None:
    """After a change of a rule: `python -m scripts.rules_reference`."""
    assert FILE.read_text("utf-8") == page()


def test_every_rule_is_in_it_twice() -> None:
    """Once in Dutch, once in English, with its severity."""
    dutch, english = page().split("## English\n")

    for book in read_rulebooks(expectation_texts()):
        for rule in book.rules:
            assert f"): {rule.title.nl}\n" in dutch, rule.code
            assert f"): {rule.title.en}\n" in english, rule.code
    assert "#### A8 (waarschuwt): een verbetering verandert weinig van wat eerder is geleverd" in dutch
    assert "#### C1 (blocks): the moments of a call follow each other" in english


def test_a_number_stands_with_its_reason() -> None:
    """Who wants another threshold reads first why it is this one."""
    assert "- Number `share` = 0.005. Late answers and corrected codes touch a few rows in a thousand." in page()
