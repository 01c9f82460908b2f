"""Setting newspaper pages for the benchmarks: columns, headings, and a PDF that draws them in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG, TIMES, TIMES_BOLD = "STSong-Light", "Times-Roman", "Times-Bold"
SIZE, LEADING, GUTTER, MARGIN = 10.0, 15.0, 16.0, 45.0
NO_START, NO_END = "，。、；：？！）》”’」』…—%", "（《“‘「『"
WORDS = re.compile(r"[!-~\u00a1-\u024f’]+ ?|.")
"""What stands on one line: a word of Latin letters, or a character."""
TOP = 70.0


class Article(NamedTuple):
    """What is set: a title and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


class DrawnText(NamedTuple):
    """A piece of a line, from its left end on its baseline; y goes down."""

    text: str
    x: float
    y: float
    size: float
    font: str


class Spot(NamedTuple):
    """A piece of a column that text may fill."""

    left: float
    top: float
    rows: int


class Picture(NamedTuple):
    """A picture, by its edges."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Manner:
    """How the text of a page is set."""

    latin: bool = False
    indent: float = 2.0
    """Ems before the first line of a paragraph."""
    between: float = 0.0
    """Rows of white between two paragraphs."""
    columns: int = 5
    column: float = 12 * SIZE
    """Width of a column."""
    ruled: float = 0.6
    """How often a rule stands between two articles."""

    @property
    def font(self) -> str:
        """Of the body."""
        return TIMES if self.latin else SONG

    @property
    def head_font(self) -> str:
        """Of headings."""
        return TIMES_BOLD if self.latin else SONG

    def left(self, number: int) -> float:
        """Return where a column begins."""
        return MARGIN + number * (self.column + GUTTER)

    def right(self, number: int) -> float:
        """Return where a column ends."""
        return self.left(number) + self.column


@dataclass(slots=True)
class Sheet:
    """A page as it is being set, and what is to be read of it."""

    manner: Manner
    dice: Random
    drawn: list[DrawnText] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    articles: list[dict[str, Any]] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    """The rows of each table."""
    height: float = 0.0

    def gold(self) -> dict[str, Any]:
        """Return what the scorer reads."""
        return {"articles": self.articles, "furniture": self.furniture}


@dataclass(slots=True)
class Story:
    """An article as it is being set."""

    blocks: list[dict[str, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    """Where its fragments begin, in characters without white space."""
    length: int = 0

    def add(self, role: str, text: str) -> None:
        """Add a block."""
        self.blocks.append({"role": role, "text": text})
        self.length += visible(text)

    def close(self, sheet: Sheet) -> None:
        """Put the article on its page."""
        sheet.articles.append({"blocks": self.blocks, "fragments": sorted(set(self.starts))})


def visible(text: str) -> int:
    """Return how many characters of a text are no white space, as the scorer counts them."""
    folded = (unicodedata.normalize("NFKC", char) for char in text)
    return sum(1 for char, wide in zip(text, folded, strict=True) if not char.isspace() and wide)


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of a text; a mark of Chinese print is as wide as a character."""
    return float(pdfmetrics.stringWidth(text, font, size))


def break_lines(text: str, width: float, size: float, indent: float, font: str) -> list[str]:
    """Break a paragraph into lines."""
    pieces = WORDS.findall(text)
    lines: list[str] = []
    line, used = "", indent
    for piece in pieces:
        wide = width_of(piece.rstrip() or piece, font, size)
        hangs = piece in NO_START and used <= width + 0.01
        if used + wide > width + 0.01 and line and not hangs:
            carried = line[_carried_from(line, piece) :]
            lines.append(line[: len(line) - len(carried)].rstrip())
            line, used = carried, width_of(carried, font, size)
        line += piece
        used += width_of(piece, font, size)
    return [*lines, line.rstrip()] if line.strip() else lines


def _carried_from(line: str, following: str) -> int:
    """Return from where on a line goes into the next one, so that no mark stands at a wrong end."""
    at = len(line)
    while at > 1 and (following in NO_START or line[at - 1] in NO_END):
        at -= 1
        following = line[at]
    return at


def rows_of(article: Article, manner: Manner) -> int:
    """Return how many rows of a column an article fills."""
    return sum(len(_set(paragraph, manner)) for paragraph in article.paragraphs)


def _set(paragraph: str, manner: Manner) -> list[str]:
    return break_lines(paragraph, manner.column, SIZE, manner.indent * SIZE, manner.font)


def flow(sheet: Sheet, story: Story, paragraphs: Iterable[str], spots: Sequence[Spot]) -> float:
    """Set paragraphs into spots, one after the other, and return the lowest baseline."""
    manner = sheet.manner
    number, row, low = 0, 0.0, 0.0
    for paragraph in paragraphs:
        place = story.length
        for at, line in enumerate(_set(paragraph, manner)):
            if row > spots[number].rows - 1 + 1e-6 and number + 1 < len(spots):
                number, row = number + 1, 0
                story.starts.append(place)
            spot = spots[number]
            y = spot.top + SIZE + row * LEADING
            indent = manner.indent * SIZE if not at else 0
            sheet.drawn.append(DrawnText(line, spot.left + indent, y, SIZE, manner.font))
            place += visible(line)
            row += 1
            low = max(low, y)
        row += manner.between
        story.add("paragraph", paragraph)
    return low


def set_heading(
    sheet: Sheet, text: str, left: float, right: float, y: float, size: float, *, centred: bool = False
) -> float:
    """Set a heading between two edges, and return where it ends."""
    font = sheet.manner.head_font
    for line in break_lines(text, right - left, size, 0, font):
        y += 1.25 * size
        room = right - left - width_of(line, font, size)
        x = left + room / 2 if centred else left
        sheet.drawn.append(DrawnText(line, x, y, size, font))
    return y + 4


def set_small(sheet: Sheet, text: str, left: float, right: float, y: float, size: float) -> float:
    """Set a byline, a kicker or a caption, and return where it ends."""
    font = sheet.manner.font
    for line in break_lines(text, right - left, size, 0, font):
        y += 1.35 * size
        sheet.drawn.append(DrawnText(line, left, y, size, font))
    return y + 3


def set_downwards(sheet: Sheet, text: str, right: float, y: float, size: float, rows: int) -> float:
    """Set a heading downwards, each character placed, columns from the right; return its left edge."""
    x = right - size
    for number, char in enumerate(text):
        column, row = divmod(number, rows)
        x = right - size - column * 1.3 * size
        sheet.drawn.append(DrawnText(char, x, y + (row + 1) * 1.1 * size, size, sheet.manner.head_font))
    return x


def set_rule(sheet: Sheet, left: float, y: float, right: float) -> None:
    """Draw a level rule."""
    sheet.rules.append((left, y, right, y))


def set_frame(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    """Draw a frame around something."""
    sheet.rules += [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ]


def draw(sheet: Sheet, order: Random | None = None) -> bytes:
    """Draw a page as PDF, article by article, or its lines in any order."""
    if SONG not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    manner = sheet.manner
    width, height = manner.right(manner.columns - 1) + MARGIN, sheet.height + MARGIN
    file = BytesIO()
    canvas = Canvas(file, pagesize=(width, height), invariant=True)
    drawn = list(sheet.drawn)
    if order is not None:
        order.shuffle(drawn)
    for text, x, y, size, font in drawn:
        canvas.setFont(font, size)
        canvas.drawString(x, height - y, text)
    canvas.setLineWidth(0.5)
    for x0, y0, x1, y1 in sheet.rules:
        canvas.line(x0, height - y0, x1, height - y1)
    grey = ImageReader(Image.new("L", (16, 12), 190))
    for left, top, right, bottom in sheet.pictures:
        canvas.drawImage(grey, left, height - bottom, right - left, bottom - top)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
