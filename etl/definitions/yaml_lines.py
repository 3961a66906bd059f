"""YAML that remembers where everything stood, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from etl.model.errors import Problem, UsageError

Path = tuple[str | int, ...]


@dataclass
class Document:
    """A YAML file as Python data, with the line (from 1) of every key and item."""

    name: str
    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    taken: dict[Path, tuple[Document, Path]] = field(default_factory=dict)
    """Entries that came in from another file: their place here, and that file with their place there."""

    def joined(self, other: Document, key: str) -> Document:
        """This document with the entries under a key of another one added; they keep their own file and lines.

        A document that is a list takes them itself; one that is a mapping takes them under the same key.
        """
        entries = other.data[key]
        path: Path = (key,) if isinstance(self.data, dict) else ()
        here = (self.data.get(key) if path else self.data) or type(entries)()
        start = len(here)
        names = list(entries) if isinstance(entries, dict) else range(len(entries))
        places = [name if isinstance(entries, dict) else start + name for name in names]
        whole = {**here, **entries} if isinstance(entries, dict) else [*here, *entries]
        taken = {(*path, place): (other, (key, name)) for place, name in zip(places, names, strict=True)}
        data = {**self.data, key: whole} if path else whole
        return Document(self.name, data, self.lines, {**self.taken, **taken})

    def line_of(self, path: Sequence[str | int]) -> int | None:
        """The line of the deepest part of `path` that the file holds."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(tuple(path[:length]))
            if line is not None:
                return line
        return None

    def problem(self, what: str, path: Sequence[str | int], *, expected: str = "", hint: str = "") -> Problem:
        """A problem at a place in this file, or in the file that the entry there was taken from."""
        for length in range(len(path), 0, -1):
            if tuple(path[:length]) in self.taken:
                other, place = self.taken[tuple(path[:length])]
                return other.problem(what, (*place, *path[length:]), expected=expected, hint=hint)
        key = ".".join(str(part) for part in path) or None
        return Problem(what, where=self.name, line=self.line_of(path), column=key, expected=expected, hint=hint)


class _Loader(yaml.SafeLoader):
    """Reads `{answered_at: timestamp?}` as YAML 1.2 does; PyYAML ends a text in braces at its question mark."""

    _in_text = False

    def scan_plain(self) -> Any:
        """Scan a text without quotes, in which a question mark is a character like any other."""
        self._in_text = True
        try:
            return super().scan_plain()
        finally:
            self._in_text = False

    def peek(self, index: int = 0) -> Any:
        """The character ahead; the text itself is taken from the buffer, so only the decision where it ends changes."""
        character = super().peek(index)
        return "x" if self._in_text and character == "?" else character


@lru_cache(maxsize=64)
def read_yaml(name: str, text: str) -> Document:
    """Read one YAML document; the same text gives the same `Document` again, so readers leave its data as it is.

    Raises:
        UsageError: the text is no YAML, or a mapping has the same key twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        document = Document(name, None)
        document.data = _value(loader, node, (), document) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UsageError(
            Problem(
                f"this is not YAML: {error.problem}",
                where=name,
                line=line,
                hint="check the indentation and quotes of this line.",
            )
        ) from None
    finally:
        loader.dispose()
    return document


def _value(loader: yaml.SafeLoader, node: yaml.Node, path: Path, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*path, index), document) for index, item in enumerate(node.value)]
    return loader.construct_object(node)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node))
        document.lines[(*path, key)] = key_node.start_mark.line + 1
        if key in result:
            raise UsageError(
                document.problem(
                    f"the key '{key}' stands twice",
                    (*path, key),
                    expected="each key once",
                    hint="remove one of the two.",
                )
            )
        result[key] = _value(loader, value_node, (*path, key), document)
    return result
