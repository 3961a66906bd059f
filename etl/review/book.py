"""Finding the figures that belong together in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from etl.model.contract import Text
from etl.review.figures import SCOPE, Figure
from etl.review.findings import NotTestableError
from etl.review.quantity import Quantity
from etl.review.roles import ANY, Role
from etl.review.vocabulary import UnitKind
from etl.review.wording import phrase


@dataclass(frozen=True)
class Book:
    """All figures of one table."""

    figures: tuple[Figure, ...] = field(repr=False)

    def tested(self, role: Role) -> tuple[Figure, ...]:
        """The figures of a measure (or of any) in the scope that the role fixes."""
        return self._matching(role.measure, role.fixed)

    def partners(
        self, role: Role, of: Figure, *, across: Collection[str] = (), **fixed: str
    ) -> tuple[Figure, ...]:
        """The figures that stand beside figure `of` in a role: in its scope, but for what is fixed or `across`."""
        scope = {name: word for name, word in of.scope.items() if name not in across}
        found = self._matching(role.measure, {**scope, **role.fixed, **fixed})
        return tuple(figure for figure in found if figure.id != of.id)

    def some(self, role: Role, of: Figure) -> tuple[Figure, ...]:
        """The partners in a role, at least one.

        Raises:
            NotTestableError: there is none.
        """
        found = self.partners(role, of)
        if not found:
            raise NotTestableError(_missing(role.measure, {**of.scope, **role.fixed}))
        return found

    def partner(self, role: Role, of: Figure, *, across: Collection[str] = (), **fixed: str) -> Figure:
        """The one partner in a role.

        Raises:
            NotTestableError: there is none, or there are several that differ.
        """
        found = self.partners(role, of, across=across, **fixed)
        if not found:
            scope = {name: word for name, word in of.scope.items() if name not in across}
            raise NotTestableError(_missing(role.measure, {**scope, **role.fixed, **fixed}))
        if any(figure.quantity != found[0].quantity for figure in found):
            ids = ", ".join(figure.id for figure in found)
            raise NotTestableError(
                phrase("{ids} geven hetzelfde verschillend weer", "{ids} state the same differently", ids=ids)
            )
        return found[0]

    def _matching(self, measure: str, scope: Mapping[str, str]) -> tuple[Figure, ...]:
        wanted = {name: word for name, word in scope.items() if word != ANY}
        return tuple(
            figure
            for figure in self.figures
            if measure in (ANY, figure.measure) and all(figure.scope[name] == word for name, word in wanted.items())
        )


def value(figure: Figure, *units: UnitKind) -> Quantity:
    """The quantity of a figure that must be in one of these units.

    Raises:
        NotTestableError: the figure is in words, or in another unit.
    """
    if figure.quantity is None:
        raise NotTestableError(phrase("{id} is geen getal", "{id} is no number", id=figure.id))
    if figure.unit not in units:
        nl, en = "{id} staat in een andere eenheid dan hier past", "{id} is in a unit that does not fit here"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    return figure.quantity


def _missing(measure: str, scope: Mapping[str, str]) -> Text:
    words = [scope[name] for name in SCOPE if scope[name] not in ("", ANY)]
    where = f" ({', '.join(words)})" if words else ""
    return phrase("{what}{where} ontbreekt", "{what}{where} is missing", what=measure, where=where)
