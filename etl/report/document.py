"""From content to HTML: part by part, each from its own template, in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markupsafe import Markup

from etl.model.content import ReportContent
from etl.model.errors import Problem, UsageError, did_you_mean
from etl.report import dutch, marks, phrases, tables
from etl.report.book import FactBook
from etl.report.charts import Charts
from etl.report.deliveries import unit_text
from etl.report.disagreements import disagreements
from etl.report.environment import environment
from etl.report.findings import Findings
from etl.report.glyphs import check_glyphs
from etl.report.letter import FILE as LETTER
from etl.report.letter import read_letter
from etl.report.marks import Marks
from etl.report.markup import read_html
from etl.report.notes import Notes
from etl.report.numerals import Resolver, check_html
from etl.report.openpoints import open_points
from etl.report.passages import Passages, dutch_number
from etl.report.plan import Part, Plan, make_plan, month_tables, regional
from etl.report.quality import OUTCOMES
from etl.report.rosters import Rosters
from etl.report.sentences import Sentences
from etl.report.texts import Texts

SCREEN_STYLES = ("text", "letter", "front", "tables", "screen")


class Document:
    """One report while it is written. Parts are rendered once, the annexes last: they list what the body printed."""

    def __init__(self, content: ReportContent, templates: Path) -> None:
        self.content, self.templates = content, templates
        self.book = FactBook(content)
        self.marks = Marks(self.book)
        self.plan: Plan = make_plan(content, self.book)
        self.env = environment(templates)
        self.sentences = Sentences(self.book, self.marks)
        self.shared = self._shared()

    def _shared(self) -> dict[str, Any]:
        """The names that every template knows."""
        book, content, plan = self.book, self.content, self.plan
        words = Passages(content, book, self.sentences)
        chapters = {part.key: part.chapter for part in plan.parts if part.chapter is not None}
        return {
            "content": content,
            "book": book,
            "plan": plan,
            "programme": content.programme,
            "main": book.main,
            "number": self.marks.number,
            "cell": marks.cell,
            "cite_cell": marks.cite_cell,
            "cited": self.marks.cited,
            "anchor": self.marks.anchor,
            "cite": marks.cite,
            "period": marks.period,
            "count": words.count,
            "structure": marks.structure,
            "say": self.sentences,
            "words": words,
            "charts": Charts(book, self.marks, self.sentences),
            "letter": read_letter(content),
            "letter_text": self._letter_text,
            "texts": self._text,
            "open_points": open_points(content),
            "quality": words.quality,
            "outcomes": OUTCOMES,
            "counts": words.tally,
            "thresholds": phrases.thresholds(),
            "chapters": chapters,
            "dutch_number": dutch_number,
            "month_tables": month_tables(plan, book),
            "disagreements": disagreements(content),
            "rosters": Rosters(book),
            "regional": lambda chapter: tables.region_table(book, regional(book, chapter)),
            "has_part": {part.key for part in plan.parts}.__contains__,
            "dutch": dutch,
            "tables": tables,
            "unit_text": unit_text,
            "phrases": phrases,
            "as_of": dutch.date_text(content.as_of.date()),
        }

    def _text(self, name: str) -> Markup | None:
        """A checked text of the dossier, or None when it was not written."""
        source = self.content.dossier.texts.get(name, "")
        return Texts(self.book, self.marks).render(name, source) if source.strip() else None

    def _letter_text(self, field: str) -> Markup:
        """A text of the letter, checked like the analyst's texts."""
        return Texts(self.book, self.marks).render(f"{LETTER} ({field})", read_letter(self.content).texts[field])

    def render_part(self, part: Part) -> Markup:
        """One part as HTML."""
        notes = Notes(self.book, self.sentences)
        findings = Findings(self.book, self.sentences, notes)
        template = self.env.get_template(f"parts/{part.template}.html.j2")
        return Markup(template.render(self.shared, part=part, notes=notes, findings=findings))  # noqa: S704 - autoescaped

    def render_parts(self, wanted: Callable[[Part], bool] = lambda _: True) -> Markup:
        """The parts that are wanted, in order."""
        return Markup("\n").join([self.render_part(part) for part in self.plan.parts if wanted(part)])

    def page(self, body: Markup, template: str) -> str:
        """A whole HTML document around some parts."""
        return self.env.get_template(template).render(self.shared, body=body)

    def check(self, root: Element) -> None:
        """Stop on a numeral that answers to nothing.

        Raises:
            ContractError: with every such numeral and its surroundings.
        """
        check_html(root, Resolver(self.content, self.book))


def full_html(content: ReportContent, templates: Path) -> str:
    """The document that is printed, checked. Paths in it are relative to the template folder.

    Raises:
        ContractError: HTML that is not well-formed, or a numeral that answers to nothing.
        UsageError: a text that the fonts cannot write.
    """
    document = Document(content, templates)
    html = document.page(document.render_parts(), "document.html.j2")
    root = read_html(html)
    document.check(root)
    check_glyphs(root, templates / "fonts")
    return html


def preview(content: ReportContent, templates: Path, part: str | None) -> str:
    """One part, all annexes (`annex`) or everything (None), as HTML that stands alone."""
    document = Document(content, templates)
    keys = [item.key for item in document.plan.parts]
    if part is not None and part not in (*keys, "annex"):
        raise UsageError(
            Problem(
                f"the report has no part '{part}'",
                expected=", ".join((*keys, "annex")),
                hint=did_you_mean(part, (*keys, "annex")),
            )
        )
    if part in ("annex", "annex_facts", "annex_months"):
        document.render_parts(lambda item: item.kind != "annex")  # these annexes list what the body prints
    body = document.render_parts(lambda item: part in (None, item.key) or (part == "annex" and item.kind == "annex"))
    document.shared["stylesheet"] = stylesheet(templates)
    html = document.page(body, "preview.html.j2")
    document.check(read_html(html))
    return html


def stylesheet(templates: Path) -> Markup:
    """The report's styles and those of the screen in one text; the signs of verdicts are put into it as drawings."""
    css = "\n".join((templates / "css" / f"{name}.css").read_text("utf-8") for name in SCREEN_STYLES)
    for sign in sorted((templates / "assets").glob("*.svg")):
        drawing = quote(sign.read_text("utf-8").strip())
        css = css.replace(f"url(../assets/{sign.name})", f'url("data:image/svg+xml,{drawing}")')
    return Markup(css)  # noqa: S704 - our own stylesheets
