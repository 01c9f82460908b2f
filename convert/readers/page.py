"""PAGE XML of 2010 to 2019: regions, lines, words, with the order and the types that the file states.

    <TextRegion type="heading">… <TextEquiv><Unicode>渡口改造</Unicode>  ->  "渡口改造", and a headline

The text stands in the order of the file; the order of reading, the types of regions, and the articles that
Transkribus and NewsEye write into `custom` become units of the layout. Where region, line, word and glyph
have texts of their own that differ, the lowest level counts that is complete. `PlainText` is never read.

Source: the schemas pagecontent 2010-01-12 to 2019-07-15, https://www.primaresearch.org/schema/PAGE/gts/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.cells import Cell
from convert.document.layout import NOWHERE, LineBox, LogicalUnit, Region, Surface, hull
from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.readers.page_custom import Custom, custom_of
from convert.readers.page_order import local_name
from convert.readers.page_text import (
    PrintedLine,
    Tags,
    is_complete,
    outline,
    own_text,
    read_line,
    region_lines,
    style_of,
    tags_of,
)
from convert.readers.page_units import RegionPart, units_of
from convert.readers.page_xml import open_page
from convert.readers.stream import CellWords, StreamBuilder, TypeStyle
from convert.readers.values import number

VERSION = 1
PICTURES = frozenset(
    ("ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion", "MusicRegion")
)
ADVERTISEMENT = "advertisement"
TABLE = "table"
LONGEST_SPAN = 1000
"""Places that a cell reaches over, at most."""
TABLE_ROW = "table-row"
PER_INCH = {"PPI": 1.0, "PPCM": 2.54}
QUARTER = 90
"""Degrees: a region is upright or turned by quarters; less than half of one is a page that lay askew."""


class ReadRegion(NamedTuple):
    """A region, as far as it was read."""

    region: Region
    lines: Sequence[PrintedLine]
    style: TypeStyle
    custom: Custom
    around: tuple[str, ...]
    """The ids of the regions in which it stands, the innermost first."""
    table: str = ""
    """Of a row: where its table stands in the file."""
    cells: tuple[CellWords, ...] = ()
    """Of a row, in the order of its words."""


def read_page(data: bytes, meta: Metadata, encoding: str = "") -> Document:
    """Read PAGE XML, with the boxes, the order and the types that it states; in its own encoding.

    Raises:
        UnreadableSource: as `open_page` raises; or it has no page, or no text.
        BadSetting: there is no such encoding.

    """
    root, warnings = open_page(data, meta.name, encoding)
    meta = replace(meta, warnings=(*meta.warnings, *warnings))
    tags = tags_of(root)
    stream = StreamBuilder("page", VERSION)
    pages = [(place, child) for place, child in enumerate(root) if local_name(child) == "Page"]
    if not pages:
        raise UnreadableSource("PAGE XML without a page", location=meta.name or "-")
    units: list[LogicalUnit] = []
    for place, page in pages:
        regions = list(_regions(page, f"page:/{place}", tags, ()))
        stream.begin_page(_surface(page, regions, tags))
        parts = [part for region in regions for part in _add(stream, region)]
        units += units_of(page, parts)
    return stream.document(data, meta, units)


def _add(stream: StreamBuilder, read: ReadRegion) -> Iterator[RegionPart]:
    """Add a region to the text; one whose lines belong to several articles becomes a region for each."""
    runs = [(custom, list(lines)) for custom, lines in groupby(read.lines, lambda line: _joint(line, read))]
    if not runs:
        stream.add_region(read.region, ())
    for custom, lines in runs:
        region = read.region
        if len(runs) > 1:
            region = region._replace(box=hull(line.box for line in lines) or region.box)
        at = stream.at
        stream.add_region(region, [(_line_box(line, read), line.words) for line in lines])
        if stream.at > at and read.cells and len(runs) == 1:
            stream.add_cells(read.table, read.cells)
        if stream.at > at:
            yield RegionPart(at, stream.at - 2, (region.id, *read.around), custom)


def _joint(line: PrintedLine, read: ReadRegion) -> Custom:
    """Return what is said of a line, or of its region: what lines of one part have in common."""
    own = line.custom
    of_region = read.custom
    return of_region._replace(kind=own.kind or of_region.kind, article=own.article or of_region.article)


def _line_box(line: PrintedLine, read: ReadRegion) -> LineBox:
    style = line.style or read.style
    return LineBox(0, 0, line.box, style.size, style.bold, style.italic, read.region.rotation, line.ref)


def _surface(page: Element, regions: Iterable[ReadRegion], tags: Tags) -> Surface:
    """Return the page: its size, else that of what stands on it, its image, its rules."""
    around = hull(each.region.box for each in regions) or NOWHERE
    dpi = number(page.get("imageXResolution")) * PER_INCH.get(page.get("imageResolutionUnit", "PPI"), 0)
    separators = page.iter(tags.coords.replace("Coords", "SeparatorRegion"))
    rules = [outline(child) for each in separators for child in each if child.tag == tags.coords]
    return Surface(
        width=max(0, number(page.get("imageWidth"))) or max(0, around.right),
        height=max(0, number(page.get("imageHeight"))) or max(0, around.bottom),
        dpi=dpi if dpi > 0 else None,
        image=page.get("imageFilename", ""),
        rules=tuple([box for box in rules if box != NOWHERE]),
    )


def _regions(parent: Element, ref: str, tags: Tags, around: tuple[str, ...]) -> Iterator[ReadRegion]:
    """Yield the regions of a page or region in the order of the file; they nest 256 deep at most."""
    cells: list[tuple[Cell, ReadRegion]] = []
    for place, child in enumerate(parent):
        name = local_name(child)
        if name == "TableCell":
            cell = _own(child, f"{ref}/{place}", tags, around)
            cells.append((_place(child, "row", "col"), cell))
        elif name.endswith("Region") and name != "SeparatorRegion":
            role = next((each for part in child if local_name(part) == "Roles" for each in part), None)
            inner = _region(child, name, f"{ref}/{place}", tags, around)
            if role is not None and role.get("rowIndex"):
                at = _place(role, "rowIndex", "columnIndex")
                cells += [(at, each) for each in inner]
            else:
                yield from inner
    yield from _rows(cells, ref)


def _place(element: Element, row: str, column: str) -> Cell:
    """Return the place that a cell names; spans that cannot be are taken as 1."""
    get = element.get
    spans = [number(get(name), 1) for name in ("rowSpan", "colSpan")]
    rows, columns = (int(span) if 1 <= span <= LONGEST_SPAN else 1 for span in spans)
    head = get("header", "") in {"true", "1"}
    return Cell(int(number(get(row))), int(number(get(column))), rows, columns, head)


def _region(
    element: Element, name: str, ref: str, tags: Tags, around: tuple[str, ...]
) -> Iterator[ReadRegion]:
    """Yield what stands in a region, and itself with its own lines; a picture or a table comes first."""
    inner = list(_regions(element, ref, tags, (element.get("id", ""), *around)))
    own = _own(element, ref, tags, around, has_inner_text=any(each.lines for each in inner))
    kind = "text"
    if name == "AdvertRegion" or own.custom.kind == ADVERTISEMENT:
        kind = ADVERTISEMENT
    elif name == "TableRegion":
        kind = TABLE
    elif name in PICTURES:
        kind = "image"
    own = _of_kind(own, kind, ref)
    takes = {ADVERTISEMENT: ("text", "image", TABLE), TABLE: ("text",)}.get(kind, ())
    if takes:  # each region at most twice, however deep it stands
        inner = [_of_kind(each, kind, ref) if each.region.kind in takes else each for each in inner]
    if kind != "text" or own.lines:
        inner.insert(len(inner) if kind == "text" else 0, own)
    yield from inner


def _of_kind(read: ReadRegion, kind: str, ref: str) -> ReadRegion:
    """Say of a region that it is, or belongs to, a table, a picture, an advertisement."""
    custom = read.custom._replace(advertisement=ref) if kind == ADVERTISEMENT else read.custom
    return read._replace(region=read.region._replace(kind=kind), custom=custom)


def _own(
    element: Element, ref: str, tags: Tags, around: tuple[str, ...], *, has_inner_text: bool = False
) -> ReadRegion:
    """Read the lines of a region itself, or the text that it has for all of them."""
    box, style = NOWHERE, TypeStyle()
    lines: list[PrintedLine] = []
    equivalents: list[Element] = []
    for place, child in enumerate(element):
        tag = child.tag
        if tag == tags.line:
            lines.append(read_line(child, f"{ref}/{place}", tags))
        elif tag == tags.coords:
            box = outline(child)
        elif tag == tags.equivalent:
            equivalents.append(child)
        elif tag == tags.style:
            style = style_of(child)
    if not has_inner_text:
        whole = own_text(equivalents, tags)
        texts = [word.text for line in lines for word in line.words]
        if not is_complete((bool(line.words) for line in lines), whole.text, texts):
            lines = region_lines(whole, box, ref)
    custom = custom_of(element.get("custom", ""))
    custom = custom._replace(kind=element.get("type") or custom.kind)
    region = Region(0, 0, box, rotation=_rotation(element), ref=ref, id=element.get("id", ""))
    return ReadRegion(region, _in_stated_order(lines), style, custom, around)


def _in_stated_order(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """Sort lines by the places that Transkribus gives them, if each has one of its own."""
    places = [index for line in lines if (index := line.custom.place) is not None]
    if len(set(places)) < len(lines) or places == sorted(places):
        return lines
    return [lines[number_of] for _, number_of in sorted(zip(places, range(len(lines)), strict=True))]


def _rotation(element: Element) -> int:
    """Return by how many quarters a region is turned, in degrees, clockwise."""
    upright = number(element.get("readingOrientation") or element.get("orientation"))
    return round(-upright / QUARTER) * QUARTER % 360


def _rows(cells: Sequence[tuple[Cell, ReadRegion]], table: str) -> Iterator[ReadRegion]:
    """Make a region of each row of a table; of a row whose cells have one line each, one line."""
    in_order = sorted(cells, key=lambda cell: cell[0][:2])
    for _, row in groupby(in_order, key=lambda cell: cell[0].row):
        filled = [(place, cell) for place, cell in row if cell.lines]
        regions = [cell for _, cell in filled]
        if not regions:
            continue
        stated = [
            CellWords(place, sum(bool(word.text.strip()) for line in cell.lines for word in line.words))
            for place, cell in filled
        ]
        box = hull(each.region.box for each in regions) or NOWHERE
        first = regions[0]
        lines = [line for each in regions for line in each.lines]
        if all(len(each.lines) == 1 for each in regions):
            parted = [(line.words[0]._replace(close=False), *line.words[1:]) for line in lines]
            words = [word for line in parted for word in line]
            lines = [PrintedLine(box, words, lines[0].style, lines[0].ref)]
        region = first.region._replace(box=box, kind=TABLE)
        custom = Custom(kind=TABLE_ROW)
        yield first._replace(region=region, lines=lines, custom=custom, table=table, cells=tuple(stated))
