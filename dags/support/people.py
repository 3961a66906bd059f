"""Human tasks whose answers go into the signature log: the log decides what is published, Airflow only asks.

The answer is written down by the task that asked for it, when Airflow hands it over. A task that is marked as success
hands nothing over, and an XCom that was written by hand is read by nobody: neither of them gets into the log.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.support.doors import failing_at_once
from dags.support.notifications import mail_on_waiting
from dags.support.remarks import EXAMPLE, read_remarks

PEOPLE = "OVERSIGHT_PEOPLE"
"""JSON: step → {user id: user name}; who may answer. Anybody but its authors may answer a step that is not named."""
SEEN = "seen"
_APPROVED = {"Akkoord", "Ondertekenen"}
_REJECTED = {"Niet akkoord", "Niet ondertekenen"}
_BODY = """\
**{title} over {period}, uitgave {edition} (concept).**

{question}

- Rapport: [PDF]({link}/report.pdf) · [pagina's en bestanden]({link}/) · [kwaliteit van de leveringen]({link}/quality)
- Ingediend door {author}
- Dit antwoord gaat over precies dit concept. Vingerafdruk van de inhoud: `{fingerprint}`; van de PDF: `{sha256}`.

Wie aan dit concept meewerkte, kan het niet beoordelen of ondertekenen; elke wijziging maakt een akkoord ongeldig.
"""


def text_form(title: str, description: str) -> dict[str, Param]:
    """A text of several lines that may stay empty, and the draft that the answer is about."""
    return {
        "remark": Param(None, type=["null", "string"], format="multiline", title=title, description_md=description),
        SEEN: Param("", type="string", title="Vingerafdruk van het concept (laat dit staan)"),
    }


def remark_form() -> dict[str, Param]:
    """Why something was rejected."""
    return text_form("Opmerking", "Verplicht als u niet akkoord bent.")


def remarks_form() -> dict[str, Param]:
    """The remarks of the inspected body, each with its answer."""
    return text_form("Opmerkingen en antwoorden", f"Eén blok per opmerking, witregel ertussen:\n\n```\n{EXAMPLE}\n```")


def reaction_form() -> dict[str, Param]:
    """What the board wrote."""
    return text_form("Reactie van het bestuur", "De tekst, of de vindplaats van de brief.")


class HumanStep(HITLOperator):
    """One step of the way to a signature, asked of a person.

    Args:
        step: its name in the signature log.
        release: output, programme and period, as the task before gave them.
        question: what is asked, in Dutch.
        kwargs: those of Airflow's own operator; `params` is one of the forms above.
    """

    template_fields = ("subject", "body", "release", "question")

    def __init__(self, *, step: str, release: Any, question: str, **kwargs: Any) -> None:
        super().__init__(notifiers=mail_on_waiting(), **kwargs)
        self.step, self.release, self.question = step, release, question

    def execute(self, context: Any) -> Any:
        """Show what is asked, and wait; a step that still stands is not asked again."""
        release = _release(self.release)
        standing = release.standing()
        if self.step in standing.steps:
            self.log.info("%s still stands", self.step)
            return None
        draft = standing.draft
        if draft is None:
            raise AirflowFailException("Er is geen concept ingediend.")
        self.params[SEEN] = draft.draft_sha256
        self.body = _BODY.format(
            title="Rapport",
            period=release.period,
            edition=draft.edition,
            question=self.question,
            author=draft.by,
            fingerprint=draft.fingerprint,
            sha256=draft.draft_sha256,
            link=f"/oversight/editions/{release.programme}/{release.period}/{draft.edition}",
        )
        self.assigned_users = respondents(self.step, [entry.person for entry in standing.steps.values()])
        return super().execute(context)

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """Write the answer into the log; what the rules refuse fails this task and is not written."""
        from etl import pipeline

        answer = super().execute_complete(context, event)
        chosen, given = answer["chosen_options"][0], answer["params_input"]
        text = str(given.get("remark") or "")
        answers = read_remarks(text) if self.step == "consultation" else ()
        taken = failing_at_once(
            pipeline.take_step,
            _release(self.release),
            self.step,  # type: ignore[arg-type]
            (answer["responded_by_user"] or {}).get("name", ""),
            answer["responded_at"],
            "approved" if chosen in _APPROVED else "rejected" if chosen in _REJECTED else "recorded",
            seen=str(given.get(SEEN) or ""),
            remark="" if answers else text,
            answers=answers,
            origin=f"{context['dag'].dag_id}/{context['run_id']}/{self.task_id}",
        )
        if taken.decision == "rejected":
            raise AirflowFailException(f"{chosen}, zegt {taken.by}: {taken.remark} Terug naar het concept.")
        if any(item.adopted for item in taken.answers):
            raise AirflowSkipException("Opmerkingen zijn overgenomen: pas de teksten aan en dien een nieuw concept in.")
        return answer


def _release(data: Mapping[str, str]) -> Any:
    from etl import pipeline

    return pipeline.Release(data["output"], data["programme"], data["period"])


def named_for(step: str) -> dict[str, str] | None:
    """User id → user name of those who are named for a step; None when nobody is."""
    named: dict[str, str] | None = json.loads(os.environ.get(PEOPLE, "{}")).get(step)
    return named


def respondents(step: str, took_part: Sequence[str]) -> list[Any] | None:
    """Who may answer a step: those named for it, but nobody who took part in what is to be approved; None is anybody.

    Raises:
        AirflowFailException: that leaves nobody. Airflow would take an empty list for anybody.
    """
    named = named_for(step)
    if named is None:
        return None
    own = set(took_part) if step in ("review", "signed") else set()
    left = [{"id": str(number), "name": name} for number, name in named.items() if name.casefold() not in own]
    if not left:
        raise AirflowFailException(
            f"Niemand die voor '{step}' is aangewezen, staat nog buiten dit concept: zie {PEOPLE}."
        )
    return left
