"""The one door through which a programme comes in.

Five YAML files, and a sixth where known disagreements are kept, become one frozen `Programme`. Unknown keys, unknown
codes, dangling references and overlapping norms are errors that name file, line and key; all are reported at once.

A source may also be brought in whole by one file in `registers/`: its contract, units, measures, indicators, norms,
caveats and rosters together. It can be added and taken away without touching the others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from etl.definitions.holidays import calendar_path, read_holidays
from etl.definitions.references import dangling
from etl.definitions.yaml_lines import Document, read_yaml
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.model.programme import Definition, Disagreement, Indicator, Measure, Norm, Programme, Source

SHIPPED = Path(__file__).parent
PARTS: dict[str, type[Definition]] = {"sources": Source, "measures": Measure, "indicators": Indicator, "norms": Norm}
OPTIONAL: dict[str, type[Definition]] = {"disagreements": Disagreement}
REGISTER_KEYS = {"units": "programme", "caveats": "programme", "rosters": "programme", **{part: part for part in PARTS}}
"""What a file in `registers/` may hold, and to which of the five files that adds."""


@dataclass(frozen=True)
class Definitions:
    """A programme and the fingerprint of the files it was read from."""

    programme: Programme
    sha256: str
    files: dict[str, bytes]


def known_programmes() -> tuple[str, ...]:
    """The programmes that are shipped."""
    return tuple(sorted(path.parent.name for path in SHIPPED.glob("*/programme.yml")))


def load_programme(name_or_folder: str | Path) -> Definitions:
    """Read a shipped programme by name, or any programme by its folder.

    Raises:
        UsageError: no such programme; a file is missing or is no YAML; a key, code or reference is unknown.
    """
    folder = programme_folder(name_or_folder)
    kept = [part for part in OPTIONAL if (folder / f"{part}.yml").is_file()]
    files = {f"{part}.yml": _read(folder / f"{part}.yml") for part in ("programme", *PARTS, *kept)}
    files |= {f"registers/{path.name}": _read(path) for path in sorted((folder / "registers").glob("*.yml"))}
    documents = {name: read_yaml(f"{folder.name}/{name}", text.decode("utf-8")) for name, text in files.items()}
    for name in [name for name in documents if name.startswith("registers/")]:
        _take_register(documents.pop(name), documents)
    programme = _build(documents)
    problems = dangling(programme, documents)
    if problems:
        raise UsageError(problems)
    if programme.calendar is not None:
        path = calendar_path(programme.calendar, folder, documents["programme.yml"])
        files[f"calendars/{path.name}"] = path.read_bytes()
        programme = programme.model_copy(update={"holidays": read_holidays(path)})
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Definitions(programme, digest.hexdigest(), files)


def programme_folder(name_or_folder: str | Path) -> Path:
    """The folder of a shipped programme, or the folder itself.

    Raises:
        UsageError: there is no such programme, or the folder holds none.
    """
    text = str(name_or_folder)
    if text in known_programmes():
        return SHIPPED / text
    folder = Path(text)
    if (folder / "programme.yml").is_file():
        return folder.resolve()
    what = f"the folder '{text}' holds no programme.yml" if folder.is_dir() else f"there is no programme '{text}'"
    raise UsageError(
        Problem(
            what,
            expected="the name of a shipped programme or a folder with five YAML files",
            hint=did_you_mean(text, known_programmes()),
        )
    )


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except FileNotFoundError:
        raise UsageError(
            Problem(
                "this file is missing",
                where=f"{path.parent.name}/{path.name}",
                expected="programme.yml, sources.yml, measures.yml, indicators.yml and norms.yml",
                hint="an empty list is written as [].",
            )
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(
            Problem(
                "this file is not UTF-8",
                where=f"{path.parent.name}/{path.name}",
                line=content[: error.start].count(b"\n") + 1,
                hint="save it as UTF-8.",
            )
        ) from None
    return content


def _take_register(register: Document, documents: dict[str, Document]) -> None:
    """Add what a register brings to the five files.

    Raises:
        UsageError: the file is no mapping of lists, has a key that does not belong there, or a caveat that exists.
    """
    head = register.data if isinstance(register.data, dict) else {}
    problems = [] if head else [register.problem("this is no mapping", (), expected=", ".join(REGISTER_KEYS))]
    for key, entries in head.items():
        if key not in REGISTER_KEYS:
            hint = did_you_mean(key, REGISTER_KEYS)
            problems.append(register.problem(f"the key '{key}' is unknown", (key,), hint=hint))
            continue
        wanted: type = dict if key == "caveats" else list
        if not isinstance(entries, wanted):
            kind = "mapping" if wanted is dict else "list"
            problems.append(register.problem(f"'{key}' is no {kind}", (key,), hint="see the programme's own files."))
            continue
        file = f"{REGISTER_KEYS[key]}.yml"
        known = documents[file].data.get(key, {}) if key == "caveats" else {}
        problems += [
            register.problem(f"the caveat '{name}' is defined twice", (key, name), hint="give it another name.")
            for name in known
            if name in register.data[key]
        ]
        documents[file] = documents[file].joined(register, key)
    if problems:
        raise UsageError(problems)


def _build(documents: dict[str, Document]) -> Programme:
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for part, model in {**PARTS, **OPTIONAL}.items():
        document = documents.get(f"{part}.yml")
        if document is None:
            continue
        parts[part] = _validated(list[model], document, document.data or [], model, problems)  # type: ignore[valid-type]
    document = documents["programme.yml"]
    head = document.data if isinstance(document.data, dict) else {}
    for name in sorted({*PARTS, *OPTIONAL, "holidays"} & set(head)):
        problems += [
            document.problem(f"'{name}' does not belong here", (name,), hint="it is read from a file of its own.")
        ]
    programme = _validated(Programme, document, head, Programme, problems)
    if problems or not isinstance(programme, Programme):
        raise UsageError(problems)
    return programme.model_copy(update={part: tuple(items) for part, items in parts.items()})


def _validated(kind: Any, document: Document, data: Any, model: type[Definition], problems: list[Problem]) -> Any:
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        problems.extend(_problem(document, item, model) for item in error.errors())
        return []


def _problem(document: Document, item: Any, model: type[Definition]) -> Problem:
    """What pydantic found, told with the line in the file. The input itself is not quoted: it may be long."""
    path = tuple(
        part for part in item["loc"] if not (isinstance(part, str) and part.startswith(("function-", "tuple[")))
    )
    if item["type"] == "extra_forbidden":
        key = str(path[-1])
        own_level = len([part for part in path if isinstance(part, str)]) == 1
        hint = did_you_mean(key, model.model_fields) if own_level else "remove it, or look for a spelling mistake."
        return document.problem(f"the key '{key}' is unknown", path, hint=hint)
    if item["type"] == "missing":
        return document.problem(f"the key '{path[-1]}' is missing", path, hint=f"add '{path[-1]}:' to this entry.")
    message = str(item["msg"]).removeprefix("Value error, ")
    return document.problem(message[:1].lower() + message[1:], path)
