"""Rosters: records that the report names one by one, beside the number that counts them.

A roster shows codes in words, dates, references and whole numbers; free text and persons never. Which records it names
follows from a measure, so that the list and the number cannot differ.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from etl.model.contract import Definition, Name, Text


class RosterColumn(Definition):
    """What stands in one column: the delivered column of that name, or `value`, SQL that gives a `type`.

    `codes` puts every code of a delivered column into words; `none` is what stands where there is nothing.
    """

    title: Text
    codes: dict[str, Text] = Field(default_factory=dict)
    value: str | None = None
    type: Literal["integer", "date"] | None = None
    none: Text = Text(nl="–", en="–")

    @model_validator(mode="after")
    def _typed(self) -> RosterColumn:
        if (self.value is None) != (self.type is None):
            raise ValueError("value and type belong together")
        return self


class Roster(Definition):
    """The records that `measure` counts in the period, by name; those of its last month where the measure is a level.

    Rows stand in the order of the columns, codes in the order in which they are declared. `empty` is the sentence that
    stands in the place of the list when everything was delivered and there is nothing to name.
    """

    roster: Name
    title: Text
    measure: Name
    columns: dict[Name, RosterColumn]
    empty: Text
