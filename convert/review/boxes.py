"""Where blocks stand: the stretches of source that they are made of, and boxes around their lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from convert.document.layout import Box, Layout, LineBox, hull
from convert.document.model import Block, Document


class PlacedBox(NamedTuple):
    """A box on a page."""

    page: int
    """Number of the page, from 0."""
    left: float
    top: float
    right: float
    bottom: float
    part: int = 0
    """0: what the change is on; 1: the other block, which it is joined to or put behind."""


class SourceStretch(NamedTuple):
    """A stretch of the source without a gap that is in one block, and how it is read."""

    start: int
    stop: int
    reading: str


def source_stretches(block: Block) -> Iterator[SourceStretch]:
    """Yield the stretches of source that a block is made of."""
    start = stop = -1
    reading = ""
    for segment in block.segments:
        if segment.source and segment.at != stop:
            if stop > start:
                yield SourceStretch(start, stop, reading)
            start, stop, reading = segment.at, segment.at, ""
        stop += len(segment.source)
        reading += segment.reading
    if stop > start:
        yield SourceStretch(start, stop, reading)


def lines_of_block(layout: Layout, block: Block) -> list[LineBox]:
    """Return the lines that a block is made of."""
    return [line for s in source_stretches(block) for line in layout.lines_of(s.start, s.stop)]


def page_at(document: Document, at: int) -> int:
    """Return the number of the page, from 0, on which a place in the source stands."""
    if document.layout and document.layout.surfaces:
        return document.layout.surface_at(at)
    return max(0, bisect_right([page.at for page in document.pages], at) - 1)


def page_hulls(layout: Layout, lines: Iterable[LineBox], part: int) -> Iterator[PlacedBox]:
    """Yield a box around the lines on each page."""
    boxes: dict[int, list[Box]] = {}
    for line in lines:
        boxes.setdefault(layout.surface_at(line.at), []).append(line.box)
    for page, own in boxes.items():
        box = hull(own)
        if box:
            yield PlacedBox(page, *box, part)
