"""What answers for one number, told from an edition alone, with its counts added up again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from etl.model.contract import DIMENSIONS
from etl.model.errors import Problem, VerificationError
from etl.model.numbers import plain

Section = dict[str, str]
Say = Callable[[str, str], str]
"""Of the same words in English and in Dutch: those of the reader."""
LANGUAGES: Mapping[str, Say] = {"en": lambda english, _: english, "nl": lambda _, dutch: dutch}
_VERDICTS = {
    "met": "voldoet",
    "not_met": "voldoet niet",
    "undetermined": "niet vast te stellen",
    "no_norm": "geen norm",
}
_NORMS = {"norm": "norm", "target": "streefwaarde", "ambition": "ambitie"}


def explanation(
    fact: Mapping[str, Any],
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, str]],
    quality: Mapping[str, Any],
    say: Say = LANGUAGES["en"],
) -> dict[str, Section]:
    """Sections of name → text. Names from definitions stay as they are in every language.

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
        "number": _number(fact, indicator, say),
        "counts": _counts(fact, indicator, measures, rows, say),
        "norm": _norm(fact, facts["norms"], say),
        "coverage": _coverage(fact, say),
        "caveats": {
            str(number): text for number, text in enumerate([*fact["caveats"].values(), *fact["notes"]], start=1)
        },
        "checks": _checks(fact, quality, say),
        "deliveries": _deliveries(fact, facts["deliveries"], say),
    }


def _number(fact: Mapping[str, Any], indicator: Mapping[str, Any], say: Say) -> Section:
    version = f"{say('version', 'versie')} {fact['definition_version']}, {indicator.get('source', '')}"
    shown = {
        say("fact", "feit"): fact["fact_id"],
        say("title", "titel"): indicator["title"]["nl"],
        say("printed", "gedrukt"): fact["printed"],
        say("value", "waarde"): fact["value"] or say("unknown", "onbekend"),
        say("unit", "eenheid"): fact["unit"],
        say("definition", "definitie"): version,
    }
    if fact["low"] or fact["high"]:
        low, high = (fact[bound] or say("unbounded", "onbegrensd") for bound in ("low", "high"))
        shown[say("bounds", "grenzen")] = f"{low} {say('to', 'tot')} {high}"
    provisional = say(fact["provisional"], "ja" if fact["provisional"] == "true" else "nee")
    return {**shown, say("provisional", "voorlopig"): provisional}


def _counts(
    fact: Mapping[str, Any],
    indicator: Mapping[str, Any],
    measures: Mapping[str, Mapping[str, Any]],
    rows: Sequence[Mapping[str, str]],
    say: Say,
) -> Section:
    section: Section = {}
    for part, label in (("numerator", say("numerator", "teller")), ("denominator", say("denominator", "noemer"))):
        name = indicator.get(part)
        if name is None:
            if fact[part]:
                section[label] = f"{fact[part]} ({indicator.get('divisor', '')})"
            continue
        measure = measures[name]
        count = fact[part] or say("see weights", "zie gewichten")
        section[label] = (
            f"{count} = {name}: {measure.get('where', say('all rows', 'alle regels'))} ({measure['source']})"
        )
        _must_add_up(fact, indicator, part, rows, measures)
    for name, count in fact["excluded"].items():
        section[f"{say('left out', 'weggelaten')}, {name}"] = count
    if indicator.get("weight"):
        section[say("weighted by", "gewogen naar")] = indicator["weight"]
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


def _norm(fact: Mapping[str, Any], norms: Sequence[Mapping[str, Any]], say: Say) -> Section:
    reason = say(f"{fact['reason']}: {fact['reason_text']}", fact["reason_text"])
    verdict = say(fact["verdict"], _VERDICTS[fact["verdict"]])
    section = {say("verdict", "oordeel"): verdict + (f" ({reason})" if fact["reason"] else "")}
    if fact["norm_operator"]:
        value = fact["norm_value"] or say("no value", "geen waarde")
        section[say(fact["norm_kind"], _NORMS[fact["norm_kind"]])] = f"{fact['norm_operator']} {value}"
        sources = sorted({str(norm.get("source", "")) for norm in norms if norm["indicator"] == fact["indicator"]})
        section[say("source", "bron")] = "; ".join(sources)
    return section


def _coverage(fact: Mapping[str, Any], say: Say) -> Section:
    of = say("of", "van")
    grades = {"record": say("record", "records"), "aggregate": say("aggregate", "tellingen")}
    section = {
        say("unit-months", "eenheidmaanden"): f"{fact['coverage_delivered']} {of} {fact['coverage_expected']}",
        say("evidence", "bewijs"): ", ".join(grades[grade] for grade in fact["grades"]) or say("none", "geen"),
    }
    missing: dict[str, list[str]] = {}
    for source, unit, month in fact["missing"]:
        missing.setdefault(f"{say('missing', 'ontbreekt')}, {source} {of} {unit}", []).append(month)
    return {**section, **{name: ", ".join(months) for name, months in missing.items()}}


def _checks(fact: Mapping[str, Any], quality: Mapping[str, Any], say: Say) -> Section:
    touching = [item for item in quality["checks"] if fact["indicator"] in item["indicators"]]
    failed = [item for item in touching if item["passed"] is False]
    checks, count = len(touching), len(failed)
    told = say(
        f"{checks} checks on the records behind it, {count} failed",
        f"{checks} controles op de regels erachter, {count} niet in orde",
    )
    dutch = {"block": "blokkeert", "warn": "waarschuwing", "inform": "melding"}
    section = {say("run", "uitgevoerd"): told}
    for item in failed:
        severity = say(item["severity"], dutch[item["severity"]])
        section[item["check_id"]] = f"{severity}: {item['title']['nl']} ({item['observed']})"
    return section


def _deliveries(fact: Mapping[str, Any], deliveries: Sequence[Mapping[str, Any]], say: Say) -> Section:
    return {
        item["file"]: f"{item['rows']} {say('rows', 'regels')}, sha256 {item['sha256']}"
        for item in (deliveries[number] for number in fact["deliveries"])
    }
