"""PNG files: Pillow reads the very pixels."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from convert.typeset.png import FOUR_BITS, GREY, RGB, PixelFormat, png


@pytest.mark.parametrize(("mode", "form"), [("L", GREY), ("RGB", RGB)])
def test_pixels_come_back(mode: str, form: PixelFormat) -> None:
    """In grey and in colours, whatever the width."""
    image = Image.radial_gradient("L").resize((31, 17)).convert(mode)
    with Image.open(BytesIO(png(image.width, image.height, image.tobytes(), form))) as opened:
        assert (opened.mode, opened.size, opened.tobytes()) == (mode, image.size, image.tobytes())


def test_a_palette_has_two_pixels_in_a_byte() -> None:
    """Of an odd width the last half of a row is empty."""
    image = Image.frombytes("P", (3, 2), bytes([0, 1, 2, 2, 1, 0]))
    palette = bytes([0, 0, 0, 128, 64, 32, 255, 255, 255])
    data = png(3, 2, image.tobytes("raw", "P;4"), FOUR_BITS, palette)
    with Image.open(BytesIO(data)) as opened:
        assert opened.convert("RGB").tobytes() == palette + palette[6:] + palette[3:6] + palette[:3]
