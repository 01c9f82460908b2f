"""The pages of an ALTO file and their blocks, in the order of the file: margins, print space, what they hold.

ComposedBlock TYPE="Advertisement" around three blocks  ->  three regions of kind advertisement
GraphicalElement                                        ->  a rule of the page; Illustration: a region, image
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box, Region, Surface, hull
from convert.readers.alto.lines import read_lines
from convert.readers.alto.styles import KINDS, PLAIN, Tag, style_of, tag_of
from convert.readers.alto.words import Facts, box_of
from convert.readers.stream import ReadLine, TypeStyle

MARGINS = ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin")
MARGIN = "margin"
"""Kind of a region outside of the print space; it is not what a block in it says that it is."""
UNITS = ("pixel", "mm10", "inch1200")


class ReadBlock(NamedTuple):
    """A region with its lines, and what the archive says of it."""

    region: Region
    lines: list[ReadLine]
    tag: Tag = Tag()
    following: str = ""
    """Id of the block in which its text goes on, where the file says that."""


class ReadPage(NamedTuple):
    """A page before its text is put together."""

    surface: Surface
    label: str
    blocks: list[ReadBlock]


class Enclosing(NamedTuple):
    """What holds of all blocks in an element."""

    style: TypeStyle = PLAIN
    kind: str = "text"
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads the pages of one file."""

    namespace: str
    facts: Facts
    tags: Mapping[str, Tag]
    unit: str
    """In which the file measures."""
    image: str
    """Name of the image, where the file has one."""

    def read_page(self, page: Element, ref: str) -> ReadPage:
        """Return a page; where it says no size, it is as large as what stands on it."""
        rules: list[Box] = []
        blocks = list(self._blocks(page, ref, Enclosing(), rules))
        width, height = _size(page)
        if not (width and height):
            boxes = [block.region.box for block in blocks]
            boxes += [line.box.box for block in blocks for line in block.lines]
            around = hull([*boxes, *rules]) or NOWHERE
            width, height = width or around.right, height or around.bottom
        surface = Surface(0, width, height, self.unit, None, self.image, tuple(rules))
        return ReadPage(surface, page_label(page), blocks)

    def _blocks(self, parent: Element, ref: str, around: Enclosing, rules: list[Box]) -> Iterator[ReadBlock]:
        """Yield the blocks of an element, and of those in it; libxml2 lets none be 256 deep."""
        for number, element in enumerate(parent):
            name = str(element.tag).removeprefix(self.namespace)
            here = f"{ref}/{number}"
            if name == "TextBlock":
                yield self._text_block(element, here, around)
            elif name == "Illustration":
                yield ReadBlock(self._region(element, here, around._replace(kind="image")), [])
            elif name == "GraphicalElement":
                box = box_of(element)
                if box != NOWHERE:
                    rules.append(box)
            elif name == "ComposedBlock":
                yield from self._composed(element, here, around, rules)
            elif name in MARGINS:
                yield from self._blocks(element, here, around._replace(kind=MARGIN), rules)
            elif name == "PrintSpace":
                yield from self._blocks(element, here, around, rules)

    def _text_block(self, element: Element, ref: str, around: Enclosing) -> ReadBlock:
        style = style_of(element.get("STYLEREFS"), self.facts.styles, around.style)
        tag = tag_of(element.get("TAGREFS"), self.tags)
        if tag.kind and around.kind == "text":
            around = around._replace(kind=tag.kind)
        region = self._region(element, ref, around)
        lines = read_lines(element, ref, region.rotation, style, self.facts)
        return ReadBlock(region, lines, tag, element.get("IDNEXT", ""))

    def _composed(
        self, element: Element, ref: str, around: Enclosing, rules: list[Box]
    ) -> Iterator[ReadBlock]:
        """Yield what stands in a composed block; one that is a picture is a region itself."""
        kind = KINDS.get(element.get("TYPE", "").casefold(), "")
        picture = f"{self.namespace}Illustration"
        if kind == "image" and element.find(picture) is None:
            yield ReadBlock(self._region(element, ref, around._replace(kind="image")), [])
        inner = Enclosing(
            style_of(element.get("STYLEREFS"), self.facts.styles, around.style),
            kind if kind not in ("", "image") and around.kind == "text" else around.kind,
            rotation_of(element) or around.rotation,
        )
        yield from self._blocks(element, ref, inner, rules)

    def _region(self, element: Element, ref: str, around: Enclosing) -> Region:
        rotation = rotation_of(element) or around.rotation
        return Region(0, 0, box_of(element), around.kind, rotation, ref, element.get("ID", ""))


def rotation_of(element: Element) -> int:
    """Return by how many degrees a block is turned, clockwise; the file counts the other way."""
    try:
        return round(-float(element.get("ROTATION") or 0)) % 360
    except (ValueError, OverflowError):
        return 0


def page_label(page: Element) -> str:
    """Return the number of a page: the printed one, if it is read as one, else that of its image.

    Numbers of images are counted from 0 by some programs, which do not know what they are pages of.
    """
    printed = page.get("PRINTED_IMG_NR", "").strip()
    if printed.isascii() and printed.isalnum() and printed.strip("0") and len(printed) <= 4:
        return printed
    counted = page.get("PHYSICAL_IMG_NR", "").strip()
    return counted.lstrip("0") if counted.isascii() and counted.isdigit() else ""


def _size(page: Element) -> tuple[float, float]:
    try:
        width, height = float(page.get("WIDTH") or 0), float(page.get("HEIGHT") or 0)
    except ValueError:
        return 0, 0
    return (width, height) if 0 < width < 1e7 and 0 < height < 1e7 else (0, 0)
