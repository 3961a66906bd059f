"""What the templates write is read strictly: a slip stops the build and shows its place."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from etl.model.errors import ContractError
from etl.report import render_html
from etl.report.markup import local_name, read_html

from .small import content, fact
from .uwv import TEMPLATES

SLIPS = {
    "an element left open": "<p>Een zin.<p>Nog een.</p>",
    "an attribute that was escaped": "<p class=&#34;bijeen&#34;>Een zin.</p>",
    "an attribute without a value": "<details open><p>Een zin.</p></details>",
    "a sign that was not escaped": "<p>Meer & minder.</p>",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_template_stops_the_build(slip: str) -> None:
    """The message has the line in the HTML and the words around it."""
    html = f"<html><body>\n{SLIPS[slip]}\n</body></html>"

    with pytest.raises(
        ContractError, match=r"line [23].*the HTML cannot be read \(.+\) at .*expected every element closed"
    ) as error:
        read_html(html)

    assert "template" in str(error.value)


def test_names_have_no_namespace() -> None:
    """Of HTML elements as of the elements of a drawing."""
    root = read_html('<p><svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg></p>')

    assert [local_name(element) for element in root.iter()] == ["p", "svg", "text"]


def test_strict_reading_sees_what_a_browser_sees() -> None:
    """The same elements, attributes and words as by the rules of HTML5."""
    html = render_html(content(fact("on_time", "2007", "0.638", norm=">= 0.80")), TEMPLATES)

    strict, browser = read_html(html), tinyhtml5.parse(html, namespace_html_elements=False)

    assert _outline(strict) == _outline(browser)


def _outline(root: Element) -> list[tuple[str, dict[str, str], str, str]]:
    return [
        (element.tag, _attributes(element), (element.text or "").strip(), (element.tail or "").strip())
        for element in root.iter()
    ]


def _attributes(element: Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if not name.endswith("xmlns")}
