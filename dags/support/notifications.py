"""Mail through Airflow's own notifier: when a task failed for good, and when a person is waited for.

`OVERSIGHT_MAIL_TO` names who gets it (addresses, comma between); without it nothing is sent. The server and its
password are the Airflow connection `smtp_default`.
"""

from __future__ import annotations

import os
from typing import Any

MAIL_TO = "OVERSIGHT_MAIL_TO"
_FAILED = "Mislukt: {{ dag.dag_display_name }}, {{ task.task_display_name }}"
_FAILED_TEXT = """\
<p>Run {{ run_id }}: de taak <b>{{ task.task_display_name }}</b> is mislukt.</p>
<p>{{ exception }}</p><p><a href="{{ ti.log_url }}">Naar het logboek</a></p>
"""
_WAITING = "Wacht op u: {{ task.subject }}"
_WAITING_TEXT = """\
<p>Run {{ run_id }} wacht op een antwoord: <b>{{ task.subject }}</b>.</p>
<p>Antwoorden kan in Airflow, onder Required Actions.</p>
"""


def _mail(subject: str, text: str) -> list[Any]:
    to = [address.strip() for address in os.environ.get(MAIL_TO, "").split(",") if address.strip()]
    if not to:
        return []
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    return [SmtpNotifier(to=to, subject=subject, html_content=text)]


def mail_on_failure() -> list[Any]:
    """Callbacks for a task that failed; none when nobody is to be told."""
    return _mail(_FAILED, _FAILED_TEXT)


def mail_on_waiting() -> list[Any]:
    """Notifiers for a human task; none when nobody is to be told."""
    return _mail(_WAITING, _WAITING_TEXT)
