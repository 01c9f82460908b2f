"""The pictures of a document's pages: drawn from its PDF, or the images that its files name."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import Image

from convert.document.layout import Layout
from convert.document.model import Document
from convert.ocr.images import draw_pages, open_images
from convert.text.source import FilePart

LONGEST_SIDE = 1600
"""Pixels of a picture."""
MOST_PIXELS = 400_000_000
"""Of an image that is opened; a scan of a large page at 600 dpi has 200 million."""
MOST_DPI = 288
"""At which a small page is drawn."""
QUALITY = 60
"""Of a JPEG."""


def page_pictures(document: Document, folder: Path | None) -> dict[int, bytes]:
    """Return JPEG files by the numbers of their pages; a page whose picture is not at hand has none.

    `folder` is where the source lies: an image is looked for there, and below, and nowhere else.
    """
    layout = document.layout or Layout()
    pictures = dict(_drawn_pages(document, layout, LONGEST_SIDE))
    for number, surface in enumerate(layout.surfaces):
        if number not in pictures and surface.image and folder:
            picture = _named_image(surface.image, folder, LONGEST_SIDE)
            if picture:
                pictures[number] = picture
    return pictures


def page_picture(document: Document, folder: Path | None, number: int, longest: int) -> bytes:
    """Return one page as a JPEG file; empty: its picture is not at hand."""
    layout = document.layout or Layout()
    if not 0 <= number < len(layout.surfaces):
        return b""
    picture = next((each for _, each in _drawn_pages(document, layout, longest, number)), b"")
    image = layout.surfaces[number].image
    return picture or (_named_image(image, folder, longest) if image and folder else b"")


def _drawn_pages(
    document: Document, layout: Layout, longest: int, only: int | None = None
) -> Iterator[tuple[int, bytes]]:
    """Yield the pages of PDFs, and of images that an OCR engine has read; or `only` one of them."""
    starts = {surface.at: number for number, surface in reversed(list(enumerate(layout.surfaces)))}
    parts = [
        part
        for part in document.source.parts or (FilePart(document.source, 0),)
        if part.at in starts and part.source.text
    ]
    if only is not None:
        parts = [part for part in parts if starts[part.at] <= only][-1:]
    for part in parts:
        original = part.source.original
        if not (original and original.data):
            continue
        first = starts[part.at]
        number = None if only is None else only - first
        if original.reader.startswith("pdf ") or original.data.startswith(b"%PDF-"):
            pages = draw_pages(original.data, longest=longest, dpi=MOST_DPI, only=number)
        elif original.reader.startswith("image "):
            pages = open_images(original.data, part.name, only=number)
        else:
            continue
        yield from ((first + (number or 0) + n, _jpeg(page.image, longest)) for n, page in enumerate(pages))


def _named_image(name: str, folder: Path, longest: int) -> bytes:
    """Return the image that a file names, if it lies in the folder or below; empty: it is not at hand."""
    place = PurePosixPath(unquote(name.replace("\\", "/")).removeprefix("file://"))
    parts = [part for part in place.parts if part not in ("/", ".")]
    if not parts or ".." in parts:
        return b""
    root = folder.resolve()
    for start in range(len(parts)):
        path = root.joinpath(*parts[start:])
        try:
            inside = path.resolve().is_relative_to(root) and path.is_file()
        except OSError:
            continue
        if inside:
            return _opened(path, longest)
    return b""


def _opened(path: Path, longest: int) -> bytes:
    """Return an image as JPEG; empty where it cannot be opened or is too large."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            image.draft("RGB", (longest, longest))
            return _jpeg(image, longest)
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""


def _jpeg(image: Image.Image, longest: int) -> bytes:
    image.thumbnail((longest, longest))
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
