"""Somebody else's published figures, tested against each other and against the norms."""

from __future__ import annotations

from pathlib import Path

from etl.definitions import programme_folder
from etl.model.errors import Problem, UnreadableError, UsageError
from etl.review import Language, render, review

RELATIONS = "relations.yml"


def review_figures(figures: str, programme: str, language: Language = "nl", *, agreed: bool = False) -> list[str]:
    """The findings on a file of figures, as lines of text, most serious first.

    Raises:
        UnreadableError: the file cannot be read as text.
        UsageError: the programme says nothing about how published figures hang together.
        ContractError: the file is not in the format of published figures.
    """
    relations = programme_folder(programme) / RELATIONS
    if not relations.is_file():
        raise UsageError(
            Problem(
                f"the programme has no {RELATIONS}",
                where=str(programme),
                expected="how published figures belong together",
                hint="uwv_telephone shows the form.",
            )
        )
    try:
        text = Path(figures).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(
            Problem(
                f"the file cannot be read ({type(error).__name__})",
                where=figures,
                expected="a CSV file in UTF-8",
                hint="check the path and the encoding.",
            )
        ) from None
    found = review(text, relations.read_text(encoding="utf-8"), Path(figures).name)
    return render(found, language, agreed=agreed)
