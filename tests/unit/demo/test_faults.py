"""Faults in a demo: documented beside it, the same each time, and gone with the next demo."""

from __future__ import annotations

import json
from pathlib import Path

from etl.demo import write_demo
from etl.demo.faults import FAULTS


def test_a_demo_with_faults_tells_which(tmp_path: Path) -> None:
    """One entry per fault, with the file, what was done, how many rows and who must catch it; a clean demo has none."""
    write_demo(tmp_path, (2007,), 0.002, faults=True)
    told = json.loads((tmp_path / "FAULTS.json").read_bytes())
    write_demo(tmp_path, (2007,), 0.001)

    assert [(item["fault"], item["what"]) for item in told] == [(n, fault.what) for n, fault in enumerate(FAULTS, 1)]
    assert told[0] == {
        "fault": 1,
        "file": "kcc_calls/2007-02.csv",
        "what": "a call ends before it was answered",
        "rows": 1,
        "caught_by": ["C1:kcc_calls"],
    }
    assert not (tmp_path / "FAULTS.json").exists()
