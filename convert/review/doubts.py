"""What a run did and proposed on an issue, each with all that a person needs to see to decide on it.

宝塔山的旗帜[一 -> —]写在二十世纪       rule, certainty, line, page, boxes, the lines around it
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from convert.analysis.look_alikes import PARTNERS
from convert.decisions import Reviewed
from convert.decisions.decision import ChangeKey
from convert.decisions.listing import ListedChange, list_changes
from convert.document.layout import Box, Layout, hull
from convert.document.model import Block, Document
from convert.document.roles import Role

AROUND = 48
"""Characters of the source on each side of a change."""
LONGEST_TEXT = 160
"""Characters of a block by which a person knows it."""
LINES_AROUND = 2
"""Lines of the source above and below a change."""
LONGEST_LINES = 700
"""Characters of those lines in all; some sources have a page in one line."""
MOST_BOXES = 60
MANY_ALIKE = frozenset({"edit", "label"})
"""Actions of which many may be alike: the same text, or the same role, for the same reason."""


class PlacedBox(NamedTuple):
    """A box on a page."""

    page: int
    """Number of the page, from 0."""
    left: float
    top: float
    right: float
    bottom: float
    part: int = 0
    """0: what the change is on; 1: the other block, which it is joined to or put behind."""


class PageExtent(NamedTuple):
    """A page that boxes stand on."""

    label: str
    width: float
    height: float
    dpi: float


class SourceLines(NamedTuple):
    """The lines of a source around a place."""

    text: str
    first: int
    """Number of the first line, from 1."""
    start: int
    """Where the place begins in the text."""
    stop: int


class DoubtKind(NamedTuple):
    """What alike changes have in common."""

    rule: str
    action: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A change or proposal, and what a person sees of it."""

    listed: ListedChange
    kind: DoubtKind
    cert: float
    place: str
    """Line and column, in which file of several."""
    page: int
    """Number of its page, from 0."""
    left: str
    right: str
    other: str
    """How the other block reads, of a join, a place or a reference."""
    lines: SourceLines
    boxes: tuple[PlacedBox, ...]
    candidates: tuple[str, ...]
    """What a reviewer may put in its place."""

    @property
    def chance_wrong(self) -> float:
        """How likely what stands now is not what should: of a proposal, that it should have been done."""
        return 1 - self.cert if self.listed.done else self.cert


def doubts_of(document: Document, reviewed: Reviewed, beside: str) -> tuple[ReviewItem, ...]:
    """Return all that a run did and proposed, in the order of the source.

    `document` is the source as it was read; `beside` is the name of the decisions file.
    """
    viewer = _Viewer(document, reviewed.document)
    listing = list_changes(document, reviewed, beside)
    return tuple(
        viewer.doubt(entry, reviewed.requests[entry.key].cert)
        for entry in listing.entries
        if entry.key in reviewed.requests
    )


def page_sizes(document: Document) -> tuple[PageExtent, ...]:
    """Return the pages of a document that says where its text stands; nothing for others."""
    surfaces = document.layout.surfaces if document.layout else ()
    labels = [page.label for page in document.pages]
    return tuple(
        PageExtent(labels[n] if n < len(labels) else "", s.width, s.height, s.dpi or 0)
        for n, s in enumerate(surfaces)
    )


class _Viewer:
    """Finds what a person sees of changes of one document."""

    def __init__(self, document: Document, repaired: Document) -> None:
        self._document = document
        self._text = document.source.text
        self._layout = document.layout or Layout()
        self._blocks: Mapping[str, Block] = {
            block.id: block for block in chain(document.blocks, repaired.blocks)
        }
        self._starts = _line_starts(self._text)

    def doubt(self, entry: ListedChange, cert: float) -> ReviewItem:
        """Return what a person sees of an entry."""
        key = entry.key
        stop = self._stop(key)
        name = self._document.source.name or "-"
        return ReviewItem(
            entry,
            kind_of(key),
            cert,
            self._document.source.location(key.at).removeprefix(f"{name}:"),
            self._layout.surface_at(key.at),
            self._text[max(0, key.at - AROUND) : key.at],
            self._text[stop : stop + AROUND] if key.action in {"edit", "split"} else self._after(key),
            self._other(key),
            self._lines(key.at, stop),
            tuple(self._boxes(key, stop)),
            candidates(key),
        )

    def _stop(self, key: ChangeKey) -> int:
        return key.at + len(key.before) if key.action == "edit" else key.at

    def _after(self, key: ChangeKey) -> str:
        return self._text[key.at : key.at + LONGEST_TEXT]

    def _other(self, key: ChangeKey) -> str:
        block = self._blocks.get(key.after if key.action == "ref" else key.behind)
        if block is None:
            return ""
        reading = block.reading or block.source
        return reading[-LONGEST_TEXT:] if key.action in {"join", "place"} else reading[:LONGEST_TEXT]

    def _lines(self, at: int, stop: int) -> SourceLines:
        """Return the lines around a place, cut where they are too long."""
        number = bisect_right(self._starts, at) - 1
        first = max(0, number - LINES_AROUND)
        last = min(len(self._starts), bisect_right(self._starts, max(at, stop - 1)) + LINES_AROUND)
        begin = max(self._starts[first], at - LONGEST_LINES // 2)
        end = self._starts[last] - 1 if last < len(self._starts) else len(self._text)
        end = min(max(end, stop), max(stop, at + LONGEST_LINES // 2))
        return SourceLines(
            self._text[begin:end], bisect_right(self._starts, begin), at - begin, min(stop, end) - begin
        )

    def _boxes(self, key: ChangeKey, stop: int) -> Iterator[PlacedBox]:
        """Yield the boxes of what a change is on, and of the other block."""
        if not self._layout.surfaces:
            return
        if key.action in {"edit", "split"}:
            start, stop = key.at, max(stop, key.at + 1)
            box = self._layout.box_of(start, stop)
            yield PlacedBox(self._layout.surface_at(start), *box)
            return
        own = next((b for b in self._document.blocks if b.segments and b.segments[0].at == key.at), None)
        yield from self._block_boxes(own, 0) if own else ()
        other = self._blocks.get(key.after if key.action == "ref" else key.behind)
        yield from self._block_boxes(other, 1) if other else ()

    def _block_boxes(self, block: Block, part: int) -> Iterator[PlacedBox]:
        """Yield the lines of a block, those of each page as one box."""
        lines: dict[int, list[Box]] = {}
        for segment in block.segments:
            for line in self._layout.lines_of(segment.at, segment.at + len(segment.source)):
                lines.setdefault(self._layout.surface_at(line.at), []).append(line.box)
        for page, boxes in lines.items():
            box = hull(boxes[:MOST_BOXES])
            if box:
                yield PlacedBox(page, *box, part)


def kind_of(key: ChangeKey) -> DoubtKind:
    """Return what a change has in common with those that are alike; of joins and places, their rule."""
    if key.action in MANY_ALIKE:
        return DoubtKind(key.rule, key.action, key.before, key.after)
    return DoubtKind(key.rule, key.action, "", "")


def candidates(key: ChangeKey) -> tuple[str, ...]:
    """Return what a reviewer may want instead: what the rule wants, what stands there, what looks alike."""
    if key.action == "label":
        return tuple(dict.fromkeys((key.after, key.before, *(role.value for role in Role))))
    if key.action != "edit":
        return ()
    alike = PARTNERS.get(key.before, "") if len(key.before) == 1 else ""
    return tuple(dict.fromkeys((key.after, key.before, *alike)))


def _line_starts(text: str) -> Sequence[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts
