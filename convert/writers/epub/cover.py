"""The cover: the issue's masthead, date and number set in type, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from colorsys import hls_to_rgb
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from PIL import Image, ImageDraw, ImageFont

from convert.errors import StyleError
from convert.typeset.fonts import characters_in, packaged_path
from convert.typeset.png import FOUR_BITS, png
from convert.typeset.styles import FontStyle

WIDTH, HEIGHT = 900, 1200
"""Pixels, three to four: what libraries show covers in."""
MARGIN = 90
THUMBNAIL = 300
"""Pixels of a thumbnail's height."""
SHADES = 16
"""Between ink and paper: four bits a pixel, and letters still have smooth edges."""
SIZES = (150, 120, 96, 78, 64, 52, 44)
"""Of the masthead, in pixels; the first at which it fits goes."""
LINE_SIZE, HEADLINE_SIZE = 40, 34
OPENING, CLOSING = "“‘《〈（「『【〔([", "”’》〉）」』】〕)]，。、；：？！,.;:?!…—"
UNBREAKABLE = re.compile(
    rf"[{re.escape(OPENING)}]*(?:[\w'’.\-]+(?<![\u2e80-\U0003ffff])|.)[{re.escape(CLOSING)}]*",
    re.ASCII | re.DOTALL,
)
"""What a line cannot be broken in: a Latin word, else one character, with the marks that belong to it."""
MISSING = "□"


class CoverPicture(NamedTuple):
    """A cover, drawn."""

    grey: Image.Image
    palette: bytes
    """The colours of its shades, from ink to paper."""

    def png(self) -> bytes:
        """Return the file."""
        return _png(self.grey, self.palette)

    def thumbnail(self) -> bytes:
        """Return the file of a small one, for lists."""
        return _png(self.grey.reduce(HEIGHT // THUMBNAIL), self.palette)


class Masthead(NamedTuple):
    """A sheet with a title on it."""

    title: str
    sheet: Image.Image
    end: int
    """Pixels from the upper edge to where the lines below it may begin."""


class CoverDrawer:
    """Draws covers in one font: it opens its sizes once, and draws a masthead once for all its issues."""

    def __init__(self, fonts: FontStyle) -> None:
        """Begin with nothing opened."""
        self.fonts = fonts
        self.path = fonts.file or str(packaged_path(fonts.package))
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}
        self._masthead: Masthead | None = None

    def draw(self, title: str, lines: Sequence[str], headlines: Sequence[str]) -> CoverPicture:
        """Draw a cover: the title, the lines that tell the issue, below them some headlines.

        The colour of its paper and ink is made from the title: all issues of a newspaper share it. The
        same words make the same pixels.

        Raises:
            StyleError: the font is missing or cannot be read.

        """
        if self._masthead is None or self._masthead.title != title:
            self._masthead = self._drawn_masthead(title)
        image, y = self._masthead.sheet.copy(), self._masthead.end
        draw = ImageDraw.Draw(image)
        usual, small = self._font(LINE_SIZE), self._font(HEADLINE_SIZE)
        for text in lines:
            for line in wrapped(_drawable(text, self.path), usual, 2):
                y = _centred(draw, y, line, usual) + 18
        y = max(y + 40, 640)
        for text in headlines:
            for line in wrapped(_drawable(text, self.path), small, 2):
                if y + HEADLINE_SIZE > HEIGHT - 70:
                    break
                draw.text((MARGIN, y), line, font=small, fill=60)
                y += HEADLINE_SIZE + 14
            y += 20
        return CoverPicture(image, _colours(title))

    def _drawn_masthead(self, title: str) -> Masthead:
        image = Image.new("L", (WIDTH, HEIGHT), 255)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, WIDTH, 26), fill=0)
        y = 190
        large, lines = self._fitted(_drawable(title, self.path))
        for line in lines:
            y = _centred(draw, y, line, large) + round(large.size) // 4
        draw.rectangle((MARGIN, y + 30, WIDTH - MARGIN, y + 36), fill=0)
        draw.rectangle((MARGIN, y + 44, WIDTH - MARGIN, y + 46), fill=0)
        return Masthead(title, image, y + 90)

    def _fitted(self, text: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
        """Return the font in the largest size at which a title takes few lines, and these."""
        for size in SIZES:
            font, most = self._font(size), 2 if size > SIZES[2] else 4
            lines = wrapped(text, font, most)
            if lines and not lines[-1].endswith("…"):
                return font, lines
        return font, wrapped(text, font, 4)

    def _font(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self._sizes:
            self._sizes[size] = _font(self.path, size)
        return self._sizes[size]


def cover(title: str, lines: Sequence[str], headlines: Sequence[str], fonts: FontStyle) -> bytes:
    """Draw one cover as PNG, as `CoverDrawer.draw` does.

    Raises:
        StyleError: the font is missing or cannot be read.

    """
    return CoverDrawer(fonts).draw(title, lines, headlines).png()


def _png(grey: Image.Image, palette: bytes) -> bytes:
    """Return a grey picture as a file, in the shades of a palette."""
    shades = grey.point([value * SHADES // 256 for value in range(256)])
    shades.putpalette(palette)  # it is one with a palette from here on, and packs two pixels in a byte
    return png(*grey.size, shades.tobytes("raw", "P;4"), FOUR_BITS, palette)


def _colours(title: str) -> bytes:
    """Return the shades of a newspaper's covers, from ink to paper."""
    hue = sha256(title.encode("utf-8", "replace")).digest()[0] / 256
    ink, paper = hls_to_rgb(hue, 0.16, 0.45), hls_to_rgb(hue, 0.94, 0.35)
    parts = [shade / (SHADES - 1) for shade in range(SHADES)]
    ends = list(zip(ink, paper, strict=True))
    return bytes([round(255 * (a + (b - a) * part)) for part in parts for a, b in ends])


def wrapped(text: str, font: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """Break a text into at most so many lines, about equally long; what is cut off shows as an ellipsis."""
    width = WIDTH - 2 * MARGIN
    pieces = [MeasuredPiece(piece, font.getlength(piece)) for piece in _pieces(text[:400], font, width)]
    lines = _filled(pieces, width)
    if len(lines) > most:
        last = "".join(lines[most - 1 :])
        while font.getlength(last + "…") > width:
            last = last[:-1]
        return [*lines[: most - 1], last.rstrip() + "…"]
    narrow, wide = width // 2, width
    while len(lines) > 1 and wide - narrow > 2:
        middle = (narrow + wide) // 2
        narrow, wide = (narrow, middle) if len(_filled(pieces, middle)) <= len(lines) else (middle, wide)
    return _filled(pieces, wide)


class MeasuredPiece(NamedTuple):
    """What no line end parts."""

    text: str
    width: float


def _filled(pieces: Sequence[MeasuredPiece], width: float) -> list[str]:
    """Put on each line what fits."""
    lines = [""]
    used = 0.0
    for text, needed in pieces:
        if used and text.strip() and used + needed > width:
            lines.append("")
            used = 0.0
        if used or text.strip():
            lines[-1] += text
            used += needed
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Yield words and single characters with the marks that belong to them; a wider word is cut up."""
    for piece in UNBREAKABLE.findall(text):
        if font.getlength(piece) <= width:
            yield piece
        else:
            yield from piece


def _centred(draw: ImageDraw.ImageDraw, y: int, line: str, font: ImageFont.FreeTypeFont) -> int:
    """Draw a line in the middle, and return where the next may begin."""
    draw.text(((WIDTH - font.getlength(line)) / 2, y), line, font=font, fill=0)
    return y + round(font.size)


def _drawable(text: str, path: str) -> str:
    """Return a text without what is not seen; nothing where the font lacks most of it."""
    seen = [c for c in text if category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn"}]
    known = characters_in(Path(path), "".join(seen)) | {" ", "\u3000"}
    lacking = sum(c not in known for c in seen)
    return "" if 2 * lacking > len(seen) else "".join([c if c in known else MISSING for c in seen])


def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise StyleError("the font cannot be read", location=path, hint="give another font file") from error
