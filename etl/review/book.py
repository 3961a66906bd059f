"""Finding the figures that belong together in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

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
        return self._matching(role.measure, _wanted({}, role.fixed))

    def partners(self, role: Role, of: Figure, *, across: Collection[str] = (), **fixed: str) -> tuple[Figure, ...]:
        """The figures that stand beside figure `of` in a role: in its scope, but for what is fixed or `across`."""
        return tuple(
            figure
            for figure in self._matching(role.measure, _scope_beside(role, of, across, fixed))
            if figure.id != of.id
        )

    def some(self, role: Role, of: Figure, *, across: Collection[str] = (), **fixed: str) -> tuple[Figure, ...]:
        """The partners in a role, at least one.

        Raises:
            NotTestableError: there is none.
        """
        found = self.partners(role, of, across=across, **fixed)
        if not found:
            raise NotTestableError(_missing(role.measure, _scope_beside(role, of, across, fixed)))
        return found

    def partner(self, role: Role, of: Figure, *, across: Collection[str] = (), **fixed: str) -> Figure:
        """The one partner in a role.

        Raises:
            NotTestableError: there is none, or there are several that differ.
        """
        found = self.some(role, of, across=across, **fixed)
        if any(figure.quantity != found[0].quantity for figure in found):
            nl, en = "{ids} geven hetzelfde verschillend weer", "{ids} state the same differently"
            raise NotTestableError(phrase(nl, en, ids=", ".join(figure.id for figure in found)))
        return found[0]

    def in_order(self, *figures: Figure) -> tuple[Figure, ...]:
        """Figures in the order of the table."""
        return tuple(sorted(figures, key=self.figures.index))

    @cached_property
    def _of_measure(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.measure, []).append(figure)
        return {measure: tuple(figures) for measure, figures in found.items()}

    def _matching(self, measure: str, scope: Mapping[str, str]) -> tuple[Figure, ...]:
        return tuple(
            figure
            for figure in (self.figures if measure == ANY else self._of_measure.get(measure, ()))
            if all(figure.scope[name] == word for name, word in scope.items())
        )


def _wanted(scope: Mapping[str, str], fixed: Mapping[str, str]) -> dict[str, str]:
    """A scope with some parts fixed; `any` takes a part away. The table's own word "any" is a word like others."""
    free = {name for name, word in fixed.items() if word == ANY}
    return {name: word for name, word in {**scope, **fixed}.items() if name not in free}


def _scope_beside(role: Role, of: Figure, across: Collection[str], fixed: Mapping[str, str]) -> dict[str, str]:
    scope = {name: word for name, word in of.scope.items() if name not in across}
    return _wanted(scope, {**role.fixed, **fixed})


def value(figure: Figure, *units: UnitKind) -> Quantity:
    """The quantity of a figure that must be in one of these units (in any, when none is given).

    Raises:
        NotTestableError: the figure is in words, or in another unit.
    """
    if figure.quantity is None:
        raise NotTestableError(phrase("{id} is geen getal", "{id} is no number", id=figure.id))
    if units and figure.unit not in units:
        nl, en = "{id} staat in een andere eenheid dan hier past", "{id} is in a unit that does not fit here"
        raise NotTestableError(phrase(nl, en, id=figure.id))
    return figure.quantity


def _missing(measure: str, scope: Mapping[str, str]) -> Text:
    words = ", ".join(scope[name] for name in SCOPE if scope.get(name))
    where = f" ({words})" if words else ""
    return phrase("{what}{where} ontbreekt", "{what}{where} is missing", what=measure, where=where)
