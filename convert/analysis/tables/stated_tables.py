"""Tables of the source itself, or of its places: where their cells stand in the blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from convert.analysis.tables.text_tables import TextTable
from convert.document.actions import CellSpan
from convert.document.cells import grid_size, is_grid
from convert.document.layout import Layout, StatedTable
from convert.document.model import Block
from convert.document.roles import Role
from convert.geometry.table_content import has_head

MAY_BE_CELLS = frozenset({Role.BODY, Role.TABLE_ROW, Role.LIST})
"""Roles of blocks that the source may have given to the text of a table."""


def stated_tables(
    blocks: Sequence[Block], layout: Layout, tables: Iterable[StatedTable] | None = None
) -> Iterator[TextTable]:
    """Yield the tables of a layout, or others, whose text stands in the blocks, and nothing between."""
    tables = layout.tables if tables is None else tuple(tables)
    if not tables:
        return
    order = sorted(range(len(blocks)), key=lambda number: blocks[number].segments[0].at)
    starts = [blocks[number].segments[0].at for number in order]
    for table in tables:
        spans: list[CellSpan] = []
        for at, stop, cell in table.cells:
            first = max(0, bisect_right(starts, at) - 1)
            for place in range(first, len(order)):
                if starts[place] >= stop:
                    break
                start, end = _reading(blocks[order[place]], at, stop)
                if end > start:
                    spans.append(CellSpan(order[place], start, end, cell))
        if _is_whole(blocks, spans):
            yield TextTable(tuple(_with_head(blocks, spans)), table.cert)


def _with_head(blocks: Sequence[Block], spans: Sequence[CellSpan]) -> Sequence[CellSpan]:
    """Return the cells with the first row as a head, if it names columns of figures and none is one yet."""
    if any(span.cell.head for span in spans):
        return spans
    size = grid_size([span.cell for span in spans])
    top = min(span.cell.row for span in spans)
    rows: list[dict[int, str]] = [{} for _ in range(top, size.rows)]
    for span in spans:
        rows[span.cell.row - top][span.cell.column] = blocks[span.block].reading[span.start : span.end]
    if not has_head(rows, size.columns):
        return spans
    return [span._replace(cell=span.cell._replace(head=span.cell.row == top)) for span in spans]


def _reading(block: Block, at: int, stop: int) -> tuple[int, int]:
    """Return from where to where in a block's reading a stretch of the source is read, blanks left out."""
    start = end = -1
    read = 0
    for segment in block.segments:
        low, high = max(at, segment.at), min(stop, segment.at + len(segment.source))
        if segment.source and low < high and segment.reading:
            whole = not segment.untouched
            first = read + (0 if whole else low - segment.at)
            last = read + (len(segment.reading) if whole else high - segment.at)
            start, end = (first if start < 0 else start), last
        read += len(segment.reading)
    if start < 0:
        return 0, 0
    text = block.reading[start:end]
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _is_whole(blocks: Sequence[Block], spans: Sequence[CellSpan]) -> bool:
    """Return whether spans make a table, and nothing else is read from the first to the last."""
    if not spans or not is_grid(sorted({span.cell for span in spans})):
        return False
    own: dict[int, list[CellSpan]] = {}
    for span in spans:
        own.setdefault(span.block, []).append(span)
    first, last = min(own), max(own)
    for number in range(first, last + 1):
        block = blocks[number]
        if not block.reading.strip() or block.is_furniture:
            continue
        if block.role not in MAY_BE_CELLS or number not in own:
            return False
        inside = sorted(own[number], key=lambda span: span.start)
        ends = [0, *(span.end for span in inside)]
        gaps = [block.reading[a : span.start] for a, span in zip(ends, inside, strict=False)]
        gaps = gaps[1:] if number == first else gaps
        gaps += [block.reading[ends[-1] :]] if number < last else []
        if any(gap.strip() for gap in gaps) or any(s.start < e for e, s in zip(ends, inside, strict=False)):
            return False
    return True
