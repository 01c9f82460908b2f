"""The pictures of the README: pages of a sample's PDF in both styles, side by side."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "cut-columns.txt"
PICTURE = ROOT / "docs" / "pictures" / "cut-columns.png"
STYLES = ("newspaper", "large-print")
SCALE = 0.72
"""Pixels for a point."""
GAP = 12
GROUND = 200
"""Grey between the pages, 0 black and 255 white."""


def main() -> None:
    """Convert the sample in each style and draw the first page of its text."""
    with TemporaryDirectory() as folder:
        pages = [page(style, Path(folder)) for style in STYLES]
    width = sum(p.width for p in pages) + GAP * (len(pages) + 1)
    sheet = Image.new("L", (width, max(p.height for p in pages) + 2 * GAP), GROUND)
    left = GAP
    for drawn in pages:
        sheet.paste(drawn, (left, GAP))
        left += drawn.width + GAP
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(16).save(PICTURE, optimize=True)


def page(style: str, folder: Path) -> Image.Image:
    """Return the page behind the title page, in greys."""
    command = [sys.executable, "-m", "convert", "convert", str(SAMPLE), "-f", "pdf"]
    subprocess.run([*command, "--style", style, "-o", str(folder / style)], cwd=ROOT, check=True)
    with pypdfium2.PdfDocument(folder / style / f"{SAMPLE.stem}.pdf") as document:
        drawn: Image.Image = document[1].render(scale=SCALE * 2).to_pil().convert("L")
    return drawn.reduce(2)


if __name__ == "__main__":
    main()
