"""Where the blocks of a document stand on its pages.

A block that was put together from several places has a shape for each; what it is and which article it is of
is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from convert.document.layout import Box, Layout, LineBox, hull
from convert.document.model import Article, Block, Document
from convert.document.roles import Opening
from convert.errors import BadSetting


class Spot(NamedTuple):
    """A part of a block in one place."""

    page: int
    """Number of its page, from 0."""
    box: Box
    lines: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class BlockShape:
    """A block, and where it stands."""

    block: Block
    number: int
    """In reading order, from 1; 0: readers do not see it."""
    article: int
    """Number of its article, from 0; -1: it is of none."""
    spots: tuple[Spot, ...]
    """In reading order."""


def block_shapes(document: Document) -> list[BlockShape]:
    """Return the shapes of a document's blocks, in reading order.

    Raises:
        BadSetting: its source does not say where the text stands.

    """
    layout = document.layout
    if layout is None:
        raise BadSetting(
            "the source does not say where its text stands, so there is nothing to draw",
            location=document.meta.name,
            hint="give an ALTO, METS, PAGE, hOCR, ABBYY or PDF file",
        )
    shapes: list[BlockShape] = []
    number = 0
    articles = document.articles
    for place, article in enumerate(articles):
        for block in article.blocks:
            shown = not block.is_furniture and bool(block.reading.strip())
            number += shown
            home = place if _is_article(article) and not block.is_furniture else -1
            shapes.append(BlockShape(block, number if shown else 0, home, tuple(_spots(block, layout))))
    return shapes


def _is_article(article: Article) -> bool:
    return article.kind is not Opening.UNPLACED and article.blocks[0].opens is not None


def _spots(block: Block, layout: Layout) -> Iterator[Spot]:
    """Yield the places of a block: a stretch of source text without a gap, within one region."""
    start = stop = -1
    for segment in block.segments:
        if not segment.source:
            continue
        if segment.at != stop:
            yield from _spots_of(start, stop, layout)
            start = segment.at
        stop = segment.at + len(segment.source)
    yield from _spots_of(start, stop, layout)


def _spots_of(start: int, stop: int, layout: Layout) -> Iterator[Spot]:
    for region in layout.regions_of(start, stop):
        at, end = max(start, region.at), min(stop, region.stop)
        lines = tuple(_part(line, at, end, layout) for line in layout.lines_of(at, end))
        box = hull(lines) or region.box
        if box.right > box.left or box.bottom > box.top:
            yield Spot(layout.surface_at(at), box, lines)


def _part(line: LineBox, start: int, stop: int, layout: Layout) -> Box:
    """Return the box of a line, or of the part of it that stands in a stretch."""
    if start <= line.at and line.stop <= stop:
        return line.box
    return hull(word.box for word in layout.words_of(max(start, line.at), min(stop, line.stop))) or line.box
