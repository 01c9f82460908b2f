"""Which regions of a page are pictures that a reader wants to see, and which are not.

    strips of one photograph                       ->  one picture
    a full-page image, and all that lies in it     ->  none: the scan under the text, or its ground
    a logo, a rule, the masthead of every page     ->  none

Whether their pixels are at hand is another matter: here are boxes alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convert.document.layout import Box, Layout, Surface, hull

MOST_ON_PAGE = 60
"""Pictures of a page that are shown; of more the largest."""
MOST_REGIONS = 20_000
"""Of a page that are looked at."""
SMALLEST_SIDE, SMALLEST_AREA = 0.02, 0.003
"""Of a picture, as parts of the page's longer side and of its area: an A4 page has none below 6 mm."""
THINNEST = 14.0
"""Times as long as broad: a rule, an ornament between two articles."""
WHOLE_PAGE = 0.85
"""The part of a page that an image covers which lies under its text."""
ON_THE_PAGE = 0.5
"""The part of a region that must lie on its page."""
TOUCHING = 0.002
"""Of the page's longer side: so far apart are the strips of one image at most."""
REPEATED = 3
"""Pages with the same box from which on it is furniture, if they are half of all."""
GRID = 100
"""Steps of a page's side by which boxes of several pages are compared."""


class PictureRegion(NamedTuple):
    """A picture on a page."""

    page: int
    """Number of its surface, from 0."""
    box: Box
    """Within the page."""
    parts: tuple[int, ...]
    """Numbers of the regions of the layout that make it."""


@dataclass(frozen=True, slots=True)
class PictureSelection:
    """The pictures of a document, page by page from the top down, and how many were left out."""

    regions: tuple[PictureRegion, ...] = ()
    outside: int = 0
    """Regions that lie off their page."""
    over: int = 0
    """Pictures beyond those that are shown of a page."""


def has_pictures(layout: Layout | None) -> bool:
    """Return whether there may be pictures in a document."""
    return layout is not None and any(region.kind == "image" for region in layout.regions)


class _Page(NamedTuple):
    width: float
    height: float

    @property
    def side(self) -> float:
        return max(self.width, self.height)


def select_pictures(layout: Layout | None) -> PictureSelection:
    """Return the pictures of all pages."""
    if layout is None or not layout.surfaces:
        return PictureSelection()
    by_page: dict[int, list[int]] = {}
    for number, region in enumerate(layout.regions):
        if region.kind == "image" and region.box.right > region.box.left:
            own = by_page.setdefault(layout.surface_at(region.at), [])
            if len(own) < MOST_REGIONS:
                own.append(number)
    if not by_page:
        return PictureSelection()
    pages = {number: _size(layout, number) for number in by_page}
    whole: list[PictureRegion] = []
    outside = 0
    for number, own in by_page.items():
        inside = [
            PictureRegion(number, box, (n,)) for n in own if (box := _clipped(layout, n, pages[number]))
        ]
        outside += len(own) - len(inside)
        whole += _of_page(inside, pages[number])
    shown: list[PictureRegion] = []
    over = 0
    for number, regions in _by_page(_without_furniture(whole, pages, len(layout.surfaces))).items():
        regions.sort(key=lambda region: (-_area(region.box), region.box))
        over += max(0, len(regions) - MOST_ON_PAGE)
        page = pages[number]
        shown += sorted(
            regions[:MOST_ON_PAGE],
            key=lambda region: (round(region.box.top / page.side * GRID), region.box.left),
        )
    return PictureSelection(tuple(shown), outside, over)


def _size(layout: Layout, number: int) -> _Page:
    """Return the size of a page; where the file does not say it, it is as large as what stands on it."""
    surface: Surface = layout.surfaces[number]
    if surface.width > 0 and surface.height > 0:
        return _Page(surface.width, surface.height)
    regions = [each.box for each in layout.regions if layout.surface_at(each.at) == number]
    lines = [each.box for each in layout.lines if layout.surface_at(each.at) == number]
    box = hull(box for box in (*regions, *lines) if all(map(math.isfinite, box)))
    return _Page(max(box.right, 1), max(box.bottom, 1)) if box else _Page(1, 1)


def _clipped(layout: Layout, number: int, page: _Page) -> Box | None:
    """Return the part of a region that lies on its page; None: most of it does not."""
    box = layout.regions[number].box
    if not all(map(math.isfinite, box)):
        return None
    inside = Box(max(0, box.left), max(0, box.top), min(page.width, box.right), min(page.height, box.bottom))
    if inside.width <= 0 or inside.height <= 0 or _area(inside) < ON_THE_PAGE * _area(box):
        return None
    return inside


def _of_page(regions: list[PictureRegion], page: _Page) -> list[PictureRegion]:
    """Return the pictures of one page: strips put together, what lies in another one left out."""
    apart = TOUCHING * page.side
    joined = _joined(_joined(regions, apart, upright=True), apart, upright=False)
    if page.width and any(_area(each.box) >= WHOLE_PAGE * page.width * page.height for each in joined):
        return []  # what lies on a scan is a layer of it
    large = [each for each in joined if _is_picture(each.box, page)]
    large.sort(key=lambda each: -_area(each.box))
    kept: list[PictureRegion] = []
    for each in large[: 10 * MOST_ON_PAGE]:
        if not any(_within(each.box, other.box) for other in kept):
            kept.append(each)
    return kept


def _joined(regions: Sequence[PictureRegion], apart: float, *, upright: bool) -> list[PictureRegion]:
    """Join regions that stand exactly below, or else beside one another, and touch."""
    first, last = (0, 2) if upright else (1, 3)
    along, behind = (1, 3) if upright else (0, 2)

    def edges(region: PictureRegion) -> tuple[int, int]:
        return round(region.box[first] / max(apart, 1e-9)), round(region.box[last] / max(apart, 1e-9))

    joined: list[PictureRegion] = []
    for region in sorted(regions, key=lambda each: (edges(each), each.box[along])):
        above = joined[-1] if joined else None
        if above and edges(above) == edges(region) and abs(region.box[along] - above.box[behind]) <= apart:
            box = hull((above.box, region.box)) or region.box
            joined[-1] = PictureRegion(region.page, box, (*above.parts, *region.parts))
        else:
            joined.append(region)
    return joined


def _is_picture(box: Box, page: _Page) -> bool:
    """Return whether a box is large enough for a picture, and no rule."""
    short, long = sorted((box.width, box.height))
    large = short >= SMALLEST_SIDE * page.side and _area(box) >= SMALLEST_AREA * page.width * page.height
    return large and long <= THINNEST * short


def _without_furniture(
    regions: Sequence[PictureRegion], pages: dict[int, _Page], count: int
) -> Iterator[PictureRegion]:
    """Yield the pictures that do not stand in one place on most pages."""
    places = [_place(region.box, pages[region.page]) for region in regions]
    times = Counter(places)
    for region, place in zip(regions, places, strict=True):
        if times[place] < REPEATED or 2 * times[place] < count:
            yield region


def _place(box: Box, page: _Page) -> tuple[int, ...]:
    return tuple(
        round(GRID * value / side) for value, side in zip(box, (page.width, page.height) * 2, strict=True)
    )


def _by_page(regions: Iterator[PictureRegion]) -> dict[int, list[PictureRegion]]:
    pages: dict[int, list[PictureRegion]] = {}
    for region in regions:
        pages.setdefault(region.page, []).append(region)
    return pages


def _area(box: Box) -> float:
    return box.width * box.height


def _within(box: Box, other: Box) -> bool:
    """Return whether a box lies in another one, but for a tenth of it."""
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    return width > 0 and height > 0 and width * height >= 0.9 * _area(box)
