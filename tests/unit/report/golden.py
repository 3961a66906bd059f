"""Golden files: what a part looked like when somebody last read it. `OVERSIGHT_GOLDEN=write pytest` renews them."""

from __future__ import annotations

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "golden" / "report"


def check_golden(name: str, actual: str) -> None:
    """Compare a text with its golden file; write it when asked to."""
    path = FOLDER / name
    if os.environ.get("OVERSIGHT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(actual, "utf-8")
    expected = path.read_text("utf-8")
    assert actual == expected, f"{name} differs; read the difference, then OVERSIGHT_GOLDEN=write"


def plain(markup: object) -> str:
    """The words of some HTML: no tags, ordinary spaces."""
    text = re.sub(r"<foot-note>(.*?)</foot-note>", r" [noot: \1]", str(markup))
    text = re.sub(r"<[^>]+>", "", text)
    for entity, sign in (("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", '"')):
        text = text.replace(entity, sign)
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
