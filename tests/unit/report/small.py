"""A programme of a few indicators and a maker of facts, for tests that want every literal in sight."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from etl.model.content import Dossier, EditionMark, ReportContent
from etl.model.facts import Coverage, Fact
from etl.model.numbers import printed
from etl.model.period import Period
from etl.model.programme import Chapter, Chart, Indicator, Measure, Norm, Programme, Section, Source, Text, Unit
from etl.report.book import FactBook
from etl.report.marks import Marks
from etl.report.sentences import Sentences

YEAR = Period.parse("2007")
OPERATORS = {">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b}


def indicator(name: str, title: str, unit: str = "share", **more: Any) -> Indicator:
    """An indicator with sensible parts for its unit."""
    parts: dict[str, Any] = {
        "decimals": 1,
        "numerator": "hits",
        "by": ((), ("client_group",), ("division",), ("division", "region")),
    }
    if unit in ("share", "ratio", "mean"):
        parts["denominator"] = "calls"
    if unit == "per_working_day":
        parts["divisor"] = "weekdays"
    return Indicator(indicator=name, title=Text(nl=title), unit=unit, **{**parts, **more})  # type: ignore[arg-type]


PROGRAMME = Programme(
    programme="small",
    title=Text(nl="Telefonie van de dienst"),
    inspected_body="de dienst",
    units=(Unit(source="calls", unit="national"),),
    sources=(
        Source(
            source="calls",
            key=("call_id",),
            columns={"call_id": "string", "at": "timestamp"},
            title=Text(nl="Gesprekken"),
        ),
    ),  # type: ignore[arg-type]
    dimensions={
        "client_group": {"employee": Text(nl="werknemers"), "employer": Text(nl="werkgevers")},
        "division": {"WW": Text(nl="divisie WW"), "AG": Text(nl="divisie AG")},
        "region": {
            "NOORD": Text(nl="regio Noord"),
            "ZUID": Text(nl="regio Zuid"),
            "onbekend": Text(nl="regio onbekend"),
        },
    },
    caveats={"late": Text(nl="De klok begint pas na de keuze in het menu.")},
    measures=(
        Measure(measure="hits", source="calls", title=Text(nl="tijdige gesprekken")),
        Measure(measure="calls", source="calls", title=Text(nl="gesprekken")),
    ),
    indicators=(
        indicator("on_time", "Tijdig geholpen", caveats=("late",), better="higher"),
        indicator("repeats", "Opnieuw gebeld", better="lower"),
        indicator("volume", "Aantal gesprekken", "count", decimals=0),
        indicator("grade", "Rapportcijfer", "mean", sample=True, spread="hits", range=(1, 10)),
        indicator("happy", "Tevreden klanten", sample=True),
        indicator("per_day", "Gesprekken per dag", "per_working_day", decimals=0),
        indicator("intensity", "Klachten per gesprek", "ratio", decimals=0, print_as="one_in"),
        indicator("promised", "Binnen een dag teruggebeld"),
    ),
    norms=(
        Norm(
            indicator="on_time",
            operator=">=",
            value=Decimal("0.80"),
            where={"client_group": ("any",)},
            valid_from=date(2007, 1, 1),
            source="brief 1",
        ),
        Norm(indicator="repeats", operator="<", value=Decimal("0.05"), where={"division": ("any",)}),
        Norm(indicator="grade", operator=">=", value=Decimal("6.5"), kind="target"),
        Norm(indicator="promised", operator=">=", text=Text(nl="De klant is een telefoontje binnen een dag beloofd.")),
    ),
    chapters=(
        Chapter(
            chapter="service",
            title=Text(nl="Dienstverlening"),
            sections=(
                Section(
                    section="waiting",
                    title=Text(nl="Wachten"),
                    indicators=("on_time", "volume"),
                    charts=(
                        Chart(
                            kind="bullet",
                            indicators=("on_time",),
                            by=("client_group",),
                            title=Text(nl="Tijdig geholpen"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
REST = ("repeats", "grade", "happy", "per_day", "intensity", "promised")


def fact(
    name: str,
    period: str,
    value: str | None,
    *,
    norm: str | None = None,
    coverage: tuple[int, int] = (12, 12),
    **more: Any,
) -> Fact:
    """A fact of the small programme; `norm` is written `>= 0.80`; dimensions are keywords."""
    scope = {key: str(more.pop(key)) for key in ("client_group", "division", "region") if key in more}
    defined = next(item for item in PROGRAMME.indicators if item.indicator == name)
    exact = None if value is None else Fraction(value)
    parts: dict[str, Any] = {}
    if norm is not None:
        operator, bound = norm.split()
        parts = {"norm_kind": "norm", "norm_operator": operator, "norm_value": Fraction(bound)}
        parts["verdict"] = (
            "undetermined" if exact is None else "met" if OPERATORS[operator](exact, Fraction(bound)) else "not_met"
        )
    shown = printed(exact, defined.print_as or defined.unit, defined.decimals, parts.get("norm_value"))
    return Fact(
        name,
        1,
        Period.parse(period),
        scope,
        defined.unit,
        defined.decimals,
        value=exact,
        printed=shown,
        coverage=Coverage(*coverage),
        **{**parts, **more},
    )


def content(*facts: Fact, period: str = "2007", programme: Programme = PROGRAMME, **more: Any) -> ReportContent:
    """A report content around some facts."""
    given: dict[str, Any] = {
        "programme": programme,
        "period": Period.parse(period),
        "facts": tuple(facts),
        "checks": (),
        "deliveries": (),
        "dossier": Dossier(),
        "edition": EditionMark(1),
        "as_of": datetime(2008, 1, 1, tzinfo=UTC),
        "facts_sha256": "ab" * 32,
        "definitions_sha256": "cd" * 32,
        "software_version": "0.1.0",
    }
    return ReportContent(**{**given, **more})


def sentences(*facts: Fact, period: str = "2007") -> Sentences:
    """The sentence library over some facts."""
    book = FactBook(content(*facts, period=period))
    return Sentences(book, Marks(book))
