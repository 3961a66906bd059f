"""The table of measures: sums, delivered zeros, what a count does not tell, and the rows of `measures.csv`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from etl.measures import Delivered, fill_unit_dimensions
from etl.measures.table import csv_rows, with_zeros
from etl.model.contract import DIMENSIONS
from tests.unit.indicators.small import programme, regional, share, table

USED = programme(share(), units=[*regional("AG", ["WEST", "ZUID"]), *regional("WW", ["WEST"])])
WEST, SOUTH = ("requests", "AG-WEST", "2007-03"), ("requests", "AG-ZUID", "2007-03")
COUNTS = [
    ("AG-WEST", "2007-03", "requested", 20, {"client_group": "employee"}),
    ("AG-WEST", "2007-03", "requested", 5, {"client_group": "employer"}),
    ("AG-WEST", "2007-03", "requested", "1.5", {}),
    ("AG-WEST", "2007-04", "requested", 7, {"client_group": "employee"}),
    ("AG-ZUID", "2007-03", "requested", 9, {"client_group": "employee"}),
    ("WW-WEST", "2007-03", "in_time", 4, {"client_group": "employee"}),
]


def test_cells_are_exact_sums_per_unit_and_month() -> None:
    """A row without a client group belongs to the total and to no group."""
    measures = table(USED, COUNTS)

    total = measures.cells("requested", {})
    employees = measures.cells("requested", {"client_group": "employee"})
    of_division = measures.cells("requested", {"division": "AG", "region": "WEST"})

    april = ("requests", "AG-WEST", "2007-04")
    assert total == {
        WEST: Fraction("26.5"),
        april: Fraction(7),
        SOUTH: Fraction(9),
        ("requests", "WW-WEST", "2007-03"): Fraction(0),
    }
    assert employees == {WEST: Fraction(20), april: Fraction(7), SOUTH: Fraction(9)}
    assert of_division == {WEST: Fraction("26.5"), april: Fraction(7)}
    assert measures.cells("not_due", {"division": "WW"}) == {("requests", "WW-WEST", "2007-03"): Fraction(0)}
    assert measures.cells("satisfied", {}) == {}


def test_records_bring_every_measure_of_their_source() -> None:
    """A unit-month of records has them all, zeros included; another month and another source have none."""
    measures = table(USED, COUNTS)

    assert measures.has(WEST, "in_time")
    assert measures.has(WEST, "requested", {"client_group"})
    assert not measures.has(("requests", "AG-WEST", "2007-05"), "requested")
    assert [measures.grade(place) for place in (WEST, ("requests", "AG-WEST", "2007-05"))] == ["record", ""]


def test_counts_bring_only_the_measures_they_name() -> None:
    """A unit-month of counts has what it lists."""
    measures = table(USED, [("AG-WEST", "2007-03", "requested", 20, {"client_group": "employee"})], aggregated=[WEST])

    assert measures.has(WEST, "requested", {"client_group", "division", "region"})
    assert not measures.has(WEST, "in_time")
    assert measures.grade(WEST) == "aggregate"


def test_a_count_without_parts_tells_nothing_of_the_parts() -> None:
    """A delivered total of 20 has no known number of employers: that is missing, not zero; a total of 0 tells all."""
    measures = table(
        USED, [("AG-WEST", "2007-03", "requested", 20), ("AG-WEST", "2007-03", "in_time", 0)], aggregated=[WEST]
    )

    assert measures.has(WEST, "requested")
    assert measures.has(WEST, "requested", {"division", "region"})
    assert not measures.has(WEST, "requested", {"client_group"})
    assert measures.has(WEST, "in_time", {"client_group"})


def test_the_values_of_a_dimension_are_those_that_occur() -> None:
    """In order; rows without the dimension give none."""
    measures = table(USED, COUNTS)

    assert measures.values_of("requested", ("client_group",)) == [
        {"client_group": "employee"},
        {"client_group": "employer"},
    ]
    assert measures.values_of("requested", ("division", "region")) == [
        {"division": "AG", "region": "WEST"},
        {"division": "AG", "region": "ZUID"},
        {"division": "WW", "region": "WEST"},
    ]
    assert measures.values_of("requested", ("site",)) == []
    assert measures.values_of("requested", ()) == []
    assert measures.values_of("satisfied", ("client_group",)) == []


def test_a_delivered_month_without_counts_is_a_zero_row_per_measure() -> None:
    """So that `measures.csv` alone tells zero from missing: March has three rows of zero, April has none."""
    rows = table(USED, [], empty=[WEST]).rows

    assert rows[["source", "unit", "month", "division", "region", "measure", "value"]].to_dict("records") == [
        {
            "source": "requests",
            "unit": "AG-WEST",
            "month": "2007-03",
            "division": "AG",
            "region": "WEST",
            "measure": measure,
            "value": Decimal(0),
        }
        for measure in ("requested", "in_time", "not_due")
    ]


def test_zeros_are_added_only_for_what_was_delivered_and_not_counted() -> None:
    """A measure with counts gets no zero beside them; a unit of counts gets no zero for what it does not name."""
    columns = ["source", "unit", "month", *DIMENSIONS, "measure", "value"]
    none = dict.fromkeys(DIMENSIONS)
    rows = pd.DataFrame(
        [{**none, "source": "requests", "unit": "AG-WEST", "month": "2007-03", "measure": "requested", "value": 1}],
        columns=columns,
    ).astype("object")
    delivered = Delivered({WEST: "record", SOUTH: "aggregate"}, {SOUTH: frozenset({"not_due"})})

    result = with_zeros(rows, delivered, USED)

    found = {(row["unit"], row["measure"]): row["value"] for row in result.to_dict("records")}
    expected = {("AG-WEST", "requested"): 1, ("AG-WEST", "in_time"): 0, ("AG-WEST", "not_due"): 0}
    assert found == {**expected, ("AG-ZUID", "not_due"): 0}


def test_rows_take_the_dimensions_of_their_unit_only_where_they_have_none() -> None:
    """The records of a region need not repeat it; what they do say stands."""
    rows = pd.DataFrame(
        [
            {
                "source": "requests",
                "unit": "AG-WEST",
                "client_group": None,
                "division": None,
                "region": None,
                "site": None,
            },
            {
                "source": "requests",
                "unit": "WW-WEST",
                "client_group": "x",
                "division": "AG",
                "region": None,
                "site": None,
            },
            {
                "source": "calls",
                "unit": "AG-WEST",
                "client_group": None,
                "division": None,
                "region": None,
                "site": None,
            },
        ]
    ).astype("object")

    filled = fill_unit_dimensions(rows, USED)

    assert [(row["division"], row["region"]) for row in filled.to_dict("records")][:2] == [
        ("AG", "WEST"),
        ("AG", "WEST"),
    ]
    assert filled["division"].isna().tolist() == [False, False, True]
    assert rows["division"].isna().tolist() == [True, False, True]


def test_the_rows_of_measures_csv_are_plain_sorted_text() -> None:
    """Bytewise order, empty where a dimension does not apply, no exponent and no trailing zeros."""
    rows = table(
        USED, [*COUNTS[:2], ("AG-WEST", "2007-03", "in_time", "1E+3"), ("AG-WEST", "2007-03", "not_due", "2.50")]
    )

    text = csv_rows(rows.rows)

    assert list(text.columns) == ["source", "unit", "month", *DIMENSIONS, "measure", "value"]
    assert [",".join(row) for row in text.itertuples(index=False)] == [
        "requests,AG-WEST,2007-03,,AG,WEST,,in_time,1000",
        "requests,AG-WEST,2007-03,,AG,WEST,,not_due,2.5",
        "requests,AG-WEST,2007-03,employee,AG,WEST,,requested,20",
        "requests,AG-WEST,2007-03,employer,AG,WEST,,requested,5",
    ]


def test_a_measure_whose_other_table_is_absent_is_missing_and_not_zero() -> None:
    """What could not be looked up was not counted: no zero row, and it did not arrive."""
    delivered = Delivered({WEST: "record"}, {}, frozenset({"in_time"}))
    rows = pd.DataFrame([], columns=["source", "unit", "month", *DIMENSIONS, "measure", "value"]).astype("object")

    filled = with_zeros(rows, delivered, USED)

    assert "requested" in set(filled["measure"])
    assert "in_time" not in set(filled["measure"])
    assert (delivered.has(WEST, "requested"), delivered.has(WEST, "in_time")) == (True, False)
