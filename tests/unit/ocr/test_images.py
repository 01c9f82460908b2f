"""Images of pages: several in one file, of any depth, and none that fills the memory."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from convert.errors import UnreadableSource
from convert.ocr.answer import LOST
from convert.ocr.images import draw_pages, open_images
from convert.ocr.rules import find_rules
from tests.support.pdf_pages import pdf_page
from tests.support.scans import image_file

GRAY = Image.new("L", (40, 30), 200)


def bomb(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of that size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + b"\0\0\0\0IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


@pytest.mark.parametrize("form", ["TIFF", "JPEG", "PNG", "JPEG2000"])
def test_every_format_is_opened(form: str) -> None:
    """With its size and its resolution."""
    options = {} if form == "JPEG2000" else {"dpi": (300, 300)}
    (page,) = open_images(image_file([GRAY], form, **options))
    assert page.image.size == (40, 30)
    assert page.dpi == (pytest.approx(300, abs=1) if options else None)


def test_a_tiff_has_several_pages() -> None:
    """One after the other."""
    data = image_file([GRAY, Image.new("1", (20, 10), 1)], "TIFF")
    assert [page.image.size for page in open_images(data)] == [(40, 30), (20, 10)]


def test_a_broken_page_of_a_tiff_costs_itself() -> None:
    """A dot stands for it; where none can be read, the file is refused."""
    noise = Image.effect_noise((64, 48), 90)
    data = bytearray(image_file([GRAY, noise, GRAY], "TIFF", compression="tiff_deflate"))
    with Image.open(BytesIO(data)) as file:
        file.seek(1)
        (start,) = file.tag_v2[273]  # type: ignore[attr-defined] # of a TIFF alone
    data[start : start + 40] = bytes(40)
    assert [page.image.size for page in open_images(bytes(data))] == [(40, 30), LOST, (40, 30)]
    with pytest.raises(UnreadableSource, match="cannot be read"):
        list(open_images(bytes(data), only=1))


def test_what_is_seen_through_is_paper() -> None:
    """No black page where a PNG is clear; sixteen bits are made eight."""
    clear, deep = Image.new("RGBA", (9, 9), (0, 0, 0, 0)), Image.new("I;16", (9, 9), 40_000)
    deep.putpixel((1, 1), 0)
    (first,), (second,) = open_images(image_file([clear])), open_images(image_file([deep]))
    assert first.image.getpixel((0, 0)) == (255, 255, 255)
    assert [second.image.getpixel((x, x)) for x in (0, 1)] == [255, 0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bomb(30_000, 30_000), "400,000,000 pixels"),
        (bomb(15_000, 30_000), "400,000,000 pixels"),
        (image_file([GRAY])[:60], "cannot be read"),
        (b"GIF89a" + bytes(20), "cannot be read"),
    ],
    ids=["bomb", "smaller bomb", "cut short", "another format"],
)
def test_what_cannot_be_opened_is_refused(data: bytes, message: str) -> None:
    """With one clear error, before anything is decoded."""
    with pytest.raises(UnreadableSource, match=message):
        list(open_images(data))


def test_a_pdf_is_drawn() -> None:
    """At 150 dpi, or smaller where it would be too large."""
    (page,) = draw_pages(pdf_page(()))
    assert page.image.size == (1250, 1667)
    assert page.dpi == pytest.approx(150)
    (small,) = draw_pages(pdf_page(()), longest=400)
    assert max(small.image.size) == 400


def test_rules_are_long_and_thin() -> None:
    """Level and upright ones; neither a character nor a picture."""
    image = Image.new("L", (1000, 1400), 250)
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 200, 900, 202), 0)
    draw.rectangle((500, 300, 501, 1300), 30)
    draw.rectangle((100, 300, 300, 500), 10)
    draw.rectangle((600, 600, 620, 604), 0)
    assert [tuple(box) for box in find_rules(image)] == [(100, 200, 901, 203), (500, 300, 502, 1301)]
