"""The HTML of our pages: no script, nothing from outside, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

STATES = {"draft": "concept", "final": "definitief", "signed": "ondertekend"}
VERDICTS = {
    "met": "voldoet",
    "not_met": "voldoet niet",
    "undetermined": "niet vast te stellen",
    "no_norm": "geen norm",
}
SECTIONS = {
    "number": "Het cijfer",
    "counts": "Tellingen",
    "norm": "Norm",
    "coverage": "Dekking",
    "caveats": "Kanttekeningen",
    "checks": "Controles",
    "deliveries": "Leveringen",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem;max-width:70rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .7rem;"
    "border-bottom:1px solid #c4c4c4}nav a{margin-right:1.5rem}img{max-width:100%;border:1px solid #c4c4c4}"
    "a{color:#004a99}input,textarea,button{font:inherit;padding:.3rem}input{width:28rem;max-width:100%}"
    "textarea{display:block;width:100%;min-width:14rem;box-sizing:border-box}.n{text-align:right}"
    ".l th{width:14rem;font-weight:normal;color:#4a4a4a}td{overflow-wrap:anywhere}small{color:#4a4a4a}"
)


def page(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>"
        '<nav aria-label="Weergaven"><a href="/oversight/editions/">Uitgaven</a>'
        '<a href="/oversight/quality/">Kwaliteit</a><a href="/oversight/numbers/">Cijfers</a></nav>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link(address: str, text: str) -> str:
    """A link whose address was built by `place`."""
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def place(view: str, edition: Any, rest: str = "") -> str:
    """The address of an edition in one of the views."""
    parts = (edition.programme, edition.period, str(edition.number))
    return f"/oversight/{view}/{'/'.join(quote(part, safe='') for part in parts)}{rest}"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; the cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def editions(found: Iterable[Any]) -> str:
    """The list of editions."""
    rows = [
        [
            escape(item.programme),
            link(place("editions", item, "/"), f"{item.period}, uitgave {item.number}"),
            STATES[item.state],
            *(str(count) for count in item.verdicts.values()),
        ]
        for item in found
    ]
    if not rows:
        return paragraph("Er is nog niets uitgebracht: start de DAG 'Inspectierapport'.")
    return table(["Programma", "Periode", "Staat", *VERDICTS.values()], rows)


def edition(found: Any, number: int, count: int) -> str:
    """One edition: state, downloads, and one page of its report."""
    files = " · ".join(link(place("editions", found, f"/{quote(name)}"), name) for name in found.files)
    here = place("editions", found, "/")
    turns = [(number - 1, "Vorige pagina"), (number + 1, "Volgende pagina")]
    turning = " · ".join(link(f"{here}?page={other}", text) for other, text in turns if 1 <= other <= count)
    image = escape(place("editions", found, f"/pages/{number}.png"))
    return (
        f"<p>Staat: <strong>{STATES[found.state]}</strong>. "
        f"{link(place('editions', found, '/quality'), 'Kwaliteit van de leveringen')}</p>"
        f"<p>Bestanden: {files}</p><h2>Pagina {number} van {count}</h2><p>{turning}</p>"
        f'<img src="{image}" alt="Pagina {number} van het rapport; de tekst staat in report.pdf">'
    )


def checks(found: Any) -> str:
    """The checks of an edition: what did not pass first."""
    rows = [
        [
            escape(item["code"]),
            escape(item["table"]),
            escape(item["title"]["nl"]),
            _came_out(item),
            escape(str(item["observed"])),
            escape(item["action"]["nl"] if item["passed"] is False else ""),
        ]
        for item in sorted(found.checks, key=lambda item: (item["passed"] is not False, item["check_id"]))
    ]
    back = link(place("editions", found, "/"), "Terug naar de uitgave")
    return f"<p>{back}</p>{table(['Code', 'Tabel', 'Regel', 'Uitkomst', 'Gevonden', 'Wat te doen'], rows)}"


def _came_out(item: Mapping[str, Any]) -> str:
    if item["passed"] is None:
        return "niet van toepassing"
    if item["passed"]:
        return "in orde"
    answer = item["acceptance"]
    if answer:
        return f"waarschuwing, aanvaard door {escape(answer['by'])}: {escape(answer['reason'])}"
    return f"<strong>{'melding' if item['severity'] == 'inform' else 'waarschuwing'}</strong>"


def numbers(asked: str, found: Iterable[tuple[Any, Mapping[str, Any]]], count: int) -> str:
    """The search field and what it found."""
    form = (
        '<form method="get"><label>Deel van een feit, bijvoorbeeld <code>service_level</code><br>'
        f'<input name="q" value="{escape(asked)}"></label> <button>Zoek</button></form>'
    )
    rows = [
        [
            link(f"{place('numbers', item)}?fact={quote(fact['fact_id'], safe='')}", fact["fact_id"]),
            f'<span class="n">{escape(fact["printed"])}</span>',
            VERDICTS[fact["verdict"]],
            escape(f"{item.period}, uitgave {item.number}"),
        ]
        for item, fact in found
    ]
    if not asked.strip():
        return form
    more = paragraph(f"{count} gevonden{'.' if count == len(rows) else f'; de eerste {len(rows)} staan hier.'}")
    return form + more + table(["Feit", "Gedrukt", "Oordeel", "Uitgave"], rows)


def explained(found: Any, sections: Mapping[str, Mapping[str, str]]) -> str:
    """What `explain` says, by section."""
    back = link(place("editions", found, "/"), f"{found.period}, uitgave {found.number}")
    parts = [f"<h2>{SECTIONS[name]}</h2>{_listed(lines)}" for name, lines in sections.items() if lines]
    return f"<p>{back}</p>{''.join(parts)}"


def _listed(lines: Mapping[str, str]) -> str:
    rows = (f'<tr><th scope="row">{escape(key)}</th><td>{escape(text)}</td></tr>' for key, text in lines.items())
    return f'<table class="l">{"".join(rows)}</table>'
