"""The cover: the issue's masthead, date and number set in type, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from colorsys import hls_to_rgb
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol
from unicodedata import category

from PIL import Image, ImageDraw, ImageFont

from convert.errors import StyleError
from convert.typeset.fonts import characters_in, font_file, packaged_path
from convert.typeset.png import FOUR_BITS, png_of_rows, rows_of
from convert.typeset.styles import FontStyle
from convert.writers.epub.lettering import Lettering

WIDTH, HEIGHT = 900, 1200
"""Pixels, three to four: what libraries show covers in."""
MARGIN = 90
THUMBNAIL = 300
"""Pixels of a thumbnail's height."""
REDUCED = HEIGHT // THUMBNAIL
"""So many pixels of a cover are one of its thumbnail."""
PAPER = 255
SHADES = 16
"""Between ink and paper: four bits a pixel, and letters still have smooth edges."""
_SHADES = tuple(value * SHADES // 256 for value in range(256))
_NO_COLOURS = bytes(3 * SHADES)
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


class PackedRows(NamedTuple):
    """Rows of a cover and of its thumbnail, as their files have them."""

    large: bytes
    small: bytes


class CoverPicture(NamedTuple):
    """A cover, drawn."""

    parts: tuple[PackedRows, ...]
    """One below the other."""
    palette: bytes
    """The colours of its shades, from ink to paper."""

    def png(self) -> bytes:
        """Return the file."""
        rows = b"".join([part.large for part in self.parts])
        return png_of_rows(WIDTH, HEIGHT, rows, FOUR_BITS, self.palette)

    def thumbnail(self) -> bytes:
        """Return the file of a small one, for lists."""
        rows = b"".join([part.small for part in self.parts])
        return png_of_rows(WIDTH // REDUCED, THUMBNAIL, rows, FOUR_BITS, self.palette)


class Masthead(NamedTuple):
    """The upper part of a sheet, with a title on it."""

    title: str
    rows: PackedRows
    height: int
    """Pixels."""
    end: int
    """Pixels from the upper edge to where the lines below it may begin."""


class CoverLine(NamedTuple):
    """A line below the masthead."""

    x: float
    y: int
    text: str
    lettering: Lettering
    grey: int
    """Of its ink: 0 is black."""


class CoverDrawer:
    """Draws covers in one font: it opens its sizes once, and draws a masthead once for all its issues."""

    def __init__(self, fonts: FontStyle, *, is_for_many: bool = True) -> None:
        """Begin with nothing opened; one that is not for many covers keeps no letters."""
        self.fonts = fonts
        self.path = fonts.file or str(packaged_path(fonts.package))
        self.is_for_many = is_for_many
        self._sizes: dict[int, Lettering] = {}
        self._masthead: Masthead | None = None
        self._blank = _packed(Image.new("L", (WIDTH, REDUCED), PAPER))

    def draw(self, title: str, lines: Sequence[str], headlines: Sequence[str]) -> CoverPicture:
        """Draw a cover: the title, the lines that tell the issue, below them some headlines.

        The colour of its paper and ink is made from the title: all issues of a newspaper share it. The
        same words make the same pixels.

        Raises:
            StyleError: the font is missing or cannot be read.

        """
        head = self._masthead
        if head is None or head.title != title:
            head = self._masthead = self._drawn_masthead(title)
        placed = list(self._placed(head.end, lines, headlines))
        lowest = max([line.y + 2 * line.lettering.size for line in placed], default=head.end)
        height = min(HEIGHT, -(-lowest // REDUCED) * REDUCED) - head.height
        image = Image.new("L", (WIDTH, height), PAPER)
        draw = ImageDraw.Draw(image)
        for x, y, text, lettering, grey in placed:
            lettering.draw(draw, x, y - head.height, text, grey)
        body, left = _packed(image), (HEIGHT - head.height - height) // REDUCED
        return CoverPicture((head.rows, body, *(left * (self._blank,))), _colours(title))

    def _placed(self, y: int, lines: Sequence[str], headlines: Sequence[str]) -> Iterator[CoverLine]:
        """Yield the lines of an issue and its headlines where they stand."""
        usual, small = self._lettering(LINE_SIZE), self._lettering(HEADLINE_SIZE)
        texts = iter(_drawable((*lines, *headlines), self.path))
        for text in islice(texts, len(lines)):
            for line in wrapped(text, usual, 2):
                yield CoverLine(_middle(line, usual), y, line, usual, 0)
                y += usual.size + 18
        y = max(y + 40, 640)
        for text in texts:
            for line in wrapped(text, small, 2):
                if y + HEADLINE_SIZE > HEIGHT - 70:
                    break
                yield CoverLine(MARGIN, y, line, small, 60)
                y += HEADLINE_SIZE + 14
            y += 20

    def _drawn_masthead(self, title: str) -> Masthead:
        image = Image.new("L", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, WIDTH, 26), fill=0)
        y = 190
        large, lines = self._fitted(*_drawable((title,), self.path))
        for line in lines:
            draw.text((_middle(line, large), y), line, font=large.font, fill=0)
            y += large.size + large.size // 4
        draw.rectangle((MARGIN, y + 30, WIDTH - MARGIN, y + 36), fill=0)
        draw.rectangle((MARGIN, y + 44, WIDTH - MARGIN, y + 46), fill=0)
        height = -(-(y + 47) // REDUCED) * REDUCED
        return Masthead(title, _packed(image.crop((0, 0, WIDTH, height))), height, y + 90)

    def _fitted(self, text: str) -> tuple[Lettering, list[str]]:
        """Return the font in the largest size at which a title takes few lines, and these."""
        for size in SIZES:
            lettering, most = self._lettering(size), 2 if size > SIZES[2] else 4
            lines = wrapped(text, lettering, most)
            if lines and not lines[-1].endswith("…"):
                return lettering, lines
        return lettering, wrapped(text, lettering, 4)

    def _lettering(self, size: int) -> Lettering:
        if size not in self._sizes:
            self._sizes[size] = Lettering(_font(self.path, size), keeps_letters=self.is_for_many)
        return self._sizes[size]


def cover_drawer(fonts: FontStyle) -> CoverDrawer:
    """Return what draws covers in a font.

    The font keeps it: sizes are opened once, and one masthead stays for the next issue of its newspaper.
    Letters are kept from the second cover on: a process that draws two will draw many.

    Raises:
        StyleError: the packaged font is not installed.

    """
    file = font_file(Path(fonts.file) if fonts.file else packaged_path(fonts.package))
    if not isinstance(file.drawer, CoverDrawer):
        file.drawer = CoverDrawer(fonts, is_for_many=False)
    elif not file.drawer.is_for_many:
        file.drawer = CoverDrawer(fonts)
    return file.drawer


def cover(title: str, lines: Sequence[str], headlines: Sequence[str], fonts: FontStyle) -> bytes:
    """Draw one cover as PNG, as `CoverDrawer.draw` does.

    Raises:
        StyleError: the font is missing or cannot be read.

    """
    return cover_drawer(fonts).draw(title, lines, headlines).png()


def _packed(grey: Image.Image) -> PackedRows:
    """Return rows of a grey picture, and of it made small, in shades."""
    return PackedRows(_rows(grey), _rows(grey.reduce(REDUCED)))


def _rows(grey: Image.Image) -> bytes:
    shades = grey.point(_SHADES)
    shades.putpalette(_NO_COLOURS)  # it is one with a palette from here on, and packs two pixels in a byte
    return rows_of(grey.width, shades.tobytes("raw", "P;4"), FOUR_BITS)


def _colours(title: str) -> bytes:
    """Return the shades of a newspaper's covers, from ink to paper."""
    hue = sha256(title.encode("utf-8", "replace")).digest()[0] / 256
    ink, paper = hls_to_rgb(hue, 0.16, 0.45), hls_to_rgb(hue, 0.94, 0.35)
    parts = [shade / (SHADES - 1) for shade in range(SHADES)]
    ends = list(zip(ink, paper, strict=True))
    return bytes([round(255 * (a + (b - a) * part)) for part in parts for a, b in ends])


class MeasuresText(Protocol):
    """A font, or what remembers its measures."""

    def getlength(self, text: str) -> float:
        """Return the width of a text, in pixels."""
        ...


def wrapped(text: str, font: MeasuresText, most: int) -> list[str]:
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


def _pieces(text: str, font: MeasuresText, width: int) -> Iterator[str]:
    """Yield words and single characters with the marks that belong to them; a wider word is cut up."""
    for piece in UNBREAKABLE.findall(text):
        if font.getlength(piece) <= width:
            yield piece
        else:
            yield from piece


def _middle(line: str, font: MeasuresText) -> float:
    """Return where a line begins that stands in the middle."""
    return (WIDTH - font.getlength(line)) / 2


def _drawable(texts: Sequence[str], path: str) -> list[str]:
    """Return texts without what is not seen; nothing where the font lacks most of one."""
    seen = [[c for c in text if category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn"}] for text in texts]
    known = characters_in(Path(path), "".join({c for own in seen for c in own})) | {" ", "\u3000"}
    return [_with_boxes(own, known) for own in seen]


def _with_boxes(characters: Sequence[str], known: AbstractSet[str]) -> str:
    """Put a box where the font lacks a character; nothing where it lacks most."""
    lacking = sum(c not in known for c in characters)
    if 2 * lacking > len(characters):
        return ""
    return "".join([c if c in known else MISSING for c in characters])


def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise StyleError("the font cannot be read", location=path, hint="give another font file") from error
