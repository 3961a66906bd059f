"""Renew the page images in docs/images from a finished report.

    uv run python scripts/report_images.py output/editions/uwv_telephone/2007/1/report.pdf

One image per line of PAGES: the page that a bookmark leads to, at 144 dots per inch in 256 colours.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

FOLDER = Path(__file__).parents[1] / "docs" / "images"
PAGES = {
    "report-letter.png": ("Aanbiedingsbrief", 0),
    "report-cover.png": ("Rapport", 0),
    "report-summary.png": ("Samenvatting", 0),
    "report-chapter.png": ("Bereikbaarheid en wachttijd", 1),
    "report-regions.png": ("Herhaalde terugbelverzoeken", 1),
    "report-register.png": ("Register van cijfers", 0),
}
SCALE = 144 / 72


def main(report: Path) -> None:
    """Write every image; stops when a bookmark is not there."""
    pdf = pypdfium2.PdfDocument(report)
    bookmarks = [(item.get_title(), item.get_dest().get_index()) for item in pdf.get_toc()]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (title, further) in PAGES.items():
        first = next(page for label, page in bookmarks if label.endswith(title))
        picture = pdf[first + further].render(scale=SCALE).to_pil().convert("RGB")
        few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
