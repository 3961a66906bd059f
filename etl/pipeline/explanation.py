"""What answers for one number, told from an edition alone, with its counts added up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from etl.model.contract import DIMENSIONS
from etl.model.errors import Problem, VerificationError
from etl.model.numbers import plain

Section = dict[str, str]


def explanation(
    fact: Mapping[str, Any], facts: Mapping[str, Any], rows: Sequence[Mapping[str, str]], quality: Mapping[str, Any]
) -> dict[str, Section]:
    """Sections of name → text.

    Raises:
        VerificationError: the counts in `measures.csv` do not add up to the numerator or denominator of the fact.
    """
    indicator = next(
        item
        for item in facts["indicators"]
        if (item["indicator"], str(item.get("version", 1))) == (fact["indicator"], fact["definition_version"])
    )
    measures = {item["measure"]: item for item in facts["measures"]}
    return {
        "number": _number(fact, indicator),
        "counts": _counts(fact, indicator, measures, rows),
        "norm": _norm(fact, facts["norms"]),
        "coverage": _coverage(fact),
        "caveats": {
            str(number): text for number, text in enumerate([*fact["caveats"].values(), *fact["notes"]], start=1)
        },
        "checks": _checks(fact, quality),
        "deliveries": _deliveries(fact, facts["deliveries"]),
    }


def _number(fact: Mapping[str, Any], indicator: Mapping[str, Any]) -> Section:
    shown = {
        "fact": fact["fact_id"],
        "title": indicator["title"]["nl"],
        "printed": fact["printed"],
        "value": fact["value"] or "unknown",
        "unit": fact["unit"],
        "definition": f"version {fact['definition_version']}, {indicator.get('source', '')}",
    }
    if fact["low"] or fact["high"]:
        shown["bounds"] = f"{fact['low'] or 'unbounded'} to {fact['high'] or 'unbounded'}"
    return {**shown, "provisional": fact["provisional"]}


def _counts(
    fact: Mapping[str, Any],
    indicator: Mapping[str, Any],
    measures: Mapping[str, Mapping[str, Any]],
    rows: Sequence[Mapping[str, str]],
) -> Section:
    section: Section = {}
    for part in ("numerator", "denominator"):
        name = indicator.get(part)
        if name is None:
            if fact[part]:
                section[part] = f"{fact[part]} ({indicator.get('divisor', '')})"
            continue
        measure = measures[name]
        section[part] = (
            f"{fact[part] or 'see weights'} = {name}: {measure.get('where', 'all rows')} ({measure['source']})"
        )
        _must_add_up(fact, indicator, part, rows, measures)
    for name, count in fact["excluded"].items():
        section[f"left out, {name}"] = count
    if indicator.get("weight"):
        section["weighted by"] = indicator["weight"]
    return section


def _must_add_up(
    fact: Mapping[str, Any],
    indicator: Mapping[str, Any],
    part: str,
    rows: Sequence[Mapping[str, str]],
    measures: Mapping[str, Mapping[str, Any]],
) -> None:
    """Add the counts of a complete number up again; with missing deliveries its own rules decide what may be added."""
    complete = fact["coverage_delivered"] == fact["coverage_expected"]
    if not fact[part] or not complete:
        return
    months = _months(indicator[part], fact, measures)
    total = _total(indicator[part], fact, rows, months)
    if part == "denominator":
        total -= sum(
            (
                _total(item["measure"], fact, rows, months)
                for item in indicator.get("exclusions", [])
                if item.get("subtract")
            ),
            Fraction(0),
        )
    if plain(total) != fact[part]:
        raise VerificationError(
            Problem(
                f"the {part} of {fact['fact_id']} is {fact[part]}, but the counts add up to {plain(total)}",
                where="measures.csv",
                expected=fact[part],
                hint="verify the edition: a file was changed.",
            )
        )


def _months(measure: str, fact: Mapping[str, Any], measures: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The months whose counts make the number: all of its period, or the last one where the measure is a level."""
    from etl.model.period import Period

    months = tuple(Period.parse(fact["period"]).months)
    return months[-1:] if measures[measure].get("stock") else months


def _total(measure: str, fact: Mapping[str, Any], rows: Sequence[Mapping[str, str]], months: Sequence[str]) -> Fraction:
    return sum(
        (
            Fraction(row["value"])
            for row in rows
            if row["measure"] == measure
            and row["month"] in months
            and all(not fact[name] or row[name] == fact[name] for name in DIMENSIONS)
        ),
        Fraction(0),
    )


def _norm(fact: Mapping[str, Any], norms: Sequence[Mapping[str, Any]]) -> Section:
    section = {"verdict": fact["verdict"] + (f" ({fact['reason']}: {fact['reason_text']})" if fact["reason"] else "")}
    if fact["norm_operator"]:
        section[fact["norm_kind"]] = f"{fact['norm_operator']} {fact['norm_value'] or 'no value'}"
        sources = sorted({str(norm.get("source", "")) for norm in norms if norm["indicator"] == fact["indicator"]})
        section["source"] = "; ".join(sources)
    return section


def _coverage(fact: Mapping[str, Any]) -> Section:
    section = {
        "unit-months": f"{fact['coverage_delivered']} of {fact['coverage_expected']}",
        "evidence": ", ".join(fact["grades"]) or "none",
    }
    missing: dict[str, list[str]] = {}
    for source, unit, month in fact["missing"]:
        missing.setdefault(f"{source} of {unit}", []).append(month)
    return {**section, **{f"missing, {name}": ", ".join(months) for name, months in missing.items()}}


def _checks(fact: Mapping[str, Any], quality: Mapping[str, Any]) -> Section:
    touching = [item for item in quality["checks"] if fact["indicator"] in item["indicators"]]
    failed = [item for item in touching if item["passed"] is False]
    section = {"run": f"{len(touching)} checks on the records behind it, {len(failed)} failed"}
    return {
        **section,
        **{item["check_id"]: f"{item['severity']}: {item['title']['nl']} ({item['observed']})" for item in failed},
    }


def _deliveries(fact: Mapping[str, Any], deliveries: Sequence[Mapping[str, Any]]) -> Section:
    return {
        item["file"]: f"{item['rows']} rows, sha256 {item['sha256']}"
        for item in (deliveries[number] for number in fact["deliveries"])
    }
