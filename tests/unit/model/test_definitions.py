"""Definition models: short forms, scopes and validity."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from etl.model.contract import Column, Source, Unit
from etl.model.programme import Indicator, Measure, Norm, Programme, Text

MEASURE = {"measure": "calls", "source": "calls", "title": {"nl": "gesprekken"}}


def test_a_question_mark_lets_a_column_be_empty() -> None:
    """`timestamp` is required, `timestamp?` is not, and a long form says so itself."""
    columns = [Column.model_validate(form) for form in ("timestamp", "timestamp?", {"codes": ["a"]})]

    assert [(column.type, column.required) for column in columns] == [
        ("timestamp", True),
        ("timestamp", False),
        ("string", False),
    ]


@pytest.mark.parametrize("form", ["text", {"type": "integer", "codes": ["a"]}, {"codes": ["a"], "max": 3}])
def test_a_column_that_contradicts_itself_is_refused(form: object) -> None:
    """An unknown type, codes of a number, and bounds of a text are errors."""
    with pytest.raises(ValidationError):
        Column.model_validate(form)


def test_the_first_required_moment_decides_the_month_unless_the_source_says_otherwise() -> None:
    """`handled_at` may be empty, so `received_at` decides."""
    columns = {
        "case_id": Column.model_validate("string"),
        "handled_at": Column.model_validate("timestamp?"),
        "received_at": Column.model_validate("timestamp"),
    }

    assert Source(source="cases", key=("case_id",), columns=columns).month_column == "received_at"
    assert Source(source="cases", key=("case_id",), columns=columns, month_of="handled_at").month_column == "handled_at"


def test_record_columns_hold_pseudonyms_instead_of_person_numbers() -> None:
    """`client_id` is gone after landing."""
    columns = {"client_id": Column(), "day": Column(type="date")}
    source = Source(source="calls", key=("day",), columns=columns, pseudonymise={"client_id": "client_ps"})

    assert list(source.record_columns()) == ["client_ps", "day"]


def test_a_unit_delivers_from_its_first_through_its_last_month() -> None:
    """Validity is by day, deliveries are by month."""
    unit = Unit(source="calls", unit="NOORD", valid_from=date(2006, 4, 1), valid_to=date(2007, 3, 31))

    months = [month for month in ("2006-03", "2006-04", "2007-03", "2007-04") if unit.delivers_in(month)]

    assert months == ["2006-04", "2007-03"]


def norm(**fields: object) -> Norm:
    """A norm of 80 % with these fields."""
    return Norm.model_validate({"indicator": "x", "operator": ">=", "value": "0.80", **fields})


@pytest.mark.parametrize(
    ("where", "dimensions", "expected"),
    [
        ({}, {}, True),
        ({}, {"division": "AG"}, False),
        ({"division": "AG"}, {"division": "AG"}, True),
        ({"division": "AG"}, {}, False),
        ({"division": "AG"}, {"division": "AG", "region": "ZUID"}, False),
        ({"division": "AG", "region": "any"}, {"division": "AG"}, True),
        ({"division": "AG", "region": "any"}, {"division": "AG", "region": "ZUID"}, True),
        ({"division": ["WW", "AG"]}, {"division": "WW"}, True),
    ],
)
def test_a_norm_holds_for_exactly_its_scope(
    where: dict[str, object], dimensions: dict[str, str], expected: bool
) -> None:
    """Each dimension of a fact must be named; `any` lets it be absent or have any value."""
    assert norm(where=where).in_scope(dimensions) is expected


def test_a_norm_must_be_in_force_during_the_whole_period() -> None:
    """Its last day is included."""
    year = norm(valid_from=date(2007, 1, 1), valid_to=date(2007, 12, 31))

    assert year.holds_in(date(2007, 1, 1), date(2008, 1, 1))
    assert not year.holds_in(date(2006, 7, 1), date(2007, 7, 1))
    assert not year.holds_in(date(2007, 12, 1), date(2008, 1, 2))


@pytest.mark.parametrize(
    "fields",
    [
        {"unit": "share"},
        {"unit": "count", "divisor": "weekdays"},
        {"unit": "per_working_day"},
        {"unit": "mean", "denominator": "n", "sample": True},
    ],
)
def test_an_indicator_whose_parts_do_not_fit_is_refused(fields: dict[str, object]) -> None:
    """A share needs a denominator, a divisor a per-day figure, a sampled mean its spread."""
    with pytest.raises(ValidationError):
        Indicator.model_validate({"indicator": "x", "title": Text(nl="x"), "numerator": "n", "decimals": 0, **fields})


def test_a_measure_without_rule_only_arrives_as_counts() -> None:
    """Name, source and dimensions are then enough."""
    counted = Measure(measure="a", source="s", month_of="created_at")
    delivered = Measure(measure="b", source="s", by=("region",))

    assert counted.from_records
    assert not delivered.from_records


def test_a_measure_that_looks_at_as_of_is_never_kept() -> None:
    """What is due depends on the day of judgement."""
    open_requests = Measure(measure="a", source="s", where="created_at < :as_of")

    assert open_requests.depends_on_as_of


def test_a_copy_forgets_what_was_worked_out_from_the_old_values() -> None:
    """Measures are looked up by name; those of a copy are its own."""
    programme = Programme.model_validate(
        {"programme": "p", "title": {"nl": "P"}, "inspected_body": "B", "units": [], "measures": [MEASURE]}
    )
    assert programme.measure("calls").title.nl == "gesprekken"

    copy = programme.model_copy(update={"measures": (Measure.model_validate({**MEASURE, "measure": "letters"}),)})

    assert copy.measure("letters").measure == "letters"
    with pytest.raises(KeyError):
        copy.measure("calls")
