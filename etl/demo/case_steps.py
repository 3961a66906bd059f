"""Steps of complaint cases: one row per case and step, in the file of the month in which the case came in.

Access is the acknowledgement and the answer is the handling; exploring and solving lie between them. Some complaints
began as a signal. A few cases skip a step; after some complaints the client was called in vain before being reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import numpy as np

from etl.demo import columns
from etl.demo.arrays import Bools, generator, mask, pick
from etl.demo.calendar import Month
from etl.demo.columns import Column
from etl.demo.quotas import part

_BEGAN_AS_SIGNAL, _SKIPS, _CALLED_IN_VAIN = 0.15, 0.12, 0.10
_EXPLORED, _RESOLVED, _TRIED = 0.4, 0.8, 0.5  # of the time between access and answer, and between answer and aftercare


def case_step_columns(month: Month, complaints: Mapping[str, Column]) -> dict[str, Column]:
    """The delivery `case_steps`, in the column order of the contract."""
    rng = generator(month.year, month.number, 84)
    cases = [
        dict(zip(_READ, row, strict=True))
        for row in zip(*(complaints[name].to_pylist() for name in _READ), strict=True)
    ]
    complaint = np.array([case["kind"] == "complaint" for case in cases], dtype=np.bool_)
    everyone = np.ones(len(cases), dtype=np.bool_)

    def some(able: Bools, share: float) -> Bools:
        return mask(len(cases), pick(rng, able, part(share, int(able.sum()))))

    began, skips, in_vain = some(complaint, _BEGAN_AS_SIGNAL), some(everyone, _SKIPS), some(complaint, _CALLED_IN_VAIN)
    rows = [
        (case["case_id"], case["received_at"], step, at)
        for case, signal, short, tried in zip(cases, began, skips, in_vain, strict=True)
        for step, at in _steps(case, signal=bool(signal), short=bool(short), tried=bool(tried))
    ]
    return {
        "case_id": columns.words([row[0] for row in rows]),
        "received_at": columns.words([row[1] for row in rows]),
        "step": columns.words([row[2] for row in rows]),
        "step_at": columns.moments(np.array([row[3] for row in rows], dtype=np.int64)),
    }


_READ = ("case_id", "kind", "received_at", "acknowledged_at", "handled_at", "aftercare_at")


def _steps(case: Mapping[str, str], *, signal: bool, short: bool, tried: bool) -> Iterator[tuple[str, int]]:
    received, access, answer, aftercare = (int(datetime.fromisoformat(case[name]).timestamp()) for name in _READ[2:])
    if signal:
        yield "signal", received
    yield "access", access
    if not short:
        yield "explore", access + int(_EXPLORED * (answer - access))
    yield "resolve", access + int(_RESOLVED * (answer - access))
    yield "answer", answer
    if tried:
        yield "aftercare_tried", answer + int(_TRIED * (aftercare - answer))
