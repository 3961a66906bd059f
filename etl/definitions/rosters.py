"""Whether rosters fit the rest of a programme, and name nothing that a report may not show."""

from __future__ import annotations

from collections.abc import Iterator

from etl.definitions.yaml_lines import Document
from etl.model.contract import Source
from etl.model.errors import Problem, did_you_mean
from etl.model.programme import Programme, Roster
from etl.model.rosters import RosterColumn

Place = tuple[str | int, ...]


def wrong_rosters(programme: Programme, document: Document) -> Iterator[Problem]:
    """Unknown measures, columns and codes; codes without words; columns with free text or persons."""
    measures = {measure.measure: measure for measure in programme.measures}
    sources = {source.source: source for source in programme.sources}
    names = [roster.roster for roster in programme.rosters]
    for index, roster in enumerate(programme.rosters):
        place: Place = ("rosters", index)
        if roster.roster in names[:index]:
            yield document.problem(f"the roster '{roster.roster}' is defined twice", place, hint="rename one.")
        measure = measures.get(roster.measure)
        if measure is None:
            hint = did_you_mean(roster.measure, measures)
            yield document.problem(f"there is no measure '{roster.measure}'", (*place, "measure"), hint=hint)
        elif measure.value is not None or measure.open_seconds is not None or not measure.from_records:
            yield document.problem(
                f"'{roster.measure}' counts no records",
                (*place, "measure"),
                expected="a measure with a condition only",
                hint="a sum, or what arrives as counts, has no rows to name.",
            )
        elif measure.source in sources:
            yield from _columns(roster, sources[measure.source], document, place)


def _columns(roster: Roster, source: Source, document: Document, place: Place) -> Iterator[Problem]:
    known = source.record_columns()
    for name, column in roster.columns.items():
        path = (*place, "columns", name)
        if column.value is not None:
            continue
        if name not in known:
            yield document.problem(f"there is no column '{name}'", path, hint=did_you_mean(name, known))
        elif not _nameable(source, name):
            yield document.problem(
                f"'{name}' cannot be named in a report",
                path,
                expected="a date, a whole number, or a text with codes or a pattern",
                hint="persons and free text stay where they are.",
            )
        else:
            yield from _codes(column, known[name].codes or (), document, path)


def _nameable(source: Source, name: str) -> bool:
    contract = source.record_columns()[name]
    if name in source.pseudonymise.values():
        return False
    coded = contract.codes is not None or contract.pattern is not None
    return coded if contract.type == "string" else contract.type in ("integer", "date", "timestamp")


def _codes(column: RosterColumn, codes: tuple[str, ...], document: Document, path: Place) -> Iterator[Problem]:
    for code in column.codes:
        if code not in codes:
            yield document.problem(f"there is no code '{code}'", (*path, "codes"), hint=did_you_mean(code, codes))
    for code in codes:
        if code not in column.codes:
            yield document.problem(f"the code '{code}' has no words", (*path, "codes"), hint=f"add {code}: {{nl: …}}.")
