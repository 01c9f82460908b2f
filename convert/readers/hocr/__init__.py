"""hOCR: HTML whose classes name pages, areas, paragraphs, lines and words, and whose titles give their boxes.

Taken: words, their boxes and confidence; lines, turned ones too, with the size of their type; a region for
each paragraph, else for each area; pictures and rules; the pages with their images. Text outside of lines is
no text of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, Region, Surface, hull
from convert.document.model import Document, Metadata
from convert.readers.hocr.lines import LINES, class_of, read_line
from convert.readers.hocr.markup import engine_of, open_hocr
from convert.readers.hocr.titles import Properties, box_of, number, properties
from convert.readers.stream import ReadLine, StreamBuilder

VERSION = 1
"""Of what is taken from a file; another may give another text."""
PARAGRAPH = "ocr_par"
REGIONS = {
    PARAGRAPH: "text",
    "ocr_carea": "text",
    "ocrx_block": "text",
    "ocr_table": "table",
}
PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_graphic"})
RULE = "ocr_separator"


class Node(NamedTuple):
    """An element that is still to be looked at, and where it stands."""

    element: Element
    ref: str
    region: Region
    """That it is in."""


class PrintedRegion(NamedTuple):
    """A region and its lines, before they have a place in the text."""

    region: Region
    lines: list[ReadLine]


def read_hocr(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read a page of hOCR, or several in one file: a block for each of its paragraphs.

    Raises:
        UnreadableSource: as `open_hocr` raises; it has no text.
        BadSetting: there is no such encoding.

    """
    root, warnings = open_hocr(data, meta.name, encoding)
    nodes = list(_find_pages(root)) or [_outermost(root, "hocr:")]
    titles = [properties(node.element.get("title")) for node in nodes]
    stream = StreamBuilder("hocr", VERSION)
    for node, title, label in zip(nodes, titles, _labels(titles), strict=True):
        rules: list[Box] = []
        regions = _read_regions(node, number(title, "scan_res"), rules)
        stream.begin_page(_surface(title, regions, rules), label)
        for region, lines in regions:
            stream.add_region(region, lines)
    document = stream.document(data, replace(meta, warnings=(*meta.warnings, *warnings)))
    if document.layout is None:
        return document
    return replace(document, layout=replace(document.layout, engine=engine_of(root)))


def _find_pages(root: Element) -> Iterator[Node]:
    waiting = [_outermost(root, "hocr:")]
    while waiting:
        node = waiting.pop()
        if class_of(node.element) == "ocr_page":
            yield _outermost(node.element, node.ref)
        else:
            waiting += _children(node, node.region)


def _outermost(element: Element, ref: str) -> Node:
    return Node(element, ref, Region(0, 0, NOWHERE, ref=ref))


def _children(node: Node, region: Region) -> list[Node]:
    """Return the elements in an element, the last one first."""
    inner = enumerate(node.element)
    return [Node(child, f"{node.ref}/{place}", region) for place, child in inner][::-1]


def _labels(titles: Sequence[Properties]) -> list[str]:
    """Return the numbers of the pages: the printed ones, else those of the scans, where they tell."""
    printed = [" ".join(title.get("lpageno", ())) for title in titles]
    scans = [number(title, "ppageno") for title in titles]
    counted = len(titles) > 1 and len({scan for scan in scans if scan is not None}) == len(titles)
    return [
        label or (f"{scan + 1:.0f}" if counted and scan is not None and scan >= 0 else "")
        for label, scan in zip(printed, scans, strict=True)
    ]


def _read_regions(page: Node, dpi: float | None, rules: list[Box]) -> list[PrintedRegion]:
    """Return the regions of a page, in the order in which the lines stand in the file.

    Where other paragraphs stand between the lines of an area, it is a region before them and one behind.
    """
    regions: list[PrintedRegion] = []
    waiting = _children(page, page.region)
    while waiting:
        node = waiting.pop()
        element, ref, region = node
        kind = class_of(element)
        if kind in LINES and not _holds_lines(element, kind):
            if not (regions and regions[-1].region.ref == region.ref):
                regions.append(PrintedRegion(region, []))
            regions[-1].lines.append(read_line(element, ref, dpi))
            continue
        if kind in REGIONS or kind in PICTURES:
            box = box_of(properties(element.get("title")))
            region = Region(0, 0, box, REGIONS.get(kind, "image"), 0, ref, element.get("id", ""))
        if kind in PICTURES:
            regions.append(PrintedRegion(region, []))
        elif kind == RULE:
            rules.append(box_of(properties(element.get("title"))))
        waiting += _children(node, region)
    return [_finished(each) for each in regions]


def _holds_lines(element: Element, kind: str) -> bool:
    """Whether what may be a line or an area, a heading of the page, is an area: there are lines in it."""
    if kind in ("ocr_line", "ocrx_line"):
        return False
    return any(class_of(inner) in LINES for inner in element.iterdescendants())


def _finished(each: PrintedRegion) -> PrintedRegion:
    """Give a region without a box that of its lines."""
    region, lines = each
    if region.box == NOWHERE:
        region = region._replace(box=hull(line.box.box for line in lines) or NOWHERE)
    return PrintedRegion(region, lines)


def _surface(title: Properties, regions: Sequence[PrintedRegion], rules: Sequence[Box]) -> Surface:
    """Return the page; where it says no size, it is as large as what stands on it."""
    box = box_of(title)
    if not (box.width and box.height):
        box = hull([*[region.box for region, _ in regions], *rules]) or NOWHERE
    dpi = number(title, "scan_res")
    image = " ".join(title.get("image", ()))
    return Surface(0, box.right, box.bottom, "pixel", dpi if dpi and dpi > 0 else None, image, tuple(rules))
