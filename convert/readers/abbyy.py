"""ABBYY FineReader XML, 6 to 10: a region a paragraph, a box a character; also compressed with bzip2.

    <formatting fs="14."><charParams charConfidence="87">渡</charParams>…  ->  "渡…" of 14 points, .87
    <par hasOverflowedTail="1">…<par hasOverflowedHead="1">               ->  the first goes on

Its root is `document` or, as some libraries keep it, a single `page`; where it was written without characters
one by one, each run of letters set alike is a word of the layout. The text stands in the order of the file.

Source: https://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml, and what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, LineBox, LogicalUnit, Region, Surface, UnitSpan, hull
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.readers.abbyy_text import Names, edges, is_true, names_of, read_line
from convert.readers.bzip2 import decompressed
from convert.readers.grids import GridPlaces
from convert.readers.page_xml import open_page
from convert.readers.stream import CellWords, ReadWord, StreamBuilder
from convert.readers.values import number

VERSION = 1
ROTATIONS = {"RotatedClockwise": 90, "RotatedUpsidedown": 180, "RotatedCounterclockwise": 270}
RULES = frozenset({"Separator", "SeparatorsBox"})
KINDS = {"Table": "table", "Picture": "image"}


class AbbyyParagraph(NamedTuple):
    """A paragraph, a row of a table, or a block that has no text of its own."""

    lines: Sequence[tuple[LineBox, Sequence[ReadWord]]]
    ref: str
    box: Box
    """Of its block."""
    kind: str
    rotation: int = 0
    overflows: bool = False
    """Whether the file says that it goes on in another block."""
    overflowed: bool = False
    """Whether it says that it began in one."""
    is_row: bool = False
    table: str = ""
    """Of a row: where its table stands in the file."""
    cells: tuple[CellWords, ...] = ()
    """Of a row, in the order of its words."""


def read_abbyy(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read FineReader's XML, with the box and the confidence of each character that it gives.

    Raises:
        UnreadableSource: as `open_page` and `decompressed` raise; or there is no text in it.
        BadSetting: there is no such encoding.

    """
    root, warnings = open_page(decompressed(data, meta.name), meta.name, encoding)
    meta = replace(meta, warnings=(*meta.warnings, *warnings))
    names = names_of(root)
    stream = StreamBuilder("abbyy", VERSION)
    rows: list[LogicalUnit] = []
    pages = [("abbyy:", root)]
    if root.tag != names.page:
        pages = [(f"abbyy:/{at}", page) for at, page in enumerate(root) if page.tag == names.page]
    for ref, page in pages:
        stream.begin_page(_surface(page, names))
        rows += _add_page(stream, page, ref, names)
    return stream.document(data, meta, rows)


def _add_page(stream: StreamBuilder, page: Element, ref: str, names: Names) -> Iterator[LogicalUnit]:
    """Add the blocks of a page, and yield a unit for each row of a table."""
    read = list(_read_page(page, ref, names))
    goes_on: dict[str, bool] = {}
    following: AbbyyParagraph | None = None
    for paragraph in reversed(read):
        if paragraph.lines:
            goes_on[paragraph.ref] = bool(paragraph.overflows and following and following.overflowed)
            following = paragraph
    for paragraph in read:
        box = hull(line.box for line, _ in paragraph.lines) or paragraph.box
        region = Region(0, 0, box, paragraph.kind, paragraph.rotation, paragraph.ref)
        begin = stream.at
        stream.add_region(
            region._replace(continues=float(goes_on.get(paragraph.ref, False))), paragraph.lines
        )
        if paragraph.cells and stream.at > begin:
            stream.add_cells(paragraph.table, paragraph.cells)
        if paragraph.is_row and stream.at > begin:
            yield LogicalUnit(None, (UnitSpan(begin, stream.at - 2, Role.TABLE_ROW),))


def _read_page(page: Element, ref: str, names: Names) -> Iterator[AbbyyParagraph]:
    """Yield the paragraphs of a page; before those of a picture or a table, that itself, without a text."""
    for place, block in enumerate(page):
        kind = block.get("blockType", "")
        if block.tag != names.block or kind in RULES:
            continue
        at = f"{ref}/{place}"
        whole = AbbyyParagraph((), at, edges(block), KINDS.get(kind, "text"))
        if kind in KINDS:
            yield whole
        rows = list(_rows(block, whole, names)) if kind == "Table" else []
        yield from rows or _paragraphs(block, whole, names)


def _paragraphs(parent: Element, whole: AbbyyParagraph, names: Names) -> Iterator[AbbyyParagraph]:
    """Yield the paragraphs of a block or a cell."""
    for place, text in enumerate(parent):
        if text.tag != names.text:
            continue
        rotation = ROTATIONS.get(text.get("orientation", ""), 0)
        for number_of, par in enumerate(text):
            if par.tag == names.par:
                ref = f"{whole.ref}/{place}/{number_of}"
                lines = [
                    read_line(line, f"{ref}/{row}", names, rotation)
                    for row, line in enumerate(par)
                    if line.tag == names.line
                ]
                yield whole._replace(
                    lines=[line for line in lines if line[1]],
                    ref=ref,
                    rotation=rotation,
                    overflows=is_true(par.get("hasOverflowedTail")),
                    overflowed=is_true(par.get("hasOverflowedHead")),
                )


def _rows(block: Element, whole: AbbyyParagraph, names: Names) -> Iterator[AbbyyParagraph]:
    """Yield the rows of a table; of a row whose cells have a line each at most, one line."""
    grid = GridPlaces()
    rows = [(place, row) for place, row in enumerate(block) if row.tag == names.row]
    for number_of, (place, row) in enumerate(rows):
        own = whole._replace(ref=f"{whole.ref}/{place}", is_row=True)
        found = [(column, cell) for column, cell in enumerate(row) if cell.tag == names.cell]
        cells = [
            [
                line
                for each in _paragraphs(cell, own._replace(ref=f"{own.ref}/{column}"), names)
                for line in each.lines
            ]
            for column, cell in found
        ]
        places = [
            grid.place(number_of, number(cell.get("rowSpan"), 1), number(cell.get("colSpan"), 1))
            for _, cell in found
        ]
        counts = [sum(bool(word.text.strip()) for _, words in cell for word in words) for cell in cells]
        lines = [line for cell in cells for line in cell]
        if len(lines) > 1 and all(len(cell) <= 1 for cell in cells):
            words = [word for _, (first, *rest) in lines for word in (first._replace(close=False), *rest)]
            box = hull(line.box for line, _ in lines) or NOWHERE
            lines = [(lines[0][0]._replace(box=box, ref=own.ref), words)]
        stated = tuple(map(CellWords, places, counts))
        yield own._replace(lines=lines, table=whole.ref, cells=stated)


def _surface(page: Element, names: Names) -> Surface:
    """Return the page: its size, else that of what stands on it, its resolution, its rules."""
    blocks = [block for block in page if block.tag == names.block]
    around = hull(map(edges, blocks)) or NOWHERE
    rules = [box for block in blocks if block.get("blockType") in RULES for box in _rules(block, names)]
    dpi = number(page.get("resolution"))
    return Surface(
        width=max(0, number(page.get("width"))) or max(0, around.right),
        height=max(0, number(page.get("height"))) or max(0, around.bottom),
        dpi=dpi if dpi > 0 else None,
        rules=tuple(rules),
    )


def _rules(block: Element, names: Names) -> Iterator[Box]:
    """Yield the boxes of printed rules: each side of a frame by itself."""
    separators = [child for child in block if child.tag == names.separator]
    for separator in separators:
        points = [(number(end.get("x")), number(end.get("y"))) for end in separator if end.get("x")]
        if points:
            across, down = zip(*points, strict=True)
            yield Box(min(across), min(down), max(across), max(down))
    if not separators and (box := edges(block)) != NOWHERE:
        yield box
