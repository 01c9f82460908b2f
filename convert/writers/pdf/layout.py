"""From paragraphs to pages: columns are filled from the top, headings stay with what follows.

Rules: CLREQ 2.3 (pages and columns); at least two lines of a paragraph on either side of a break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from convert.styles import PageStyle
from convert.writers.pdf.compose import Paragraph

TOGETHER = 2
"""Lines of a paragraph that never stand alone at the end or the beginning of a column."""

SLACK = 0.01
"""Points: a line may miss its place by that much, since lengths are fractions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines of a paragraph that stand together in one column."""

    paragraph: Paragraph
    first: int
    last: int
    left: float
    top: float
    """Of its first line, from the foot of the sheet, in points."""
    at_top: bool
    """Whether it is the first in its column."""


@dataclass(slots=True)
class Sheet:
    """A page as it is filled."""

    pieces: list[Piece] = field(default_factory=list)
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area of a page, cut into columns; lengths in points."""

    left: float
    top: float
    bottom: float
    width: float
    gap: float
    columns: int

    @property
    def height(self) -> float:
        """Of each column."""
        return self.top - self.bottom

    def edge(self, column: int) -> float:
        """Return a column's left edge."""
        return self.left + column * (self.width + self.gap)


def frame(page: PageStyle, size: float, columns: int = 0) -> Frame:
    """Cut a page into columns of a whole number of characters, centred between the margins.

    Chinese type areas are counted in characters (CLREQ 2.3.3): what is over goes to the gaps.
    """
    columns = columns or page.columns
    inside = page.width - page.left - page.right
    column = (inside - page.gap * (columns - 1)) / columns
    width = int(column / size + SLACK) * size
    over = inside - width * columns
    gap = over / (columns - 1) if columns > 1 else 0.0
    left = page.left if columns > 1 else page.left + over / 2
    return Frame(left, page.height - page.top, page.bottom, width, gap, columns)


def fill(paragraphs: Sequence[Paragraph], area: Frame) -> list[Sheet]:
    """Fill pages with paragraphs; the columns of the last one end at about the same height."""
    filling = _Filling(area, area.bottom)
    starts: list[int] = []
    number = 0
    while number < len(paragraphs):
        number = filling.add(paragraphs, number)
        starts.append(number)
    return filling.sheets


@dataclass(slots=True)
class _Filling:
    """Where the next line goes."""

    area: Frame
    bottom: float
    sheets: list[Sheet] = field(default_factory=list)
    column: int = 0
    y: float = 0.0

    def add(self, paragraphs: Sequence[Paragraph], number: int) -> int:
        """Set the next paragraph, and with it the headings that must not part from it."""
        if not self.sheets:
            self._open(0)
        last = number
        while last + 1 < len(paragraphs) and paragraphs[last].style.keep_with_next:
            last += 1
        group = paragraphs[number : last + 1]
        if self._needed(group) > self.y - self.bottom + SLACK and not self._empty:
            self._open(self.column + 1)
        for paragraph in group:
            self._set(paragraph)
        return last + 1

    @property
    def _empty(self) -> bool:
        return self.y >= self.area.top - SLACK

    def _open(self, column: int) -> None:
        if not self.sheets or column >= self.area.columns:
            self.sheets.append(Sheet(columns=self.area.columns))
            column = 0
        self.column, self.y = column, self.area.top

    def _needed(self, group: Sequence[Paragraph]) -> float:
        """Return the height of headings and of the first lines of what follows them."""
        height = 0.0 if self._empty else group[0].style.before
        for n, paragraph in enumerate(group):
            if n:
                height += max(paragraph.style.before, group[n - 1].style.after)
            lines = len(paragraph.lines)
            if n == len(group) - 1 and lines > TOGETHER:
                lines = TOGETHER if lines > TOGETHER + 1 else lines
            height += lines * paragraph.pitch
        return height if height <= self.area.height else 0.0  # what fits nowhere is not kept together

    def _set(self, paragraph: Paragraph) -> None:
        """Set the lines of a paragraph, over as many columns as it takes."""
        if not self._empty:
            self.y -= paragraph.style.before
        first, count = 0, len(paragraph.lines)
        while first < count:
            fits = int((self.y - self.bottom + SLACK) / paragraph.pitch)
            last = first + _portion(first, count, fits, empty=self._empty)
            if last > first:
                left = self.area.edge(self.column)
                piece = Piece(paragraph, first, last, left, self.y, self._empty)
                self.sheets[-1].pieces.append(piece)
                self.y -= (last - first) * paragraph.pitch
                first = last
            if first < count:
                self._open(self.column + 1)
        self.y -= paragraph.style.after


def _portion(first: int, count: int, fits: int, *, empty: bool) -> int:
    """Return how many lines to set here, so that none is left alone on either side."""
    left = count - first
    if left <= fits:
        return left
    if left - fits < TOGETHER:
        fits = left - TOGETHER
    if first == 0 and fits < TOGETHER:
        fits = 0
    return max(fits, 1 if empty else 0)


def placed(sheets: Sequence[Sheet]) -> Iterator[tuple[int, Piece]]:
    """Yield every piece with the number of its page, from 0."""
    for number, sheet in enumerate(sheets):
        for piece in sheet.pieces:
            yield number, piece
