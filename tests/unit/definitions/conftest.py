"""A programme folder as in design section 9, to be broken in one place by each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.definitions import load_programme
from etl.model.errors import Problem, UsageError

FILES = {
    "programme.yml": """\
programme: small
title: {nl: Klein}
inspected_body: UWV
units:
  - {source: kcc_calls, unit: national}
  - {source: callback_requests, unit: AG-NOORD, division: AG, region: NOORD, valid_from: 2002-01-01}
dimensions:
  division: {AG: {nl: divisie AG}, WW: {nl: divisie WW}}
  region: {NOORD: {nl: regio Noord}}
caveats:
  clock: {nl: De klok loopt.}
chapters:
  - chapter: calls
    title: {nl: Gesprekken}
    sections:
      - section: reach
        title: {nl: Bereikbaarheid}
        indicators: [service_level]
        charts:
          - {kind: monthly, indicators: [service_level], title: {nl: Per maand}}
""",
    "sources.yml": """\
- source: kcc_calls
  key: [call_id]
  columns: {call_id: string, client_id: string?, arrived_at: timestamp, answered_at: timestamp?}
  pseudonymise: {client_id: client_ps}
- source: callback_requests
  key: [request_id]
  columns: {request_id: string, division: {codes: [WW, AG]}, created_at: timestamp}
""",
    "measures.yml": """\
- measure: calls_offered
  source: kcc_calls
  month_of: arrived_at
- measure: calls_in_time
  source: kcc_calls
  where: "answered_at - arrived_at <= interval 60 seconds"
  month_of: arrived_at
- measure: callbacks
  source: callback_requests
  month_of: created_at
  by: [division, region]
""",
    "indicators.yml": """\
- indicator: service_level
  version: 1
  title: {nl: Serviceniveau}
  numerator: calls_in_time
  denominator: calls_offered
  unit: share
  decimals: 1
  caveats: [clock]
- indicator: requests
  title: {nl: Verzoeken}
  numerator: callbacks
  unit: count
  decimals: 0
  by: [[], [division], [division, region]]
""",
    "norms.yml": """\
- indicator: service_level
  version: 1
  operator: ">="
  value: 0.80
  valid_from: 2007-01-01
  valid_to: 2007-12-31
- {indicator: requests, where: {division: [AG]}, operator: "<", value: 50, valid_from: 2007-01-01}
""",
}


class ProgrammeFolder:
    """A folder with the five files of a small programme."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        for name, text in FILES.items():
            (path / name).write_text(text, encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"'{old}' does not stand once in {file}"
        (self.path / file).write_text(text.replace(old, new), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        """Add lines at the end of a file."""
        with (self.path / file).open("a", encoding="utf-8") as handle:
            handle.write(text)

    def problems(self) -> tuple[Problem, ...]:
        """What the loader says is wrong."""
        with pytest.raises(UsageError) as caught:
            load_programme(self.path)
        return caught.value.problems


@pytest.fixture
def folder(tmp_path: Path) -> ProgrammeFolder:
    """A programme folder without mistakes."""
    return ProgrammeFolder(tmp_path / "small")


@pytest.fixture
def only_problem(folder: ProgrammeFolder) -> Callable[[], Problem]:
    """The one thing that is wrong with the folder."""

    def of() -> Problem:
        (problem,) = folder.problems()
        return problem

    return of
