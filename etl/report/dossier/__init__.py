"""The quality dossier: one offline HTML file in which an auditor sees whether the figures may be relied on.

Dutch with an English switch. Like the report it is a pure function of what it is given: same content, same bytes.
"""

from __future__ import annotations

from pathlib import Path

from etl.report.dossier.content import Earlier, QualityContent

__all__ = ["Earlier", "QualityContent", "render_dossier"]


def render_dossier(quality: QualityContent, templates: Path) -> bytes:
    """The whole file, UTF-8. It loads nothing, and its own content security policy forbids it to."""
    from etl.report.dossier.page import render

    return render(quality, templates)
