"""One HTML page with all pages of an issue: boxes in the colours of their articles, arrows in reading order.

It loads nothing and runs no script. What comes from the source becomes text nodes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import pairwise

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.changes import Labelled, Placed
from convert.document.layout import Box, Layout, Surface, hull
from convert.document.model import Document
from convert.document.roles import HEADINGS, Role
from convert.inspection.grids import TableGrid, grids, inside_of_table
from convert.inspection.shapes import BlockShape, Spot, block_shapes
from convert.text.printable import printable
from convert.text.xml_safe import sanitize

LAYERS = {
    "picture": "the page's picture",
    "rules": "printed rules and pictures",
    "lines": "lines",
    "blocks": "blocks",
    "order": "reading order",
    "names": "roles and numbers",
}
"""What can be shown and hidden, and what it is called."""
LONGEST = 90
"""Characters of a block that the list beside the page shows."""
STYLE = """
:root { color-scheme: light; --line: #8884; --dim: #666 }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; margin: 0;
  padding: 1rem 1.5rem }
h1 { font-size: 1.3rem; margin: 0; overflow-wrap: anywhere }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem }
p { margin: .25rem 0 }
.dim { color: var(--dim) }
fieldset { border: 1px solid var(--line); border-radius: .5rem; display: flex; flex-wrap: wrap;
  gap: .25rem 1.25rem; margin: .75rem 0; padding: .5rem .9rem }
label { align-items: baseline; display: flex; gap: .4rem }
.page { display: grid; gap: 1rem; grid-template-columns: minmax(0, 3fr) minmax(17rem, 1fr) }
.sheet { border: 1px solid var(--line); background: #fff }
.sheet svg { display: block; height: auto; width: 100% }
.list svg { display: inline-block; height: .7rem; margin-inline-end: .4rem; width: .7rem }
.list { font-size: .9rem; max-height: 95vh; overflow-y: auto; position: sticky; top: 0 }
ol { list-style: none; margin: 0; padding: 0 }
li { border-block-end: 1px solid var(--line); overflow-wrap: anywhere; padding: .15rem .25rem }
li a { color: inherit; text-decoration: none } li a:hover { text-decoration: underline }
.head { font-weight: 600 }
.block { fill-opacity: .14; stroke-width: 2 } .block:hover { fill-opacity: .4 }
.spot:target .block { fill-opacity: .5; stroke-width: 6 }
.line { fill: none; stroke: #0006; stroke-width: .7 }
.rule { fill: #000; fill-opacity: .5 } .image { fill: #888; fill-opacity: .25; stroke: #888 }
.cell { fill: none; stroke-width: 1.2 }
.arrow { fill: none; stroke-opacity: .8; stroke-width: 1.5 } .next { stroke: #999; stroke-dasharray: 6 5 }
.name { font: 600 8px system-ui, sans-serif; paint-order: stroke; stroke: #fff; stroke-width: 2px }
@media (max-width: 60rem) { .page { grid-template-columns: 1fr }
  .list { max-height: none; position: static } }
""" + "".join(f"body:has(#show-{layer}:not(:checked)) .{layer} {{ display: none }}\n" for layer in LAYERS)
"""A layer whose box is not ticked is hidden."""
POLICY = "default-src 'none'; img-src data:; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
ARROW_HEAD = {"markerWidth": "4", "markerHeight": "4", "refX": "6", "refY": "3.5", "orient": "auto"}
GREY = "#777777"
TURN = 137.5
"""Degrees on the circle of colours from one article to the next, the golden angle: neighbours differ."""


def draw(document: Document, pictures: Mapping[int, bytes]) -> str:
    """Draw what was understood of a document; `pictures` are PNG or JPEG files by the numbers of their pages.

    Raises:
        BadSetting: its source does not say where the text stands.

    """
    shapes = block_shapes(document)
    layout = document.layout or Layout()
    page = etree.Element("html", {"lang": "en"})
    _head(page, document)
    body = etree.SubElement(page, "body")
    _text(body, "h1", printable(document.meta.name))
    _text(body, "p", _summary(document, shapes), "dim")
    body.append(_choice())
    for number, surface in enumerate(layout.surfaces):
        label = document.pages[number].label if number < len(document.pages) else ""
        _text(body, "h2", f"Page {printable(label) or number + 1}")
        part = etree.SubElement(body, "section", {"class": "page"})
        own = [shape for shape in shapes if any(spot.page == number for spot in shape.spots)]
        sheet = etree.SubElement(part, "div", {"class": "sheet"})
        sheet.append(_sheet(surface, number, own, layout, pictures.get(number, b"")))
        part.append(_list(own, number))
    text: str = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text + "\n"


def _head(page: Element, document: Document) -> None:
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    policy = {"http-equiv": "Content-Security-Policy", "content": POLICY.format(digest)}
    etree.SubElement(head, "meta", policy)
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    _text(head, "title", f"{printable(document.meta.name)}: what was understood")
    etree.SubElement(head, "style").text = STYLE


def _summary(document: Document, shapes: Sequence[BlockShape]) -> str:
    """Count what was understood."""
    articles = len({shape.article for shape in shapes if shape.article >= 0})
    counts = ((len(document.pages), "pages"), (articles, "articles"), (len(shapes), "blocks"))
    words = ", ".join(f"{count:,} {name.removesuffix('s') if count == 1 else name}" for count, name in counts)
    return f"{words}; a colour is an article, grey is of none; arrows lead in reading order"


def _choice() -> Element:
    choice = etree.Element("fieldset")
    _text(choice, "legend", "Show")
    for layer, words in LAYERS.items():
        label = etree.SubElement(choice, "label")
        etree.SubElement(label, "input", {"type": "checkbox", "id": f"show-{layer}", "checked": "checked"})
        _text(label, "span", words)
    return choice


def _sheet(
    surface: Surface, number: int, shapes: Sequence[BlockShape], layout: Layout, picture: bytes
) -> Element:
    """Draw one page."""
    boxes = [spot.box for shape in shapes for spot in shape.spots if spot.page == number]
    whole = hull([Box(0, 0, surface.width, surface.height), *boxes]) or Box(0, 0, 1, 1)
    scale = max(whole.width, whole.height) / 1000 or 1.0
    size = (whole.width / scale, whole.height / scale)
    sheet = etree.Element("svg", {"viewBox": f"0 0 {size[0]:.0f} {size[1]:.0f}", "role": "img"})
    _text(sheet, "title", f"page {number + 1}")
    _markers(sheet, shapes)
    move = _Scale(whole, scale)
    if picture:
        kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
        source = f"data:image/{kind};base64,{b64encode(picture).decode()}"
        place = {"class": "picture", "href": source, "width": f"{size[0]:.1f}", "height": f"{size[1]:.1f}"}
        etree.SubElement(sheet, "image", {**place, "preserveAspectRatio": "none"})
    for rule in surface.rules:
        _rect(sheet, move.box(rule), "rules rule")
    for region in layout.regions:
        if region.at == region.stop and layout.surface_at(region.at) == number:
            _rect(sheet, move.box(region.box), "rules image")
    for shape in shapes:
        for place_number, spot in enumerate(shape.spots):
            if spot.page == number:
                _spot(sheet, shape, place_number, spot, move)
    for grid in grids(shapes, number):
        _grid(sheet, grid, move)
    _arrows(sheet, shapes, number, move)
    return sheet


def _grid(sheet: Element, grid: TableGrid, move: _Scale) -> None:
    """Draw the cells of a table, and say how large it is."""
    colour = _colour(grid.first.article)
    boxes = [move.box(box) for box in grid.boxes]
    for box in boxes:
        _rect(sheet, box, "blocks cell").set("stroke", colour)
    name = _text(sheet, "text", f"{grid.first.number or '·'} table {grid.words}", "names name")
    name.set("x", f"{min(box.left for box in boxes) + 2:.1f}")
    name.set("y", f"{min(box.top for box in boxes) - 2:.1f}")
    name.set("fill", colour)


class _Scale:
    """From the units of a page to those of its drawing, 1,000 along the longer side."""

    def __init__(self, whole: Box, scale: float) -> None:
        self._whole, self._scale = whole, scale

    def box(self, box: Box) -> Box:
        """Return a box of the drawing."""
        left, top = self._whole.left, self._whole.top
        moved = (box.left - left, box.top - top, box.right - left, box.bottom - top)
        return Box(*(value / self._scale for value in moved))


def _spot(sheet: Element, shape: BlockShape, place: int, spot: Spot, move: _Scale) -> None:
    colour = _colour(shape.article)
    group = etree.SubElement(sheet, "g", {"class": "spot", "id": _id(shape, place)})
    _text(group, "title", _described(shape))
    box = move.box(spot.box)
    drawn = _rect(group, box, "blocks block")
    drawn.set("fill", colour)
    drawn.set("stroke", colour)
    for line in spot.lines:
        _rect(group, move.box(line), "lines line")
    if shape.block.role is Role.TABLE_CELL:
        return
    role = "" if shape.block.role is Role.BODY else f" {shape.block.role}"
    words = f"{shape.number or '·'}{role}" + (f" ({place + 1})" if place else "")
    name = _text(group, "text", words, "names name")
    name.set("x", f"{box.left + 2:.1f}")
    name.set("y", f"{box.top + 8:.1f}")
    name.set("fill", colour)


def _arrows(sheet: Element, shapes: Sequence[BlockShape], page: int, move: _Scale) -> None:
    """Draw an arrow from each place on the page to the one that is read next."""
    spots = [(shape, spot) for shape in shapes if shape.number for spot in shape.spots]
    for (first, start), (second, end) in pairwise(spots):
        if start.page != page or end.page != page or inside_of_table(first, second):
            continue
        a, b = move.box(start.box), move.box(end.box)
        same = first.article == second.article and first.article >= 0
        x0, y0 = (a.left + a.right) / 2, a.bottom - min(4, a.height / 3)
        x1, y1 = (b.left + b.right) / 2, b.top + min(4, b.height / 3)
        bend = 25 if abs(x1 - x0) > 15 else 0
        path = f"M{x0:.1f} {y0:.1f} C{x0:.1f} {y0 + bend:.1f} {x1:.1f} {y1 - bend:.1f} {x1:.1f} {y1:.1f}"
        arrow = etree.SubElement(sheet, "path", {"class": f"order arrow{'' if same else ' next'}", "d": path})
        arrow.set("marker-end", f"url(#arrow{first.article if same else ''})")
        if same:
            arrow.set("stroke", _colour(first.article))


def _markers(sheet: Element, shapes: Sequence[BlockShape]) -> None:
    """Define the heads of arrows, one for each colour."""
    defs = etree.SubElement(sheet, "defs")
    for article in sorted({shape.article for shape in shapes} | {-1}):
        key = f"arrow{article if article >= 0 else ''}"
        marker = etree.SubElement(defs, "marker", {"id": key, "viewBox": "0 0 7 7", **ARROW_HEAD})
        etree.SubElement(marker, "path", {"d": "M0 0 L7 3.5 L0 7 z", "fill": _colour(article)})


def _list(shapes: Sequence[BlockShape], page: int) -> Element:
    """List the blocks of a page in reading order; each leads to its place."""
    side = etree.Element("div", {"class": "list"})
    items = etree.SubElement(side, "ol")
    for shape in shapes:
        place = next(n for n, spot in enumerate(shape.spots) if spot.page == page)
        item = etree.SubElement(items, "li", {"class": "head"} if shape.block.role in HEADINGS else {})
        mark = etree.SubElement(item, "svg", {"viewBox": "0 0 10 10", "width": "10", "height": "10"})
        etree.SubElement(mark, "rect", {"width": "10", "height": "10", "fill": _colour(shape.article)})
        link = etree.SubElement(item, "a", {"href": f"#{_id(shape, place)}"})
        _text(link, "span", f"{shape.number or '·'} {shape.block.role} ", "dim")
        _text(link, "bdi", _short(shape.block.reading or shape.block.source))
    return side


def _described(shape: BlockShape) -> str:
    """Say of a block what it is, by which rules, how sure they were, and how it begins."""
    block = shape.block
    rules = [c for c in block.changes if isinstance(c, Labelled | Placed)]
    why = ", ".join(f"{change.rule} {change.cert:.2f}" for change in rules) or "as it was read"
    return f"{shape.number or 'not read'}: {block.role} ({why})\n{_short(block.reading or block.source)}"


def _short(text: str) -> str:
    """Return the beginning of a text on one line, nothing in it unseen."""
    flat = " ".join(printable(text).split())
    return sanitize(flat if len(flat) <= LONGEST else f"{flat[:LONGEST]}…")


def _id(shape: BlockShape, place: int) -> str:
    return f"{shape.block.id}-{place + 1}"


def _colour(article: int) -> str:
    """Return the colour of an article; grey: it is none."""
    return GREY if article < 0 else f"hsl({article * TURN % 360:.0f} 75% 38%)"


def _rect(parent: Element, box: Box, style: str) -> Element:
    place = {"x": f"{box.left:.1f}", "y": f"{box.top:.1f}"}
    size = {"width": f"{max(box.width, 0.5):.1f}", "height": f"{max(box.height, 0.5):.1f}"}
    return etree.SubElement(parent, "rect", {"class": style, **place, **size})


def _text(parent: Element, name: str, text: str, style: str = "") -> Element:
    element = etree.SubElement(parent, name, {"class": style} if style else {})
    element.text = text
    return element
