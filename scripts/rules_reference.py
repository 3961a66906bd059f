"""The reference of rules, in Dutch and in English, generated from the rule books.

    uv run python -m scripts.rules_reference

writes `docs/rules.md`; a test fails when the file and the rule books differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from etl.model.checks import Rule, RuleBook
from etl.quality.plan import CONTRACT, CROSS, Check, readable
from etl.quality.rules import read_rulebooks
from etl.resources import expectation_texts

Language = Literal["nl", "en"]
FILE = Path(__file__).parents[1] / "docs" / "rules.md"
HEADS = {
    "nl": """## Nederlands

Een regel **blokkeert** (er komt geen cijfer voordat hij klopt), **waarschuwt** (het cijfer krijgt een voetnoot en
iemand moet de waarschuwing aanvaarden) of **meldt** alleen. Zonder marge mag geen enkele regel van een tabel afwijken.
Wat tussen accolades staat, vult het contract van de bron in.
""",
    "en": """## English

A rule **blocks** (no number before it holds), **warns** (the number gets a footnote, and somebody has to accept the
warning) or only **informs**. Without a margin no single row of a table may deviate. What stands in braces is filled in
from the contract of the source.
""",
}
SEVERITIES = {
    "nl": {"block": "blokkeert", "warn": "waarschuwt", "inform": "meldt"},
    "en": {"block": "blocks", "warn": "warns", "inform": "informs"},
}
WORDS = {
    "nl": {
        "why": "Waarom",
        "action": "Wat te doen",
        "test": "Toets",
        "margin": "Marge",
        "parameter": "Getal",
        "touches": "Raakt",
        "holds": "Geldt",
        "always": "altijd",
        "from": "vanaf",
        "to": "tot en met",
        CONTRACT: "elke bron, volgens haar contract",
        CROSS: "bronnen naast elkaar",
    },
    "en": {
        "why": "Why",
        "action": "What to do",
        "test": "Test",
        "margin": "Margin",
        "parameter": "Number",
        "touches": "Touches",
        "holds": "Holds",
        "always": "always",
        "from": "from",
        "to": "up to and with",
        CONTRACT: "every source, by its contract",
        CROSS: "sources beside each other",
    },
}


def page() -> str:
    """The whole reference, in Markdown."""
    books = read_rulebooks(expectation_texts())
    head = "# Rules\n\nGenerated from `expectations/` by `python -m scripts.rules_reference`; do not edit by hand.\n"
    return "\n".join([head, *_language("nl", books), *_language("en", books)])


def _language(language: Language, books: tuple[RuleBook, ...]) -> Iterator[str]:
    yield HEADS[language]
    for book in books:
        title = WORDS[language].get(book.table, "")
        yield f"### `{book.table}`{f': {title}' if title else ''}\n"
        for check in sorted((Check(rule, book.table) for rule in book.rules), key=lambda check: check.order):
            yield from _rule(check, language)


def _rule(check: Check, language: Language) -> Iterator[str]:
    rule, words = check.rule, WORDS[language]
    yield f"#### {rule.code} ({SEVERITIES[language][rule.severity]}): {getattr(rule.title, language)}\n"
    yield f"- {words['why']}: {getattr(rule.why, language)}"
    yield f"- {words['action']}: {getattr(rule.action, language)}"
    yield f"- {words['test']}: {_test(check)}"
    if rule.tolerance_reason is not None:
        yield f"- {words['margin']}: {rule.tolerance.normalize():f}. {getattr(rule.tolerance_reason, language)}"
    for name, parameter in rule.parameters.items():
        yield f"- {words['parameter']} `{name}` = {parameter.value}. {getattr(parameter.reason, language)}"
    if rule.affects:
        yield f"- {words['touches']}: {', '.join(f'`{name}`' for name in rule.affects)}"
    yield f"- {words['holds']}: {_validity(rule, language)}\n"


def _test(check: Check) -> str:
    bounds = check.rule.aggregate
    if check.rule.contract is not None:
        return f"`{check.rule.contract}`"
    ends = ["" if end is None else str(end) for end in (bounds.min, bounds.max)] if bounds else []
    return f"`{readable(check)}`{f' ({chr(0x2026).join(ends)})' if ends else ''}"


def _validity(rule: Rule, language: Language) -> str:
    words = WORDS[language]
    start = f"{words['from']} {rule.valid_from}" if rule.valid_from else ""
    end = f"{words['to']} {rule.valid_to}" if rule.valid_to else ""
    return " ".join(part for part in (start, end) if part) or words["always"]


def main() -> int:
    """Write the file."""
    FILE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
