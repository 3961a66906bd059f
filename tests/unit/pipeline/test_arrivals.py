"""What is in and what is late, from names alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from etl import pipeline
from etl.pipeline.plan import UsageError

PROGRAMME = "uwv_telephone"
NATIONAL = ("kcc_calls", "complaints")
PLACES = ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID")
REGIONS = [f"{division}-{place}" for division in ("AG", "WW") for place in PLACES]


@pytest.fixture
def march(tmp_path):
    """A root in which all of March 2007 was delivered, two regions as counts; the files are empty."""
    for source in NATIONAL:
        touch(tmp_path / source / "2007-03.csv")
    for unit in REGIONS:
        touch(
            tmp_path
            / ("aggregates" if unit in ("AG-WEST", "WW-ZUID") else "callback_requests")
            / f"2007-03__{unit}.csv"
        )
    return tmp_path


def touch(path):
    path.parent.mkdir(exist_ok=True)
    path.touch()


def missing(root, period="2007-03"):
    return pipeline.missing_deliveries(period, str(root), PROGRAMME)


def test_nothing_is_missing_when_every_unit_delivered(march):
    """Records or counts: both are a delivery."""
    assert missing(march) == {}


def test_what_is_missing_is_named_by_source_unit_and_month(march):
    """So that somebody can be called."""
    (march / "complaints" / "2007-03.csv").unlink()
    (march / "callback_requests" / "2007-03__AG-OOST.csv").unlink()
    (march / "aggregates" / "2007-03__AG-WEST.csv").unlink()

    found = missing(march)

    assert found == {"complaints": ["national 2007-03"], "callback_requests": ["AG-OOST 2007-03", "AG-WEST 2007-03"]}
    assert pipeline.told(found) == "complaints: national 2007-03; callback_requests: AG-OOST 2007-03, AG-WEST 2007-03"


def test_every_month_of_a_period_is_expected(march):
    """A half-year with one month in lacks five months of every unit."""
    found = missing(march, "2007-H1")

    assert found["kcc_calls"] == [f"national 2007-{month:02d}" for month in (1, 2, 4, 5, 6)]
    assert len(found["callback_requests"]) == 12 * 5


def test_a_file_under_a_later_part_is_a_delivery_too(march):
    """Parts are parts of one month."""
    (march / "complaints" / "2007-03.csv").rename(march / "complaints" / "2007-03__p2.csv")

    assert missing(march) == {}


def test_a_period_that_does_not_exist_is_refused(march):
    """As everywhere."""
    with pytest.raises(UsageError):
        missing(march, "2007-13")


def test_a_delivery_is_late_after_so_many_days_in_the_programmes_own_time_zone():
    """March ends at midnight in Amsterdam, in summer time."""
    assert pipeline.deadline("2007-03", PROGRAMME, 20).astimezone(UTC) == datetime(2007, 4, 20, 22, tzinfo=UTC)


def test_the_sources_that_are_waited_for_are_those_that_must_be_delivered():
    """Once each; counts are no source of their own, and no report waits for a survey or a register."""
    assert pipeline.expected_sources(PROGRAMME) == ["kcc_calls", "complaints", "callback_requests"]
