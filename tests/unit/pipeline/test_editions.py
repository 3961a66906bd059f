"""Which editions exist, and which number comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.model.content import EditionMark
from etl.pipeline.editions import editions, next_mark, same_edition
from etl.pipeline.plan import Plan
from etl.store import Store, canonical_json

BASE = "editions/uwv_telephone/2007"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A run over 2007."""
    names = ("2007", "uwv_telephone", "/deliveries", str(tmp_path), "2008-01-01T00:00:00+01:00")
    period, programme, deliveries, output, as_of = names
    return Plan(period, programme, deliveries, output, as_of, as_of_given=False, dossier="", run_id="1")


def publish(store: Store, number: int, supersedes: int | None = None) -> None:
    """An edition with nothing but a manifest."""
    manifest = {"content_sha256": f"content {number}", "supersedes": supersedes}
    store.write(f"{BASE}/{number}/manifest.json", canonical_json(manifest))


def test_the_first_edition_supersedes_nothing(plan: Plan) -> None:
    """A draft, unless it is asked to be final."""
    assert next_mark(plan.store(), plan, "content 1") == EditionMark(1, None, "draft")


def test_the_next_edition_supersedes_the_last(plan: Plan) -> None:
    """By number, not by text: after nine comes ten."""
    for number in range(1, 11):
        publish(plan.store(), number)

    assert next_mark(plan.store(), plan, "something new") == EditionMark(11, 10, "draft")


def test_the_same_content_is_the_same_edition(plan: Plan) -> None:
    """With the mark it had."""
    publish(plan.store(), 1)
    publish(plan.store(), 2, supersedes=1)

    assert same_edition(plan.store(), plan, "content 2") == 2
    assert next_mark(plan.store(), plan, "content 2") == EditionMark(2, 1, "draft")
    assert same_edition(plan.store(), plan, "content 3") is None


def test_what_has_no_manifest_is_no_edition(plan: Plan) -> None:
    """Half of one, on a store that cannot rename; nor is what somebody put beside them."""
    store = plan.store()
    publish(store, 1)
    store.write(f"{BASE}/2/facts.csv", b"")
    store.write(f"{BASE}/notes/manifest.json", b"{}")

    assert list(editions(store, "uwv_telephone", "2007")) == [1]
