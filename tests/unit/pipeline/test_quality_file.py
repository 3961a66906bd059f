"""`quality.json`: differences in plain numbers, and a published form that every file keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from etl.model.checks import Finding
from etl.model.contract import Text
from etl.pipeline.quality_file import difference, quality_json
from tests.unit.model.test_acceptance import answer, warning
from tests.unit.report.small import PROGRAMME, fact

SCHEMA = json.loads(Path("docs/quality.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("observed", "expected", "found"),
    [
        ("12/60000", "0", "+12"),
        ("0/60000", "0", "0"),
        ("3/1000", "<= 0.001", "+0.002"),
        ("1/1000", "<= 0.001", "0"),
        ("1/3", "<= 0.3", "+0.033333"),
        ("0.04", "0.05..0.09", "-0.01"),
        ("0.1", "0.05..0.09", "+0.01"),
        ("0.07", "0.05..0.09", "0"),
        ("1.5", ">= 2", "-0.5"),
        ("3 (0.11..0.42)", "0", "+3"),
        ("0.0000000001", "0", "+0.0000000001"),
        ("0/0", "<= 0.1", "0"),
        ("", "0", ""),
        ("3", "something else", ""),
    ],
)
def test_the_difference_is_how_far_it_lies_outside(observed: str, expected: str, found: str) -> None:
    """Rows where no row may fail, a share where a share may, a number beside its nearest bound."""
    assert difference(observed, expected) == found


def file(**fields: Any) -> dict[str, Any]:
    """A quality file with one accepted warning and one rule that was not judged."""
    accepted = warning(title=Text(nl="wacht", en="wait"), **fields)
    unjudged = warning(code="C7", passed=None, observed="", not_applicable="no rows", not_applicable_nl="geen regels")
    content = quality_json(
        [accepted, unjudged], [fact("on_time", "2007", "0.6")], PROGRAMME, "2007", {"C6:calls": answer()}
    )
    data: dict[str, Any] = json.loads(content)
    return data


def test_a_file_keeps_the_published_form() -> None:
    """The schema accepts it, with and without an answer."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    jsonschema.validate(file(), SCHEMA, cls=jsonschema.Draft202012Validator)


def test_a_check_tells_who_answered_and_what_it_touches() -> None:
    """Name, reason, moment and deliveries; the facts of the indicators that count calls."""
    check = file()["checks"][0]

    assert check["acceptance"]["by"] == "J. de Vries"
    assert check["acceptance"]["deliveries"] == ["a" * 64, "b" * 64]
    assert check["affected_facts"] == ["on_time@2007"]
    assert check["difference"] == "+3"


def test_a_rule_about_numbers_names_them_with_their_difference() -> None:
    """It touches these numbers and the longer periods they are part of, and nothing else of the indicator."""
    found = (Finding("on_time@2007-02", "0.25", "0.5"),)
    moved = warning(code="A16", table="indicator_months", findings=found)
    facts = [fact("on_time", period, "0.5") for period in ("2007", "2007-01", "2007-02", "2008")]

    data = json.loads(quality_json([moved], facts, PROGRAMME, "2007", {}))

    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    (check,) = data["checks"]
    assert check["findings"] == [
        {"fact_id": "on_time@2007-02", "observed": "0.25", "expected": "0.5", "difference": "-0.25"}
    ]
    assert (check["indicators"], check["affected_facts"]) == (["on_time"], ["on_time@2007", "on_time@2007-02"])


@pytest.mark.parametrize("change", [{"severity": "error"}, {"rows": -1}, {"passed": "yes"}, {"value": "x"}])
def test_another_form_is_refused(change: dict[str, Any]) -> None:
    """An unknown severity, a negative count, a text for a truth, a key nobody described."""
    data = file()
    data["checks"][0] |= change

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that the schema names, at any depth."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for value in node.values():
            yield from properties(value)


def test_every_property_is_described() -> None:
    """Somebody who only has the schema can read the file."""
    bare = sorted(name for name, about in properties(SCHEMA) if not about.get("description", "").endswith((".", "…")))

    assert bare == []
