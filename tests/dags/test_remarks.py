"""Remarks of the inspected body as analysts type them."""

from __future__ import annotations

import pytest
from airflow.sdk.exceptions import AirflowFailException

from dags.support.remarks import EXAMPLE, read_remarks
from etl.release import Answer


def test_the_example_of_the_form_is_read():
    """One adopted with both texts, one not, with the reason."""
    assert read_remarks(EXAMPLE) == (
        Answer(
            "De cijfers van april zijn nog voorlopig.",
            adopted=True,
            old="In april steeg het aantal.",
            new="In april steeg het aantal, naar voorlopige cijfers.",
        ),
        Answer("De norm is te streng.", adopted=False, reason="De norm is wettelijk bepaald."),
    )


def test_a_long_field_goes_on_on_the_next_line():
    """And Windows line ends are line ends."""
    (answer,) = read_remarks("opmerking: Een lange\r\n  opmerking.\r\nOVERGENOMEN: Nee.\r\nReden: Nee.")

    assert answer == Answer("Een lange opmerking.", adopted=False, reason="Nee.")


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_no_remarks_are_no_remarks(text):
    """The field may stay empty."""
    assert read_remarks(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Zomaar een zin.", "Opmerking 1: begin met 'Opmerking:'"),
        ("Opmerking: a\nOvergenomen: misschien", "vul bij 'Overgenomen' ja of nee in"),
        ("Opmerking: a\nOvergenomen: ja\nOud: b", "hier horen een 'Opmerking' en 'Oud' en 'Nieuw' bij"),
        ("Opmerking: a\nOvergenomen: nee", "hier horen een 'Opmerking' en een 'Reden' bij"),
        ("Opmerking: a\nOpmerking: b", "'Opmerking' staat er twee keer"),
        ("Opmerking: a\nOvergenomen: nee\nReden: b\n\nOvergenomen: nee\nReden: c", "Opmerking 2"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_number(text, told):
    """Nothing of it is written down."""
    with pytest.raises(AirflowFailException, match=told):
        read_remarks(text)
