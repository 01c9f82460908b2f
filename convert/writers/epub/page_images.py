"""Images of the printed pages behind the text of an EPUB, and the links between both."""

from __future__ import annotations

from collections.abc import Iterator

from convert.document.model import Document
from convert.typeset.pictures import PageFacsimile, picture_messages
from convert.writers.epub.figures import add_page_image, link_style_sheet, picture_files
from convert.writers.epub.pages import XhtmlContext, XhtmlPage, empty_page, serialized


def with_page_images(
    pages: Iterator[XhtmlPage], context: XhtmlContext, document: Document
) -> Iterator[XhtmlPage]:
    """Yield pages, and behind them the images of the printed ones, each with a link to where its text is."""
    starts: dict[str, str] = {}
    for page in pages:
        for number, label in enumerate(page.breaks, 1):
            starts.setdefault(label, f"{page.name}.xhtml#page-{number}")
        yield page
    label = picture_messages(document.meta).page_images
    for number, image in enumerate(context.pictures.pages):
        name, back = image_name(number), starts.get(image.label, "")
        yield _page_image(name, image, back, context, "" if number else label)


def image_name(number: int) -> str:
    """Return the name of the file with the image of a page, by its number from 0."""
    return f"page-image-{number + 1}"


def _page_image(name: str, image: PageFacsimile, back: str, context: XhtmlContext, label: str) -> XhtmlPage:
    """Make the page that shows the image of a printed page; `label` is its entry in the contents."""
    root, body = empty_page(image.picture.alt, context.language)
    link_style_sheet(root[0])
    add_page_image(body, image, back, context.messages.page.format(image.label))
    return XhtmlPage(name, serialized(root), label, files=picture_files([image.picture]))
