"""The template engine: strict about names, escaping everything, reading nothing but our own templates."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2


@lru_cache(maxsize=4)
def environment(templates: Path) -> jinja2.Environment:
    """An environment over one template folder.

    Autoescape holds for every template name (`select_autoescape` would leave `.html.j2` unescaped); an undefined name
    stops the build instead of printing nothing. Compiled templates are kept in the user's own temporary folder.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates, followlinks=False),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=jinja2.FileSystemBytecodeCache(),
        extensions=["jinja2.ext.do"],
    )
