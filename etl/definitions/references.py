"""Whether the parts of a programme fit together: names, references, codes, versions and norms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from etl.definitions.rosters import wrong_rosters
from etl.definitions.yaml_lines import Document
from etl.model.contract import DIMENSIONS
from etl.model.errors import Problem, did_you_mean
from etl.model.programme import CALENDAR, Indicator, Norm, Programme


def dangling(programme: Programme, documents: dict[str, Document]) -> list[Problem]:
    """Everything in a programme that refers to nothing, stands twice or overlaps. Empty when all is well."""
    return [
        *_mappings(programme, documents["sources.yml"]),
        *_units(programme, documents["programme.yml"]),
        *_chapters(programme, documents["programme.yml"]),
        *_twice(programme, documents),
        *_measures(programme, documents["measures.yml"]),
        *_indicators(programme, documents["indicators.yml"]),
        *_parts(programme, documents["indicators.yml"]),
        *_norms(programme, documents["norms.yml"]),
        *wrong_rosters(programme, documents["programme.yml"]),
        *_disagreements(programme, documents.get("disagreements.yml")),
    ]


def _unknown(
    document: Document, kind: str, name: str, known: set[str], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    if name not in known:
        yield document.problem(f"there is no {kind} '{name}'", path, hint=did_you_mean(name, known))


def _mappings(programme: Programme, document: Document) -> Iterator[Problem]:
    """What a supplier's format is translated into must be a column, and a code, of the contract."""
    for index, source in enumerate(programme.sources):
        mapping, columns = source.mapping, set(source.columns)
        if mapping is None:
            continue
        for delivered, name in mapping.columns.items():
            yield from _unknown(document, "column", name, columns, (index, "mapping", "columns", delivered))
        for key in ("values", "derive"):
            for name in getattr(mapping, key):
                yield from _unknown(document, "column", name, columns, (index, "mapping", key, name))
        for name, values in mapping.values.items():
            codes = source.columns[name].codes if name in columns else None
            for delivered, code in values.items() if codes else ():
                place = (index, "mapping", "values", name, delivered)
                yield from _unknown(document, f"code of {name}", code, set(codes or ()), place)


def _units(programme: Programme, document: Document) -> Iterator[Problem]:
    sources = {source.source for source in programme.sources}
    for index, unit in enumerate(programme.units):
        yield from _unknown(document, "source", unit.source, sources, ("units", index, "source"))
        for dimension, code in unit.dimensions().items():
            codes = programme.dimensions.get(dimension)
            if codes is not None:
                yield from _unknown(document, f"{dimension} code", code, set(codes), ("units", index, dimension))


def _chapters(programme: Programme, document: Document) -> Iterator[Problem]:
    indicators = {indicator.indicator for indicator in programme.indicators}
    parts = {indicator.indicator for indicator in programme.indicators if indicator.part_of is not None}
    rosters = {roster.roster for roster in programme.rosters}
    for c, chapter in enumerate(programme.chapters):
        for s, section in enumerate(chapter.sections):
            place = ("chapters", c, "sections", s)
            for i, name in enumerate(section.indicators):
                yield from _unknown(document, "indicator", name, indicators, (*place, "indicators", i))
                if name in parts:
                    hint = "name the whole: its parts are told along with it."
                    yield document.problem(f"'{name}' is a part", (*place, "indicators", i), hint=hint)
            for i, name in enumerate(section.rosters):
                yield from _unknown(document, "roster", name, rosters, (*place, "rosters", i))
            for k, chart in enumerate(section.charts):
                for i, name in enumerate(chart.indicators):
                    yield from _unknown(document, "indicator", name, indicators, (*place, "charts", k, "indicators", i))


def _disagreements(programme: Programme, document: Document | None) -> Iterator[Problem]:
    if document is None:
        return
    indicators = {indicator.indicator for indicator in programme.indicators}
    for index, item in enumerate(programme.disagreements):
        if item.fact_id:
            yield from _unknown(document, "indicator", item.fact_id.partition("@")[0], indicators, (index, "fact_id"))


def _twice(programme: Programme, documents: dict[str, Document]) -> Iterator[Problem]:
    named = {
        "sources.yml": [source.source for source in programme.sources],
        "measures.yml": [measure.measure for measure in programme.measures],
        "indicators.yml": [f"{item.indicator} version {item.version}" for item in programme.indicators],
        "programme.yml": [f"unit {unit.source}/{unit.unit}" for unit in programme.units],
    }
    for file, names in named.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                path = ("units", index) if file == "programme.yml" else (index,)
                yield documents[file].problem(
                    f"'{name}' is defined twice", path, hint="keep one, or raise the version."
                )


def _measures(programme: Programme, document: Document) -> Iterator[Problem]:
    sources = {source.source: source for source in programme.sources}
    for index, measure in enumerate(programme.measures):
        yield from _unknown(document, "source", measure.source, set(sources), (index, "source"))
        source = sources.get(measure.source)
        if source is None or not measure.from_records:
            continue
        columns = {*source.record_columns(), *source.derived}
        if measure.month_of is not None:
            yield from _unknown(document, "column", measure.month_of, columns, (index, "month_of"))
        of_units = {name for unit in programme.units_of(measure.source) for name in unit.dimensions()}
        for position, dimension in enumerate(measure.by):
            known = columns | set(source.dimensions) | of_units
            yield from _unknown(document, "column", dimension, known, (index, "by", position))
        for position, table in enumerate(measure.reads):
            yield from _unknown(document, "source", table, {*sources, CALENDAR}, (index, "reads", position))


def _indicators(programme: Programme, document: Document) -> Iterator[Problem]:
    measures = {measure.measure: measure for measure in programme.measures}
    for index, item in enumerate(programme.indicators):
        for name in item.measures:
            key = next(
                (key for key in ("numerator", "denominator", "weight", "spread") if getattr(item, key) == name),
                "buckets" if name in {bucket.measure for bucket in item.buckets} else "exclusions",
            )
            yield from _unknown(document, "measure", name, set(measures), (index, key))
        for position, exclusion in enumerate(item.exclusions):
            yield from _unknown(document, "measure", exclusion.measure, set(measures), (index, "exclusions", position))
        for position, caveat in enumerate(item.caveats):
            yield from _unknown(document, "caveat", caveat, set(programme.caveats), (index, "caveats", position))
        yield from _breakdowns(item, index, programme, document)
        yield from _stocks(item, index, programme, document)
    for (_, first), (later, second) in combinations(enumerate(programme.indicators), 2):
        if first.indicator == second.indicator and _meet(
            first.valid_from, first.valid_to, second.valid_from, second.valid_to
        ):
            yield document.problem(
                f"versions {first.version} and {second.version} of '{first.indicator}' are valid at the same time",
                (later, "version"),
                hint="give the older one a valid_to before the newer one's valid_from.",
            )


def _parts(programme: Programme, document: Document) -> Iterator[Problem]:
    """A part belongs to a whole of the same unit that is no part itself."""
    wholes = {item.indicator: item for item in programme.indicators if item.part_of is None}
    for index, item in enumerate(programme.indicators):
        if item.part_of is None:
            continue
        yield from _unknown(document, "whole", item.part_of, set(wholes), (index, "part_of"))
        if item.part_of in wholes and wholes[item.part_of].unit != item.unit:
            yield document.problem(
                f"'{item.indicator}' is no {wholes[item.part_of].unit}, as '{item.part_of}' is",
                (index, "unit"),
                hint="a part is told in one sentence with its whole.",
            )


def _breakdowns(item: Indicator, index: int, programme: Programme, document: Document) -> Iterator[Problem]:
    """Each measure of an indicator must have the dimensions the indicator is published by, or its units must."""
    measures = {measure.measure: measure for measure in programme.measures}
    for name in (item.numerator, item.denominator):
        measure = measures.get(name or "")
        if measure is None:
            continue
        of_units = {key for unit in programme.units_of(measure.source) for key in unit.dimensions()}
        for position, dimensions in enumerate(item.by):
            for dimension in dimensions:
                if dimension not in {*measure.by, *of_units}:
                    yield document.problem(
                        f"'{name}' is not counted by {dimension}",
                        (index, "by", position),
                        hint=f"add {dimension} to the measure's `by`.",
                    )


def _stocks(item: Indicator, index: int, programme: Programme, document: Document) -> Iterator[Problem]:
    """Measures of one source in one indicator are all levels or all flows: they rest on the same months."""
    measures = {measure.measure: measure for measure in programme.measures}
    kinds: dict[str, set[bool]] = {}
    for name in item.measures:
        if name in measures:
            kinds.setdefault(measures[name].source, set()).add(measures[name].stock)
    for source, found in kinds.items():
        if len(found) > 1:
            yield document.problem(
                f"'{item.indicator}' mixes levels and flows of {source}",
                (index,),
                hint="give all its measures of one source `stock: true`, or none.",
            )


def _norms(programme: Programme, document: Document) -> Iterator[Problem]:
    versions = {(item.indicator, item.version) for item in programme.indicators}
    names = {name for name, _ in versions}
    for index, norm in enumerate(programme.norms):
        yield from _unknown(document, "indicator", norm.indicator, names, (index, "indicator"))
        if norm.indicator in names and (norm.indicator, norm.version) not in versions:
            yield document.problem(
                f"'{norm.indicator}' has no version {norm.version}",
                (index, "version"),
                hint="a norm binds to one version of a definition.",
            )
        for dimension, codes in norm.where.items():
            known = programme.dimensions.get(dimension)
            for code in codes:
                if known is not None and code != "any":
                    yield from _unknown(document, f"{dimension} code", code, set(known), (index, "where", dimension))
        if norm.value is None and norm.text is None:
            yield document.problem("a norm without a value needs a text", (index,), hint="add text: {nl: ...}.")
    for (_, first), (later, second) in combinations(enumerate(programme.norms), 2):
        if _same_scope(first, second):
            yield document.problem(
                f"this {second.kind} overlaps another {first.kind} for '{second.indicator}' in scope and time",
                (later,),
                expected="at most one of a kind at a time",
                hint="end the older one with valid_to.",
            )


def _same_scope(first: Norm, second: Norm) -> bool:
    if (first.indicator, first.version, first.kind) != (second.indicator, second.version, second.kind):
        return False
    if not _meet(first.valid_from, first.valid_to, second.valid_from, second.valid_to):
        return False
    return all(_codes_meet(first.where.get(name), second.where.get(name)) for name in DIMENSIONS)


def _codes_meet(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> bool:
    """Whether some fact can satisfy both scopes on this dimension; None means that the dimension is absent."""
    if first is None or second is None:
        return first == second or "any" in (first or second or ())
    return "any" in first or "any" in second or bool(set(first) & set(second))


def _meet(from_1: date | None, to_1: date | None, from_2: date | None, to_2: date | None) -> bool:
    return (from_1 or date.min) <= (to_2 or date.max) and (from_2 or date.min) <= (to_1 or date.max)
