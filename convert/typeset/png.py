"""PNG files whose bytes depend on their pixels alone, and not on the zlib that Pillow was built with."""

from __future__ import annotations

from struct import pack
from typing import NamedTuple
from zlib import crc32

from convert.typeset.deflate import zlib_stream

SIGNATURE = b"\x89PNG\r\n\x1a\n"


class PixelFormat(NamedTuple):
    """How a pixel is written (PNG, third edition, section 11.2.1)."""

    depth: int
    """Bits of a sample."""
    colour_type: int
    samples: int = 1
    """Of a pixel."""


GREY, RGB, FOUR_BITS = PixelFormat(8, 0), PixelFormat(8, 2, 3), PixelFormat(4, 3)
"""Shades of grey, colours, and places in a palette of sixteen."""


def png(width: int, height: int, pixels: bytes, form: PixelFormat, palette: bytes = b"") -> bytes:
    """Return a PNG; its rows are padded to whole bytes, `palette` is red, green, blue by turns."""
    return png_of_rows(width, height, rows_of(width, pixels, form), form, palette)


def rows_of(width: int, pixels: bytes, form: PixelFormat) -> bytes:
    """Return rows of pixels as a PNG has them, to be put together with others.

    No row is filtered: pictures of few shades, and all with a palette, are smallest so.
    """
    row = (width * form.depth * form.samples + 7) // 8
    return b"".join([b"\0" + pixels[at : at + row] for at in range(0, len(pixels), row)])


def png_of_rows(width: int, height: int, rows: bytes, form: PixelFormat, palette: bytes = b"") -> bytes:
    """Return a PNG of rows that `rows_of` has made."""
    header = pack(">IIBBBBB", width, height, form.depth, form.colour_type, 0, 0, 0)
    colours = _chunk(b"PLTE", palette) if palette else b""
    return (
        SIGNATURE + _chunk(b"IHDR", header) + colours + _chunk(b"IDAT", zlib_stream(rows)) + _chunk(b"IEND")
    )


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))
