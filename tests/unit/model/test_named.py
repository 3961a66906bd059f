"""Named records travel between the steps of a run without loss."""

from __future__ import annotations

import json
from datetime import date

from etl.model.facts import Coverage
from etl.model.named import NamedRecords, RosterRow


def test_named_records_come_back_as_they_were() -> None:
    """Texts, numbers, dates and what is empty; a text that looks like a date stays a text."""
    row = RosterRow(("M-1", 3, date(2007, 12, 31), None, "2007-12-31"), "ab" * 32, 4)
    told = NamedRecords("escalations_open", (row,), Coverage(11, 12))

    back = NamedRecords.from_json(json.loads(json.dumps(told.to_json())))

    assert back == told
    assert row.key == f"{'ab' * 32}:4"
