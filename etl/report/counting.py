"""Counts of things in this report: verdicts, deliveries, lines, checks. Printed by key, so that each can be redone."""

from __future__ import annotations

from etl.model.content import ReportContent
from etl.report.book import FactBook
from etl.report.quality import Quality
from etl.report.tables import verdict_counts


def tally(content: ReportContent, book: FactBook) -> dict[str, int]:
    """Every count that the report may print, by key; per source `rows.kcc_calls`, per shared rule `together.A3`."""
    verdicts = verdict_counts(book)
    quality = Quality(content)
    outcomes = quality.outcomes
    applied = sum(outcomes.values()) - outcomes["not_applicable"]
    counts = {
        **verdicts,
        "judged": verdicts["met"] + verdicts["not_met"] + verdicts["undetermined"],
        "deliveries": len(content.deliveries),
        "rows": sum(line.rows for line in content.deliveries),
        "rejected": sum(line.rejected for line in content.deliveries),
        "masked": sum(line.masked for line in content.deliveries),
        "checks": applied,
        "passed": outcomes["passed"],
        "failed": applied - outcomes["passed"],
    }
    counts |= {f"together.{line.code}": line.rows for _, lines in quality.tables for line in lines if line.places}
    for line in quality.sources:
        for name in ("deliveries", "rows", "rejected", "checks", "failed"):
            counts[f"{name}.{line.source}"] = getattr(line, name)
    return counts
