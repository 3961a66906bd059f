"""What a supplier announced, held against what came."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from etl.model.contract import Source
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, Problem
from etl.pipeline.manifests import column_totals, read_manifest, refuse_differences

SOURCE = Source.model_validate(
    {
        "source": "calls",
        "key": ["call_id"],
        "columns": {"call_id": "string", "arrived_at": "timestamp", "attempts": "integer?", "fraction": "number?"},
    }
)
WHERE = "calls/2007-03.csv.manifest.json"
LANDED = Landed(
    "calls", "national", "2007-03", "", "calls/2007-03.csv", "ab" * 32, 9, 3, 3, 0, ("2007-03",), "landed/x.parquet"
)


def judged(tmp_path: Path, content: bytes) -> tuple[Problem, ...]:
    """What is wrong with a delivery of three rows by this manifest."""
    rows = tmp_path / "rows.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select 'C' || i as call_id, i::bigint as attempts, (i / 8)::decimal(28, 10) as fraction "
            f"from range(1, 4) r(i)) to '{rows}'"
        )
        try:
            manifest = read_manifest(content, WHERE)
            refuse_differences(manifest, LANDED, column_totals(connection, rows, SOURCE, manifest), WHERE)
        except ContractError as error:
            return error.problems
    return ()


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"rows": 3}',
        b'{"rows": 3, "sha256": "%s", "extracted_at": "2007-04-01"}' % (b"ab" * 32),
        b'{"control_totals": {"attempts": 6, "fraction": 0.75}}',
        b'{"control_totals": {"attempts": "6", "fraction": 0.750}}',
    ],
)
def test_a_manifest_that_agrees_is_no_news(tmp_path: Path, content: bytes) -> None:
    """Every key is optional."""
    assert judged(tmp_path, content) == ()


@pytest.mark.parametrize(
    ("content", "where", "what", "expected"),
    [
        (b'{"rows": 4}', "calls/2007-03.csv", "the file has 3 rows", "4 (by its manifest)"),
        (b'{"rows": "3"}', "calls/2007-03.csv", "the file has 3 rows", "3 (by its manifest)"),
        (b'{"sha256": "cd"}', "calls/2007-03.csv", "the bytes are not those of the manifest: sha256 abababababab…",
         "cd…"),
        (b'{"control_totals": {"attempts": 7}}', "calls/2007-03.csv", "the total of 'attempts' is 6",
         "7 (by its manifest)"),
        (b'{"control_totals": {"fraction": null}}', "calls/2007-03.csv", "the total of 'fraction' is 0.75",
         "None (by its manifest)"),
        (b'{"control_totals": {"call_id": 1}}', WHERE, "'call_id' is no column of numbers",
         "columns of type integer or number"),
        (b'{"control_totals": 7}', WHERE, "the control totals are not a JSON object", "a JSON object"),
        (b'{"row": 3}', WHERE, "the manifest has unknown keys", "rows, sha256, extracted_at, control_totals"),
        (b"[3]", WHERE, "the manifest is not a JSON object", "a JSON object"),
        (b"rows: 3", WHERE, "the manifest is not JSON", "a JSON object"),
        (b"\xff", WHERE, "the manifest is not JSON", "a JSON object"),
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_agree_is_told(
    tmp_path: Path, content: bytes, where: str, what: str, expected: str
) -> None:
    """Of the delivery when it differs, of the manifest when it cannot be read."""
    (problem,) = judged(tmp_path, content)

    assert (problem.where, problem.what, problem.expected) == (where, what, expected)
    assert problem.hint


def test_all_differences_are_told_at_once(tmp_path: Path) -> None:
    """Bytes, rows and totals."""
    problems = judged(tmp_path, b'{"rows": 2, "sha256": "cd", "control_totals": {"attempts": 1}}')

    assert len(problems) == 3


def test_totals_are_exact() -> None:
    """A decimal of the manifest is read as a decimal."""
    manifest = read_manifest(b'{"control_totals": {"fraction": 0.1}}', WHERE)

    assert manifest["control_totals"]["fraction"] == Decimal("0.1")
