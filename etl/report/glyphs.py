"""Can the fonts write this? A character that the vendored fonts lack would come out as a box, and break PDF/A."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from etl.model.errors import Problem, UsageError

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


class _Text(HTMLParser):
    """All text of a document, without styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self.style = tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.style:
            self.text.append(data)


def check_glyphs(html: str, fonts: Path) -> None:
    """Stop on text that the fonts cannot write.

    Raises:
        UsageError: names each such character with the words around it.
    """
    reader = _Text()
    reader.feed(html)
    known, problems, seen = writable(fonts), [], set[str]()
    for text in reader.text:
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
