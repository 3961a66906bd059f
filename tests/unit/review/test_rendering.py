"""Lines for a terminal, in Dutch and English."""

from __future__ import annotations

from etl.review import Review, render

from .tables import reviewed

_SUM = "kind: complement, parts: [a, b], labels: [T6]"


def _figure(name: str, value: str) -> dict[str, str]:
    return {"id": name.upper(), "measure": name, "value": value}


def test_findings_stand_under_their_severity() -> None:
    """Figures, code and labels first, then sentences."""
    result = reviewed(_SUM, _figure("a", "70"), _figure("b", "31"))

    heading, line, last = render(result)

    assert (heading, last) == ("Twijfelachtig (1)", "Getoetst en in orde: 0.")
    assert line == (
        "  A, B (sum) [T6]: 70% + 31% = 101%; samen moet dat 100% zijn. "
        "Dat kan alleen als de cijfers precies op een afrondingsgrens lagen. Dus. Verschil: 1,0 procentpunt."
    )


def test_what_is_not_testable_comes_after_the_findings() -> None:
    """With the title of the relation; where English is not given, Dutch serves."""
    result = reviewed(_SUM, _figure("a", "70"))

    assert render(result, "en") == [
        "No tested figure contradicts another.",
        "Not testable (1)",
        "  Titel 0 (A): b (2007) is missing.",
        "Tested and in order: 0.",
    ]


def test_what_agreed_is_listed_on_request() -> None:
    """With its calculation: implied divisors stand there."""
    result = reviewed(_SUM, _figure("a", "70"), _figure("b", "30"))

    assert render(result, agreed=True)[-2:] == [
        "Getoetst en in orde: 1.",
        "  A, B (sum): 70% + 30% = 100%; samen moet dat 100% zijn.",
    ]


def test_nothing_to_say_is_said() -> None:
    """An empty answer would look like a crash."""
    assert render(Review((), (), ())) == [
        "Geen van de getoetste cijfers spreekt een ander tegen.",
        "Getoetst en in orde: 0.",
    ]


def test_braces_in_a_table_are_only_text() -> None:
    """Words from the table are never taken for a template."""
    product = (
        "kind: product, result: d, share: {measure: s, client_group: all}, per_day: {measure: e, client_group: all}"
    )
    daily = {"unit": "n/day", "precision": "exact"}

    result = reviewed(
        product,
        {"id": "D", "measure": "d", "value": "50", "client_group": "{x}", **daily},
        {"id": "S", "measure": "s", "value": "10", "client_group": "all"},
        {"id": "E", "measure": "e", "value": "500", "client_group": "all", **daily},
    )

    assert "als klantgroep staat er '{x}'" in render(result)[1]
