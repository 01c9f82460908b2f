"""From paragraphs to pages: columns are filled from the top, headings stay with what follows.

Rules: CLREQ 2.3 (pages and columns); at least two lines of a paragraph on either side of a break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from convert.typeset.styles import PageStyle
from convert.writers.pdf.set_paragraphs import SetParagraph

LINES_TOGETHER = 2
"""Lines of a paragraph that never stand alone at the end or the beginning of a column."""

ORPHAN, LEAST_FOOT = 0.12, 0.45
"""Of the type area: a last page with less is saved if it can be; of the lower margin: what is left then."""

BALANCED_WITHIN = 4.0
"""Points: how exactly the lowest foot of the last page's columns is sought."""

ROUNDING = 0.01
"""Points: a line may miss its place by that much, since lengths are fractions."""


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """Lines of a paragraph that stand together in one column."""

    paragraph: SetParagraph
    first: int
    last: int
    left: float
    top: float
    """Of its first line, from the foot of the sheet, in points."""
    at_top: bool
    """Whether it is the first in its column."""
    again: bool = False
    """Whether it is the head of a table once more, over the rest of it."""

    @property
    def foot(self) -> float:
        """Lower edge of its last line."""
        return self.top - (self.last - self.first) * self.paragraph.pitch

    @property
    def printed(self) -> Iterator[str]:
        """The labels of the printed pages that its lines are of."""
        paragraph = self.paragraph
        label = len(paragraph.label.text) if paragraph.label else 0
        ends = [0, *(label + end for end in accumulate(len(line.text) for line in paragraph.lines))]
        start, stop = ends[self.first], ends[self.last]
        yield [paragraph.page, *(page.label for page in paragraph.breaks if page.at < start)][-1]
        yield from (page.label for page in paragraph.breaks if start <= page.at < stop)


class PageStart(NamedTuple):
    """What a page begins with."""

    paragraph: int
    line: int


@dataclass(slots=True)
class Sheet:
    """A page as it is filled."""

    lines: list[PlacedLines] = field(default_factory=list)


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
    width = int(column / size + ROUNDING) * size
    over = inside - width * columns
    gap = over / (columns - 1) if columns > 1 else 0.0
    left = page.left if columns > 1 else page.left + over / 2
    return Frame(left, page.height - page.top, page.bottom, width, gap, columns)


def fill(paragraphs: Sequence[SetParagraph], area: Frame, first_top: float = 0.0) -> list[Sheet]:
    """Fill pages with paragraphs; the columns of the last page end at about the same height.

    `first_top` is where the first page begins, if something else stands above.
    """
    grid = next((p.pitch for p in paragraphs if p.style.indent), 0.0) if area.columns > 1 else 0.0
    first_top = min(first_top, area.top) or area.top
    if grid:
        first_top = area.top - ceil((area.top - first_top) / grid - ROUNDING) * grid
    filling = Filling(paragraphs, area, area.bottom, first_top, grid)
    filling.run()
    if grid and len(filling.sheets) > 1 and _is_orphan(filling.sheets[-1], area):
        filling = _without_orphan(filling)
    if area.columns > 1 and filling.sheets:
        filling.sheets[-1] = _balanced(filling, filling.begins[-1]) or filling.sheets[-1]
    return filling.sheets


def _is_orphan(sheet: Sheet, area: Frame) -> bool:
    """Whether a page holds so few lines that nobody would turn to it."""
    height = sum((placed.last - placed.first) * placed.paragraph.pitch for placed in sheet.lines)
    return height < ORPHAN * area.height * area.columns


def _without_orphan(filling: Filling) -> Filling:
    """Fill all pages a line or two longer, if that saves the last one."""
    for more in (1, 2):
        bottom = filling.area.bottom - more * filling.grid
        if bottom < LEAST_FOOT * filling.area.bottom:
            break
        longer = Filling(filling.paragraphs, filling.area, bottom, filling.first_top, filling.grid)
        longer.run()
        if len(longer.sheets) < len(filling.sheets):
            return longer
    return filling


def _balanced(whole: Filling, start: PageStart) -> Sheet | None:
    """Fill the last page again, as low as its columns can end alike."""
    paragraphs, area = whole.paragraphs, whole.area
    top = whole.first_top if len(whole.sheets) == 1 else area.top
    low, high, best = 0.0, area.height, None
    while high - low > BALANCED_WITHIN:
        middle = (low + high) / 2
        tried = Filling(paragraphs, area, area.top - middle, top, whole.grid, start.paragraph, start.line)
        tried.run(pages=1)
        if len(tried.sheets) > 1 or tried.parted:
            low = middle
        else:
            high, best = middle, tried.sheets[0]
    return best


@dataclass(slots=True)
class Filling:
    """Where the next line goes, and what is already in its place."""

    paragraphs: Sequence[SetParagraph]
    area: Frame
    bottom: float
    first_top: float
    """Where the columns of the first page begin."""
    grid: float = 0.0
    """Line distance of the text, which all columns share; 0 in a single one."""
    number: int = 0
    """Of the next paragraph."""
    line: int = 0
    """Of its next line."""
    sheets: list[Sheet] = field(default_factory=list)
    begins: list[PageStart] = field(default_factory=list)
    """By page."""
    column: int = 0
    y: float = 0.0
    kept: int = -1
    """The last paragraph that is known to stand with the heading before it."""
    head: float = 0.0
    """Where the column's first line stands: its top, or above it by the blank over a heading's letters."""
    parted: bool = False
    """Whether a column is too low for what must stand together: a heading and its text, two lines."""

    def run(self, pages: int = 1_000_000) -> None:
        """Set paragraph after paragraph, each with the headings that must not part from it."""
        while self.number < len(self.paragraphs):
            if not self.sheets:
                self._open(0)
            self._keep_together()
            while self.line < len(self.paragraphs[self.number].lines):
                self._set_lines()
                if len(self.sheets) > pages:
                    return
            self.y -= self.paragraphs[self.number].style.after
            self.number, self.line = self.number + 1, 0

    @property
    def _empty(self) -> bool:
        return self.y >= self.head - ROUNDING

    def _open(self, column: int) -> None:
        if not self.sheets or column >= self.area.columns:
            self.sheets.append(Sheet())
            self.begins.append(PageStart(self.number, self.line))
            column = 0
        self.column, self.y = column, self._top
        self.head = self.y

    @property
    def _top(self) -> float:
        """Where the columns of this page begin."""
        return self.first_top if len(self.sheets) == 1 else self.area.top

    def _keep_together(self) -> None:
        """Before a heading: open the next column if what follows does not fit; else go down to the grid.

        A heading at the head of a column takes a whole number of lines and stands at the top of them.
        """
        number, paragraphs = self.number, self.paragraphs
        if self.line or (number <= self.kept and not self._empty):
            return
        last = number
        while last + 1 < len(paragraphs) and paragraphs[last].style.keep_with_next:
            last += 1
        needed, above = self._needed(paragraphs[number : last + 1])
        self.kept = last if needed else number
        down = self._to_grid(paragraphs[last], above)
        if needed + down > self.y - self.bottom + ROUNDING and not self._empty:
            self._open(self.column + 1)
        elif not self._empty:
            self.y -= down
        grid = (
            max(self.grid, paragraphs[last].pitch) if last > number else 0.0
        )  # what a heading at the head may add
        if self._empty and needed + grid > self._top - self.bottom:
            self.parted = True
        elif self._empty and last > number:
            # readers of a page take what stands higher first: a heading that stood a little lower than the
            # text of the next column would be read behind it
            self.head = self.y = self.y + paragraphs[number].half_leading

    def _to_grid(self, paragraph: SetParagraph, above: float) -> float:
        """Return how far down the lines of a text stand beside those of the next column (CLREQ 2.3.3)."""
        text = paragraph.style.indent and abs(paragraph.pitch - self.grid) < ROUNDING
        return self._down(above) if text else 0.0  # what is no text has its own pitch

    def _down(self, above: float) -> float:
        """Return what is missing to a whole number of lines of the grid."""
        down = -(self.area.top - self.y + above) % self.grid if self.grid else 0.0
        return down if down < self.grid - ROUNDING else 0.0

    def _needed(self, group: Sequence[SetParagraph]) -> tuple[float, float]:
        """Return the height of headings with the first lines of what follows, and of what is above those."""
        height = above = 0.0 if self._empty else group[0].style.before
        for n, paragraph in enumerate(group):
            if n:
                height += paragraph.style.before + group[n - 1].style.after
            above = height
            lines = len(paragraph.lines)
            if n == len(group) - 1 and lines > LINES_TOGETHER + 1:
                lines = LINES_TOGETHER
            height += lines * paragraph.pitch
        return (height if height <= self.area.height else 0.0), above  # what fits nowhere may part

    def _set_lines(self) -> None:
        """Set as many lines of the paragraph as fit, or go on to the next column."""
        paragraph = self.paragraphs[self.number]
        if not self.line and not self._empty:
            self.y -= paragraph.style.before
            self.y -= self._to_grid(paragraph, 0)  # below a heading at the head of a column
        self._set_heads(paragraph)
        first, count = self.line, len(paragraph.lines)
        fits = int((self.y - self.bottom + ROUNDING) / paragraph.pitch)
        last = first + _portion(first, count, fits, empty=self._empty)
        if last > first:
            left = self.area.edge(self.column)
            self.sheets[-1].lines.append(PlacedLines(paragraph, first, last, left, self.y, self._empty))
            self.y -= (last - first) * paragraph.pitch
            self.line = last
        if last < count:
            self.parted |= last > first and (last < LINES_TOGETHER or count - last < LINES_TOGETHER)
            self._open(self.column + 1)

    def _set_heads(self, paragraph: SetParagraph) -> None:
        """Set the head of a table again where a column begins with one of its rows, if both find room."""
        heads = paragraph.row.heads if paragraph.row and self._empty and not self.line else ()
        height = sum(len(head.lines) * head.pitch + head.style.after for head in heads)
        if not heads or height + len(paragraph.lines) * paragraph.pitch > self.y - self.bottom:
            return
        left = self.area.edge(self.column)
        for head in heads:
            self.sheets[-1].lines.append(
                PlacedLines(head, 0, len(head.lines), left, self.y, at_top=False, again=True)
            )
            self.y -= len(head.lines) * head.pitch + head.style.after


def _portion(first: int, count: int, fits: int, *, empty: bool) -> int:
    """Return how many lines to set here, so that none is left alone on either side."""
    left = count - first
    if left <= fits:
        return left
    if left - fits < LINES_TOGETHER:
        fits = left - LINES_TOGETHER
    if first == 0 and fits < LINES_TOGETHER:
        fits = 0
    return max(fits, 1 if empty else 0)


def placed_lines(sheets: Sequence[Sheet]) -> Iterator[tuple[int, PlacedLines]]:
    """Yield all lines with the number of its page, from 0."""
    for number, sheet in enumerate(sheets):
        for lines in sheet.lines:
            yield number, lines
