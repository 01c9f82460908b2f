"""One side of what is compared: blocks that belong together, put back into one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from convert.language.han import is_wide
from convert.tei.content import BlockContent, EditorialChange
from convert.tei.issue import ArchivedBlock, ArchivedIssue

_LINE_END = re.compile(r"(.?)\s*\n\s*")


class PlacedChange(NamedTuple):
    """A change in the source of its group."""

    offset: int
    change: EditorialChange
    reading: str
    """The reading of its block."""

    @property
    def end(self) -> int:
        """Where its source ends."""
        return self.offset + len(self.change.source)


class GroupSide(NamedTuple):
    """The blocks of a group on one side, as one text in source order."""

    blocks: tuple[ArchivedBlock, ...]
    contents: tuple[BlockContent, ...]
    """Empty where the markup of both sides is the same."""
    source: str
    changes: tuple[PlacedChange, ...]

    @property
    def line(self) -> int:
        """Line of the first block; 0: there is none."""
        return self.blocks[0].line if self.blocks else 0

    @property
    def paragraphs(self) -> str:
        """The sources of the blocks in reading order, each on one line."""
        return "\n".join([_LINE_END.sub(_on_one_line, c.source.strip()) for c in self.contents])


class _SourceRun(NamedTuple):
    """A piece of source text, and where it stands in its block."""

    zone: int
    block: int
    """Number of its block in the group."""
    offset: int
    text: str


def group_side(
    issue: ArchivedIssue, numbers: Sequence[int], contents: Mapping[int, BlockContent]
) -> GroupSide:
    """Put the blocks of some numbers together."""
    inside = tuple(contents[n] for n in numbers if n in contents)
    runs = sorted(_source_runs(issue, inside), key=lambda run: run.zone)
    changes: list[PlacedChange] = []
    start = 0
    for run in runs:
        content = inside[run.block]
        changes += [
            PlacedChange(start + change.offset - run.offset, change, content.reading)
            for change in content.changes
            if _is_in(change, run)
        ]
        start += len(run.text)
    changes.sort(key=lambda placed: placed.offset)
    blocks = tuple(issue.blocks[n] for n in numbers)
    return GroupSide(blocks, inside, "".join([run.text for run in runs]), tuple(changes))


def _source_runs(issue: ArchivedIssue, contents: Sequence[BlockContent]) -> Iterator[_SourceRun]:
    for number, content in enumerate(contents):
        offset = 0
        for zone, text in content.zone_texts:
            yield _SourceRun(issue.zones.get(zone, -1), number, offset, text)
            offset += len(text)


def _is_in(change: EditorialChange, run: _SourceRun) -> bool:
    """Return whether a change is of this run; an insertion at the seam of two belongs to the first."""
    end = run.offset + len(run.text)
    at_end = not change.source and run.offset < change.offset == end
    return run.offset <= change.offset < end or at_end


def _on_one_line(line_end: re.Match[str]) -> str:
    """Return a character and what remains of the line end behind it: a space, but none in Han text."""
    return line_end[1] + ("" if is_wide(line_end[1] or " ") else " ")
