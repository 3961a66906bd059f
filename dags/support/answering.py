"""The HTML of the quality view: what is open in each period, the form of whoever answers, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from dags.support.markup import link, paragraph, place, table

_EXPLAINED = (
    "Een waarschuwing blijft open tot een analist er met een reden voor instaat. De reden komt met naam in het dossier "
    "van de volgende uitgave. Wordt een levering gewijzigd, dan staat de waarschuwing weer open. Zolang er een "
    "openstaat, kan een uitgave niet definitief worden."
)
_REFUSED = (
    "Uw antwoord is niet vastgelegd. Staat de waarschuwing nog open, en is er intussen geen nieuwe run? Een reden mag "
    "niet leeg zijn en bevat geen persoonsnummers, telefoonnummers of adressen, want zij wordt gepubliceerd."
)
_ZONE = ZoneInfo("Europe/Amsterdam")


def overview(found: Sequence[tuple[Any, Any]]) -> str:
    """Per period the checks of its newest edition, and how many warnings nobody answered for; None is unknown."""
    rows = [
        [
            escape(item.programme),
            link(place("editions", item, "/quality"), f"{item.period}, uitgave {item.number}"),
            str(len(item.checks)),
            str(len(answers.open) + len(answers.accepted)) if answers else "",
            str(len(answers.open)) if answers else "",
        ]
        for item, answers in found
    ]
    return table(["Programma", "Periode", "Controles", "Waarschuwingen", "Nog open"], rows)


def warnings(found: Sequence[tuple[Any, Any]], *, form: bool) -> str:
    """The warnings of each period; with a form for whoever may answer."""
    parts = [f"<h2>Waarschuwingen</h2>{paragraph(_EXPLAINED)}"]
    if not form:
        parts.append(paragraph("U kunt hier alles lezen; aanvaarden kan alleen een analist."))
    parts += [_period(item, answers, form=form) for item, answers in found]
    return "".join(parts)


def _period(item: Any, answers: Any, *, form: bool) -> str:
    parts = [f"<h3>{escape(item.programme)} {escape(item.period)}</h3>"]
    if answers is None:
        return parts[0] + paragraph("De run is opgeruimd; wat zij vond, staat bij de uitgave.")
    if answers.open:
        heads = ["Controle", "Regel", "Gevonden", "Wat te doen", *(["Uw antwoord"] if form else [])]
        parts.append(table(heads, (_open(item, result, answers.run, form=form) for result in answers.open)))
    else:
        parts.append(paragraph("Er staat geen waarschuwing open."))
    if answers.accepted:
        rows = [
            [escape(one.check_id), escape(one.by), _day(one.at), escape(one.reason)]
            for one in sorted(answers.accepted, key=lambda one: one.check_id)
        ]
        parts.append(f"<h4>Aanvaard</h4>{table(['Controle', 'Door', 'Op', 'Reden'], rows)}")
    return "".join(parts)


def _open(item: Any, result: Any, run: str, *, form: bool) -> list[str]:
    where = f"{result.table}.{result.column}".rstrip(".")
    return [
        f"<strong>{escape(result.code)}</strong><br><small>{escape(where)}</small>",
        escape(result.title.nl),
        f"{escape(result.observed)}<br><small>verwacht: {escape(result.expected)}</small>",
        escape(result.action.nl),
        *([_form(item, result.check_id, run)] if form else []),
    ]


def _form(item: Any, check: str, run: str) -> str:
    """The answer, bound to the run whose findings stand beside it."""
    hidden = {"programme": item.programme, "period": item.period, "check": check, "run": run}
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in hidden.items())
    return (
        f'<form method="post" action="/oversight/quality/accept">{fields}'
        f'<label>Reden<textarea name="reason" rows="2" required></textarea></label>'
        f'<button aria-label="{escape(check)} aanvaarden">Aanvaarden</button></form>'
    )


def refused(why: str) -> str:
    """Why an answer was not written down: for the reader, and in the words of the pipeline."""
    back = link("/oversight/quality/", "Terug naar de waarschuwingen")
    return f'{paragraph(_REFUSED)}<p lang="en"><small>{escape(why)}</small></p><p>{back}</p>'


def _day(moment: datetime) -> str:
    local = moment.astimezone(_ZONE)
    return f"{local.day}-{local.month}-{local.year}"
