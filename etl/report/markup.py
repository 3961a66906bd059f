"""A document of ours as a tree.

Our templates write HTML that is also well-formed XML: a parser in C reads it, and a forgotten end tag or an attribute
that was escaped into pieces stops the build instead of changing the page.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring

from etl.model.errors import ContractError, Problem

AROUND = 60
"""In characters: what a message shows on both sides of the place where reading stopped."""


def read_html(html: str) -> Element:
    """The root element. HTML elements have bare names, those of a drawing their namespace.

    Raises:
        ContractError: the text is not well-formed; names the line and shows the place.
    """
    try:
        return fromstring(html)  # noqa: S314 - written by our own templates, everything else in it is escaped
    except ParseError as error:
        line, column = error.position
        there = html.split("\n")[line - 1]
        raise ContractError(
            Problem(
                f"the HTML cannot be read ({error.msg.split(':')[0]}) at "
                f"'{there[max(0, column - AROUND) : column + AROUND].strip()}'",
                where="report",
                line=line,
                expected="every element closed and every attribute quoted",
                hint="look at the template that writes these words.",
            )
        ) from error


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
