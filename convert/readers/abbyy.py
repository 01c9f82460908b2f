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
from convert.readers.bzip2 import beginning, decompressed
from convert.readers.page_xml import open_page
from convert.readers.stream import ReadWord, StreamBuilder
from convert.readers.values import number
from convert.text.markup import first_element

VERSION = 1
ROTATIONS = {"RotatedClockwise": 90, "RotatedUpsidedown": 180, "RotatedCounterclockwise": 270}
RULES = frozenset({"Separator", "SeparatorsBox"})
KINDS = {"Table": "table", "Picture": "image"}


class AbbyyParagraph(NamedTuple):
    """A paragraph, or a row of a table."""

    lines: Sequence[tuple[LineBox, Sequence[ReadWord]]]
    ref: str
    rotation: int = 0
    continues: bool = False
    """Whether the file says that it goes on in another block."""


def is_abbyy(data: bytes) -> bool:
    """Whether a file, compressed or not, is FineReader's, by its first element and what follows it."""
    first = first_element(beginning(data))
    if first is None or first.name not in {"document", "page"}:
        return False
    own = "blockType=" in first.head or "<charParams" in first.head
    named = "abbyy" in first.namespaces.lower() or "finereader" in first.head.lower()
    return own or (named and first.name == "document")


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
    for place, block in enumerate(page):
        kind = block.get("blockType", "")
        if block.tag != names.block or kind in RULES:
            continue
        at = f"{ref}/{place}"
        region = Region(0, 0, edges(block), KINDS.get(kind, "text"), ref=at)
        rows = list(_rows(block, at, names)) if kind == "Table" else []
        paragraphs = rows or list(_paragraphs(block, at, names))
        if kind in KINDS:
            stream.add_region(region, ())
        for paragraph in paragraphs:
            begin = stream.at
            stream.add_region(_region(region, paragraph), paragraph.lines)
            if rows and stream.at > begin:
                yield LogicalUnit(None, (UnitSpan(begin, stream.at - 2, Role.TABLE_ROW),))


def _region(block: Region, paragraph: AbbyyParagraph) -> Region:
    """Return the region of a paragraph: as large as its lines, of the kind of its block."""
    return block._replace(
        box=hull(line.box for line, _ in paragraph.lines) or block.box,
        rotation=paragraph.rotation,
        ref=paragraph.ref,
        continues=paragraph.continues,
    )


def _paragraphs(parent: Element, ref: str, names: Names) -> Iterator[AbbyyParagraph]:
    """Yield the paragraphs of a block or a cell."""
    for place, text in enumerate(parent):
        if text.tag != names.text:
            continue
        rotation = ROTATIONS.get(text.get("orientation", ""), 0)
        for number_of, par in enumerate(text):
            if par.tag == names.par:
                at = f"{ref}/{place}/{number_of}"
                lines = [
                    read_line(line, f"{at}/{row}", names, rotation)
                    for row, line in enumerate(par)
                    if line.tag == names.line
                ]
                yield AbbyyParagraph(lines, at, rotation, is_true(par.get("hasOverflowedTail")))


def _rows(block: Element, ref: str, names: Names) -> Iterator[AbbyyParagraph]:
    """Yield the rows of a table; of a row whose cells have a line each at most, one line."""
    for place, row in enumerate(block):
        if row.tag != names.row:
            continue
        at = f"{ref}/{place}"
        cells = [
            [line for each in _paragraphs(cell, f"{at}/{column}", names) for line in each.lines if line[1]]
            for column, cell in enumerate(row)
            if cell.tag == names.cell
        ]
        lines = [line for cell in cells for line in cell]
        if len(lines) > 1 and all(len(cell) <= 1 for cell in cells):
            words = [word for _, (first, *rest) in lines for word in (first._replace(close=False), *rest)]
            box = hull(line.box for line, _ in lines) or NOWHERE
            lines = [(lines[0][0]._replace(box=box, ref=at), words)]
        yield AbbyyParagraph(lines, at)


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
