"""What nothing was delivered about: one sentence in its place, and no place in the contents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.model.content import Dossier
from etl.model.facts import Coverage, Fact
from etl.model.programme import Chapter, Measure, Programme, Section, Source, Text, Unit
from etl.report import render_html
from etl.report.book import FactBook
from etl.report.openpoints import open_points
from etl.report.plan import Plan, make_plan

from .golden import plain
from .small import PROGRAMME, content, fact, indicator
from .uwv import TEMPLATES

ALERTS = indicator("alerts", "Noodmeldingen", "count", numerator="alerts", decimals=0)
LESSONS = indicator("lessons", "Lessen", "count", numerator="lessons", decimals=0)
REGISTERS = tuple(
    Source.model_validate(
        {"source": name, "key": ["id"], "columns": {"id": "string", "at": "timestamp"}, "required": False}
    )
    for name in ("alerts", "lessons")
)
LEARNING = Chapter(
    chapter="learning",
    title=Text(nl="Leren"),
    sections=(
        Section(section="alerts", title=Text(nl="Nood"), indicators=("alerts",)),
        Section(section="lessons", title=Text(nl="Les"), indicators=("lessons",)),
    ),
)


@pytest.fixture(scope="module")
def programme() -> Programme:
    """The small programme with a chapter of two sections, each on a register that need not be delivered."""
    return PROGRAMME.model_copy(
        update={
            "sources": (*PROGRAMME.sources, *REGISTERS),
            "units": (*PROGRAMME.units, *(Unit(source=name, unit="national") for name in ("alerts", "lessons"))),
            "measures": (*PROGRAMME.measures, *(Measure(measure=name, source=name) for name in ("alerts", "lessons"))),
            "indicators": (*PROGRAMME.indicators, ALERTS, LESSONS),
            "chapters": (*PROGRAMME.chapters, LEARNING),
        }
    )


def missing(name: str) -> Fact:
    """The number of an indicator of which nothing was delivered."""
    return replace(fact("volume", "2007", None), indicator=name, coverage=Coverage(0, 12), reason="not_delivered")


def planned(programme: Programme, *facts: Fact) -> Plan:
    """The plan of a report with these facts."""
    made = content(*facts, programme=programme)
    return make_plan(made, FactBook(made))


def test_a_section_without_deliveries_leaves_the_contents(programme: Programme) -> None:
    """The other section keeps its chapter; the chapter says in one sentence what it does not tell."""
    facts = (replace(fact("volume", "2007", "12"), indicator="alerts"), missing("lessons"))

    part = planned(programme, *facts).part("learning")
    text = plain(render_html(content(*facts, programme=programme), TEMPLATES, "learning").split("</style>")[1])

    assert [heading.title for heading in part.sections] == ["Nood", "Conclusies"]
    assert text.count("Over ‘Les’ zijn over 2007 geen gegevens geleverd; daarover staat hier geen paragraaf.") == 1


def test_a_chapter_without_deliveries_leaves_the_contents(programme: Programme) -> None:
    """The introduction says so in one sentence, the numbers of chapters close up, and no conclusions are asked for."""
    facts = (missing("alerts"), missing("lessons"))
    made = content(*facts, programme=programme)

    plan = planned(programme, *facts)
    text = plain(render_html(made, TEMPLATES, "introduction").split("</style>")[1])

    assert [(part.number, part.title) for part in plan.body if part.kind == "chapter"] == [
        ("1", "Samenvatting"), ("2", "Inleiding"), ("3", "Dienstverlening"), ("4", "Overige indicatoren"),
    ]  # fmt: skip
    assert (
        text.count("Over ‘Leren’ zijn over 2007 geen gegevens geleverd; dit rapport bevat daarover geen hoofdstuk.")
        == 1
    )
    assert not [point for point in open_points(made) if "Leren" in point or "learning" in point]


def test_a_number_without_cases_is_told(programme: Programme) -> None:
    """Delivered and empty is not missing: the section stays and says that there were no cases."""
    nothing = replace(missing("alerts"), coverage=Coverage(12, 12), reason="empty_denominator")

    part = planned(programme, nothing, missing("lessons")).part("learning")

    assert [heading.title for heading in part.sections] == ["Nood", "Conclusies"]


def test_what_must_be_delivered_is_told_also_when_it_is_missing(programme: Programme) -> None:
    """Required sources keep their sections, each number with the reason why it is not there."""
    gone = replace(fact("on_time", "2007", None), coverage=Coverage(0, 12), reason="not_delivered")

    plan = planned(programme, gone, missing("alerts"), missing("lessons"))

    assert [heading.title for heading in plan.part("service").sections] == ["Wachten", "Conclusies"]
    assert plan.silent["service"] == ()


def test_a_section_may_have_a_text_of_the_analyst(programme: Programme) -> None:
    """What no number tells stands under the findings of its section, checked like every text."""
    told = replace(fact("volume", "2007", "12"), indicator="alerts")
    texts = {"learning.alerts.md": 'De knop is beproefd ({{ quote("STUK-12") }}).'}
    made = content(told, missing("lessons"), programme=programme, dossier=Dossier(texts=texts))

    text = plain(render_html(made, TEMPLATES, "learning").split("</style>")[1])

    assert text.index("Noodmeldingen") < text.index("De knop is beproefd (STUK-12).") < text.index("Conclusies")


def test_a_text_without_a_section_is_an_open_point(programme: Programme) -> None:
    """A text of a section that left the contents, or with a slip of the pen in its name, is not quietly lost."""
    told = replace(fact("volume", "2007", "12"), indicator="alerts")
    texts = {"learning.alerts.md": "a", "learning.lessons.md": "b", "learning.alarms.md": "c", "learning.md": "d"}
    made = content(told, missing("lessons"), programme=programme, dossier=Dossier(texts=texts))

    points = [point for point in open_points(made) if "hoort bij geen paragraaf" in point]

    assert points == [
        "De tekst learning.alarms.md hoort bij geen paragraaf van dit rapport.",
        "De tekst learning.lessons.md hoort bij geen paragraaf van dit rapport.",
    ]
