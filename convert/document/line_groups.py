"""Lines that belong together: neighbours that are lines of one role, a poem parted into its stanzas.

"白日依山尽，" "黄河入海流。" (blank line) "欲穷千里目，" "更上一层楼。"  ->  two stanzas of two lines
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from convert.document.cells import Cell
from convert.document.roles import FURNITURE, LINES, Opening, Role

LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


class SourcePiece(Protocol):
    """A piece of the source."""

    @property
    def at(self) -> int:
        """Where it begins in the source."""

    @property
    def source(self) -> str:
        """What the source has there."""


class ShownBlock(Protocol):
    """What is asked of a block here: the model itself asks for its lines."""

    @property
    def role(self) -> Role:
        """What it is."""

    @property
    def opens(self) -> Opening | None:
        """What begins there."""

    @property
    def cell(self) -> Cell | None:
        """Its place in a table, if it is a cell."""

    @property
    def segments(self) -> Sequence[SourcePiece]:
        """Its pieces, of which it has one at least."""

    @property
    def source(self) -> str:
        """Its text as the source has it."""


def line_groups(blocks: Sequence[ShownBlock]) -> Iterator[range]:
    """Yield the numbers of each group, from its first line to its last; only furniture stands between.

    The lines of a poem that stand further apart than its closest ones begin a new stanza.
    """
    group: list[int] = []
    for number, block in enumerate(blocks):
        if block.role in FURNITURE:
            if group and blocks[group[0]].role is Role.TABLE_CELL:  # no row has it between its cells
                yield from _stanzas(blocks, group)
                group = []
            continue
        if group and _begins(block, blocks[group[-1]]):
            yield from _stanzas(blocks, group)
            group = []
        if block.role in LINES:
            group.append(number)
    if group:
        yield from _stanzas(blocks, group)


def table_captions(blocks: Sequence[ShownBlock], table: range) -> range:
    """Return the numbers of a table's captions: those directly in front of its first cell."""
    first = table.start
    if blocks[first].role is Role.TABLE_CELL and blocks[first].opens is None:
        while first and blocks[first - 1].role is Role.TABLE_CAPTION:
            first -= 1
            if blocks[first].opens is not None:
                break
    return range(first, table.start)


def _begins(block: ShownBlock, above: ShownBlock) -> bool:
    """Whether a block stands in no group with the line above: a table's cells stand row by row."""
    if block.role is not above.role or block.opens is not None:
        return True
    return block.cell is not None and above.cell is not None and block.cell[:2] <= above.cell[:2]


def _stanzas(blocks: Sequence[ShownBlock], group: Sequence[int]) -> Iterator[range]:
    if blocks[group[0]].role is not Role.VERSE:
        yield range(group[0], group[-1] + 1)
        return
    apart = [line_ends_between(blocks[a], blocks[b]) if b == a + 1 else 0 for a, b in pairwise(group)]
    closest = min(filter(None, apart), default=0)
    start = group[0]
    for (above, below), far in zip(pairwise(group), apart, strict=True):
        if far > closest:
            yield range(start, above + 1)
            start = below
    yield range(start, group[-1] + 1)


def line_ends_between(above: ShownBlock, below: ShownBlock) -> int:
    """Count the line ends that part two blocks in the source; 0 where it has them in two places."""
    if above.segments[-1].at + len(above.segments[-1].source) != below.segments[0].at:
        return 0
    end, start = above.source, below.source
    between = end[len(end.rstrip()) :] + start[: len(start) - len(start.lstrip())]
    return len(LINE_END.findall(between))
