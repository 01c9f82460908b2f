"""The pictures that an archival file tells of: where they stand on their pages, and where in the reading.

    <figure facs="#page.1.picture.1"><ab type="caption" xml:id="b.1">  ->  in front of its caption, b.1
    <p xml:id="b.2"/> <figure facs="#page.1.picture.2"/>               ->  behind the block b.2

No pixels are in the file: the images of its pages are looked for elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from lxml.etree import _Element as Element

from convert.document.layout import Box, Layout, Surface, hull
from convert.document.model import Page
from convert.document.picture_places import PicturePlace
from convert.document.picture_regions import MOST_ON_PAGE, PictureRegion
from convert.tei.characters import without_layout
from convert.tei.names import BLOCKS, XML_ID, tag
from convert.tei.read import body, parse_archive

_FIGURE, _CAPTION, _FURNITURE = tag("figure"), tag("ab"), tag("fw")
_CORNERS = ("ulx", "uly", "lrx", "lry")
MOST_DIGITS = 10
"""Of a place on a page."""


class ArchivedPictures(NamedTuple):
    """The pages of an archival file with a size, and the places of its pictures."""

    layout: Layout
    """Surfaces alone, one for each page."""
    places: tuple[PicturePlace, ...] = ()


def has_no_figure(data: bytes) -> bool:
    """Whether an archival file surely has no picture, by its bytes: most have none, and are not parsed again.

    In an encoding that reads ASCII otherwise, the name of the element may stand there unseen. Its style sheet
    names the element, too, without what begins a tag.
    """
    return data.startswith(b"<?xml") and b"<figure" not in data and b":figure" not in data


def archived_pictures(data: bytes, pages: Sequence[Page], name: str = "") -> ArchivedPictures:
    """Return the pictures of an archival file, in reading order; of each page so many as are shown of any.

    `pages` are those of the document that was read from it.

    Raises:
        InvalidArchive: the file has no text.

    """
    root = parse_archive(data, name)
    surfaces = list(root.iterfind(f"{tag('facsimile')}/{tag('surface')}"))[: len(pages)]
    layout = Layout(tuple(_surface(each, page.at) for each, page in zip(surfaces, pages, strict=False)))
    zones = {
        f"#{zone.get(XML_ID)}": (number, box)
        for number, surface in enumerate(surfaces)
        for zone in surface.iterchildren(tag("zone"))
        if zone.get("type") == "image" and zone.get(XML_ID) and (box := _box(zone))
    }
    counts: dict[int, int] = {}
    places: list[PicturePlace] = []
    for place in _places(body(root, name), zones, layout) if zones else ():
        counts[place.region.page] = counts.get(place.region.page, 0) + 1
        if counts[place.region.page] <= MOST_ON_PAGE:
            places.append(place)
    return ArchivedPictures(layout, tuple(places))


def _surface(element: Element, at: int) -> Surface:
    """Return the size and the image of a page."""
    box = _box(element)
    unit = next((d.text or "" for d in element.iter(tag("desc")) if d.get("type") == "unit"), "pixel")
    image = next((graphic.get("url", "") for graphic in element.iterchildren(tag("graphic"))), "")
    width, height = (box.right, box.bottom) if box else (0.0, 0.0)
    return Surface(at, width, height, without_layout(unit), None, unquote(image))


def _box(element: Element) -> Box | None:
    """Return the place of a zone or a page; None: the file has none, or one that cannot be."""
    values = [element.get(name, "") for name in _CORNERS]
    if not all(value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS for value in values):
        return None
    box = Box(*map(float, values))
    return box if box.width > 0 and box.height > 0 else None


def _places(text: Element, zones: dict[str, tuple[int, Box]], layout: Layout) -> Iterator[PicturePlace]:
    """Yield the pictures of figures, each beside the block of its division that is read next to it."""
    for figure in text.iter(_FIGURE):
        own = [zones[pointer] for pointer in figure.get("facs", "").split() if pointer in zones]
        if not own or len({page for page, _ in own}) > 1:
            continue
        page = own[0][0]
        surface = layout.surfaces[page]
        whole = hull(box for _, box in own)
        on_page = whole and Box(
            whole.left, whole.top, min(whole.right, surface.width), min(whole.bottom, surface.height)
        )
        if on_page is None or on_page.width <= 0 or on_page.height <= 0:
            continue
        region = PictureRegion(page, on_page, ())
        caption = next(
            (child for child in figure if child.tag == _CAPTION and child.get("type") == "caption"), None
        )
        if caption is not None:
            key = caption.get(XML_ID, "")
            yield PicturePlace(region, key, behind=False, caption=key)
            continue
        inside = next((child for child in figure if child.tag in BLOCKS), None)
        if inside is not None:
            yield PicturePlace(region, inside.get(XML_ID, ""), behind=False)
            continue
        beside = _beside(figure)
        if beside:
            yield beside._replace(region=region)


def _beside(figure: Element) -> PicturePlace | None:
    """Return the place behind the block in front of a figure, else in front of the one behind it."""
    nowhere = PictureRegion(0, Box(0, 0, 0, 0), ())
    for behind, siblings in ((True, figure.itersiblings(preceding=True)), (False, figure.itersiblings())):
        for sibling in siblings:
            blocks = [sibling] if sibling.tag in BLOCKS else list(sibling.iter(*BLOCKS))
            read = [b.get(XML_ID, "") for b in blocks if b.tag != _FURNITURE and b.get(XML_ID)]
            if read:
                return PicturePlace(nowhere, read[-1] if behind else read[0], behind)
    return None
