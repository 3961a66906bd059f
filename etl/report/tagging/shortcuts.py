"""Work that the layout engine does over and over, done once; the file says the same with it as without.

- pydyf asks of every number and name what it is, the rarest kinds first;
- pydyf writes out the references of all pages for every structure element;
- pydyf writes every object out twice, once for the file and once for its identifier, and packs the streams each time,
  that of all the objects too.

tests/unit/report/test_shortcuts.py compares each with what it replaces.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import pydyf

_LEVEL = 6
"""zlib's own default: level 9 takes four times as long and saves two percent of a report."""
_data = pydyf.Stream.data.fget
_to_bytes = pydyf._to_bytes  # noqa: SLF001 - private parts are reached in this package


def to_bytes(item: Any) -> Any:
    """The bytes that pydyf's `_to_bytes` makes: by type, the most frequent first."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    return item.data if isinstance(item, pydyf.Object) else _to_bytes(item)


@lru_cache(maxsize=1)
def _references(numbers: tuple[int, ...]) -> tuple[bytes, ...]:
    return tuple(f"{number} 0 R".encode() for number in numbers)


def dictionary_data(dictionary: pydyf.Dictionary) -> bytes:
    """What pydyf writes of a dictionary."""
    return b"<<%b>>" % b"".join([b"/%b %b" % (to_bytes(key), to_bytes(value)) for key, value in dictionary.items()])


def array_data(array: pydyf.Array) -> bytes:
    """What pydyf writes of an array."""
    return b"[%b]" % b" ".join(map(to_bytes, array))


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    return _references(tuple(pdf.pages["Kids"][::3]))


def install() -> None:
    """Put the shortcuts in place, for this process."""
    pydyf._to_bytes = to_bytes  # noqa: SLF001
    pydyf.PDF.page_references = property(_page_references)
    pydyf.Dictionary.data = property(dictionary_data)
    pydyf.Array.data = property(array_data)
    pydyf.Stream.data = property(_packed_data)


class _Written(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """An object that has been written out already."""

    data: bytes = b""

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free, self.data = item.number, item.generation, item.free, item.data


def write_out(pdf: pydyf.PDF) -> None:
    """Turn each object into its bytes, here and now. Nothing may change an object afterwards."""
    for place, item in enumerate(pdf.objects):
        if isinstance(item, pydyf.Stream):
            _pack(item)
        elif item.free != "f":
            pdf.objects[place] = _Written(item)


def _packed_data(stream: pydyf.Stream) -> bytes:
    _pack(stream)
    return bytes(_data(stream))


def _pack(stream: pydyf.Stream) -> None:
    """Compress a stream; what is written afterwards only copies it."""
    if stream.compress:
        plain = b"\n".join(map(to_bytes, stream.stream))
        stream.stream = [zlib.compress(plain, _LEVEL)]
        stream.extra["Filter"] = "/FlateDecode"
        stream.compress = False
