"""Column order: blocks whose places are known follow one another as the columns of the page do.

    blocks sorted by their height over five columns  ->  one column after the other

It acts only where the order of the file is another one, before any rule looks at what stands together. The
pieces of plain text that `columns` has parted become blocks again, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.analysis.lines.glue import glue_between
from convert.document.actions import Action, Join, Place
from convert.document.model import Block
from convert.document.offsets import end_offset
from convert.document.order import Order
from convert.document.stated import block_start, first_visible

if TYPE_CHECKING:
    from convert.analysis.columns.page_geometry import PageGeometry

CERTAINTY = 0.9


def column_order(page: PageContext) -> Iterator[Action]:
    """Propose the order of the page's geometry where the file has another one."""
    yield from _in_text(page)
    geometry, layout = page.geometry, page.layout
    if geometry is None or layout is None or layout.units:
        return
    keys: list[tuple[int, int, int]] = []
    home: dict[int, int] = {}
    ends = [_lines_at_edges(block, geometry) for block in page.blocks]
    for number, block in enumerate(page.blocks):
        at = first_visible(block)
        last = keys[-1] if keys else (0, -1, 0)
        sheet = layout.surface_at(max(at, 0))
        is_known = geometry.start_of(at) >= 0 and sheet not in geometry.in_order
        keys.append((sheet, geometry.offset_in_order(at) if is_known else max(at, last[1]), 0))
        home[ends[number][1]] = number
    for number, (first, last_line) in enumerate(ends):
        leader = geometry.pieces.get(first, geometry.specks.get(first, -1) if first == last_line else -1)
        if leader in home and keys[number][0] in geometry.in_order:
            sheet, offset, place = keys[home[leader]]
            keys[number] = sheet, offset, place + 1
    order = sorted(range(len(keys)), key=keys.__getitem__)
    yield from _placed(page, order)
    yield from _joined_rows(page, order, ends, geometry)


def _lines_at_edges(block: Block, geometry: PageGeometry) -> tuple[int, int]:
    """Return where the first and the last line of a block begin; -1: in none."""
    return geometry.start_of(first_visible(block)), geometry.start_of(end_offset(block) - 1)


def _joined_rows(
    page: PageContext, order: Sequence[int], ends: Sequence[tuple[int, int]], geometry: PageGeometry
) -> Iterator[Action]:
    """Propose to join the pieces of each row, and such a row with the next one of its frame."""
    for above, below in pairwise(order):
        left, right = ends[above][1], ends[below][0]
        if right not in geometry.places or left not in geometry.places:
            continue
        first, second = geometry.places[left], geometry.places[right]
        if geometry.pieces.get(right) == left:
            glue = glue_between(page.blocks[above].reading, page.blocks[below].reading)
            yield Join(above, below, glue, CERTAINTY)
            continue
        of_rows = geometry.is_in_pieces(left) or geometry.is_in_pieces(right)
        if of_rows and second.rank == first.rank + 1 and not second.opens_frame:
            yield Join(above, below, "\n", CERTAINTY)


def _in_text(page: PageContext) -> Iterator[Action]:
    """Propose to put pieces of lines that were read across column by column, and to join each column's."""
    pieces = sorted(page.text_order.keys)
    if not pieces:
        return
    numbers = {block_start(block, pieces): number for number, block in enumerate(page.blocks)}
    order = page.text_order.of_whole_stretches(numbers)  # a person may have left a piece where it was
    if not order.keys:
        return
    keys = sorted((order.keys.get(at, (at, 0, 0)), number) for at, number in numbers.items())
    yield from _placed(page, [number for _, number in keys])
    heads: set[int] = set()
    for below, above in sorted(order.follows.items()):
        if above in numbers and below in numbers and above not in heads:
            heads.add(above)
            yield Join(numbers[above], numbers[below], "\n", CERTAINTY)


def _placed(page: PageContext, numbers: Sequence[int]) -> Iterator[Action]:
    """Propose the places of blocks that do not stand in this order."""
    order = Order(len(numbers))
    for before, number in pairwise([-1, *numbers]):
        if order.previous(number) != before:
            order.move(number, before)
            yield Place(number, before, CERTAINTY, page.blocks[number].opens)
