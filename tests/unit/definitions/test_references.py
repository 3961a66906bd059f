"""Whether the parts of a programme fit together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etl.definitions import load_programme
from etl.model.errors import Problem
from tests.unit.definitions.conftest import ProgrammeFolder


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "what", "hint"),
    [
        ("programme.yml", "{source: kcc_calls, unit: national}", "{source: kcc_cals, unit: national}", 5,
         "there is no source 'kcc_cals'", "did you mean 'kcc_calls'?"),
        ("programme.yml", "region: NOORD, valid_from", "region: NORD, valid_from", 6,
         "there is no region code 'NORD'", "did you mean 'NOORD'?"),
        ("programme.yml", "        indicators: [service_level]", "        indicators: [service_levle]", 18,
         "there is no indicator 'service_levle'", "did you mean 'service_level'?"),
        ("programme.yml", "monthly, indicators: [service_level]", "monthly, indicators: [budget]", 20,
         "there is no indicator 'budget'", "known are requests, service_level."),
        ("measures.yml", "source: callback_requests", "source: callbacks", 9,
         "there is no source 'callbacks'", "did you mean 'callback_requests'?"),
        ("measures.yml", "month_of: created_at", "month_of: create_at", 10,
         "there is no column 'create_at'", "did you mean 'created_at'?"),
        ("measures.yml", "  month_of: created_at", "  month_of: created_at\n  reads: [calender]", 11,
         "there is no source 'calender'", "did you mean 'calendar'?"),
        ("indicators.yml", "numerator: calls_in_time", "numerator: calls_intime", 4,
         "there is no measure 'calls_intime'", "did you mean 'calls_in_time'?"),
        ("indicators.yml", "denominator: calls_offered", "denominator: calls_ofered", 5,
         "there is no measure 'calls_ofered'", "did you mean 'calls_offered'?"),
        ("indicators.yml", "caveats: [clock]", "caveats: [clok]", 8,
         "there is no caveat 'clok'", "did you mean 'clock'?"),
        ("norms.yml", "{indicator: requests,", "{indicator: request,", 7,
         "there is no indicator 'request'", "did you mean 'requests'?"),
        ("norms.yml", "division: [AG]", "division: [AO]", 7,
         "there is no division code 'AO'", "known are AG, WW."),
        ("norms.yml", "  version: 1", "  version: 2", 2,
         "'service_level' has no version 2", "a norm binds to one version of a definition."),
    ],
)  # fmt: skip
def test_a_reference_to_nothing_is_named_with_its_line(
    folder: ProgrammeFolder, file: str, old: str, new: str, line: int, what: str, hint: str
) -> None:
    """Whatever refers to whatever, with the nearest name."""
    folder.edit(file, old, new)

    problem = folder.problems()[0]

    assert (problem.where, problem.line) == (f"small/{file}", line)
    assert (problem.what, problem.hint) == (what, hint)


def test_a_key_that_is_no_column_is_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """The key of a source is one of its columns."""
    folder.edit("sources.yml", "key: [request_id]", "key: [case_id]")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/sources.yml", 5)
    assert problem.what == "'case_id' is not among the columns"


def test_a_source_without_any_moment_is_refused(folder: ProgrammeFolder) -> None:
    """Nobody could say in which month a row belongs."""
    folder.edit("sources.yml", "created_at: timestamp", "created_at: string")

    problem = folder.problems()[0]

    assert (problem.where, problem.line) == ("small/sources.yml", 5)
    assert problem.what.startswith("a source needs a column of type timestamp, date, month")


@pytest.mark.parametrize(
    ("mapping", "what", "hint"),
    [
        ("columns: {Id: call_idd}", "there is no column 'call_idd'", "did you mean 'call_id'?"),
        ("values: {outcom: {Y: answered}}", "there is no column 'outcom'", "did you mean 'outcome'?"),
        ("values: {outcome: {Y: answerd}}", "there is no code of outcome 'answerd'", "did you mean 'answered'?"),
        ("derive: {arrived: '1'}", "there is no column 'arrived'", "did you mean 'arrived_at'?"),
    ],
)
def test_a_mapping_leads_to_columns_and_codes_of_the_contract(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem], mapping: str, what: str, hint: str
) -> None:
    """A misspelt target would otherwise be passed over in silence."""
    columns = "columns: {call_id: string, outcome: {codes: [answered]}, arrived_at: timestamp}"
    folder.add("sources.yml", f"- source: calls\n  key: [call_id]\n  {columns}\n  mapping:\n    {mapping}\n")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/sources.yml", 12)
    assert (problem.what, problem.hint) == (what, hint)


def test_an_unknown_dimension_is_refused(folder: ProgrammeFolder) -> None:
    """There are four dimensions."""
    folder.edit("measures.yml", "by: [division, region]", "by: [division, province]")

    problem = folder.problems()[0]

    assert (problem.where, problem.line) == ("small/measures.yml", 11)
    assert problem.what == "'province' is no dimension; known are client_group, division, region, site"


def test_an_indicator_is_published_only_by_what_its_measures_count(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """Calls are not counted by site, so nothing can be said per site."""
    folder.edit("measures.yml", "by: [division, region]", "by: [division]")
    folder.edit("indicators.yml", "by: [[], [division], [division, region]]", "by: [[], [site]]")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/indicators.yml", 14)
    assert problem.what == "'callbacks' is not counted by site"


def test_units_may_supply_a_dimension_that_records_lack(folder: ProgrammeFolder) -> None:
    """The requests have no region column; the unit that delivers them has one."""
    programme = load_programme(folder.path).programme

    assert "region" not in programme.source("callback_requests").columns
    assert programme.measure("callbacks").by == ("division", "region")


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("sources.yml", "- {source: kcc_calls, key: [a], columns: {a: date}}\n", "'kcc_calls' is defined twice"),
        ("measures.yml", "- {measure: callbacks, source: kcc_calls}\n", "'callbacks' is defined twice"),
        ("indicators.yml",
         "- {indicator: requests, title: {nl: x}, numerator: callbacks, unit: count, decimals: 0}\n",
         "'requests version 1' is defined twice"),
    ],
)  # fmt: skip
def test_a_name_is_defined_once(folder: ProgrammeFolder, file: str, text: str, what: str) -> None:
    """The second definition is named."""
    folder.add(file, text)

    problem = folder.problems()[0]

    assert (problem.where, problem.what) == (f"small/{file}", what)


def test_a_unit_delivers_a_source_once(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Twice the same unit would be expected twice."""
    folder.edit("programme.yml", "units:\n", "units:\n  - {source: kcc_calls, unit: national}\n")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/programme.yml", 6)
    assert problem.what == "'unit kcc_calls/national' is defined twice"


def test_two_versions_of_an_indicator_are_not_valid_at_once(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """The older one must end before the newer one begins."""
    newer = "title: {nl: x}, numerator: callbacks, unit: count, decimals: 0, valid_from: 2008-01-01}\n"
    folder.add("indicators.yml", f"- {{indicator: requests, version: 2, {newer}")

    problem = only_problem()

    assert problem.what == "versions 1 and 2 of 'requests' are valid at the same time"
    assert (problem.where, problem.line) == ("small/indicators.yml", 15)


OVERLAPPING = [
    "{indicator: service_level, operator: '>=', value: 0.90, valid_from: 2007-12-31}",
    "{indicator: service_level, operator: '>=', value: 0.90, valid_to: 2007-01-01}",
    "{indicator: service_level, operator: '>', value: 0.90}",
    "{indicator: requests, where: {division: any}, operator: '<', value: 40, valid_from: 2008-01-01}",
    "{indicator: requests, where: {division: [WW, AG]}, operator: '<', value: 40, valid_from: 2008-01-01}",
    "{indicator: requests, where: {division: AG, region: any}, operator: '<', value: 40, valid_from: 2008-01-01}",
]
APART = [
    "{indicator: service_level, operator: '>=', value: 0.90, valid_from: 2008-01-01}",
    "{indicator: service_level, operator: '>=', value: 0.90, valid_to: 2006-12-31}",
    "{indicator: service_level, operator: '>=', value: 0.90, kind: target, valid_from: 2007-01-01}",
    "{indicator: requests, where: {division: [WW]}, operator: '<', value: 40, valid_from: 2008-01-01}",
    "{indicator: requests, operator: '<', value: 40, valid_from: 2008-01-01}",
    "{indicator: requests, where: {division: AG, region: NOORD}, operator: '<', value: 40, valid_from: 2008-01-01}",
]


@pytest.mark.parametrize("norm", OVERLAPPING)
def test_overlapping_norms_are_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem], norm: str) -> None:
    """At most one norm of a kind can hold for a fact at a time."""
    folder.add("norms.yml", f"- {norm}\n")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/norms.yml", 8)
    assert "overlaps another norm" in problem.what
    assert problem.expected == "at most one of a kind at a time"


@pytest.mark.parametrize("norm", APART)
def test_norms_that_follow_each_other_or_differ_in_scope_are_fine(folder: ProgrammeFolder, norm: str) -> None:
    """The day after, another kind, another division, the total: each is another norm."""
    folder.add("norms.yml", f"- {norm}\n")

    programme = load_programme(folder.path).programme

    assert len(programme.norms) == 3


def test_a_norm_without_a_value_says_what_it_promises(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """Otherwise the report has nothing to print."""
    folder.edit("norms.yml", "value: 50, ", "")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/norms.yml", 7)
    assert problem.what == "a norm without a value needs a text"


def test_levels_and_flows_of_one_source_do_not_mix(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """A level counts in its last month and a flow in all months: one indicator cannot do both for one source."""
    folder.edit("measures.yml", "- measure: calls_offered", "- measure: calls_offered\n  stock: true")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/indicators.yml", 1)
    assert problem.what == "'service_level' mixes levels and flows of kcc_calls"
