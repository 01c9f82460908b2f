"""One text, several views: what the source has, what the print had, what a reader should see.

    <choice><sic>一一</sic><corr>——</corr></choice>     source: 一一  corrected: ——  reading: ——
    <choice><orig>,</orig><reg>，</reg></choice>         source: ,     corrected: ,   reading: ，

Line ends and indents of the XML file itself are no part of any view: inside a block a line end of
the source is always an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.changes import Kind
from convert.errors import InvalidArchive
from convert.tei.characters import from_byte, from_code, from_rend
from convert.tei.names import ALTERED, BLOCKS, TEI, XML_ID, body, read_archive

LB, SPACE, G, CHOICE, SEG = (TEI + name for name in ("lb", "space", "g", "choice", "seg"))
MARKS = frozenset({LB, SPACE, G})
"""Elements that stand for characters."""
NOT_SOURCE = frozenset(TEI + name for name in ("corr", "reg", "supplied"))
NOT_READING = frozenset(TEI + name for name in ("sic", "orig", "surplus"))

_CATEGORIES = f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}classDecl//{TEI}category"
_KIND = f"{TEI}catDesc/{TEI}term[@type='kind']"
_SPACES = {"no": "", "yes": " "}
_COUNT = re.compile(r"[0-9]{1,2}")
"""No more digits: a small file must not ask for much memory."""
FILE_LAYOUT = re.compile(r"[ \t]*\n[ \t\n]*")
"""White space that only lays the file out."""


class View(StrEnum):
    """What to show of a file."""

    SOURCE = "source"
    """The text of the source file, in its order."""
    CORRECTED = "corrected"
    """The reading without the house's rules: in reading order, misreadings mended, repeats left out,
    but with the marks, spaces and characters that the source has by its own habits."""
    READING = "reading"
    """What a reader should see."""


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
        UnreadableSource, InvalidArchive: not an archival XML.

    """
    return as_text(readings(read_archive(data, name), name))


def as_text(blocks: Iterator[Reading]) -> str:
    """Put the blocks one under the other, a blank line between them, furniture left out."""
    return "\n\n".join([r.text for r in blocks if r.element != "fw" and r.text.strip()]) + "\n"


def readings(root: Element, name: str = "", view: View = View.READING) -> Iterator[Reading]:
    """Yield the reading of each block, in reading order, furniture and empty ones too.

    Raises:
        InvalidArchive: an element that names no character.

    """
    undone = _house_rules(root) if view is View.CORRECTED else frozenset()
    for block in body(root, name).iter(*BLOCKS):
        parts: list[str] = []
        _read(block, parts, undone, name)
        yield Reading(block.get(XML_ID, ""), block.tag[len(TEI) :], block.get("type", ""), "".join(parts))


def sources(root: Element, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield (zone, source text) for each run of source text, in reading order.

    Raises:
        InvalidArchive: source text before the first zone, or an element that names no character.

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
                raise InvalidArchive("source text that no zone holds", location=where, hint="see @facs")


def _house_rules(root: Element) -> frozenset[str]:
    """Return the pointers to rules of the house's own way of writing."""
    return frozenset(
        f"#{rule.get(XML_ID)}"
        for rule in root.iterfind(_CATEGORIES)
        if rule.findtext(_KIND) == Kind.REGULARIZATION
    )


def _read(element: Element, out: list[str], undone: frozenset[str], name: str) -> None:
    """Collect an element's reading, without what the rules in `undone` alone have changed."""
    if element.text:
        out.append(plain(element.text))
    for child in element:
        tag = child.tag
        if tag in MARKS:
            out.append(mark(child, name) if _is_undone(child, undone) else read_mark(child, name))
        elif tag == CHOICE:
            kept = NOT_READING if any(_is_undone(e, undone) for e in child) else NOT_SOURCE
            for chosen in child:
                if chosen.tag in kept:
                    _read(chosen, out, undone, name)
        elif tag in BLOCKS:
            raise _broken(child, name, "a block within a block")
        elif tag not in NOT_READING and not _is_undone(child, undone):
            _read(child, out, undone, name)
        if child.tail:
            out.append(plain(child.tail))


def _is_undone(element: Element, undone: frozenset[str]) -> bool:
    rules = element.get("ana", "").split() if undone else []
    return bool(rules) and undone.issuperset(rules)


def _source(element: Element, runs: list[tuple[str, list[str]]], name: str) -> None:
    """Collect an element's source, beginning a new run at each fragment that points to a zone."""
    if element.text:
        runs[-1][1].append(plain(element.text))
    for child in element:
        tag = child.tag
        if tag in MARKS:
            runs[-1][1].append(mark(child, name))
        elif tag in BLOCKS:
            raise _broken(child, name, "a block within a block")
        elif tag not in NOT_SOURCE:
            if tag == SEG and (zone := child.get("facs")):
                runs.append((zone[1:], []))
            _source(child, runs, name)
        if child.tail:
            runs[-1][1].append(plain(child.tail))


def plain(text: str) -> str:
    """Return a text of the file without what only lays the file out."""
    return FILE_LAYOUT.sub("", text) if "\n" in text else text


def read_mark(element: Element, name: str) -> str:
    """Return how a line end, white space or unseen character reads.

    A line end with `break="no"` reads as nothing, with `"yes"` as a space. White space between
    blocks reads as nothing; a quantity tells how many spaces remain. All else reads as itself.
    """
    if element.tag == LB and (known := _SPACES.get(element.get("break", ""))) is not None:
        return known
    if element.tag == SPACE:
        if element.get("dim") == "vertical":
            return ""
        if (count := element.get("quantity")) is not None:
            if not _COUNT.fullmatch(count):
                raise _broken(element, name, f"quantity {count[:20]!r} is no number")
            return " " * int(count)
    return mark(element, name)


def mark(element: Element, name: str) -> str:
    """Return the characters of the source that such an element names."""
    if element.tag == G:
        value = element.get("n", "")
        try:
            return from_byte(value) if element.get("type") == "byte" else from_code(value)
        except ValueError as error:
            raise _broken(element, name, f"@n: {error}") from error
    try:
        return from_rend(element.get("rend", ""))
    except ValueError as error:
        raise _broken(element, name, f"@rend: {error}") from error


def _broken(element: Element, name: str, what: str) -> InvalidArchive:
    return InvalidArchive(what, location=f"{name or '-'}:{element.sourceline}", hint=ALTERED)
