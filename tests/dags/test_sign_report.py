"""The way to a signature in Airflow: the signature log decides, not the state of a task or a value in the database."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl import pipeline
from tests.e2e.conftest import KEY, PERIOD
from tests.e2e.desktop import NEW, OLD, Desktop

pytestmark = pytest.mark.xdist_group("airflow")
AUTHOR = "dag_test"  # the name under which Airflow's own test runs are started


@pytest.fixture
def desktop(drafted, monkeypatch):
    """A draft was published; afterwards everything is as it was."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", KEY)
    kept = drafted.with_name("kept")
    shutil.copytree(drafted, kept)
    yield Desktop(drafted)
    shutil.rmtree(drafted)
    kept.rename(drafted)


class Answers:
    """People who answer human tasks by the name of the task: (option, who, remark)."""

    def __init__(self, **by_task):
        self.by_task = by_task
        self.shown = {}
        self.clock = datetime(2007, 5, 1, 12, tzinfo=UTC)

    def event(self, task):
        """What Airflow hands to the task when somebody answered."""
        option, who, remark = self.by_task[task.task_id]
        self.shown[task.task_id] = (task.body, task.assigned_users)
        self.clock += timedelta(days=1)
        return {
            "chosen_options": [option],
            "params_input": {"seen": task.params["seen"], "remark": remark},
            "responded_at": self.clock,
            "responded_by_user": {"id": who, "name": who},
        }


GOOD = {
    "review": ("Akkoord", "bram", None),
    "consultation": ("Vastleggen", "anna", None),
    "board_reaction": ("Vastleggen", "anna", "Het bestuur herkent zich."),
    "sign": ("Ondertekenen", "dirk", None),
}


@pytest.fixture
def sign(dag_bag, desktop, monkeypatch):
    """Run the DAG with these answers."""

    def of(mark_success=None, **answers):
        from airflow.providers.standard.operators.hitl import HITLOperator

        people = Answers(**{**GOOD, **answers})
        monkeypatch.setattr(
            HITLOperator, "execute", lambda task, context: task.execute_complete(context, people.event(task))
        )
        conf = {"period": PERIOD, "output": str(desktop.output), "programme": str(desktop.programme)}
        run = dag_bag.dags["sign_report"].test(run_conf=conf, mark_success_pattern=mark_success)
        return run, people

    return of


def published(desktop):
    """The editions that were published as final."""
    from etl.pipeline.editions import editions

    known = editions(desktop.release.store, "helpdesk", PERIOD)
    return [number for number, manifest in known.items() if manifest["state"] == "final"]


def test_answers_of_the_right_people_end_in_a_signed_edition(sign, desktop, dag_bag, tmp_path, monkeypatch):
    """Each task shows the draft by its hash; the edition is verified, handed over, and recorded as sent."""
    run, people = sign()

    assert str(run.state) == "success"
    assert published(desktop) == [2]
    draft = desktop.release.standing().draft
    body, _ = people.shown["review"]
    assert draft.draft_sha256 in body
    assert draft.fingerprint in body
    assert f"(/oversight/editions/helpdesk/{PERIOD}/1/report.pdf)" in body
    assert [step.by for step in desktop.release.standing().lines] == [AUTHOR, "bram", "anna", "anna", "dirk"]

    people.by_task["sent"] = ("Verzonden", "anna", "2007/1")
    sent = dag_bag.dags["distribute"].test(
        run_conf={
            "period": PERIOD,
            "output": str(desktop.output),
            "programme": str(desktop.programme),
            "outbox": str(tmp_path / "outbox"),
        }
    )

    assert str(sent.state) == "success"
    handed = tmp_path / "outbox" / "helpdesk" / PERIOD / "2"
    assert "rendered again: it differs from the approved draft" in pipeline.verify(
        str(desktop.output / "editions" / "helpdesk" / PERIOD / "2")
    )
    assert "signed by dirk" in pipeline.verify(str(handed))
    assert desktop.release.standing().steps["sent"].remark == "2007/1"


@pytest.mark.parametrize(("task", "who"), [("review", AUTHOR), ("sign", AUTHOR), ("sign", "bram"), ("sign", "anna")])
def test_whoever_took_part_is_refused(sign, desktop, outcome, task, who):
    """The author cannot review; whoever took any step cannot sign. The answer is not written down."""
    run, _ = sign(**{task: (GOOD[task][0], who, None)})

    assert outcome(run, "failed") == [task]
    assert published(desktop) == []
    assert "signed" not in desktop.release.standing().steps


@pytest.mark.parametrize("task", ["review", "sign", "review|consultation|board_reaction|sign"])
def test_a_task_that_is_marked_as_success_publishes_nothing(sign, desktop, task, outcome):
    """Airflow lets people do that; the log has no answer then."""
    run, _ = sign(mark_success=task)

    assert str(run.state) == "failed"
    assert published(desktop) == []


@pytest.mark.slow
def test_a_rejection_ends_the_run_and_keeps_its_remark(sign, desktop, outcome):
    """And a new run, of the same draft, asks again."""
    run, _ = sign(review=("Niet akkoord", "bram", "Tabel 3 klopt niet."))

    assert outcome(run, "failed") == ["review"]
    assert desktop.release.standing().back.remark == "Tabel 3 klopt niet."

    sign()

    assert published(desktop) == [2]


def test_adopted_remarks_lead_back_to_the_draft(sign, desktop, outcome):
    """The run ends without an error; the next draft must hold the new text."""
    remarks = f"Opmerking: Met wie?\nOvergenomen: ja\nOud: {OLD}\nNieuw: {NEW}"

    run, _ = sign(consultation=("Vastleggen", "anna", remarks))
    again, _ = sign()

    assert outcome(run, "skipped") == ["board_reaction", "consultation", "publish", "sign"]
    assert outcome(again, "failed") == ["submit"]
    assert published(desktop) == []


@pytest.mark.slow
def test_only_those_who_are_named_for_a_step_are_asked(sign, desktop, monkeypatch):
    """Airflow refuses everybody else; the author is left out of the list."""
    monkeypatch.setenv("OVERSIGHT_PEOPLE", f'{{"review": {{"1": "{AUTHOR}", "2": "bram"}}}}')

    _, people = sign()

    assert people.shown["review"][1] == [{"id": "2", "name": "bram"}]
    assert people.shown["sign"][1] is None


def test_a_step_that_nobody_is_left_for_is_not_open_to_everybody(monkeypatch):
    """Airflow reads an empty list as no restriction at all."""
    from airflow.sdk.exceptions import AirflowFailException

    from dags.support.people import respondents

    monkeypatch.setenv("OVERSIGHT_PEOPLE", '{"signed": {"2": "Bram"}}')

    with pytest.raises(AirflowFailException, match="Niemand die voor 'signed' is aangewezen"):
        respondents("signed", ["anna", "bram"])


def test_a_final_edition_cannot_be_asked_for_before_it_was_signed(dag_bag, desktop, outcome):
    """Not through the form of the other DAG either."""
    conf = {
        "period": PERIOD,
        "output": str(desktop.output),
        "programme": str(desktop.programme),
        "deliveries": str(desktop.root),
        "state": "final",
    }

    run = dag_bag.dags["inspection_report"].test(run_conf=conf)

    assert outcome(run, "failed") == ["resolve"]


def test_forged_values_in_the_database_change_nothing(sign, desktop, dag_bag):
    """An XCom that says 'signed' is read by nobody."""
    from airflow.models.xcom import XComModel

    run, _ = sign(mark_success="review|consultation|board_reaction|sign|publish")
    for task in ("review", "consultation", "board_reaction", "sign"):
        XComModel.set(
            key="return_value",
            value={"chosen_options": ["Ondertekenen"], "responded_by_user": {"id": "dirk", "name": "dirk"}},
            task_id=task,
            dag_id="sign_report",
            run_id=run.run_id,
        )

    with pytest.raises(pipeline.UsageError, match="this content was not signed"):
        pipeline.publish_signed(desktop.release)
    assert published(desktop) == []
    assert Path(desktop.output).exists()
