"""A file in `registers/` brings in a source whole; its mistakes are told with its own name and lines."""

from __future__ import annotations

from collections.abc import Callable

from etl.definitions import load_programme
from etl.model.errors import Problem
from tests.unit.definitions.conftest import ProgrammeFolder

REGISTER = """\
units:
  - {source: escalations, unit: national}
caveats:
  pressed: {nl: De knop is digitaal.}
sources:
  - source: escalations
    required: false
    key: [escalation_id]
    columns: {escalation_id: string, pressed_at: timestamp}
measures:
  - {measure: escalations, source: escalations, month_of: pressed_at}
indicators:
  - indicator: escalations
    title: {nl: Meldingen}
    numerator: escalations
    unit: count
    decimals: 0
    caveats: [pressed]
norms:
  - {indicator: escalations, operator: "<", value: 9, valid_from: 2007-01-01}
"""


def add(folder: ProgrammeFolder, text: str, name: str = "escalations.yml") -> None:
    """Put a register into the folder."""
    (folder.path / "registers").mkdir(exist_ok=True)
    (folder.path / "registers" / name).write_text(text, encoding="utf-8")


def test_a_register_adds_to_the_programme(folder: ProgrammeFolder) -> None:
    """Source, unit, measure, indicator, norm and caveat come from one file, and it counts in the fingerprint."""
    before = load_programme(folder.path)
    add(folder, REGISTER)

    loaded = load_programme(folder.path)

    added = loaded.programme
    assert [source.source for source in added.sources] == ["kcc_calls", "callback_requests", "escalations"]
    assert added.units[-1].source == "escalations"
    assert added.indicators[-1].indicator == added.norms[-1].indicator == "escalations"
    assert set(added.caveats) == {"clock", "pressed"}
    assert sorted(set(loaded.files) - set(before.files)) == ["registers/escalations.yml"]
    assert loaded.sha256 != before.sha256


def test_a_mistake_is_told_with_the_file_and_line_of_the_register(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """An unknown measure, an unknown key and an unknown source alike; the place is that in the register."""
    add(folder, REGISTER.replace("    numerator: escalations", "    numerator: escalation"))
    dangling = only_problem()
    add(folder, REGISTER.replace("    unit: count", "    unite: count"))
    unknown = [problem for problem in folder.problems() if "unknown" in problem.what]
    add(folder, REGISTER.replace("{source: escalations, unit: national}", "{source: escalation, unit: national}"))
    unit = only_problem()

    where = "small/registers/escalations.yml"
    assert (dangling.where, dangling.line, dangling.column) == (where, 15, "indicators.0.numerator")
    assert [(item.where, item.line, item.column) for item in unknown] == [(where, 16, "indicators.0.unite")]
    assert (unit.where, unit.line, unit.column) == (where, 2, "units.0.source")


def test_keys_that_do_not_belong_in_a_register_are_refused(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """With the nearest one that does."""
    add(folder, REGISTER.replace("caveats:\n", "caveat:\n"))

    problem = only_problem()

    assert problem.what == "the key 'caveat' is unknown"
    assert (problem.line, problem.hint) == (3, "did you mean 'caveats'?")


def test_a_caveat_has_one_text(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """A register cannot silently replace a caveat of the programme."""
    add(folder, REGISTER.replace("pressed", "clock"))

    assert only_problem().what == "the caveat 'clock' is defined twice"


def test_a_register_is_a_mapping_of_lists(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """An empty file and a single entry without a dash are named."""
    add(folder, "")
    assert only_problem().what == "this is no mapping"

    add(folder, "units: {source: kcc_calls, unit: national}\n")
    assert only_problem().what == "'units' is no list"
