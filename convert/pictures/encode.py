"""A picture as a JPEG, or as a PNG where it has few shades: a drawing, a chart, a page of print in black.

The same pixels make the same bytes: all options of the encoder are given, and nothing that the file of the
page says beside its pixels goes in: no profile, no time, no name.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops

from convert.pictures.sizes import Size
from convert.typeset.pictures import JPEG, PNG, Picture
from convert.typeset.png import GREY, RGB, png

FEW_SHADES = 64
"""Colours of a picture that a PNG holds as well, and without a blur at its edges."""
GREY_WITHIN = 6
"""Steps by which the colours of a grey picture may differ."""
THUMBNAIL = 200
"""Pixels of the picture by which a colour picture is told from a grey one."""


def encode_picture(image: Image.Image, size: Size, alt: str, *, share: float, has_caption: bool) -> Picture:
    """Encode a picture, no larger than its size allows."""
    small = shrink(flat(image), size.longest)
    if small.getcolors(FEW_SHADES) is not None:
        form = GREY if small.mode == "L" else RGB
        media_type, data = PNG, png(small.width, small.height, small.tobytes(), form)
    else:
        media_type, data = JPEG, _jpeg(small, size.quality)
    return Picture(data, media_type, small.width, small.height, alt, share, has_caption)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, subsampling="4:2:0", optimize=True, progressive=False)
    return file.getvalue()


def flat(image: Image.Image) -> Image.Image:
    """Return an image in grey, or in RGB where it has colours, on white and without its file's remarks."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.new("RGBA", clear.size, "white")
        image.alpha_composite(clear)
    if image.mode not in ("L", "RGB"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    elif image.info:
        image = image.copy()
    image.info.clear()
    return image.convert("L") if image.mode == "RGB" and _is_grey(image) else image


def shrink(image: Image.Image, longest: int) -> Image.Image:
    """Return an image whose longer side has so many pixels at most."""
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _is_grey(image: Image.Image) -> bool:
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    red, green, blue = small.split()
    differences = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(int(difference.getextrema()[1]) <= GREY_WITHIN for difference in differences)  # type: ignore[arg-type] # of one band two numbers
