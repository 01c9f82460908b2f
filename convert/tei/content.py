"""What stands in one block of an archival file: its source, its reading, and each change between them.

    <choice><sic>一一</sic><corr>——</corr></choice>     source: 一一  corrected: ——  reading: ——
    <choice><orig>,</orig><reg>，</reg></choice>         source: ,     corrected: ,   reading: ，

This is the one walk through the markup of text: every view is made of what it collects. Line ends and
indents of the XML file itself are no part of any text: inside a block a line end of the source is always
an element.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.tei.characters import without_layout
from convert.tei.milestones import reading_of_milestone, source_of_milestone
from convert.tei.names import BLOCKS, MILESTONES, READING_ONLY, SOURCE_ONLY, TEI, rule_names, tag
from convert.tei.read import altered

_CHOICE, _SEG = tag("choice"), tag("seg")


class EditorialChange(NamedTuple):
    """A place where reading and source differ by the act of a rule or a reviewer."""

    offset: int
    """Where its source begins in the block's source."""
    source: str
    reading: str
    form: str
    """The element of its source: sic, orig, surplus, supplied, lb or space."""
    rules: tuple[str, ...]
    cert: str
    resp: str
    reading_offset: int
    """Where its reading begins in the block's reading."""


class ZoneText(NamedTuple):
    """Source text that stands in one zone."""

    zone: str
    """The zone's id; empty where the file names none."""
    source: str


class BlockContent(NamedTuple):
    """A block's text."""

    source: str
    reading: str
    zone_texts: tuple[ZoneText, ...]
    """Its source in pieces that each stand in one zone; none of them is empty."""
    changes: tuple[EditorialChange, ...]

    def without(self, rules: AbstractSet[str]) -> str:
        """Return the reading without what these rules alone have changed.

        {"wide-marks"}:  说，——  ->  说,——
        """
        parts: list[str] = []
        done = 0
        for change in self.changes:
            if change.rules and rules >= frozenset(change.rules):
                parts += (self.reading[done : change.reading_offset], change.source)
                done = change.reading_offset + len(change.reading)
        return "".join(parts) + self.reading[done:] if parts else self.reading


def content(element: Element, name: str = "") -> BlockContent:
    """Read a block, or any other element that holds text of the source.

    Raises:
        InvalidArchive: an element that names no character, or a block within the block.

    """
    walk = _Walk(name, zones=[(element.get("facs", "")[1:], 0)])
    walk.through(element)
    source = "".join(walk.source)
    stops = [offset for _, offset in walk.zones[1:]] + [len(source)]
    zone_texts = tuple(
        ZoneText(zone, source[start:stop])
        for (zone, start), stop in zip(walk.zones, stops, strict=True)
        if stop > start
    )
    return BlockContent(source, "".join(walk.reading), zone_texts, tuple(walk.changes))


@dataclass(slots=True)
class _Walk:
    """A walk through an element, and what it has collected."""

    name: str
    """Of the file, for messages."""
    zones: list[tuple[str, int]]
    """Id of each zone and where its text begins."""
    source: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    offset: int = 0
    reading_offset: int = 0
    changes: list[EditorialChange] = field(default_factory=list)

    def through(self, element: Element) -> None:
        """Collect the text of an element and of those within."""
        if text := element.text:
            self._keep(without_layout(text))
        for child in element:
            self._child(child)
            if text := child.tail:
                self._keep(without_layout(text))

    def _child(self, child: Element) -> None:
        tag_name = child.tag
        if tag_name in MILESTONES:
            source = source_of_milestone(child, self.name)
            reading = reading_of_milestone(child, source, self.name)
            if child.get("ana"):
                self._change(child, child, source, reading)
            else:
                self._put(source, reading)
        elif tag_name == _CHOICE:
            old = next((e for e in child if e.tag in SOURCE_ONLY), None)
            new = next((e for e in child if e.tag in READING_ONLY), None)
            if old is not None and new is not None:
                self._change(new, old, self._inner(old).source, self._inner(new).reading)
        elif tag_name in SOURCE_ONLY:
            self._change(child, child, self._inner(child).source, "")
        elif tag_name in READING_ONLY:
            self._change(child, child, "", self._inner(child).reading)
        elif tag_name in BLOCKS:
            raise altered("a block within a block", self.name, child)
        else:
            if tag_name == _SEG and (zone := child.get("facs")):
                self.zones.append((zone[1:], self.offset))
            self.through(child)

    def _inner(self, element: Element) -> BlockContent:
        """Return the content of one side of a change."""
        if len(element) == 0:  # as nearly all are
            text = without_layout(element.text or "")
            return BlockContent(text, text, (), ())
        return content(element, self.name)

    def _change(self, traces: Element, form: Element, source: str, reading: str) -> None:
        """Take text that was changed; `traces` has the attributes that say by whom."""
        get = traces.get
        self.changes.append(
            EditorialChange(
                self.offset,
                source,
                reading,
                form.tag[len(TEI) :],
                rule_names(get("ana", "")),
                get("cert", ""),
                get("resp", ""),
                self.reading_offset,
            )
        )
        self._put(source, reading)

    def _keep(self, text: str) -> None:
        """Take text that reads as the source has it."""
        self._put(text, text)

    def _put(self, source: str, reading: str) -> None:
        self.source.append(source)
        self.reading.append(reading)
        self.offset += len(source)
        self.reading_offset += len(reading)
