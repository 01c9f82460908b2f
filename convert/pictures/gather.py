"""The pictures of an issue for its reading copies: chosen, placed, cut out, encoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from convert.document.layout import Layout
from convert.document.model import Document
from convert.document.picture_places import PicturePlace, place_pictures
from convert.document.picture_regions import PictureSelection, select_pictures
from convert.pictures.cut import PageSize, PicturesLost, cut_out
from convert.pictures.encode import encode_picture
from convert.pictures.page_files import PixelSource, page_files
from convert.pictures.sizes import DEFAULT, MOST_BYTES, MOST_PICTURES, NONE, PAGE_SIZES, PICTURE_SIZES
from convert.text.printable import printable
from convert.text.xml_safe import sanitize
from convert.typeset.display import one_line
from convert.typeset.page_breaks import LONGEST_LABEL
from convert.typeset.pictures import (
    NO_PICTURES,
    IssuePictures,
    PageFacsimile,
    Picture,
    page_phrase,
    picture_messages,
)

LONGEST_ALT = 1_000
"""Characters of a text for those who do not see a picture."""


class Gathered(NamedTuple):
    """The pictures of an issue, and what the user should know of them."""

    pictures: IssuePictures = NO_PICTURES
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Budget:
    """What may still be taken."""

    pictures: int = MOST_PICTURES
    size: int = MOST_BYTES
    over: int = 0
    """Pictures that were left out."""

    def take(self, picture: Picture) -> bool:
        if self.pictures < 1 or self.size < len(picture.data):
            self.over += 1
            return False
        self.pictures -= 1
        self.size -= len(picture.data)
        return True


def gather_pictures(
    document: Document,
    folders: Mapping[str, Sequence[Path]],
    images: str,
    *,
    page_images: bool = False,
    places: Sequence[PicturePlace] | None = None,
) -> Gathered:
    """Return the pictures of a document in the size that is wanted, and images of its pages where they are.

    `folders` has, by the name of each file of the issue, the folders in which its images may lie. `places`
    are those of its pictures where they are known; else they are chosen by the regions of its layout.
    """
    layout = document.layout
    asked, images = bool(images), images or DEFAULT
    if layout is None or (images == NONE and not page_images):
        return Gathered()
    warnings: list[str] = []
    files = page_files(document, folders)
    before: dict[str, list[Picture]] = {}
    behind: dict[str, list[Picture]] = {}
    if images != NONE:
        selection = select_pictures(layout) if places is None else PictureSelection()
        chosen = place_pictures(document, selection.regions) if places is None else places
        warnings += _left_out(selection.outside, selection.over)
        budget = _Budget()
        places, lacking = _at_hand(chosen, files)
        if lacking and asked:  # most deliveries have no images: it is no news where nobody asked for them
            warnings.append(f"{_count(lacking, 'picture')} not shown: the page image is missing")
        for place, picture in _cut_pictures(document, layout, places, files, images, warnings):
            if budget.take(picture):
                (behind if place.behind else before).setdefault(place.block, []).append(picture)
        if budget.over:
            warnings.append(f"{budget.over:,} pictures are left out: an issue has {MOST_PICTURES:,}, and "
                            f"{MOST_BYTES // 1_000_000} MB of them, at most")  # fmt: skip
    pages = tuple(_page_images(document, layout, files, images, warnings)) if page_images else ()
    pictures = IssuePictures(
        {block: tuple(own) for block, own in before.items()},
        {block: tuple(own) for block, own in behind.items()},
        pages,
    )
    return Gathered(pictures, tuple(dict.fromkeys(warnings)))


def _at_hand(
    places: Sequence[PicturePlace], files: Mapping[int, PixelSource]
) -> tuple[list[PicturePlace], int]:
    """Return the places of the pictures whose pixels are at hand, and how many others there are."""
    own = [place for place in places if place.region.page in files]
    return own, len(places) - len(own)


def _left_out(outside: int, over: int) -> Iterator[str]:
    if outside:
        yield f"{_count(outside, 'picture region')} off the page, and left out"
    if over:
        yield f"{_count(over, 'picture')} left out: the largest of each page are shown"


def _cut_pictures(
    document: Document,
    layout: Layout,
    places: Iterable[PicturePlace],
    files: Mapping[int, PixelSource],
    images: str,
    warnings: list[str],
) -> Iterator[tuple[PicturePlace, Picture]]:
    """Yield the pictures page by page, each image opened once; warn of those that cannot be had."""
    size = PICTURE_SIZES[images]
    blocks = {block.id: block for block in document.blocks}
    by_page: dict[int, list[PicturePlace]] = {}
    for place in places:
        by_page.setdefault(place.region.page, []).append(place)
    for page, own in by_page.items():
        file = files[page]
        whole = _page_width(layout, page)
        cuts = cut_out(file, _page_size(layout, page), [place.region.box for place in own], size.longest)
        for place, image in _until_lost(own, cuts, file, warnings):
            caption = one_line(sanitize(blocks[place.caption].reading), LONGEST_ALT) if place.caption else ""
            alt = caption or _alt(document, page)
            share = min(1.0, place.region.box.width / whole) if whole else 1.0
            yield place, encode_picture(image, size, alt, share=share, has_caption=bool(caption))


def _until_lost(
    places: Sequence[PicturePlace], cuts: Iterator[Image.Image], file: PixelSource, warnings: list[str]
) -> Iterator[tuple[PicturePlace, Image.Image]]:
    """Yield places with their pictures; where an image cannot be read, say so and go on without."""
    done = 0
    try:
        for place, image in zip(places, cuts, strict=True):
            yield place, image
            done += 1
    except PicturesLost as lost:
        name = printable(file.name)
        warnings.append(f"{_count(len(places) - done, 'picture')} not shown: {name} {lost}")


def _page_images(
    document: Document, layout: Layout, files: Mapping[int, PixelSource], images: str, warnings: list[str]
) -> Iterator[PageFacsimile]:
    """Yield the images of the pages that are at hand."""
    size = PAGE_SIZES[images]
    left = MOST_BYTES
    missing = 0
    words = picture_messages(document.meta)
    for page in range(len(layout.surfaces)):
        file = files.get(page)
        if file is None:
            missing += 1
            continue
        try:
            (image,) = cut_out(file, _page_size(layout, page), [None], size.longest)
        except PicturesLost as lost:
            warnings.append(f"a page image is not shown: {printable(file.name)} {lost}")
            continue
        alt = words.page_image.format(_page_phrase(document, page))
        picture = encode_picture(image, size, alt, share=1.0, has_caption=True)
        left -= len(picture.data)
        if left < 0:
            warnings.append(f"page images beyond {MOST_BYTES // 1_000_000} MB are left out")
            break
        yield PageFacsimile(picture, _label(document, page))
    if missing:
        warnings.append(f"{_count(missing, 'page image')} missing")


def _page_size(layout: Layout, page: int) -> PageSize:
    surface = layout.surfaces[page]
    return PageSize(surface.width, surface.height)


def _page_width(layout: Layout, page: int) -> float:
    return layout.surfaces[page].width


def _alt(document: Document, page: int) -> str:
    return picture_messages(document.meta).picture.format(_page_phrase(document, page))


def _page_phrase(document: Document, page: int) -> str:
    return page_phrase(document.meta, _label(document, page), page)


def _label(document: Document, page: int) -> str:
    """Return the printed number of the page whose surface has a number."""
    at = document.layout.surfaces[page].at if document.layout else 0
    labels = [each.label for each in document.pages if each.at == at]
    return one_line(labels[-1] if labels else "", LONGEST_LABEL)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{' is' if number == 1 else 's are'}"
