"""One text, several views: what the source has, and what a reader should see.

    <choice><sic>一一</sic><corr>——</corr></choice>   source: 一一   reading: ——

Line ends and indents of the XML file itself are no part of any view: inside a block a line end of
the source is always an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.archive.characters import from_byte, from_code, from_rend
from convert.archive.profile import BLOCKS, TEI, XML_ID, body, read_archive
from convert.errors import BrokenArchive

LB, SPACE, G, FW = f"{TEI}lb", f"{TEI}space", f"{TEI}g", f"{TEI}fw"
NOT_SOURCE = frozenset(TEI + name for name in ("corr", "reg", "supplied"))
NOT_READING = frozenset(TEI + name for name in ("sic", "orig", "surplus"))

_FILE_LAYOUT = re.compile(r"[ \t]*\n[ \t\n]*")
_SPACES = {"no": "", "yes": " "}
_COUNT = re.compile(r"[0-9]{1,6}")


class Reading(NamedTuple):
    """A block of the file as a reader should see it."""

    id: str
    element: str
    """head, byline, p, ab or fw (furniture)."""
    type: str
    text: str


def reading_text(data: bytes, name: str = "") -> str:
    """Return the reading as plain text: a blank line between blocks, furniture left out.

    Raises:
        UnreadableSource, BrokenArchive: not an archival XML.

    """
    kept = [r.text for r in readings(read_archive(data, name), name) if r.element != "fw" and r.text.strip()]
    return "\n\n".join(kept) + "\n"


def readings(root: Element, name: str = "") -> Iterator[Reading]:
    """Yield the reading of each block, in reading order, furniture and empty ones too.

    Raises:
        BrokenArchive: an element that names no character.

    """
    for block in body(root, name).iter(*BLOCKS):
        parts: list[str] = []
        _read(block, parts, name)
        yield Reading(block.get(XML_ID, ""), block.tag[len(TEI) :], block.get("type", ""), "".join(parts))


def sources(root: Element, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield (zone, source text) for each run of source text, in reading order.

    Raises:
        BrokenArchive: source text before the first zone, or an element that names no character.

    """
    for block in body(root, name).iter(*BLOCKS):
        runs: list[tuple[str, list[str]]] = [(block.get("facs", "")[1:], [])]
        _source(block, runs, name)
        for zone, parts in runs:
            text = "".join(parts)
            if zone:
                yield zone, text
            elif text:
                where = f"{name or '-'}:{block.sourceline}"
                raise BrokenArchive("source text that no zone holds", where=where, advice="see @facs")


def _read(element: Element, out: list[str], name: str) -> None:
    """Collect an element's reading."""
    if element.text:
        out.append(_plain(element.text))
    for child in element:
        tag = child.tag
        if tag == LB:
            out.append(_line_end(child, name))
        elif tag == SPACE:
            out.append(_space(child, name))
        elif tag == G:
            out.append(_glyph(child, name))
        elif tag not in NOT_READING:
            _read(child, out, name)
        if child.tail:
            out.append(_plain(child.tail))


def _source(element: Element, runs: list[tuple[str, list[str]]], name: str) -> None:
    """Collect an element's source, beginning a new run at each milestone that points to a zone."""
    if element.text:
        runs[-1][1].append(_plain(element.text))
    for child in element:
        tag = child.tag
        if tag in (LB, SPACE):
            runs[-1][1].append(_named(child, name))
            if tag == LB and (zone := child.get("facs")):
                # what the element names stood at the end of the old line; the new zone begins behind it
                runs.append((zone[1:], []))
        elif tag == G:
            runs[-1][1].append(_glyph(child, name))
        elif tag not in NOT_SOURCE:
            _source(child, runs, name)
        if child.tail:
            runs[-1][1].append(_plain(child.tail))


def _plain(text: str) -> str:
    return _FILE_LAYOUT.sub("", text) if "\n" in text else text


def _line_end(element: Element, name: str) -> str:
    """`break="no"` reads as nothing, `"yes"` as a space; else the line end is part of the reading."""
    known = _SPACES.get(element.get("break", ""))
    return _named(element, name) if known is None else known


def _space(element: Element, name: str) -> str:
    """White space between blocks reads as nothing; a quantity tells how many spaces remain."""
    if element.get("dim") == "vertical":
        return ""
    count = element.get("quantity")
    if count is None:
        return _named(element, name)
    if not _COUNT.fullmatch(count):
        raise _broken(element, name, f"quantity {count[:20]!r} is no number")
    return " " * int(count)


def _named(element: Element, name: str) -> str:
    try:
        return from_rend(element.get("rend", ""))
    except ValueError as error:
        raise _broken(element, name, f"@rend: {error}") from error


def _glyph(element: Element, name: str) -> str:
    value = element.get("n", "")
    try:
        return from_byte(value) if element.get("type") == "byte" else from_code(value)
    except ValueError as error:
        raise _broken(element, name, f"@n: {error}") from error


def _broken(element: Element, name: str, what: str) -> BrokenArchive:
    where = f"{name or '-'}:{element.sourceline}"
    return BrokenArchive(what, where=where, advice="the file was altered; restore it from a copy")
