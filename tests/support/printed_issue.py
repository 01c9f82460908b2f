"""An issue of printed pages in columns, its blocks where a test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convert.document.layout import Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.readers.stream import ReadWord, StreamBuilder

STEP, HEIGHT = 40, 30
WIDTH = 280
"""Of a column; the next one begins 300 to the right."""


class Printed(NamedTuple):
    """A block: its lines, the column and the row in which it begins, and how many times higher it is."""

    lines: Sequence[str]
    column: int
    row: float
    times: float = 1
    width: float = WIDTH
    em: float = 0
    """Width of each character, by which a line is as wide as its text; 0: it is as wide as its block."""


def printed_issue(*pages: Sequence[Printed], language: str = "en", unit: str = "pixel") -> Document:
    """Return pages with their blocks in this order."""
    stream = StreamBuilder("test", 1)
    for number, page in enumerate(pages, 1):
        stream.begin_page(Surface(width=1000, height=1600, unit=unit), str(number))
        for block in page:
            boxes = [
                Box(
                    300 * block.column,
                    STEP * (block.row + place),
                    300 * block.column + (len(text) * block.em or block.width),
                    STEP * (block.row + place) + HEIGHT * block.times,
                )
                for place, text in enumerate(block.lines)
            ]
            lines = [
                (LineBox(0, 0, box, block.em or None), [ReadWord(word, box) for word in text.split()])
                for text, box in zip(block.lines, boxes, strict=True)
            ]
            region = Box(boxes[0].left, boxes[0].top, boxes[0].right, boxes[-1].bottom)
            stream.add_region(Region(0, 0, region), lines)
    return stream.document(b"issue", Metadata(name="a.xml", language=language))
