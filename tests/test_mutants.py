"""Breaking any one definition on purpose makes a test fail: every mutant of `mutants.yml` is killed."""

from __future__ import annotations

import pytest

from tests.mutants import Mutant, listed, survives

MUTANTS = listed()
OF_DEFINITIONS = [mutant for mutant in MUTANTS if mutant.file.startswith("definitions/")]


def test_there_are_mutants_of_every_kind_of_definition() -> None:
    """At least thirty, of measures, indicators and norms, each with a name of its own."""
    kinds = {mutant.file.rpartition("/")[2] for mutant in OF_DEFINITIONS}

    assert len(OF_DEFINITIONS) >= 30
    assert kinds >= {"measures.yml", "indicators.yml", "norms.yml"}
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.slow
@pytest.mark.parametrize("tests", sorted({mutant.tests for mutant in MUTANTS}), ids=" ".join)
def test_without_a_mutant_the_judges_pass(tests: tuple[str, ...]) -> None:
    """Tests that fail anyway can not judge."""
    assert survives(Mutant("control", "model/numbers.py", "import", "import", tests))


@pytest.mark.slow
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_killed(mutant: Mutant) -> None:
    """Some test of those it names must fail on it."""
    assert not survives(mutant)
