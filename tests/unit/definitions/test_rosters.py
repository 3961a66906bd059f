"""Rosters and parts in a programme: what a report may name, and what belongs together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from etl.definitions import load_programme
from etl.model.errors import Problem
from tests.unit.definitions.conftest import ProgrammeFolder

ROSTERS = """\
rosters:
  - roster: waiting
    title: {nl: Verzoeken}
    measure: callbacks
    empty: {nl: Er zijn er geen.}
    columns:
      created_at: {title: {nl: Gedaan op}}
      division: {title: {nl: Divisie}, codes: {WW: {nl: divisie WW}, AG: {nl: divisie AG}}}
"""


def test_a_roster_is_read(folder: ProgrammeFolder) -> None:
    """Codes in words, a dash where nothing stands; a section may name it."""
    folder.add("programme.yml", ROSTERS)
    folder.edit("programme.yml", "        indicators: [service_level]\n", "        rosters: [waiting]\n")

    (roster,) = load_programme(folder.path).programme.rosters

    assert roster.columns["division"].codes["AG"].nl == "divisie AG"
    assert roster.columns["created_at"].none.nl == "–"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("measure: callbacks", "measure: callback", "there is no measure 'callback'"),
        ("measure: callbacks", "measure: calls_summed", "'calls_summed' counts no records"),
        ("created_at: {", "created: {", "there is no column 'created'"),
        ("created_at: {", "request_id: {", "'request_id' cannot be named in a report"),
        ("WW: {nl: divisie WW}, ", "", "the code 'WW' has no words"),
        ("WW: {nl: divisie WW}, ", "WW: {nl: divisie WW}, GA: {nl: x}, ", "there is no code 'GA'"),
    ],
)  # fmt: skip
def test_a_roster_names_nothing_that_it_may_not(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem], old: str, new: str, told: str
) -> None:
    """Free text, sums, unknown columns and codes without words are told with their place."""
    folder.add("measures.yml", "- {measure: calls_summed, source: kcc_calls, value: '1', month_of: arrived_at}\n")
    folder.add("programme.yml", ROSTERS.replace(old, new))

    problem = only_problem()

    assert problem.what == told
    assert (problem.column or "").startswith("rosters.0.")


def test_a_person_is_never_named(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Not even by the pseudonym of a number with a pattern."""
    folder.edit("sources.yml", "client_id: string?", "client_id: {pattern: '[0-9]{9}'}")
    folder.add("programme.yml", ROSTERS.replace("callbacks", "calls_offered").split("      created_at")[0])
    folder.add("programme.yml", "      client_ps: {title: {nl: Klant}}\n")

    assert only_problem().what == "'client_ps' cannot be named in a report"


def test_a_roster_has_a_name_of_its_own(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Two of one name are refused."""
    folder.add("programme.yml", ROSTERS + ROSTERS.removeprefix("rosters:\n"))

    assert only_problem().what == "the roster 'waiting' is defined twice"


PART = """\
- indicator: requests_ww
  part_of: requests
  label: {nl: van divisie WW}
  title: {nl: Verzoeken van divisie WW}
  numerator: callbacks
  unit: count
  decimals: 0
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("part_of: requests", "part_of: request", "there is no whole 'request'"),
        ("part_of: requests", "part_of: service_level", "'requests_ww' is no share, as 'service_level' is"),
        ("  label: {nl: van divisie WW}\n", "", "part_of and label belong together"),
    ],
)
def test_a_part_belongs_to_a_whole(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem], old: str, new: str, told: str
) -> None:
    """One that exists, of the same unit, and with a label to stand under it."""
    folder.add("indicators.yml", PART.replace(old, new))

    assert only_problem().what == told


def test_a_section_tells_wholes(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Its parts come along with a whole, and stand nowhere by themselves."""
    folder.add("indicators.yml", PART)
    folder.edit("programme.yml", "        indicators: [service_level]\n", "        indicators: [requests_ww]\n")

    assert only_problem().what == "'requests_ww' is a part"
