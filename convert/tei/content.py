"""What stands in one block of an archival file: its source, its reading, and each change between them.

    <choice><sic>一一</sic><corr>——</corr></choice>     source: 一一  corrected: ——  reading: ——
    <choice><orig>⼭</orig><reg>山</reg></choice>        source: ⼭    corrected: ⼭  reading: 山
    <pc orig=",">，</pc>                                 source: ,     corrected: ,   reading: ，

`_collect` is the one walk through the markup of text; every view is made of the parts that it collects.
Line ends and indents of the XML file itself are no part of any text: inside a block a line end of the
source is always an element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.tei.characters import without_layout
from convert.tei.milestones import reading_of_milestone, source_of_milestone
from convert.tei.names import BLOCKS, MILESTONES, READING_ONLY, SOURCE_ONLY, TEI, rule_names, tag
from convert.tei.read import altered
from convert.text.memo import Memo

_SEG = tag("seg")
_PC = tag("pc")
_CHANGES = SOURCE_ONLY | READING_ONLY | {tag("choice"), _PC}
MOST_RULE_NAMES = 1_000
"""Different lists of rules that are remembered of a file; most have a few dozen."""
RuleNames = Callable[[str], tuple[str, ...]]
"""Reads the rules that @ana points to, as `rule_names` does."""


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


class TextPart(NamedTuple):
    """A piece of a block, within one zone, that reads as the source has it, or that was changed as one."""

    zone: str
    source: str
    reading: str
    change: EditorialChange | None = None
    """None: nothing was changed, or it is the white space that parts two blocks and reads as nothing."""


class BlockContent(NamedTuple):
    """A block's text."""

    source: str
    reading: str
    zone_texts: tuple[ZoneText, ...]
    """Its source in pieces that each stand in one zone; none of them is empty."""
    changes: tuple[EditorialChange, ...]


class _Reread(NamedTuple):
    """Text that reads otherwise than the source has it."""

    source: str
    reading: str
    form: str
    traces: Element | None
    """The element that says which rules changed it; None: it is white space that parts two blocks."""


_Part = str | _Reread
"""A string reads as the source has it."""


@dataclass(slots=True)
class _Parts:
    """What a walk has collected."""

    texts: list[_Part] = field(default_factory=list)
    zones: list[tuple[str, int]] = field(default_factory=list)
    """Id of each zone, and how many texts stand in front of it."""


class BlockTexts:
    """The texts of a file's blocks, each collected once, however often it is asked for."""

    def __init__(self, name: str = "") -> None:
        """Begin with none of the file of this name."""
        self._name = name
        self._parts: dict[Element, _Parts] = {}
        self._rules = Memo(rule_names, MOST_RULE_NAMES)

    def zone_texts(self, element: Element) -> Iterator[ZoneText]:
        """Yield a block's source in pieces that each stand in one zone; none of them is empty.

        Raises:
            InvalidArchive: as `content`.

        """
        return _zone_texts(self._of(element))

    def text_parts(self, element: Element) -> Iterator[TextPart]:
        """Yield a block piece by piece, as `text_parts` does."""
        return _text_parts(self._of(element), self._rules.__getitem__)

    def _of(self, element: Element) -> _Parts:
        parts = self._parts.get(element)
        if parts is None:
            parts = self._parts[element] = _walk(element, self._name)
        return parts


def content(element: Element, name: str = "") -> BlockContent:
    """Read a block, or any other element that holds text of the source.

    Raises:
        InvalidArchive: an element that names no character, or a block within the block.

    """
    parts = _walk(element, name)
    in_zones = tuple(_zone_texts(parts))
    source = in_zones[0].source if len(in_zones) == 1 else "".join([piece.source for piece in in_zones])
    return BlockContent(source, _reading(parts.texts), in_zones, tuple(_changes(parts.texts)))


def text_parts(element: Element, name: str = "") -> Iterator[TextPart]:
    """Yield a block piece by piece, in reading order.

    Raises:
        InvalidArchive: as `content`.

    """
    return _text_parts(_walk(element, name))


def _text_parts(parts: _Parts, named: RuleNames = rule_names) -> Iterator[TextPart]:
    changes = iter(_changes(parts.texts, named))
    for (zone, start), (_, stop) in pairwise([*parts.zones, ("", len(parts.texts))]):
        for part in parts.texts[start:stop]:
            if isinstance(part, str):
                yield TextPart(zone, part, part)
            else:
                change = next(changes) if part.traces is not None else None
                yield TextPart(zone, part.source, part.reading, change)


def reading(element: Element, name: str = "", *, without: AbstractSet[str] = frozenset()) -> str:
    """Return a block's reading, without what rules of these ids alone have changed.

    without {"wide-marks"}:  说，——  ->  说,——

    Raises:
        InvalidArchive: as `content`.

    """
    texts = _walk(element, name).texts
    return _reading([_undone(part, without) for part in texts] if without else texts)


def _walk(element: Element, name: str) -> _Parts:
    parts = _Parts(zones=[(element.get("facs", "")[1:], 0)])
    _collect(element, name, parts)
    return parts


def _collect(element: Element, name: str, parts: _Parts) -> None:
    """Collect the text of an element and of those within."""
    add = parts.texts.append
    if text := element.text:
        add(without_layout(text))
    for child in element:
        kind = child.tag
        if kind in MILESTONES:
            add(_milestone(child, name))
        elif kind in _CHANGES:
            if changed := _changed(child, name):
                add(changed)
        elif kind in BLOCKS:
            raise altered("a block within a block", name, child)
        else:
            if kind == _SEG and (zone := child.get("facs")):
                parts.zones.append((zone[1:], len(parts.texts)))
            _collect(child, name, parts)
        if text := child.tail:
            add(without_layout(text))


def _milestone(element: Element, name: str) -> _Part:
    source = source_of_milestone(element, name)
    reads = reading_of_milestone(element, source, name)
    traced = element.get("ana") is not None
    return (
        _Reread(source, reads, _form(element), element if traced else None)
        if traced or reads != source
        else source
    )


def _changed(element: Element, name: str) -> _Reread | None:
    """Return the two sides of a change; none where a `choice` lacks one of them."""
    if element.tag == _PC:
        return _Reread(element.get("orig", ""), element.text or "", "orig", element)
    if element.tag in SOURCE_ONLY:
        return _Reread(_source(_side(element, name)), "", _form(element), element)
    if element.tag in READING_ONLY:
        return _Reread("", _reading(_side(element, name)), _form(element), element)
    old = new = None
    for side in element:
        if old is None and side.tag in SOURCE_ONLY:
            old = side
        elif new is None and side.tag in READING_ONLY:
            new = side
    if old is None or new is None:
        return None
    return _Reread(_source(_side(old, name)), _reading(_side(new, name)), _form(old), new)


def _side(element: Element, name: str) -> Sequence[_Part]:
    """Return what one side of a change holds."""
    return _walk(element, name).texts if len(element) else (without_layout(element.text or ""),)


def _form(element: Element) -> str:
    return element.tag[len(TEI) :]


def _source(texts: Sequence[_Part]) -> str:
    return "".join([part if isinstance(part, str) else part.source for part in texts])


def _reading(texts: Sequence[_Part]) -> str:
    return "".join([part if isinstance(part, str) else part.reading for part in texts])


def _zone_texts(parts: _Parts) -> Iterator[ZoneText]:
    for (zone, start), (_, stop) in pairwise([*parts.zones, ("", len(parts.texts))]):
        if source := _source(parts.texts[start:stop]):
            yield ZoneText(zone, source)


def _changes(texts: Sequence[_Part], named: RuleNames = rule_names) -> Iterator[EditorialChange]:
    offset = reading_offset = 0
    for part in texts:
        if isinstance(part, str):
            offset += len(part)
            reading_offset += len(part)
            continue
        source, reads, form, traces = part
        if traces is not None:
            get = traces.get
            rules, cert, resp = named(get("ana", "")), get("cert", ""), get("resp", "")
            yield EditorialChange(offset, source, reads, form, rules, cert, resp, reading_offset)
        offset += len(source)
        reading_offset += len(reads)


def _undone(part: _Part, rules: AbstractSet[str]) -> _Part:
    """Return the source where these rules alone have changed it."""
    if isinstance(part, str) or part.traces is None:
        return part
    acted = frozenset(rule_names(part.traces.get("ana", "")))
    return part.source if acted and acted <= rules else part
