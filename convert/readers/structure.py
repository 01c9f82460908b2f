"""Where on the pages of an issue the units of its container stand: ids, word ranges and boxes to offsets.

    area FILEID=ALTO1 BEGIN=P1_TB00002  ->  characters 812 to 1,920 of the source text, a headline

A block that belongs to two units is parted between them. What points nowhere is counted, and told in a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.layout import Box, Layout, LogicalUnit, Region, Surface, UnitSpan
from convert.document.model import Block, BlockIds, Document, Segment
from convert.errors import UnreadableSource
from convert.issue.container.model import Area, Container
from convert.system.xml import parse
from convert.text.source import Source

MOST_COMPARED = 4_000_000
"""Blocks and lines that are held against the boxes of an issue; one of 1,000 articles takes a tenth of it."""
WHOLE = 0.8
"""Part of a block's height from which a box that holds it has all of it."""
BEYOND = 1.02
"""How far the box of an image may reach, as a multiple of the page; beyond it, that is of another size."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


class Structured(NamedTuple):
    """A document with the units that its container names."""

    document: Document
    warnings: tuple[str, ...] = ()


class _TextRange(NamedTuple):
    """A stretch of the source text."""

    at: int
    stop: int


def with_units(
    document: Document, container: Container, parts: Sequence[int | None], name: str
) -> Structured:
    """Give a document the units of its container; `parts` are the numbers of its pages' files.

    None there: the page has no file in the issue.
    """
    layout = document.layout
    if layout is None:
        return Structured(document)
    layout = replace(layout, surfaces=tuple(_with_images(document.source, layout, container, parts)))
    document = replace(document, layout=layout)
    if not container.units:
        return Structured(document)
    pages = _Pages(document, layout, container, parts)
    claimed, text = _Claims(), document.source.text
    units: list[LogicalUnit] = []
    missing: list[str] = []
    for unit in container.units:
        spans: list[UnitSpan] = []
        for area, role in unit.spans:
            stretches = pages.find(area)
            if stretches is None:
                missing.append(area.begin or "a box")
                continue
            for stretch in stretches:
                free = claimed.take(stretch)
                spans += (UnitSpan(at, stop, role) for at, stop in free if text[at:stop].strip())
        if spans:
            units.append(LogicalUnit(unit.opens, tuple(spans), unit.label))
    warnings: tuple[str, ...] = ()
    if missing:
        places = f"{len(missing):,} of the places that {name} names are not on its pages"
        warnings = (f"{places}: {', '.join(missing[:3])}{' …' if missing[3:] else ''}",)
    if not units:
        return Structured(document, warnings)
    cuts = {end for unit in units for span in unit.spans for end in (span.at, span.stop)}
    blocks = tuple(_cut(document.blocks, sorted(cuts)))
    layout = replace(layout, units=tuple(units))
    return Structured(replace(document, blocks=blocks, layout=layout), warnings)


def _with_images(
    source: Source, layout: Layout, container: Container, parts: Sequence[int | None]
) -> Iterator[Surface]:
    """Yield the pages, with the names of their images where the container alone says them."""
    images = {
        source.parts[part].at: page.image
        for page, part in zip(container.pages, parts, strict=True)
        if part is not None and source.parts[part].source.text
    }
    for surface in layout.surfaces:
        yield surface if surface.image else surface._replace(image=images.get(surface.at, ""))


class _Claims:
    """Which stretches belong to a unit already: the first that names one has it."""

    def __init__(self) -> None:
        self._taken: list[_TextRange] = []

    def take(self, stretch: _TextRange) -> Iterator[_TextRange]:
        """Take what is free of a stretch, and yield it."""
        at = stretch.at
        number = bisect_right(self._taken, at, key=lambda each: each.stop)
        free: list[_TextRange] = []
        while at < stretch.stop:
            following = self._taken[number] if number < len(self._taken) else None
            stop = min(stretch.stop, following.at) if following else stretch.stop
            if stop > at:
                free.append(_TextRange(at, stop))
            at = following.stop if following else stretch.stop
            number += 1
        for each in free:
            self._taken.insert(bisect_left(self._taken, each), each)
        yield from free


@dataclass(frozen=True, slots=True)
class _Named:
    """What the ids of one page's file stand for: a region, or anything else that has words in it."""

    regions: Mapping[str, Region]
    stretches: Mapping[str, _TextRange]

    def find(self, key: str) -> _TextRange | None:
        """Return the text of what has an id: empty where it has none, None where nothing has the id."""
        region = self.regions.get(key)
        return _TextRange(region.at, region.stop) if region is not None else self.stretches.get(key)


class _Pages:
    """The pages of a container, and where in the text what stands on them is."""

    def __init__(
        self, document: Document, layout: Layout, container: Container, parts: Sequence[int | None]
    ) -> None:
        """Look up nothing before it is asked for."""
        self._document = document
        self._layout = layout
        self._parts = parts
        wanted: defaultdict[int, set[str]] = defaultdict(set)
        for unit in container.units:
            for area, _ in unit.spans:
                wanted[area.page].update(filter(None, (area.begin, area.end)))
        self._wanted = wanted
        self._named: dict[int, _Named] = {}
        self._compared = 0

    def find(self, area: Area) -> list[_TextRange] | None:
        """Return where an area is in the text; nothing where it has none, None where it is not there."""
        part = self._parts[area.page] if area.page < len(self._parts) else None
        if part is None or not self._document.source.parts[part].source.text:
            return []
        if not area.begin:
            return self._in_box(part, area)
        named = self._named.get(area.page)
        if named is None:
            named = self._named[area.page] = self._ids(part, self._wanted[area.page])
        first, last = named.find(area.begin), named.find(area.end or area.begin)
        if first is None or last is None:
            return None
        at, stop = min(first.at, last.at), max(first.stop, last.stop)
        return [_TextRange(at, stop)] if first.stop > first.at and last.stop > last.at else []

    def _ids(self, part: int, wanted: AbstractSet[str]) -> _Named:
        """Return what the wanted ids of a page's file stand for; of two with one id, one with a text."""
        regions: dict[str, Region] = {}
        for region in self._regions(part):
            known = regions.get(region.id)
            if region.id and (known is None or (known.stop == known.at and region.stop > region.at)):
                regions[region.id] = region
        rest = wanted - regions.keys()
        original = self._document.source.parts[part].source.original
        paths = dict(_paths(original.data, rest)) if rest and original and original.data else {}
        return _Named(regions, self._stretches(part, paths))

    def _stretches(self, part: int, paths: Mapping[str, str]) -> dict[str, _TextRange]:
        """Return from where to where the words in some elements stand, by their ids."""
        keys = {path: key for key, path in paths.items()}
        stretches = dict.fromkeys(paths, _TextRange(0, 0))
        for word in self._layout.words_of(*self._reach(part)) if keys else ():
            path = word.ref.partition(":")[2]
            while path:
                if key := keys.get(path):
                    known = stretches[key]
                    stretches[key] = _TextRange(known.at if known.stop else word.at, word.stop)
                path = path.rpartition("/")[0]
        return stretches

    def _in_box(self, part: int, area: Area) -> list[_TextRange] | None:
        """Return the regions in a box, and of those that it cuts the lines in it; None: there is no such box.

        What a box holds is told by its middle.
        """
        box = area.box
        page = self._layout.surfaces[self._layout.surface_at(self._reach(part)[0])]
        if area.of_image and not _is_on(page, box):
            return None
        regions = self._regions(part)
        self._compared += len(regions)
        if self._compared > MOST_COMPARED:
            return None
        stretches: list[_TextRange] = []
        for region in regions:
            if region.stop > region.at and _overlap(region.box, box):
                is_cut = _is_cut(region.box, box)
                parts = self._layout.lines_of(region.at, region.stop) if is_cut else (region,)
                self._compared += len(parts)
                stretches += [_TextRange(each.at, each.stop) for each in parts if _is_in(each.box, box)]
        return stretches

    def _reach(self, part: int) -> tuple[int, int]:
        """Return where the text of a file begins and ends."""
        file = self._document.source.parts[part]
        return file.at, file.at + len(file.source.text)

    def _regions(self, part: int) -> Sequence[Region]:
        """Return the regions of a file, those without a text, too."""
        begin, end = self._reach(part)
        regions = self._layout.regions
        first = bisect_left(regions, begin, key=lambda region: region.at)
        behind = bisect_left(regions, end, key=lambda region: region.at)
        return regions[first:behind]


def _is_in(box: Box, around: Box) -> bool:
    """Whether the middle of a box lies in another one."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return around.left <= across <= around.right and around.top <= down <= around.bottom


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right
        and other.left <= one.right
        and one.top <= other.bottom
        and other.top <= one.bottom
    )


def _is_cut(box: Box, around: Box) -> bool:
    """Whether much of a box lies above or below another one."""
    inside = min(box.bottom, around.bottom) - max(box.top, around.top)
    return inside < WHOLE * box.height


def _is_on(page: Surface, box: Box) -> bool:
    """Whether a box in pixels can be one of a page: it is measured in them, too, and as large."""
    return (
        page.unit == "pixel"
        and box.left >= 0
        and box.top >= 0
        and box.right <= page.width * BEYOND
        and box.bottom <= page.height * BEYOND
    )


def _paths(data: bytes, wanted: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Yield where the elements of some ids stand in a file; of two with one id the first."""
    try:
        root = parse(data)
    except UnreadableSource:  # its reader took it, in a way of its own
        return
    waiting = set(wanted)
    for element in root.iter(etree.Element):
        key = element.get("ID") or element.get("id") or element.get(XML_ID) or ""
        if key in waiting:
            waiting.discard(key)
            yield key, _path(element)
            if not waiting:
                return


def _path(element: Element) -> str:
    """Return the numbers of the child elements that lead from the root to an element."""
    steps: list[str] = []
    above = element.getparent()
    while above is not None:
        steps.append(f"/{above.index(element)}")
        element, above = above, above.getparent()
    return "".join(reversed(steps))


def _cut(blocks: Iterable[Block], cuts: Sequence[int]) -> Iterator[Block]:
    """Part blocks where a unit begins or ends inside of one; they are as they were read."""
    blocks = tuple(blocks)
    ids = BlockIds(block.id for block in blocks)
    for block in blocks:
        pieces = list(_pieces(block.segments, cuts))
        if len(pieces) < 2:
            yield block
            continue
        yield replace(block, segments=pieces[0])
        for piece in pieces[1:]:
            yield Block(ids.of("".join([segment.source for segment in piece])), piece, block.role)


def _pieces(segments: Sequence[Segment], cuts: Sequence[int]) -> Iterator[tuple[Segment, ...]]:
    """Yield the segments of each piece of a block; white space stands at the end of the piece before."""
    piece: list[Segment] = []
    for segment in segments:
        text, at = segment.source, segment.at
        if not segment.reading:
            piece.append(segment)
            continue
        first = bisect_right(cuts, at)
        inside = {_visible(text, cut - at) for cut in cuts[first : bisect_left(cuts, at + len(text))]}
        edges = [0, *sorted(edge for edge in inside if 0 < edge < len(text)), len(text)]
        for start, stop in pairwise(edges):
            if start:
                yield tuple(piece)
                piece = []
            shown = text[start:stop] if stop == len(text) else text[start:stop].rstrip()
            piece.append(Segment(shown, shown, at + start))
            if blank := text[start + len(shown) : stop]:
                piece.append(Segment(blank, "", at + start + len(shown)))
    yield tuple(piece)


def _visible(text: str, offset: int) -> int:
    """Return the first place from an offset on where there is something to see."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset
