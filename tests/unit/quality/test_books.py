"""The rule books that are shipped: complete, bilingual, and honest about what they read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest

from etl.definitions import load_programme
from etl.model.checks import Rule
from etl.model.contract import Text
from etl.quality import plan
from etl.quality.plan import Check, Views
from etl.quality.run import planned

from .clean import programme_sources, rulebooks

RULES = [pytest.param(book.table, rule, id=f"{rule.code}:{book.table}") for book in rulebooks() for rule in book.rules]
MEASURES = {measure.measure for measure in load_programme("uwv_telephone").programme.measures}
CODES = (
    "A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 "
    "Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 I1 I2 I3 I4 I5 I6 I7 I8 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 "
    "K1 K2 K3 K4 K5 K6 K7 K8 K9 K10 K11 K12 K13 X1 X2 X3 X4 X5 X6 X7"
)
"""The rules that auditors know by code; a letter behind one divides it into parts."""
# S8 informs here, since small cells are flagged where facts are made.
BLOCK = (
    "A1 A2 A2b A3 A4 A6 A7 C1 C2 C3 C4 C7 C10 S1 S1b S1c S2 S3 S4 S4b Q1 Q2 Q3 Q5 I1 I2 I4 R1 R2 R3 R3b R3c R7 R14 "
    "R14b R15 K1 K3 K4 K5 K6 K8 K9 X2 X4 X6 X7 L1 L3 L4 "
    "D2 E1 G1 K14 M1 N6"
)
INFORM = "C7c S8 S9 Q8 R3d R11 R12 K7b M4 P3 P4"


def texts_of(rule: Rule) -> Iterator[Text]:
    """Every sentence of a rule."""
    yield from (rule.title, rule.why, rule.action)
    yield from (parameter.reason for parameter in rule.parameters.values())
    if rule.tolerance_reason is not None:
        yield rule.tolerance_reason


def test_severities_are_those_of_the_domain() -> None:
    """What is not listed here warns."""
    severities = {rule.code: rule.severity for book in rulebooks() for rule in book.rules}

    assert {code for code, severity in severities.items() if severity == "block"} == set(BLOCK.split())
    assert {code for code, severity in severities.items() if severity == "inform"} == set(INFORM.split())


def test_every_code_is_in_the_books() -> None:
    """None is left to a comment or to the definitions alone."""
    codes = {rule.code for book in rulebooks() for rule in book.rules}

    assert set(CODES.split()) - codes == set()


def test_every_table_has_at_least_eight_rules() -> None:
    """With those of the contract; what is not a source has no contract."""
    counts = Counter(check.table for check in planned(rulebooks(), programme_sources()))

    few = {"unit_months", "restated", "measures", "cross", "indicator_months", "published"}
    assert {table for table, count in counts.items() if count < 8} == few


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_a_rule_speaks_dutch_and_english(table: str, rule: Rule) -> None:
    """Titles start small, sentences with a capital and end with a full stop."""
    assert all(text.nl and text.en for text in texts_of(rule)), table
    assert not any(text.nl == text.en for text in texts_of(rule))
    sentences = (rule.why.nl, rule.why.en, rule.action.nl, rule.action.en)
    assert all(text[-1] in ".?" and text[0].isupper() for text in sentences)
    assert rule.title.nl[0].islower() or rule.title.nl.startswith("{")
    assert rule.title.nl[-1] != "."
    assert not re.search(r"[0-9]", rule.title.nl), "the report prints titles, and every figure in it is a fact"


@pytest.mark.parametrize(("table", "rule"), RULES)
def test_a_rule_names_known_measures(table: str, rule: Rule) -> None:
    """`affects` leads from a failed check to the numbers that need a caveat."""
    assert set(rule.affects) <= MEASURES, table


def test_cross_rules_name_sources_that_exist() -> None:
    """A misspelt one would silently be taken for another programme's."""
    known = {source.source for source in programme_sources()} | set(plan.SYSTEM_TABLES)

    assert {table for book in rulebooks() for rule in book.rules for table in rule.needs} <= known


@pytest.mark.parametrize(("table", "rule"), [param for param in RULES if param.values[0] not in ("cross", "contract")])
def test_a_rule_declares_what_it_reads(
    table: str, rule: Rule, records: duckdb.DuckDBPyConnection, views: Views
) -> None:
    """With only its declared columns the rule still works: else it would break on a source that lacks one."""
    declared = ", ".join(f'"{column}"' for column in rule.columns) or "1"
    records.execute("begin")
    try:
        records.execute(f"create table own as select {declared} from {table}")
        check = Check(Rule.model_validate(_about_own(rule, table)), "own")
        assert set(plan.tables_of(check)) - {"own"} <= set(views)
        match rule.test:
            case "query":
                records.execute(f"explain {plan.query(check, views)}")
            case "aggregate":
                records.execute(f"explain select {plan.aggregate(check, views)} from own")
            case "unique":
                records.execute(f"explain {plan.duplicates_count(check, views)}")
            case _:
                records.execute(f"explain select {plan.condition(check, views)} from own")
    finally:
        records.execute("rollback")


def _about_own(rule: Rule, table: str) -> object:
    """The rule with its own table renamed wherever its SQL names it."""
    data = rule.model_dump(mode="python", exclude_none=True)
    for test in ("row", "query"):
        if test in data:
            data[test] = re.sub(rf"\b(from|join) {table}\b", r"\1 own", data[test])
    return data
