"""Known disagreements: figures that somebody else published and that differ from ours, as the programme lists them."""

from __future__ import annotations

from etl.model.content import ReportContent
from etl.model.period import Period
from etl.model.programme import Disagreement


def disagreements(content: ReportContent) -> tuple[Disagreement, ...]:
    """Those about this report: figures beside one of its facts, and figures of its period that no record can give."""
    facts = {fact.fact_id for fact in content.facts}
    return tuple(
        item
        for item in content.programme.disagreements
        if (item.fact_id in facts if item.fact_id else content.period.contains(Period.parse(item.period)))
    )
