"""Lists, stanzas and tables among the blocks of an article, as the PDF sets them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from convert.document.line_groups import line_groups, table_captions
from convert.document.model import Block
from convert.document.roles import ALL_HEADINGS, Role


def tables_among(blocks: Sequence[Block]) -> dict[int, range]:
    """Return the tables among blocks by the number of the first cell."""
    cells = (group for group in line_groups(blocks) if blocks[group.start].role is Role.TABLE_CELL)
    return {group.start: group for group in cells}


def captions_among(blocks: Sequence[Block], tables: Iterable[range]) -> frozenset[int]:
    """Return the numbers of the captions of tables."""
    return frozenset(number for table in tables for number in table_captions(blocks, table))


class GroupEdge(NamedTuple):
    """Whether a list or stanza begins, and whether it ends, with a block."""

    begins: bool
    ends: bool


def group_edges(blocks: Sequence[Block]) -> dict[int, GroupEdge]:
    """Return the edges of lists and stanzas by the number of the block there."""
    edges: dict[int, GroupEdge] = {}
    for group in line_groups(blocks):
        if blocks[group.start].role is Role.TABLE_CELL:
            continue
        for number in (group.start, group.stop - 1):
            headed = number > 0 and blocks[number - 1].role in ALL_HEADINGS  # which has its own room below
            edges[number] = GroupEdge(number == group.start and not headed, number == group.stop - 1)
    return edges
