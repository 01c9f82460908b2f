"""The tags around the cells of a table: rows, and the places in which nothing stands.

<table rows="2" cols="2"><head type="caption">表1</head><row><cell role="label">名次</cell>…</row></table>
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convert.document.cells import Cell, Slot, rows_of
from convert.document.model import Block
from convert.tei.names import Attributes
from convert.tei.write.markup import Markup, empty, end, start

ROW, ROW_END, NO_CELL = start("row", {}), end("row"), empty("cell", {})


class GroupEdges(NamedTuple):
    """The end tags and start tags of lists, stanzas and tables in front of a block."""

    closes: tuple[Markup, ...]
    opens: tuple[Markup, ...]


NO_EDGES = GroupEdges((), ())


class TableTags(NamedTuple):
    """What stands around the cells of one table, by the number of the cell in front of which it stands."""

    edges: dict[int, GroupEdges]
    attributes: dict[int, Attributes]
    """Of each cell."""


def table_tags(blocks: Sequence[Block], first: int, captions: int = 0) -> TableTags:
    """Return the tags of the table whose cells are these blocks; `first` is the number of the first one.

    In front of them stand so many captions. The last edge is that of the block behind the table.
    """
    rows = rows_of([block.cell for block in blocks])
    columns = max(slot.cell.column + slot.cell.columns for row in rows for slot in row)
    edges: dict[int, GroupEdges] = {}
    attributes: dict[int, Attributes] = {}
    closes: list[Markup] = []
    opens: list[Markup] = [start("table", {"rows": str(len(rows)), "cols": str(columns)})]
    if captions:
        edges[first - captions] = GroupEdges((), tuple(opens))
        opens = []
    for row in rows:
        opens.append(ROW)
        for slot in row:
            if slot.number < 0:
                opens.append(NO_CELL)
                continue
            edges[first + slot.number] = GroupEdges(tuple(closes), tuple(opens))
            attributes[first + slot.number] = _attributes(slot)
            closes, opens = [], []
        if _has_cell(row):
            closes, opens = [*opens, ROW_END], []
        else:
            opens.append(ROW_END)
    edges[first + len(blocks)] = GroupEdges((*closes, *opens, end("table")), ())
    return TableTags(edges, attributes)


def _has_cell(row: Sequence[Slot]) -> bool:
    return any(slot.number >= 0 for slot in row)


def _attributes(slot: Slot) -> Attributes:
    cell: Cell = slot.cell
    attributes: Attributes = {"role": "label"} if cell.head else {}
    if cell.rows > 1:
        attributes["rows"] = str(cell.rows)
    if cell.columns > 1:
        attributes["cols"] = str(cell.columns)
    return attributes
