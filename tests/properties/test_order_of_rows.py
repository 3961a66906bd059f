"""Order and packaging: the same records in any order, and in any number of files, give the same facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.indicators import compute
from etl.measures import Delivered, MeasureTable, fill_unit_dimensions
from etl.measures.table import csv_rows, with_zeros
from etl.model.contract import DIMENSIONS
from etl.model.facts import Fact
from etl.model.period import Period
from etl.model.programme import Programme
from etl.verdicts import judge
from tests.unit.indicators.small import Plain, programme, regional, share
from tests.unit.measures.records import Record, moment, record, rolled

FIXED = settings(derandomize=True, max_examples=15, deadline=None)
UNITS = ("AG-WEST", "AG-ZUID", "AG-OOST")
BY = ["client_group", "division", "region"]
MEASURES: list[dict[str, Any]] = [
    {"measure": "requested", "month_of": "created_at", "by": BY},
    {"measure": "in_time", "where": "closed_at - created_at <= interval 2 hours", "month_of": "created_at", "by": BY},
    {"measure": "not_due", "where": "closed_at is null", "month_of": "created_at", "by": BY},
]
USED = programme(
    share(by=[[], ["client_group"], ["region"]]),
    share(indicator="requests", numerator="requested", denominator=None, unit="count", by=[[], ["region"]]),
    units=regional("AG", ["WEST", "ZUID", "OOST"]),
    norms=[{"indicator": "timely", "operator": ">=", "value": "0.5", "where": {"region": "any"}}],
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Requests of three regions in two months; some within two hours, some late, some open."""
    found = []
    for index in range(draw(st.integers(1, 14))):
        created = moment("2007-03-30 09:00") + timedelta(hours=draw(st.integers(0, 120)))
        closed = draw(st.sampled_from([None, created + timedelta(hours=2), created + timedelta(hours=2, seconds=1)]))
        group = draw(st.sampled_from(["employee", "employer", None]))
        unit = draw(st.sampled_from(UNITS))
        found.append(record(_unit=unit, id=str(index), client_group=group, created_at=created, closed_at=closed))
    return found


def facts(items: list[Record], used: Programme = USED) -> tuple[list[Fact], pd.DataFrame]:
    """Facts and the rows of `measures.csv`, the way a run makes them from the counts of each delivery."""
    columns = ["source", "unit", "month", *DIMENSIONS, "measure"]
    rows = rolled(items, MEASURES).to_pandas().assign(source="requests").astype("object")
    rows = fill_unit_dimensions(rows, used)
    summed = rows.drop(columns="delivery").groupby(columns, dropna=False, sort=False)["value"].sum().reset_index()
    grades = {("requests", item["_unit"], f"{item['created_at']:%Y-%m}"): "record" for item in items}
    delivered = Delivered(grades, {})
    measures = MeasureTable(with_zeros(summed.astype("object"), delivered, used), delivered, used)
    numbers = compute(used, measures, [Period.parse(text) for text in ("2007-03..2007-04", "2007-03", "2007-04")])
    return judge(numbers, used, datetime(2009, 1, 1, tzinfo=UTC)), csv_rows(measures.rows)


@FIXED
@given(items=records(), data=st.data())
def test_the_order_of_rows_does_not_matter(items: list[Record], data: st.DataObject) -> None:
    """Neither facts nor `measures.csv` change when records are shuffled."""
    shuffled = data.draw(st.permutations(items))

    (before, rows), (after, same_rows) = facts(items), facts(shuffled)

    assert before == after
    assert rows.equals(same_rows)


@FIXED
@given(items=records(), data=st.data())
def test_splitting_rows_over_deliveries_does_not_matter(items: list[Record], data: st.DataObject) -> None:
    """One file, a file per record, or anything between: a delivery is how counts came, not what they are."""
    split = [{**item, "_delivery": data.draw(st.sampled_from(["d1", "d2", "d3", item["id"]]))} for item in items]

    (before, rows), (after, same_rows) = facts(items), facts(split)

    assert before == after
    assert rows.equals(same_rows)


@FIXED
@given(items=records(), data=st.data())
def test_the_order_of_counts_does_not_matter(items: list[Record], data: st.DataObject) -> None:
    """Nor does the order in which indicators meet their counts."""
    counts = [
        (item["_unit"], f"{item['created_at']:%Y-%m}", measure, 1, {"client_group": item["client_group"] or "unknown"})
        for item in items
        for measure in ("requested", *(["in_time"] if item["closed_at"] else []))
    ]
    period = [Period.parse("2007-03..2007-04")]

    before = compute(USED, Plain(USED, counts), period)
    after = compute(USED, Plain(USED, data.draw(st.permutations(counts))), period)

    assert before == after
