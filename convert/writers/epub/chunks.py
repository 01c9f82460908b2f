"""The blocks of an article as they go into the files of an EPUB: none too large for a reading system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.document.cells import Cell
from convert.document.model import Block
from convert.document.roles import Role
from convert.text.xml_safe import sanitize
from convert.typeset.notes import ChangeNote
from convert.typeset.page_breaks import PageBreak
from convert.typeset.pictures import Picture

LONGEST_CHUNK = 50_000
"""Characters of one paragraph; up to five bytes each."""
LARGEST_PAGE = 250_000
"""Bytes of text in one file: older reading systems stop at 300 KB."""
SENTENCE_ENDS = "\n。！？.!?;；,，"


class PageChunk(NamedTuple):
    """A block, or a part of one too long for a file."""

    role: Role
    text: str
    continues: bool = False
    breaks: tuple[PageBreak, ...] = ()
    """Printed pages that begin in it. Offsets count from the chunk's first character."""
    notes: tuple[ChangeNote, ...] = ()
    """Offsets count from the chunk's first character."""
    notice: bool = False
    """Whether it is no text of the source, and says that a printed page has none."""
    group: int = 0
    """Number of the list, stanza or table that it stands in, from 1; 0: in none."""
    before: tuple[Picture, ...] = ()
    """Pictures in front of it; of a caption, those that it is of."""
    behind: tuple[Picture, ...] = ()
    cell: Cell | None = None
    """Its place, if it is a cell of a table."""

    @property
    def weight(self) -> int:
        """About as many bytes as it takes in a file."""
        marked = 4 * sum(self.text.count(mark) for mark in "&<>\n")
        return 60 + len(self.text.encode()) + marked + sum(300 + 4 * len(n.source) for n in self.notes)


def cut(
    block: Block,
    notes: Sequence[ChangeNote],
    breaks: Sequence[PageBreak] = (),
    before: tuple[Picture, ...] = (),
    behind: tuple[Picture, ...] = (),
) -> Iterator[PageChunk]:
    """Cut a block that no file can hold, behind the last sentence that fits; others stay whole.

    `breaks` are the printed pages that begin in it.
    """
    text = sanitize(block.reading)
    start = 0
    while len(text) - start > LONGEST_CHUNK:
        limit = start + LONGEST_CHUNK
        ends = (text.rfind(mark, limit - LONGEST_CHUNK // 10, limit) for mark in SENTENCE_ENDS)
        end = next((at + 1 for at in ends if at >= 0), limit)
        part = _part(block, text, start, end, breaks, notes)
        yield part._replace(before=() if start else before)
        start = end
    part = _part(block, text, start, len(text), breaks, notes)
    yield part._replace(before=() if start else before, behind=behind)


def _part(
    block: Block,
    text: str,
    start: int,
    end: int,
    breaks: Sequence[PageBreak],
    notes: Sequence[ChangeNote],
) -> PageChunk:
    """Return a part of a block with the notes whose numbers stand in it: each behind what was changed."""
    here = tuple(note.moved(-start) for note in notes if (note.end > start or not start) and note.end <= end)
    begin = tuple(
        page._replace(at=page.at - start)
        for page in breaks
        if start <= page.at < end or page.at == end == len(text)
    )
    return PageChunk(block.role, text[start:end], start > 0, begin, here, cell=block.cell)


def group_by_files(chunks: Iterator[PageChunk]) -> Iterator[list[PageChunk]]:
    """Group the chunks by files."""
    group: list[PageChunk] = []
    size = 0
    for chunk in chunks:
        weight = chunk.weight
        if group and size + weight > LARGEST_PAGE:
            yield group
            group, size = [], 0
        group.append(chunk)
        size += weight
    if group:
        yield group
