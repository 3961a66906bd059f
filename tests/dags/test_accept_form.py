"""The form on the quality page: an analyst answers for a warning, from our own page, about what was shown."""

from __future__ import annotations

import json
import re

import pytest

from tests.e2e.conftest import KEY, PERIOD
from tests.e2e.desktop import Desktop

pytestmark = pytest.mark.xdist_group("airflow")
OURS = {"Sec-Fetch-Site": "same-origin"}
CHECK = "A5:unit_months"


@pytest.fixture(scope="module")
def warned(tmp_path_factory):
    """A desk whose draft has one open warning: a region delivered nothing in February."""
    from etl import pipeline

    base = tmp_path_factory.mktemp("warned") / "desk"
    base.mkdir()
    desktop = Desktop(base)
    desktop.furnish()
    (desktop.root / "callbacks/2007-02__ZUID.csv").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVERSIGHT_HMAC_KEY", KEY)
        pipeline.run(desktop.plan())
    return desktop


@pytest.fixture
def browser(airflow_home, warned, monkeypatch):
    """A browser in which somebody may have logged in: (user name, role)."""
    from airflow.api_fastapi.app import create_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from airflow.api_fastapi.core_api.security import get_user
    from fastapi.testclient import TestClient

    from dags.support.pages import app

    create_auth_manager()
    monkeypatch.setenv("OVERSIGHT_OUTPUT", str(warned.output))
    monkeypatch.setenv("OVERSIGHT_PEOPLE", '{"accept": {"anna": "anna"}}')

    def of(name=None, role=None):
        app.dependency_overrides.clear()
        if name:
            app.dependency_overrides[get_user] = lambda: SimpleAuthManagerUser(username=name, role=role)
        return TestClient(app, follow_redirects=False)

    yield of
    app.dependency_overrides.clear()
    (warned.output / "acceptances.jsonl").unlink(missing_ok=True)


def form_of(page):
    """What the browser would send, without the reason."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def written(desktop):
    """Who answered: (check, name, reason)."""
    path = desktop.output / "acceptances.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return [(line["check_id"], line["by"], line["reason"]) for line in lines]


def test_an_analyst_accepts_a_warning_with_a_reason(browser, warned):
    """Under the name of whoever is logged in; afterwards the page shows the answer instead of the form."""
    anna = browser("anna", "USER")
    page = anna.get("/quality/").text
    form = form_of(page)

    answer = anna.post("/quality/accept", data={**form, "reason": "Zuid levert <later>."}, headers=OURS)

    assert (form["check"], form["period"], form["programme"]) == (CHECK, PERIOD, "helpdesk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/oversight/quality/")
    assert written(warned) == [(CHECK, "anna", "Zuid levert <later>.")]
    after = anna.get("/quality/").text
    assert "Er staat geen waarschuwing open." in after
    assert "<td>anna</td>" in after
    assert "Zuid levert &lt;later&gt;." in after
    assert "<form" not in after


@pytest.mark.parametrize(
    ("who", "status"),
    [((None, None), 401), (("auditor", "VIEWER"), 403), (("dirk", "USER"), 403), (("beheerder", "ADMIN"), 403)],
    ids=["stranger", "auditor", "signer", "administrator"],
)
def test_only_those_who_are_named_may_accept(browser, warned, who, status):
    """An auditor reads the warning without a form; a form that is sent nevertheless is refused."""
    form = form_of(browser("anna", "USER").get("/quality/").text)
    other = browser(*who)

    page = other.get("/quality/")
    answer = other.post("/quality/accept", data={**form, "reason": "Het mag."}, headers=OURS)

    assert answer.status_code == status
    assert "<form" not in page.text
    assert ("<strong>A5</strong>" in page.text) == (status == 403)
    assert written(warned) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_form_of_another_site_is_refused(browser, warned, headers):
    """Even when the browser sends the session along."""
    anna = browser("anna", "USER")
    form = form_of(anna.get("/quality/").text)

    answer = anna.post("/quality/accept", data={**form, "reason": "Het mag."}, headers=headers)

    assert answer.status_code == 403
    assert written(warned) == []


def test_a_browser_that_only_tells_the_origin_is_believed(browser, warned):
    """Older ones do not send `Sec-Fetch-Site`."""
    anna = browser("anna", "USER")
    form = form_of(anna.get("/quality/").text)

    answer = anna.post("/quality/accept", data={**form, "reason": "Het mag."}, headers={"Origin": "http://testserver"})

    assert answer.status_code == 303
    assert len(written(warned)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", "  "),
        ("reason", "Bel 06-12345678."),
        ("run", "an-earlier-run"),
        ("check", "C6"),
        ("period", "2007"),
        ("programme", "../elsewhere"),
    ],
)
def test_what_the_pipeline_refuses_is_told_in_dutch(browser, warned, field, value):
    """An empty or personal reason, a warning that is not open, or a run that is no longer the newest."""
    anna = browser("anna", "USER")
    form = {**form_of(anna.get("/quality/").text), "reason": "Het mag."}

    answer = anna.post("/quality/accept", data={**form, field: value}, headers=OURS)

    assert answer.status_code == 409
    assert "Uw antwoord is niet vastgelegd." in answer.text
    assert "12345678" not in answer.text
    assert str(warned.output) not in answer.text
    assert written(warned) == []


def test_a_period_whose_run_was_removed_hides_no_other(browser, warned):
    """Runs may be removed once nobody needs them; the page still opens."""
    runs = warned.output / "runs"
    runs.rename(warned.output / "gone")

    page = browser("anna", "USER").get("/quality/")

    (warned.output / "gone").rename(runs)
    assert page.status_code == 200
    assert "De run is opgeruimd" in page.text
