"""Can the fonts write this? A character that the vendored fonts lack would come out as a box, and break PDF/A."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from etl.model.errors import Problem, UsageError
from etl.report.markup import local_name

# Layout writes these itself or leaves them out: line ends, tabs, soft hyphens.
INVISIBLE = frozenset("\n\r\t\u00ad")


@lru_cache(maxsize=4)
def writable(fonts: Path) -> frozenset[str]:
    """The characters that every vendored font has."""
    from fontTools.ttLib import TTFont

    sets = []
    for path in sorted(fonts.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            sets.append(frozenset(map(chr, font.getBestCmap())))
    return frozenset.intersection(*sets) | INVISIBLE if sets else INVISIBLE


def _texts(element: Element) -> Iterator[str]:
    """All text of a document, without styles."""
    if local_name(element) != "style":
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def check_glyphs(root: Element, fonts: Path) -> None:
    """Stop on text that the fonts cannot write.

    Raises:
        UsageError: names each such character with the words around it.
    """
    known, problems, seen = writable(fonts), [], set[str]()
    for text in _texts(root):
        if known.issuperset(text):
            continue
        for place, sign in enumerate(text):
            if sign not in known and sign not in seen:
                seen.add(sign)
                around = " ".join(text[max(0, place - 30) : place + 30].split())
                problems.append(
                    Problem(
                        f"the fonts cannot write U+{ord(sign):04X} in '{around}'",
                        where="report",
                        expected="letters and signs of the vendored fonts",
                        hint="replace the character in the text it comes from.",
                    )
                )
    if problems:
        raise UsageError(problems)
