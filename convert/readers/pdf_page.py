"""A page of a PDF as pdfium sees it: its characters, rules and pictures, in points from its top left."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from convert.document.layout import Box
from convert.errors import UnreadableSource
from convert.geometry.glyphs import Glyph
from convert.ocr.images import open_pdf

BOLD = 600
"""Weight of a font from which it is bold."""
INVISIBLE = 3
"""Render mode of text that is not drawn: what an OCR has read."""
STROKED = 2
"""Render mode of text whose outlines are drawn, too: a bold that the font does not have."""
LONGEST_FONT_NAME = 200
MOST_GLYPHS = 400_000
"""Characters of a page that are read; no page of print has so many."""
MOST_OBJECTS = 200_000
MOST_PAGES = 5000
XFA = frozenset({raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND})
TINY = 0.5
"""Points: of a character that seems no higher, the ink is looked at; one of a tenth cannot be seen."""
RULE = 3.0
"""Points: a rule is no thicker, and ten times as long."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """What stands on a page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    hidden: int = 0
    """Characters that are not drawn."""
    outside: int = 0
    """Characters that stand beyond the edges of the page and are left out."""
    unmapped: int = 0
    """Glyphs of which the file does not say which character they are."""
    label: str = ""
    """Its printed number, where the file names it."""
    is_form: bool = False
    """Whether the file has an XFA form, of which a page shows what its program makes of it."""


class RunStyle(NamedTuple):
    """What the characters of one run of text share."""

    size: float
    """Of its type, in points of the page; 0: the file does not say."""
    bold: bool
    mode: int
    rotation: int
    """Degrees, clockwise: 0, 90, 180 or 270."""


def read_pages(data: bytes, name: str = "") -> Iterator[PdfPage]:
    """Yield the pages of a PDF, one after the other: a page is let go before the next one is read.

    Raises:
        UnreadableSource: it is damaged, encrypted, draws without end, or has more pages than are read.

    """
    file = open_pdf(data, name)
    try:
        if len(file) > MOST_PAGES:
            raise UnreadableSource(f"a PDF of {len(file):,} pages", location=name, hint="split it")
        for number in range(len(file)):
            try:
                page = file[number]
            except pdfium.PdfiumError:
                yield PdfPage(0, 0, (), (), ())
                continue
            label = file.get_page_label(number)
            own = replace(read_page(page), label=label if label != str(number + 1) else "")
            yield replace(own, is_form=file.get_formtype() in XFA)
            page.close()
    finally:
        file.close()


def read_page(page: pdfium.PdfPage) -> PdfPage:
    """Read a page as it is shown: turned as the file says, and cut to its crop box."""
    width, height = page.get_size()
    place = PageSpace(page, width, height)
    text = page.get_textpage()
    try:
        glyphs, hidden, outside, unmapped = _glyphs(text, place)
    finally:
        text.close()
    rules, pictures = _shapes(page, place)
    return PdfPage(width, height, tuple(glyphs), rules, pictures, hidden, outside, unmapped)


class PageSpace:
    """Turns coordinates of the file into those of the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage, width: float, height: float) -> None:
        """Take the crop box and the turn of a page, and its size as it is shown."""
        self.width, self.height = width, height
        box = page.get_cropbox()
        self.rotation = page.get_rotation() % 360
        self._left, self._bottom, self._right, self._top = box

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the page, y downwards."""
        if not self.rotation and left <= right and bottom <= top:
            return Box(left - self._left, self._top - top, right - self._left, self._top - bottom)
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page."""
        if self.rotation == 90:
            return y - self._bottom, x - self._left
        if self.rotation == 180:
            return self._right - x, y - self._bottom
        if self.rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def holds(self, box: Box) -> bool:
        """Return whether a box is on the page."""
        return box.right > 0 and box.bottom > 0 and box.left < self.width and box.top < self.height


def _glyphs(text: pdfium.PdfTextPage, place: PageSpace) -> tuple[list[Glyph], int, int, int]:
    """Return the characters of a page, and how many are hidden, outside of it, or of no known character."""
    handle = text.raw
    count = min(text.count_chars(), MOST_GLYPHS)
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    styles: dict[int, RunStyle] = {}
    glyphs: list[Glyph] = []
    hidden = outside = unmapped = 0
    spaced = False
    high = 0
    for number in range(count):
        if raw.FPDFText_IsGenerated(handle, number) == 1:
            continue
        code = raw.FPDFText_GetUnicode(handle, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char.isspace():
            spaced = True
            continue
        if raw.FPDFText_HasUnicodeMapError(handle, number) == 1 or char == "\ufffd" or code < 0x20:
            unmapped += 1
            char = "\ufffd"
        raw.FPDFText_GetLooseCharBox(handle, number, rect)
        box = place.box(rect.left, rect.bottom, rect.right, rect.top)
        if not place.holds(box) or not all(map(math.isfinite, box)):
            outside += 1
            continue
        style = _style(handle, number, styles, place.rotation)
        if _is_flat(handle, number, box, style.rotation):
            hidden += 1
            continue
        hidden += style.mode == INVISIBLE
        raw.FPDFText_GetCharOrigin(handle, number, x, y)
        baseline = place.point(x.value, y.value)[1]
        size = style.size if style.size > TINY else max(box.height, 2 * TINY)  # it is rounded later
        glyphs.append(Glyph(char, box, baseline, size, style.bold, style.rotation, spaced))
        spaced = False
    return glyphs, hidden, outside, unmapped


def _is_flat(handle: Any, number: int, box: Box, rotation: int) -> bool:  # noqa: ANN401 - a pointer of ctypes
    """Return whether a character has no height, by its font and its ink: a font may state none of its own."""
    if (box.width if rotation in {90, 270} else box.height) >= TINY:
        return False
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(handle, number, *edges)
    left, right, bottom, top = (edge.value for edge in edges)
    return min(abs(right - left), abs(top - bottom)) < TINY / 10  # a dash is thin, too


def _rotation(angle: float, turned: int) -> int:
    """Return by how many degrees, clockwise, a character is turned on the page: a multiple of 90."""
    if angle < 0:
        return 0
    return (round(-math.degrees(angle) / 90) * 90 + turned) % 360


def _style(handle: Any, number: int, styles: dict[int, RunStyle], turned: int) -> RunStyle:  # noqa: ANN401 - a pointer of ctypes
    """Return the style of a character's run of text; each run is asked once."""
    run = raw.FPDFText_GetTextObject(handle, number)
    key = ctypes.addressof(run.contents) if run else 0
    style = styles.get(key) if key else None
    if style is None:
        bold = raw.FPDFText_GetFontWeight(handle, number) >= BOLD
        size = abs(raw.FPDFText_GetFontSize(handle, number))
        rotation = _rotation(raw.FPDFText_GetCharAngle(handle, number), turned)
        style = RunStyle(size, bold, 0, rotation)
        if key:
            style = styles[key] = _run_style(run, style)
    return style


def _run_style(run: Any, style: RunStyle) -> RunStyle:  # noqa: ANN401 - a pointer of ctypes
    """Return the style of a run: that of its first character, with what the run itself says."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(run, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    mode = raw.FPDFTextObj_GetTextRenderMode(run)
    bold = style.bold or mode == STROKED
    font = raw.FPDFTextObj_GetFont(run)
    if font and not bold:
        name = ctypes.create_string_buffer(LONGEST_FONT_NAME)
        raw.FPDFFont_GetBaseFontName(font, name, LONGEST_FONT_NAME)
        bold = _is_bold_name(name.value)
    return style._replace(size=style.size * scale, bold=bold, mode=mode)


def _is_bold_name(name: bytes) -> bool:
    folded = name.lower()
    return any(word in folded for word in (b"bold", b"black", b"heavy", b"simhei", b"heiti"))


def _shapes(page: pdfium.PdfPage, place: PageSpace) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Return the printed rules of a page, frames as their four sides, and its pictures."""
    rules: list[Box] = []
    pictures: list[Box] = []
    for number, shape in enumerate(_objects(page)):
        if number >= MOST_OBJECTS:
            break
        try:
            box = place.box(*bounds_on_page(shape))
        except pdfium.PdfiumError:
            continue
        if not place.holds(box):
            continue
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
        elif min(box.width, box.height) <= RULE:
            if max(box.width, box.height) > 10 * max(min(box.width, box.height), 1):
                rules.append(box)
        elif shape.type == raw.FPDF_PAGEOBJ_PATH and box.width < 0.98 * place.width:
            rules += _sides(box)
    return tuple(rules), tuple(pictures)


def bounds_on_page(shape: pdfium.PdfObject) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top of an object; pdfium counts one in a form from its corner.

    Raises:
        PdfiumError: pdfium does not know where it is.

    """
    left, bottom, right, top = shape.get_bounds()
    container = shape.container
    while container is not None:
        matrix = container.get_matrix()
        corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = zip(*corners, strict=True)
        left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
        container = container.container
    return left, bottom, right, top


def _sides(box: Box) -> Iterator[Box]:
    left, top, right, bottom = box
    yield Box(left, top, right, top)
    yield Box(left, bottom, right, bottom)
    yield Box(left, top, left, bottom)
    yield Box(right, top, right, bottom)


def _objects(page: pdfium.PdfPage) -> Iterator[Any]:
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
    yield from page.get_objects(filter=kinds, max_depth=4)
