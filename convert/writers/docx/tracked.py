"""What a reviewer's document shows: paragraphs of text, kept, inserted or deleted, each with its place.

The writer draws this; the way back compares it with what an editor made of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from math import inf

from convert.document.changes import Joined
from convert.document.model import Block, Document, Proposal, Segment
from convert.readers.word.marks import TrackState
from convert.text.align import longest_rising
from convert.text.xml_safe import sanitize
from convert.typeset.display import one_line
from convert.typeset.notes import differs_in_width

ORDER = "order"
"""The author of a move that no rule has put on record."""


QUOTED = 60
"""Characters of a text that a comment quotes."""


def quoted(before: str, after: str) -> str:
    """Return how a comment tells what is proposed."""
    return f"{one_line(before, QUOTED)} → {one_line(after, QUOTED)}"


class Cause(StrEnum):
    """What a tracked change stands for."""

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
    """Text that is kept, inserted or deleted as one."""

    text: str
    track: TrackState = TrackState.KEPT
    author: str = ""
    at: int = -1
    """Of its first character in the source, where each character stands for itself; else of its change."""
    shown: int = -1
    """Of its first character in the block's reading; -1: it is no part of it."""


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """Text that is settled as one, inside one bookmark."""

    name: str
    cause: Cause
    runs: tuple[TextRun, ...]
    at: int
    length: int
    """In the source, in characters."""
    rules: tuple[str, ...] = ()
    of_width: bool = False
    """Whether the same characters are only written otherwise."""
    settled: bool = False
    """Whether it is shown as done, without marks: a change of width in a document that leaves these out."""


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
    """What was proposed and not done, by its place in the source, the last first."""

    waiting: list[Proposal] = field(default_factory=list)

    def before(self, end: int | None) -> Iterator[Proposal]:
        """Take out what stands before a place; None: all that is left."""
        while self.waiting and (end is None or self.waiting[-1].at < end):
            yield self.waiting.pop()


def tracked_lines(document: Document, *, widths: bool = True) -> list[ReviewLine]:
    """Lay out every block with its tracked changes; without `widths` those of width are shown as done."""
    pending = PendingProposals(sorted(document.proposals, key=lambda p: p.at, reverse=True))
    runs_of = [(block, _source_runs(block)) for block in document.blocks]
    runs = [run for _, block_runs in runs_of for run in block_runs]
    stay = _in_source_order(runs)
    anchors = [run.at for number, run in enumerate(runs) if number in stay and run.length]
    moved = sorted((run for n, run in enumerate(runs) if n not in stay), key=lambda run: run.at)
    gone = {at: list(group) for at, group in groupby(moved, lambda run: _anchor(anchors, run.at))}
    lines = list(_deleted(gone.get(-1, ())))
    number = 0
    for block, block_runs in runs_of:
        stays = [(run, number + n in stay) for n, run in enumerate(block_runs)]
        lines += _block_lines(block, stays, gone, pending)
        number += len(block_runs)
    if lines and (rest := tuple(pending.before(None))):
        lines[-1] = replace(lines[-1], parts=(*lines[-1].parts, *rest))
    return lines if widths else [replace(line, parts=tuple(map(_settled, line.parts))) for line in lines]


def _settled(part: Part) -> Part:
    """Show a change of width as done."""
    return replace(part, settled=True) if isinstance(part, TrackedChange) and part.of_width else part


def _in_source_order(runs: Sequence[SourceRun]) -> frozenset[int]:
    """Return which runs stand in the source's order already; what was put in stands where it was put.

    What is read decides; what is read nowhere stays where it stands between the right two.
    """
    sourced = [number for number, run in enumerate(runs) if run.length]
    shown = [number for number in sourced if _is_shown(runs[number].block)]
    stay = {shown[n] for n in longest_rising([runs[number].at for number in shown])}
    following: dict[int, float] = {}
    end = inf
    for number in reversed(sourced):
        following[number] = end
        end = runs[number].at if number in stay else end
    last = -1
    for number in sourced:
        at = runs[number].at
        if not _is_shown(runs[number].block) and last < at < following[number]:
            stay.add(number)
        last = at if number in stay else last
    return frozenset({*stay, *(number for number, run in enumerate(runs) if not run.length)})


def authors(lines: Sequence[ReviewLine]) -> frozenset[str]:
    """Return the authors of all marks on some lines, as a document names them."""
    names = {line.author for line in lines if line.end is not TrackState.KEPT}
    for line in lines:
        for part in line.parts:
            if isinstance(part, TrackedChange) and not part.settled:
                names |= {run.author for run in part.runs if run.track is not TrackState.KEPT}
    return frozenset(map(author_name, names))


def author_name(author: str) -> str:
    """Return an author as a document can hold it; a mark must have one."""
    return sanitize(author) or ORDER


def plain_lines(document: Document) -> list[ReviewLine]:
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
    width = differs_in_width(segment) and not _joins(segment)
    name = f"_c{segment.at}_{length}"
    return TrackedChange(name, Cause.CHANGED, both, segment.at, length, rules, of_width=width)


def _joins(segment: Segment) -> bool:
    """Whether two blocks were joined here."""
    return any(isinstance(c, Joined) for c in segment.changes)


def _shown_source(segment: Segment) -> str:
    """Return the source's wording of a segment; what parted two blocks is shown by their ends."""
    return "" if _joins(segment) and not segment.source.strip() else segment.source


def _source_runs(block: Block) -> list[SourceRun]:
    """Cut a block where its source does not go on."""
    groups: list[list[Segment]] = []
    end: int | None = None
    for segment in block.segments:
        if not groups or (segment.source and end not in {None, segment.at}):
            groups.append([])
            end = None
        groups[-1].append(segment)
        if segment.source:
            end = segment.at + len(segment.source)
        if _joins(segment):
            groups.append([])
            end = None
    rule = _rule(block)
    runs: list[SourceRun] = []
    shown = 0
    for group in filter(None, groups):
        at = next((s.at for s in group if s.source), group[0].at)
        runs.append(SourceRun(block, tuple(group), at, rule, shown))
        shown += sum(len(s.reading) for s in group)
    return runs


def _rule(block: Block) -> str:
    """Return who changed a block as a whole, or else who dropped what it says."""
    changes = [*(c for s in block.segments for c in s.changes if not block.reading.strip()), *block.changes]
    return changes[-1].rule if changes else ORDER


def _is_shown(block: Block) -> bool:
    """Whether a block has a part in the reading."""
    return not block.is_furniture and bool(block.reading.strip())


def _anchor(anchors: Sequence[int], at: int) -> int:
    """Return the last of the runs that stay before a place in the source; -1: there is none."""
    index = bisect_left(anchors, at)
    return anchors[index - 1] if index else -1


def _block_lines(
    block: Block,
    runs: Sequence[tuple[SourceRun, bool]],
    gone: Mapping[int, Sequence[SourceRun]],
    pending: PendingProposals,
) -> Iterator[ReviewLine]:
    """Yield the lines of a block: one, or several, their ends deleted where the rules joined them."""
    rule = _rule(block)
    shown = _is_shown(block)
    parts: list[Part] = []
    last: SourceRun | None = None
    first = True
    for run, stays in runs:
        if stays and last is not None:
            yield ReviewLine(block, tuple(parts), TrackState.DELETED, _joiner(last), run.at, opens=first)
            first = False
            yield from _deleted(_gone_behind(last, gone))
            parts = []
        if stays:
            last = run
            parts += _parts(run, rule, pending, shown=shown)
        elif shown:
            text = "".join([s.reading for s in run.segments])
            inserted = TextRun(text, TrackState.INSERTED, run.rule, run.at, run.shown)
            parts.append(TrackedChange(f"_t{run.at}", Cause.TO, (inserted,), run.at, run.length, (run.rule,)))
    if last is None:
        if parts:
            yield ReviewLine(block, tuple(parts), TrackState.INSERTED, rule, opens=True)
        return
    end, author = (TrackState.KEPT, "") if shown else (TrackState.DELETED, rule)
    yield ReviewLine(block, tuple(parts), end, author, opens=first)
    yield from _deleted(_gone_behind(last, gone))


def _gone_behind(run: SourceRun, gone: Mapping[int, Sequence[SourceRun]]) -> Sequence[SourceRun]:
    """Return what was moved away from behind a run."""
    return gone.get(run.at, ()) if run.length else ()


def _joiner(run: SourceRun) -> str:
    """Return the rule that joined something to a run."""
    return next((c.rule for s in reversed(run.segments) for c in s.changes if isinstance(c, Joined)), ORDER)


def _deleted(runs: Iterable[SourceRun]) -> Iterator[ReviewLine]:
    """Yield what was moved from here, each as a paragraph that is gone.

    What is read nowhere was dropped here, wherever its block stands now.
    """
    for run in runs:
        if not _is_shown(run.block):
            parts = tuple(_parts(run, run.rule, PendingProposals(), shown=False))
            if parts:
                yield ReviewLine(run.block, parts, TrackState.DELETED, run.rule, opens=True)
            continue
        text = "".join([s.source for s in run.segments]).strip("\r\n")
        if text:
            deleted = TextRun(text, TrackState.DELETED, run.rule, run.at)
            change = TrackedChange(f"_m{run.at}", Cause.FROM, (deleted,), run.at, run.length, (run.rule,))
            yield ReviewLine(run.block, (change,), TrackState.DELETED, run.rule)


def _parts(run: SourceRun, rule: str, pending: PendingProposals, *, shown: bool) -> Iterator[Part]:
    """Yield the text of a run as it stands, or as it was changed."""
    end = run.shown
    for segment in run.segments:
        yield from pending.before(segment.at + max(1, len(segment.source)))
        start, end = end, end + len(segment.reading)
        if not segment.changes and not segment.reading:
            continue
        source = _shown_source(segment)
        length = len(segment.source)
        if not shown:
            deleted = (TextRun(source, TrackState.DELETED, rule, segment.at),)
            rules = tuple(dict.fromkeys([*(c.rule for c in segment.changes), rule]))
            name = f"_c{segment.at}_{length}"
            yield TrackedChange(name, Cause.FURNITURE, deleted, segment.at, length, rules)
        elif source == segment.reading:
            yield TextRun(segment.reading, at=segment.at, shown=start)
        else:
            yield _changed(segment, start)
