"""The template engine escapes everything, prints nothing undefined, and reads nothing but its folder."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from etl.report.environment import environment


@pytest.mark.parametrize("name", ["a.html.j2", "a.svg.j2", "a.txt", "a.j2", "a"])
def test_every_template_name_is_escaped(name: str, tmp_path: Path) -> None:
    """Escaping does not depend on how a template is called."""
    (tmp_path / name).write_text("{{ text }}", "utf-8")

    text = environment(tmp_path).get_template(name).render(text="<b>&")

    assert text == "&lt;b&gt;&amp;"


def test_an_undefined_name_stops_the_build(tmp_path: Path) -> None:
    """A misspelt name is an error, not an empty place."""
    (tmp_path / "a").write_text("{{ fcat }}", "utf-8")

    with pytest.raises(jinja2.UndefinedError, match="fcat"):
        environment(tmp_path).get_template("a").render()


def test_a_template_outside_the_folder_is_not_found(tmp_path: Path) -> None:
    """A path that climbs finds nothing."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret").write_text("x", "utf-8")

    with pytest.raises(jinja2.TemplateNotFound):
        environment(tmp_path / "templates").get_template("../secret")
