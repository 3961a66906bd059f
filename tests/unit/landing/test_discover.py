"""What stands below a deliveries root: names, units and places."""

from __future__ import annotations

from datetime import date

import pytest

from etl.landing import DEMO_KEY, Pseudonyms, discover, fingerprint
from etl.model.contract import Mapping, Source, Unit
from etl.model.deliveries import DeliveredFile
from etl.model.errors import ContractError, Problem
from etl.model.programme import Programme, Text
from tests.unit.landing.conftest import CALLS

CALLBACKS = Source.model_validate(
    {"source": "callbacks", "key": ["id"], "columns": {"id": "string", "at": "timestamp"}}
)
PROGRAMME = Programme(
    programme="small",
    title=Text(nl="Klein"),
    inspected_body="UWV",
    sources=(CALLS, CALLBACKS),
    units=(
        Unit(source="calls", unit="national"),
        Unit(source="callbacks", unit="AG-NOORD"),
        Unit(source="callbacks", unit="AG-ZUID", valid_from=date(2007, 4, 1)),
    ),
)


RENAME = "rename the file, or move it out of the deliveries root."


def problem_of(*paths: str) -> Problem:
    """The one thing that is wrong with these files."""
    with pytest.raises(ContractError) as caught:
        discover(paths, PROGRAMME)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("calls/2007-03.csv", ("calls", "national", "2007-03", "")),
        ("calls/2007-03__p2.csv.gz", ("calls", "national", "2007-03", "2")),
        ("callbacks/2007-03__AG-NOORD.parquet", ("callbacks", "AG-NOORD", "2007-03", "")),
        ("callbacks/2007-03__AG-NOORD__p1.xlsx", ("callbacks", "AG-NOORD", "2007-03", "1")),
        ("aggregates/2007-03__AG-NOORD.csv", ("aggregates", "AG-NOORD", "2007-03", "")),
    ],
)
def test_the_name_says_what_it_is(path: str, expected: tuple[str, str, str, str]) -> None:
    """Source, unit, month and part."""
    (file,) = discover([path], PROGRAMME).files

    assert file.place == expected


@pytest.mark.parametrize(
    ("path", "what", "hint"),
    [
        ("cals/2007-03.csv", "'cals' is not a source of this programme", "did you mean 'calls'?"),
        ("calls/march.csv", "this is not the name of a delivery", RENAME),
        ("calls/2007-13.csv", "this is not the name of a delivery", RENAME),
        ("calls/2007-03.txt", "this is not the name of a delivery", RENAME),
        ("calls/old/2007-03.csv", "this is not the name of a delivery", RENAME),
        ("calls/2007-03.csv\n", "this is not the name of a delivery", RENAME),
        ("callbacks/2007-03__AG-NORD.csv", "'AG-NORD' is not a unit that delivers callbacks",
         "did you mean 'AG-NOORD'?"),
        ("callbacks/2007-03.csv", "the name lacks the unit that delivers", "name it <month>__<unit>.csv."),
        ("calls/2007-03__AG-NOORD.csv", "'AG-NOORD' is not a unit that delivers calls", "known are national."),
        ("callbacks/2007-03__AG-ZUID.csv", "unit 'AG-ZUID' does not exist in 2007-03",
         "see valid_from and valid_to in programme.yml."),
        ("calls/2007-03.csv.manifest.json", "this manifest announces a delivery that is not there",
         "deliver the file, or remove its manifest."),
    ],
)  # fmt: skip
def test_what_is_no_delivery_is_named(path: str, what: str, hint: str) -> None:
    """With its path, what was expected and a hint."""
    problem = problem_of(path)

    assert (problem.where, problem.what, problem.hint) == (path, what, hint)
    assert problem.expected


def test_one_delivery_in_two_formats_is_refused() -> None:
    """Counting it twice would be wrong, and nobody knows which one to take."""
    problem = problem_of("calls/2007-03.csv", "calls/2007-03.parquet")

    assert problem.where == "calls/2007-03.parquet"
    assert problem.what == "this is the same delivery as 'calls/2007-03.csv' in another format"


def test_everything_wrong_is_told_at_once() -> None:
    """One problem for each file."""
    with pytest.raises(ContractError) as caught:
        discover(["cals/2007-03.csv", "calls/x.csv", "calls/2007-03.csv"], PROGRAMME)

    assert [problem.where for problem in caught.value.problems] == ["calls/x.csv", "cals/2007-03.csv"]


def test_files_beside_the_folders_are_listed_and_hidden_ones_are_not() -> None:
    """A README is no delivery, and is not passed over in silence; what Excel and editors leave behind is."""
    hidden = [".DS_Store", "calls/.2007-03.csv.swp", "calls/~$2007-03.xlsx"]

    found = discover(["README.txt", *hidden, "calls/2007-03.csv"], PROGRAMME)

    assert found.others == ("README.txt",)
    assert [file.path for file in found.files] == ["calls/2007-03.csv"]


def test_a_manifest_goes_with_its_delivery() -> None:
    """By name."""
    found = discover(["calls/2007-03.csv", "calls/2007-03.csv.manifest.json"], PROGRAMME)

    assert found.manifests == {"calls/2007-03.csv": "calls/2007-03.csv.manifest.json"}


def test_a_mapped_file_may_have_any_name() -> None:
    """Its months come from its rows, and it belongs to the unit that delivers the source."""
    mapped = CALLS.model_copy(update={"mapping": Mapping(file="export/*.xlsx")})
    programme = PROGRAMME.model_copy(update={"sources": (mapped,), "units": (Unit(source="calls", unit="desk"),)})

    (file,) = discover(["export/January 2007.xlsx"], programme).files

    assert file == DeliveredFile("calls", "desk", "", "January 2007", "export/January 2007.xlsx")


def test_the_fingerprint_follows_everything_that_decides_the_rows() -> None:
    """Contract, key, place and clock; the key of a source without person numbers does not matter."""
    file = DeliveredFile("calls", "national", "2007-03", "", "calls/2007-03.csv")
    part = DeliveredFile("calls", "national", "2007-03", "1", "calls/2007-03__p1.csv")
    key, other_key = Pseudonyms(DEMO_KEY.encode()), Pseudonyms(b"other")
    wider = CALLS.model_copy(update={"columns": {**CALLS.columns, "extra": CALLS.columns["note"]}})

    prints = [
        fingerprint(CALLS, file, key, "Europe/Amsterdam"),
        fingerprint(CALLS, part, key, "Europe/Amsterdam"),
        fingerprint(CALLS, file, other_key, "Europe/Amsterdam"),
        fingerprint(CALLS, file, key, "UTC"),
        fingerprint(wider, file, key, "Europe/Amsterdam"),
    ]

    assert len(set(prints)) == 5
    assert fingerprint(CALLBACKS, file, key, "UTC") == fingerprint(CALLBACKS, file, other_key, "UTC")
