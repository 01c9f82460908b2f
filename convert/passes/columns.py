"""Columns that were read across: a block is parted where its next line stands elsewhere on the page.

"致死的嫌疑犯，20岁的Wayde Sims 将征税高达1.2亿英镑"  ->  two blocks, one a column
a block whose third line stands in the next column      ->  two blocks

It acts where the places of the lines are known, and the file's own order is not that of the page; and on
plain text in which the words show that each line goes on below, and not behind wide white
(analysis/columns/text_columns.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.document.actions import Action, Split
from convert.document.offsets import read_before, reading_offset
from convert.document.roles import Role
from convert.document.stated import block_start

CERTAINTY = 0.9


def columns(page: PageContext) -> Iterator[Action]:
    """Propose to part each block between two lines that do not stand one behind the other."""
    yield from _in_text(page)
    geometry, layout = page.geometry, page.layout
    if geometry is None or layout is None or layout.units:
        return
    starts = sorted(geometry.places)
    for number, block in enumerate(page.blocks):
        first, last = block.segments[0].at, block.segments[-1]
        own = starts[bisect_left(starts, first) : bisect_left(starts, last.at + len(last.source))]
        if not own:
            continue
        in_order = layout.surface_at(own[0]) in geometry.in_order
        for above, below in pairwise(own):
            before, behind = geometry.places[above], geometry.places[below]
            if behind.rank == before.rank + 1 and not behind.inside:
                continue
            if in_order and not (geometry.is_in_pieces(above) or geometry.is_in_pieces(below)):
                continue
            at = reading_offset(block, below)
            if at > 0 and block.reading[:at].strip():
                yield Split(number, at, CERTAINTY)


def _in_text(page: PageContext) -> Iterator[Action]:
    """Propose to part blocks of a plain text where a piece begins of a line that was read across.

    A stretch of which one piece cannot be parted, as that of a table, is left as it is.
    """
    pieces = sorted(page.text_order.keys)
    if not pieces or any(block.opens for block in page.blocks):
        return
    places: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(page.blocks):
        if (start := block_start(block, pieces)) in page.text_order.keys:
            places[start] = number, 0
        if block.role is not Role.BODY:
            continue
        done = 0
        for piece, read in read_before(block, pieces):
            at = done + len(block.reading[done:read].rstrip())
            if at > done:
                places[piece], done = (number, at), at
    for piece in page.text_order.of_whole_stretches(places).keys:
        number, at = places[piece]
        if at > 0:
            yield Split(number, at, CERTAINTY)
