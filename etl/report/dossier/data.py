"""The checks as data in the page: small, because what many checks share stands there once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from etl.report.dossier.content import QualityContent
from etl.report.dutch import period_label
from etl.report.quality import RANK, TABLES, natural

TABLES_EN = {
    "deliveries": "The deliveries as a whole",
    "cross": "Relations between sources",
    "unit_months": "Coverage per unit and month",
    "aggregates": "Delivered counts",
    "indicator_months": "Numbers of months beside each other",
    "published": "Numbers that were published before",
    "facts": "The numbers of this report",
    "measures": "Counts per unit and month",
    "restated": "Deliveries that replace an earlier one",
}


class Shared:
    """Values that occur often: each stands once in a list, and is referred to by its place."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._places: dict[str, int] = {}

    def place(self, item: Any) -> int:
        """Where the value stands."""
        key = json.dumps(item, sort_keys=True, ensure_ascii=False)
        if key not in self._places:
            self._places[key] = len(self.items)
            self.items.append(item)
        return self._places[key]


FINDINGS_SHOWN = 50
"""How many numbers a check names in the page, the largest difference first; `quality.json` has all."""
COLUMN, TABLE = "\ue000", "\ue001"
"""What stands for a check's own column and table in its texts: signs that Unicode leaves to private use."""


def without_names(text: Any, column: str, table: str) -> Any:
    """A text, or a text per language, with the check's column and table left open, so that many checks share it.

    Filling both in again gives the text back as it was.
    """
    if not isinstance(text, str):
        return {language: without_names(item, column, table) for language, item in text.items()}
    for name, sign in ((column, COLUMN), (table, TABLE)):
        text = text.replace(name, sign) if name else text
    return text


def outcome(check: Mapping[str, Any]) -> str:
    """`open`, `accepted`, `block`, `inform`, `passed` or `not_applicable`: what the dossier calls a check's result."""
    if check["passed"] is None:
        return "not_applicable"
    if check["passed"]:
        return "passed"
    if check["severity"] == "warn":
        return "accepted" if check["acceptance"] else "open"
    return str(check["severity"])


_ORDER = {"block": 0, "open": 1, "accepted": 2, "inform": 3, "not_applicable": 5, "passed": 4}


def page_data(quality: QualityContent) -> dict[str, Any]:
    """What the page's script draws the rules from: worst first, then by table and code.

    A check is a list: the names of its places stand under `columns`.
    """
    texts, indicators = Shared(), Shared()
    ordered = sorted(
        quality.checks,
        key=lambda check: (
            _ORDER[outcome(check)],
            RANK[check["severity"]],
            check["table"],
            natural(check["code"]),
            check["column"],
        ),
    )
    rows = [_row(check, quality, texts, indicators) for check in ordered]
    touched = {name for check in ordered if check["passed"] is False for name in check["indicators"]}
    return {
        "columns": list(_COLUMNS),
        "checks": rows,
        "texts": texts.items,
        "indicators": indicators.items,
        "names": _indicator_names(quality),
        "facts": _facts(quality, touched),
        "tables": table_titles(quality),
        "editions": [[str(item.period), period_label(item.period), item.number] for item in quality.earlier],
    }


_COLUMNS = (
    "id", "code", "table", "column", "severity", "outcome", "title", "rule", "reason", "action", "observed", "expected",
    "difference", "rows", "failed", "why_not", "acceptance", "indicators", "trend", "findings",
)  # fmt: skip


def _row(check: Mapping[str, Any], quality: QualityContent, texts: Shared, indicators: Shared) -> list[Any]:
    why_not = {"nl": check["not_applicable_nl"], "en": check["not_applicable"]}
    shared = partial(without_names, column=check["column"], table=check["table"])
    accepted = check["acceptance"]
    answer = accepted and [accepted["by"], accepted["reason"], accepted["at"], len(accepted["deliveries"])]
    trend = [
        list(item.found[check["check_id"]]) if check["check_id"] in item.found else None for item in quality.earlier
    ]
    values = {
        **{name: check[name] for name in ("code", "table", "column", "severity")},
        **{name: check[name] for name in ("observed", "expected", "difference", "rows", "failed")},
        "id": check["check_id"],
        "outcome": outcome(check),
        **{name: texts.place(shared(check[name])) for name in ("title", "rule", "reason", "action")},
        "why_not": texts.place(shared(why_not)),
        "acceptance": answer,
        "indicators": indicators.place(check["indicators"]),
        "trend": trend if any(trend) else 0,
        "findings": [list(item.values()) for item in check["findings"][:FINDINGS_SHOWN]] or 0,
    }
    return [values[name] for name in _COLUMNS]


def table_titles(quality: QualityContent) -> dict[str, list[str]]:
    """Table → its Dutch and English name; the id where there is none."""
    titles = {name: [text, TABLES_EN[name]] for name, text in TABLES.items()}
    for source in quality.content.programme.sources:
        if source.title:
            titles[source.source] = [source.title.nl, source.title.en or source.source]
    return {check["table"]: titles.get(check["table"], [check["table"]] * 2) for check in quality.checks}


def _indicator_names(quality: QualityContent) -> dict[str, list[str]]:
    items = quality.content.programme.indicators
    return {item.indicator: [item.title.nl, item.title.en or item.indicator] for item in items}


def _facts(quality: QualityContent, indicators: set[str]) -> dict[str, list[list[str]]]:
    """Per indicator that a failed check touches, its facts: the id without the indicator, and the printed value."""
    found: dict[str, list[list[str]]] = {name: [] for name in sorted(indicators)}
    for fact in quality.content.facts:
        if fact.indicator in found:
            found[fact.indicator].append([fact.fact_id.partition("@")[2], fact.printed])
    return found


def script_json(data: Any) -> Markup:
    """JSON that may stand in a script element: nothing in it can close the element or open a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above
