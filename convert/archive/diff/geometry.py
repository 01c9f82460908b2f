"""What differs in where the text stands on its pages: sizes, boxes, pictures and rules.

Class `geometry`: the text is the same. Boxes of lines that only one file has follow from its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.archive.diff.difference import DiffClass, Difference, Lines
from convert.archive.diff.pages import PageMatches
from convert.tei.issue import ArchivedIssue
from convert.tei.names import XML_ID, tag
from convert.tei.read import line_of

_PLACE = ("ulx", "uly", "lrx", "lry", "rotate", "corresp", "type")
"""Attributes of a zone that say where it is."""


class PlacedZone(NamedTuple):
    """A zone of a text, and where it stands on its page."""

    place: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    """The places of its words, where the file has them."""
    line: int
    """Of the XML file."""


def geometry_differences(old: ArchivedIssue, new: ArchivedIssue, pages: PageMatches) -> Iterator[Difference]:
    """Yield the differences of pages that both issues have."""
    for number, surface in enumerate(old.surfaces):
        place = pages.expected(number)
        if number not in pages.lost and place < len(new.surfaces):
            label = surface.get("n") or str(number + 1)
            yield from _page(surface, new.surfaces[place], f"page {label}")
    if _figures(old) != _figures(new):
        yield Difference(DiffClass.GEOMETRY, "other pictures have a caption, or a place in the text")


def _figures(issue: ArchivedIssue) -> Counter[tuple[str, bool]]:
    """Count the figures of a text by the zones they point to, and whether they have a caption."""
    if not issue.surfaces:
        return Counter()
    figures = issue.surfaces[0].getroottree().iter(tag("figure"))
    return Counter((pointers, len(figure) > 0) for figure in figures if (pointers := figure.get("facs", "")))


def _page(old: Element, new: Element, page: str) -> Iterator[Difference]:
    lines = Lines(line_of(old), line_of(new))
    if _measures(old) != _measures(new):
        yield Difference(DiffClass.GEOMETRY, f"{page}: another size, unit, resolution or image", lines=lines)
    was, now = _zones(old), _zones(new)
    moved = [key for key, zone in was.items() if key in now and zone[:2] != now[key][:2]]
    if moved:
        first = Lines(was[moved[0]].line, now[moved[0]].line)
        count = "a box" if len(moved) == 1 else f"{len(moved):,} boxes"
        yield Difference(DiffClass.GEOMETRY, f"{page}: {count} elsewhere", lines=first)
    has_lines = [any(key.startswith("l.") for key in zones) for zones in (was, now)]
    if has_lines[0] != has_lines[1]:
        message = (
            "the places of lines are no longer recorded"
            if has_lines[0]
            else "the places of lines are now recorded"
        )
        yield Difference(DiffClass.GEOMETRY, f"{page}: {message}", lines=lines)
    if _pictures(old) != _pictures(new):
        yield Difference(DiffClass.GEOMETRY, f"{page}: other pictures or rules", lines=lines)


def _measures(surface: Element) -> tuple[tuple[str, ...], ...]:
    """Return what is said of a page's size, unit, resolution and image."""
    stated = [(e.get("type", ""), e.text or "", e.get("url", "")) for e in surface if e.tag != tag("zone")]
    return (_place(surface), *stated)


def _place(element: Element) -> tuple[str, ...]:
    return tuple(element.get(name, "") for name in _PLACE)


def _zones(surface: Element) -> dict[str, PlacedZone]:
    """Return the zones of a text by their ids, blocks and lines."""
    return {
        key: PlacedZone(
            _place(zone), tuple(_place(word) for word in zone if not word.get(XML_ID)), line_of(zone)
        )
        for zone in surface.iter(tag("zone"))
        if (key := zone.get(XML_ID, "")) and zone.get("type", "line") == "line"
    }


def _pictures(surface: Element) -> Counter[tuple[str, ...]]:
    """Count the places of pictures and rules, whatever their order."""
    return Counter(_place(zone) for zone in surface.iterfind(tag("zone")) if zone.get("type"))


def _word_places(zone: Element) -> tuple[tuple[str, ...], ...]:
    """Return the places of the words of a line."""
    return tuple(_place(word) for word in zone if not word.get(XML_ID))
