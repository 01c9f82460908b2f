"""Where the text stood: pages with their sizes, and boxes for its regions, lines and words.

    offsets of the source text  ->  boxes, confidence, size of type, pointers into the file

It lies beside the document and is keyed by offsets of the source text alone: no segment carries it, and
whatever becomes of a block, `Segment.at` finds its boxes. A source without positions has none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple, Protocol

from convert.document.cells import Cell
from convert.document.roles import Opening, Role


class Box(NamedTuple):
    """A rectangle on a page, in the page's own unit; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


def boxes_of(
    lefts: Iterable[float], tops: Iterable[float], rights: Iterable[float], bottoms: Iterable[float]
) -> list[Box]:
    """Return boxes, given their edges in columns; faster than one by one.

    >>> boxes_of([1, 2], [3, 4], [5, 6], [7, 8])[1]
    Box(left=2, top=4, right=6, bottom=8)
    """
    return list(map(partial(tuple.__new__, Box), zip(lefts, tops, rights, bottoms, strict=True)))


NOWHERE = Box(0, 0, 0, 0)
"""The box of what the file gives no place for."""


class WordBox(NamedTuple):
    """A word or a character, as the file has it; it is no class of few, for a page has thousands."""

    at: int
    stop: int
    box: Box
    confidence: float | None = None
    """0 to 1, 1 best; None: the file does not say."""
    ref: str = ""
    """Where it stands in its file: "alto:/0/3/12", the numbers of the child elements from the root on."""


class LineBox(NamedTuple):
    """A line of print."""

    at: int
    stop: int
    box: Box
    size: float | None = None
    """Of its type, in points."""
    bold: bool = False
    italic: bool = False
    rotation: int = 0
    """Degrees, clockwise."""
    ref: str = ""


class Region(NamedTuple):
    """A block as the file has it: a stretch of text, a table, a picture, an advertisement."""

    at: int
    stop: int
    """Equal to `at` where it has no text."""
    box: Box
    kind: str = "text"
    """text, table, image, advertisement."""
    rotation: int = 0
    ref: str = ""
    id: str = ""
    """Its id in the file, which other files may name; not always the only one of its name."""
    continues: float = 0.0
    """How certain it is that its last paragraph goes on in the next region; 1: the file says so."""


class Surface(NamedTuple):
    """A page as it was measured."""

    at: int = 0
    """Where its text begins."""
    width: float = 0
    height: float = 0
    unit: str = "pixel"
    """pixel, mm10 (tenths of a millimetre), inch1200 (1,200ths of an inch) or point."""
    dpi: float | None = None
    """Of the image, where the file says it."""
    image: str = ""
    """Name of its image, as the file gives it; whether it is at hand is not said."""
    rules: tuple[Box, ...] = ()
    """Printed rules and frames."""


class UnitSpan(NamedTuple):
    """A stretch of text that the archive says is a part of one unit."""

    at: int
    stop: int
    role: Role | None = None
    """What the archive says that it is; None: it does not say."""


class LogicalUnit(NamedTuple):
    """What the archive says belongs together: an article, an advertisement; its spans in reading order."""

    opens: Opening | None
    """None: the archive knows the order of the text there and not its articles."""
    spans: tuple[UnitSpan, ...]
    label: str = ""
    """Its title, as the archive has it."""


class PlacedCell(NamedTuple):
    """A stretch of text that stands in a cell of a table; a cell may have several."""

    at: int
    stop: int
    cell: Cell


class StatedTable(NamedTuple):
    """A table that the file has, or that its rules and places show."""

    cells: tuple[PlacedCell, ...]
    cert: float = 1.0
    """1: the file says it."""


class _Spanned(Protocol):
    @property
    def at(self) -> int: ...
    @property
    def stop(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is known of the places of a source text; each tuple is in the order of the text."""

    surfaces: tuple[Surface, ...] = ()
    regions: tuple[Region, ...] = ()
    lines: tuple[LineBox, ...] = ()
    words: tuple[WordBox, ...] = ()
    units: tuple[LogicalUnit, ...] = ()
    """In the order in which the archive has them."""
    reader: str = ""
    """Name and version of the reader that made it: "alto 1"."""
    engine: str = ""
    """Name of the recogniser, as the file has it: "tesseract 5.3.0"; empty: it does not say."""
    tables: tuple[StatedTable, ...] = ()

    def words_of(self, at: int, stop: int) -> Sequence[WordBox]:
        """Return the words that a stretch of the source text touches."""
        return self.words[_first(self.words, at) : _behind(self.words, stop)]

    def lines_of(self, at: int, stop: int) -> Sequence[LineBox]:
        """Return the lines that a stretch of the source text touches."""
        return self.lines[_first(self.lines, at) : _behind(self.lines, stop)]

    def regions_of(self, at: int, stop: int) -> Sequence[Region]:
        """Return the regions with text that a stretch of the source text touches."""
        touched = self.regions[_first(self.regions, at) : _behind(self.regions, stop)]
        return [region for region in touched if region.stop > region.at]

    def box_of(self, at: int, stop: int) -> Box:
        """Return the hull of the words in a stretch, else of its lines; NOWHERE if it has none."""
        return hull(word.box for word in self.words_of(at, stop)) or (
            hull(line.box for line in self.lines_of(at, stop)) or NOWHERE
        )

    def surface_at(self, at: int) -> int:
        """Return the number of the page, from 0, on which a character stands."""
        return max(0, bisect_right(self.surfaces, at, key=lambda surface: surface.at) - 1)


def hull(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box around boxes; those without a size do not count. None: there are none."""
    placed = [box for box in boxes if box.right > box.left or box.bottom > box.top]
    if not placed:
        return None
    lefts, tops, rights, bottoms = zip(*placed, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def moved(layout: Layout, by: int) -> Layout:
    """Return a layout for the same text that begins `by` characters further on."""
    if not by:
        return layout
    return replace(
        layout,
        tables=tuple(
            [
                t._replace(cells=tuple([c._replace(at=c.at + by, stop=c.stop + by) for c in t.cells]))
                for t in layout.tables
            ]
        ),
        surfaces=tuple([s._replace(at=s.at + by) for s in layout.surfaces]),
        regions=tuple([r._replace(at=r.at + by, stop=r.stop + by) for r in layout.regions]),
        lines=tuple([line._replace(at=line.at + by, stop=line.stop + by) for line in layout.lines]),
        words=tuple([t._replace(at=t.at + by, stop=t.stop + by) for t in layout.words]),
        units=tuple(
            [
                u._replace(spans=tuple([s._replace(at=s.at + by, stop=s.stop + by) for s in u.spans]))
                for u in layout.units
            ]
        ),
    )


def combine_layouts(layouts: Sequence[Layout]) -> Layout:
    """Put the layouts of an issue's files together, each already moved to where its text begins."""
    readers = dict.fromkeys(layout.reader for layout in layouts)
    engines = dict.fromkeys(layout.engine for layout in layouts)
    return Layout(
        tuple([surface for layout in layouts for surface in layout.surfaces]),
        tuple([region for layout in layouts for region in layout.regions]),
        tuple([line for layout in layouts for line in layout.lines]),
        tuple([word for layout in layouts for word in layout.words]),
        tuple([unit for layout in layouts for unit in layout.units]),
        ", ".join(filter(None, readers)),
        ", ".join(filter(None, engines)),
        tuple([table for layout in layouts for table in layout.tables]),
    )


def _first(spans: Sequence[_Spanned], at: int) -> int:
    """Return the number of the first span that ends behind an offset."""
    return bisect_right(spans, at, key=lambda span: span.stop)


def _behind(spans: Sequence[_Spanned], stop: int) -> int:
    """Return the number of the first span that begins at or behind an offset."""
    return bisect_left(spans, stop, key=lambda span: span.at)
