"""Paragraphs broken into lines, as pages are filled with them and as they are drawn."""

from __future__ import annotations

from typing import NamedTuple

from convert.document.cells import Cell
from convert.typeset.page_breaks import PageBreak
from convert.typeset.pictures import Picture
from convert.typeset.styles import Style
from convert.writers.pdf.vertical import LineSegment


class SetLine(NamedTuple):
    """A line ready to be drawn."""

    code: str
    """Operators that draw it, from its left edge on."""
    left: float
    """From the column's left edge, in points."""
    width: float
    """Of what is drawn, in points."""
    text: str
    segments: tuple[LineSegment, ...] = ()
    """What draws a vertical line."""
    margin: str = ""
    """The numbers of the notes on it."""


class OutlineEntry(NamedTuple):
    """What the outline and the contents say of an article."""

    name: str
    level: int
    """0, or 1 within a section."""


class SetParagraph(NamedTuple):
    """A block of the document, or a line of our own, as it is set."""

    lines: tuple[SetLine, ...]
    style: Style
    face: int
    """The face that its lines begin and end in."""
    name: str
    """What it is: a role of the source, or a part of the output such as `masthead`."""
    stroked: bool = False
    """Whether its lines begin and end with letters that a stroke makes bold."""
    article: int = -1
    """Which article it belongs or leads to."""
    opens: OutlineEntry | None = None
    """Set on the first paragraph of an article."""
    label: SetLine | None = None
    """Stands before its first line: a bullet, the number of a note."""
    page: str = ""
    """The label of the printed page that it begins on, of an issue of several."""
    breaks: tuple[PageBreak, ...] = ()
    """Printed pages that begin in its text."""
    block: str = ""
    """Id of the block that it shows."""
    picture: Picture | None = None
    """What it shows instead of text: its only line is as high as the picture."""
    row: SetRow | None = None
    """Set where it is a row of a table: its lines have no text of their own."""

    @property
    def pitch(self) -> float:
        """Line distance in points."""
        return self.style.size * self.style.leading

    @property
    def is_vertical(self) -> bool:
        """Whether its lines run from top to bottom."""
        return any(line.segments for line in self.lines)

    @property
    def half_leading(self) -> float:
        """The blank above the squares of a line, in points."""
        return max(0.0, self.pitch - self.style.size) / 2

    @property
    def text(self) -> str:
        """What a reader reads, kept line ends included."""
        return (self.label.text if self.label else "") + "".join([line.text for line in self.lines])


class SetCell(NamedTuple):
    """A cell of a row; of an empty one there is no paragraph."""

    cell: Cell
    left: float
    """From the column's left edge, in points."""
    paragraph: SetParagraph | None = None
    top: int = 0
    """Lines of the row above its first one."""


class SetRow(NamedTuple):
    """A row of a table."""

    cells: tuple[SetCell, ...]
    left: float
    width: float
    """Of the table, in points."""
    is_first: bool
    is_head: bool
    """Whether it stands over the columns."""
    rule_below: bool
    """Whether the head or the table ends with it."""
    heads: tuple[SetParagraph, ...] = ()
    """The head rows that are shown again where a column begins with it."""
    has_caption: bool = False
    """Set on the first row of a table in front of which its caption stands."""
