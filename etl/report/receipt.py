"""A receipt in words, Dutch or English: for the supplier of one delivery."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal

from etl.model.checks import CheckResult
from etl.model.contract import Text
from etl.model.receipt import Receipt, Trouble

Language = Literal["nl", "en"]
WIDTH = 100
SPANS_SHOWN = 40
"""How many spans of lines are named before the rest is counted; a receipt on paper stays on one page."""

REJECTED = {
    "a quote is not closed on this line": "een aanhalingsteken is op deze regel niet gesloten",
    "a quote stands inside a field": "binnen een veld staat een aanhalingsteken",
    "a carriage return stands inside the line": "binnen de regel staat een regeleinde (CR)",
    "the line is empty": "de regel is leeg",
    "the line has not as many fields as the header": "de regel heeft niet evenveel velden als de kop",
    "not a whole number": "geen geheel getal",
    "not a number": "geen getal",
    "not true or false": "niet true of false",
    "not an ISO 8601 date": "geen datum volgens ISO 8601",
    "not an ISO 8601 moment with offset": "geen moment volgens ISO 8601 met tijdzone",
    "not a month (YYYY-MM)": "geen maand (JJJJ-MM)",
}
"""Landing's reasons for putting a line aside, in Dutch."""

MASKED = {
    "person_number": Text(nl="lijkt een persoonsnummer", en="looks like a person number"),
    "phone_number": Text(nl="lijkt een telefoonnummer", en="looks like a phone number"),
    "codes": Text(nl="is geen code van het contract", en="is no code of the contract"),
    "pattern": Text(nl="past niet in het patroon van het contract", en="does not fit the pattern of the contract"),
}
"""Landing's reasons for masking a value."""

_WORDS = {
    "title": Text(nl="ONTVANGSTBEWIJS", en="RECEIPT"),
    "file": Text(nl="Levering", en="Delivery"),
    "source": Text(nl="Bron, eenheid, maand", en="Source, unit, month"),
    "hash": Text(nl="Vingerafdruk (sha256)", en="Fingerprint (sha256)"),
    "arrived": Text(nl="Ontvangen", en="Received"),
    "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
    "lines": Text(nl="Regels zonder kop", en="Lines without header"),
    "taken": Text(nl="{rows} ingelezen, {rejected} geweigerd", en="{rows} read, {rejected} rejected"),
    "rejected": Text(nl="Geweigerde regels: tellen nergens mee", en="Rejected lines: they count nowhere"),
    "masked": Text(
        nl="Afgedekte waarden: de regel telt, de waarde niet", en="Masked values: the line counts, the value does not"
    ),
    "failed": Text(nl="Regels die een controle niet halen", en="Lines that fail a check"),
    "whole": Text(nl="Controles op de bron als geheel", en="Checks on the source as a whole"),
    "column": Text(nl="kolom", en="column"),
    "whole_line": Text(nl="hele regel", en="whole line"),
    "at": Text(nl="regel", en="line"),
    "more": Text(nl="en nog {count} regels (volledig met --file)", en="and {count} more lines (in full with --file)"),
    "observed": Text(nl="waargenomen {observed}, verwacht {expected}", en="observed {observed}, expected {expected}"),
    "todo": Text(nl="Wat te doen: ", en="What to do: "),
    "redo": Text(
        nl="Herstel deze regels en lever het bestand opnieuw onder dezelfde naam: de nieuwe levering vervangt deze.",
        en="Correct these lines and deliver the file again under the same name: the new delivery replaces this one.",
    ),
    "in_order": Text(
        nl="Aan deze levering is niets te herstellen.", en="There is nothing to correct in this delivery."
    ),
    "unchecked": Text(
        nl="Deze levering is ingelezen maar nog niet gecontroleerd.", en="This delivery was read but not checked yet."
    ),
    "block": Text(nl="blokkerend", en="blocking"),
    "warn": Text(nl="waarschuwing", en="warning"),
    "inform": Text(nl="ter informatie", en="for information"),
    "values": Text(
        nl="De kop is regel 1. Dit bewijs bevat geen geleverde waarden.",
        en="The header is line 1. This receipt holds no delivered values.",
    ),
}


def write_receipt(receipt: Receipt, language: Language, *, full: bool) -> str:
    """The receipt as plain text, at most 100 signs wide."""
    return _Writer(receipt, language, full=full).text()


class _Writer:
    def __init__(self, receipt: Receipt, language: Language, *, full: bool) -> None:
        self.receipt, self.language, self.full = receipt, language, full

    def text(self) -> str:
        """All sections that have something to say."""
        lines = [*self._head(), *self._doors(), *self._checks()]
        if self.receipt.in_order and self.receipt.checked:
            lines += ["", self._word("in_order")]
        if not self.receipt.checked:
            lines += ["", self._word("unchecked")]
        if not self.receipt.in_order:
            lines += ["", *textwrap.wrap(self._word("redo"), WIDTH)]
        return "\n".join([*lines, self._word("values"), ""])

    def _word(self, name: str, **values: object) -> str:
        return self._of(_WORDS[name]).format(**values)

    def _of(self, text: Text) -> str:
        return text.nl if self.language == "nl" else text.en or text.nl

    def _head(self) -> Iterator[str]:
        landed = self.receipt.landed
        months = landed.month or ", ".join(landed.months)
        yield self._word("title")
        yield ""
        facts = {
            "file": landed.file,
            "source": ", ".join(item for item in (landed.source, landed.unit, months, landed.part) if item),
            "hash": landed.sha256,
            "withdrawn" if self.receipt.withdrawn else "arrived": self.receipt.arrived_at[:16].replace("T", " ")
            + " UTC",
            "lines": f"{landed.lines}: {self._word('taken', rows=landed.rows, rejected=landed.rejected)}",
        }
        width = max(len(self._word(name)) for name in facts)
        for name, value in facts.items():
            yield f"{self._word(name):<{width}}  {value}"

    def _doors(self) -> Iterator[str]:
        for title, troubles in (("rejected", self.receipt.rejected), ("masked", self.receipt.masked)):
            if troubles:
                count = sum(len(item.lines) for item in troubles)
                yield from ("", f"{self._word(title)} ({count})")
                for trouble in troubles:
                    yield from self._item(f"{self._place(trouble.column)}: {self._why(title, trouble)}", trouble.lines)

    def _place(self, column: str) -> str:
        return f"{self._word('column')} {column}" if column else self._word("whole_line")

    def _why(self, title: str, trouble: Trouble) -> str:
        if title == "masked":
            return self._of(MASKED[trouble.reason]) if trouble.reason in MASKED else trouble.reason
        return REJECTED.get(trouble.reason, trouble.reason) if self.language == "nl" else trouble.reason

    def _checks(self) -> Iterator[str]:
        if self.receipt.failed:
            yield from ("", self._word("failed"))
        for rule in self.receipt.failed:
            yield from self._item(self._rule(rule.check), rule.lines)
            yield from self._todo(rule.check)
        if self.receipt.whole:
            yield from ("", self._word("whole"))
        for check in self.receipt.whole:
            seen = self._word("observed", observed=check.observed, expected=check.expected)
            yield from _wrapped(f"- {self._rule(check)}; {seen}", "  ")
            yield from self._todo(check)

    def _rule(self, check: CheckResult) -> str:
        place = f", {self._place(check.column)}" if check.column else ""
        return f"{check.code} ({self._word(check.severity)}{place}): {self._of(check.title)}"

    def _todo(self, check: CheckResult) -> list[str]:
        return _wrapped(f"  {self._word('todo')}{self._of(check.action)}", "  ")

    def _item(self, what: str, lines: Sequence[int]) -> Iterator[str]:
        yield from _wrapped(f"- {what} ({len(lines)})", "  ")
        spans = _spans(lines)
        shown = spans if self.full else spans[:SPANS_SHOWN]
        listed = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in shown)
        hidden = sum(last - first + 1 for first, last in spans[len(shown) :])
        rest = f" {self._word('more', count=hidden)}" if hidden else ""
        yield from _wrapped(f"  {self._word('at')} {listed}{rest}", "  ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _spans(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring lines as (first, last)."""
    spans: list[tuple[int, int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    return spans
