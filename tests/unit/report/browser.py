"""Headless Chromium, driven by nothing but its own switches: a page is opened, its scripts run, its DOM comes back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "axe" / "axe.min.js"
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-prefers-reduced-motion",
    "--window-size=1280,1600",
    "--virtual-time-budget=120000",
    "--dump-dom",
)
_AXE = """
axe.run(document, {resultTypes: ["violations"]}).then(
  found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html + " " + node.failureSummary)]),
  error => [["axe stopped", [String(error)]]]
)"""
_TELL = """
Promise.resolve().then(() => %s).catch(error => "the script stopped: " + error).then(found => {
  const said = document.createElement("pre");
  said.id = "said";
  said.textContent = JSON.stringify(found);
  document.body.append(said);
});
"""


def chromium() -> str | None:
    """The browser, where there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def violations(html: str) -> dict[str, list[str]]:
    """What axe finds in a page: rule → the places that break it; empty when it finds nothing."""
    found: list[tuple[str, Any]] = said(html, _AXE)
    return dict(found)


def said(html: str, expression: str) -> Any:
    """What a JavaScript expression gives in a page, as plain data; a promise is waited for. `axe` is at hand."""
    browser = chromium()
    assert browser is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        script = f'<script src="{AXE.as_uri()}"></script><script>{_TELL % expression}</script>'
        dom = _dom(html.replace("</body>", f"{script}</body>"), browser, Path(folder))
    found = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert found is not None, "the page did not finish"
    return json.loads(unescape(found[1]))


def _dom(html: str, browser: str, folder: Path, switches: Sequence[str] = SWITCHES) -> str:
    page = folder / "page.html"
    page.write_text(html, "utf-8")
    command = [browser, *switches, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=240).stdout


def opening_seconds(html: str) -> float:
    """Seconds from the start of navigation to the end of loading, in a browser of its own and in real time."""
    browser = chromium()
    assert browser is not None
    script = """<script>addEventListener("load", () => {
      document.body.insertAdjacentHTML("beforeend", `<pre id="opened">${performance.now()}</pre>`);
    });</script>"""
    real_time = [switch for switch in SWITCHES if not switch.startswith("--virtual-time")]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        dom = _dom(html.replace("</body>", f"{script}</body>"), browser, Path(folder), real_time)
    found = re.search(r'<pre id="opened">([\d.]+)</pre>', dom)
    assert found is not None, "the page did not finish"
    return float(found[1]) / 1000
