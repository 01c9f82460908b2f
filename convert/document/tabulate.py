"""From blocks to the cells of a table: each is cut where a cell begins, and the cells stand row by row.

"名次  球队" / "1  红星"   ->   "名次" "球队" "1" "红星", four cells
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from convert.document.actions import CellSpan, Join, Rule, Tabulate
from convert.document.cells import Cell, GridSize, grid_size, is_grid
from convert.document.changes import SplitOff, Tabulated
from convert.document.model import Block, BlockIds, Segment
from convert.document.roles import Role
from convert.document.segments import SplitPoint, split_segments
from convert.errors import InvariantError

FIRST_WIDE = 0x2E80
"""From there on characters are as wide as Han, and have no spaces between them."""
Glue = Callable[[Sequence[Block], Sequence[Join], Rule], Block]
"""Joins blocks, the first with the text of the others."""


def table_size(action: Tabulate) -> GridSize:
    """Return how many rows and columns a table has."""
    return grid_size([span.cell for span in action.spans])


def tabulated(
    blocks: Sequence[Block], tables: Sequence[Tabulate], rule: Rule, seams: AbstractSet[int], glue: Glue
) -> tuple[Block, ...]:
    """Return the blocks with those of tables cut into cells; all numbers are those of `blocks`.

    Raises:
        InvariantError: a table that is none, two in one place, or a text between cells that is in none.

    """
    ids = BlockIds(block.id for block in blocks)
    out: list[Block] = []
    done = 0
    for table in sorted(tables, key=lambda each: each.spans[0].block):
        numbers = [span.block for span in table.spans]
        first, last = min(numbers), max(numbers)
        if first < done:
            raise InvariantError(f"{rule.name}: two tables in one block")
        out += blocks[done:first]
        out += _table(blocks, range(first, last + 1), table, _Cutter(rule, ids, seams, glue))
        done = last + 1
    return (*out, *blocks[done:])


def _table(blocks: Sequence[Block], reach: range, table: Tabulate, cutter: _Cutter) -> Iterator[Block]:
    """Yield what stands before the first cell, the cells row by row, and what stands behind the last one."""
    cells = sorted({span.cell for span in table.spans})
    if not is_grid(cells):
        raise InvariantError(f"{cutter.rule.name}: cells that make no table")
    spans: defaultdict[int, list[CellSpan]] = defaultdict(list)
    for span in table.spans:
        spans[span.block].append(span)
    lead: list[Block] = []
    rest: list[Block] = []
    pieces: defaultdict[Cell, list[Block]] = defaultdict(list)
    for number in reach:
        block = blocks[number]
        own = sorted(spans.get(number, []), key=lambda span: span.start)
        if not own:
            if block.reading.strip() and not block.is_furniture:
                raise InvariantError(f"{cutter.rule.name}: a text within a table that is in no cell")
            rest.append(block)
            continue
        before, parts, behind = cutter.cut(block, own)
        if (before and number != reach[0]) or (behind and number != reach[-1]):
            raise InvariantError(f"{cutter.rule.name}: a text within a table that is in no cell")
        lead += before
        rest += behind
        for span, part in zip(own, parts, strict=True):
            pieces[span.cell].append(part)
    size = grid_size(cells)
    yield from lead
    yield from (cutter.cell(pieces[cell], cell, size, table) for cell in cells)
    yield from rest


class _Cutter:
    """Cuts blocks for one rule."""

    def __init__(self, rule: Rule, ids: BlockIds, seams: AbstractSet[int], glue: Glue) -> None:
        self.rule = rule
        self._ids = ids
        self._seams = seams
        self._glue = glue

    def cut(self, block: Block, spans: Sequence[CellSpan]) -> tuple[list[Block], list[Block], list[Block]]:
        """Return what stands before the spans of a block, the block of each span, and what stands behind."""
        text = block.reading
        has_lead = bool(text[: spans[0].start].strip())
        has_rest = bool(text[spans[-1].end :].strip())
        gaps = pairwise(spans)
        if any(text[a.end : b.start].strip() or a.end > b.start for a, b in gaps):
            raise InvariantError(f"{self.rule.name}: a text within a table that is in no cell")
        lead = [len(text[: spans[0].start].rstrip())] if has_lead else []
        cuts = [*lead, *(span.end for span in spans[: None if has_rest else -1])]
        parts = self._split(block, cuts)
        return parts[: len(lead)], parts[len(lead) : len(lead) + len(spans)], parts[len(lead) + len(spans) :]

    def _split(self, block: Block, cuts: Sequence[int]) -> list[Block]:
        if not cuts:
            return [block]
        points = [SplitPoint(cut) for cut in cuts]
        pieces = split_segments(block.segments, points, self.rule, self._seams)
        first, *others = (_parted(piece, self.rule.name) for piece in pieces)
        opened = replace(block, segments=first)
        change = SplitOff(self.rule.name, 1.0, self.rule.kind)
        return [
            opened,
            *(Block(self._ids.of(_name(piece)), piece, block.role, changes=(change,)) for piece in others),
        ]

    def cell(self, pieces: Sequence[Block], cell: Cell, size: GridSize, table: Tabulate) -> Block:
        """Return the block of a cell from the pieces of its text."""
        rule = self.rule
        joins = [Join(0, 0, _glue(a.reading, b.reading), table.cert, table.by) for a, b in pairwise(pieces)]
        whole = self._glue(pieces, joins, rule)
        change = Tabulated(rule.name, size.rows, size.columns, table.cert, rule.kind, table.by)
        kept = tuple(c for c in whole.changes if not (isinstance(c, SplitOff) and c.rule == rule.name))
        return replace(whole, role=Role.TABLE_CELL, cell=cell, changes=(*kept, change))


def _parted(segments: tuple[Segment, ...], rule: str) -> tuple[Segment, ...]:
    """Return the segments of a cell: that white space parts it from the next one, its place says."""
    *own, last = segments
    if last.reading or not last.source.isspace() or any(c.rule != rule for c in last.changes):
        return segments
    return (*own, replace(last, changes=()))


def _name(segments: Sequence[Segment]) -> str:
    """Return the text that a block is named by."""
    source = "".join([segment.source for segment in segments])
    return source if source.strip() else "".join([segment.reading for segment in segments])


def _glue(above: str, below: str) -> str:
    """Return what stands between two lines of a cell: a space, but for Han."""
    tail, head = above.rstrip()[-1:], below.lstrip()[:1]
    return "" if ord(tail or "a") >= FIRST_WIDE and ord(head or "a") >= FIRST_WIDE else " "
