"""From WeasyPrint's PDF/A-3a to one file that is also PDF/UA-1, with whole tables and numbers that answer back.

The order matters: notes are lifted out before parts are joined, headers need whole tables, and only when the tree is
final can it be said which content is without a place in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf

from etl.report.tagging import conformance, headers, notes, properties, shortcuts
from etl.report.tagging.hooks import forget_origins
from etl.report.tagging.tree import Tree


def finish(document: Any, pdf: pydyf.PDF, mimes: Mapping[str, str]) -> None:
    """WeasyPrint's finisher: change the PDF objects just before they are written."""
    tree = Tree(pdf)
    lifted = notes.lift(tree)
    for whole in (tree.document, *lifted.values()):
        tree.join(whole)
    notes.place(tree, lifted)
    elements = list(tree.walk(tree.document))  # in order, and final
    for table in [element for element in elements if element["S"] == "/Table"]:
        headers.link(tree, table)
    conformance.artifacts(pdf, tree, elements)
    conformance.ids(tree, elements)
    properties.write(pdf, elements)
    conformance.identify(document, pdf)
    conformance.attachments(pdf, mimes)
    conformance.labels(document, pdf)
    forget_origins()
    shortcuts.write_out(pdf)
    document.pages.clear()  # the boxes have been painted and tagged; room for the file itself
