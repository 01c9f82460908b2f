"""Pictures in the pages of an EPUB: a figure each, with its caption; images of pages behind the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from convert.typeset.pictures import PageFacsimile, Picture
from convert.writers.epub.namespaces import XHTML

FOLDER = "pictures/"
STYLE_SHEET = "pictures.css"
CSS = b"""\
figure { margin: 1em 0; text-align: center; page-break-inside: avoid; break-inside: avoid; }
figure img { max-width: 100%; max-height: 90vh; }
figure .narrow { max-width: 45%; }
figure .half { max-width: 70%; }
figcaption .caption { margin-top: 0.3em; }
.page-image { margin: 0; }
.page-image img { max-height: 95vh; }
.page-link { font-size: 0.75em; margin-inline-end: 0.5em; }
"""
NARROW, HALF = 0.15, 0.3
"""The parts of a printed page up to which a picture takes less than the width of the text."""


def add_figure(parent: etree._Element, pictures: Sequence[Picture]) -> etree._Element:
    """Add a figure of one picture, or of several that share a caption; return it."""
    figure = _add(parent, "figure")
    for picture in pictures:
        _add_image(figure, picture)
    return figure


def add_caption(figure: etree._Element) -> etree._Element:
    """Add an element for the caption of a figure."""
    return _add(figure, "figcaption")


def add_page_image(parent: etree._Element, image: PageFacsimile, back: str, words: str) -> None:
    """Add the image of a printed page, and a link back to where its text begins, if it does."""
    figure = _add(parent, "figure")
    figure.set("class", "page-image")
    _add_image(figure, image.picture)
    if back:
        link = _add(_add(figure, "figcaption"), "a")
        link.set("href", back)
        link.text = words


def link_style_sheet(head: etree._Element) -> None:
    """Have a page look for the style sheet of pictures, too."""
    link = _add(head, "link")
    link.set("rel", "stylesheet")
    link.set("type", "text/css")
    link.set("href", STYLE_SHEET)


def picture_files(pictures: Iterable[Picture]) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of pictures with their media types, by their names in the book; none of no picture."""
    files = {FOLDER + each.file_name: (each.media_type, each.data) for each in pictures}
    return {STYLE_SHEET: ("text/css", CSS), **files} if files else {}


def _add_image(figure: etree._Element, picture: Picture) -> None:
    image = _add(figure, "img")
    image.set("src", FOLDER + picture.file_name)
    image.set("alt", picture.alt)
    if picture.share < HALF:
        image.set("class", "narrow" if picture.share < NARROW else "half")


def _add(parent: etree._Element, tag: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XHTML}}}{tag}")
