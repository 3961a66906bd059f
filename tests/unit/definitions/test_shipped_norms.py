"""The norms, targets and ambitions of the shipped programme, each against what was printed about it in 2008."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from etl.definitions import load_programme
from etl.model.programme import Norm

NORMS = load_programme("uwv_telephone").programme.norms
PUBLISHED = [norm for norm in NORMS if norm.source.startswith("2008/1258")]
CLIENTS, ANY_REGION = {"client_group": ("employee", "employer")}, {"region": ("any",)}
BOTH, WW, AG = ({"division": codes, **ANY_REGION} for codes in (("WW", "AG"), ("WW",), ("AG",)))
EVERYWHERE = {"division": ("any",), **ANY_REGION}
IN_2007, IN_2008 = (date(2007, 1, 1), date(2007, 12, 31)), (date(2008, 1, 1), date(2008, 12, 31))
FROM_2007, FROM_2008 = (date(2007, 1, 1), None), (date(2008, 1, 1), None)

Row = tuple[str, str, str | None, str, dict[str, tuple[str, ...]], tuple[date, date | None], str]
TABLE: list[Row] = [
    ("service_level_60s_offered", ">=", "0.80", "norm", CLIENTS, FROM_2007, "2008/1258, 2.1 en noot 5"),
    ("first_contact_resolution", ">=", "0.85", "norm", {}, FROM_2007, "2008/1258, aanbiedingsbrief"),
    ("csat_top2", ">=", "0.80", "target", CLIENTS, FROM_2007, "2008/1258, 2.2"),
    ("repeat_callback_rate", "<", "0.05", "norm", BOTH, FROM_2007, "2008/1258, 3.2"),
    ("repeat_callback_rate", "<", "0.05", "norm", {"client_group": ("employer",)}, FROM_2007, "2008/1258, 3.2"),
    ("callback_within_24h", ">=", None, "norm", EVERYWHERE, FROM_2007, "2008/1258, 3.1"),
    ("callback_within_2h", ">=", None, "target", WW, FROM_2007, "2008/1258, 3.1"),
    ("callback_within_2h", ">=", "0.80", "norm", AG, FROM_2008, "2008/1258, 3.3"),
    ("grade_mean", ">=", "6.5", "target", {}, IN_2007, "2008/1258, 6"),
    ("grade_mean", ">=", "6.8", "target", {}, IN_2008, "2008/1258, 6"),
    ("grade_7plus_share", ">=", "0.65", "norm", {}, IN_2008, "2008/1258, 6"),
    ("inflow_job_seekers", ">=", "0.50", "ambition", {}, IN_2008, "2008/1258, 1.3"),
]


def row(norm: Norm) -> Row:
    """A norm as a row of the table; its value as printed there."""
    value = None if norm.value is None else str(norm.value.quantize(Decimal("0.1" if norm.value > 1 else "0.01")))
    validity = (norm.valid_from or date.min, norm.valid_to)
    return (norm.indicator, norm.operator, value, norm.kind, norm.where, validity, norm.source)


def test_no_published_norm_is_missing_or_made_up() -> None:
    """Value, operator, kind, scope, validity and clause of all twelve."""
    assert sorted(map(row, PUBLISHED), key=str) == sorted(TABLE, key=str)


@pytest.mark.parametrize(
    ("indicator", "dimensions", "year", "value"),
    [
        ("grade_mean", {}, 2006, None),
        ("grade_mean", {}, 2007, "6.5"),
        ("grade_mean", {}, 2008, "6.8"),
        ("grade_7plus_share", {}, 2007, None),
        ("grade_7plus_share", {}, 2008, "0.65"),
        ("callback_within_2h", {"division": "AG"}, 2007, None),
        ("callback_within_2h", {"division": "AG"}, 2008, "0.80"),
        ("callback_within_2h", {"division": "WW"}, 2008, None),
        ("service_level_60s_offered", {"client_group": "employee"}, 2006, None),
        ("service_level_60s_offered", {"client_group": "employee"}, 2007, "0.80"),
        ("service_level_60s_answered", {"client_group": "employee"}, 2007, None),
    ],
)
def test_which_value_judges_a_year(indicator: str, dimensions: dict[str, str], year: int, value: str | None) -> None:
    """The norm of the year judged, for its own definition and scope only (T1, T10)."""
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    held = [norm for norm in NORMS if norm.indicator == indicator and norm.holds_in(start, end)]

    values = [norm.value for norm in held if norm.in_scope(dimensions) and norm.value is not None]

    assert values == ([] if value is None else [Decimal(value)])


def test_a_promise_without_a_percentage_is_told_in_words() -> None:
    """Within 24 hours for everybody, within two hours for WW (T10)."""
    promises = {norm.indicator: norm.text.nl for norm in PUBLISHED if norm.value is None and norm.text is not None}

    assert set(promises) == {"callback_within_24h", "callback_within_2h"}
    assert "binnen 24 uur" in promises["callback_within_24h"]
    assert "binnen twee uur" in promises["callback_within_2h"]
