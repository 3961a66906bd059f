"""The registers of the demo say what they are calibrated to say, at every scale alike."""

from __future__ import annotations

import duckdb
import pytest

from .reading import number, percent

YEAR = "from {} where _month[:4] = '2007'"


@pytest.fixture(scope="module", params=["demo", "small"])
def root(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """Both scales: registers are whole at each."""
    found: duckdb.DuckDBPyConnection = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("escalations", 240),
        ("learning_actions", 84),
        ("best_practices", 48),
        ("improvement_points", 120),
        ("training_attendance", 3600),
        ("staff_population", 12 * 24),
        ("preconditions", 12 * 6),
        ("staff_inflow", 120),
    ],
)
def test_a_register_has_its_rows(root: duckdb.DuckDBPyConnection, source: str, rows: int) -> None:
    """Small tables of which the number of rows does not depend on the scale."""
    assert number(root, f"select count(*) {YEAR.format(source)}") == rows


@pytest.mark.parametrize(
    ("what", "printed"),
    [
        ("select count_if(unit = 'KCC'), count(*) " + YEAR.format("escalations"), "45"),
        ("select count(harm_deadline), count(*) " + YEAR.format("escalations"), "90"),
        ("select count_if(origin = 'case'), count(*) " + YEAR.format("learning_actions"), "50"),
        ("select count_if(status in ('in_progress', 'done')), count(*) " + YEAR.format("improvement_points"), "65"),
        ("select count(feedback_at), count(*) " + YEAR.format("improvement_points"), "80"),
        ("select sum(trained), sum(headcount) from staff_population where _month = '2007-12'", "80"),
        ("select count_if(origin = 'job_seeker'), count_if(origin <> 'internal') " + YEAR.format("staff_inflow"), "50"),
        ("select count_if(status = 'realised'), count(*) from preconditions where _month = '2007-12'", "17"),
    ],
)
def test_shares_are_exact(root: duckdb.DuckDBPyConnection, what: str, printed: str) -> None:
    """What is calibrated comes back at whole percents."""
    assert percent(root, what, 0) == printed


def test_what_was_trained_follows_from_attendance(root: duckdb.DuckDBPyConnection) -> None:
    """Nobody is trained twice, no group has more trained than people, and no day more than sixty participants."""
    grown = number(
        root,
        "select max(trained) - min(trained) from (select _month, sum(trained) as trained from staff_population "
        "where _month in ('2007-01', '2007-12') group by all)",
    )

    assert grown == number(
        root, "select count(*) from training_attendance where _month between '2007-02' and '2007-12'"
    )
    assert number(root, "select count(*) from staff_population where trained > headcount") == 0
    assert number(root, "select max(n) from (select count(*) as n from training_attendance group by attended_on)") <= 60
    assert number(root, "select count(*) - count(distinct participant_id) from training_attendance") == 0


def test_steps_belong_to_a_case_and_follow_each_other(root: duckdb.DuckDBPyConnection) -> None:
    """Each once per case; access at the acknowledgement, the answer at the handling, the others between them."""
    wrong = number(
        root,
        "select count(*) from case_steps as s left join complaints as k using (case_id) where k.case_id is null "
        "or step_at < k.received_at or step = 'access' and step_at <> acknowledged_at "
        "or step = 'answer' and step_at <> handled_at or step in ('explore', 'resolve') "
        "and step_at not between acknowledged_at and handled_at or step = 'signal' and kind = 'signal'",
    )
    twice = number(root, "select count(*) - count(distinct (case_id, step)) from case_steps")

    assert (wrong, twice) == (0, 0)


def test_references_exist_and_fit(root: duckdb.DuckDBPyConnection) -> None:
    """Every case referred to was delivered; an action because of a case has the cause of that case."""
    lost = number(
        root,
        "select count(*) from (select case_id from escalations union all select case_id from learning_actions) "
        "where case_id is not null and case_id not in (select case_id from complaints)",
    )
    unlike = number(
        root,
        "select count(*) from learning_actions as a join complaints as k using (case_id) "
        "where a.cause_code <> k.cause_code",
    )

    assert (lost, unlike) == (0, 0)
    assert number(root, "select count(*) from learning_actions where (origin = 'case') <> (case_id is not null)") == 0
