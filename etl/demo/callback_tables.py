"""Callback requests as deliveries: records for units that have them, counts for the two AG regions that do not."""

from __future__ import annotations

import numpy as np

from etl.demo import columns
from etl.demo.arrays import Texts
from etl.demo.calendar import Month
from etl.demo.callback_counts import unit_of
from etl.demo.callbacks import CLIENT_STATEMENT, REQUEST_GROUPS, WINDOWS, Requests
from etl.demo.calls import TOPICS
from etl.demo.columns import Column
from etl.demo.contacts import CLOSE_REASONS, Contacts
from etl.demo.regional_targets import UNITS

REPEAT_BASES = ("client_statement", "system")


def request_columns(unit: int, requests: Requests, contacts: Contacts, call_id: Texts) -> dict[str, Column]:
    """The delivery `callback_requests` of one unit; `call_id` per request of the month."""
    rows = np.flatnonzero(requests.unit == unit)
    division, region = unit_of(unit)
    offices = [f"{UNITS[unit]}-{number + 1}" for number in range(int(requests.office.max()) + 1)]
    return {
        "request_id": columns.words(requests.request_id[rows]),
        "call_id": columns.words(call_id[rows]),
        "division": columns.words([division] * len(rows)),
        "region": columns.words([region] * len(rows)),
        "office": columns.codes(requests.office[rows], offices),
        "client_group": columns.codes(requests.group[rows], REQUEST_GROUPS),
        "created_at": columns.moments(requests.created[rows]),
        "topic": columns.codes(requests.topic[rows], TOPICS),
        "physical_file": columns.flags(requests.physical_file[rows]),
        "preferred_window": columns.codes(requests.window[rows], WINDOWS),
        "repeat_of": columns.words(requests.repeat_of[rows]),
        "repeat_basis": columns.codes(requests.basis[rows], REPEAT_BASES),
        "attempts": columns.numbers(contacts.attempts[rows]),
        "first_attempt_at": columns.moments(contacts.first_attempt[rows]),
        "contacted_at": columns.moments(contacts.contacted[rows]),
        "closed_at": columns.moments(contacts.closed[rows]),
        "close_reason": columns.codes(contacts.close_reason[rows], CLOSE_REASONS),
    }


def aggregate_columns(month: Month, unit: int, requests: Requests) -> dict[str, Column]:
    """The delivery `aggregates` of one unit: requests and repeats per client group, and nothing on timeliness.

    A count of zero is delivered as zero: it is known, not missing.
    """
    here = requests.unit == unit
    repeated = here & (requests.basis == CLIENT_STATEMENT)
    division, region = unit_of(unit)
    counted = [
        (group, measure, int((rows & (requests.group == code)).sum()))
        for measure, rows in (("callbacks_requested", here), ("callbacks_repeated", repeated))
        for code, group in enumerate(REQUEST_GROUPS)
    ]
    size = len(counted)
    return {
        "source": columns.words(["callback_requests"] * size),
        "month": columns.words([str(month)] * size),
        "client_group": columns.words([group for group, _, _ in counted]),
        "division": columns.words([division] * size),
        "region": columns.words([region] * size),
        "site": columns.words([None] * size),
        "measure": columns.words([measure for _, measure, _ in counted]),
        "value": columns.numbers(np.array([value for _, _, value in counted], dtype=np.int64)),
    }
