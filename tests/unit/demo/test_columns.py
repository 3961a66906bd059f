"""Text of the deliveries: moments, booleans, empty cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.demo import columns

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@settings(deadline=None)
@given(st.lists(st.integers(1_075_000_000, 1_260_000_000), max_size=20))
def test_moments_are_iso_in_local_time(seconds: list[int]) -> None:
    """Any second prints as Python prints it in Amsterdam, with its offset."""
    texts = columns.moments(np.array(seconds, dtype=np.int64)).to_pylist()

    assert texts == [datetime.fromtimestamp(second, AMSTERDAM).isoformat() for second in seconds]


def test_what_is_missing_is_empty(tmp_path: Path) -> None:
    """A row of missing values is a row of commas; booleans are lower case; nothing is quoted."""
    missing = np.array([-1, 1_173_682_812])
    table = {
        "moment": columns.moments(missing),
        "code": columns.codes(np.array([-1, 0], dtype=np.int8), ["AG-ZUID"]),
        "flag": columns.flags(np.array([-1, 1], dtype=np.int8)),
        "sure": columns.flags(np.array([False, True])),
        "number": columns.numbers(np.array([-1, 7])),
        "word": columns.words([None, "09:00-12:00"]),
    }

    columns.write_csv(tmp_path / "table.csv", table)

    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == (
        "moment,code,flag,sure,number,word\n,,,false,,\n2007-03-12T08:00:12+01:00,AG-ZUID,true,true,7,09:00-12:00\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


def test_person_numbers_by_client_group() -> None:
    """Employees get a BSN, employers nine digits, L and two digits, no client an empty cell."""
    population = {"employee": np.array([111222333]), "employer": np.array([123456782])}

    texts = columns.person_numbers(np.array([0, -1, 0]), np.array([False, False, True]), population).to_pylist()

    assert texts == ["111222333", None, "123456782L01"]
