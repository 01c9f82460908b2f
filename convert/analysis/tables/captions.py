"""Captions by their place: a few lines of smaller type close under a picture, and no wider than it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.document.layout import Box, Layout, LineBox, hull
from convert.document.model import Block
from convert.document.picture_regions import has_pictures, select_pictures
from convert.document.roles import Role

if TYPE_CHECKING:
    from convert.analysis.columns.page_geometry import PageGeometry

SMALLER = 0.93
"""Of the size of the page's text, up to which type is that of a caption."""
MOST_LINES, LONGEST = 4, 160
"""Lines of a caption, and its characters."""
CLOSE = 2.0
"""Line heights between a picture and its caption at most."""
OVER_EDGE = 1.0
"""Line heights by which it may be wider than the picture, on either side."""


def captions_by_place(page: PageContext) -> frozenset[int]:
    """Return the numbers of the blocks that are captions by their place; none where that is not known."""
    layout, geometry = page.layout, page.geometry
    if layout is None or geometry is None or not has_pictures(layout):
        return frozenset()
    pictures: dict[int, list[Box]] = {}
    for region in select_pictures(layout).regions:
        pictures.setdefault(region.page, []).append(region.box)
    if not pictures:
        return frozenset()
    bodies = body_sizes(layout, geometry)
    return frozenset(
        number
        for number, block in enumerate(page.blocks)
        if block.role is Role.BODY and _is_caption(block, layout, geometry, pictures, bodies)
    )


def _is_caption(
    block: Block,
    layout: Layout,
    geometry: PageGeometry,
    pictures: Mapping[int, list[Box]],
    bodies: Mapping[int, float],
) -> bool:
    if len(block.reading) > LONGEST:
        return False
    lines = lines_of_block(block, layout)
    sheets = {layout.surface_at(line.at) for line in lines}
    box = hull(line.box for line in lines)
    if len(lines) > MOST_LINES or len(sheets) != 1 or box is None or any(line.rotation for line in lines):
        return False
    (sheet,) = sheets
    sizes = [place.size for line in lines if (place := geometry.places.get(line.at))]
    if len(sizes) < len(lines) or max(sizes) > SMALLER * bodies.get(sheet, 0.0):
        return False
    high = box.height / len(lines)
    return any(
        -high / 2 <= box.top - picture.bottom <= CLOSE * high
        and box.left >= picture.left - OVER_EDGE * high
        and box.right <= picture.right + OVER_EDGE * high
        for picture in pictures.get(sheet, ())
    )


def lines_of_block(block: Block, layout: Layout) -> Sequence[LineBox]:
    """Return the lines from the first one with text of a block to the last."""
    pieces = [segment for segment in block.segments if segment.source.strip()]
    return layout.lines_of(pieces[0].at, pieces[-1].at + len(pieces[-1].source)) if pieces else ()


def body_sizes(layout: Layout, geometry: PageGeometry) -> dict[int, float]:
    """Return by a page's number the size of type in which most of its characters are set."""
    counts: dict[int, dict[float, int]] = {}
    for line in layout.lines:
        place = geometry.places.get(line.at)
        if place:
            own = counts.setdefault(layout.surface_at(line.at), {})
            size = round(place.size, 1)
            own[size] = own.get(size, 0) + line.stop - line.at
    return {sheet: max(own, key=lambda size: (own[size], size)) for sheet, own in counts.items()}
