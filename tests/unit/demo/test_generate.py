"""The whole: same bytes every time, in any company; the files that design section 4 names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.demo import write_demo
from etl.demo.call_counts import call_counts
from etl.demo.callback_counts import callback_counts
from etl.demo.complaint_counts import cases_of_year
from etl.demo.survey import survey_counts

REGISTERS = (
    *("escalations", "learning_actions", "best_practices", "improvement_points", "case_steps"),
    *("training_attendance", "staff_population", "preconditions", "staff_inflow"),
)
REGIONS = ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID")


def _digests(root: Path, year: int) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob(f"{year}-*.csv"))
    }


def test_a_year_is_the_same_alone_and_in_company(tmp_path: Path, demo_root: Path) -> None:
    """2007 made alone has the bytes that it has beside 2006, file by file."""
    write_demo(tmp_path / "alone", (2007,), 0.01)

    assert _digests(tmp_path / "alone", 2007) == _digests(demo_root, 2007)


def test_order_and_repetition_of_years_do_not_matter(tmp_path: Path) -> None:
    """2008 and 2007, given twice and backwards, are the same two years."""
    write_demo(tmp_path / "a", (2008, 2007, 2008), 0.001)
    write_demo(tmp_path / "b", (2007, 2008), 0.001)

    first = {path.name: path.read_bytes() for path in (tmp_path / "a").rglob("*") if path.is_file()}
    second = {path.name: path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file()}
    assert first == second


def test_the_files_of_2007(small_root: Path) -> None:
    """National files, the small registers among them, ten of the regions, and counts only for AG in West and Zuid."""
    march = {str(path.relative_to(small_root)) for path in small_root.rglob("2007-03*")}

    sources = ("kcc_calls", "kcc_survey", "kcc_quality", "ict_incidents", "complaints", *REGISTERS)
    national = {f"{source}/2007-03.csv" for source in sources}
    records = {f"callback_requests/2007-03__{division}-{region}.csv" for division in ("WW", "AG") for region in REGIONS}
    counts = {"AG-WEST", "AG-ZUID"}
    assert march == (
        national
        | records - {f"callback_requests/2007-03__{unit}.csv" for unit in counts}
        | {f"aggregates/2007-03__{unit}.csv" for unit in counts}
    )


def test_from_2008_all_regions_deliver_records(tmp_path: Path) -> None:
    """No aggregates are left in 2008."""
    write_demo(tmp_path, (2008,), 0.001)

    registers = {path.name[9:-4] for path in (tmp_path / "callback_requests").iterdir()}
    assert registers == {f"{division}-{region}" for division in ("WW", "AG") for region in REGIONS}
    assert not list((tmp_path / "aggregates").iterdir())


def test_aggregates_bring_counts_and_no_timeliness(small_root: Path) -> None:
    """Requests and repeats per client group, zeros included: zero is known, not missing."""
    lines = (small_root / "aggregates" / "2007-03__AG-ZUID.csv").read_text(encoding="utf-8").splitlines()

    rows = [line.split(",") for line in lines]
    assert rows[0] == ["source", "month", "client_group", "division", "region", "site", "measure", "value"]
    assert [row[:7] for row in rows[1:]] == [
        ["callback_requests", "2007-03", group, "AG", "ZUID", "", measure]
        for measure in ("callbacks_requested", "callbacks_repeated")
        for group in ("employee", "employer", "unknown")
    ]


def test_progress_is_told_by_month(tmp_path: Path) -> None:
    """The caller hears which month is done, and how many of how many."""
    heard: list[tuple[str, int, int]] = []

    write_demo(tmp_path, (2005,), 0.001, lambda *each: heard.append(each))

    assert heard[0] == ("2005-01", 1, 12)
    assert heard[-1] == ("2005-12", 12, 12)


@given(st.floats(0.001, 1), st.sampled_from([2005, 2006, 2007, 2008]))
@settings(max_examples=15, deadline=None)
def test_quotas_find_room_at_any_scale(scale: float, year: int) -> None:
    """Whatever the scale, the counts of a year fit in each other."""
    callbacks = callback_counts(year, scale)
    calls = call_counts(year, scale, callbacks.by_month)
    survey = survey_counts(year, scale, calls)
    cases = cases_of_year(year, scale, callbacks)

    assert sum(group.callback.sum() for group in calls.groups.values()) == callbacks.requests.sum()
    assert (callbacks.within_2h <= callbacks.within_24h).all()
    assert (callbacks.within_24h + callbacks.no_contact <= callbacks.requests).all()
    assert all((group.completed <= group.consented).all() for group in survey.values())
    assert set(cases.month.tolist()) <= set(range(12))
