"""The quality dossier: what stands in the file, and what a reader can do with it in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.contract import Text
from etl.report.dossier import render_dossier
from etl.report.dossier.calendar import CalendarRow, Cell, calendar_of
from etl.report.dossier.data import COLUMN, TABLE, without_names

from . import browser, quality, uwv

HOSTILE = "</script><script>document.title='x'</script><b onclick=x>&amp;\u2028"
needs_browser = pytest.mark.skipif(
    browser.chromium() is None,
    reason="NOT TESTED: whether the quality dossier works and is accessible needs Chromium (Debian's package chromium)",
)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ACTS = """(async () => {
  const wait = () => new Promise(done => setTimeout(done, 50));
  const rows = () => [...document.querySelectorAll("#checks tr.row .toggle")].map(item => item.textContent);
  const said = {}, form = document.getElementById("filters");
  const axeFinds = async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(rule => rule.id + " " + rule.nodes[0].html);
  const choose = async (name, value) => {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
    await wait();
  };
  await wait();
  said.title = document.title;
  said.codes = rows();
  said.shown = document.getElementById("shown").textContent;
  document.querySelector("#checks .toggle").focus();
  document.activeElement.click();
  said.expanded = document.activeElement.getAttribute("aria-expanded");
  said.open = document.querySelector(".detail").textContent;
  said.axe_nl = await axeFinds();
  document.activeElement.click();
  said.closed = document.querySelectorAll(".detail").length;
  await choose("outcome", "accepted");
  said.accepted = rows();
  document.querySelector("#checks .toggle").click();
  said.answer = document.querySelector(".detail").textContent;
  form.reset();
  await wait();
  await choose("words", "almere");
  said.found = rows();
  form.reset();
  await wait();
  location.hash = "#" + encodeURIComponent("C9:kcc_calls");
  await wait();
  said.linked = [rows(), document.activeElement.getAttribute("aria-expanded")];
  form.reset();
  await wait();
  dispatchEvent(new Event("beforeprint"));
  said.printed = document.querySelectorAll(".detail").length;
  document.querySelector("[data-language=en]").click();
  await wait();
  said.lang = document.documentElement.lang;
  said.english = [...document.querySelectorAll("h2")].map(item => item.innerText);
  said.pressed = document.querySelector("[data-language=en]").getAttribute("aria-pressed");
  said.axe_en = await axeFinds();
  said.loaded = performance.getEntriesByType("resource").map(item => item.name);
  return said;
})()"""


@pytest.fixture(scope="module")
def page() -> str:
    """One open warning, one answered for, and every other outcome."""
    return render_dossier(quality.dossier_of(quality.checks(), ["R6:callback_requests"]), uwv.TEMPLATES).decode()


@pytest.fixture(scope="module")
def acted(page: str) -> Any:
    """What a reader's acts gave. The policy of the page is lifted, so that only the page itself can keep still."""
    return browser.said(_POLICY.sub("", page), _ACTS)


def test_without_its_script_the_page_tells_what_is_open_missing_and_late(page: str) -> None:
    """The open warning by name, the months of a region that brought nothing, the survey of September."""
    plain = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)

    assert '<a href="#C6%3Akcc_calls">C6:kcc_calls</a>' in plain
    assert "R6%3A" not in plain
    assert re.search(r"AG-WEST: <span class=\"nl\">ontbreekt</span>.*\(12\): 2007-01 – 2007-12", plain)
    assert re.search(r"<span class=\"nl\">te laat geleverd</span>.*\(1\): 2007-09", plain)


def test_what_was_not_delivered_is_missing_and_what_came_late_is_late() -> None:
    """A unit-month is missing, late, delivered or not expected; their sum is all of the calendar."""
    calendar = calendar_of(quality.dossier_of(quality.checks()))
    rows = {(row.source, row.unit): row for row in calendar.rows}

    assert len(rows["callback_requests", "AG-WEST"].months_in("missing")) == 12
    assert rows["kcc_survey", "national"].months_in("late") == ("2007-09",)
    assert rows["kcc_calls", "national"].cells[0].rejected == 1
    assert sum(calendar.counts.values()) == len(rows) * 12


def test_neighbouring_months_are_told_as_a_span() -> None:
    """April alone, June to August together."""
    missing = ("2007-04", "2007-06", "2007-07", "2007-08")
    months = [f"2007-{number:02}" for number in range(1, 13)]
    row = CalendarRow("calls", "NOORD", tuple(Cell(m, "missing" if m in missing else "record") for m in months))

    assert row.spans_in("missing") == ("2007-04", "2007-06 – 2007-08")


def test_the_page_forbids_every_request_and_names_no_address(page: str) -> None:
    """Its policy allows its own style and script only; nothing in it points outside."""
    assert "default-src 'none'" in page
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"", page) == []
    assert re.findall(r"url\(|@import|https?://|\bfetch\(|XMLHttpRequest|WebSocket", page) == []


def test_the_same_content_gives_the_same_bytes(page: str) -> None:
    """Nothing of the moment or the machine stands in it."""
    again = render_dossier(quality.dossier_of(quality.checks(), ["R6:callback_requests"]), uwv.TEMPLATES)

    assert again.decode() == page


def test_texts_cannot_leave_their_place() -> None:
    """A reason that looks like markup stays text: no element is opened or closed by it."""
    hostile = replace(quality.checks()[2], title=Text(nl=HOSTILE), why=Text(nl=HOSTILE))

    html = render_dossier(quality.dossier_of([hostile]), uwv.TEMPLATES).decode()

    assert html.count("</script>") == 2
    assert "<b onclick" not in html
    assert "\u2028" not in re.findall(r'<script type="application/json".*?</script>', html, re.DOTALL)[0]


@given(st.text("ab_ {}"), st.text("ab_", min_size=1), st.text("ab_", min_size=1))
def test_a_shared_text_is_filled_in_as_it_was(text: str, column: str, table: str) -> None:
    """Leaving out a check's column and table loses nothing, whatever they are called."""
    shared = without_names({"nl": text}, column, table)["nl"]

    assert shared.replace(COLUMN, column).replace(TABLE, table) == text


def test_three_thousand_checks_stay_under_two_megabytes() -> None:
    """With eight earlier editions behind each failed one and all facts of a year."""
    content = quality.dossier_of(quality.many_checks(3000), editions=8)

    assert len(content.checks) == 3000
    assert len(render_dossier(content, uwv.TEMPLATES)) < 2_000_000


@needs_browser
def test_the_list_starts_with_what_is_worst(acted: Any) -> None:
    """Open, accepted, reported; then what passed; then what could not be judged."""
    assert acted["codes"] == ["C6", "R6", "C9", "K5", "A3", "C1", "S8", "R11"]
    assert acted["shown"] == "8 van de 8 controles getoond"


@needs_browser
def test_a_rule_opens_with_everything_about_it(acted: Any) -> None:
    """Reason, what to do, rows, facts with their values, earlier editions; by keyboard, and closed again."""
    assert (acted["expanded"], acted["closed"]) == ("true", 0)
    for said in (
        "Een afwijking maakt de uitkomst onbetrouwbaar.",
        "Vraag de leverancier",
        "Nog niemand.",
        "37 / 59.874",
        "reachability@2007/client_group=employee: 92,5%",
        "2007, uitgave 2",
    ):
        assert said in acted["open"]


@needs_browser
def test_filters_and_search_find_a_check(acted: Any) -> None:
    """By outcome, by a word of its title, by a link to its id."""
    assert acted["accepted"] == ["R6"]
    assert "J. de Vries, 2008-02-01 12:00 UTC: De centrale stond op 3 mei stil" in acted["answer"]
    assert acted["found"] == ["C9"]
    assert acted["linked"] == [["C9"], "true"]


@needs_browser
def test_print_opens_what_failed(acted: Any) -> None:
    """Three checks failed; their details are on paper, those of the others are not."""
    assert acted["printed"] == 3


@needs_browser
def test_the_page_speaks_english_when_asked(acted: Any) -> None:
    """Its language, headings and buttons follow."""
    assert (acted["lang"], acted["pressed"]) == ("en", "true")
    assert acted["english"] == ["In short", "Calendar of deliveries", "Checks", "Origin"]


@needs_browser
def test_axe_finds_nothing(acted: Any) -> None:
    """With a rule opened, in Dutch; with what a printer gets, in English."""
    assert (acted["axe_nl"], acted["axe_en"]) == ([], [])


@needs_browser
def test_the_page_asks_for_nothing(acted: Any) -> None:
    """Not even without the policy that forbids it."""
    assert acted["loaded"] == []


@needs_browser
def test_a_page_that_asks_for_something_is_found_out() -> None:
    """The proof that the test above can fail."""
    asking = "<html><body><img src='http://127.0.0.1:9/x.png'></body></html>"

    loaded = browser.said(
        asking,
        "new Promise(done => setTimeout(done, 500))"
        ".then(() => performance.getEntriesByType('resource').map(item => item.name))",
    )

    assert "http://127.0.0.1:9/x.png" in loaded


@needs_browser
@pytest.mark.slow
def test_three_thousand_checks_open_in_a_second() -> None:
    """From the start of navigation until the page is loaded with its first rows drawn; the best of three."""
    html = render_dossier(quality.dossier_of(quality.many_checks(3000), editions=8), uwv.TEMPLATES).decode()

    opened = [browser.opening_seconds(_POLICY.sub("", html)) for _ in range(3)]

    assert min(opened) < 1.0, opened
