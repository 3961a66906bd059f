"""Footnotes in the tag tree: from the foot of the page to just after their call, or after the table that holds it."""

from __future__ import annotations

from etl.report.tagging.hooks import html_of
from etl.report.tagging.tree import Element, Tree


def lift(tree: Tree) -> dict[int, Element]:
    """Take the notes out of the tree; a note that is split over pages becomes one. Keys are HTML elements."""
    notes: dict[int, Element] = {}
    for note in list(tree.walk(tree.document, "/Note")):
        _remove(tree, note)
        first = notes.setdefault(id(html_of(note)), note)
        if first is not note:
            tree.merge(first, note)
    return notes


def place(tree: Tree, notes: dict[int, Element]) -> None:
    """Put the notes back after their calls. Cell texts stay clean: a note called in a table follows the table."""
    calls = {id(html_of(call)): call for call in reversed(list(tree.walk(tree.document, "/Reference")))}
    for html, note in reversed(notes.items()):
        chain = [calls.get(html) or tree.at(tree.document["K"][-1])]
        while chain[-1] is not tree.document:
            chain.append(tree.at(chain[-1]["P"]))
        after = next((element for element in reversed(chain) if element["S"] == "/Table"), chain[0])
        note["P"] = after["P"]
        siblings = tree.at(after["P"])["K"]
        siblings.insert(siblings.index(after.reference) + 1, note.reference)


def _remove(tree: Tree, element: Element) -> None:
    """Remove an element from its parent, and the parent too when that was only the wrapper of the footnote area."""
    parent = tree.at(element["P"])
    parent["K"].remove(element.reference)
    if not parent["K"] and parent["S"] == "/NonStruct":
        _remove(tree, parent)
        parent.clear()
