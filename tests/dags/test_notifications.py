"""Who is told by mail, and what the mail says."""

from __future__ import annotations

import pytest

from dags.support import notifications


def test_nobody_is_told_unless_somebody_is_named(monkeypatch):
    """A first look sends nothing."""
    monkeypatch.delenv("OVERSIGHT_MAIL_TO", raising=False)

    assert notifications.mail_on_failure() == notifications.mail_on_waiting() == []


def test_the_human_tasks_and_failures_tell_those_who_are_named(monkeypatch, airflow_home):
    """Through Airflow's own notifier and its connection `smtp_default`."""
    from airflow.sdk import DAG

    from dags.support.people import HumanStep, remark_form
    from dags.support.steps import default_args

    monkeypatch.setenv("OVERSIGHT_MAIL_TO", "anna@example.org, bram@example.org")

    with DAG("mail", schedule=None, default_args=default_args()):
        step = HumanStep(
            task_id="review",
            step="review",
            release={},
            question="?",
            subject="Beoordeel",
            options=["Akkoord"],
            params=remark_form(),
        )

    (waiting,), (failed,) = step.notifiers, step.on_failure_callback
    assert waiting.to == failed.to == ["anna@example.org", "bram@example.org"]
    assert waiting.smtp_conn_id == "smtp_default"


@pytest.mark.parametrize("name", ["_FAILED", "_FAILED_TEXT", "_WAITING", "_WAITING_TEXT"])
def test_what_a_mail_says_is_in_the_context_of_a_task(name):
    """A template that names something else would be empty."""
    from types import SimpleNamespace

    from jinja2 import Environment, StrictUndefined

    context = {
        "dag": SimpleNamespace(dag_display_name="Ondertekenen"),
        "task": SimpleNamespace(task_display_name="Beoordelen", subject="Beoordeel het concept"),
        "ti": SimpleNamespace(log_url="http://127.0.0.1"),
        "run_id": "run-1",
        "exception": "Niet akkoord",
    }

    said = Environment(undefined=StrictUndefined, autoescape=True).from_string(getattr(notifications, name))

    text = said.render(context)
    assert "Beoordelen" in text or "Beoordeel het concept" in text
