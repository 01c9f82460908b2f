"""What stands in one block of an archival file: its source, its reading, and each change between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.tei.names import TEI
from convert.tei.views import CHOICE, MARKS, NOT_READING, NOT_SOURCE, SEG, mark, plain, read_mark


class Alteration(NamedTuple):
    """A place where reading and source differ."""

    at: int
    """Where its source begins in the block's source."""
    source: str
    reading: str
    form: str
    """The element of its source: sic, orig, surplus, supplied, lb or space."""
    rules: tuple[str, ...]
    cert: str
    resp: str
    read_at: int
    """Where its reading begins in the block's reading."""


class Run(NamedTuple):
    """Source text that stands in one zone."""

    zone: str
    source: str


class Content(NamedTuple):
    """A block's text."""

    source: str
    reading: str
    runs: tuple[Run, ...]
    alterations: tuple[Alteration, ...]


@dataclass(slots=True)
class _Gathered:
    """What was found so far."""

    name: str
    source: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    at: int = 0
    read_at: int = 0
    runs: list[tuple[str, int]] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)

    def keep(self, text: str) -> None:
        """Take text that reads as the source has it."""
        self.source.append(text)
        self.reading.append(text)
        self.at += len(text)
        self.read_at += len(text)

    def put(self, source: str, reading: str) -> None:
        """Take text."""
        self.source.append(source)
        self.reading.append(reading)
        self.at += len(source)
        self.read_at += len(reading)

    def alter(self, element: Element, form: str, source: str, reading: str) -> None:
        """Take text that a rule has changed."""
        get = element.get
        rules, cert, resp = _rules(get("ana", "")), get("cert", ""), get("resp", "")
        self.alterations.append(Alteration(self.at, source, reading, form, rules, cert, resp, self.read_at))
        self.put(source, reading)


def _rules(pointers: str) -> tuple[str, ...]:
    """Return the names of the rules that pointers lead to."""
    return tuple(pointer.removeprefix("#rule.") for pointer in pointers.split())


def content(element: Element, name: str = "") -> Content:
    """Read a block, or any other element that holds text of the source.

    Raises:
        InvalidArchive: an element that names no character.

    """
    found = _Gathered(name, runs=[(element.get("facs", "")[1:], 0)])
    _gather(element, found)
    source = "".join(found.source)
    stops = [at for _, at in found.runs[1:]] + [len(source)]
    runs = tuple(
        Run(zone, source[at:stop]) for (zone, at), stop in zip(found.runs, stops, strict=True) if stop > at
    )
    return Content(source, "".join(found.reading), runs, tuple(found.alterations))


def _gather(element: Element, found: _Gathered) -> None:
    """Collect the text of an element and of those within."""
    if text := element.text:
        found.keep(plain(text))
    for child in element:
        _take(child, found)
        if text := child.tail:
            found.keep(plain(text))


def _take(child: Element, found: _Gathered) -> None:
    """Collect one element."""
    tag, form = child.tag, child.tag[len(TEI) :]
    if tag in MARKS:
        source, reading = mark(child, found.name), read_mark(child, found.name)
        if child.get("ana"):
            found.alter(child, form, source, reading)
        else:
            found.put(source, reading)
    elif tag == CHOICE:
        old = next((e for e in child if e.tag in NOT_READING), None)
        new = next((e for e in child if e.tag in NOT_SOURCE), None)
        if old is not None and new is not None:
            found.alter(new, old.tag[len(TEI) :], _inner(old, found)[0], _inner(new, found)[1])
    elif form == "surplus":
        found.alter(child, form, _inner(child, found)[0], "")
    elif form == "supplied":
        found.alter(child, form, "", _inner(child, found)[1])
    else:
        if tag == SEG and (zone := child.get("facs")):
            found.runs.append((zone[1:], found.at))
        _gather(child, found)


def _inner(element: Element, found: _Gathered) -> tuple[str, str]:
    """Return the source and the reading of what stands in one place of a block."""
    if len(element) == 0:  # as nearly all are
        text = plain(element.text or "")
        return text, text
    inner = content(element, found.name)
    return inner.source, inner.reading
