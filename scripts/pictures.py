"""The pictures of the README and of docs/pdf.md: pages of samples' PDF, in each of its styles."""

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
INTERVIEW = ROOT / "samples" / "interview.txt"
CROPPED = {"newspaper": (1.17, 640), "large-print": (0.835, 702), "historical-vertical": (1.0, 842)}
"""Pixels for a point, and height: one page of docs/pdf.md by style."""
GAP = 12
GROUND = 200
"""Grey between the pages, 0 black and 255 white."""


def main() -> None:
    """Convert the sample in each style and draw its first page."""
    with TemporaryDirectory() as folder:
        pages = [page(SAMPLE, style, Path(folder), SCALE) for style in STYLES]
        for style, (scale, height) in CROPPED.items():
            whole = page(INTERVIEW, style, Path(folder), scale)
            part = whole.crop((0, 0, whole.width, min(height, whole.height)))
            part.quantize(16).save(PICTURE.with_name(f"pdf-{style}.png"), optimize=True)
    width = sum(p.width for p in pages) + GAP * (len(pages) + 1)
    sheet = Image.new("L", (width, max(p.height for p in pages) + 2 * GAP), GROUND)
    left = GAP
    for drawn in pages:
        sheet.paste(drawn, (left, GAP))
        left += drawn.width + GAP
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(16).save(PICTURE, optimize=True)


def page(sample: Path, style: str, folder: Path, scale: float) -> Image.Image:
    """Return the first page, in greys."""
    command = [sys.executable, "-m", "convert", "convert", str(sample), "-f", "pdf"]
    subprocess.run([*command, "--style", style, "-o", str(folder / style)], cwd=ROOT, check=True)
    with pypdfium2.PdfDocument(folder / style / f"{sample.stem}.pdf") as document:
        drawn: Image.Image = document[0].render(scale=scale * 2).to_pil().convert("L")
    return drawn.reduce(2)


if __name__ == "__main__":
    main()
