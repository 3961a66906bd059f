"""What a draft still lacks: the list that stands in it, and that keeps it from being final."""

from __future__ import annotations

from etl.model.content import ReportContent
from etl.report.book import FactBook
from etl.report.letter import NEEDED, read_letter
from etl.report.plan import told_chapters

JUDGEMENT = "oordeel.md"


def open_points(content: ReportContent) -> list[str]:
    """Dutch sentences, in the order in which a reader meets them; empty when nothing is open."""
    points = []
    texts = {name for name, text in content.dossier.texts.items() if text.strip()}
    if JUDGEMENT not in texts:
        points.append(f"Het oordeel van de inspectie ontbreekt ({JUDGEMENT}).")
    points += [
        f"De conclusies van het hoofdstuk ‘{chapter.title.nl}’ ontbreken ({chapter.chapter}.md)."
        for chapter in told_chapters(FactBook(content))
        if f"{chapter.chapter}.md" not in texts
    ]
    points += [
        f"De tekst {name} hoort bij geen paragraaf van dit rapport." for name in sorted(_homeless(content, texts))
    ]
    points += [f"In de brief ontbreekt {NEEDED[key]} (brief.yml, {key})." for key in read_letter(content).missing]
    points += [
        f"Waarschuwing {check.check_id} is nog door niemand aanvaard: {check.title.nl.rstrip('.')}."
        for check in content.open_warnings
    ]
    if any(fact.provisional for fact in content.facts):
        points.append("Het rapport bevat voorlopige cijfers.")
    return points


def _homeless(content: ReportContent, texts: set[str]) -> set[str]:
    """The texts of sections (`<chapter>.<section>.md`) that the report does not have, so that none is quietly lost."""
    chapters = told_chapters(FactBook(content))
    homes = {f"{chapter.chapter}.{section.section}.md" for chapter in chapters for section in chapter.sections}
    return {name for name in texts if name.removesuffix(".md").count(".") == 1} - homes
