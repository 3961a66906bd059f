"""One table against all relations: findings, the most serious first, what agreed, and what could not be tested."""

from __future__ import annotations

from collections.abc import Iterator

from etl.model.contract import Text
from etl.review.book import Book
from etl.review.figures import Figure
from etl.review.findings import SEVERITIES, Agreed, Finding, NotTestableError, Outcome, Review, Untestable
from etl.review.kinds import tested
from etl.review.relations import Relation, Relations
from etl.review.roles import Role
from etl.review.wording import joined, phrase

Result = Finding | Agreed | Untestable
_ZERO = Text(nl="er zou door nul gedeeld worden", en="it would be divided by zero")


def examine(figures: tuple[Figure, ...], relations: Relations) -> Review:
    """Test every relation at every figure it is about."""
    book = Book(figures)
    results = [
        result
        for relation in relations.relations
        for role in relation.tested
        for result in _results(relation, role, book)
    ]
    findings = [result for result in results if isinstance(result, Finding)]
    return Review(
        findings=tuple(sorted(findings, key=_seriousness)),
        untestable=tuple(result for result in results if isinstance(result, Untestable)),
        agreed=tuple(result for result in results if isinstance(result, Agreed)),
    )


def _results(relation: Relation, role: Role, book: Book) -> Iterator[Result]:
    """What a relation gives at all figures of one role; a relation without such figures is not passed over silently."""
    found = False
    for figure in book.tested(role):
        try:
            outcome = tested(relation, figure, book)
        except NotTestableError as error:
            outcome, reason = None, error.reason
        except ZeroDivisionError:
            outcome, reason = None, _ZERO
        else:
            if outcome is None:
                continue
        found = True
        if outcome is None:
            yield Untestable(relation.relation, relation.title, (figure.id,), reason)
        else:
            yield _result(relation, outcome)
    if not found and not relation.may_have_none:
        nl, en = "er is geen passend cijfer {what} om te toetsen", "there is no fitting figure {what} to test"
        yield Untestable(relation.relation, relation.title, (), phrase(nl, en, what=role.measure))


def _result(relation: Relation, outcome: Outcome) -> Finding | Agreed:
    if outcome.severity is None:
        return Agreed(outcome.code, relation.relation, relation.title, outcome.figures, outcome.arithmetic)
    return Finding(
        code=outcome.code,
        severity=outcome.severity,
        relation=relation.relation,
        title=relation.title,
        figures=outcome.figures,
        arithmetic=outcome.arithmetic,
        meaning=joined(outcome.conclusion, relation.means),
        difference=outcome.difference,
        size=outcome.size,
        labels=relation.labels,
    )


def _seriousness(finding: Finding) -> tuple[int, float, str, tuple[str, ...]]:
    return SEVERITIES.index(finding.severity), -float(finding.size), finding.relation, finding.figures
