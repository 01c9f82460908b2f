"""Images of pages: of a TIFF of several, a JPEG, PNG or JPEG 2000, or drawn from a PDF; one after the other.

Sizes are bounded before anything is decoded: an image that would fill the memory is refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageOps
from pypdfium2 import raw

from convert.errors import UnreadableSource
from convert.ocr.answer import LOST
from convert.ocr.pdf_forms import draws_without_end
from convert.ocr.pdf_images import has_oversized_image

FORMATS = ("TIFF", "JPEG", "PNG", "JPEG2000")
"""Of Pillow that are opened: one that is not named here is not even looked for."""
MOST_PIXELS = 400_000_000
"""Of an image that is opened; a scan of a large page at 600 dpi has 200 million."""
MOST_PAGES = 1000
DPI = 150
"""At which the pages of a PDF are drawn: print of 8 points is 17 pixels high."""
LONGEST_DRAWN = 3400
"""Pixels of a page that is drawn."""
INCH = 72
"""Points."""
LIKELY_DPI = (50, 2400)
"""Of a scan; what lies outside is a default of a program."""


class PageImage(NamedTuple):
    """A page as an image."""

    image: Image.Image
    dpi: float | None


def open_images(data: bytes, name: str = "", *, only: int | None = None) -> Iterator[PageImage]:
    """Yield the pages of an image file, upright, in grey or colour; or `only` one, counted from 0.

    Raises:
        UnreadableSource: damaged, too large, or of more pages than are read.

    """
    try:
        yield from _pages(data, name, only)
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        hint = "open it and save it again"
        raise UnreadableSource("an image that cannot be read", location=name, hint=hint) from error


def _pages(data: bytes, name: str, only: int | None) -> Iterator[PageImage]:
    with bounded():
        file = Image.open(BytesIO(data), formats=FORMATS)
    with file:
        count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
        if count > MOST_PAGES:
            raise UnreadableSource(f"an image of {count:,} pages", location=name, hint="split it")
        numbers = _numbers(count, only)
        lost = 0
        for number in numbers:
            try:
                page = _page(file, number, name)
            except (OSError, ValueError, SyntaxError, EOFError):
                lost += 1
                if lost == len(numbers):  # not one can be read
                    raise
                page = PageImage(Image.new("L", LOST, "white"), None)
            yield page


def _page(file: Image.Image, number: int, name: str) -> PageImage:
    with bounded():
        file.seek(number)
        if file.width * file.height > MOST_PIXELS:
            raise _too_large(name)
        return PageImage(_flat(ImageOps.exif_transpose(file)), _dpi(file))


@contextmanager
def bounded() -> Iterator[None]:
    """Have Pillow refuse images by our bound; it has one for the whole process, which is put back."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # it warns from here, and refuses twice as many
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd in a file and can be read all the same
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _too_large(name: str) -> UnreadableSource:
    return UnreadableSource(
        f"an image of more than {MOST_PIXELS:,} pixels", location=name, hint="scan it at 300 dpi"
    )


def _dpi(file: Image.Image) -> float | None:
    dpi = file.info.get("dpi")
    value = float(dpi[1]) if dpi else 0.0
    return value if LIKELY_DPI[0] <= value <= LIKELY_DPI[1] else None


def _flat(image: Image.Image) -> Image.Image:
    """Return an image in grey or in colour: of more bits a pixel the upper ones, and no part seen through."""
    if image.mode.startswith(("I", "F")):
        low, high = image.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type] # of one band two numbers
        return image.convert("F").point(lambda value: (value - float(low)) * (255 / span)).convert("L")  # type: ignore[arg-type] # the same
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        ground.alpha_composite(clear)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def draw_pages(
    data: bytes,
    name: str = "",
    *,
    longest: int = LONGEST_DRAWN,
    dpi: float = DPI,
    only: int | None = None,
) -> Iterator[PageImage]:
    """Draw the pages of a PDF, one after the other, or `only` one; a page that cannot be drawn is white.

    Raises:
        UnreadableSource: it cannot be opened, has more pages than are drawn, or an image that is too large.

    """
    if has_oversized_image(data, MOST_PIXELS, MOST_PIXELS // 4, doubtful=False):
        raise _too_large(name)
    file = open_pdf(data, name)
    try:
        if len(file) > MOST_PAGES:
            raise UnreadableSource(f"a PDF of {len(file):,} pages to draw", location=name, hint="split it")
        for number in _numbers(len(file), only):
            yield _drawn(file, number, longest, dpi)
    finally:
        file.close()


def open_pdf(data: bytes, name: str = "") -> pdfium.PdfDocument:
    """Open a PDF whose pages can be drawn.

    Raises:
        UnreadableSource: it is damaged, encrypted, or draws without end.

    """
    if draws_without_end(data):
        raise UnreadableSource("a PDF whose pages draw themselves without end", location=name)
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableSource(_why(error), location=name, hint="open it and save it again") from error


def _why(error: pdfium.PdfiumError) -> str:
    """Say why a PDF cannot be opened."""
    if getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD:
        return "a password-protected PDF"
    return "a PDF that cannot be opened"


def _numbers(count: int, only: int | None) -> range:
    """Return the numbers of the pages that are wanted of so many."""
    return range(count) if only is None else range(only, min(only + 1, count))


def _drawn(file: pdfium.PdfDocument, number: int, longest: int, dpi: float) -> PageImage:
    try:
        page = file[number]
    except pdfium.PdfiumError:
        return PageImage(Image.new("L", LOST, "white"), None)
    try:
        scale = min(dpi / INCH, longest / max(*page.get_size(), 1))
        return PageImage(page.render(scale=scale).to_pil().convert("RGB"), scale * INCH)
    finally:
        page.close()
