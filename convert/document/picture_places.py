"""Where a picture stands in the reading: over its caption, else beside what is nearest to it on the page.

a picture, under it a caption                      ->  in front of the caption
a picture over a headline                          ->  behind the headline and the byline, before the text
a picture in a column, no caption near it          ->  between the paragraphs between which it stands
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

from convert.document.layout import Box, Layout, hull
from convert.document.line_groups import line_groups, table_captions
from convert.document.model import Block, Document
from convert.document.picture_regions import PictureRegion
from convert.document.roles import ARTICLE_TOP, OF_PICTURES, Role

FARTHEST_CAPTION = 0.03
"""Of the page's longer side: so far is a caption from its picture at most."""
ABOVE, BESIDE = 0.008, 0.012
"""What is added to that distance for a caption that stands over its picture, and beside it."""


class PicturePlace(NamedTuple):
    """A picture and its place among the blocks."""

    region: PictureRegion
    block: str
    """Id of a block that is read."""
    behind: bool
    """Whether it stands behind that block; else in front of it."""
    caption: str = ""
    """Id of the block with its caption; empty: it has none."""


class _Spot(NamedTuple):
    """A readable block, and where it stands on one page."""

    number: int
    """In reading order."""
    box: Box


class _PlacedBlocks:
    """The readable blocks of a document in reading order, and where they stand."""

    def __init__(self, document: Document, layout: Layout, pages: set[int]) -> None:
        self.blocks: list[Block] = []
        self.ends: dict[int, int] = {}
        """By a block's number the last one of its article."""
        self.groups: dict[int, int] = {}
        """By the number of a line in a list or stanza its last line."""
        for article in document.articles:
            own, start = article.readable, len(self.blocks)
            self.blocks += own
            self.ends.update(dict.fromkeys(range(start, len(self.blocks)), len(self.blocks) - 1))
            for group in line_groups(own):
                lines = range(start + table_captions(own, group).start, start + group.stop)
                self.groups.update(dict.fromkeys(lines, lines[-1]))
        self.spots: dict[int, list[_Spot]] = {page: [] for page in pages}
        for number, block in enumerate(self.blocks):
            for page, box in _boxes(block, layout).items():
                if page in self.spots:
                    self.spots[page].append(_Spot(number, box))


def place_pictures(document: Document, regions: Sequence[PictureRegion]) -> tuple[PicturePlace, ...]:
    """Return the place of each picture, in the order of the pictures; none where nothing is read."""
    layout = document.layout
    if layout is None or not regions:
        return ()
    reading = _PlacedBlocks(document, layout, {region.page for region in regions})
    if not reading.blocks:
        return ()
    captions = _captions(reading, layout, regions)
    return tuple(
        PicturePlace(region, (own := reading.blocks[captions[number]].id), behind=False, caption=own)
        if number in captions
        else _by_nearest(reading, layout, region)
        for number, region in enumerate(regions)
    )


def _boxes(block: Block, layout: Layout) -> dict[int, Box]:
    """Return where a block stands, by the pages on which it does."""
    lines: dict[int, list[Box]] = {}
    for segment in block.segments:
        if segment.source.strip():
            for line in layout.lines_of(segment.at, segment.at + len(segment.source)):
                lines.setdefault(layout.surface_at(line.at), []).append(line.box)
    return {page: box for page, boxes in lines.items() if (box := hull(boxes))}


def _captions(reading: _PlacedBlocks, layout: Layout, regions: Sequence[PictureRegion]) -> dict[int, int]:
    """Return the number of the caption of each picture that has one: the nearest pairs first.

    Pictures without one of their own share one that is near: two photographs over one line.
    """
    pairs = sorted(
        (distance, number, spot.number)
        for number, region in enumerate(regions)
        for spot in reading.spots[region.page]
        if reading.blocks[spot.number].role is Role.CAPTION
        and (distance := _caption_distance(region.box, spot.box, _side(layout, region.page))) is not None
    )
    captions: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, caption in pairs:
        if number not in captions and caption not in taken:
            captions[number] = caption
            taken.add(caption)
    for _, number, caption in pairs:
        captions.setdefault(number, caption)
    return captions


def _side(layout: Layout, page: int) -> float:
    surface = layout.surfaces[page]
    return max(surface.width, surface.height, 1.0)


def _caption_distance(picture: Box, caption: Box, side: float) -> float | None:
    """Return how far a caption is from a picture that it may be of, as a part of the page's side."""
    across = min(picture.right, caption.right) - max(picture.left, caption.left)
    along = min(picture.bottom, caption.bottom) - max(picture.top, caption.top)
    if across >= 0.5 * min(picture.width, caption.width):
        under = caption.top >= picture.top + picture.height / 2
        gap = caption.top - picture.bottom if under else picture.top - caption.bottom
        distance = max(0.0, gap / side) + (0 if under else ABOVE)
    elif along >= 0.5 * min(picture.height, caption.height):
        distance = max(0.0, -across / side) + BESIDE
    else:
        return None
    return distance if distance <= FARTHEST_CAPTION + BESIDE else None


def _by_nearest(reading: _PlacedBlocks, layout: Layout, region: PictureRegion) -> PicturePlace:
    """Return the place beside the block that is nearest on the page, where no heading or list is parted."""
    spots = reading.spots[region.page]
    if not spots:
        return _by_text(reading, layout, region)
    near = min(spots, key=lambda spot: (*_distance(region.box, spot.box), spot.number))
    number = near.number
    block = reading.blocks[number]
    middle = (region.box.top + region.box.bottom) / 2
    whole = block.role not in ARTICLE_TOP and block.role not in OF_PICTURES and number not in reading.groups
    if whole and middle < (near.box.top + near.box.bottom) / 2:
        return PicturePlace(region, block.id, behind=False)
    return PicturePlace(region, reading.blocks[_free(reading, number)].id, behind=True)


def _free(reading: _PlacedBlocks, number: int) -> int:
    """Return the first block from a number on behind which a picture may stand."""
    number = reading.groups.get(number, number)
    end = reading.ends[number]
    while number < end and (
        (reading.blocks[number].role in ARTICLE_TOP and reading.blocks[number + 1].role in ARTICLE_TOP)
        or reading.blocks[number + 1].role is Role.CREDIT
    ):
        number += 1
    return number


def _by_text(reading: _PlacedBlocks, layout: Layout, region: PictureRegion) -> PicturePlace:
    """Return the place of a picture on a page of which nothing is read: behind what stands before it."""
    at = layout.surfaces[region.page].at
    starts = [next((s.at for s in b.segments if s.source.strip()), -1) for b in reading.blocks]
    before = [(start, number) for number, start in enumerate(starts) if start <= at]
    if not before:
        return PicturePlace(region, reading.blocks[0].id, behind=False)
    return PicturePlace(region, reading.blocks[_free(reading, max(before)[1])].id, behind=True)


def _distance(picture: Box, other: Box) -> tuple[float, float]:
    """Return the white between two boxes, and how far their middles are apart."""
    across = max(picture.left - other.right, other.left - picture.right, 0.0)
    along = max(picture.top - other.bottom, other.top - picture.bottom, 0.0)
    middle = hypot(
        picture.left + picture.right - other.left - other.right,
        picture.top + picture.bottom - other.top - other.bottom,
    )
    return hypot(across, along), middle
