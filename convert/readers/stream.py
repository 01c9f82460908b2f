r"""The text of a page that has boxes: one rule for all formats, and where each character stood.

    words, lines and regions in the order of the file  ->  "头版 要闻\n今日晴\n\n广告\n"  and a Layout

The rule, which `VERSION` numbers: words as they stand, one space between two of a line unless the file puts
them close, a line feed behind each line, another one behind each region, a form feed between two pages; a
page without a text has one line feed. What has no visible character is left out. Nothing is moved: the order
is the file's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from convert.document.cells import Cell, GridSize, grid_size, is_grid, is_too_large
from convert.document.layout import (
    NOWHERE,
    Box,
    Layout,
    LineBox,
    LogicalUnit,
    PlacedCell,
    Region,
    StatedTable,
    Surface,
    WordBox,
)
from convert.document.model import Block, Document, Metadata, Page, Segment, block_ids
from convert.errors import UnreadableSource
from convert.readers.text import described
from convert.text.source import extracted

VERSION = 1
"""Of the rule by which words become a text; a file says it, so that the text can be made again."""


class ReadWord(NamedTuple):
    """A word or a character that a file has, before it has a place in the text."""

    text: str
    box: Box = NOWHERE
    confidence: float | None = None
    ref: str = ""
    close: bool = False
    """Whether no space parts it from the word before it."""


class TypeStyle(NamedTuple):
    """How a line, or a region for all of its lines, is set."""

    size: float | None = None
    """In points; None: the file does not say."""
    bold: bool = False
    italic: bool = False


class ReadLine(NamedTuple):
    """A line and its words, before they have a place in the text."""

    box: LineBox
    words: Sequence[ReadWord]


class ReadCell(NamedTuple):
    """A cell of a table as a reader comes to it."""

    cell: Cell
    region: Region
    lines: Sequence[tuple[LineBox, Sequence[ReadWord]]]


class CellWords(NamedTuple):
    """A cell, and how many of the words of a region stand in it; words without a character do not count."""

    cell: Cell
    words: int


class StreamBuilder:
    """Takes pages, regions and lines as a reader comes to them, and makes the text and its layout."""

    def __init__(self, reader: str, version: int) -> None:
        """Begin for a reader of that name; its version and the rule's go into the archival XML."""
        self._reader = f"{reader} {version}.{VERSION}"
        self._texts: list[str] = []
        self._length = 0
        self._pages: list[Page] = []
        self._surfaces: list[Surface] = []
        self._regions: list[Region] = []
        self._lines: list[LineBox] = []
        self._words: list[WordBox] = []
        self._tables: list[StatedTable] = []
        self._cells: dict[str, list[PlacedCell]] = {}
        self._large_tables: list[GridSize] = []

    @property
    def at(self) -> int:
        """Where the next character will stand."""
        return self._length

    @property
    def has_text(self) -> bool:
        """Whether a region with a text was added."""
        return any(region.stop > region.at for region in self._regions)

    def begin_page(self, surface: Surface, label: str = "") -> None:
        """Begin a page; `label` is its printed number, where the file says it."""
        if self._pages:
            self._end_page()
            self._add("\f")
        self._pages.append(Page(label, self._length))
        self._surfaces.append(surface._replace(at=self._length))

    def add_region(self, region: Region, lines: Sequence[tuple[LineBox, Sequence[ReadWord]]]) -> None:
        """Add a region and its lines; their offsets are filled in here. Lines without a word are left out."""
        begin = self._length
        for line, words in lines:
            self._add_line(line, words)
        if self._length > begin:
            placed = region._replace(at=begin, stop=self._length - 1)
            self._add("\n")
        else:  # in front of the last line end of its page: behind that, the next file may begin
            at = max(self._pages[-1].at if self._pages else 0, begin - 1)
            placed = region._replace(at=at, stop=at)
        self._regions.append(placed)

    def add_table(self, region: Region, cells: Sequence[ReadCell], cert: float = 1.0) -> None:
        """Add a table: its region, then a region for each cell; those without a word are left out.

        Of cells that make no grid nothing is kept but the text.
        """
        self.add_region(region, ())
        placed: list[PlacedCell] = []
        for cell, inside, lines in cells:
            begin = self._length
            self.add_region(inside, lines)
            if self._length > begin:
                placed.append(PlacedCell(begin, self._regions[-1].stop, cell))
        self._note_table(placed, cert)

    def add_cells(self, table: str, cells: Sequence[CellWords]) -> None:
        """State in which cells the words of the region added last stand, in their order.

        `table` names the table, of which other regions may have cells, too.
        """
        placed = self._cells.setdefault(table, [])
        number = bisect_left(self._words, self._regions[-1].at, key=lambda word: word.at)
        for cell, words in cells:
            own = self._words[number : number + words]
            if own:
                placed.append(PlacedCell(own[0].at, own[-1].stop, cell))
            number += words

    def _note_table(self, placed: Sequence[PlacedCell], cert: float = 1.0) -> None:
        """Keep a table, if its cells make a grid of several rows and columns."""
        own = sorted({each.cell for each in placed})
        size = grid_size(own)
        if is_too_large(size):
            self._large_tables.append(size)
        elif min(size) > 1 and len(own) > size.columns and is_grid(own):
            self._tables.append(StatedTable(tuple(placed), cert))

    def _add_line(self, line: LineBox, words: Sequence[ReadWord]) -> None:
        begin = at = self._length
        texts: list[str] = []
        boxes = self._words
        for text, box, confidence, ref, close in words:
            if not text.strip():
                continue
            if texts and not close:
                texts.append(" ")
                at += 1
            stop = at + len(text)
            boxes.append(WordBox(at, stop, box, confidence, ref))
            texts.append(text)
            at = stop
        if texts:
            self._lines.append(LineBox(begin, at, *line[2:]))
            texts.append("\n")
            self._texts += texts
            self._length = at + 1

    def _end_page(self) -> None:
        """Give a page without a text a line of its own, so that what follows stands behind it."""
        if self._pages and self._length == self._pages[-1].at:
            self._add("\n")

    def _add(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def document(self, data: bytes, meta: Metadata, units: Sequence[LogicalUnit] = ()) -> Document:
        """Return the document: a block for each region that has a text.

        Raises:
            UnreadableSource: no page has a text.

        """
        self._end_page()
        for placed in self._cells.values():
            self._note_table(placed)
        if self._large_tables:
            meta = replace(meta, warnings=(*meta.warnings, *map(_say_large, self._large_tables)))
        text = "".join(self._texts)
        source = extracted(data, text, meta.name, self._reader)
        cuts = [region.at for region in self._regions if region.stop > region.at]
        if not cuts:
            raise UnreadableSource("the source has no text", location=meta.name, hint="nothing to convert")
        shown = [region.stop for region in self._regions if region.stop > region.at]
        starts = [0, *cuts[1:], len(text)]
        names = block_ids(text[begin:end] for begin, end in pairwise(starts))
        blocks = [
            Block(name, _segments(text, (begin, cut, stop, end)))
            for name, (begin, end), cut, stop in zip(names, pairwise(starts), cuts, shown, strict=True)
        ]
        layout = Layout(
            tuple(self._surfaces),
            tuple(self._regions),
            tuple(self._lines),
            tuple(self._words),
            tuple(units),
            self._reader,
            tables=tuple(self._tables),
        )
        pages = tuple(self._pages) or (Page(""),)
        if meta.page:
            pages = (Page(meta.page, pages[0].at), *pages[1:])
        return Document(source, tuple(blocks), pages, described(meta, text), layout=layout)


def _say_large(size: GridSize) -> str:
    return f"a table of {size.rows:,} rows and {size.columns:,} columns is too large: its rows stay lines"


def _segments(text: str, cuts: tuple[int, int, int, int]) -> tuple[Segment, ...]:
    """Return the segments of a block: what parts it from the one before and the next one reads as nothing."""
    begin, start, stop, end = cuts
    pieces = ((begin, start, False), (start, stop, True), (stop, end, False))
    return tuple(Segment(text[a:b], text[a:b] if shown else "", a) for a, b, shown in pieces if b > a)
