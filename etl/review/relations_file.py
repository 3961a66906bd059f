"""The door of `relations.yml`: unknown keys, kinds and values are errors with file, line and key."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from etl.definitions.yaml_lines import Document, Path, read_yaml
from etl.model.contract import Definition
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.review.relations import KINDS, Relation, Relations
from etl.review.vocabulary import Vocabulary

FILE = "relations.yml"
_Model = TypeVar("_Model", bound=Definition)


def read_relations(text: str) -> Relations:
    """The relations of a programme.

    Raises:
        UsageError: no YAML; a key, kind or value is unknown or missing; a name stands twice. All are told at once.
    """
    document = read_yaml(FILE, text)
    data = document.data
    if (
        not isinstance(data, dict)
        or set(data) != {"vocabulary", "relations"}
        or not isinstance(data["relations"], list)
    ):
        hint = "start from the shipped etl/definitions/uwv_telephone/relations.yml."
        raise UsageError(
            document.problem(
                "this is no file of relations", (), expected="the keys vocabulary and relations (a list)", hint=hint
            )
        )
    problems: list[Problem] = []
    vocabulary = _validated(Vocabulary, data["vocabulary"], ("vocabulary",), document, problems)
    entries = [_relation(entry, index, document, problems) for index, entry in enumerate(data["relations"])]
    relations = tuple(entry for entry in entries if entry is not None)
    problems += _twice(relations, document) if len(relations) == len(entries) else []
    if problems or vocabulary is None:
        raise UsageError(problems)
    return Relations(vocabulary=vocabulary, relations=relations)


def _relation(entry: Any, index: int, document: Document, problems: list[Problem]) -> Relation | None:
    path: Path = ("relations", index)
    kind = entry.get("kind") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        hint = did_you_mean(str(kind), KINDS)
        problems.append(document.problem("this entry has no known kind", (*path, "kind"), hint=hint))
        return None
    return _validated(KINDS[kind], entry, path, document, problems)


def _validated(
    model: type[_Model], data: Any, path: Path, document: Document, problems: list[Problem]
) -> _Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(_problem(document, (*path, *item["loc"]), item, model) for item in error.errors())
        return None


def _problem(document: Document, path: Path, item: Any, model: type[Definition]) -> Problem:
    if item["type"] == "extra_forbidden":
        own = len(item["loc"]) == 1
        hint = did_you_mean(str(path[-1]), model.model_fields) if own else "look for a spelling mistake."
        return document.problem(f"the key '{path[-1]}' is unknown", path, hint=hint)
    if item["type"] == "missing":
        return document.problem(f"the key '{path[-1]}' is missing", path, hint=f"add '{path[-1]}:' to this entry.")
    message = str(item["msg"]).removeprefix("Value error, ")
    return document.problem(message[:1].lower() + message[1:], path)


def _twice(relations: tuple[Relation, ...], document: Document) -> list[Problem]:
    names = [entry.relation for entry in relations]
    return [
        document.problem(f"'{name}' is defined twice", ("relations", index), hint="give one another name.")
        for index, name in enumerate(names)
        if name in names[:index]
    ]
