"""Warnings as notes: on exactly the numbers they touch, with their size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from etl.definitions import load_programme
from etl.model.checks import CheckResult, Finding
from etl.model.contract import Text
from etl.model.facts import Fact
from etl.model.period import Period
from etl.verdicts.warnings import UnitMonth, Warned, with_warnings

PROGRAMME = load_programme("uwv_telephone").programme
SAID = Text(
    nl="wachten en praten duren niet onwaarschijnlijk lang", en="waiting and talking do not take implausibly long"
)
FOUND = "reachability@2007-02/client_group=employee"
DELIVERED = {
    ("kcc_calls", "national", "2007-01"): 5000,
    ("kcc_calls", "national", "2007-02"): 10000,
    ("callback_requests", "AG-ZUID", "2007-02"): 40,
    ("callback_requests", "WW-OOST", "2007-02"): 60,
}


def fact(indicator: str, period: str, **dimensions: str) -> Fact:
    """A published number."""
    return Fact(indicator, 1, Period.parse(period), dimensions, "share", 1, value=Fraction(1, 2))


def warning(table: str, affects: tuple[str, ...] = (), code: str = "C6") -> CheckResult:
    """A warning that failed."""
    return CheckResult(
        code, table, "", "warn", SAID, "", SAID, SAID, 15000, 3, "3/15000", "0", passed=False, affects=affects
    )


def notes(
    result: CheckResult, where: Mapping[UnitMonth, int], *facts: Fact, noun: str = "gesprekken"
) -> list[tuple[str, ...]]:
    """The notes of facts, in order."""
    noted = with_warnings(facts, [Warned(result, where, noun)], DELIVERED, PROGRAMME)
    return [item.notes for item in noted]


def test_a_warning_about_rows_says_how_many_of_the_rows_behind_the_number() -> None:
    """Three of fifteen thousand calls; in January none, and what rests on other measures is left alone."""
    found = notes(
        warning("kcc_calls", ("calls_answered",)),
        {("kcc_calls", "national", "2007-02"): 3},
        fact("reachability", "2007-01..2007-02"),
        fact("reachability", "2007-02"),
        fact("reachability", "2007-01"),
        fact("callback_share", "2007-02"),
    )

    rule = "(regel: wachten en praten duren niet onwaarschijnlijk lang)."
    assert found == [
        (f"Waarschuwing C6: 0,02 procent van de gesprekken voldoet niet {rule}",),
        (f"Waarschuwing C6: 0,03 procent van de gesprekken voldoet niet {rule}",),
        (),
        (),
    ]


def test_a_very_small_share_is_not_nothing() -> None:
    """One of a hundred thousand would print as 0,00."""
    many = {("kcc_calls", "national", "2007-02"): 100_000}
    item = Warned(warning("kcc_calls"), {("kcc_calls", "national", "2007-02"): 1}, "gesprekken")

    (noted,) = with_warnings([fact("reachability", "2007-02")], [item], many, PROGRAMME)

    assert noted.notes[0].startswith("Waarschuwing C6: minder dan 0,01 procent van de gesprekken")


def test_a_region_carries_its_own_rows_only() -> None:
    """Two requests of AG-ZUID: a note for AG and for the total, none for WW."""
    found = notes(
        warning("callback_requests", code="R10"),
        {("callback_requests", "AG-ZUID", "2007-02"): 2},
        fact("callback_within_2h", "2007-02"),
        fact("callback_within_2h", "2007-02", division="AG"),
        fact("callback_within_2h", "2007-02", division="WW"),
        noun="terugbelverzoeken",
    )

    assert [note[0].split(" voldoet")[0] if note else "" for note in found] == [
        "Waarschuwing R10: 2,00 procent van de terugbelverzoeken",
        "Waarschuwing R10: 5,00 procent van de terugbelverzoeken",
        "",
    ]


def test_a_delivery_is_counted_as_a_delivery() -> None:
    """Rejected lines of one file touch what rests on that source in that month."""
    found = notes(
        warning("deliveries", code="L2"),
        {("kcc_calls", "national", "2007-02"): 1},
        fact("reachability", "2007-02"),
        fact("callback_within_2h", "2007-02"),
    )

    assert [len(note) for note in found] == [1, 0]
    assert found[0][0].startswith("Waarschuwing L2: 1 levering (regel: ")


def test_months_beside_each_other_touch_every_number_of_the_measures() -> None:
    """Such a warning counts no rows; what was not delivered at all has a note of its own."""
    found = notes(warning("kcc_calls", ("calls_attempted",), "C12"), {}, fact("reachability", "2007-01"))
    missing = notes(
        warning("unit_months", code="A5"), {("kcc_calls", "national", "2007-02"): 1}, fact("reachability", "2007-02")
    )

    assert found[0][0].startswith("Waarschuwing C12: niet voldaan is aan de regel dat wachten")
    assert missing == [()]


def test_a_number_that_deviates_says_so_itself_and_in_the_year_it_is_part_of() -> None:
    """In the printed form of the number; other regions and other months are left alone."""
    found = replace(warning("indicator_months", code="A16"), findings=(Finding(FOUND, "0.5", "0.912"),))

    noted = notes(
        found,
        {},
        fact("reachability", "2007-02", client_group="employee"),
        fact("reachability", "2007", client_group="employee"),
        fact("reachability", "2007-03", client_group="employee"),
        fact("reachability", "2007-02"),
    )

    assert noted == [
        (f"Waarschuwing A16: 50,0% in plaats van 91,2% (regel: {SAID.nl}).",),
        (f"Waarschuwing A16: 2007-02: 50,0% in plaats van 91,2% (regel: {SAID.nl}).",),
        (),
        (),
    ]


def test_a_number_that_was_published_otherwise_stands_by_itself() -> None:
    """The year is a number of its own, which was published as well."""
    found = replace(warning("published", code="A19"), findings=(Finding(FOUND, "0.5", "0.6"),))

    noted = notes(
        found,
        {},
        fact("reachability", "2007-02", client_group="employee"),
        fact("reachability", "2007", client_group="employee"),
    )

    assert [len(note) for note in noted] == [1, 0]
