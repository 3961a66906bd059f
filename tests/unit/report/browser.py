"""Headless Chromium, driven by nothing but its own switches: a page is opened, its scripts run, its DOM comes back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
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
_RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(
  found => found.violations.map(rule => [rule.id, rule.nodes.map(node => node.html + " " + node.failureSummary)]),
  error => [["axe stopped", [String(error)]]]
).then(found => {
  const said = document.createElement("pre");
  said.id = "axe-said";
  said.textContent = JSON.stringify(found);
  document.body.append(said);
});
"""


def chromium() -> str | None:
    """The browser, where there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def violations(html: str) -> dict[str, list[str]]:
    """What axe finds in a page: rule → the places that break it; empty when it finds nothing."""
    browser = chromium()
    assert browser is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        dom = _dom_after_axe(html, browser, Path(folder))
    said = re.search(r'<pre id="axe-said">(.*?)</pre>', dom, re.DOTALL)
    assert said is not None, "axe did not finish"
    found: list[tuple[str, Any]] = json.loads(unescape(said[1]))
    return dict(found)


def _dom_after_axe(html: str, browser: str, folder: Path) -> str:
    page = folder / "page.html"
    script = f'<script src="{AXE.as_uri()}"></script><script>{_RUN}</script>'
    page.write_text(html.replace("</body>", f"{script}</body>"), "utf-8")
    command = [browser, *SWITCHES, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=240).stdout
