"""Rule books: YAML text in, frozen rules out. Strict: what nobody knows is an error that names file, line and key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from etl.definitions.yaml_lines import Document, read_yaml
from etl.model.checks import Rule, RuleBook
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.quality.contract import PARAMETERS
from etl.quality.plan import CONTRACT, CROSS, used_parameters

_KNOWN_AT = {1: tuple(RuleBook.model_fields), 3: tuple(Rule.model_fields)}
"""The keys that may stand at a depth of the file; deeper ones are named without a suggestion."""


def read_rulebooks(texts: Mapping[str, str]) -> tuple[RuleBook, ...]:
    """The rule books in `texts` (file name → YAML text), in the order of their tables.

    Raises:
        UsageError: a text is no YAML; a key is unknown, missing or twice; a code or table occurs twice; a parameter is
            used but not given, or given but not used. All problems of all files are told at once.
    """
    problems: list[Problem] = []
    books: dict[str, RuleBook] = {}
    for name, text in sorted(texts.items()):
        document = read_yaml(name, text)
        try:
            book = RuleBook.model_validate(document.data or {})
        except ValidationError as error:
            problems += [_problem(document, item) for item in error.errors(include_input=False, include_url=False)]
            continue
        problems += _inconsistent(document, book)
        if book.table in books:
            problems.append(
                document.problem(
                    f"the table '{book.table}' has two rule books",
                    ("table",),
                    hint="put all rules of a table in one file.",
                )
            )
        books[book.table] = book
    if problems:
        raise UsageError(problems)
    return tuple(books[table] for table in sorted(books))


def _problem(document: Document, item: Any) -> Problem:
    """What pydantic found, with the line in the file."""
    path, depth = tuple(item["loc"]), len(item["loc"])
    if item["type"] == "extra_forbidden":
        hint = did_you_mean(str(path[-1]), _KNOWN_AT[depth]) if depth in _KNOWN_AT else "remove it, or look for a typo."
        return document.problem(f"the key '{path[-1]}' is unknown", path, hint=hint)
    if item["type"] == "missing":
        return document.problem(f"the key '{path[-1]}' is missing", path, hint=f"add '{path[-1]}:' here.")
    message = str(item["msg"]).removeprefix("Value error, ")
    return document.problem(message[:1].lower() + message[1:], path)


def _inconsistent(document: Document, book: RuleBook) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, rule in enumerate(book.rules):
        place = ("rules", index)
        if rule.code in seen:
            yield document.problem(
                f"the code {rule.code} occurs twice", (*place, "code"), hint="add a letter: C7, C7b."
            )
        seen.add(rule.code)
        used = PARAMETERS.get(rule.contract, frozenset()) if rule.contract else used_parameters(rule)
        for name in sorted(used - set(rule.parameters)):
            yield document.problem(
                f"the rule uses {{{name}}}, which is not among its parameters",
                (*place, rule.test),
                hint="add it under parameters, with a value and a reason.",
            )
        for name in sorted(set(rule.parameters) - used):
            yield document.problem(
                f"the parameter '{name}' is not used",
                (*place, "parameters", name),
                hint=f"write {{{name}}} in the rule, or remove it.",
            )
        if rule.tolerance and rule.test in ("aggregate", "query"):
            yield document.problem(
                "a tolerance is a share of rows, and this rule counts none",
                (*place, "tolerance"),
                hint="put the margin in a bound or a parameter.",
            )
        if book.table == CROSS and rule.test != "query":
            yield document.problem(
                f"'{CROSS}' is about no table: it holds queries only",
                (*place, rule.test),
                hint="move the rule to the book of its table.",
            )
        if (book.table == CONTRACT) != (rule.test == "contract"):
            yield document.problem(
                f"a test that follows from contracts stands in the book '{CONTRACT}', and nothing else does",
                (*place, rule.test),
                hint="move the rule to the other book.",
            )
        if rule.aggregate and rule.aggregate.min is None and rule.aggregate.max is None:
            yield document.problem(
                "an aggregate without bounds checks nothing", (*place, "aggregate"), hint="give min, max or both."
            )
