"""What a run is about, decided before anything is read: the plan that every step gets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from etl.definitions import Definitions, known_programmes, load_programme
from etl.model.errors import Problem, UnreadableError, UsageError
from etl.model.period import Period
from etl.store import Root, Store

if TYPE_CHECKING:
    from etl.landing import Discovery

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MARKER = "DEMO.json"


@dataclass(frozen=True)
class Plan:
    """A run as plain text, so that it can cross process borders.

    `as_of` is an ISO moment; `as_of_given` says whether somebody asked for it (only then are arrivals filtered).
    `sources` are those with at least one file for the months needed. `demo` is the content of `DEMO.json`, if any.
    `partial_by` is the person who chose to go on although deliveries are missing.
    """

    period: str
    programme: str
    deliveries: str
    output: str
    as_of: str
    as_of_given: bool
    dossier: str
    run_id: str
    sources: tuple[str, ...] = ()
    demo: Mapping[str, Any] | None = None
    final: bool = False
    partial_by: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "sources": list(self.sources)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """The inverse of `to_json`."""
        return cls(**{**data, "sources": tuple(data["sources"])})

    @property
    def parsed_period(self) -> Period:
        """The period as a period."""
        return Period.parse(self.period)

    @property
    def moment(self) -> datetime:
        """The as-of moment."""
        return datetime.fromisoformat(self.as_of)

    @property
    def folder(self) -> str:
        """Where this run keeps what it makes, relative to the store."""
        return f"runs/{self.period}/{self.run_id}"

    def definitions(self) -> Definitions:
        """The programme this run judges by."""
        return load_programme(self.programme)

    def store(self) -> Store:
        """Where this run writes."""
        return Store(self.output)


def resolve(
    period: str,
    deliveries: str,
    *,
    output: str = "output",
    programme: str = "uwv_telephone",
    as_of: str | None = None,
    dossier: str | None = None,
    run_id: str = "",
    final: bool = False,
    partial_by: str = "",
    awaiting: bool = False,
    filesystem: Any = None,
) -> dict[str, Any]:
    """Decide what a run is about, before anything is read or written.

    Args:
        partial_by: the person who chose to go on although deliveries are missing; the report names them.
        awaiting: deliveries for the period may still come; their absence is no error yet.

    Raises:
        UsageError: the period, the programme or the as-of date does not exist.
        UnreadableError: the deliveries root cannot be read, or holds nothing for the period.
        ContractError: a file's name breaks the contract.
    """
    judged = Period.parse(period)
    definitions = load_programme(programme)
    moment = _moment(as_of, judged, definitions.programme.time_zone)
    name = definitions.programme.programme
    plan = Plan(
        period=str(judged),
        programme=programme if programme in known_programmes() else str(Path(programme).resolve()),
        deliveries=absolute(deliveries),
        output=absolute(output),
        as_of=moment.isoformat(),
        as_of_given=as_of is not None,
        dossier=str(_dossier(dossier, name, judged)),
        run_id="",
        final=final,
        partial_by=partial_by,
    )
    root = open_root(plan.deliveries, filesystem)
    from etl.landing import discover

    found = discover(root.files(), definitions.programme)
    plan = replace(
        plan,
        sources=_sources(found, judged, definitions, plan.deliveries, awaiting=awaiting),
        demo=read_marker(root),
        run_id=run_id or _run_id(plan),
    )
    return plan.to_json()


def absolute(url: str) -> str:
    """A URL or folder that means the same in every process; a local folder has one name, however it is written."""
    local = url.removeprefix("file://") if url.startswith("file://") else url.removeprefix("file:")
    return url if "://" in local else str(Path(local).resolve())


def _dossier(given: str | None, programme: str, period: Period) -> Path:
    if given is None:
        return Path("dossier", programme, str(period)).resolve()
    if not Path(given).is_dir():
        raise UsageError(
            Problem(
                "there is no such dossier",
                where=given,
                expected="a folder with the analyst's texts",
                hint="leave --dossier out to use dossier/<programme>/<period>, which may be absent.",
            )
        )
    return Path(given).resolve()


def open_root(url: str, filesystem: Any = None) -> Root:
    """The deliveries root.

    Raises:
        UnreadableError: there is no such folder, or it cannot be reached.
    """
    root = Root(url, filesystem)
    try:
        there = root.exists()
    except Exception as error:  # noqa: BLE001 - every file system has its own errors; all mean that the root cannot be read
        raise UnreadableError(
            Problem(
                f"the deliveries root cannot be reached ({type(error).__name__})",
                where=url,
                hint="check the address and the credentials.",
            )
        ) from None
    if not there:
        raise UnreadableError(
            Problem(
                "there is no such folder",
                where=url,
                expected="a deliveries root with one folder per source",
                hint="`oversight demo deliveries` makes one to try.",
            )
        )
    if root.is_local and Path(root.path).is_file():
        raise UnreadableError(
            Problem(
                "this is a file, not a folder",
                where=url,
                expected="a deliveries root with one folder per source",
                hint="name the folder that holds the sources.",
            )
        )
    return root


def read_marker(root: Root) -> dict[str, Any] | None:
    """The content of `DEMO.json`: only deliveries that carry it are demo deliveries."""
    if not root.exists(MARKER):
        return None
    try:
        marker = json.loads(root.read(MARKER))
    except ValueError:
        raise UnreadableError(
            Problem("this is not JSON", where=MARKER, hint="make the demo deliveries again.")
        ) from None
    return dict(marker) if isinstance(marker, dict) else {}


def concerns(month: str, needed: Period) -> bool:
    """Whether a file for this month is read; a mapped file (no month in its name) always is."""
    return not month or month in needed.months


def _sources(
    found: Discovery, period: Period, definitions: Definitions, url: str, *, awaiting: bool
) -> tuple[str, ...]:
    if not awaiting:
        _refuse_absent(found, period, definitions, url)
    return tuple(sorted({file.source for file in found.files if concerns(file.month, period.needed())}))


def _refuse_absent(found: Discovery, period: Period, definitions: Definitions, url: str) -> None:
    own = [file for file in found.files if concerns(file.month, period)]
    if not own:
        months = sorted({file.month for file in found.files if file.month})
        span = f"; there are deliveries for {months[0]} to {months[-1]}" if months else ""
        raise UnreadableError(
            Problem(
                f"nothing was delivered for {period}{span}",
                where=url,
                expected="at least one delivery for the period",
                hint="check the period and the folder.",
            )
        )
    programme = definitions.programme
    counts = {file.unit for file in own if file.source == "aggregates"}
    arrived = {file.source for file in own} | {unit.source for unit in programme.units if unit.unit in counts}
    absent = [source.source for source in programme.sources if source.required and source.source not in arrived]
    if absent:
        raise UnreadableError(
            [
                Problem(
                    f"the source {source} delivered nothing for {period}",
                    where=f"{url}/{source}",
                    expected="at least one delivery of each required source",
                    hint="a source is optional only with `required: false` in sources.yml.",
                )
                for source in absent
            ]
        )


def _moment(as_of: str | None, period: Period, time_zone: str) -> datetime:
    if as_of is None:
        return period.closes_at(time_zone)
    try:
        moment = (
            datetime.combine(date.fromisoformat(as_of), time()) if _DATE.match(as_of) else datetime.fromisoformat(as_of)
        )
    except ValueError:
        raise UsageError(
            Problem(
                f"'{as_of}' is not a date",
                expected="a date such as 2008-02-01 (its first instant counts)",
                hint="a moment with offset, 2008-02-01T12:00:00+01:00, may be given too.",
            )
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(time_zone))


def _run_id(plan: Plan) -> str:
    """A name that sorts by time and tells runs apart that start in the same second."""
    digest = hashlib.sha256(json.dumps(plan.to_json(), sort_keys=True).encode()).hexdigest()[:6]
    return f"{datetime.now(ZoneInfo('UTC')):%Y%m%dT%H%M%S%f}-{digest}"


def folder_name(name: str) -> str:
    """A run's name as it may stand in a folder or object name on any system."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", name)


def known_output(url: str) -> Store:
    """A store that must exist already.

    Raises:
        UsageError: there is nothing there.
    """
    store = Store(absolute(url))
    if not store.exists():
        raise UsageError(
            Problem("there is no such output", where=url, hint="run something first, or name it with --output.")
        )
    return store
