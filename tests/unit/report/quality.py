"""Quality dossiers for tests: the report on 2007 with checks of every outcome, or with as many checks as asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from etl.model.acceptance import Acceptance
from etl.model.checks import CheckResult
from etl.model.content import ReportContent
from etl.model.contract import Text
from etl.model.deliveries import Landed
from etl.model.period import Period
from etl.pipeline.quality_file import quality_json
from etl.report.dossier import Earlier, QualityContent

from . import uwv

MISSING = ("callback_requests", "AG-WEST")
LATE, AFTER_TERM = ("kcc_survey", "2007-09"), "2007-12-20T09:00:00+01:00"
SEEN = {"C6": ("37/59874", "<= 0.0001"), "C9": ("12/59874", "0"), "R6": ("2", "0")}


def checks() -> tuple[CheckResult, ...]:
    """Those of the report, with what was seen in the notation of a run."""
    return tuple(
        replace(check, observed=seen, expected=asked)
        for check in uwv.checks()
        for seen, asked in [SEEN.get(check.code, ("" if check.passed is None else f"0/{check.rows}", "0"))]
    )


def many_checks(count: int) -> tuple[CheckResult, ...]:
    """So many checks: a hundred rules, each on many columns, with texts as long as those of real rules.

    Real rules have 280 signs of SQL and 90 to 190 of each other text on average, in which their column is named.
    """
    made = []
    for place in range(count):
        number, column = place % 100, f"some_column_{place // 100}"
        made.append(
            replace(
                checks()[2] if place % 10 == 0 else checks()[1],
                code=f"C{number}",
                column=column,
                title=_long(45, number, column),
                why=_long(90, number, column),
                action=_long(75, number, column),
                rule=f"{number} {column} in (select ... from kcc_calls) and ".ljust(280, "x"),
                observed=f"{place}/59874" if place % 10 == 0 else "0/59874",
            )
        )
    return tuple(made)


def _long(signs: int, number: int, column: str) -> Text:
    return Text(
        nl=f"Regel {number} over {column} ".ljust(signs, "n"), en=f"Rule {number} on {column} ".ljust(signs, "e")
    )


def answer(check: CheckResult, reason: str = "De centrale stond op 3 mei stil; zie het logboek.") -> Acceptance:
    """J. de Vries answers for a warning."""
    at = datetime(2008, 2, 1, 12, tzinfo=UTC)
    return Acceptance(
        "uwv_telephone", "2007", check.check_id, "J. de Vries", reason, at, check.rule, check.observed, ("a" * 64,)
    )


def landed(content: ReportContent) -> list[Landed]:
    """The deliveries of the report; one came after its term."""
    return [
        Landed(
            source=line.source,
            unit=line.unit,
            month=line.month,
            part="",
            file=line.file,
            sha256=line.sha256,
            size=1,
            lines=line.rows + line.rejected,
            rows=line.rows,
            rejected=line.rejected,
            months=(line.month,),
            path="",
            extracted_at=AFTER_TERM if (line.source, line.month) == LATE else "",
        )
        for line in content.deliveries
    ]


def dossier_of(results: Sequence[CheckResult], answered: Sequence[str] = (), editions: int = 2) -> QualityContent:
    """The dossier of an edition with these checks; `answered` are check ids, `editions` came before."""
    acceptances = {check.check_id: answer(check) for check in results if check.check_id in answered}
    content = replace(uwv.content(), checks=tuple(results), acceptances=acceptances)
    text = quality_json(results, content.facts, content.programme, "2007", acceptances)
    arrived = landed(content)
    given = {(item.source, item.unit, item.month) for item in arrived}
    months = [
        {"source": unit.source, "unit": unit.unit, "month": month, "grade": grade}
        for unit in content.programme.units
        for month in Period.parse("2007").months
        for grade in ["record" if (unit.source, unit.unit, month) in given else ""]
    ]
    before = [
        Earlier(
            Period.parse("2007"),
            number,
            {check.check_id: (f"{number}/59874", False, number, 59874) for check in results if check.passed is False},
        )
        for number in range(1, editions + 1)
    ]
    return QualityContent(content, json.loads(text)["checks"], arrived, months, before)
