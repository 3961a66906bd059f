"""What a run is about, decided before anything is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etl.model.errors import UnreadableError, UsageError
from etl.pipeline.plan import Plan, absolute, folder_name, resolve
from etl.store import Root


def empty_file(root: Path, *names: str) -> Path:
    """A deliveries root with these files; only their names matter here."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def required(month: str = "2007-03") -> list[str]:
    """One delivery of each required source."""
    return [f"kcc_calls/{month}.csv", f"callback_requests/{month}__AG-NOORD.csv", f"complaints/{month}.csv"]


def plan(root: Path, period: str = "2007-03", **options: Any) -> Plan:
    """The plan of a run over these deliveries."""
    return Plan.from_json(resolve(period, str(root), **options))


def test_a_run_is_judged_at_the_end_of_its_period(tmp_path: Path) -> None:
    """The first instant after it, by the programme's clock; nothing is filtered by arrival."""
    resolved = plan(empty_file(tmp_path, *required()))

    assert (resolved.as_of, resolved.as_of_given) == ("2007-04-01T00:00:00+02:00", False)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2007-05-01", "2007-05-01T00:00:00+02:00"),
        ("2008-01-01", "2008-01-01T00:00:00+01:00"),
        ("2008-01-01T12:00:00", "2008-01-01T12:00:00+01:00"),
        ("2008-01-01T12:00:00+00:00", "2008-01-01T12:00:00+00:00"),
    ],
)
def test_somebody_may_ask_for_another_moment(tmp_path: Path, given: str, moment: str) -> None:
    """A date is its first instant; a moment without offset is by the programme's clock."""
    resolved = plan(empty_file(tmp_path, *required()), as_of=given)

    assert (resolved.as_of, resolved.as_of_given) == (moment, True)


def test_the_sources_are_those_with_files_for_the_months_needed(tmp_path: Path) -> None:
    """The year before included; older and newer files do not matter."""
    files = [*required(), "kcc_survey/2006-03.csv", "kcc_quality/2006-02.csv", "ict_incidents/2007-04.csv"]

    resolved = plan(empty_file(tmp_path, *files))

    assert resolved.sources == ("callback_requests", "complaints", "kcc_calls", "kcc_survey")


def test_every_required_source_must_have_come(tmp_path: Path) -> None:
    """All that did not are named at once."""
    with pytest.raises(UnreadableError) as caught:
        plan(empty_file(tmp_path, "kcc_calls/2007-03.csv", "complaints/2007-02.csv"))

    assert [problem.what for problem in caught.value.problems] == [
        "the source callback_requests delivered nothing for 2007-03",
        "the source complaints delivered nothing for 2007-03",
    ]


def test_counts_stand_in_for_the_source_of_their_unit_only(tmp_path: Path) -> None:
    """A region's counts are about callbacks: they make callbacks present, and nothing else."""
    aggregates = "aggregates/2007-03__AG-ZUID.csv"
    resolved = plan(empty_file(tmp_path / "a", "kcc_calls/2007-03.csv", "complaints/2007-03.csv", aggregates))

    with pytest.raises(UnreadableError, match="the source kcc_calls delivered nothing for 2007-03"):
        plan(empty_file(tmp_path / "b", "complaints/2007-03.csv", aggregates))

    assert resolved.sources == ("aggregates", "complaints", "kcc_calls")


def test_only_marked_deliveries_are_a_demo(tmp_path: Path) -> None:
    """By the file that `oversight demo` leaves at the root."""
    root = empty_file(tmp_path, *required())
    before = plan(root).demo
    (root / "DEMO.json").write_text('{"scale": 0.01}')
    after = plan(root).demo

    assert (before, after) == (None, {"scale": 0.01})


def test_a_marker_that_is_no_json_is_named(tmp_path: Path) -> None:
    """It was damaged, and real deliveries must not pass for a demo."""
    root = empty_file(tmp_path, "DEMO.json", *required())

    with pytest.raises(UnreadableError, match=r"DEMO\.json: this is not JSON"):
        plan(root)


def test_a_plan_crosses_between_tasks(tmp_path: Path) -> None:
    """As plain data, and back."""
    resolved = plan(empty_file(tmp_path, *required()), run_id="manual-1")

    assert Plan.from_json(resolved.to_json()) == resolved
    assert resolved.folder == "runs/2007-03/manual-1"


def test_two_runs_get_two_names(tmp_path: Path) -> None:
    """Also when they start in the same second."""
    root = empty_file(tmp_path, *required())

    assert plan(root).run_id != plan(root).run_id


def test_a_plan_means_the_same_in_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks run elsewhere: every local path in it is absolute."""
    empty_file(tmp_path / "in", *required())
    (tmp_path / "texts").mkdir()
    monkeypatch.chdir(tmp_path)

    given = plan(Path("in"), output="out", dossier="texts")
    default = plan(Path("in"))

    assert (given.deliveries, given.output) == (f"{tmp_path}/in", f"{tmp_path}/out")
    assert given.dossier == f"{tmp_path}/texts"
    assert default.dossier == f"{tmp_path}/dossier/uwv_telephone/2007-03"


@pytest.mark.parametrize("spelling", ["{}", "file:{}", "file://{}", "{}/", "{}/../{name}"])
def test_a_local_folder_has_one_name(tmp_path: Path, spelling: str) -> None:
    """However it is written, so that the ledger knows it again."""
    url = spelling.format(tmp_path, name=tmp_path.name)

    assert absolute(url) == str(tmp_path)
    assert Root(url).exists()


@pytest.mark.parametrize("url", ["s3://bucket/in", "sftp://host/in", "https://host/in", "memory://in"])
def test_other_urls_stay_as_they_are(url: str) -> None:
    """They mean the same everywhere already."""
    assert absolute(url) == url


def test_a_dossier_that_was_named_must_exist(tmp_path: Path) -> None:
    """The default one may be absent: then the report is a draft."""
    with pytest.raises(UsageError, match="there is no such dossier"):
        plan(empty_file(tmp_path, *required()), dossier=str(tmp_path / "texts"))


def test_a_run_name_can_stand_in_a_path() -> None:
    """Airflow's names hold colons and pluses."""
    assert folder_name("manual__2007-03-01T08:00:12+00:00") == "manual_2007-03-01T08_00_12_00_00"
