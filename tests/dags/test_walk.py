"""A browser walks the way of an analyst through Airflow's pages, from the form to the signed edition.

Screenshots are left in the folder that `OVERSIGHT_SCREENS` names; those in `docs/screens` were looked at.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.dags.live import Live, wait_for
from tests.e2e.conftest import PERIOD

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is absent: uv sync")
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("airflow-live"),
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER WALK: Chromium is absent; apt-get install chromium"),
]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE = 300
REASON = "Zuid levert februari na; de dekking staat bij het cijfer."


class Walker:
    """One person with a browser whose language is Dutch."""

    def __init__(self, browser, live: Live, name: str, screens: Path) -> None:
        from dags.support.launcher import passwords

        self.live, self.screens, self.api = live, screens, live.log_in(name)
        context = browser.new_context(
            locale="nl-NL", viewport={"width": 1280, "height": 900}, reduced_motion="reduce", timezone_id="UTC"
        )
        self.asked: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(live.base)
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", passwords(live.home)[name])
        self.page.click("button[type=submit]")
        self.page.wait_for_url(f"{live.base}/")

    def keep(self, name: str) -> None:
        """Keep what is seen now."""
        self.page.screenshot(path=self.screens / f"{name}.png")

    def start(self, dag: str, screen: str = "", **fields: str) -> str:
        """Fill in the form of a DAG and start it; returns the run once it has begun."""
        self.page.goto(f"{self.live.base}/dags/{dag}")
        self.page.get_by_role("button", name="Trigger").click()
        self.page.locator("#element_period").wait_for()
        folded = {"dossier": fields.pop("dossier")} if "dossier" in fields else {}
        for name, text in fields.items():
            self.page.fill(f"#element_{name}", text)
        if screen:
            self.keep(screen)
        for name, text in folded.items():
            self.page.get_by_role("button", name="Meer", exact=True).click()
            self.page.locator(f"#element_{name}").wait_for()
            self.page.fill(f"#element_{name}", text)
        self.page.keyboard.press("Tab")
        self.page.get_by_test_id("trigger-dag-submit").click()
        self.page.wait_for_url("**/runs/*")
        return self.page.url.rpartition("/")[2]

    def view(self, name: str):
        """One of our views, inside Airflow's frame."""
        self.page.goto(f"{self.live.base}/plugin/oversight-{name}")
        frame = self.page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        return frame

    def answer(self, run: str, task: str, option: str, remark: str = "", screen: str = "") -> None:
        """Answer a human task on its page."""
        wait_for(lambda: self.api.state("sign_report", run, task) == "awaiting_input", PATIENCE)
        time.sleep(3)  # Airflow fails a task that is answered within a moment of its asking
        self.page.goto(f"{self.live.base}/dags/sign_report/runs/{run}/tasks/{task}/required_actions")
        button = self.page.get_by_test_id(f"hitl-option-{option}")
        button.wait_for()
        if remark:
            self.page.fill("#element_remark", remark)
        if screen:
            self.keep(screen)
        button.click()
        wait_for(lambda: self.api.state("sign_report", run, task) != "awaiting_input", PATIENCE)


@pytest.fixture(scope="module")
def walker(cockpit, tmp_path_factory):
    """Somebody logs in."""
    screens = Path(os.environ.get("OVERSIGHT_SCREENS") or tmp_path_factory.mktemp("screens"))
    screens.mkdir(parents=True, exist_ok=True)
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield lambda name: Walker(browser, cockpit, name, screens)
        browser.close()


def test_an_analyst_walks_from_the_form_to_the_signed_edition(walker, cockpit):
    """Start, accept a warning, start again, review by another, sign; nothing is asked of another machine."""
    analyst = walker("analist")
    cockpit.ready(analyst.api, "sign_report")
    asked = {"period": PERIOD, "programme": "programme"}

    for edition in (1, 2):
        run = analyst.start("inspection_report", "form", **asked, deliveries="deliveries", dossier="dossier")
        assert analyst.api.ended("inspection_report", run, PATIENCE)["state"] == "success"
        analyst.page.reload()
        analyst.page.get_by_text(f"helpdesk {PERIOD}, uitgave {edition}: ").wait_for()
        analyst.keep("run")
        if edition == 1:
            quality = analyst.view("quality")
            quality.locator("textarea").fill(REASON)
            analyst.keep("quality")
            quality.get_by_role("button", name="A5:unit_months aanvaarden").click()
            quality.get_by_role("cell", name="analist", exact=True).wait_for()
            assert quality.get_by_role("button", name="aanvaarden").count() == 0

    numbers = analyst.view("numbers")
    numbers.locator("input[name=q]").fill("callback_within_24h@2007-01")
    numbers.get_by_role("button", name="Zoek").click()
    # The half-year that the backfill reports states this month too.
    numbers.get_by_role("link", name="callback_within_24h@2007-01", exact=True).first.click()
    numbers.get_by_role("heading", name="Tellingen").wait_for()
    analyst.keep("numbers")

    run = analyst.start("sign_report", **asked)
    reviewer, signer = walker("tweede_analist"), walker("ondertekenaar")
    reviewer.answer(run, "review", "Akkoord", screen="review")
    analyst.answer(run, "consultation", "Vastleggen")
    analyst.answer(run, "board_reaction", "Vastleggen", "Het bestuur herkent zich.")
    signer.answer(run, "sign", "Ondertekenen")
    assert analyst.api.ended("sign_report", run, PATIENCE)["state"] == "success"

    editions = analyst.view("editions")
    row = editions.get_by_role("row").filter(has_text="uitgave 3")
    assert row.get_by_role("cell", name="ondertekend").count() == 1
    row.get_by_role("link").click()
    editions.get_by_role("img").wait_for()
    assert editions.get_by_role("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    analyst.keep("signed")
    with analyst.page.expect_download() as download:
        editions.get_by_role("link", name="report.pdf").click()
    assert download.value.suggested_filename == "report.pdf"

    elsewhere = {url for person in (analyst, reviewer, signer) for url in person.asked if cockpit.base not in url}
    assert {url for url in elsewhere if not url.startswith(("data:", "blob:"))} == set()
