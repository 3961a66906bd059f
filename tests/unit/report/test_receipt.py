"""Receipts in words."""

from __future__ import annotations

from dataclasses import replace

from etl.landing import lines as landing_lines
from etl.landing import rows as landing_rows
from etl.model.contract import Text
from etl.model.receipt import FailedRule, Receipt, Trouble
from etl.report import receipt_text
from etl.report.receipt import MASKED, REJECTED
from tests.unit.model.test_acceptance import A, landed, warning

CHECK = warning(
    title=Text(nl="er is opgenomen na het keuzemenu", en="answered after the menu"),
    action=Text(nl="Lever de juiste tijden.", en="Deliver the right times."),
)
RECEIPT = Receipt(
    landed=replace(landed(A), file="calls/2007-01.csv", lines=40, rows=38, rejected=2),
    arrived_at="2008-02-01T12:00:00+00:00",
    withdrawn=False,
    checked=True,
    rejected=(Trouble("the line is empty", "", (7,)), Trouble("not a number", "site", (9,))),
    masked=(Trouble("person_number", "note", (3, 4, 5, 11)),),
    failed=(FailedRule(CHECK, (20, 22)),),
    whole=(warning(code="A9", test="aggregate", observed="0.4", expected=">= 0.7"),),
)


def test_a_supplier_reads_what_to_repair() -> None:
    """Per kind of trouble its place, how often, which lines, and what to do."""
    text = receipt_text(RECEIPT)

    assert "Levering               calls/2007-01.csv\n" in text
    assert "Regels zonder kop      40: 38 ingelezen, 2 geweigerd\n" in text
    assert "- hele regel: de regel is leeg (1)\n  regel 7\n" in text
    assert "- kolom site: geen getal (1)\n  regel 9\n" in text
    assert "- kolom note: lijkt een persoonsnummer (4)\n  regel 3–5, 11\n" in text
    assert "- C6 (waarschuwing): er is opgenomen na het keuzemenu (2)\n  regel 20, 22\n" in text
    assert "  Wat te doen: Lever de juiste tijden.\n" in text
    assert "- A9 (waarschuwing): ; waargenomen 0.4, verwacht >= 0.7\n" in text


def test_the_same_in_english() -> None:
    """Every fixed word and every reason has its English."""
    text = receipt_text(RECEIPT, "en")

    assert "- column note: looks like a person number (4)\n  line 3–5, 11\n" in text
    assert "- C6 (warning): answered after the menu (2)\n" in text
    assert "  What to do: Deliver the right times.\n" in text


def test_a_sound_delivery_has_nothing_to_repair() -> None:
    """It says so; what was never checked does not."""
    sound = replace(RECEIPT, rejected=(), masked=(), failed=(), whole=())

    assert "Aan deze levering is niets te herstellen." in receipt_text(sound)
    unchecked = receipt_text(replace(sound, checked=False))
    assert "nog niet gecontroleerd" in unchecked
    assert "niets te herstellen" not in unchecked


def test_long_lists_are_cut_and_counted() -> None:
    """Forty spans are named and the other lines counted; the full receipt names all."""
    many = replace(RECEIPT, rejected=(Trouble("the line is empty", "", tuple(range(2, 202, 2))),))

    short, full = receipt_text(many), receipt_text(many, full=True)

    assert "en nog 60 regels" in " ".join(short.split())
    assert " 200" in full
    assert "en nog" not in full


def test_every_reason_of_landing_has_its_dutch() -> None:
    """A new reason in landing must be told to suppliers in their language."""
    reasons = {getattr(landing_lines, name) for name in ("UNCLOSED", "INSIDE", "RETURN", "BLANK", "FIELDS")}

    assert reasons | set(landing_rows._LINE_REASONS.values()) == set(REJECTED)
    assert set(MASKED) == {"person_number", "phone_number", "codes", "pattern"}
