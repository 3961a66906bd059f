"""The checks that follow from a contract, column by column."""

from __future__ import annotations

from datetime import date

from etl.model.contract import Source
from etl.quality.contract import PARAMETERS, contract_checks
from etl.quality.plan import condition, used_parameters

from .clean import contract_rules

CALLS = Source.model_validate(
    {
        "source": "calls",
        "key": ["call_id"],
        "month_of": "arrived_at",
        "pseudonymise": {"client_id": "client_ps"},
        "columns": {
            "call_id": {"pattern": "[A-Z][0-9]+", "required": True},
            "site": {"codes": ["NORTH", "SOUTH"]},
            "topic": {"codes": ["a", "b"]},
            "office": {"pattern": "[0-9]{2}"},
            "note": "string?",
            "client_id": "string",
            "score": {"type": "integer", "min": 1, "max": 5},
            "weight": {"type": "number", "min": 0},
            "arrived_at": "timestamp",
        },
    }
)


def test_each_column_gives_its_own_checks() -> None:
    """Codes and severities are stable: outside readers know them."""
    checks = {check.check_id: check.rule.severity for check in contract_checks(contract_rules(), CALLS)}

    assert checks == {
        "A3:calls": "block",
        "A4:calls.arrived_at": "block",
        "A10:calls": "warn",
        "A12:calls.arrived_at": "warn",
        "A13:calls": "warn",
        "A14:calls": "warn",
        "A15:calls.arrived_at": "warn",
        "A2:calls.call_id": "block",
        "A2:calls.client_ps": "block",
        "A2:calls.arrived_at": "block",
        "A2b:calls.score": "block",
        "A2b:calls.weight": "block",
        "A6:calls.call_id": "block",
        "A6:calls.site": "block",
        "A6b:calls.topic": "warn",
        "A6b:calls.office": "warn",
        "A7:calls.call_id": "block",
        "A7:calls.site": "block",
        "A7:calls.topic": "block",
        "A7:calls.office": "block",
        "A7:calls.note": "block",
        "A7b:calls.call_id": "warn",
        "A7b:calls.site": "warn",
        "A7b:calls.topic": "warn",
        "A7b:calls.office": "warn",
        "A7b:calls.note": "warn",
    }


def test_the_sentences_name_the_column_and_its_limits() -> None:
    """What the supplier must do stands in both languages, without braces left over."""
    site = next(check.rule for check in contract_checks(contract_rules(), CALLS) if check.check_id == "A6:calls.site")

    assert site.title.nl == "site heeft een bekende waarde"
    assert site.action.en == "Deliver site as the contract has it: NORTH, SOUTH."
    assert site.row == "\"site\" in ('NORTH', 'SOUTH')"


def test_a_source_without_optional_columns_has_no_jumps() -> None:
    """There is nothing whose filling could change."""
    bare = Source.model_validate({"source": "bare", "key": ["id"], "columns": {"id": "string", "at": "timestamp"}})

    assert "A10:bare" not in {check.check_id for check in contract_checks(contract_rules(), bare)}


def test_the_parameters_are_those_that_the_tests_use() -> None:
    """What the reader of rule books demands is what stands in braces in the SQL."""
    for check in contract_checks(contract_rules(), CALLS):
        general = next(rule for rule in contract_rules() if rule.code == check.rule.code)

        assert general.contract is not None
        assert used_parameters(check.rule) == PARAMETERS.get(general.contract, frozenset())


def test_a_rule_about_contracts_may_begin_and_end() -> None:
    """Its months travel with it to every column it is about."""
    (required,) = [rule for rule in contract_rules() if rule.contract == "required"]
    dated = required.model_copy(update={"valid_from": date(2007, 3, 1)})

    checks = contract_checks([dated], CALLS)

    assert {check.rule.valid_from for check in checks} == {date(2007, 3, 1)}
    assert condition(checks[0], {"calls": {"call_id": "VARCHAR", "_month": "VARCHAR"}}) == (
        'case when "_month" >= \'2007-03\' then ("call_id" is not null) end'
    )
