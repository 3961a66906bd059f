"""Our pages inside Airflow: for logged-in readers only, and only what is published."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import PERIOD

pytestmark = pytest.mark.xdist_group("airflow")
HERE = f"/editions/helpdesk/{PERIOD}/1"


@pytest.fixture(scope="module")
def stranger(airflow_home, drafted):
    """A browser that nobody logged in with."""
    from fastapi.testclient import TestClient

    from dags.support.pages import app

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_OUTPUT", str(drafted / "output"))
        yield TestClient(app)


@pytest.fixture
def reader(stranger):
    """The browser of somebody who may read the runs of our DAG."""
    from dags.support.pages import app
    from dags.support.rights import READER, may_accept

    app.dependency_overrides[may_accept] = lambda: False
    app.dependency_overrides[READER.dependency] = lambda: None
    yield stranger
    app.dependency_overrides.clear()


@pytest.mark.parametrize(
    "path", ["/", "/editions/", f"{HERE}/", f"{HERE}/report.pdf", f"{HERE}/pages/1.png", "/quality/", "/numbers/"]
)
def test_nothing_is_shown_to_strangers(stranger, path):
    """Airflow itself asks plugins for no login."""
    assert stranger.get(path, follow_redirects=False).status_code == 401


def test_the_editions_with_their_state_and_verdicts(reader):
    """One row per edition."""
    page = reader.get("/editions/").text

    assert f"{PERIOD}, uitgave 1" in page
    assert "concept" in page


def test_an_edition_shows_its_pages_and_offers_its_files(reader, drafted):
    """Pages as images, because browsers show no PDF in Airflow's frame; the file as a download."""
    page = reader.get(f"{HERE}/?page=2").text
    image = reader.get(f"{HERE}/pages/2.png")
    pdf = reader.get(f"{HERE}/report.pdf")

    assert f'src="/oversight/editions/helpdesk/{PERIOD}/1/pages/2.png"' in page
    assert (image.headers["content-type"], image.content[:4]) == ("image/png", b"\x89PNG")
    assert pdf.headers["content-disposition"] == 'attachment; filename="report.pdf"'
    stored = drafted / "output" / "editions" / "helpdesk" / PERIOD / "1" / "report.pdf"
    assert pdf.content == stored.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        f"{HERE}/pages/0.png",
        f"{HERE}/pages/999.png",
        f"{HERE}/ledger.jsonl",
        f"{HERE}/..%2f..%2f..%2f..%2fledger.jsonl",
        f"/editions/helpdesk/{PERIOD}/7/report.pdf",
        "/editions/helpdesk/..%2f..%2fruns/1/plan.json",
        f"/numbers/helpdesk/{PERIOD}/1?fact=nothing",
    ],
)
def test_what_is_not_published_is_not_found(reader, path):
    """Whatever path is asked for; the answer names no path of the machine."""
    answer = reader.get(path)

    assert answer.status_code == 404
    assert "ledger.jsonl</" not in answer.text


def test_a_number_is_found_and_explained(reader):
    """From a part of its id to the deliveries behind it."""
    found = reader.get("/numbers/", params={"q": f"CALLBACK_WITHIN_24H@{PERIOD}"}).text
    fact = found.split("?fact=")[1].split('"')[0]
    page = reader.get(f"/numbers/helpdesk/{PERIOD}/1?fact={fact}").text

    assert all(f">{word}</" in page for word in ("Tellingen", "teller", "voorlopig", "bewijs", "oordeel", "Leveringen"))
    assert " regels, sha256 " in page
    english = ("numerator", "unit-months", "provisional", " rows", " checks on ", "evidence")
    assert [word for word in english if word in page] == []


def test_what_somebody_typed_is_shown_as_text(reader):
    """Never as HTML."""
    page = reader.get("/numbers/", params={"q": '"><script>alert(1)</script>'}).text

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_quality_lists_what_failed_first(reader):
    """Per period, and per edition."""
    overview = reader.get("/quality/").text
    checks = reader.get(f"{HERE}/quality").text

    assert f"/oversight/editions/helpdesk/{PERIOD}/1/quality" in overview
    assert "Uitkomst" in checks


def test_the_note_of_a_run_tells_period_edition_and_verdicts(drafted):
    """What the page of the run shows."""
    from dags.support.run_notes import note

    told = note(str(drafted / "output" / "editions" / "helpdesk" / PERIOD / "1"))

    assert told.startswith(f"helpdesk {PERIOD}, uitgave 1: ")
    assert told.endswith(" geen norm")
