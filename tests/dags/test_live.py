"""Airflow, started as analysts start it: who may do what, and the whole way to a signed edition through the API."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from etl import pipeline
from etl.demo import write_demo
from tests.dags.live import Live, Person, wait_for
from tests.e2e.conftest import KEY, PERIOD, rows

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("airflow-live")]
DOSSIER = Path(__file__).parents[2] / "examples" / "dossier" / "uwv_telephone" / "2007"
NAMES = ("analist", "tweede_analist", "ondertekenaar", "beheerder", "auditor")
ANSWERS = (
    ("review", "tweede_analist", "Akkoord", None),
    ("consultation", "analist", "Vastleggen", None),
    ("board_reaction", "analist", "Vastleggen", "Het bestuur herkent zich."),
    ("sign", "ondertekenaar", "Ondertekenen", None),
)
"""Who answers which step, with what."""


def test_each_role_is_refused_what_it_may_not_do(live: Live, form):
    """Auditors change nothing, analysts do not administer, strangers see nothing."""
    analyst, auditor, administrator = (live.log_in(name) for name in ("analist", "auditor", "beheerder"))
    live.ready(analyst, "sign_report")
    reading = ("/api/v2/dags", "/api/v2/eventLogs", "/oversight/editions/", "/oversight/numbers/")

    assert [auditor.ask("GET", path)[0] for path in reading] == [200, 200, 200, 200]
    assert [Person(live.base).ask("GET", path)[0] for path in reading] == [401, 401, 401, 401]
    assert auditor.trigger("inspection_report", **form)[0] == 403
    assert auditor.ask("PATCH", "/api/v2/dags/inspection_report", {"is_paused": True})[0] == 403
    assert auditor.ask("DELETE", "/api/v2/dags/inspection_report")[0] == 403
    assert analyst.ask("GET", "/api/v2/connections")[0] == 403
    assert administrator.ask("GET", "/api/v2/connections")[0] == 200


def signed(live: Live, form: dict[str, str], programme: str) -> str:
    """The path of the signed edition: made, submitted and answered by the right people, refused by the wrong ones."""
    people = {name: live.log_in(name) for name in NAMES}
    analyst = people["analist"]
    live.ready(analyst, "distribute")

    assert analyst.trigger("inspection_report", **{**form, "period": "2007-13"})[0] == 400
    status, run = analyst.trigger("inspection_report", **form)
    assert status == 200, run
    made = analyst.ended("inspection_report", run["dag_run_id"])
    assert made["state"] == "success"
    assert made["note"].startswith(f"{programme} {form['period']}, uitgave 1: ")

    asked = {name: form[name] for name in ("period", "programme", "output")}
    run_id = analyst.trigger("sign_report", **asked)[1]["dag_run_id"]
    for task, who, option, remark in ANSWERS:
        wait_for(lambda task=task: analyst.state("sign_report", run_id, task) == "awaiting_input")
        time.sleep(3)  # Airflow fails a task that is answered within a moment of its asking
        wrong = [name for name in NAMES if name not in (who, "analist", "tweede_analist")]
        wrong += ["analist"] if task in ("review", "sign") else []
        for name in wrong:
            assert people[name].answer("sign_report", run_id, task, option, remark)[0] == 403, (task, name)
        assert people[who].answer("sign_report", run_id, task, option, remark)[0] == 200, task
        assert people[who].answer("sign_report", run_id, task, option, remark)[0] == 409, task
    assert analyst.ended("sign_report", run_id)["state"] == "success"

    edition = Path(form["output"]) / "editions" / programme / form["period"] / "2"
    told = pipeline.verify(str(edition))
    assert "signed by ondertekenaar, 5 steps in its log; rendered again: it differs from the approved draft" in told
    return str(edition)


def test_the_whole_way_to_a_signed_edition(live: Live, form, desk):
    """The right people answer, the wrong ones are refused, and what comes out can be verified and is sent."""
    analyst = live.log_in("analist")

    signed(live, form, "helpdesk")

    runs = wait_for(lambda: analyst.ask("GET", "/api/v2/dags/distribute/dagRuns")[1]["dag_runs"])
    sending = runs[0]["dag_run_id"]
    wait_for(lambda: analyst.state("distribute", sending, "sent") == "awaiting_input")
    time.sleep(3)
    assert analyst.answer("distribute", sending, "sent", "Verzonden", "2007/1")[0] == 200
    assert analyst.ended("distribute", sending)["state"] == "success"
    assert (desk.output.parent / "outbox" / "helpdesk" / PERIOD / "2" / "report.pdf").exists()
    assert desk.release.standing().awaited is None
    page = analyst.ask("GET", "/oversight/editions/")[1].decode()
    assert "ondertekend" in page


def test_the_report_over_2007_is_signed(live: Live, tmp_path, monkeypatch):
    """The model case itself: the shipped programme over the demo deliveries of 2006 and 2007, with its own texts."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)
    write_demo(tmp_path / "deliveries", (2006, 2007), 0.01)
    form = {
        "period": "2007",
        "programme": "uwv_telephone",
        "deliveries": str(tmp_path / "deliveries"),
        "output": str(tmp_path / "output"),
        "dossier": str(DOSSIER),
    }

    edition = signed(live, form, "uwv_telephone")

    questions = rows(Path(edition, "facts.csv").read_bytes())["first_contact_resolution@2007"]
    assert (questions["numerator"], questions["denominator"], questions["printed"]) == ("31680", "36000", "88,0%")
    assert (questions["norm_value"], questions["verdict"]) == ("0.85", "met")
