"""Pictures in the archival XML: no pixels, but a figure in the text that points to the zone of each.

    <zone xml:id="page.1.picture.1" type="image" ulx="100" .../>    <figure facs="#page.1.picture.1">

Whether the image of a page is at hand changes nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from convert.document.model import Document
from convert.document.picture_places import place_pictures
from convert.document.picture_regions import select_pictures
from convert.tei.names import page_id

NO_POINTERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FigurePointers:
    """The pictures of a document by the blocks at which their figures stand, each as a list of pointers."""

    ids: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of zones, by the number of their region in the layout."""
    captions: Mapping[str, str] = field(default_factory=lambda: NO_POINTERS)
    """By the id of the block with the caption."""
    before: Mapping[str, str] = field(default_factory=lambda: NO_POINTERS)
    behind: Mapping[str, str] = field(default_factory=lambda: NO_POINTERS)
    """Of pictures without a caption."""


def figure_pointers(document: Document) -> FigurePointers:
    """Return where the pictures of a document stand; none where nothing is known of its places."""
    regions = select_pictures(document.layout).regions
    if not regions or document.layout is None:
        return FigurePointers()
    pages = {page.at: number for number, page in enumerate(document.pages)}
    places = place_pictures(document, regions)
    ids: dict[int, str] = {}
    counts: dict[int, int] = {}
    pointers: dict[str, dict[str, str]] = {"captions": {}, "before": {}, "behind": {}}
    for place in places:
        page = pages.get(document.layout.surfaces[place.region.page].at, -1)
        if page < 0:
            continue
        for part in place.region.parts:
            counts[page] = counts.get(page, 0) + 1
            ids[part] = f"{page_id(page)}.picture.{counts[page]}"
        own = pointers["captions" if place.caption else "behind" if place.behind else "before"]
        new = " ".join([f"#{ids[part]}" for part in place.region.parts])
        own[place.block] = f"{own[place.block]} {new}" if place.block in own else new
    return FigurePointers(ids, **pointers)
