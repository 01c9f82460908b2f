"""Images of a PDF that would fill the memory when its pages are drawn: found by what their headers say.

What the file says of an image, and what the image says of itself, may differ: a JPEG 2000 of 300 by 200
pixels by its dictionary has as many as its own header claims, and is decoded as a whole. Masks count, too.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import pikepdf
from PIL import Image

HEADER = 200_000
"""Bytes of an image in which its size stands; profiles and previews may come before it."""
PLAIN = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
"""Filters that cannot swell."""
CODED = frozenset({"/JPXDecode", "/DCTDecode", "/DCT"})
MOST_OBJECTS = 2_000_000
TOO_MANY = 10**12
"""Pixels of an image that Pillow refuses to look at."""
JPX = "/JPXDecode"


class ImageSize(NamedTuple):
    """The size of an image, the larger of what it says itself and what the file says of it."""

    pixels: int
    is_jpx: bool
    """Whether it is decoded as a whole, each channel in four bytes."""


def has_oversized_image(data: bytes, most: int, most_jpx: int, *, doubtful: bool) -> bool:
    """Return whether an image of a PDF has more pixels than these; `doubtful` if that cannot be told."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return any(size.pixels > (most_jpx if size.is_jpx else most) for size in _sizes(pdf))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError, OSError):
        return doubtful


def _sizes(pdf: pikepdf.Pdf) -> Iterator[ImageSize]:
    for number, item in enumerate(pdf.objects):
        if number >= MOST_OBJECTS:
            raise ValueError("too many objects")
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            yield _size(item)


def _size(image: pikepdf.Stream) -> ImageSize:
    """Return the size of an image.

    Raises:
        ValueError: it does not say it.

    """
    stated = int(image.get("/Width", 0)) * int(image.get("/Height", 0))
    filters = image.get("/Filter", pikepdf.Array())
    names = [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    coded = [name for name in names if name in CODED]
    if not coded:
        return ImageSize(stated, is_jpx=False)
    if names[-1] not in CODED or not set(names[:-1]) <= PLAIN:
        raise ValueError("an image that is compressed twice")
    whole = image.read_bytes(pikepdf.StreamDecodeLevel.generalized) if names[:-1] else image.read_raw_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(whole[:HEADER]), formats=("JPEG", "JPEG2000")) as header:
                own = header.width * header.height
    except Image.DecompressionBombError:
        own = TOO_MANY
    except OSError:  # its bytes are damaged, and nothing can be decoded
        own = 0 if coded[-1] != JPX else stated
    return ImageSize(max(stated, own), coded[-1] == JPX)
