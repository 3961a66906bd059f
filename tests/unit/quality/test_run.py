"""The whole stage: results that are complete, repeatable, numbers only, and errors that say which rule."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.model.checks import CheckResult, Rule, RuleBook
from etl.model.contract import Text
from etl.model.errors import UsageError
from etl.quality import plan
from etl.quality.plan import Check
from etl.quality.quarantine import COLUMNS, quarantine
from etl.quality.run import run_checks, validated_suites

from .asking import failing_checks
from .clean import clean_database, create_tables, programme_sources, rulebooks

pytestmark = pytest.mark.xdist_group("great_expectations")
ROOT = Path(__file__).parents[3]
SAID = Text(nl="x", en="x")
NAMES = ("111222333", "123456782", "Jansen", "0612345678")
DIRT = (
    "update kcc_calls set ended_at = null where call_id = 'C30'",
    "update kcc_calls set call_id = 'C33' where call_id in ('C34', 'C35')",
    "update kcc_calls set _in_month = false where call_id in ('C36', 'C37')",
    "update kcc_calls set site = '***', _masked = ['site:codes'] where call_id = 'C38'",
    "update kcc_calls set answered_at = arrived_at - interval 1 second where call_id = 'C40'",
    "update kcc_calls set id_kind = 'lhn' where client_group = 'employee' and call_id = 'C43'",
    "update kcc_calls set callback_request_id = 'WW-WEST-gone' where call_id = 'C71'",
    "update kcc_calls set survey_invited = false where client_group = 'employer' and _month = '2007-02'",
    "update kcc_survey set q_overall = 7 where invitation_id = 'S10'",
    "update kcc_survey set q_overall = 1 where q_overall = 2",
    "update kcc_quality set coach_ps = agent_ps where site = 'GOES' and evaluation_id like '%-3'",
    "update ict_incidents set resolved_at = null where incident_id = 'I1'",
    "update callback_requests set request_id = 'WW-OOST-31', region = 'OOST' where request_id = 'WW-WEST-31'",
    "update callback_requests set created_at = created_at + interval 20 minutes where _unit = 'AG-ZUID'",
    "update callback_requests set contacted_at = null where call_id[2:]::int % 300 = 11",
    "update complaints set outcome = null where case_id in ('K31', 'K62')",
    "update deliveries set line_count = line_count + 90, rejected_count = 90 where source[1:3] in ('com', 'kcc')",
    "update unit_months set grade = null where source = 'complaints' and month = '2007-03'",
    "update published set value = 0.5 where edition = '2007-H1/1'",
    "update published set value = 2500 where fact_id = 'call_volume@2007-03'",
    # Names and numbers of persons that landing overlooked:
    "update kcc_calls set topic = 'Jansen 111222333', service_number = '0612345678' where call_id = 'C44'",
    "update callback_requests set office = 'Jansen', preferred_window = '123456782' where request_id = 'WW-WEST-71'",
    "update complaints set cause_code = 'Jansen', lesson_id = '111222333' where case_id = 'K93'",
)


@pytest.fixture(scope="module")
def dirty() -> Iterator[duckdb.DuckDBPyConnection]:
    """Dirt of every kind of test at once."""
    with clean_database("quality_dirty") as connection:
        for dirt in DIRT:
            connection.execute(dirt)
        yield connection


@pytest.fixture(scope="module")
def found(dirty: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """The results on the dirty records."""
    return run_checks(dirty, rulebooks(), programme_sources())


def test_clean_records_raise_nothing(records: duckdb.DuckDBPyConnection, checks: list[Check]) -> None:
    """Every check has a result, in order, and none fails; a second run says exactly the same."""
    results = run_checks(records, rulebooks(), programme_sources())

    assert [result.check_id for result in results] == [check.check_id for check in checks]
    assert [result.check_id for result in results if result.passed is not True] == []
    assert not any(result.stops for result in results)
    assert run_checks(records, rulebooks(), programme_sources()) == results


def test_the_results_are_those_of_plain_sql(
    dirty: duckdb.DuckDBPyConnection, found: list[CheckResult], checks: list[Check]
) -> None:
    """Great Expectations and hand-written SQL agree on every check of a very dirty set."""
    failing = {result.check_id for result in found if result.passed is False}

    assert failing == failing_checks(dirty, checks, plan.views_of(dirty, checks))
    assert len(failing) > 20


def test_a_result_says_everything_in_numbers(found: list[CheckResult]) -> None:
    """Rows, failures, what was observed and what was expected, beside the rule and its reasons."""
    by_id = {result.check_id: result for result in found}

    order = by_id["C1:kcc_calls"]
    assert (order.severity, order.passed, order.stops, order.failed) == ("block", False, True, 1)
    assert (order.rows, order.observed) == (47999, "1/47999")
    assert order.expected == "0"
    assert order.rule.startswith("coalesce(identified_at >= arrived_at, true)")
    assert by_id["C5:kcc_calls"].expected == "<= 0.01"
    assert by_id["S11:kcc_survey"].observed == "0"
    assert by_id["S11:kcc_survey"].expected == ">= 1"
    assert by_id["L3:deliveries"].observed.startswith("4 (0.00")
    assert by_id["A3:complaints"].rule == "unique (case_id)"
    assert {by_id[name].test for name in ("C1:kcc_calls", "S11:kcc_survey", "L3:deliveries", "A3:complaints")} == {
        "row",
        "aggregate",
        "query",
        "unique",
    }


def test_a_rule_about_numbers_names_them(found: list[CheckResult]) -> None:
    """The one that moved most for its size first; what is observed is the change as a share of what was published."""
    by_id = {result.check_id: result for result in found}

    moved = by_id["A19b:published"]
    assert [(item.fact_id, item.observed, item.expected) for item in moved.findings] == [
        ("call_volume@2007-03", "2500", "1250"),
        ("reachability@2007-03", "0.5", "0.925"),
    ]
    assert (moved.failed, moved.observed) == (2, "2 (-0.4595..1.0)")
    assert by_id["A19:published"].findings == by_id["L3:deliveries"].findings == ()


def test_quarantine_holds_exactly_the_rows_that_failed(
    dirty: duckdb.DuckDBPyConnection, found: list[CheckResult], checks: list[Check]
) -> None:
    """For every blocking and warning rule about rows as many rows as its result counts, and no others."""
    rows = quarantine(dirty, rulebooks(), programme_sources(), found)

    counted = {
        (table, code, column): count
        for table, code, column, count in rows.aggregate(
            '"table", code, "column", count(*)', '"table", code, "column"'
        ).fetchall()
    }
    about_rows = {check.check_id for check in checks if check.rule.test in ("row", "unique", "exists")}
    expected = {
        (result.table, result.code, result.column): result.failed
        for result in found
        if result.failed and result.severity != "inform" and result.check_id in about_rows
    }
    assert counted == expected
    assert dict(zip(rows.columns, map(str, rows.types), strict=True)) == COLUMNS


def test_a_quarantined_row_is_found_again(dirty: duckdb.DuckDBPyConnection, found: list[CheckResult]) -> None:
    """Delivery, unit, month, line and key lead back to the row; the reason is in Dutch."""
    rows = quarantine(dirty, rulebooks(), programme_sources(), found)

    hit = rows.filter("code = 'R6'").fetchall()
    assert hit == [
        (
            "callback_requests",
            "d-WW-WEST",
            "WW-WEST",
            "2007-01",
            2,
            "WW-OOST-31",
            "R6",
            "",
            "warn",
            "divisie en regio zijn die van de leverende eenheid",
        )
    ]
    missing = rows.filter("code = 'A5'").fetchall()
    assert missing == [
        (
            "unit_months",
            None,
            "national",
            "2007-03",
            None,
            "complaints",
            "A5",
            "",
            "warn",
            "elke verwachte maand van elke eenheid is geleverd",
        )
    ]


def test_no_name_or_number_of_a_person_gets_out(
    dirty: duckdb.DuckDBPyConnection, found: list[CheckResult], checks: list[Check]
) -> None:
    """Not in results, not in what GX returns, not in the quarantine."""
    views = plan.views_of(dirty, checks)
    asked = [check for check in checks if plan.not_applicable(check, views) is None]
    suites = validated_suites(dirty, asked, views)
    rows = quarantine(dirty, rulebooks(), programme_sources(), found)

    said = [repr(found), *(repr(suite) for suite in suites.values()), str(rows.fetchall())]
    assert [name for name in NAMES for text in said if name in text] == []
    assert {"A6b:kcc_calls.topic"} <= {result.check_id for result in found if result.passed is False}


def test_a_source_that_delivered_nothing_is_not_applicable() -> None:
    """Its rules, and those that need it, have no verdict but a reason in both languages; nothing is left out."""
    with duckdb.connect(":memory:only_calls") as connection:
        create_tables(connection, [source for source in programme_sources() if source.source == "kcc_calls"])
        results = run_checks(connection, rulebooks(), programme_sources())

    survey = [result for result in results if result.table == "kcc_survey"]
    assert len(survey) == 41
    assert {result.passed for result in survey} == {None}
    assert {result.not_applicable for result in survey if result.code[0] == "A"} == {"there is nothing of kcc_survey"}
    by_id = {result.check_id: result for result in results}
    assert by_id["C8:kcc_calls"].not_applicable_nl == "er is niets van calendar"
    assert by_id["A19:published"].not_applicable_nl == "er is nog niets gepubliceerd"
    assert by_id["C11:kcc_calls"].passed is True
    assert by_id["C10:kcc_calls"].passed is None
    assert by_id["C10:kcc_calls"].not_applicable == "there are too few rows to judge"
    assert (by_id["C1:kcc_calls"].passed, by_id["C1:kcc_calls"].observed) == (True, "0/0")


def test_a_book_of_another_programme_is_left_out() -> None:
    """A programme without surveys has no rules about surveys."""
    sources = [source for source in programme_sources() if source.source == "kcc_calls"]

    with duckdb.connect(":memory:no_sources") as connection:
        results = run_checks(connection, rulebooks(), sources)

    assert {result.table for result in results} == {
        "kcc_calls",
        "deliveries",
        "restated",
        "unit_months",
        "facts",
        "indicator_months",
        "measures",
        "published",
    }


def a_book(table: str = "calls", **test: object) -> RuleBook:
    """A book with one rule."""
    rule = Rule.model_validate({"code": "C1", "severity": "warn", "title": SAID, "why": SAID, "action": SAID, **test})
    return RuleBook(table=table, rules=(rule,))


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ({"row": "nothing > 1"}, "C1:calendar: the rule cannot be evaluated: Binder Error"),
        ({"row": "name::int > 1"}, r"C1:calendar: .*: a value does not fit it \(ConversionException\)"),
        ({"aggregate": {"value": "sum(name::int)", "max": 1}}, r"C1:calendar: .*: a value does not fit it"),
        ({"unique": ["nothing"]}, "C1:calendar: the rule cannot be evaluated: Binder Error"),
        ({"query": "selec 1"}, "C1:calendar: the rule cannot be evaluated: Parser Error"),
        ({"query": "select 1 from {table} where name::int > 1"}, r"C1:calendar: .*: a value does not fit it"),
        ({"query": "select name as observed from {table}"}, "C1:calendar: the column 'observed' is no number"),
    ],
)
def test_a_rule_that_cannot_be_evaluated_is_named(
    test: dict[str, object], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The error names the rule and never quotes a value; nothing reaches the terminal."""
    with duckdb.connect(":memory:broken") as connection:
        connection.execute("create table calendar as select 'Jansen' as name, 3 as wait")

        with pytest.raises(UsageError, match=message) as caught:
            run_checks(connection, [a_book("calendar", **test)], [])

    assert "Jansen" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_tolerated_failure_passes_and_is_counted() -> None:
    """One of two hundred may fail at one percent; three may not."""
    book = a_book("calendar", row="wait < 200", tolerance="0.01", tolerance_reason=SAID)

    with duckdb.connect(":memory:tolerance") as connection:
        connection.execute("create table calendar as select i as wait from range(1, 201) as t(i)")
        (one,) = run_checks(connection, [book], [])
        connection.execute("update calendar set wait = 900 where wait < 3")
        (three,) = run_checks(connection, [book], [])

    assert (one.passed, one.failed, one.observed, one.expected) == (True, 1, "1/200", "<= 0.01")
    assert (three.passed, three.failed) == (False, 3)


def test_importing_the_package_is_cheap_and_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """`import etl.quality` takes no time, GX comes only with a run, and a run prints and writes nothing."""
    script = """if True:
        import sys, time
        start = time.perf_counter()
        import etl.quality
        seconds = time.perf_counter() - start
        assert seconds < 0.1, seconds
        import etl.quality.run, etl.quality.quarantine, etl.quality.rules
        from etl.resources import expectation_texts
        assert "great_expectations" not in sys.modules and "sqlalchemy" in sys.modules
        import duckdb
        from etl.model.contract import Source
        columns = {"id": "string", "day": "timestamp"}
        source = Source.model_validate({"source": "calls", "key": ["id"], "columns": columns})
        with duckdb.connect() as connection:
            connection.execute("create table calls as select 'a' as id, now() as day, true as _in_month")
            connection.execute("alter table calls add column _masked varchar[]")
            connection.execute("alter table calls add column _unit varchar")
            connection.execute("alter table calls add column _month varchar")
            books = etl.quality.rules.read_rulebooks({"contract.yml": expectation_texts()["contract.yml"]})
            results = etl.quality.run.run_checks(connection, books, [source])
        said = {result.check_id: result.passed for result in results}
        assert len(said) == 8 and set(said.values()) == {True}, said
    """
    home = tmp_path / "home"
    home.mkdir()

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(home), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert [str(path) for path in home.rglob("*")] == []
