"""The preview: the newest run's facts with the texts of this moment, one part at a time, at once."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from etl.model.errors import UsageError
from etl.model.facts import Coverage, Fact
from etl.model.period import Period
from etl.pipeline import preview
from etl.pipeline.plan import Plan
from etl.store import Store, canonical_json

PLAN = Plan(
    "2007", "uwv_telephone", "/deliveries", "", "2008-01-01T00:00:00+01:00", as_of_given=False, dossier="", run_id="a"
)


def leave_run(output: Path, run_id: str, printed: str, dossier: Path) -> None:
    """What a run that came as far as one fact leaves in its folder."""
    plan, store = replace(PLAN, output=str(output), run_id=run_id, dossier=str(dossier)), Store(str(output))
    fact = Fact("reachability", 1, Period.parse("2007"), {}, "share", 1, Fraction(9, 10), printed=printed)
    fact = replace(fact, numerator=Fraction(9), denominator=Fraction(10), coverage=Coverage(12, 12))
    files = {
        "plan.json": plan.to_json(),
        "facts-exact.json": [fact.to_json()],
        "named.json": [],
        "checks.json": [],
        "checked.json": {"programme": "uwv_telephone", "period": "2007", "at": plan.as_of, "sources": {}},
        "deliveries.json": [],
    }
    for name, data in files.items():
        store.write(f"{plan.folder}/{name}", canonical_json(data))
    store.write(f"{plan.folder}/facts.csv", b"")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A folder with one conclusion."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "kcc.md").write_text('Bereikt is {{ fact("reachability@2007") }}.\n', "utf-8")
    return folder


@pytest.fixture
def output(tmp_path: Path, dossier: Path) -> Path:
    """A store with one run over 2007."""
    leave_run(tmp_path / "output", "a", "90,0%", dossier)
    return tmp_path / "output"


def test_one_part_is_written_among_the_drafts(output: Path) -> None:
    """The chapter, with the analyst's sentence, and no other part."""
    path = Path(preview("2007", output=str(output), part="kcc"))

    assert path == output / "drafts/uwv_telephone/2007/preview-kcc.html"
    html = path.read_text("utf-8")
    assert "Bereikt is" in html and "90,0" in html and 'id="deel.summary"' not in html


def test_the_whole_report_without_a_part(output: Path) -> None:
    """All parts in one file."""
    path = Path(preview("2007", output=str(output)))

    assert path.name == "preview.html"
    assert 'id="deel.letter"' in path.read_text("utf-8") and 'id="deel.annex_facts"' in path.read_text("utf-8")


def test_a_changed_text_shows_at_once(output: Path, dossier: Path) -> None:
    """The dossier is read as it is now, not as it was in the run."""
    (dossier / "kcc.md").write_text("Opnieuw geschreven.", "utf-8")

    assert "Opnieuw geschreven." in Path(preview("2007", output=str(output), part="kcc")).read_text("utf-8")


def test_another_dossier_may_be_given(output: Path, tmp_path: Path) -> None:
    """Texts from elsewhere, over the same facts."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "kcc.md").write_text("Van een ander.", "utf-8")

    html = Path(preview("2007", output=str(output), part="kcc", dossier=str(tmp_path / "other"))).read_text("utf-8")

    assert "Van een ander." in html


def test_the_newest_run_counts(output: Path, dossier: Path) -> None:
    """By the moment its facts were written; its name does not matter, and half a run is no run."""
    time.sleep(0.02)
    leave_run(output, "0-later-by-clock", "91,0%", dossier)
    (output / "runs/2007/z").mkdir()
    (output / "runs/2007/z/plan.json").write_text("{}")

    assert "91,0" in Path(preview("2007", output=str(output), part="annex")).read_text("utf-8")


def test_a_wrong_part_lists_those_there_are(output: Path) -> None:
    """With the nearest name."""
    with pytest.raises(UsageError, match=r"no part 'sumary'.*letter, cover.*annex_deliveries.*mean 'summary'"):
        preview("2007", output=str(output), part="sumary")


@pytest.mark.parametrize(("period", "programme"), [("2008", "uwv_telephone"), ("2007", "callcentre_2021")])
def test_without_facts_there_is_nothing_to_preview(output: Path, period: str, programme: str) -> None:
    """Another period, or another programme's run: the message says what to do first."""
    with pytest.raises(UsageError, match=rf"no run of {programme} over {period}.*`oversight run {period}"):
        preview(period, output=str(output), programme=programme)


def test_a_text_that_cannot_stand_stops_it_with_its_line(output: Path, dossier: Path) -> None:
    """The same checks as for the PDF."""
    (dossier / "kcc.md").write_text("Goed.\n\nDat is 92,5 procent.", "utf-8")

    with pytest.raises(UsageError, match=r"kcc\.md, line 3: '92,5' is typed by hand"):
        preview("2007", output=str(output), part="kcc")


def test_an_absent_dossier_is_named(output: Path) -> None:
    """A given folder must be there."""
    with pytest.raises(UsageError, match="nowhere: there is no such dossier"):
        preview("2007", output=str(output), dossier="nowhere")


def test_nothing_heavy_is_imported(output: Path) -> None:
    """A part is there in under two seconds of processor time, from a cold start: no pandas, DuckDB or layout engine."""
    script = (
        "import sys, time; from etl.pipeline import preview; "
        f"preview('2007', output={str(output)!r}, part='kcc'); print(time.process_time()); "
        "print(*({'pandas', 'duckdb', 'pyarrow', 'weasyprint', 'pypdf'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, heavy = done.stdout.split("\n")[:2]

    assert heavy == ""
    assert float(seconds) < 2
