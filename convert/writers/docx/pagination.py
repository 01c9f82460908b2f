"""On which page of the Word document each article begins, about: columns are filled with measured lines.

Word counts the pages anew when fields are updated (F9) or the document is printed; until then the contents
show these numbers. A test compares them with those of another word processor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convert.document.model import Block, Document
from convert.document.roles import Role
from convert.typeset.styles import PageStyle, StyleSheet
from convert.writers.docx.measure import line_count

FEWEST_LINES = 2
"""Of a paragraph, at the foot of a column or at its head."""


@dataclass(slots=True)
class Columns:
    """Columns as they are filled."""

    page: PageStyle
    height: float
    """Of a column, in points."""
    column: int = 0
    """Number of the present one, from 0."""
    used: float = 0.0
    """Points of it."""

    @property
    def page_number(self) -> int:
        """Return the number of the present page, from 1."""
        return self.column // self.page.columns + 1

    def turn(self) -> None:
        """Begin the next column."""
        self.column += 1
        self.used = 0.0

    def need(self, points: float) -> None:
        """Begin the next column if there is no room for what may not be parted."""
        if self.used and self.used + points > self.height:
            self.turn()

    def add(self, lines: int, line: float, before: float, after: float) -> None:
        """Set a paragraph, line by line."""
        self.used += before if self.used else 0.0
        for _ in range(lines):
            if self.used and self.used + line > self.height + 0.5:
                self.turn()
            self.used += line
        self.used += after


@dataclass(frozen=True, slots=True)
class EstimatedParagraph:
    """A block as it takes room."""

    lines: int
    line: float
    before: float
    after: float
    keep: bool
    """Whether it may not be parted from the next one."""

    @property
    def least(self) -> float:
        """Points that must be there for it to begin."""
        return self.before + self.line * (self.lines if self.keep else min(self.lines, FEWEST_LINES))


def first_pages(document: Document, style: StyleSheet) -> Mapping[str, int]:
    """Return the page on which each article begins, by its id."""
    page = style.page
    columns = Columns(page, page.height - page.top - page.bottom)
    width = (page.width - page.left - page.right - page.gap * (page.columns - 1)) / page.columns
    pages: dict[str, int] = {}
    for article in document.articles:
        blocks = article.readable
        measured = [_measured(block, style, width) for block in blocks]
        for number, paragraph in enumerate(measured):
            columns.need(_least(measured[number:]))
            if number == 0:
                pages[article.id] = columns.page_number
            columns.add(paragraph.lines, paragraph.line, paragraph.before, paragraph.after)
    return pages


def _least(paragraphs: Sequence[EstimatedParagraph]) -> float:
    """Return the room for the first paragraph with those from which it may not be parted."""
    points = 0.0
    for paragraph in paragraphs:
        points += paragraph.least + (paragraph.after if paragraph.keep else 0.0)
        if not paragraph.keep:
            break
    return points


def _measured(block: Block, style: StyleSheet, width: float) -> EstimatedParagraph:
    look = style.of(block.role)
    lines = line_count(block.reading, max(1.0, width / look.size - look.inset), look.indent)
    if block.role is Role.TABLE_CELL and block.cell is not None and block.cell.column > 0:
        lines = 0  # it stands beside the first cell of its row
    return EstimatedParagraph(lines, look.size * look.leading, look.before, look.after, look.keep_with_next)
