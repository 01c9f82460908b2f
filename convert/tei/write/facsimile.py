"""The source order, and the places on the page: a surface for each page, a zone for each run of text.

    <surface xml:id="page.1" ulx="0" uly="0" lrx="2480" lry="3508">
      <zone xml:id="z.5f0c" ulx="120" uly="200" lrx="980" lry="310" corresp="alto:01.xml#/1/3/1/1">
        <zone xml:id="l.9ab2" type="line" .../>

Where no box is known there are the zones of the text alone. A number stands once: a line that is moved on the
page changes its own line here and no other. So the zone of a block that is a part of a region has no box, but
its lines have.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from convert.document.layout import Box, Layout, LineBox, Region, Surface, WordBox
from convert.document.model import BlockIds, Document
from convert.tei.names import Attributes, page_id, part_id
from convert.tei.write.markup import Markup, element, empty, end, join, plain, start, tidy
from convert.tei.write.zones import Zone

FARTHEST = 10**9
"""Units from the corner of a page to the farthest point written: files have boxes beyond all paper."""
SURFACE, ZONE, LINE, WORD = (Markup(" " * count) for count in (0, 0, 2, 4))


NO_PICTURES: Mapping[int, str] = MappingProxyType({})
WITHOUT_TEXT = frozenset({"table", "advertisement"})
"""Kinds of regions that may be without a text; any other is a picture."""


class LineZone(NamedTuple):
    """A line of print, as far as it is of one zone."""

    id: str
    """`l.` and a hash of its text."""
    line: LineBox
    at: int
    stop: int


@dataclass(frozen=True, slots=True)
class LineZones:
    """The lines of all zones; there are none where nothing is known of the places."""

    of_zones: Mapping[int, Sequence[LineZone]] = field(default_factory=lambda: MappingProxyType({}))
    """By the offset of the zone."""
    at: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """The id of the line that begins at an offset."""


def line_zones(document: Document, zones: Mapping[int, Zone]) -> LineZones:
    """Return the lines of each zone, with ids that their text makes."""
    layout = document.layout
    if layout is None:
        return LineZones()
    text = document.source.text
    ids = BlockIds()
    of_zones: dict[int, list[LineZone]] = {}
    for zone in zones.values():
        own = of_zones[zone.offset] = []
        for line in layout.lines_of(zone.offset, zone.stop):
            at, stop = max(line.at, zone.offset), min(line.stop, zone.stop)
            own.append(LineZone(f"l{ids.of(text[at:stop])[1:]}", line, at, stop))
    return LineZones(of_zones, {line.at: line.id for lines in of_zones.values() for line in lines})


def facsimile(
    document: Document,
    zones: Mapping[int, Zone],
    lines: LineZones,
    pictures: Mapping[int, str] = NO_PICTURES,
    *,
    words: bool = False,
) -> Iterator[Markup]:
    """Yield the lines of the element that holds the source order; `words` adds a zone for each word.

    `pictures` has the ids of picture zones, by the numbers of their regions.
    """
    yield Markup("  <facsimile>")
    layout = document.layout or Layout()
    surfaces = _surfaces(document, layout)
    waiting = deque(zones.values())
    places = _PlacedZones(document, layout, lines, _pictures(layout), pictures, words=words)
    for number, page in enumerate(document.pages or (None,)):
        attributes: Attributes = {"xml:id": page_id(number)}
        if page and page.label:
            attributes["n"] = tidy(page.label)
        if page and document.source.parts:
            attributes["decls"] = f"#{part_id(page.part)}"
        surface = surfaces.get(number)
        inner = [] if surface is None else [*_measures(surface)]
        while waiting and waiting[0].page == number:
            inner += places.of_text(waiting.popleft())
        if surface:
            attributes |= _corners(Box(0, 0, surface.width, surface.height))
            inner += places.of_pictures(surface)
        if not inner:
            yield join([SURFACE, empty("surface", attributes)])
            continue
        yield join([SURFACE, start("surface", attributes)])
        yield from inner
        yield join([SURFACE, end("surface")])
    yield Markup("  </facsimile>")


def _surfaces(document: Document, layout: Layout) -> dict[int, Surface]:
    """Return by a page's number what is known of its size; a page whose file was not read has none."""
    waiting = deque(layout.surfaces)
    surfaces: dict[int, Surface] = {}
    parts = document.source.parts
    for number, page in enumerate(document.pages):
        if waiting and waiting[0].at == page.at and not (parts and parts[page.part].fault):
            surfaces[number] = waiting.popleft()
    return surfaces


def _measures(surface: Surface) -> Iterator[Markup]:
    """Yield the unit of a page's numbers, its resolution and its image, as far as they are known."""
    if surface.width:
        yield join([ZONE, element("desc", {"type": "unit"}, plain(surface.unit))])
    if surface.dpi:
        yield join([ZONE, element("desc", {"type": "dpi"}, plain(f"{surface.dpi:g}"))])
    if surface.image:
        yield join([ZONE, empty("graphic", {"url": quote(tidy(surface.image), safe="/")})])


def _pictures(layout: Layout) -> dict[int, list[tuple[int, Region]]]:
    """Return the regions without a text and their numbers, by where the text of their page begins."""
    pictures: dict[int, list[tuple[int, Region]]] = {}
    for number, region in enumerate(layout.regions):
        if region.at == region.stop and layout.surfaces:
            surface = layout.surfaces[layout.surface_at(region.at)]
            pictures.setdefault(surface.at, []).append((number, region))
    return pictures


@dataclass(frozen=True, slots=True)
class _PlacedZones:
    """Makes the zones of one document."""

    document: Document
    layout: Layout
    lines: LineZones
    pictures: Mapping[int, Sequence[tuple[int, Region]]]
    """Regions without a text and their numbers, by where the text of their page begins."""
    picture_ids: Mapping[int, str]
    """Of those to which a figure points, by number."""
    words: bool

    def of_text(self, zone: Zone) -> Iterator[Markup]:
        """Yield the zone of a run of text, and those of its lines."""
        regions = self.layout.regions_of(zone.offset, zone.stop)
        attributes: Attributes = {"xml:id": zone.id}
        if len(regions) == 1:
            region = regions[0]
            whole = zone.offset <= region.at and region.stop <= zone.stop
            attributes |= self._attributes(region, region.box if whole else None)
        own = self.lines.of_zones.get(zone.offset, ())
        if not own:
            yield join([ZONE, empty("zone", attributes)])
            return
        yield join([ZONE, start("zone", attributes)])
        for line in own:
            yield from self._line(line)
        yield join([ZONE, end("zone")])

    def of_pictures(self, surface: Surface) -> Iterator[Markup]:
        """Yield the zones of a page's pictures and rules, which have no text."""
        for number, region in self.pictures.get(surface.at, ()):
            attributes: Attributes = (
                {"xml:id": self.picture_ids[number]} if number in self.picture_ids else {}
            )
            attributes |= {"type": region.kind if region.kind in WITHOUT_TEXT else "image"}
            yield join([ZONE, empty("zone", attributes | self._attributes(region, region.box))])
        for rule in surface.rules:
            if corners := _corners(rule):
                yield join([ZONE, empty("zone", {"type": "rule", **corners})])

    def _line(self, line: LineZone) -> Iterator[Markup]:
        whole = (line.at, line.stop) == (line.line.at, line.line.stop)
        box = line.line.box if whole else self.layout.box_of(line.at, line.stop)
        attributes: Attributes = {"xml:id": line.id, "type": "line"}
        attributes |= self._attributes(line.line, box)
        if not self.words:
            yield join([LINE, empty("zone", attributes)])
            return
        yield join([LINE, start("zone", attributes)])
        for word in self.layout.words_of(line.at, line.stop):
            places = self._attributes(word, word.box)
            if word.confidence is not None:
                places["cert"] = f"{min(1.0, max(0.0, word.confidence)):.2f}"
            yield join([WORD, empty("zone", {"type": "word", **places})])
        yield join([LINE, end("zone")])

    def _attributes(self, place: Region | LineBox | WordBox, box: Box | None) -> Attributes:
        """Return corners, turn and pointer of a place, as far as they are known."""
        attributes: Attributes = _corners(box) if box else {}
        if not isinstance(place, WordBox) and place.rotation % 360:
            attributes["rotate"] = str(place.rotation % 360)
        if place.ref:
            attributes["corresp"] = pointer(place.ref, self._file_of(place.at))
        return attributes

    def _file_of(self, at: int) -> str:
        source = self.document.source
        return source.part_at(at).name if source.parts else self.document.meta.name


def pointer(ref: str, file: str) -> str:
    """Return the pointer to an element of a file, by the numbers of its ancestors among their siblings.

    alto:/0/3/12 in 01.xml -> alto:01.xml#/1/1/4/13 (XPointer element() scheme: from 1, the root first)
    """
    ident, _, path = ref.partition(":")
    steps = "".join([f"/{int(step) + 1}" for step in path.split("/") if step])
    return f"{ident}:{quote(tidy(file), safe='')}#/1{steps}"


def pointer_idents(layout: Layout | None) -> tuple[str, ...]:
    """Return the prefixes of all pointers of a document, each once."""
    if layout is None:
        return ()
    places = (layout.regions, layout.lines, layout.words)
    idents = (place.ref.partition(":")[0] for kind in places for place in kind if place.ref)
    return tuple(dict.fromkeys(idents))


def _corners(box: Box) -> Attributes:
    """Return the corners of a box in whole units; none where it has no size."""
    left, top, right, bottom = (round(max(-FARTHEST, min(FARTHEST, value))) for value in box)
    if right <= left and bottom <= top:
        return {}
    return {"ulx": str(left), "uly": str(top), "lrx": str(right), "lry": str(bottom)}
