"""What a reviewer's document shows: lines of stretches, kept, inserted or deleted, each with its place.

The writer draws this; the way back compares it with what an editor made of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from convert.document.changes import Joined
from convert.document.model import Block, Document, Proposal, Segment
from convert.readers.word.marks import TrackState
from convert.text.align import longest_rising
from convert.typeset.display import one_line

ORDER = "order"
"""The author of a move that no rule has put on record."""


QUOTED = 60
"""Characters of a text that a comment quotes."""


def quoted(before: str, after: str) -> str:
    """Return how a comment tells what is proposed."""
    return f"{one_line(before, QUOTED)} → {one_line(after, QUOTED)}"


class Cause(StrEnum):
    """What a spot stands for."""

    CHANGED = "changed"
    """Other characters, or none."""
    FURNITURE = "furniture"
    """Text of a block that the reading leaves out."""
    FROM = "from"
    """Moved text, where the source has it."""
    TO = "to"
    """The same, where it is read."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one fate."""

    text: str
    fate: TrackState = TrackState.KEPT
    author: str = ""
    at: int = -1
    """Of its first character in the source, where each character stands for itself; else of its spot."""
    shown: int = -1
    """Of its first character in the block's reading; -1: it is no part of it."""


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """Stretches that go together, inside one bookmark."""

    name: str
    why: Cause
    stretches: tuple[TextRun, ...]
    at: int
    length: int
    """In the source, in characters."""
    rules: tuple[str, ...] = ()


Part = TextRun | TrackedChange | Proposal


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A paragraph of the document."""

    block: Block
    parts: tuple[Part, ...] = ()
    end: TrackState = TrackState.KEPT
    author: str = ""
    """Of what is tracked of its end."""
    next_at: int = -1
    """Where the text in the source begins that was joined to it."""
    opens: bool = False
    """Whether it is the first of its block in which something stands."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """Text of one block that stands in one place of the source."""

    block: Block
    segments: tuple[Segment, ...]
    at: int
    rule: str
    """Who moved its block."""
    shown: int
    """Of its first character in the block's reading."""

    @property
    def length(self) -> int:
        """Characters of the source."""
        return sum(len(s.source) for s in self.segments)


@dataclass(slots=True)
class PendingProposals:
    """What is doubtful, by its place in the source, the last first."""

    waiting: list[Proposal] = field(default_factory=list)

    def before(self, end: int | None) -> Iterator[Proposal]:
        """Take out what stands before a place; None: all that is left."""
        while self.waiting and (end is None or self.waiting[-1].at < end):
            yield self.waiting.pop()


def tracked(document: Document) -> list[ReviewLine]:
    """Lay out every block with its tracked changes."""
    doubts = PendingProposals(sorted(document.proposals, key=lambda p: p.at, reverse=True))
    blocks = [(block, _pieces(block)) for block in document.blocks]
    pieces = [piece for _, found in blocks for piece in found]
    stay = longest_rising([piece.at for piece in pieces])  # these stand in the source's order already
    kept = [piece.at for number, piece in enumerate(pieces) if number in stay]
    moved = sorted((p for n, p in enumerate(pieces) if n not in stay), key=lambda p: p.at)
    gone = {at: list(found) for at, found in groupby(moved, lambda p: _before(kept, p.at))}
    lines = list(_deleted(gone.get(-1, ())))
    number = 0
    for block, found in blocks:
        held = [(piece, number + n in stay) for n, piece in enumerate(found)]
        lines += _block_lines(block, held, gone, doubts)
        number += len(found)
    if lines and (rest := tuple(doubts.before(None))):
        lines[-1] = replace(lines[-1], parts=(*lines[-1].parts, *rest))
    return lines


def untracked(document: Document) -> list[ReviewLine]:
    """Lay out a document as it is written without tracked changes: what is read, and where it was changed."""
    lines = []
    for article in document.articles:
        for block in article.readable:
            parts: list[Part] = []
            shown = 0
            for segment in block.segments:
                if segment.source == segment.reading:
                    parts.append(TextRun(segment.reading, at=segment.at, shown=shown))
                elif segment.changes:
                    parts.append(_changed(segment, shown))
                shown += len(segment.reading)
            lines.append(ReviewLine(block, tuple(parts), opens=True))
    return lines


def _changed(segment: Segment, shown: int) -> TrackedChange:
    """Show both wordings of a changed place."""
    rules = tuple(dict.fromkeys(c.rule for c in segment.changes))
    authors = "+".join(rules)
    both = (
        TextRun(_shown_source(segment), TrackState.DELETED, authors, segment.at),
        TextRun(segment.reading, TrackState.INSERTED, authors, segment.at, shown),
    )
    length = len(segment.source)
    return TrackedChange(f"_c{segment.at}_{length}", Cause.CHANGED, both, segment.at, length, rules)


def _joins(segment: Segment) -> bool:
    """Whether two blocks were joined here."""
    return any(isinstance(c, Joined) for c in segment.changes)


def _shown_source(segment: Segment) -> str:
    """Return the source's wording of a segment; what parted two blocks is shown by their ends."""
    return "" if _joins(segment) and not segment.source.strip() else segment.source


def _pieces(block: Block) -> list[SourceRun]:
    """Cut a block where its source does not go on."""
    runs: list[list[Segment]] = []
    end: int | None = None
    for segment in block.segments:
        if not runs or (segment.source and end not in {None, segment.at}):
            runs.append([])
            end = None
        runs[-1].append(segment)
        if segment.source:
            end = segment.at + len(segment.source)
        if _joins(segment):
            runs.append([])
            end = None
    rule = next((c.rule for c in reversed(block.changes)), ORDER)
    found: list[SourceRun] = []
    shown = 0
    for run in runs:
        if run:
            at = next((s.at for s in run if s.source), run[0].at)
            found.append(SourceRun(block, tuple(run), at, rule, shown))
            shown += sum(len(s.reading) for s in run)
    return found


def _before(kept: Sequence[int], at: int) -> int:
    index = bisect_left(kept, at)
    return kept[index - 1] if index else -1


def _block_lines(
    block: Block,
    pieces: Sequence[tuple[SourceRun, bool]],
    gone: Mapping[int, Sequence[SourceRun]],
    doubts: PendingProposals,
) -> Iterator[ReviewLine]:
    """Yield the lines of a block: one, or several, their ends deleted where the rules joined them."""
    rule = next((c.rule for c in reversed(block.changes)), ORDER)
    shown = not block.is_furniture and bool(block.reading.strip())
    parts: list[Part] = []
    stayed: SourceRun | None = None
    first = True
    for piece, stays in pieces:
        if stays and stayed is not None:
            yield ReviewLine(block, tuple(parts), TrackState.DELETED, _joiner(stayed), piece.at, opens=first)
            first = False
            yield from _deleted(gone.get(stayed.at, ()))
            parts = []
        if stays:
            stayed = piece
            parts += _stays(piece, rule, doubts, shown=shown)
        elif shown:
            text = "".join([s.reading for s in piece.segments])
            put = TextRun(text, TrackState.INSERTED, piece.rule, piece.at, piece.shown)
            parts.append(
                TrackedChange(f"_t{piece.at}", Cause.TO, (put,), piece.at, piece.length, (piece.rule,))
            )
    if stayed is None:
        if parts:
            yield ReviewLine(block, tuple(parts), TrackState.INSERTED, rule, opens=True)
        return
    yield ReviewLine(
        block,
        tuple(parts),
        TrackState.KEPT if shown else TrackState.DELETED,
        "" if shown else rule,
        opens=first,
    )
    yield from _deleted(gone.get(stayed.at, ()))


def _joiner(piece: SourceRun) -> str:
    return next((c.rule for s in reversed(piece.segments) for c in s.changes if isinstance(c, Joined)), ORDER)


def _deleted(pieces: Iterable[SourceRun]) -> Iterator[ReviewLine]:
    """Yield what was moved from here, each as a paragraph that is gone."""
    for piece in pieces:
        text = "".join([s.source for s in piece.segments]).strip("\r\n")
        if text:
            put = TextRun(text, TrackState.DELETED, piece.rule, piece.at)
            spot = TrackedChange(f"_m{piece.at}", Cause.FROM, (put,), piece.at, piece.length, (piece.rule,))
            yield ReviewLine(piece.block, (spot,), TrackState.DELETED, piece.rule)


def _stays(piece: SourceRun, rule: str, doubts: PendingProposals, *, shown: bool) -> Iterator[Part]:
    """Yield a piece's text as it stands, or as it was changed."""
    at = piece.shown
    for segment in piece.segments:
        yield from doubts.before(segment.at + max(1, len(segment.source)))
        here, at = at, at + len(segment.reading)
        if not segment.changes and not segment.reading:
            continue
        source = _shown_source(segment)
        length = len(segment.source)
        name = f"_c{segment.at}_{length}"
        if not shown:
            gone = (TextRun(source, TrackState.DELETED, rule, segment.at),)
            rules = tuple(dict.fromkeys([*(c.rule for c in segment.changes), rule]))
            yield TrackedChange(name, Cause.FURNITURE, gone, segment.at, length, rules)
        elif source == segment.reading:
            yield TextRun(segment.reading, at=segment.at, shown=here)
        else:
            yield _changed(segment, here)
