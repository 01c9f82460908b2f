"""What ebooklib leaves out of the contents for reading systems of EPUB 2 (OPF 2.0.1, section 2.4.1).

The order in which places are read, how deep the contents go, and the printed pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from convert.writers.epub.pages import XhtmlPage

NAMESPACE = "http://www.daisy.org/z3986/2005/ncx/"
LARGEST_NUMBER = 1_000_000_000


def finish_ncx(ncx: etree._Element, pages: Sequence[XhtmlPage], title: str) -> None:
    """Add playOrder to each place, the depth, and the list of printed pages with its title.

    A page that begins at the head of an article comes behind the article itself.
    """
    order: dict[str, str] = {}
    for page in pages:
        marks = [_place(page, number) for number in range(1, len(page.breaks) + 1)]
        for place in (f"{page.name}.xhtml", *marks) if page.label else marks:
            order[place] = str(len(order) + 1)
    for point in ncx.iter(_name("navPoint")):
        content = point.find(_name("content"))
        place = "" if content is None else content.get("src", "")
        point.set("playOrder", order.setdefault(place, str(len(order) + 1)))
    _set_counts(ncx, pages)
    if any(page.breaks for page in pages):
        _add_pages(ncx, pages, title, order)


def _set_counts(ncx: etree._Element, pages: Sequence[XhtmlPage]) -> None:
    labels = [label for page in pages for label in page.breaks]
    numbers = [int(label) for label in labels if _is_number(label)]
    counts = {
        "dtb:depth": _depth(ncx.find(_name("navMap"))),
        "dtb:totalPageCount": len(labels),
        "dtb:maxPageNumber": max(numbers, default=0),
    }
    for meta in ncx.iter(_name("meta")):
        if (name := meta.get("name", "")) in counts:
            meta.set("content", str(counts[name]))


def _depth(element: etree._Element | None) -> int:
    """Return how many entries stand within one another."""
    points = [] if element is None else element.findall(_name("navPoint"))
    return max((1 + _depth(point) for point in points), default=0)


def _add_pages(ncx: etree._Element, pages: Sequence[XhtmlPage], title: str, order: dict[str, str]) -> None:
    listed = etree.SubElement(ncx, _name("pageList"))
    _add_label(listed, title)
    for page in pages:
        for number, label in enumerate(page.breaks, 1):
            place = _place(page, number)
            target = etree.SubElement(listed, _name("pageTarget"), id=f"page.{order[place]}")
            target.set("type", "normal" if _is_number(label) else "special")
            if _is_number(label):
                target.set("value", str(int(label)))
            target.set("playOrder", order[place])
            _add_label(target, label)
            etree.SubElement(target, _name("content"), src=place)


def _add_label(parent: etree._Element, words: str) -> None:
    label = etree.SubElement(parent, _name("navLabel"))
    etree.SubElement(label, _name("text")).text = words


def _place(page: XhtmlPage, number: int) -> str:
    return f"{page.name}.xhtml#page-{number}"


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdigit() and 0 < int(label) < LARGEST_NUMBER


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
