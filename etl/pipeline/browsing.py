"""What is published, for pages that show it: editions with their state, files, facts, and pages as images.

Only files that an edition's manifest lists can be read here, whatever path is asked for.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any, get_args

from etl.model.errors import Problem, UsageError
from etl.model.facts import Verdict
from etl.pipeline.editions import editions, folder_of
from etl.pipeline.plan import absolute
from etl.release import MANIFEST
from etl.store import Store

_PAGE_PIXELS_PER_POINT = 1.5


@dataclass(frozen=True)
class Published:
    """One edition: where it stands and what its manifest says. `verdicts` counts the facts of its own period."""

    output: str
    programme: str
    period: str
    number: int
    manifest: dict[str, Any] = field(repr=False)

    @property
    def address(self) -> str:
        """The path or URL of its folder."""
        return self._store.address(self._folder)

    @property
    def state(self) -> str:
        """`draft`, `final` or `signed`."""
        return "signed" if "approved" in self.manifest else str(self.manifest["state"])

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return (*sorted(self.manifest["files"]), MANIFEST)

    @property
    def verdicts(self) -> dict[str, int]:
        """Verdict → how many facts of the period itself have it."""
        own = [fact["verdict"] for fact in self.facts if fact["period"] == self.period]
        return {verdict: own.count(verdict) for verdict in get_args(Verdict)}

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Its facts, as published."""
        return list(json.loads(self.read("facts.json"))["facts"])

    @property
    def checks(self) -> list[dict[str, Any]]:
        """Its checks, as published."""
        return list(json.loads(self.read("quality.json"))["checks"])

    def read(self, name: str) -> bytes:
        """The bytes of one of its files.

        Raises:
            UsageError: it has no such file.
        """
        if name not in self.files:
            raise UsageError(
                Problem(f"this edition has no file '{name}'", where=self.period, expected=", ".join(self.files))
            )
        return self._store.read(f"{self._folder}/{name}")

    def page_count(self) -> int:
        """How many pages the report has."""
        from pypdf import PdfReader

        return len(PdfReader(io.BytesIO(self.read("report.pdf"))).pages)

    def page_png(self, page: int) -> bytes:
        """One page of the report as an image; pages count from 1.

        Raises:
            UsageError: there is no such page.
        """
        import pypdfium2

        document = pypdfium2.PdfDocument(self.read("report.pdf"))
        try:
            if not 1 <= page <= len(document):
                raise UsageError(Problem(f"there is no page {page}", expected=f"1 to {len(document)}"))
            png = io.BytesIO()
            document[page - 1].render(scale=_PAGE_PIXELS_PER_POINT).to_pil().save(png, "PNG")
            return png.getvalue()
        finally:
            document.close()

    @property
    def _store(self) -> Store:
        return Store(self.output)

    @property
    def _folder(self) -> str:
        return folder_of(self.programme, self.period, self.number)


def published(output: str) -> list[Published]:
    """Every edition in a store: programmes and periods in order, the newest edition first; none without a store."""
    store = Store(absolute(output))
    places = {tuple(path.split("/")[:2]) for path in store.files("editions") if path.endswith(f"/{MANIFEST}")}
    return [
        Published(store.url, programme, period, number, manifest)
        for programme, period in sorted(places)
        for number, manifest in reversed(editions(store, programme, period).items())
    ]


def find_edition(output: str, programme: str, period: str, number: int) -> Published:
    """One edition.

    Raises:
        UsageError: there is none like it.
    """
    for edition in published(output):
        if (edition.programme, edition.period, edition.number) == (programme, period, number):
            return edition
    raise UsageError(Problem(f"there is no edition {number} of {programme} over {period}", where=output))
