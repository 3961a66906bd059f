"""What may differ without a number changing: order, parts, formats, and where the files stand."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import openpyxl
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from etl import pipeline
from etl.store import Store
from tests.e2e.conftest import CALLS, KEY, PERIOD, PROGRAMME, Desk, contents, rows, write_deliveries

pytestmark = pytest.mark.xdist_group("helpdesk")


def lines_of(path: Path) -> list[str]:
    """The header and the rows of a CSV file."""
    return path.read_text(encoding="utf-8").splitlines()


def shuffled(path: Path) -> None:
    """The same rows in another order."""
    header, *body = lines_of(path)
    random.Random(7).shuffle(body)
    path.write_text("\n".join([header, *body, ""]), encoding="utf-8")


def in_two_parts(path: Path) -> None:
    """The same rows in two files."""
    header, *body = lines_of(path)
    for part, chosen in (("1", body[:13]), ("2", body[13:])):
        path.with_name(f"{path.stem}__p{part}.csv").write_text("\n".join([header, *chosen, ""]), encoding="utf-8")
    path.unlink()


def as_parquet(path: Path) -> None:
    """The same rows as columns of text."""
    types = dict.fromkeys(lines_of(path)[0].split(","), "string")
    options = pa_csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    pq.write_table(pa_csv.read_csv(path, convert_options=options), path.with_suffix(".parquet"))
    path.unlink()


def as_gzip(path: Path) -> None:
    """The same bytes, compressed."""
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def as_workbook(path: Path) -> None:
    """The same rows in a spreadsheet."""
    book = openpyxl.Workbook()
    for line in lines_of(path):
        book.worksheets[0].append([cell or None for cell in line.split(",")])
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def with_carriage_returns(path: Path) -> None:
    """As Windows writes it, with a byte-order mark."""
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    "change",
    [shuffled, in_two_parts, as_parquet, as_gzip, as_workbook, with_carriage_returns],
    ids=lambda f: f.__name__,
)
def test_the_shape_of_a_delivery_changes_no_fact(desk: Desk, change: Callable[[Path], None]) -> None:
    """Of every source and month: the numbers are those of the edition that exists."""
    for path in sorted(desk.root.rglob("*.csv")):
        change(path)

    facts = desk.facts()

    assert facts == rows((desk.editions / "1" / "facts.csv").read_bytes())


def test_the_order_in_which_deliveries_arrive_changes_no_fact(desk: Desk, tmp_path: Path) -> None:
    """First February, then January: the same facts as both at once."""
    shutil.copytree(desk.root / "calls", tmp_path / "calls")
    (desk.root / "calls/2007-01.csv").unlink()
    desk.facts("2007-02")
    shutil.copy(tmp_path / "calls/2007-01.csv", desk.root / "calls/2007-01.csv")

    facts = desk.facts()

    assert facts == rows((desk.editions / "1" / "facts.csv").read_bytes())


def test_the_second_half_year_before_the_first_changes_no_fact(desk: Desk, tmp_path: Path) -> None:
    """July and August, reported on as a half-year; then February and January one by one: the facts of all at once."""
    write_deliveries(desk.root, ("2007-07", "2007-08"))
    at_once = desk.facts("2007")
    desk.root.rename(tmp_path / "all")
    late = Desk(desk.root, tmp_path / "late", desk.oversight)
    for step, months in (("2007-H2", ("2007-07", "2007-08")), ("2007", ("2007-02",)), ("2007", ("2007-01",))):
        for path in sorted(path for month in months for path in (tmp_path / "all").rglob(f"{month}*")):
            target = desk.root / path.relative_to(tmp_path / "all")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        facts = late.facts(step)

    assert facts == at_once
    assert facts["answered_share@2007"]["coverage_delivered"] == "4"


def test_the_order_in_which_sources_are_landed_changes_no_fact(desk: Desk) -> None:
    """The receipts handed on from last to first, as tasks that end in another order do."""
    facts = desk.facts(backwards=True)

    assert facts == rows((desk.editions / "1" / "facts.csv").read_bytes())


def test_landing_the_same_deliveries_again_adds_nothing(desk: Desk) -> None:
    """Neither to the ledger nor to what has landed."""
    desk.check()
    ledger, landed = (desk.output / "ledger.jsonl").read_bytes(), contents(desk.output / "landed")

    desk.check()

    assert (desk.output / "ledger.jsonl").read_bytes() == ledger
    assert contents(desk.output / "landed") == landed


def test_no_person_number_is_kept_anywhere(desk: Desk) -> None:
    """Not in what has landed, not in a run's folder, not in the edition; nor is the name of its column."""
    kept = contents(desk.output)

    assert [name for name, content in kept.items() if b"123456782" in content or b"999999990" in content] == []
    assert [name for name, content in kept.items() if name.startswith("landed") and b"client_id" in content] == []
    assert [name for name, content in kept.items() if KEY.encode() in content] == []


def test_an_empty_delivery_is_not_a_missing_one(desk: Desk) -> None:
    """A month without calls is delivered, and covers its month."""
    (desk.root / "calls/2007-02.csv").write_text(f"{CALLS}\n")

    fact = desk.facts()[f"answered_share@{PERIOD}"]

    assert (fact["coverage_delivered"], fact["coverage_expected"]) == ("2", "2")
    assert (fact["numerator"], fact["denominator"]) == ("36", "40")


@pytest.fixture
def bucket() -> Iterator[str]:
    """An object store in memory, with the deliveries of the help desk in it."""
    filesystem = fsspec.filesystem("memory")
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]
    yield "memory://bucket"
    filesystem.store.clear()
    filesystem.pseudo_dirs[:] = [""]


@pytest.mark.slow
def test_a_whole_run_needs_no_disk(desk: Desk, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries and output on an object store: the same edition, byte for byte, that can be verified and explained."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)
    fsspec.filesystem("memory").put(str(desk.root), "/bucket/deliveries", recursive=True)

    plan = pipeline.resolve(PERIOD, f"{bucket}/deliveries", output=f"{bucket}/output", programme=str(PROGRAMME))
    edition = pipeline.run(plan)

    made = Store(edition)
    assert edition == f"memory:///bucket/output/editions/helpdesk/{PERIOD}/1"
    assert {name: made.read(name) for name in made.files()} == contents(desk.editions / "1")
    assert pipeline.verify(edition).endswith("all 6 files are as published")
    assert pipeline.explain(f"answered_share@{PERIOD}", edition)["number"]["printed"] == "90,0%"
    assert [row["unit"] for row in pipeline.status(f"{bucket}/output", str(PROGRAMME), None)] == [
        "national", "NOORD", "ZUID",
    ]  # fmt: skip
    assert pipeline.run(plan) == edition
