"""The door for programmes: what comes in, and how each mistake is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.definitions import load_programme
from etl.model.errors import Problem, UsageError
from tests.unit.definitions.conftest import ProgrammeFolder


def test_a_folder_of_five_files_is_a_programme(folder: ProgrammeFolder) -> None:
    """Another inspectorate starts with a folder, not with a fork."""
    loaded = load_programme(folder.path)

    assert loaded.programme.programme == "small"
    assert loaded.programme.source("kcc_calls").record_columns().keys() == {
        "call_id", "client_ps", "arrived_at", "answered_at",
    }  # fmt: skip
    assert [norm.kind for norm in loaded.programme.norms] == ["norm", "norm"]
    assert sorted(loaded.files) == ["indicators.yml", "measures.yml", "norms.yml", "programme.yml", "sources.yml"]


@pytest.mark.parametrize("name", ["uwv_telephone", "callcentre_2021"])
def test_shipped_programmes_load_by_name(name: str) -> None:
    """Both programmes are without mistakes."""
    loaded = load_programme(name)

    assert loaded.programme.programme == name


def test_the_fingerprint_follows_the_bytes(folder: ProgrammeFolder) -> None:
    """A changed comment is another programme; the same files are the same."""
    before = load_programme(folder.path).sha256
    again = load_programme(str(folder.path)).sha256
    folder.add("norms.yml", "# a remark\n")
    after = load_programme(folder.path).sha256

    assert before == again
    assert before != after


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "key", "what", "hint"),
    [
        ("programme.yml", "inspected_body:", "inspected_boddy:", 3, "inspected_boddy",
         "the key 'inspected_boddy' is unknown", "did you mean 'inspected_body'?"),
        ("sources.yml", "  pseudonymise:", "  pseudonimise:", 4, "0.pseudonimise",
         "the key 'pseudonimise' is unknown", "did you mean 'pseudonymise'?"),
        ("measures.yml", "  by: [division, region]", "  bye: [division, region]", 11, "2.bye",
         "the key 'bye' is unknown", "did you mean 'by'?"),
        ("indicators.yml", "  numerator: callbacks", "  numerater: callbacks", 11, "1.numerater",
         "the key 'numerater' is unknown", "did you mean 'numerator'?"),
        ("norms.yml", "  valid_to: 2007-12-31", "  valid_until: 2007-12-31", 6, "0.valid_until",
         "the key 'valid_until' is unknown", "did you mean 'valid_to'?"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_named_with_its_line(
    folder: ProgrammeFolder, file: str, old: str, new: str, line: int, key: str, what: str, hint: str
) -> None:
    """In each of the five files, with the nearest known key."""
    folder.edit(file, old, new)

    problem = next(problem for problem in folder.problems() if "unknown" in problem.what)

    assert (problem.where, problem.line, problem.column) == (f"small/{file}", line, key)
    assert (problem.what, problem.hint) == (what, hint)


def test_an_unknown_key_deeper_down_is_named_too(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """A text has Dutch and English, and nothing else."""
    folder.edit("programme.yml", "  clock: {nl: De klok loopt.}", "  clock: {nl: De klok loopt., de: Die Uhr}")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/programme.yml", 11)
    assert problem.what == "the key 'de' is unknown"


def test_a_missing_key_is_named(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """The line is that of the entry that lacks it."""
    folder.edit("indicators.yml", "  unit: count\n", "")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/indicators.yml", 9)
    assert problem.what == "the key 'unit' is missing"
    assert problem.hint == "add 'unit:' to this entry."


def test_a_key_that_stands_twice_is_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """YAML itself would quietly take the second one."""
    folder.edit("norms.yml", "  value: 0.80", "  value: 0.80\n  value: 0.90")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/norms.yml", 5)
    assert problem.what == "the key 'value' stands twice"


def test_a_value_of_the_wrong_kind_is_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Decimals are a number."""
    folder.edit("indicators.yml", "  decimals: 1", "  decimals: one")

    problem = only_problem()

    assert (problem.where, problem.line, problem.column) == ("small/indicators.yml", 7, "0.decimals")
    assert "valid integer" in problem.what


def test_a_missing_file_is_named(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """With all that were expected."""
    (folder.path / "norms.yml").unlink()

    problem = only_problem()

    assert (problem.where, problem.what) == ("small/norms.yml", "this file is missing")
    assert problem.expected == "programme.yml, sources.yml, measures.yml, indicators.yml and norms.yml"


def test_a_file_that_is_no_yaml_is_named_with_its_line(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """A bracket that is not closed."""
    folder.edit("measures.yml", "by: [division, region]", "by: [division, region")

    problem = only_problem()

    assert problem.where == "small/measures.yml"
    assert problem.line == 12
    assert problem.what.startswith("this is not YAML")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd []", "!include other.yml"])
def test_yaml_tags_are_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem], tag: str) -> None:
    """A programme is text, numbers, dates, lists and mappings; nothing in it is executed."""
    folder.edit("programme.yml", "inspected_body: UWV", f"inspected_body: {tag}")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/programme.yml", 3)


@pytest.mark.parametrize("text", ["just a sentence\n", "- a list\n", "", "~\n"])
def test_a_file_of_the_wrong_shape_is_refused(folder: ProgrammeFolder, text: str) -> None:
    """`programme.yml` is a mapping."""
    (folder.path / "programme.yml").write_text(text, encoding="utf-8")

    problems = folder.problems()

    assert {problem.where for problem in problems} == {"small/programme.yml"}


def test_a_list_file_that_is_a_mapping_is_refused(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """`norms.yml` is a list."""
    (folder.path / "norms.yml").write_text("indicator: service_level\n", encoding="utf-8")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/norms.yml", 1)
    assert "list" in problem.what


def test_an_empty_list_file_is_fine(folder: ProgrammeFolder) -> None:
    """A programme may be without norms."""
    (folder.path / "norms.yml").write_text("[]\n", encoding="utf-8")

    loaded = load_programme(folder.path)

    assert loaded.programme.norms == ()


def test_a_file_that_is_not_utf8_is_named_with_its_line(
    folder: ProgrammeFolder, only_problem: Callable[[], Problem]
) -> None:
    """An old Windows editor saved it."""
    (folder.path / "norms.yml").write_bytes(b"# norms\n# g\xe9\xe9n\n[]\n")

    problem = only_problem()

    assert (problem.where, problem.line, problem.what) == ("small/norms.yml", 2, "this file is not UTF-8")


def test_parts_belong_in_their_own_files(folder: ProgrammeFolder, only_problem: Callable[[], Problem]) -> None:
    """Norms in programme.yml would otherwise be read and replaced in silence."""
    folder.add("programme.yml", "norms: []\n")

    problem = only_problem()

    assert (problem.where, problem.line) == ("small/programme.yml", 21)
    assert problem.hint == "it is read from a file of its own."


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("uwv_telefone", "there is no programme 'uwv_telefone'", "did you mean 'uwv_telephone'?"),
        ("budget", "there is no programme 'budget'", "known are callcentre_2021, uwv_telephone."),
    ],
)
def test_an_unknown_programme_gets_a_suggestion(name: str, what: str, hint: str) -> None:
    """The nearest name, or all of them."""
    with pytest.raises(UsageError) as caught:
        load_programme(name)

    (problem,) = caught.value.problems
    assert (problem.what, problem.hint) == (what, hint)


def test_a_folder_without_programme_is_said_to_be_one(tmp_path: Path) -> None:
    """The folder exists, but it is not a programme."""
    with pytest.raises(UsageError, match=r"holds no programme\.yml"):
        load_programme(tmp_path)


def test_all_mistakes_are_told_at_once(folder: ProgrammeFolder) -> None:
    """Nobody has to run five times to find five mistakes."""
    folder.edit("norms.yml", "  valid_to: 2007-12-31", "  valid_until: 2007-12-31")
    folder.edit("sources.yml", "  pseudonymise:", "  pseudonimise:")

    problems = folder.problems()

    assert {problem.where for problem in problems} == {"small/norms.yml", "small/sources.yml"}
