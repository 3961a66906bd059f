"""Which published figures belong together, and how: the entries of `relations.yml`.

Nothing about a particular year or figure stands in Python. An entry names measures (roles), how they are connected
(`kind`), and what it means for the reader when they do not agree. Roles share the scope (client group, division,
region, period) of the figure that is tested, except for what a role fixes itself.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from etl.model.contract import Definition, Name, Text
from etl.review.norms import Operator
from etl.review.roles import ANY, Role, ScopePart, ScopeWord, Share, Span, Word
from etl.review.vocabulary import Vocabulary


class Relation(Definition):
    """What every entry has.

    `first` names the field with the figures that are tested. Where a table has none of them the relation is reported
    as not testable, unless it `may_have_none`.
    """

    first: ClassVar[str]
    may_have_none: ClassVar[bool] = False

    relation: Name
    kind: str
    title: Text
    means: Text
    labels: tuple[str, ...] = ()

    @property
    def tested(self) -> tuple[Role, ...]:
        """The figures this relation tests."""
        roles: Role | tuple[Role, ...] = getattr(self, self.first)
        return (roles,) if isinstance(roles, Role) else roles


class Complement(Relation):
    """Shares that together are the whole: they make 100 %."""

    first: ClassVar[str] = "parts"

    kind: Literal["complement"]
    parts: Annotated[tuple[Role, ...], Field(min_length=2)]

    @property
    def tested(self) -> tuple[Role, ...]:
        """The first part: it is printed only because the others leave it."""
        return self.parts[:1]


class Reduction(Definition):
    """The other reading of a volume: only the share `by` of it (attempts → answered), hulled over all groups."""

    by: Role
    title: Text


class Ratio(Relation):
    """A share that is also printed as its two counts; the numerator may be the sum of parts of one dimension."""

    first: ClassVar[str] = "share"

    kind: Literal["ratio"]
    share: Role
    numerator: Role
    sum_over: Annotated[dict[ScopePart, tuple[ScopeWord, ...]], Field(max_length=1)] = Field(default_factory=dict)
    denominator: Role
    reduced: Reduction | None = None


class PerDay(Relation):
    """A number per day and its total: the implied number of days lies within `divisors` (of a whole year)."""

    first: ClassVar[str] = "per_day"

    kind: Literal["per_day"]
    per_day: Role
    total: Role
    divisors: Span


class Product(Relation):
    """A number per day that is a share of another one. What the other roles fix is what the figure is really about."""

    first: ClassVar[str] = "result"

    kind: Literal["product"]
    result: Role
    share: Role
    per_day: Role


class Reading(Definition):
    """What a share may be taken over: the words by which the table's `denominator` says so, and a title."""

    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    title: Text


class DenominatorShift(Relation):
    """A share over `measured`, judged by a norm over `normed`; a reachability (measured / normed) converts it."""

    first: ClassVar[str] = "figures"

    kind: Literal["denominator_shift"]
    figures: Annotated[tuple[Role, ...], Field(min_length=1)]
    converted_by: Role
    norm: Role
    measured: Reading
    normed: Reading


class Intensity(Relation):
    """Cases per contact, against cases per month and a yearly volume of contacts."""

    first: ClassVar[str] = "intensity"

    kind: Literal["intensity"]
    intensity: Role
    monthly: Role
    volume: Role
    reduced: Reduction | None = None


class Mix(Definition):
    """A known or assumed share of one client group in the volume, for the central estimate only."""

    client_group: ScopeWord
    share: Share
    source: str


class SurveyChain(Relation):
    """Volume × invited × willing gives the respondents per day; client groups of unknown size give its two ends.

    `days` are the fewest and most days of a year that "per day" may mean; `reduced` lowers the lower end.
    """

    first: ClassVar[str] = "respondents"

    kind: Literal["survey_chain"]
    respondents: Role
    invited: Role
    accepted: Role
    volume: Role
    days: Span
    mix: Mix | None = None
    reduced: Reduction | None = None


class Halves(Relation):
    """A year and one of its halves imply the other half; `half_share` is how much of the volume a half may have.

    `across`: parts of the scope that may differ between the two.
    """

    first: ClassVar[str] = "figures"

    kind: Literal["halves"]
    figures: Annotated[tuple[Role, ...], Field(min_length=1)]
    half_share: Span
    across: tuple[ScopePart, ...] = ()

    @field_validator("half_share")
    @classmethod
    def _some_of_it(cls, ends: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
        if not 0 < ends[0] <= Decimal("0.5") <= ends[1] < 1:
            raise ValueError("half_share lies around 0.5, between 0 and 1")
        return ends


class Coverage(Relation):
    """Figures whose region says that they rest on part of the regions.

    `partial` is a pattern with the groups `delivered` and `expected`; `unstated` are words for not saying it.
    """

    first: ClassVar[str] = "figures"
    may_have_none: ClassVar[bool] = True

    kind: Literal["coverage"]
    figures: tuple[Role, ...] = (Role(measure=ANY),)
    partial: str
    unstated: tuple[ScopeWord, ...] = ()

    @field_validator("partial")
    @classmethod
    def _pattern(cls, text: str) -> str:
        try:
            groups = re.compile(text).groupindex
        except re.error as error:
            raise ValueError(f"this is no pattern: {error}") from None
        if set(groups) != {"delivered", "expected"}:
            raise ValueError("the pattern needs the groups delivered and expected, and no others")
        return text


class RangeContains(Relation):
    """The range of the parts of something holds the total, in the same period."""

    first: ClassVar[str] = "range"

    kind: Literal["range_contains"]
    range: Role
    total: Role


class NormVerdict(Relation):
    """The verdict that the source gives, against the norm printed beside the figure.

    `operators` gives the operator of norms that are printed without one, per measure.
    """

    first: ClassVar[str] = "figures"

    kind: Literal["norm"]
    figures: tuple[Role, ...] = (Role(measure=ANY),)
    operators: dict[str, Operator] = Field(default_factory=dict)


class Twice(Relation):
    """The same measure, scope and denominator, printed in two places, has one value."""

    first: ClassVar[str] = "figures"
    may_have_none: ClassVar[bool] = True

    kind: Literal["twice"]
    figures: tuple[Role, ...] = (Role(measure=ANY),)


KINDS: dict[str, type[Relation]] = {
    "complement": Complement,
    "ratio": Ratio,
    "per_day": PerDay,
    "product": Product,
    "denominator_shift": DenominatorShift,
    "intensity": Intensity,
    "survey_chain": SurveyChain,
    "halves": Halves,
    "coverage": Coverage,
    "range_contains": RangeContains,
    "norm": NormVerdict,
    "twice": Twice,
}


class Relations(Definition):
    """The whole file."""

    vocabulary: Vocabulary
    relations: tuple[Relation, ...]
