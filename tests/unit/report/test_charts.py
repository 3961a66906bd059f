"""Charts: the same bytes every time, gaps where months are missing, shapes that differ without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from etl.model.facts import Fact
from etl.model.programme import Chart, Text
from etl.report.book import FactBook
from etl.report.charts import Charts
from etl.report.charts.shapes import Drawing, scale, units, wrap
from etl.report.environment import environment
from etl.report.marks import Marks
from etl.report.sentences import Sentences

from .golden import check_golden
from .small import content, fact
from .uwv import TEMPLATES

MONTHS = ["0.61", "0.62", "0.60", None, "0.63", "0.61", "0.55", "0.52", "0.64", "0.70", "0.75", "0.79"]
FACTS = [
    fact(
        "on_time", "2007", "0.638", norm=">= 0.80", client_group="employee", low=Fraction("0.62"), high=Fraction("0.65")
    ),
    fact("on_time", "2006", "0.62", client_group="employee"),
    fact("on_time", "2007", "0.815", norm=">= 0.80", client_group="employer"),
    *(
        fact("on_time", f"2007-{month:02d}", value, norm=">= 0.80", client_group="employee")
        for month, value in enumerate(MONTHS, 1)
    ),
    fact("repeats", "2007", "0.138", norm="< 0.05", division="AG"),
    fact("repeats", "2007-H1", "0.186", norm="< 0.05", division="AG"),
    fact("repeats", "2007-H2", "0.09", norm="< 0.05", division="AG"),
    fact("repeats", "2007-H1", "0.059", norm="< 0.05", division="WW"),
    fact("repeats", "2007-H2", "0.027", norm="< 0.05", division="WW"),
    fact("repeats", "2007", "0.116", norm="< 0.05", division="AG", region="NOORD"),
    fact("repeats", "2007", None, division="AG", region="ZUID"),
]
CHARTS = {
    "bullet": Chart(kind="bullet", indicators=("on_time",), by=("client_group",), title=Text(nl="Tijdig")),
    "monthly": Chart(kind="monthly", indicators=("on_time",), by=("client_group",), title=Text(nl="Per maand")),
    "slope": Chart(kind="slope", indicators=("repeats",), by=("division",), title=Text(nl="Halfjaren")),
    "regions": Chart(kind="regions", indicators=("repeats",), by=("division", "region"), title=Text(nl="Regio’s")),
}


def draw(kind: str, *facts: Fact) -> Drawing:
    """The drawing of one kind over some facts."""
    book = FactBook(content(*facts))
    marks = Marks(book)
    return Charts(book, marks, Sentences(book, marks)).draw(CHARTS[kind])


def svg(drawing: Drawing) -> str:
    """The drawing as the templates write it."""
    template = environment(TEMPLATES).get_template("macros/charts.html.j2")
    return str(template.module.svg(drawing))  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_what_it_was(kind: str) -> None:
    """One golden drawing per kind of chart."""
    check_golden(f"chart-{kind}.svg", svg(draw(kind, *FACTS)) + "\n")


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_without_numbers_says_so(kind: str) -> None:
    """Nothing delivered is a figure that says it, not an error and not an empty frame."""
    drawing = draw(kind)

    assert re.search(
        "geen gegevens|niet vast te stellen", " ".join(label.text for label in drawing.labels) + drawing.alt
    )


def test_a_missing_month_is_a_gap() -> None:
    """The line stops before the month without a number and starts again after it."""
    drawing = draw("monthly", *FACTS)

    lines = [mark for mark in drawing.marks if mark.style == "line"]

    assert [mark.d.count("L") for mark in lines] == [2, 7]
    assert "geen cijfer over april" in drawing.alt


def test_a_new_definition_breaks_the_line() -> None:
    """Months by another version are not joined; the picture and its words say from when."""
    facts = [
        replace(found, definition_version=2) if found.period.first % 12 >= 6 and str(found.period) != "2007" else found
        for found in FACTS
    ]

    drawing = draw("monthly", *facts)

    lines = [mark for mark in drawing.marks if mark.style == "line"]
    assert [mark.d.count("L") for mark in lines] == [2, 1, 5]
    assert [mark.style for mark in drawing.marks].count("break") == 1
    assert "vanaf juli een nieuwe definitie" in drawing.alt
    assert "nieuwe definitie" in {label.text for label in drawing.labels}


def test_the_text_alternative_says_what_the_chart_shows() -> None:
    """Values, norm and verdict of each row are in the words."""
    drawing = draw("bullet", *FACTS)

    assert drawing.alt == (
        "Staafdiagram met norm, 2007. Werknemers 63,8% (norm ≥\N{NO-BREAK SPACE}80%, niet gehaald); "
        "Werkgevers 81,5% (norm ≥\N{NO-BREAK SPACE}80%, gehaald)."
    )


def test_verdicts_differ_in_shape() -> None:
    """Without colour, the signs of the four verdicts are four outlines."""
    from etl.report.charts.bullet import symbol

    outlines = set()
    for verdict in ("met", "not_met", "undetermined", "no_norm"):
        drawing = Drawing(height=20)
        symbol(drawing, Fraction(10), Fraction(10), verdict)
        outlines.add(drawing.marks[0].d)

    assert len(outlines) == 4


def test_every_number_in_a_chart_is_declared() -> None:
    """Numbers name their fact, ticks and periods say what they are."""
    for kind in CHARTS:
        for label in draw(kind, *FACTS).labels:
            assert not re.search(r"\d", label.text) or label.fact is not None or label.axis or label.period is not None


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        (["0.61", "0.82"], ["0", "0,2", "0,4", "0,6", "0,8", "1"]),
        (["3", "41"], ["0", "10", "20", "30", "40", "50"]),
        ([], ["0", "0,2", "0,4", "0,6", "0,8", "1"]),
    ],
)
def test_ticks_are_round(values: list[str], ticks: list[str]) -> None:
    """The scale has round steps and contains its values."""
    axis = scale([Fraction(value) for value in values], 0, 100, percent=False, from_zero=True)

    assert [axis.tick_text(value) for value in axis.ticks] == ticks


def test_coordinates_are_written_alike_everywhere() -> None:
    """One decimal, half up, no superfluous zero."""
    assert [units(Fraction(1, 3)), units(2.25), units(4), units(Fraction(-1, 20))] == ["0.3", "2.3", "4", "-0.1"]


def test_a_long_label_is_wrapped_and_cut_visibly() -> None:
    """Two lines at most; what falls off leaves an ellipsis."""
    rows = wrap("Serviceniveau (binnen 60 seconden, van alle aangeboden gesprekken)", 24)

    assert rows == ["Serviceniveau (binnen 60", "seconden, van alle …"]
