"""Demo deliveries made once per worker: 2006 and 2007 at scale 0.01, 2007 at the smallest calibrated scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.demo import write_demo

from .reading import connect


@pytest.fixture(scope="session")
def demo_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2006 and 2007 at scale 0.01, the default of the command."""
    root = tmp_path_factory.mktemp("demo") / "deliveries"
    write_demo(root, (2006, 2007), 0.01)
    return root


@pytest.fixture(scope="session")
def demo(demo_root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The deliveries at scale 0.01 as tables."""
    with connect(demo_root) as connection:
        yield connection


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2007 at scale 0.002, the smallest at which the published shares come back."""
    root = tmp_path_factory.mktemp("small") / "deliveries"
    write_demo(root, (2007,), 0.002)
    return root


@pytest.fixture(scope="session")
def small(small_root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The deliveries at scale 0.002 as tables."""
    with connect(small_root) as connection:
        yield connection
