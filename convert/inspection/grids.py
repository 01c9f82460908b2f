"""The grids of tables on a page: a box for each cell, as wide as its columns and as high as its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.document.cells import Cell, grid_size
from convert.document.layout import Box, hull
from convert.document.line_groups import line_groups
from convert.document.roles import Role
from convert.inspection.shapes import BlockShape


class TableGrid(NamedTuple):
    """A table on a page."""

    first: BlockShape
    """Its first cell."""
    words: str
    """How large it is: 5 × 3."""
    boxes: tuple[Box, ...]


def grids(shapes: Sequence[BlockShape], page: int) -> Iterator[TableGrid]:
    """Yield the tables of a page."""
    blocks = [shape.block for shape in shapes]
    for group in line_groups(blocks):
        if blocks[group.start].role is not Role.TABLE_CELL:
            continue
        places: list[tuple[Cell, Box]] = []
        for shape in shapes[group.start : group.stop]:
            box = hull(spot.box for spot in shape.spots if spot.page == page)
            if shape.block.cell is not None and box is not None:
                places.append((shape.block.cell, box))
        if places:
            size = grid_size([cell for cell, _ in places])
            words = f"{size.rows} × {size.columns}"
            yield TableGrid(shapes[group.start], words, tuple(_boxes(places)))


def inside_of_table(first: BlockShape, second: BlockShape) -> bool:
    """Return whether the second of two neighbours is a later cell of the table in which the first one is."""
    before, behind = first.block.cell, second.block.cell
    roles = {first.block.role, second.block.role}
    return roles == {Role.TABLE_CELL} and before is not None and behind is not None and before < behind


def _boxes(places: Sequence[tuple[Cell, Box]]) -> Iterator[Box]:
    """Yield the box of each cell: as far as anything in its rows and columns reaches."""
    rows: dict[int, Box] = {}
    columns: dict[int, Box] = {}
    for cell, box in places:
        if cell.rows == 1:
            rows[cell.row] = hull([rows.get(cell.row, box), box]) or box
        if cell.columns == 1:
            columns[cell.column] = hull([columns.get(cell.column, box), box]) or box
    for cell, box in places:
        across = [columns[n] for n in range(cell.column, cell.column + cell.columns) if n in columns]
        down = [rows[n] for n in range(cell.row, cell.row + cell.rows) if n in rows]
        wide, high = hull([box, *across]) or box, hull([box, *down]) or box
        yield Box(wide.left, high.top, wide.right, high.bottom)
