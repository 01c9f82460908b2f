"""An archive's page with its blocks sorted by their height, as a careless tool leaves them: ALTO and PAGE.

What the file says of the order of reading is taken out; the places are left.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

AREAS = ("{*}PrintSpace", "{*}TopMargin", "{*}BottomMargin", "{*}LeftMargin", "{*}RightMargin")


def write_sorted(page: Path, out: Path) -> bool:
    """Write a page with its blocks from the top down; return False for a file that is of no known kind."""
    tree = etree.parse(page)
    root = tree.getroot()
    local = etree.QName(root).localname
    if local == "PcGts":
        _forget_order(root)
        for area in root.iter("{*}Page"):
            _sort(area, [each for each in area if etree.QName(each).localname == "TextRegion"])
    elif local == "alto":
        for area in root.iter(*AREAS):
            _sort(area, list(area.iter("{*}TextBlock")))
    else:
        return False
    tree.write(out, encoding="utf-8", xml_declaration=True)
    return True


def _forget_order(root: Element) -> None:
    for order in list(root.iter("{*}ReadingOrder")):
        parent = order.getparent()
        if parent is not None:
            parent.remove(order)
    for element in root.iter("{*}TextRegion", "{*}TextLine"):
        if custom := element.get("custom"):
            element.set("custom", re.sub(r"readingOrder\s*\{[^}]*\}", "", custom))


def _sort(area: Element, blocks: list[Element]) -> None:
    for block in blocks:
        parent = block.getparent()
        if parent is not None:
            parent.remove(block)
    area.extend(sorted(blocks, key=_corner))


def _corner(block: Element) -> tuple[float, float]:
    """Return the top and the left of a block."""
    coords = block.find("{*}Coords")
    if coords is None:
        return float(block.get("VPOS") or 0), float(block.get("HPOS") or 0)
    if points := coords.get("points"):
        corners = [tuple(map(float, pair.split(","))) for pair in points.split()]
    else:
        corners = [(float(point.get("x") or 0), float(point.get("y") or 0)) for point in coords]
    return min(y for _, y in corners), min(x for x, _ in corners)
