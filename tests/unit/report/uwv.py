"""A realistic report content for 2007, made of counts: months add up to halves and years, shares follow from counts.

The levels are those of the published report; the division over months is invented, evenly within a half-year with a
fixed ripple, so that a month can be told from its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from etl.definitions import load_programme
from etl.model.checks import CheckResult
from etl.model.content import DeliveryLine, Dossier, EditionMark, ReportContent
from etl.model.facts import Coverage, Fact, Verdict
from etl.model.numbers import printed
from etl.model.period import Period
from etl.model.programme import Indicator, Norm, Programme, Text

TEMPLATES = Path(__file__).parents[3] / "report_templates"
RIPPLE = (-3, 2, 1, -2, 3, -4, 4, -1, -2, 2, 1, -1)  # sums to zero over each half-year
REGIONS = ("NOORD", "OOST", "MIDDEN", "WEST", "ZUIDWEST", "ZUID")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Series:
    """One indicator in one scope: monthly denominators, and the share of numerators per half-year and year before."""

    indicator: str
    scope: dict[str, str]
    volume: int
    first: str
    second: str
    before: str | None = None
    covered: int = 12
    ripple: str = "0.004"


def _callbacks() -> Iterable[Series]:
    """Repeats and timeliness per division and region; two regions of AG bring no totals for the 24 hours."""
    for place, region in enumerate(REGIONS):
        lift = Fraction(place - 2, 100)
        for division, volume, first, second in (
            ("WW", 12583, Fraction(59, 1000), Fraction(27, 1000)),
            ("AG", 20833, Fraction(186, 1000), Fraction(90, 1000)),
        ):
            scope = {"division": division, "region": region}
            yield Series("callback_requests", scope, volume // 6, "1", "1", "1")
            yield Series(
                "repeat_callback_rate", scope, volume // 6, str(first * (1 + lift * 8)), str(second * (1 + lift * 8))
            )
            yield Series(
                "callback_complaint_rate",
                scope,
                volume // 6,
                "0.0010" if division == "WW" else "0.0032",
                "0.0010" if division == "WW" else "0.0032",
                ripple="0",
            )
        yield Series(
            "callback_within_2h",
            {"division": "WW", "region": region},
            12583 // 6,
            str(Fraction(85, 100) + lift),
            str(Fraction(91, 100) + lift),
        )
        yield Series(
            "callback_within_24h",
            {"division": "AG", "region": region},
            20833 // 6,
            str(Fraction(575, 1000) + lift),
            str(Fraction(875, 1000) + lift),
            covered=0 if region in ("WEST", "ZUID") else 12,
        )


def series() -> list[Series]:
    """Everything that the fixture states."""
    worker, firm = {"client_group": "employee"}, {"client_group": "employer"}
    ww, ag = {"division": "WW"}, {"division": "AG"}
    return [
        Series("call_volume", worker, 425000, "1", "1", "1.16"),
        Series("call_volume", firm, 75000, "1", "1", "1.16"),
        Series("reachability", worker, 425000, "0.921", "0.929", "0.925"),
        Series("reachability", firm, 75000, "0.966", "0.974", "0.952"),
        Series("service_level_60s_offered", worker, 417000, "0.613", "0.663"),
        Series("service_level_60s_offered", firm, 74000, "0.806", "0.824"),
        Series("service_level_60s_answered", worker, 386000, "0.664", "0.716"),
        Series("service_level_60s_answered", firm, 72000, "0.822", "0.845"),
        Series("first_contact_resolution", {}, 300000, "0.872", "0.888", "0.85"),
        Series("callback_share", {}, 300000, "0.114", "0.108"),
        Series("csat_top2", worker, 1700, "0.690", "0.710", ripple="0.015"),
        Series("csat_top2", firm, 1000, "0.595", "0.605", ripple="0.02"),
        Series("csat_very_dissatisfied", worker, 1700, "0.066", "0.062"),
        Series("csat_answer_insufficient", firm, 1000, "0.41", "0.39"),
        Series("csat_expertise_insufficient", firm, 1000, "0.51", "0.49"),
        Series("grade_mean", {}, 2600, "6.6", "6.7", ripple="0.05"),
        Series("survey_invitation_share", worker, 425000, "0.0667", "0.0667"),
        Series("survey_invitation_share", firm, 75000, "0.3333", "0.3333"),
        Series("survey_acceptance_share", {}, 53000, "0.2", "0.2"),
        Series("survey_respondents_per_day", {}, 2718, "1", "1"),
        Series("quality_content_errorfree", {}, 820, "0.885", "0.925", ripple="0.006"),
        Series("quality_technique_errorfree", {}, 820, "0.94", "0.96", ripple="0.006"),
        Series("kcc_complaints", {}, 51, "1", "1"),
        Series("complaint_intensity_kcc", {}, 463000, "0.00011", "0.00011", ripple="0"),
        Series("callback_requests", ww, 12583, "1", "1", "1"),
        Series("callback_requests", ag, 20833, "1", "1", "1"),
        Series("callback_requests_per_day", ww, 12583, "1", "1"),
        Series("callback_requests_per_day", ag, 20833, "1", "1"),
        Series("callback_within_2h", ww, 12583, "0.85", "0.91", ripple="0.01"),
        Series("callback_within_24h", ag, 13889, "0.575", "0.875", covered=8, ripple="0.02"),
        Series("repeat_callback_rate", ww, 12583, "0.059", "0.027", ripple="0.003"),
        Series("repeat_callback_rate", ag, 20833, "0.186", "0.09", ripple="0.006"),
        Series("repeat_callback_rate", firm, 3100, "0.12", "0.08", covered=9),
        Series("repeat_callbacks_per_day", ww, 541, "1", "1"),
        Series("repeat_callbacks_per_day", ag, 2875, "1", "1"),
        Series("callback_complaints", ww, 12, "1.05", "1.05", ripple="0"),
        Series("callback_complaints", ag, 66, "1.008", "1.008", ripple="0"),
        Series("callback_complaint_rate", ww, 12583, "0.001", "0.001", ripple="0"),
        Series("callback_complaint_rate", ag, 20833, "0.0032", "0.0032", ripple="0"),
        *_callbacks(),
    ]


def monthly(line: Series, year: int = 2007) -> dict[int, tuple[Fraction, Fraction]]:
    """Month number → (numerator, denominator): what was counted."""
    counts = {}
    for month in range(12):
        if year == 2006 and line.before is None:
            continue
        level = Fraction(line.before or "0") if year == 2006 else Fraction(line.first if month < 6 else line.second)
        denominator = Fraction(line.volume)
        numerator = denominator * (level + Fraction(line.ripple) * RIPPLE[month] / 4)
        counts[year * 12 + month] = (Fraction(round(numerator)), denominator)
    return counts


def _norm(programme: Programme, indicator: Indicator, scope: dict[str, str], period: Period) -> Norm | None:
    for norm in programme.norms:
        if (
            norm.indicator == indicator.indicator
            and norm.value is not None
            and norm.in_scope(scope)
            and norm.holds_in(period.start, period.end)
        ):
            return norm
    return None


def _verdict(low: Fraction, high: Fraction, norm: Norm) -> Verdict:
    bound = Fraction(norm.value or 0)
    judge = {
        ">=": lambda v: v >= bound,
        ">": lambda v: v > bound,
        "<=": lambda v: v <= bound,
        "<": lambda v: v < bound,
    }[norm.operator]
    if judge(low) != judge(high):
        return "undetermined"
    return "met" if judge(low) else "not_met"


def make_fact(programme: Programme, line: Series, period: Period) -> Fact:
    """One fact of a series, with coverage, bounds, norm and verdict."""
    indicator = next(item for item in programme.indicators if item.indicator == line.indicator)
    units = 6 if line.indicator == "callback_within_24h" and "region" not in line.scope else 1
    counts = {**monthly(line, 2006), **monthly(line)}
    months = [counts[number] for number in range(period.first, period.last + 1) if number in counts]
    given = Fraction(line.covered, 12) if months else Fraction(0)
    expected = len(period.months) * units
    coverage = Coverage(int(expected * given), expected, grades=("record",) if given else ())
    norm = _norm(programme, indicator, line.scope, period)
    bound = Fraction(norm.value) if norm is not None and norm.value is not None else None
    fact = Fact(
        line.indicator,
        indicator.version,
        period,
        line.scope,
        indicator.unit,
        indicator.decimals,
        coverage=coverage,
        norm_kind=norm.kind if norm else "",
        norm_operator=norm.operator if norm else "",
        norm_value=bound,
        verdict="undetermined" if norm else "no_norm",
        reason="not_delivered",
        caveats=indicator.caveats,
    )
    if not months or not given:
        return fact
    return _with_value(fact, indicator, norm, months, given)


def _with_value(
    fact: Fact, indicator: Indicator, norm: Norm | None, months: list[tuple[Fraction, Fraction]], given: Fraction
) -> Fact:
    """The fact with its number, its bounds and the verdict that follows."""
    numerator = sum((top for top, _ in months), Fraction(0))
    denominator = sum((bottom for _, bottom in months), Fraction(0))
    days = 261 if len(months) == 12 else Fraction(261, 12) * len(months)
    value = {"count": numerator, "per_working_day": numerator / days}.get(indicator.unit, numerator / denominator)
    low, high, notes = _bounds(indicator, value, denominator, given, fact.coverage.expected > 12)
    unit = "one_in" if indicator.print_as == "one_in" else indicator.unit
    differ = (low, high) != (value, value)
    return replace(
        fact,
        numerator=numerator,
        denominator=denominator if indicator.denominator else None,
        value=value,
        printed=printed(value, unit, indicator.decimals, fact.norm_value),
        low=low if differ else None,
        high=high if differ else None,
        notes=notes,
        verdict=_verdict(low, high, norm) if norm else "no_norm",
        reason="",
    )


def _bounds(
    indicator: Indicator, value: Fraction, denominator: Fraction, given: Fraction, regional: bool
) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    """Lowest and highest value, and what to say about missing regions."""
    if indicator.sample:
        margin = Fraction(98, 100) / Fraction(round(float(denominator) ** 0.5 * 1000), 1000)
        return max(value - margin, Fraction(0)), value + margin, ()
    if given == 1:
        return value, value, ()
    room = 1 / given - 1
    note = "Dit cijfer berust op vier van de zes regio’s; twee regio’s hebben geen totaalcijfers geleverd."
    return value / (1 + room), min((value + room) / (1 + room), Fraction(1)), (note,) if regional else ()


def checks() -> tuple[CheckResult, ...]:
    """Some checks of each outcome."""

    def check(
        code: str, table: str, title: str, severity: str, failed: int, passed: bool | None, column: str = ""
    ) -> CheckResult:
        return CheckResult(
            code,
            table,
            column,
            severity,
            Text(nl=title),
            "row",
            Text(nl="Een afwijking maakt de uitkomst onbetrouwbaar."),  # type: ignore[arg-type]
            Text(nl="Vraag de leverancier om een verbeterde levering."),
            59874,
            failed,
            f"{failed} van 59.874 regels",
            "geen afwijkende regels",
            passed,
            "" if passed is not None else "de kolom is niet geleverd",
        )

    return (
        check("A3", "kcc_calls", "Elk gesprek heeft een eigen kenmerk", "block", 0, True, "call_id"),
        check("C1", "kcc_calls", "Tijdstippen staan in de juiste volgorde", "block", 0, True),
        check("C6", "kcc_calls", "Een wachttijd duurt hoogstens twee uur", "warn", 37, False),
        check("C9", "kcc_calls", "Vestiging Almere beantwoordt werkgevers", "inform", 12, False),
        check("S8", "kcc_survey", "Er zijn ten minste 100 respondenten per klantgroep", "warn", 0, True),
        check("R6", "callback_requests", "Alle zes regio’s van een divisie hebben geleverd", "warn", 2, False),
        check("R11", "callback_requests", "Een herhaald verzoek heeft hetzelfde onderwerp", "inform", 0, None, "topic"),
        check("K5", "complaints", "Klachtsignalen tellen niet als klacht", "block", 0, True),
    )


def deliveries() -> tuple[DeliveryLine, ...]:
    """A delivery per source and month, and per region for the callbacks."""
    lines = []
    for month in Period.parse("2007").months:
        units = [
            ("kcc_calls", "national", 5000),
            ("kcc_survey", "national", 270),
            ("kcc_quality", "national", 82),
            ("ict_incidents", "national", 7),
            ("complaints", "national", 133),
        ]
        units += [
            ("callback_requests", f"{division}-{region}", 300)
            for division in ("AG", "WW")
            for region in REGIONS
            if (division, region) not in (("AG", "WEST"), ("AG", "ZUID"))
        ]
        for source, unit, rows in units:
            name = f"{source}/{month}" + (f"__{unit}" if unit != "national" else "") + ".csv"
            lines.append(
                DeliveryLine(
                    source,
                    unit,
                    month,
                    "",
                    name,
                    sha256(name.encode()).hexdigest(),
                    rows,
                    1 if source == "kcc_calls" else 0,
                    0,
                )
            )
    return tuple(lines)


LETTER = {
    "organisatie": "Inspectie Werk en Inkomen",
    "onderdeel": "Toezicht UWV",
    "bezoekadres": ["Wilhelmina van Pruisenweg 52", "2595 AN Den Haag"],
    "postadres": ["Postbus 11563", "2502 AN Den Haag"],
    "telefoon": "(070) 304 44 44",
    "website": "www.iwiweb.nl",
    "geadresseerde": [
        "De minister van Sociale Zaken en Werkgelegenheid",
        "De heer mr. J.P.H. Donner",
        "Postbus 90801",
        "2509 LV DEN HAAG",
    ],
    "rubricering": "Openbaar",
    "datum": "15 mei 2008",
    "kenmerk": "2008/1258",
    "onderwerp": "Telefonische dienstverlening UWV in 2007",
    "aanhef": "Geachte heer Donner,",
    "functie": "Plv. inspecteur-generaal",
    "ondertekenaar": "mr. H. Zeilstra",
    "vervolg": (
        "Wij houden de ontwikkeling van het terugbellen en van de wachttijd in het oog en berichten u daarover na "
        "afloop van 2008 opnieuw."
    ),
    "overleg": (
        "Medewerkers van UWV hebben een concept van dit rapport gelezen en op feitelijke juistheid beoordeeld. Waar "
        "dat nodig was, is de tekst verduidelijkt."
    ),
    "reactie_bestuur": (
        "De Raad van Bestuur heeft per brief laten weten dat hij zich in het rapport herkent en dat hij aan de "
        "genoemde voorwaarden werkt."
    ),
}
TEXTS = {path.name: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "dossier").glob("*.md"))}


def content(
    period: str = "2007",
    *,
    empty: bool = False,
    final: bool = False,
    programme: Programme | None = None,
    dossier: Dossier | None = None,
) -> ReportContent:
    """The 2007 report; `empty` states every fact as missing, `final` fills the dossier."""
    used = programme or load_programme("uwv_telephone").programme
    main = Period.parse(period)
    periods = (main, *main.parts(), main.year_before())
    known = {indicator.indicator for indicator in used.indicators}
    lines = [replace(line, covered=0) if empty else line for line in series() if line.indicator in known]
    facts = sorted((make_fact(used, line, item) for line in lines for item in periods), key=lambda fact: fact.fact_id)
    return ReportContent(
        programme=used,
        period=main,
        facts=tuple(facts),
        checks=() if empty else checks(),
        deliveries=() if empty else deliveries(),
        dossier=dossier or (Dossier(LETTER, TEXTS) if final else Dossier()),
        edition=EditionMark(1, None, "final" if final else "draft"),
        as_of=datetime(2008, 1, 1, tzinfo=AMSTERDAM),
        facts_sha256=sha256(b"facts").hexdigest(),
        definitions_sha256=sha256(b"definitions").hexdigest(),
        software_version="0.1.0",
        demo=None if final else {"random_state": 2007, "scale": 0.01, "years": [2006, 2007]},
    )
