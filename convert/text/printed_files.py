"""Files that show pages as they were printed, PDFs and images, told by their names and bytes.

In a folder they are sources where nothing else is: beside texts and files of OCR they are what those were
made of.
"""

from __future__ import annotations

import mmap
from pathlib import Path

IMAGES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2", ".j2k", ".jpx")
PDF = ".pdf"
OWN_MARK = b"Producer>backfile<"
"""In the metadata of a PDF that this program has written."""


def is_source_pdf(path: Path) -> bool:
    """Whether a file is a PDF, and none that this program has written."""
    if path.suffix.lower() != PDF:
        return False
    try:
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return content.find(OWN_MARK) < 0
    except (OSError, ValueError):
        return False


def is_page_image(path: Path) -> bool:
    """Whether a file is an image of a kind that is read, by its name."""
    return path.suffix.lower() in IMAGES
