"""What a supplier announced about a delivery, held against what came of it.

A manifest may state `rows`, `sha256`, `extracted_at` and `control_totals` (the sum of a column of numbers, by name).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from etl.model.contract import Source
from etl.model.deliveries import Landed
from etl.model.errors import ContractError, Problem, did_you_mean
from etl.model.numbers import plain

_KEYS = ("rows", "sha256", "extracted_at", "control_totals")
_EXAMPLE = 'for example {"rows": 40, "sha256": "…", "control_totals": {"attempts": 52}}.'


def read_manifest(content: bytes, where: str) -> dict[str, Any]:
    """The manifest as a mapping.

    Raises:
        ContractError: it is no JSON object, or has unknown keys.
    """
    try:
        manifest = json.loads(content, parse_float=Decimal)
    except ValueError:
        raise ContractError(
            Problem("the manifest is not JSON", where=where, expected="a JSON object", hint=_EXAMPLE)
        ) from None
    totals = manifest.get("control_totals", {}) if isinstance(manifest, dict) else {}
    if not isinstance(manifest, dict) or not isinstance(totals, dict):
        what = "control totals are" if isinstance(manifest, dict) else "manifest is"
        raise ContractError(
            Problem(f"the {what} not a JSON object", where=where, expected="a JSON object", hint=_EXAMPLE)
        )
    unknown = sorted(set(manifest) - set(_KEYS))
    if unknown:
        raise ContractError(
            Problem(
                "the manifest has unknown keys",
                where=where,
                expected=", ".join(_KEYS),
                hint=f"remove {', '.join(unknown)}.",
            )
        )
    return manifest


def column_totals(
    connection: duckdb.DuckDBPyConnection, rows: Path, source: Source, manifest: Mapping[str, Any]
) -> dict[str, Decimal]:
    """The sums of the columns of numbers that a manifest names; other names are left out."""
    names = [
        name
        for name in manifest.get("control_totals", {})
        if name in source.columns and source.columns[name].type in ("integer", "number")
    ]
    if not names:
        return {}
    sums = ", ".join(f'coalesce(sum("{name}"), 0)' for name in names)
    (found,) = connection.execute(f"select {sums} from read_parquet(?)", [str(rows)]).fetchall()
    return {name: Decimal(total) for name, total in zip(names, found, strict=True)}


def refuse_differences(manifest: Mapping[str, Any], landed: Landed, totals: Mapping[str, Decimal], where: str) -> None:
    """Compare what was announced with what came.

    Raises:
        ContractError: another sha256, number of rows or control total; each difference is named.
    """
    problems = [*_differences(manifest, landed), *_other_totals(manifest, landed, totals, where)]
    if problems:
        raise ContractError(problems)


def _differences(manifest: Mapping[str, Any], landed: Landed) -> Iterator[Problem]:
    if manifest.get("sha256", landed.sha256) != landed.sha256:
        yield Problem(
            f"the bytes are not those of the manifest: sha256 {landed.sha256[:12]}…",
            where=landed.file,
            expected=f"{str(manifest['sha256'])[:12]}…",
            hint="deliver the file again.",
        )
    if manifest.get("rows", landed.lines) != landed.lines:
        yield Problem(
            f"the file has {landed.lines} rows",
            where=landed.file,
            expected=f"{manifest['rows']} (by its manifest)",
            hint="the delivery may be cut short.",
        )


def _other_totals(
    manifest: Mapping[str, Any], landed: Landed, totals: Mapping[str, Decimal], where: str
) -> Iterator[Problem]:
    for name, announced in manifest.get("control_totals", {}).items():
        if name not in totals:
            yield Problem(
                f"'{name}' is no column of numbers",
                where=where,
                expected="columns of type integer or number",
                hint=did_you_mean(name, totals) or "see the contract in sources.yml.",
            )
        elif totals[name] != _number(announced):
            yield Problem(
                f"the total of '{name}' is {plain(Fraction(totals[name]))}",
                where=landed.file,
                expected=f"{announced} (by its manifest)",
                hint="the delivery may be cut short, or lines were put aside.",
            )


def _number(announced: Any) -> Decimal | None:
    try:
        return Decimal(str(announced))
    except InvalidOperation:
        return None
