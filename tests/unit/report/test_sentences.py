"""The sentence library against its golden texts: one line per case, read by a person before it was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from etl.model.facts import Fact
from etl.report.dutch import NUMBER_WORDS, number_word
from etl.report.phrases import distance
from etl.report.sentences import Sentences

from .golden import check_golden, plain
from .small import fact, sentences

WORKERS, FIRMS = {"client_group": "employee"}, {"client_group": "employer"}
NORTH, SOUTH = {"division": "AG", "region": "NOORD"}, {"division": "AG", "region": "ZUID"}


def said(tell: Callable[[Sentences, list[Fact]], object], *facts: Fact, period: str = "2007") -> str:
    """What a method of the library says about facts, in plain words."""
    return plain(tell(sentences(*facts, period=period), list(facts)))


def level(*facts: Fact, period: str = "2007") -> str:
    return said(lambda say, given: say.level(given), *facts, period=period)


def norms(*facts: Fact) -> str:
    return said(lambda say, given: say.norms(given), *facts)


def changes(*pairs: tuple[Fact, Fact]) -> str:
    facts = [fact for pair in pairs for fact in pair]
    return said(lambda say, given: say.changes(given[::2]), *facts)


def halves(*facts: Fact) -> str:
    mains = [item for item in facts if str(item.period) == "2007"]
    return said(lambda say, _: say.halves(mains), *facts)


def on_time(value: str | None, **more: object) -> Fact:
    return fact("on_time", "2007", value, norm=">= 0.80", **more)  # type: ignore[arg-type]


def months(name: str, *values: str | None) -> list[Fact]:
    return [fact(name, f"2007-{number:02d}", value) for number, value in enumerate(values, start=1)]


CASES: dict[str, Callable[[], str]] = {
    # level
    "level: a share": lambda: level(fact("on_time", "2007", "0.638")),
    "level: two scopes": lambda: level(
        fact("on_time", "2007", "0.638", **WORKERS), fact("on_time", "2007", "0.815", **FIRMS)
    ),
    "level: total and scopes": lambda: level(
        fact("on_time", "2007", "0.665"),
        fact("on_time", "2007", "0.638", **WORKERS),
        fact("on_time", "2007", "0.815", **FIRMS),
    ),
    "level: all scopes alike": lambda: level(
        fact("on_time", "2007", "0.88"),
        fact("on_time", "2007", "0.8801", **WORKERS),
        fact("on_time", "2007", "0.8799", **FIRMS),
    ),
    "level: three scopes": lambda: level(
        fact("repeats", "2007", "0.043", division="WW"),
        fact("repeats", "2007", "0.138", division="AG"),
        fact("repeats", "2007", "0.1", **FIRMS),
    ),
    "level: a count": lambda: level(fact("volume", "2007", "6000000")),
    "level: a mean": lambda: level(fact("grade", "2007", "6.65")),
    "level: per day": lambda: level(fact("per_day", "2007", "960")),
    "level: one in many": lambda: level(fact("intensity", "2007", "1/9000")),
    "level: zero is a number": lambda: level(fact("volume", "2007", "0")),
    "level: half-year": lambda: level(fact("on_time", "2007-H2", "0.91"), period="2007-H2"),
    "level: month": lambda: level(fact("on_time", "2007-03", "0.91"), period="2007-03"),
    "level: span of months": lambda: level(fact("on_time", "2007-03..2007-11", "0.91"), period="2007-03..2007-11"),
    "level: span of years": lambda: level(fact("on_time", "2005..2008", "0.91"), period="2005..2008"),
    "level: region within division": lambda: level(fact("repeats", "2007", "0.116", **NORTH)),
    "level: unknown region": lambda: level(fact("repeats", "2007", "0.116", region="onbekend")),
    "level: provisional": lambda: level(fact("on_time", "2007", "0.638", provisional=True)),
    "missing: nothing delivered": lambda: level(
        fact("on_time", "2007", None, coverage=(0, 12), reason="not_delivered")
    ),
    "missing: scope without deliveries": lambda: level(
        fact("repeats", "2007", "0.043", division="WW"), fact("repeats", "2007", None, division="AG", coverage=(0, 72))
    ),
    "missing: no cases": lambda: level(
        fact("on_time", "2007", None, denominator=Fraction(0), reason="empty_denominator")
    ),
    "missing: a client group without respondents": lambda: level(fact("happy", "2007", None, reason="empty_stratum")),
    # norm
    "norm: far below": lambda: norms(on_time("0.638", **WORKERS)),
    "norm: below": lambda: norms(on_time("0.77")),
    "norm: just below": lambda: norms(on_time("0.7996")),
    "norm: equal": lambda: norms(on_time("0.80")),
    "norm: just above": lambda: norms(on_time("0.806", **FIRMS)),
    "norm: above": lambda: norms(on_time("0.815")),
    "norm: far above": lambda: norms(on_time("0.97")),
    "norm: strict and just under": lambda: norms(fact("repeats", "2007", "0.0496", norm="< 0.05", division="WW")),
    "norm: strict and on it": lambda: norms(fact("repeats", "2007", "0.05", norm="< 0.05", division="WW")),
    "norm: named once for two scopes": lambda: norms(on_time("0.638", **WORKERS), on_time("0.815", **FIRMS)),
    "norm: a target": lambda: norms(_kind(fact("grade", "2007", "6.7", norm=">= 6.5"), "target")),
    "norm: an ambition": lambda: norms(_kind(on_time("0.5"), "ambition")),
    "norm: none": lambda: norms(fact("on_time", "2007", "0.638")),
    "norm: undetermined by missing deliveries": lambda: norms(
        _unsure(on_time("0.79", coverage=(48, 72)), "missing_unit_months", "0.52", "0.86")
    ),
    "norm: undetermined by the sample": lambda: norms(
        _unsure(fact("happy", "2007", "0.79", norm=">= 0.80", **WORKERS), "sampling_margin", "0.77", "0.81")
    ),
    "norm: undetermined without a value": lambda: norms(on_time(None, coverage=(0, 12), reason="not_delivered")),
    "norm: a promise without a percentage": lambda: said(
        lambda say, given: say.promises(given), fact("promised", "2007", "0.7")
    ),
    # change
    "change: up": lambda: changes((fact("on_time", "2007", "0.88"), fact("on_time", "2006", "0.85"))),
    "change: down": lambda: changes((fact("repeats", "2007", "0.043"), fact("repeats", "2006", "0.075"))),
    "change: two scopes, one way": lambda: changes(
        (fact("on_time", "2007", "0.66", **WORKERS), fact("on_time", "2006", "0.62", **WORKERS)),
        (fact("on_time", "2007", "0.82", **FIRMS), fact("on_time", "2006", "0.77", **FIRMS)),
    ),
    "change: two scopes, two ways": lambda: changes(
        (fact("on_time", "2007", "0.925", **WORKERS), fact("on_time", "2006", "0.925", **WORKERS)),
        (fact("on_time", "2007", "0.97", **FIRMS), fact("on_time", "2006", "0.94", **FIRMS)),
    ),
    "change: nearly equal": lambda: changes((fact("on_time", "2007", "0.92503"), fact("on_time", "2006", "0.925"))),
    "change: nearly equal, printed apart": lambda: changes(
        (fact("on_time", "2007", "0.92551"), fact("on_time", "2006", "0.92549"))
    ),
    "change: a count": lambda: changes((fact("volume", "2007", "6000000"), fact("volume", "2006", "7000000"))),
    "change: a mean": lambda: changes((fact("grade", "2007", "6.8"), fact("grade", "2006", "6.5"))),
    "change: one in many": lambda: changes((fact("intensity", "2007", "1/9000"), fact("intensity", "2006", "1/10500"))),
    "change: partly delivered": lambda: changes(
        (fact("on_time", "2007", "0.725", coverage=(48, 72)), fact("on_time", "2006", "0.5"))
    ),
    "change: one scope partly delivered": lambda: changes(
        (fact("repeats", "2007", "0.04", division="WW"), fact("repeats", "2006", "0.07", division="WW")),
        (
            fact("repeats", "2007", "0.13", division="AG", coverage=(48, 72)),
            fact("repeats", "2006", "0.2", division="AG"),
        ),
    ),
    "change: within the margins": lambda: changes(
        (
            fact("happy", "2007", "0.70", low=Fraction("0.66"), high=Fraction("0.74")),
            fact("happy", "2006", "0.68", low=Fraction("0.64"), high=Fraction("0.72")),
        )
    ),
    "change: beyond the margins": lambda: changes(
        (
            fact("happy", "2007", "0.70", low=Fraction("0.69"), high=Fraction("0.71")),
            fact("happy", "2006", "0.60", low=Fraction("0.59"), high=Fraction("0.61")),
        )
    ),
    "change: new definition": lambda: changes(
        (fact("on_time", "2007", "0.88"), _version(fact("on_time", "2006", "0.85"), 2))
    ),
    # half-years
    "halves: down": lambda: halves(
        *(
            fact("repeats", period, value, division="WW")
            for period, value in (("2007", "0.043"), ("2007-H1", "0.059"), ("2007-H2", "0.027"))
        )
    ),
    "halves: two scopes": lambda: halves(
        *(
            fact("on_time", period, value, **WORKERS)
            for period, value in (("2007", "0.638"), ("2007-H1", "0.613"), ("2007-H2", "0.663"))
        ),
        *(
            fact("on_time", period, value, **FIRMS)
            for period, value in (("2007", "0.815"), ("2007-H1", "0.806"), ("2007-H2", "0.824"))
        ),
    ),
    "halves: equal": lambda: halves(*(fact("on_time", period, "0.8") for period in ("2007", "2007-H1", "2007-H2"))),
    "halves: one unknown": lambda: halves(
        fact("on_time", "2007", "0.8"), fact("on_time", "2007-H1", None), fact("on_time", "2007-H2", "0.8")
    ),
    # uncertainty and spread
    "coverage: part": lambda: said(
        lambda say, given: say.coverage(given[0]),
        _bounds(fact("on_time", "2007", "0.725", coverage=(48, 72)), "0.45", "0.83"),
    ),
    "coverage: one month": lambda: said(
        lambda say, given: say.coverage(given[0]), fact("volume", "2007", "12", coverage=(1, 12))
    ),
    "coverage: nothing": lambda: said(
        lambda say, given: say.coverage(given[0]), fact("on_time", "2007", None, coverage=(0, 72))
    ),
    "coverage: complete": lambda: said(lambda say, given: say.coverage(given[0]), fact("on_time", "2007", "0.7")),
    "margin: a share": lambda: said(
        lambda say, given: say.margins(given), _bounds(fact("happy", "2007", "0.7", **WORKERS), "0.66", "0.74")
    ),
    "margin: a mean": lambda: said(
        lambda say, given: say.margins(given), _bounds(fact("grade", "2007", "6.6"), "6.4", "6.8")
    ),
    "margin: two scopes": lambda: said(
        lambda say, given: say.margins(given),
        _bounds(fact("happy", "2007", "0.7", **WORKERS), "0.66", "0.74"),
        _bounds(fact("happy", "2007", "0.6", **FIRMS), "0.52", "0.67"),
    ),
    "margin: no sample": lambda: said(
        lambda say, given: say.margins(given), _bounds(fact("on_time", "2007", "0.7"), "0.6", "0.8")
    ),
    "spread: one division": lambda: said(
        lambda say, given: say.spread([given], "region"),
        fact("repeats", "2007", "0.116", **NORTH),
        fact("repeats", "2007", "0.171", **SOUTH),
    ),
    "spread: two divisions": lambda: said(
        lambda say, given: say.spread([given[:2], given[2:]], "region"),
        fact("repeats", "2007", "0.036", division="WW", region="NOORD"),
        fact("repeats", "2007", "0.053", division="WW", region="ZUID"),
        fact("repeats", "2007", "0.116", **NORTH),
        fact("repeats", "2007", "0.171", **SOUTH),
    ),
    "spread: alike": lambda: said(
        lambda say, given: say.spread([given], "region"),
        fact("repeats", "2007", "0.05", **NORTH),
        fact("repeats", "2007", "0.05", **SOUTH),
    ),
    "spread: alike in two divisions": lambda: said(
        lambda say, given: say.spread([given[:2], given[2:]], "region"),
        fact("repeats", "2007", "0.05", division="WW", region="NOORD"),
        fact("repeats", "2007", "0.05", division="WW", region="ZUID"),
        fact("repeats", "2007", "0.04", **NORTH),
        fact("repeats", "2007", "0.04", **SOUTH),
    ),
    "spread: one region known": lambda: said(
        lambda say, given: say.spread([given], "region"),
        fact("repeats", "2007", "0.05", **NORTH),
        fact("repeats", "2007", None, **SOUTH),
    ),
    "months: lowest and highest": lambda: said(
        lambda say, given: say.months(given[0]),
        fact("on_time", "2007", "0.65"),
        *months("on_time", *["0.65"] * 6, "0.52", *["0.66"] * 4, "0.786"),
    ),
    "months: with gaps": lambda: said(
        lambda say, given: say.months(given[0]),
        fact("on_time", "2007", "0.65"),
        *months("on_time", *["0.65"] * 6, None, None, *["0.66"] * 3, "0.786"),
    ),
}


def _kind(item: Fact, kind: str) -> Fact:
    return _with(item, norm_kind=kind)


def _version(item: Fact, version: int) -> Fact:
    return _with(item, definition_version=version)


def _bounds(item: Fact, low: str, high: str) -> Fact:
    return _with(item, low=Fraction(low), high=Fraction(high))


def _unsure(item: Fact, reason: str, low: str, high: str) -> Fact:
    return _with(_bounds(item, low, high), verdict="undetermined", reason=reason)


def _with(item: Fact, **changed: object) -> Fact:
    return replace(item, **changed)  # type: ignore[arg-type]


def test_every_pattern_reads_as_it_was_approved() -> None:
    """All cases together give the golden texts, one line each."""
    lines = [f"{name} | {tell()}" for name, tell in CASES.items()]

    assert len(lines) >= 40
    check_golden("sentences.txt", "\n".join(lines) + "\n")


def test_every_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    """No case says half a sentence."""
    for name, tell in CASES.items():
        text = tell()

        assert not text or (text[0].isupper() and text.endswith(".")), name
        assert ".." not in text and " ," not in text and "  " not in text, name


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.85", "ruim boven"),
        ("0.8499", "boven"),
        ("0.81", "boven"),
        ("0.8099", "juist boven"),
        ("0.80", "gelijk aan"),
        ("0.7901", "juist onder"),
        ("0.79", "onder"),
        ("0.7501", "onder"),
        ("0.75", "ruim onder"),
    ],
)
def test_distance_changes_at_its_declared_thresholds(value: str, words: str) -> None:
    """For shares, one and five points from the norm are where the words change."""
    told = distance(Fraction(value), Fraction("0.80"), "share")

    assert told == words


def test_numbers_in_sentences_answer_to_their_facts() -> None:
    """Each number is marked with its fact id, and the library remembers which facts it printed."""
    say = sentences()
    workers = fact("on_time", "2007", "0.638", **WORKERS)

    html = str(say.level([workers]))

    assert 'data-fact="on_time@2007/client_group=employee" data-field="prose">63,8\N{NO-BREAK SPACE}procent</a>' in html
    assert list(say.marks.cited) == ["on_time@2007/client_group=employee"]


def test_number_words_reach_twelve() -> None:
    """Counts in running text are words up to twelve, and correct compounds after that."""
    assert [number_word(count) for count in (0, 1, 12, 13, 18, 20, 22, 35, 81)] == [
        "nul",
        "één",
        "twaalf",
        "dertien",
        "achttien",
        "twintig",
        "tweeëntwintig",
        "vijfendertig",
        "eenentachtig",
    ]
    assert len(NUMBER_WORDS) == 13
