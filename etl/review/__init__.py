"""Somebody else's published figures, tested against each other and against their norms.

`review` reads a table of figures (the format of `published-2007.csv`) and the relations of a programme; both are
texts, so that nothing here opens a file.
"""

from __future__ import annotations

from etl.review.engine import examine
from etl.review.figures import read_figures
from etl.review.findings import Agreed, Finding, Review, Untestable
from etl.review.relations_file import read_relations
from etl.review.rendering import Language, render

__all__ = ["Agreed", "Finding", "Language", "Review", "Untestable", "render", "review"]


def review(figures_csv: str, relations_yaml: str, where: str) -> Review:
    """Test published figures against each other and against norms.

    Args:
        figures_csv: the table, as text.
        relations_yaml: which figures belong together, as text (`relations.yml` of a programme).
        where: the name of the table, for error messages.

    Raises:
        ContractError: the table cannot be read strictly; every problem with its line and column.
        UsageError: the relations cannot be read strictly; every problem with its line and key.
    """
    relations = read_relations(relations_yaml)
    return examine(read_figures(figures_csv, relations.vocabulary, where), relations)
