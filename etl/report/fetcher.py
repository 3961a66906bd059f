"""What the layout engine may read: files below the template folder, and nothing else.

WeasyPrint swallows ordinary errors of a fetcher and goes on without the resource; a fatal one stops the rendering.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: TID253 - itself imported late

MIMES = {".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}


class TemplateFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Serves stylesheets, drawings and fonts of one folder, after resolving links and `..`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """The file behind a `file:` URL.

        Raises:
            FatalURLFetchingError: any other protocol, host or type, or a path that ends outside the folder.
        """
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        inside = parts.scheme.lower() == "file" and not parts.netloc and path.is_relative_to(self.folder)
        if not inside or path.suffix not in MIMES or not path.is_file():
            raise FatalURLFetchingError(f"outside the template folder, or no file of ours: {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MIMES[path.suffix]})
