"""The pixels of a page's pictures: cut out of the image of the page, or drawn from its PDF box by box.

A PDF's picture is drawn, not taken out: so colours of print, masks, turned pages and photographs in strips
come as they are seen. It is drawn as fine as its own pixels are, and no finer.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from math import ceil, floor, hypot, sqrt
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageFile, ImageOps
from pypdfium2 import raw

from convert.document.layout import Box
from convert.ocr.images import FORMATS, bounded
from convert.pictures.page_files import PixelSource
from convert.pictures.sizes import MOST_DECODED
from convert.readers.pdf_page import PageSpace, bounds_on_page

OTHER_PROPORTIONS = 0.04
"""By how much the sides of an image may stand otherwise to each other than those of its page."""
COARSEST, FINEST = 1.0, 12.0
"""Pixels of a point between which a PDF is drawn."""
MOST_OBJECTS = 20_000
"""Of a page that are asked for their pixels."""
JP2_LEVELS = 5
ORIENTATION, LYING = 0x0112, 5
"""Number of the tag that says how an image is turned (Exif 2.32, 4.6.4); from this value on by 90 degrees."""


class PageSize(NamedTuple):
    """The size of a page in the unit of its boxes; 0: it is not known."""

    width: float
    height: float


class PicturesLost(Exception):
    """Why no picture of a page can be had, as a person is to be told."""


def cut_out(
    file: PixelSource, page: PageSize, boxes: Sequence[Box | None], longest: int
) -> Iterator[Image.Image]:
    """Yield the pictures in the boxes of a page, whose longer sides are to have `longest` pixels at most.

    They may have more: making them smaller is the encoder's work. None instead of a box is the whole page.

    Raises:
        PicturesLost: the image is damaged, too large, or that of another page.

    """
    try:
        if file.is_pdf:
            yield from _of_pdf(file, boxes, longest)
        else:
            yield from _of_image(file, page, boxes, longest)
    except Image.DecompressionBombError as error:
        raise PicturesLost("has too many pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, pdfium.PdfiumError, OverflowError) as error:
        raise PicturesLost("is damaged, or no image that can be read") from error


def _of_image(
    file: PixelSource, page: PageSize, boxes: Sequence[Box | None], longest: int
) -> Iterator[Image.Image]:
    with _opened(file) as image:
        tag = image.getexif().get(ORIENTATION, 1)
        whole = (image.height, image.width) if tag >= LYING else image.size
        width, height = (page.width, page.height) if page.width and page.height else whole
        if abs(width / height * whole[1] / whole[0] - 1) > OTHER_PROPORTIONS:
            raise PicturesLost("does not have the proportions of the page")
        own = [box or Box(0, 0, width, height) for box in boxes]
        across, down = whole[0] / width, whole[1] / height
        widest = max(max(box.width * across, box.height * down) for box in own)
        _reduce(image, max(1.0, widest / longest))
        if image.width * image.height * _bytes(image) > MOST_DECODED:
            raise PicturesLost("has too many pixels")
        upright = ImageOps.exif_transpose(image) if tag > 1 else image
        for box in own:
            yield _eight_bits(upright.crop(_pixels(box, upright.width / width, upright.height / height)))


def _pixels(box: Box, across: float, down: float) -> tuple[int, int, int, int]:
    """Return the edges of a box in pixels of the image; it is a pixel wide at least."""
    left, top = floor(box.left * across), floor(box.top * down)
    return left, top, max(left + 1, ceil(box.right * across)), max(top + 1, ceil(box.bottom * down))


@contextmanager
def _opened(file: PixelSource) -> Iterator[ImageFile.ImageFile]:
    """Open the image of a page; nothing is decoded yet."""
    with bounded(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file.path or BytesIO(file.data), formats=FORMATS) as image:
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            if file.page >= count:
                raise PicturesLost(f"has {count:,} pages, and not the {file.page + 1:,} that are named")
            image.seek(file.page)
            yield image


def _reduce(image: ImageFile.ImageFile, factor: float) -> None:
    """Have a JPEG or JPEG 2000 decoded smaller, so that what is wanted is still larger than asked for."""
    if image.format == "JPEG":
        image.draft(None, (ceil(image.width / factor), ceil(image.height / factor)))
    elif image.format == "JPEG2000":
        level = min(JP2_LEVELS, int(factor).bit_length() - 1)
        if level > 0:
            image.reduce = level  # type: ignore[method-assign, assignment] # Pillow's own way for this format


def _bytes(image: Image.Image) -> int:
    """Return how many bytes a pixel takes in memory."""
    return 1 if image.mode in ("1", "L", "P") else 2 if image.mode.startswith("I;16") else 4


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return an image of eight bits a channel; of more bits a pixel the upper ones are taken."""
    if not image.mode.startswith(("I", "F")):
        return image
    wide = image.convert("F")
    low, high = (float(value) for value in wide.getextrema())  # type: ignore[arg-type] # of one band two numbers
    span = (high - low) or 1.0
    return wide.point(lambda value: value * (255 / span) - low * (255 / span)).convert("L")


def _of_pdf(file: PixelSource, boxes: Sequence[Box | None], longest: int) -> Iterator[Image.Image]:
    if file.is_oversized:
        raise PicturesLost("has an image of too many pixels, or one that does not say how many")
    document = pdfium.PdfDocument(file.data)
    try:
        page = document[file.page]
        try:
            images = _images(page)
            for box in boxes:
                yield _drawn(page, box or Box(0, 0, *page.get_size()), images, longest)
        finally:
            page.close()
    finally:
        document.close()


class _DrawnImage(NamedTuple):
    """An image of a PDF's page, and how fine it is."""

    box: Box
    density: float
    """Pixels of a point."""


def _images(page: pdfium.PdfPage) -> list[_DrawnImage]:
    """Return the images of a page."""
    place = PageSpace(page, *page.get_size())
    images: list[_DrawnImage] = []
    for number, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if number >= MOST_OBJECTS:
            break
        try:
            width, height = shape.get_px_size()
            box = place.box(*bounds_on_page(shape))
        except pdfium.PdfiumError:
            continue
        if box.width > 0 and box.height > 0:
            images.append(_DrawnImage(box, sqrt(width * height / (box.width * box.height))))
    return images


def _drawn(page: pdfium.PdfPage, box: Box, images: Sequence[_DrawnImage], longest: int) -> Image.Image:
    """Draw a box of a page."""
    width, height = page.get_size()
    own = [image.density for image in images if _touch(image.box, box)]
    side = max(box.width, box.height, 1.0)
    scale = min(max(own, default=COARSEST) or COARSEST, FINEST, longest / side)
    scale = max(scale, min(COARSEST, longest / side))
    inset = min(0.5, side / 100)  # no hair of the paper around it
    crop = (
        max(0.0, box.left + inset),
        max(0.0, height - box.bottom + inset),
        max(0.0, width - box.right + inset),
        max(0.0, box.top + inset),
    )
    bitmap = page.render(scale=scale, crop=crop, may_draw_forms=False, rev_byteorder=True)
    try:
        drawn: Image.Image = bitmap.to_pil().convert("RGB").copy()
        return drawn
    finally:
        bitmap.close()


def _touch(image: Box, box: Box) -> bool:
    """Return whether most of an image lies in a box."""
    width = min(image.right, box.right) - max(image.left, box.left)
    height = min(image.bottom, box.bottom) - max(image.top, box.top)
    return width > 0 and height > 0 and hypot(width, height) > 0.5 * hypot(image.width, image.height)
