"""What was delivered: the files below a root, by source, unit, month and part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import PurePosixPath

from etl.model.deliveries import DeliveredFile
from etl.model.errors import ContractError, Problem, did_you_mean
from etl.model.programme import Programme

FORMATS = ("csv", "csv.gz", "parquet", "xlsx")
MANIFEST = ".manifest.json"
NATIONAL = "national"
_NAME = re.compile(
    r"(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:__(?P<unit>(?!p\d+\.)[A-Za-z0-9][A-Za-z0-9-]*))?(?:__p(?P<part>\d+))?"
    r"\.(?P<format>csv|csv\.gz|parquet|xlsx)"
)
_EXPECTED = "<month>[__<unit>][__p<n>].csv, .csv.gz, .parquet or .xlsx, for example 2007-03__AG-NOORD.csv"


@dataclass(frozen=True)
class Discovery:
    """The deliveries below a root.

    `manifests` maps a delivery's path to its manifest's; `others` are files that belong to no source (a README, say),
    listed so that nothing is quietly passed over.
    """

    files: tuple[DeliveredFile, ...]
    manifests: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def discover(paths: Iterable[str], programme: Programme) -> Discovery:
    """Sort the files below a root into deliveries.

    Raises:
        ContractError: a folder is no source, a name is no delivery's name, a unit is unknown or not valid in that
            month, two files claim the same place, or a manifest has no delivery beside it. All are named at once.
    """
    problems: list[Problem] = []
    deliveries: list[DeliveredFile] = []
    manifests: dict[str, str] = {}
    others: list[str] = []
    mapped = {
        source.mapping.file: source.source for source in programme.sources if source.mapping and source.mapping.file
    }
    for path in sorted(paths):
        name = PurePosixPath(path).name
        if any(part.startswith((".", "~$")) for part in PurePosixPath(path).parts):
            continue
        source = next((owner for pattern, owner in mapped.items() if fnmatch(path, pattern)), None)
        if name.endswith(MANIFEST):
            manifests[path.removesuffix(MANIFEST)] = path
        elif source is not None:
            deliveries.append(DeliveredFile(source, _only_unit(programme, source), "", PurePosixPath(path).stem, path))
        elif "/" not in path:
            others.append(path)
        else:
            found = _delivery(path, programme, problems)
            if found is not None:
                deliveries.append(found)
    problems.extend(_clashes(deliveries))
    present = {delivery.path for delivery in deliveries}
    problems.extend(
        Problem(
            "this manifest announces a delivery that is not there",
            where=manifest,
            expected=f"a file '{path}'",
            hint="deliver the file, or remove its manifest.",
        )
        for path, manifest in manifests.items()
        if path not in present
    )
    if problems:
        raise ContractError(problems)
    return Discovery(tuple(deliveries), manifests, tuple(others))


def _only_unit(programme: Programme, source: str) -> str:
    """Who delivers a mapped file, whose name says nothing about it."""
    units = programme.units_of(source)
    return units[0].unit if len(units) == 1 else NATIONAL


def _delivery(path: str, programme: Programme, problems: list[Problem]) -> DeliveredFile | None:
    folder, _, name = path.partition("/")
    sources = {source.source for source in programme.sources} | {"aggregates"}
    if folder not in sources:
        problems.append(
            Problem(
                f"'{folder}' is not a source of this programme",
                where=path,
                expected="one folder per source",
                hint=did_you_mean(folder, sources),
            )
        )
        return None
    match = _NAME.fullmatch(name)
    if match is None:
        problems.append(
            Problem(
                "this is not the name of a delivery",
                where=path,
                expected=_EXPECTED,
                hint="rename the file, or move it out of the deliveries root.",
            )
        )
        return None
    delivery = DeliveredFile(folder, match["unit"] or NATIONAL, match["month"], match["part"] or "", path)
    problem = _unit_problem(delivery, programme)
    if problem is not None:
        problems.append(problem)
        return None
    return delivery


def _unit_problem(delivery: DeliveredFile, programme: Programme) -> Problem | None:
    units = [unit for unit in programme.units if delivery.source in ("aggregates", unit.source)]
    named = [unit for unit in units if unit.unit == delivery.unit]
    if not named:
        known = {unit.unit for unit in units}
        missing = delivery.unit == NATIONAL
        what = (
            "the name lacks the unit that delivers"
            if missing
            else f"'{delivery.unit}' is not a unit that delivers {delivery.source}"
        )
        return Problem(
            what,
            where=delivery.path,
            expected="one of " + ", ".join(sorted(known)),
            hint=did_you_mean(delivery.unit, known) if not missing else "name it <month>__<unit>.csv.",
        )
    if not any(unit.delivers_in(delivery.month) for unit in named):
        return Problem(
            f"unit '{delivery.unit}' does not exist in {delivery.month}",
            where=delivery.path,
            expected="a month in which the unit is valid",
            hint="see valid_from and valid_to in programme.yml.",
        )
    return None


def _clashes(deliveries: list[DeliveredFile]) -> Iterable[Problem]:
    seen: dict[tuple[str, str, str, str], DeliveredFile] = {}
    for delivery in deliveries:
        first = seen.setdefault(delivery.place, delivery)
        if first is not delivery:
            yield Problem(
                f"this is the same delivery as '{first.path}' in another format",
                where=delivery.path,
                expected="one file per source, unit, month and part",
                hint="name the parts __p1, __p2.",
            )
